"""Skills of a course: declared, practised, and taught before they are needed."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import CourseSource, read_course, read_one_notebook
from tests.authoring.courses import LESSONS
from tests.authoring.syllabus import (
    ANSWER,
    CHECK,
    HEAD,
    HINT,
    HINT_2,
    QUESTION,
    WRONG,
    notebook,
    write_course,
)

DECLARED = "skills:\n  adding: Add up numbers\n  lists: Make a list\n"


def course_of(folder: Path, more: str, *lines: str) -> CourseSource:
    """A course of a lesson with one question for each of ``lines``, the question's own keys."""
    files: dict[str, str | bytes] = {
        f"{name}.ipynb": notebook(
            HEAD.replace("id: means\ntitle: Means", f"id: {name}\ntitle: About {name}"),
            *(
                text.replace("skills: [functions, lists]", keys)
                for text in (QUESTION, ANSWER, CHECK, WRONG, HINT, HINT_2)
            ),
        )
        for name, keys in zip(LESSONS, lines, strict=False)
    }
    names = ", ".join(files)
    head = f"id: tiny\ntitle: Tiny\nlessons: [{names}]\n{more}"
    return read_course(write_course(folder, {"course.yaml": head, **files}))


def told(source: CourseSource) -> list[str]:
    return [f"{fault.severity}: {fault}" for fault in source.faults]


GOOD = (
    ("", "skills: adding", "skills: lists\nneeds: adding"),
    (DECLARED, "skills: adding", "skills: [lists, adding]\nneeds: [adding]"),
    ("skills:\n", "skills: adding"),
)


@pytest.mark.parametrize(("more", "lines"), [(more, lines) for more, *lines in GOOD])
def test_skills_in_order(more: str, lines: list[str], tmp_path: Path) -> None:
    assert told(course_of(tmp_path, more, *lines)) == []


FAULTS = {
    "a skill that is not declared": (
        (DECLARED, "skills: [adding, list]\nneeds: []", "skills: lists"),
        [
            "error: numbers.ipynb, cell 2, line 3: The course declares no skill `list`. "
            "Did you mean `lists`? Use `adding` or `lists`, or add it to `skills:` of course.yaml."
        ],
    ),
    "a skill that is used nowhere": (
        (DECLARED, "skills: adding"),
        [
            "warning: course.yaml, line 6: The skill `lists` is used nowhere: no question "
            "practises it. Add it to `skills:` of the questions that do, or take it out of "
            "course.yaml."
        ],
    ),
    "a skill that is never taught": (
        ("", "skills: adding", "needs: lists"),
        [
            "warning: lists.ipynb, cell 2, line 3: `mean` needs the skill `lists`, which no "
            "question practises. Add a question that practises it (`skills:`), or take it out of "
            "`needs:`."
        ],
    ),
    "a skill that is taught too late": (
        ("", "needs: lists", "skills: lists"),
        [
            "warning: numbers.ipynb, cell 2, line 3: `mean` needs the skill `lists`, which is "
            "taught later: `mean` (lists.ipynb, cell 2, line 3) is the first to practise it. "
            "Move that question further up, or take the skill out of `needs:`."
        ],
    ),
    "a skill that a question needs and teaches": (
        ("", "skills: lists\nneeds: lists"),
        [
            "warning: numbers.ipynb, cell 2, line 4: `mean` needs the skill `lists`, which no "
            "question above it practises. Ask a question that practises it further up, or take "
            "it out of `needs:`."
        ],
    ),
    "needs that are none": (
        ("", "needs: {a: b}"),
        [
            "error: numbers.ipynb, cell 2, line 3: `needs` should be a list. "
            "Write it as `needs: [one, two]`."
        ],
    ),
    "skills without words": (
        ("skills: [adding]\n", "skills: adding"),
        [
            "error: course.yaml, line 4: `skills` has no keys. Write, indented below it, an id "
            "and what it is: `lists: Make a list and use its items`."
        ],
    ),
    "a skill without words, and one with a bad id": (
        ("skills:\n  adding:\n  Lists: Make a list\n", "skills: adding"),
        [
            "error: course.yaml, line 5: Nothing is said of the skill `adding`. Write, indented "
            "below it, an id and what it is: `lists: Make a list and use its items`.",
            "error: course.yaml, line 6: `Lists` is no id of a skill. Use lower-case letters, "
            "digits and single hyphens.",
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_skills_is_told(name: str, tmp_path: Path) -> None:
    (more, *lines), expected = FAULTS[name]
    assert told(course_of(tmp_path, more, *lines)) == expected


def test_of_one_lesson_alone_only_its_own_words_are_judged(tmp_path: Path) -> None:
    course_of(tmp_path, DECLARED, "skills: adding", "skills: lost\nneeds: adding")
    assert told(read_one_notebook(tmp_path / "lists.ipynb")) == [
        "error: lists.ipynb, cell 2, line 3: The course declares no skill `lost`. "
        "Did you mean `lists`? Use `adding` or `lists`, or add it to `skills:` of course.yaml."
    ]
