"""Several notebooks as one course: names, order, and what becomes of those that do not fit."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from jupyter_tutor.authoring.importing.course import Format
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.source import CourseSource, read_course
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from tests.authoring.foreign import (
    Cell,
    bring,
    code,
    graded,
    md,
    nb,
    notebook,
    raw,
    solution,
    told,
    value,
)
from tests.authoring.test_importing_learntools import FUNCTION, SETUP, STUB, module

TOTAL = "def total(n):\n    ### BEGIN SOLUTION\n    return sum(n)\n    ### END SOLUTION"
TEST = (
    "assert total([1]) == 1\ntry:\n    total(1)\nexcept TypeError:\n    pass\n"
    "else:\n    assert False"
)
GOOD = notebook(md("Write `total`."), solution("total", TOTAL), graded("a", TEST))


def written(folder: Path, files: Mapping[str, str]) -> CourseSource:
    """The course as our own reader finds it."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_course(folder)


def test_a_folder_is_read_in_the_order_people_count(tmp_path: Path) -> None:
    files = {f"ex{number}.ipynb": GOOD for number in (10, 2, 1)}
    files |= {"sub/.hidden/no.ipynb": "no", ".ipynb_checkpoints/ex1-checkpoint.ipynb": "no"}
    imported = bring("nbgrader", tmp_path, files)
    assert list(imported.files) == ["course.yaml", "ex1.ipynb", "ex2.ipynb", "ex10.ipynb"]


def test_of_a_folder_of_nbgraders_the_source_is_taken(tmp_path: Path) -> None:
    files = {"source/ps1/ps1.ipynb": GOOD, "release/ps1/ps1.ipynb": GOOD, "x.ipynb": GOOD}
    imported = bring("nbgrader", tmp_path, files)
    assert list(imported.files) == ["course.yaml", "ps1.ipynb"]


def test_notebooks_of_one_name_are_named_by_their_way(tmp_path: Path) -> None:
    files = {"ps1/problem.ipynb": GOOD, "ps2/problem.ipynb": GOOD, "ps2/Problem!.ipynb": GOOD}
    imported = bring("nbgrader", tmp_path, files)
    assert [lesson.id for lesson in imported.lessons] == [
        "ps1-problem",
        "ps2-problem",
        "ps2-problem-2",
    ]


def test_what_is_broken_or_foreign_among_others_is_told_of(tmp_path: Path) -> None:
    files = {"a.ipynb": GOOD, "b.ipynb": "{", "c.ipynb": notebook(md("Hello"))}
    imported = bring("nbgrader", tmp_path, files)
    assert list(imported.files) == ["course.yaml", "a.ipynb"]
    assert [(kind, file) for kind, file, *_ in told(imported)] == [
        ("left out", "b.ipynb"),
        ("left out", "c.ipynb"),
    ]


def test_a_notebook_that_asks_nothing_is_no_lesson(tmp_path: Path) -> None:
    files = {"a.ipynb": GOOD, "b.ipynb": notebook(solution("x", "x = 1"))}
    imported = bring("nbgrader", tmp_path, files)
    assert list(imported.files) == ["course.yaml", "a.ipynb", "b.ipynb"]
    assert told(imported)[-1] == (
        "left out",
        "b.ipynb",
        None,
        "It asks nothing any more; `b.ipynb` holds its text and is not among the lessons.",
    )
    source = written(tmp_path, imported.files)
    assert source.course is not None
    assert [lesson.id for lesson in source.course.lessons] == ["a"]


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="There is no notebook here"):
        bring("otter", tmp_path, {"a.txt": "a"})


def test_the_same_source_gives_the_same_texts(tmp_path: Path) -> None:
    first = bring("nbgrader", tmp_path / "a", {"a.ipynb": GOOD})
    assert first.files == bring("nbgrader", tmp_path / "b", {"a.ipynb": GOOD}).files


SOURCES: dict[Format, dict[str, str]] = {
    "nbgrader": {"a.ipynb": GOOD},
    "otter": {
        "a.ipynb": notebook(
            raw("# BEGIN QUESTION\nname: q1"),
            md("Write it."),
            raw("# BEGIN SOLUTION"),
            code("def total(n):\n    return sum(n) # SOLUTION"),
            raw("# END SOLUTION"),
            raw("# BEGIN TESTS"),
            code("total([1, 2])", value("3")),
            code("# HIDDEN\ntotal([1.5])", value("1.5")),
            raw("# END TESTS"),
            raw("# END QUESTION"),
        )
    },
    "learntools": {
        "a.ipynb": notebook(code(SETUP), md("Do it."), code(STUB)),
        "learntools/garden/ex1.py": module(FUNCTION),
    },
}


@pytest.mark.parametrize("form", SOURCES)
async def test_what_is_carried_over_is_judged_as_it_was(form: Format, tmp_path: Path) -> None:
    imported = bring(form, tmp_path, SOURCES[form])
    assert imported.remarks == ()
    source = written(tmp_path, imported.files)
    assert source.course is not None
    (lesson,) = source.course.lessons
    (question,) = lesson.questions
    assert isinstance(question, CodeQuestion)
    pool = CheckerPool()
    try:
        right = await pool.check_fresh(question, question.solution)
        wrong = await pool.check_fresh(question, question.solution.replace("return", "0 or"))
        untouched = await pool.check_fresh(question, question.stub)
    finally:
        await pool.close()
    assert (right.verdict, right.points, right.fault) == ("correct", question.points, None)
    assert wrong.verdict == "incorrect"
    assert untouched.verdict == "unattempted"


SECRET = "SECRET = 41"
LEFT: dict[Format, list[Cell]] = {
    "nbgrader": [
        graded("b", f"{SECRET}\ntotal([1])"),
        solution("c", f"### BEGIN SOLUTION\n{SECRET}"),
        md(SECRET, **nb("d", grade=True, solution=True, points=1)),
        md(f"Do it.\n=== BEGIN MARK SCHEME ===\n{SECRET}", **nb("e", task=True)),
    ],
    "otter": [
        raw("# BEGIN QUESTION\nname: q2"),
        raw("# BEGIN SOLUTION"),
        code(f"# BEGIN SOLUTION\n{SECRET}"),
        md(SECRET),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        code(SECRET),
    ],
    "learntools": [code(f"#%%RM%%\n{SECRET}\nq1.assert_check_failed()")],
}


@pytest.mark.parametrize("form", SOURCES)
def test_what_is_left_out_never_reaches_a_learner(form: Format, tmp_path: Path) -> None:
    data = json.loads(SOURCES[form]["a.ipynb"])
    data["cells"] += LEFT[form]
    imported = bring(form, tmp_path, {**SOURCES[form], "a.ipynb": json.dumps(data)})
    assert SECRET in imported.files["a.ipynb"]
    source = written(tmp_path, imported.files)
    assert SECRET not in to_text(learner_notebook(source.lessons[0]))
