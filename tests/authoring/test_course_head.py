"""What `course.yaml` says beyond the names of its lessons: what it requires, and its rules."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring import requirements
from jupyter_tutor.authoring.requirements import Unmet, pip_line, unmet
from jupyter_tutor.authoring.source import CourseSource, read_course, read_one_notebook
from jupyter_tutor.core.course import Course
from tests.authoring.courses import HEADER, LESSONS, four_lessons

ALL = ", ".join(f"{name}.ipynb" for name in LESSONS)


def told(source: CourseSource) -> list[str]:
    return [f"{fault.severity}: {fault}" for fault in source.faults]


def in_order(folder: Path, more: str) -> Course:
    source = read_course(four_lessons(folder, more))
    assert told(source) == []
    assert source.course is not None
    return source.course


def test_a_lesson_that_is_added_at_the_end_changes_no_other(tmp_path: Path) -> None:
    def lessons(folder: Path, names: str) -> list[tuple[str, str | None, str]]:
        (folder / "course.yaml").write_text(HEADER.replace(ALL, names))
        source = read_course(folder)
        assert source.course is not None
        return [(each.id, each.following, each.hash) for each in source.course.lessons]

    folder = four_lessons(tmp_path)
    three, four = lessons(folder, ALL.replace(", files.ipynb", "")), lessons(folder, ALL)
    assert [hash_ for _, _, hash_ in three] == [hash_ for _, _, hash_ in four[:3]]
    assert [(three[2][1]), four[2][1], four[3][1]] == [None, "About files", None]


class TestPrerequisites:
    def test_a_lesson_knows_what_comes_before_it(self, tmp_path: Path) -> None:
        course = in_order(
            tmp_path, "prerequisites:\n  lists: numbers\n  files: [loops, lists, loops]\n"
        )
        assert {lesson.id: lesson.prerequisites for lesson in course.lessons} == {
            "numbers": (),
            "lists": ("numbers",),
            "loops": (),
            "files": ("loops", "lists"),
        }

    def test_a_notebook_read_alone_is_the_same_lesson(self, tmp_path: Path) -> None:
        course = in_order(tmp_path, "prerequisites:\n  files: [loops]\npolicies:\n  update: move\n")
        alone = read_one_notebook(tmp_path / "files.ipynb").course
        assert alone is not None
        assert alone.lessons == (course.lessons[3],)

    @pytest.mark.parametrize("more", ["", "prerequisites:\n", "prerequisites: {}\n"])
    def test_without_any_every_lesson_is_open(self, more: str, tmp_path: Path) -> None:
        course = in_order(tmp_path, more)
        assert [lesson.prerequisites for lesson in course.lessons] == [()] * 4

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            (
                "prerequisites: [numbers]\n",
                [
                    "error: course.yaml, line 4: `prerequisites` has no keys. Write, indented "
                    "below it, lessons and what they wait for: `loops: [numbers, lists]`."
                ],
            ),
            (
                "prerequisites:\n  lists: [number]\n  cooking: [lists]\n",
                [
                    "error: course.yaml, line 5: The course has no lesson `number`. Did you mean "
                    "`numbers`? Write ids of lessons of this course: `numbers`, `lists`, `loops` "
                    "and `files`.",
                    "error: course.yaml, line 6: The course has no lesson `cooking`. Write ids of "
                    "lessons of this course: `numbers`, `lists`, `loops` and `files`.",
                ],
            ),
            (
                "prerequisites:\n  lists: [Numbers!]\n",
                [
                    "error: course.yaml, line 5: `lists` is `Numbers!`, which is no id. Use "
                    "lower-case letters, digits and single hyphens, at most 60 in all."
                ],
            ),
            (
                "prerequisites:\n  lists: [loops]\n",
                [
                    "error: course.yaml, line 5: `lists` waits for `loops`, which comes after it. "
                    "Put them in another order under `lessons:`, or take this one out."
                ],
            ),
            (
                "prerequisites:\n  lists: [lists]\n",
                [
                    "error: course.yaml, line 5: `lists` waits for `lists`: nobody could begin it. "
                    "Take one of them out of `prerequisites:`."
                ],
            ),
            (
                "prerequisites:\n"
                "  numbers: [lists]\n"
                "  lists: [numbers]\n"
                "  files: [numbers]\n"
                "  loops: [files]\n",
                [
                    "error: course.yaml, line 5: `numbers` waits for `lists`, which waits for "
                    "`numbers`: nobody could begin it. Take one of them out of `prerequisites:`.",
                    "error: course.yaml, line 8: `loops` waits for `files`, which comes after it. "
                    "Put them in another order under `lessons:`, or take this one out.",
                ],
            ),
            (
                "prerequisites:\n  numbers: [files]\n  files: [loops]\n  loops: [numbers]\n",
                [
                    "error: course.yaml, line 5: `numbers` waits for `files`, which waits for "
                    "`loops`, which waits for `numbers`: nobody could begin it. Take one of them "
                    "out of `prerequisites:`."
                ],
            ),
        ],
        ids=["no mapping", "unknown", "no id", "later", "itself", "circle of two", "of three"],
    )
    def test_what_is_wrong_is_told_with_its_line(
        self, more: str, expected: list[str], tmp_path: Path
    ) -> None:
        source = read_course(four_lessons(tmp_path, more))
        assert told(source) == expected
        assert source.course is None

    def test_while_a_lesson_cannot_be_read_no_name_is_called_unknown(self, tmp_path: Path) -> None:
        folder = four_lessons(tmp_path, "prerequisites:\n  loops: [lists]\n")
        (folder / "lists.ipynb").write_text("{", encoding="utf-8")
        assert [fault.place.file for fault in read_course(folder).faults] == ["lists.ipynb"]


class TestRequires:
    def test_packages_are_kept_as_pip_writes_them(self, tmp_path: Path) -> None:
        course = in_order(tmp_path, 'requires: [pandas, "numpy >= 1.26, < 3", "rich[jupyter]"]\n')
        assert course.requires == ("pandas", "numpy<3,>=1.26", "rich[jupyter]")

    def test_a_course_that_requires_more_is_another(self, tmp_path: Path) -> None:
        plain = in_order(tmp_path / "plain", "")
        more = in_order(tmp_path / "more", "requires: numpy\n")
        assert (plain.requires, more.requires) == ((), ("numpy",))
        assert plain.hash != more.hash
        assert plain.lessons == more.lessons

    @pytest.mark.parametrize(
        ("more", "what"),
        [
            ("requires: [numpy>=1.26,<3]\n", "`<3` is not a package as pip is told of it."),
            ("requires: [my package]\n", "`my package` is not a package as pip is told of it."),
            ('requires: ["x @ https://x.org/x.whl"]\n', "`x` is required from an address."),
            ("requires: [Py-YAML, py_yaml>=6]\n", "The package `py_yaml` is required twice."),
            ("requires:\n  numpy: 2\n", "`requires` should be a list."),
        ],
    )
    def test_what_is_no_package_is_told_with_its_line(
        self, more: str, what: str, tmp_path: Path
    ) -> None:
        (fault,) = read_course(four_lessons(tmp_path, more)).faults
        assert (fault.severity, fault.place.line, fault.what) == ("error", 4, what)

    def test_reading_a_course_does_not_look_at_what_is_installed(self, tmp_path: Path) -> None:
        assert in_order(tmp_path, "requires: [no-such-package]\n").requires == ("no-such-package",)

    def test_what_is_missing_or_too_old_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        here = {"numpy": "1.26.4", "pandas": "3.0.0rc1"}

        def version(name: str) -> str:
            if name not in here:
                raise requirements.PackageNotFoundError(name)
            return here[name]

        monkeypatch.setattr(requirements, "version", version)
        wanted = [
            "numpy>=2",
            "numpy<2",
            "pandas>=2",
            "rich",
            'winreg-helper; sys_platform == "none"',
        ]
        found = unmet(wanted)
        assert found == (
            Unmet(requirement="numpy>=2", found="1.26.4"),
            Unmet(requirement="rich", found=None),
        )
        assert [str(each) for each in found] == [
            "The course requires `numpy>=2`; installed here is 1.26.4.",
            "The course requires `rich`, which is not installed here.",
        ]
        assert pip_line(found) == "pip install 'numpy>=2' rich"


class TestPolicies:
    def test_retry_and_update_hold_for_all_lessons(self, tmp_path: Path) -> None:
        course = in_order(tmp_path, "policies:\n  retry: 3 attempts\n  update: move\n")
        assert {lesson.update for lesson in course.lessons} == {"move"}
        assert {q.tries for lesson in course.lessons for q in lesson.questions} == {3}

    def test_a_course_can_forbid_the_model(self, tmp_path: Path) -> None:
        course = in_order(tmp_path, "policies:\n  model: no\n")
        assert {lesson.no_model for lesson in course.lessons} == {True}

    @pytest.mark.parametrize(
        "more", ["", "policies:\n", "policies:\n  retry: unlimited\n  update: ask\n"]
    )
    def test_by_default_learners_are_asked_and_may_try_for_ever(
        self, more: str, tmp_path: Path
    ) -> None:
        course = in_order(tmp_path, more)
        assert {(lesson.update, lesson.no_model) for lesson in course.lessons} == {("ask", False)}
        assert {q.tries for lesson in course.lessons for q in lesson.questions} == {None}

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            (
                "policies:\n  updates: move\n",
                "`policies` has no key `updates`. Did you mean `update`? It may have `reveal`, "
                "`retry`, `cooling_off`, `timeout`, `slow`, `check_on_run`, `difference`, "
                "`update` and `model`.",
            ),
            (
                "policies:\n  update: moove\n",
                "`update` is `moove`. Did you mean `move`? Write `ask`, or `move` to move learners "
                "on to a changed lesson without asking.",
            ),
            (
                "policies:\n  retry: three\n",
                "`retry` is `three`. Write `3 attempts` or `unlimited`.",
            ),
            (
                "policies:\n  cooling_off: an hour\n",
                "`cooling_off` is `an hour`. Write `30 seconds`, `2 minutes after 3 attempts` or "
                "`none`.",
            ),
            (
                "prerequisits:\n  lists: numbers\n",
                "A course has no key `prerequisits`. Did you mean `prerequisites`? It may have "
                "`id`, `title`, `description`, `authors`, `licence`, `language`, `lessons`, "
                "`prerequisites`, `skills`, `requires` and `policies`.",
            ),
        ],
    )
    def test_a_slip_is_told_with_what_was_meant(
        self, more: str, expected: str, tmp_path: Path
    ) -> None:
        line = 5 if more.startswith("policies") else 4
        source = read_course(four_lessons(tmp_path, more))
        assert told(source) == [f"error: course.yaml, line {line}: {expected}"]
