"""A course as source notebooks for nbgrader, and back: nothing that nbgrader knows is lost."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.authoring.exporting.helpers import has_no_words, used_helpers
from jupyter_tutor.authoring.exporting.marking_notes import NotedCell, read_notes, write_notes
from jupyter_tutor.authoring.exporting.nbgrader import Exported, export_nbgrader
from jupyter_tutor.authoring.source import CourseSource, read_course
from jupyter_tutor.core.questions import CodeQuestion, Question
from tests.authoring.broken import GOOD
from tests.authoring.foreign import bring
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import (
    ANSWER,
    CHECK,
    HEAD,
    HINT,
    QUESTION,
    notebook,
    read,
    spoiled,
    write_course,
)

COURSES = sorted((Path(__file__).parents[2] / "syllabi").iterdir())
SCHEMA = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}


def exported(folder: Path) -> tuple[CourseSource, Exported]:
    source = read_course(folder)
    assert source.course is not None, source.faults
    return source, export_nbgrader(source)


def cells(made: Exported, lesson: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made.files[f"{lesson}/{lesson}.ipynb"])["cells"]
    return found


def named(made: Exported, name: str) -> dict[str, Any]:
    """The cell of a name that nbgrader knows it by."""
    (found,) = [c for c in cells(made, "means") if _name(c) == name]
    return found


def _name(cell: dict[str, Any]) -> str | None:
    name: str | None = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return name


def kept(question: Question) -> dict[str, Any]:
    """What of a question nbgrader has a place for, and so comes back."""
    if not isinstance(question, CodeQuestion):
        # Its own cells are in the notes; only which cells of the notebook they are is new.
        return without_cells(asdict(question))
    checks = [
        (check.id, check.source, check.says, check.hidden)
        for check in question.checks
        if not has_no_words(used_helpers(check.source))
    ]
    fields = ("id", "title", "prompt", "points", "stub", "solution")
    return {"checks": checks, **{name: getattr(question, name) for name in fields}}


def without_cells(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_cells(each) for key, each in value.items() if key != "cell"}
    return tuple(map(without_cells, value)) if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_there_and_back(folder: Path, tmp_path: Path) -> None:
    source, made = exported(folder)
    imported = bring("nbgrader", tmp_path, dict(made.files))
    before = {lesson.lesson.id: lesson.lesson for lesson in source.lessons}
    after = {lesson.id: lesson for lesson in imported.lessons}
    assert after.keys() == before.keys()
    left = [remark.what for remark in imported.remarks if remark.kind == "left out"]
    assert sorted(left) == sorted(
        f"This is graded by hand (points: {question.points:g}), and a tutor judges by itself."
        for lesson in before.values()
        for question in lesson.questions
        if only_a_person_can_grade(question)
    )
    for name, lesson in before.items():
        assert after[name].title == lesson.title
        known = [q for q in lesson.questions if not only_a_person_can_grade(q)]
        assert [kept(q) for q in after[name].questions] == [kept(q) for q in known]
        for old, new in zip(known, after[name].questions, strict=True):
            if isinstance(old, CodeQuestion) and isinstance(new, CodeQuestion):
                assert shares(new) == pytest.approx(shares(old, only=new))


def only_a_person_can_grade(question: Question) -> bool:
    """Whether every check of a question uses a helper that nbgrader has no words for."""
    return isinstance(question, CodeQuestion) and all(
        has_no_words(used_helpers(check.source)) for check in question.checks
    )


def shares(question: CodeQuestion, only: CodeQuestion | None = None) -> list[float]:
    """What each check is worth beside the others; ``only`` those that another one has."""
    known = {check.source for check in (only or question).checks}
    points = [check.points for check in question.checks if check.source in known]
    return [each / sum(points) for each in points]


@pytest.mark.parametrize(("lesson", "name"), [(GOOD, "means"), (TYPED, "typed")])
def test_every_cell_is_one_that_nbgrader_takes(lesson: str, name: str, tmp_path: Path) -> None:
    _, made = exported(write_course(tmp_path, {"means.ipynb": lesson}))
    metas = [(cell, cell["metadata"]["nbgrader"]) for cell in cells(made, name) if _name(cell)]
    names = [meta["grade_id"] for _, meta in metas]
    assert len(set(names)) == len(names) > 0
    for cell, meta in metas:
        assert meta.keys() - {"points"} == SCHEMA
        assert ("points" in meta) == meta["grade"]
        assert meta["schema_version"] == 3
        assert set(meta["grade_id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        if cell["cell_type"] == "markdown":
            assert meta["grade"] == meta["solution"]
        source = "".join(cell["source"])
        assert ("BEGIN SOLUTION" in source) == meta["solution"]
        assert source.count("BEGIN SOLUTION") == source.count("END SOLUTION")


def test_a_lesson_cell_by_cell(tmp_path: Path) -> None:
    _, made = exported(write_course(tmp_path, {"means.ipynb": GOOD}))
    shown = [
        (
            cell["cell_type"],
            _name(cell),
            cell["metadata"].get("nbgrader", {}).get("points"),
            "".join(cell["source"]),
        )
        for cell in cells(made, "means")
    ]
    assert shown == [
        ("markdown", None, None, "# Means\n\nWelcome."),
        ("markdown", None, None, "## Numbers\n\nThis is how to add."),
        ("code", None, None, "scores = [1, 2, 3]\nsum(scores)"),
        ("markdown", "mean-shown-1", None, "## The mean\n\nWrite `mean(numbers)`."),
        ("code", "mean", None, ANSWER.split("\n", 2)[2]),
        (
            "code",
            "mean-check-1",
            2.0,
            '"""The mean of 1, 2 and 3 is 2."""\nassert mean([1, 2, 3]) == 2',
        ),
        (
            "markdown",
            "pick-shown-1",
            None,
            "## Which one?\n\nWhich of these is a list?\n\n- `[1]`\n- `(1)`",
        ),
        ("markdown", "pick", 1.0, shown[7][3]),
    ]
    assert shown[7][3].startswith(
        "### BEGIN SOLUTION\n<!-- tutor: question\nid: pick\nkind: choice\n-->\n## Which one?\n\n"
        "Which of these is a list?\n\n<!-- tutor: choices\nfor: pick\n-->\n- [x] `[1]`\n"
    )
    assert [(fault.place.file, fault.what) for fault in made.left] == [
        (
            "means.ipynb",
            "nbgrader has no place for these of the code questions: 3 hints, 1 wrong answer, "
            "1 alternative.",
        )
    ]


def test_students_see_nothing_of_what_is_kept_from_them(tmp_path: Path) -> None:
    """What nbgrader leaves of a cell is what stands outside of its regions."""
    _, made = exported(write_course(tmp_path, {"means.ipynb": TYPED}))
    left: list[str] = []
    for cell in cells(made, "typed"):
        inside = False
        for line in "".join(cell["source"]).split("\n"):
            inside = "BEGIN SOLUTION" in line or (inside and "END SOLUTION" not in line)
            left += [] if inside else [line]
    text = "\n".join(left)
    assert "tutor:" not in text
    assert "misconception" not in text
    assert "answer:" not in text


HELPERS = [
    CHECK.replace("assert mean([1, 2, 3]) == 2", check)
    for check in (
        'with raises("ZeroDivisionError") as error:\n    mean([])\nassert "zero" in error.text',
        'raises("TypeError", mean, 1)',
        'assert output_of(mean)([1]) == ""',
        'with with_input("3"):\n    assert mean([1]) == 1',
        'assert with_input("3")(mean)([2]) == 2',
    )
]


def test_the_helpers_of_checks_go_along(tmp_path: Path) -> None:
    lesson = notebook(HEAD, QUESTION, ANSWER, *HELPERS, HINT)
    _, made = exported(write_course(tmp_path, {"means.ipynb": lesson}))
    found = cells(made, "means")
    assert found[0]["metadata"]["nbgrader"]["grade_id"] == "tutor-helpers"
    run: dict[str, Any] = {}
    for cell in found:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), run)
    imported = bring("nbgrader", tmp_path / "back", dict(made.files))
    assert imported.remarks == ()
    (question,) = imported.lessons[0].questions
    assert isinstance(question, CodeQuestion)
    assert [check.source for check in question.checks] == [
        check.split("\n", 3)[3] for check in HELPERS
    ]


WRONG = {
    'raises("TypeError", mean, [])': ZeroDivisionError,
    'with raises("TypeError"):\n    mean([1])': AssertionError,
    'assert output_of(mean)([1]) == "1"': AssertionError,
}


@pytest.mark.parametrize("check", WRONG)
def test_the_helpers_of_checks_fail_as_they_should(check: str, tmp_path: Path) -> None:
    lesson = notebook(HEAD, QUESTION, ANSWER, CHECK.replace("assert mean([1, 2, 3]) == 2", check))
    _, made = exported(write_course(tmp_path, {"means.ipynb": lesson}))
    sources = ["".join(c["source"]) for c in cells(made, "means") if c["cell_type"] == "code"]
    run: dict[str, Any] = {}
    for source in sources[:-1]:
        exec(source, run)
    with pytest.raises(WRONG[check]):
        exec(sources[-1], run)


def test_a_hidden_check_is_a_hidden_test(tmp_path: Path) -> None:
    folder = write_course(
        tmp_path,
        {"means.ipynb": spoiled("#| for: mean\n#| says", "#| for: mean\n#| hidden: true\n#| says")},
    )
    _, made = exported(folder)
    test = named(made, "mean-check-1")
    assert "".join(test["source"]) == (
        '### BEGIN HIDDEN TESTS\n"""The mean of 1, 2 and 3 is 2."""\n'
        "assert mean([1, 2, 3]) == 2\n### END HIDDEN TESTS"
    )
    imported = bring("nbgrader", tmp_path / "back", dict(made.files))
    question = imported.lessons[0].questions[0]
    assert isinstance(question, CodeQuestion)
    assert [(check.source, check.hidden) for check in question.checks] == [
        ("assert mean([1, 2, 3]) == 2", True)
    ]


def test_a_check_that_nbgrader_would_not_understand_is_told_of(tmp_path: Path) -> None:
    lesson = spoiled("assert mean([1, 2, 3]) == 2", 'assert code.calls("sum")')
    _, made = exported(write_course(tmp_path, {"means.ipynb": lesson}))
    assert made.left[0].what == "nbgrader would not understand this check: it uses `code`."
    answer = named(made, "mean")
    meta = answer["metadata"]["nbgrader"]
    assert (meta["grade"], meta["solution"], meta["points"]) == (True, True, 2.0)


def test_names_of_cells_never_meet(tmp_path: Path) -> None:
    twin = [
        part.replace("mean", "mean-check-1")
        if part.startswith("<!--")
        else part.replace("for: mean", "for: mean-check-1")
        for part in (QUESTION, ANSWER, CHECK)
    ]
    source = read(tmp_path, notebook(HEAD, QUESTION, ANSWER, CHECK, *twin))
    assert source.course is not None
    names = [name for cell in cells(export_nbgrader(source), "means") if (name := _name(cell))]
    assert len(names) == len(set(names))
    assert {"mean", "mean-check-1", "mean-check-1-2"} <= set(names)


heads = st.sampled_from(["<!-- tutor: hint\nfor: a\n-->", "<!-- tutor: wrong\nfor: a\n-->"])
lines = st.sampled_from(
    [
        "word",
        "",
        "```",
        "```python",
        "```output",
        "````",
        "#| tutor: x",
        "<!-- tutor: y",
        "### BEGIN SOLUTION",
        "  - [x] a",
    ]
)
texts = st.lists(lines, max_size=6).map("\n".join)
markdown = st.builds(
    lambda head, text: NotedCell(type="markdown", source=f"{head}\n{text}".strip("\n")),
    heads,
    texts,
)
code_cells = st.builds(
    lambda text, shown: NotedCell(type="code", source=f"#| tutor: program\n{text}", shown=shown),
    texts,
    texts,
)


@given(st.lists(st.one_of(markdown, code_cells), min_size=1, max_size=5))
def test_notes_are_read_back_or_not_written(noted: list[NotedCell]) -> None:
    written = write_notes(noted)
    assert written is None or read_notes(written) == tuple(noted)


def plain(noted: list[NotedCell]) -> Iterator[str]:
    for cell in noted:
        yield from (cell.source, cell.shown)


@given(st.lists(st.one_of(markdown, code_cells), min_size=1, max_size=5))
def test_notes_of_plain_cells_are_always_written(noted: list[NotedCell]) -> None:
    odd = ("```", "tutor: y", "#| tutor: x")
    if not any(word in text for text in plain(noted) for word in odd):
        assert write_notes(noted) is not None or any(
            text != text.strip("\n") for text in plain(noted)
        )


@given(st.one_of(st.text(), texts))
def test_any_text_may_be_looked_at_for_notes(text: str) -> None:
    read_notes(text)
