"""nbgrader's source notebooks as lessons: what is carried over, and what is said of the rest."""

from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.authoring.importing.course import Imported
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.core.questions import CodeQuestion
from tests.authoring.foreign import (
    Cell,
    bring,
    cells_of,
    code,
    graded,
    marked,
    md,
    nb,
    notebook,
    raw,
    solution,
    told,
)

SUM = "def total(numbers):\n    ### BEGIN SOLUTION\n    return sum(numbers)\n    ### END SOLUTION"
BY_HAND = "Write checks for it, or make it a prose question with a rubric."


def brought(tmp_path: Path, *cells: Cell) -> Imported:
    return bring("nbgrader", tmp_path, {"ps1.ipynb": notebook(*cells)}, "ps1.ipynb")


def questions(imported: Imported) -> tuple[CodeQuestion, ...]:
    (lesson,) = imported.lessons
    return tuple(q for q in lesson.questions if isinstance(q, CodeQuestion))


def test_a_whole_notebook(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("# Numbers\n\nFirst steps.", **nb("intro", locked=True)),
        md("---\n## Part A (3 points)\n\nWrite `total(numbers)`."),
        solution("total_of", SUM),
        md("Try it:"),
        code("total([1, 2])"),
        graded("basic", '"""Small lists"""\nassert total([1, 2]) == 3\nprint("Well done")', 2),
        graded("empty_list", "# nothing in it\nassert total([]) == 0", 1),
        raw("a note of theirs"),
        md("## Part B"),
        md("Why does it work?"),
        md("Because it adds up.", **nb("why", grade=True, solution=True, points=2)),
    )
    assert cells_of(imported, "ps1.ipynb") == [
        (
            "markdown",
            "<!-- tutor: lesson\nid: ps1\ntitle: Numbers\n-->\n# Numbers\n\nFirst steps.",
        ),
        (
            "markdown",
            "<!-- tutor: question\nid: total-of\npoints: 3\n-->\n"
            "## Part A (3 points)\n\nWrite `total(numbers)`.",
        ),
        ("code", f"#| tutor: answer\n#| for: total-of\n{SUM}"),
        ("markdown", "Try it:"),
        ("code", "total([1, 2])"),
        (
            "code",
            "#| tutor: check\n#| for: total-of\n#| says: Small lists\n#| id: basic\n#| points: 2\n"
            "assert total([1, 2]) == 3",
        ),
        (
            "code",
            "#| tutor: check\n#| for: total-of\n#| id: empty-list\n"
            "# nothing in it\nassert total([]) == 0",
        ),
        ("raw", "a note of theirs"),
        ("markdown", "## Part B"),
        ("markdown", "Why does it work?"),
        (
            "raw",
            "Not carried over from ps1.ipynb, cell 11.\n"
            "This is graded by hand (points: 2), and a tutor judges by itself.\n"
            f"{BY_HAND}\n\nBecause it adds up.",
        ),
    ]
    assert told(imported) == [
        (
            "left out",
            "ps1.ipynb",
            11,
            "This is graded by hand (points: 2), and a tutor judges by itself.",
        )
    ]
    assert imported.files["course.yaml"] == (
        "id: a-course\ntitle: A course\nlessons:\n  - ps1.ipynb\n"
    )
    (question,) = questions(imported)
    assert (question.title, question.points) == ("Part A (3 points)", 3)
    assert [(check.id, check.points) for check in question.checks] == [
        ("basic", 2),
        ("empty-list", 1),
    ]
    assert imported.carried() == {"lessons": 1, "questions": 1, "checks": 2, "hints": 0}


@pytest.mark.parametrize("version", [None, 0, 1, 2, 3, "3", [1]])
@pytest.mark.parametrize("points", [2, 2.0, "2"])
def test_every_version_of_the_metadata(version: Any, points: Any, tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("Write `total`."),
        solution("total", SUM, version=version),
        graded("t", "assert total([1]) == 1", points, version=version),
    )
    (question,) = questions(imported)
    assert (question.id, question.points, len(question.checks)) == ("total", 2, 1)
    assert imported.remarks == ()


def test_a_test_belongs_to_the_solution_that_defines_what_it_uses(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("Write `total`."),
        solution("total", SUM),
        md("Write `double`."),
        solution(
            "double",
            "def double(n):\n    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION",
        ),
        graded("late", "assert total([1]) == 1"),
        graded("own", "assert double(2) == 4"),
        graded("both", "assert double(total([2])) == 4"),
    )
    assert [(q.id, [check.id for check in q.checks]) for q in questions(imported)] == [
        ("total", ["late"]),
        ("double", ["own", "both"]),
    ]


def test_hidden_tests_are_hidden_checks_and_share_the_points(tmp_path: Path) -> None:
    test = (
        "numbers = [1, 2]\nassert total(numbers) == 3\n"
        "### BEGIN HIDDEN TESTS\nassert total(numbers * 2) == 6\n### END HIDDEN TESTS"
    )
    imported = brought(tmp_path, md("Write it."), solution("total", SUM), graded("t", test, 3))
    (question,) = questions(imported)
    assert question.points == 3
    assert [(check.source, check.hidden, check.points) for check in question.checks] == [
        ("numbers = [1, 2]\nassert total(numbers) == 3", False, 1),
        ("numbers = [1, 2]\nassert total(numbers * 2) == 6", True, 1),
    ]


def test_tests_that_are_all_hidden(tmp_path: Path) -> None:
    test = "### BEGIN HIDDEN TESTS\nassert total([1]) == 1\n### END HIDDEN TESTS"
    imported = brought(tmp_path, md("Write it."), solution("total", SUM), graded("t", test, 3))
    (question,) = questions(imported)
    assert [(check.source, check.hidden) for check in question.checks] == [
        ("assert total([1]) == 1", True)
    ]


def test_a_test_brings_along_what_it_uses_of_the_notebook(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        code("import math\nfrom os import path\n%matplotlib inline\nnumbers = [1, 2]"),
        code("def close(a, b):\n    return math.isclose(a, b, abs_tol=LIMIT)"),
        code("LIMIT = 0.1"),
        md("Write it."),
        solution("total", SUM),
        graded("t", "assert close(total(numbers), 3)"),
    )
    (question,) = questions(imported)
    assert question.checks[0].source == (
        "import math\nnumbers = [1, 2]\n"
        "def close(a, b):\n    return math.isclose(a, b, abs_tol=LIMIT)\nLIMIT = 0.1\n"
        "assert close(total(numbers), 3)"
    )


def test_a_test_of_what_the_notebook_has_changed_runs_in_the_kernel(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        code("numbers = [1, 2]\nnumbers.append(3)"),
        md("Write it."),
        solution("total", SUM),
        graded("t", "assert total(numbers) == 6"),
    )
    (question,) = questions(imported)
    assert [(check.source, check.where) for check in question.checks] == [
        ("assert total(numbers) == 6", "kernel")
    ]


def test_what_needs_the_kernel_runs_there(tmp_path: Path) -> None:
    test = (
        "before = total\ndel total\ntry:\n    twice([1])\nexcept NameError:\n    pass\n"
        'else:\n    raise AssertionError("twice should use total")\nfinally:\n    total = before'
    )
    twice = "def twice(n):\n    ### BEGIN SOLUTION\n    return 2 * total(n)\n    ### END SOLUTION"
    imported = brought(
        tmp_path,
        md("Write `total`."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1"),
        md("Write `twice`."),
        solution("twice", twice),
        graded("uses_total", test),
    )
    check = questions(imported)[1].checks[0]
    assert (check.where, check.id) == ("kernel", "uses-total")
    assert check.source == test.replace(
        'raise AssertionError("twice should use total")',
        "assert False, 'twice should use total'",
    )
    assert told(imported) == [
        (
            "changed",
            "ps1.ipynb",
            None,
            "These checks need more of the learner's objects than their values, so they run in "
            "the learner's kernel, where answers can tamper with them: cell 6.",
        )
    ]


LEFT = {
    "a test of nothing": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            graded("b", "total([1])"),
        ],
        4,
        "This check cannot be used. This check judges nothing",
    ),
    "a test without a solution": (
        [
            md("Write it."),
            graded("b", "assert total([1]) == 1"),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
        ],
        2,
        "This test belongs to no solution: there is none above it.",
    ),
    "a solution without a test": (
        [
            md("Write it."),
            solution("total", SUM),
            md("Another."),
            solution("other", "x = 1"),
            graded("a", "assert x == 1"),
        ],
        1,
        "The question `total` has no check. So its prompt stays as text, and what is given of its "
        "answer as code.",
    ),
    "an autotest": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            graded("b", "### AUTOTEST total([1, 2])"),
        ],
        4,
        "`AUTOTEST` works out what is expected by running the solution.",
    ),
    "a solution that does not end": (
        [
            md("Write it."),
            solution("open", "### BEGIN SOLUTION\nx = 1"),
            md("Another."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
        ],
        2,
        "A solution region of this cell does not end, or ends without having begun.",
    ),
    "hidden tests that do not end": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            graded("b", "### BEGIN HIDDEN TESTS\nassert total([1]) == 1"),
        ],
        4,
        "A region of hidden tests does not end, or ends without having begun.",
    ),
    "the version for students": (
        [
            md("Write it."),
            solution("s", "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()"),
            md("Another."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
        ],
        2,
        "There is no solution in this cell: it is the version for students.",
    ),
    "code by hand": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            md("Draw."),
            code("draw()", **nb("d", grade=True, solution=True, points=1)),
        ],
        5,
        "This is graded by hand (points: 1), and a tutor judges by itself.",
    ),
    "what is nested too deeply": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            code(f"x{'.a' * 500}"),
        ],
        4,
        "This is not Python that can be run: it is nested too deeply to be read.",
    ),
    "what is not Python": (
        [
            md("Write it."),
            solution("total", SUM),
            graded("a", "assert total([1]) == 1"),
            code("%%bash\nls"),
        ],
        4,
        "This is not Python that can be run: `%%bash` hands the cell to something other than "
        "Python.",
    ),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_out_is_told_and_kept(name: str, tmp_path: Path) -> None:
    cells, number, what = LEFT[name]
    imported = brought(tmp_path, *cells)
    ((kind, _, cell, said),) = told(imported)
    assert (kind, cell, said[: len(what)]) == ("left out", number, what)
    assert len(questions(imported)) == 1
    kept = [source for kind, source in cells_of(imported, "ps1.ipynb") if kind == "raw"]
    assert any(f"Not carried over from ps1.ipynb, cell {number}." in source for source in kept)


def test_a_task_keeps_its_words_and_not_its_marks(tmp_path: Path) -> None:
    task = "Do your best.\n\n=== BEGIN MARK SCHEME ===\n\n1 for code\n\n=== END MARK SCHEME ==="
    imported = brought(
        tmp_path,
        md(task, **nb("task", task=True, locked=True, points=2)),
        md("Write it."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1"),
    )
    cells = cells_of(imported, "ps1.ipynb")
    assert cells[1] == ("markdown", "Do your best.")
    assert "1 for code" in cells[2][1]
    assert cells[2][0] == "raw"


def test_a_solution_is_never_shown_for_lack_of_metadata(tmp_path: Path) -> None:
    imported = brought(tmp_path, md("Write it."), code(SUM), graded("a", "assert total([1]) == 1"))
    (question,) = questions(imported)
    assert (question.id, question.solution) == (
        "total",
        "def total(numbers):\n    return sum(numbers)",
    )
    assert "sum" not in question.stub


def test_ids_that_were_made_up_become_names(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("Write it."),
        solution("cell-938593c4a215c6cc", SUM),
        graded("cell-0123456789abcdef", "assert total([1]) == 1"),
        md("Again."),
        solution("total", "x = 1"),
        graded("Total!", "assert x == 1"),
    )
    assert [(q.id, q.checks[0].id) for q in questions(imported)] == [
        ("total", "check-1"),
        ("total-2", "total"),
    ]


def test_a_question_without_words_is_given_some(tmp_path: Path) -> None:
    imported = brought(tmp_path, solution("total", SUM), graded("a", "assert total([1]) == 1"))
    (question,) = questions(imported)
    assert question.prompt == "Complete the code below."
    assert told(imported) == [
        (
            "changed",
            "ps1.ipynb",
            1,
            "No text says what is to be done in the question `total`.",
        )
    ]


def test_points_beyond_what_a_course_can_hold(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("Write it."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1", 5000),
        graded("b", "assert total([2]) == 2", 0),
    )
    (question,) = questions(imported)
    assert (question.points, [check.points for check in question.checks]) == (1000, [1000, 0.01])
    assert [what for *_, what in told(imported)] == [
        "`total` was worth 5000 points, and is worth 1000 now.",
        "Tests of `total` that were worth nothing are checks worth 0.01 now.",
    ]


def test_attached_pictures_are_told_of(tmp_path: Path) -> None:
    picture = {**md("![](attachment:a.png)"), "attachments": {"a.png": {"image/png": "aGk="}}}
    imported = brought(
        tmp_path,
        picture,
        md("Write it."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1"),
    )
    assert [(cell, what) for _, _, cell, what in told(imported)] == [
        (1, "Pictures are attached to this cell; the text is carried over without them.")
    ]


REFUSED = {
    "not JSON": ("nothing", "This is not JSON (Expecting value)."),
    "not a notebook": ("[]", "This is JSON, but not a notebook."),
    "an old one": ('{"worksheets": []}', "The notebook is in an old format."),
    "in another language": (
        notebook(solution("a", "f <- 1"), language="R"),
        "The notebook is written in R.",
    ),
    "not nbgrader's": (notebook(md("Hello")), "Nothing in this notebook is nbgrader's."),
    "empty": (notebook(), "Nothing in this notebook is nbgrader's."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_broken_or_foreign_is_refused(name: str, tmp_path: Path) -> None:
    text, what = REFUSED[name]
    with pytest.raises(ImportRefusedError) as refused:
        bring("nbgrader", tmp_path, {"ps1.ipynb": text}, "ps1.ipynb")
    assert refused.value.fault.what == what
    assert refused.value.fault.place.file == "ps1.ipynb"


def test_a_damaged_cell_is_told_of(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        md("Write it."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1"),
        {"cell_type": "code"},
    )
    assert told(imported) == [("left out", "ps1.ipynb", 4, "This cell is damaged.")]


def test_nothing_is_run(tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')"
    brought(
        tmp_path,
        code(trap),
        md("Write it."),
        solution("total", f"{trap}\n{SUM}"),
        graded("a", f"{trap}\nassert total([1]) == 1"),
    )
    assert not (tmp_path / "ran").exists()


def test_all_is_marked_that_only_a_kernel_understands(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        code("!pip install something\n%time x = 1\nimport math\nmath?"),
        md("Write it."),
        solution("total", SUM),
        graded("a", "assert total([1]) == 1"),
    )
    assert [(cell, what) for _, _, cell, what in told(imported)] == [
        (1, "Taken out of this cell: `!pip install something`, `math?`.")
    ]
    assert marked(cells_of(imported, "ps1.ipynb"), "setup") == ["#| tutor: setup\nimport math"]
