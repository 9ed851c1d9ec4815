"""otter's master notebooks as lessons: both kinds of test, its markers, its points."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.importing.course import Imported
from jupyter_tutor.authoring.importing.otter_solution import marked as mark
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.core.questions import CodeQuestion
from tests.authoring.foreign import (
    Cell,
    bring,
    cells_of,
    code,
    md,
    notebook,
    printed,
    raw,
    told,
    value,
)

BEGIN = "# BEGIN QUESTION\nname: q1"
SQUARE = "def square(x):\n    y = x * x # SOLUTION NO PROMPT\n    return y # SOLUTION"


def brought(tmp_path: Path, *cells: Cell) -> Imported:
    return bring("otter", tmp_path, {"hw01.ipynb": notebook(*cells)}, "hw01.ipynb")


def asked(
    *tests: Cell, begin: str = BEGIN, prompt: str = "Write it.", solution: str = SQUARE
) -> list[Cell]:
    """The cells of one question."""
    return [
        raw(begin),
        md(prompt),
        raw("# BEGIN SOLUTION"),
        code(solution),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        *tests,
        raw("# END TESTS"),
        raw("# END QUESTION"),
    ]


def questions(imported: Imported) -> tuple[CodeQuestion, ...]:
    (lesson,) = imported.lessons
    return tuple(q for q in lesson.questions if isinstance(q, CodeQuestion))


def test_a_whole_notebook(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        raw(
            "# ASSIGNMENT CONFIG\ngenerate: true\nfiles:\n  - data.csv\nrequirements:\n"
            "  - pandas\n  - numpy>=1.26"
        ),
        md("# Homework"),
        code("import math\nseed = 1 # IGNORE"),
        code("# IGNORE\nnot_for_students()"),
        *asked(
            code("square(3)", value("9")),
            code("# HIDDEN\nsquare(-2) == 4", value("True")),
            begin="# BEGIN QUESTION\nname: q1_square\npoints: 3",
            prompt="**Question 1.** Write `square`.",
        ),
        raw("# BEGIN QUESTION\nname: q2\nmanual: true"),
        md("**Question 2.** Why?"),
        raw("# BEGIN PROMPT"),
        md("_Because…_"),
        raw("# END PROMPT"),
        raw("# BEGIN SOLUTION"),
        md("**SOLUTION**: so."),
        raw("# END SOLUTION"),
        raw("# END QUESTION"),
    )
    assert cells_of(imported, "hw01.ipynb") == [
        ("markdown", "<!-- tutor: lesson\nid: hw01\ntitle: Homework\n-->\n# Homework"),
        ("code", "import math"),
        (
            "markdown",
            "<!-- tutor: question\nid: q1-square\npoints: 3\n-->\n**Question 1.** Write `square`.",
        ),
        (
            "code",
            "#| tutor: answer\n#| for: q1-square\ndef square(x):\n    ### BEGIN SOLUTION\n"
            "    y = x * x\n    return y\n    ### END SOLUTION",
        ),
        ("code", "#| tutor: check\n#| for: q1-square\nassert square(3) == 9"),
        (
            "code",
            "#| tutor: check\n#| for: q1-square\n#| hidden: true\nassert square(-2) == 4",
        ),
        ("markdown", "**Question 2.** Why?"),
        (
            "raw",
            "Not carried over from hw01.ipynb, cell 18.\nThis belongs to a question that is graded "
            "by hand, or has no solution.\nWrite checks for it, or make it a prose question with a "
            "rubric.\n\n_Because…_",
        ),
        (
            "raw",
            "Not carried over from hw01.ipynb, cell 21.\nThis belongs to a question that is graded "
            "by hand, or has no solution.\nWrite checks for it, or make it a prose question with a "
            "rubric.\n\n**SOLUTION**: so.",
        ),
    ]
    assert told(imported) == [
        (
            "changed",
            "hw01.ipynb",
            None,
            "The lesson uses files that are not carried over: `data.csv`.",
        ),
        *(
            (
                "left out",
                "hw01.ipynb",
                cell,
                "This belongs to a question that is graded by hand, or has no solution.",
            )
            for cell in (18, 21)
        ),
    ]
    assert imported.files["course.yaml"] == (
        "id: a-course\ntitle: A course\nlessons:\n  - hw01.ipynb\n"
        'requires:\n  - pandas\n  - "numpy>=1.26"\n'
    )


def test_markdown_cells_may_stand_for_raw_ones(tmp_path: Path) -> None:
    whole = asked(code("square(3)", value("9")))
    fenced = [
        md(f"```otter\n{cell['source']}\n```") if cell["cell_type"] == "raw" else cell
        for cell in whole
    ]
    merged = md(f"```otter\n{BEGIN}\n```\n\nWrite it.")
    assert (
        cells_of(brought(tmp_path / "a", *whole), "hw01.ipynb")
        == cells_of(brought(tmp_path / "b", *fenced), "hw01.ipynb")
        == cells_of(brought(tmp_path / "c", merged, *whole[2:]), "hw01.ipynb")
    )


SOLUTIONS = {
    "x = 2 # SOLUTION": "# x = ...\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION",
    "a, b = 1, 2  # SOLUTION\nprint(a)": (
        "# a, b = ...\n### BEGIN SOLUTION\na, b = 1, 2\n### END SOLUTION\nprint(a)"
    ),
    "d['k'] = f(1) # SOLUTION": "# d['k'] = ...\n### BEGIN SOLUTION\nd['k'] = f(1)\n"
    "### END SOLUTION",
    "a == 1 # SOLUTION": "### BEGIN SOLUTION\na == 1\n### END SOLUTION",
    "np.random.seed(42) # SEED\nz = rand() # SOLUTION\nz": (
        "# z = ...\n### BEGIN SOLUTION\nnp.random.seed(42)\nz = rand()\n### END SOLUTION\nz"
    ),
    "def f():\n    return 1 # SOLUTION\nx = f() # SOLUTION": (
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
        "# x = ...\n### BEGIN SOLUTION\nx = f()\n### END SOLUTION"
    ),
    "if a:\n    # BEGIN SOLUTION\n    b = 1\n\n    c = 2\n    # END SOLUTION\n    d()": (
        "if a:\n    ### BEGIN SOLUTION\n    b = 1\n\n    c = 2\n    ### END SOLUTION\n    d()"
    ),
    "def f():\n    # BEGIN SOLUTION NO PROMPT\n    return 1\n    # END SOLUTION\n"
    '    """ # BEGIN PROMPT\n    # Say what comes out.\n    pass\n    """; # END PROMPT': (
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
        "    # Say what comes out."
    ),
    'plot(x) # SOLUTION NO PROMPT\n""" # BEGIN PROMPT\nplot(...)\n""" # END PROMPT': (
        "### BEGIN SOLUTION\nplot(x)\n### END SOLUTION\n# plot(...)"
    ),
    "a = 1\n# BEGIN IGNORE\nb = 2\n# END IGNORE\nc = 3 # IGNORE": "a = 1",
    "# BEGIN SOLUTION\na = 1": None,
    "a = 1\n# END SOLUTION": None,
    "# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION": None,
}


@pytest.mark.parametrize("source", SOLUTIONS)
def test_the_markers_of_a_solution(source: str) -> None:
    assert mark(source) == SOLUTIONS[source]


CONFIG = (
    '""" # BEGIN TEST CONFIG\npoints: 2\nhidden: true\nfailure_message: It is  no square.\n'
    '""" # END TEST CONFIG\n'
)
TESTS = {
    "a value": (code("square(3)", value("9")), "assert square(3) == 9"),
    "a truth": (code("square(3) == 9", value("True")), "assert square(3) == 9"),
    "an untruth": (code("square(3) == 8", value("False")), "assert (square(3) == 8) is False"),
    "the truth of a call": (code("square(1)", value("True")), "assert square(1) is True"),
    "the truth of Python's": (
        code("isinstance(square(1), int)", value("True")),
        "assert isinstance(square(1), int)",
    ),
    "a list": (code("[square(1)]", value("[1]")), "assert [square(1)] == [1]"),
    "lines before": (
        code("n = 3\nsquare(n)  # three", value("9")),
        "n = 3\nassert square(n) == 9",
    ),
    "one line": (code("n = 3; square(n)", value("9")), "n = 3\nassert square(n) == 9"),
    "what is printed": (
        code("print(square(3))", printed("9\n")),
        "assert str(square(3)) == '9'",
    ),
    "what it prints itself": (
        code("square(3)", printed("nine\n")),
        "assert output_of(square)(3) == 'nine\\n'",
    ),
    "asserts": (code("assert square(3) == 9"), "assert square(3) == 9"),
    "a function": (
        code("def test_it(square):\n    # three\n    assert square(3) == 9\n\ntest_it(square)"),
        "# three\nassert square(3) == 9",
    ),
    "a function and its ignored call": (
        code("def test_it(square):\n    assert square(3) == 9\ntest_it(square) # IGNORE"),
        "assert square(3) == 9",
    ),
    "a function of the environment": (
        code("def test_it(env):\n    assert env['square'](3) == 9"),
        "assert square(3) == 9",
    ),
}


@pytest.mark.parametrize("name", TESTS)
def test_tests_become_checks(name: str, tmp_path: Path) -> None:
    test, source = TESTS[name]
    imported = brought(tmp_path, *asked(test))
    (question,) = questions(imported)
    assert [check.source for check in question.checks] == [source]
    assert imported.remarks == ()


def test_what_a_test_says_of_itself(tmp_path: Path) -> None:
    imported = brought(tmp_path, *asked(code(f"{CONFIG}square(3)", value("9"))))
    (question,) = questions(imported)
    assert [(c.source, c.hidden, c.says, c.points) for c in question.checks] == [
        ("assert square(3) == 9", True, "It is no square.", 1)
    ]
    assert question.points == 2


POINTS = {
    "nothing": ("", (None, None), 1, (1, 1)),
    "a number": ("points: 4", (None, None), 4, (1, 1)),
    "a number and one of a test": ("points: 4", (3, None), 4, (3, 1)),
    "of the tests only": ("", (3, 2), 5, (3, 2)),
    "of one test only": ("", (3, None), 3, (3, 0.01)),
    "a list": ("points:\n  - 10\n  - 2", (None, None), 12, (10, 2)),
    "each": ("points:\n  each: 2", (None, None), 4, (1, 1)),
    "nonsense": ("points: many", (None, None), 1, (1, 1)),
}


@pytest.mark.parametrize("name", POINTS)
def test_points_by_otters_own_rule(name: str, tmp_path: Path) -> None:
    said, own, total, weights = POINTS[name]
    config = '""" # BEGIN TEST CONFIG\npoints: {}\n""" # END TEST CONFIG\n'
    heads = [config.format(each) if each is not None else "" for each in own]
    tests = [code(f"{head}square({n})", value(str(n * n))) for n, head in enumerate(heads)]
    imported = brought(tmp_path, *asked(*tests, begin=f"{BEGIN}\n{said}"))
    (question,) = questions(imported)
    assert question.points == total
    assert tuple(check.points for check in question.checks) == weights


LEFT = {
    "no saved output": (
        code("square(3)"),
        "No output of `square(3)` is saved, so it is not known what it expects.",
    ),
    "no plain value": (
        code("square(3)", value("array([9])")),
        "What `square(3)` has to show is no plain value: `array([9])`.",
    ),
    "an early end": (
        code("def test_it(square):\n    if square(1):\n        return\n    assert False"),
        "This test returns before its end.",
    ),
    "no Python": (code("square(3"), "This test is not Python."),
}


@pytest.mark.parametrize("name", LEFT)
def test_tests_that_are_left_out(name: str, tmp_path: Path) -> None:
    test, what = LEFT[name]
    imported = brought(tmp_path, *asked(code("square(2)", value("4")), test))
    assert told(imported) == [("left out", "hw01.ipynb", 8, what)]
    assert len(questions(imported)[0].checks) == 1


def test_a_library_goes_with_the_check_into_the_kernel(tmp_path: Path) -> None:
    imported = brought(
        tmp_path,
        code("import numpy as np"),
        *asked(code("np.allclose(z, [1.0])", value("True")), solution="z = np.ones(1) # SOLUTION"),
    )
    (question,) = questions(imported)
    assert [(check.source, check.where) for check in question.checks] == [
        ("assert np.allclose(z, [1.0])", "kernel")
    ]


def test_several_solution_cells_are_one_answer(tmp_path: Path) -> None:
    cells = asked(code("nine", value("9")))
    cells[4:4] = [
        md("Now use it.", tags=["otter_include"]),
        code("nine = square(3) # SOLUTION"),
        md("This is why."),
    ]
    imported = brought(tmp_path, *cells)
    (question,) = questions(imported)
    assert question.prompt == "Write it.\n\nNow use it."
    assert question.solution == (
        "def square(x):\n    y = x * x\n    return y\n\n# nine = ...\nnine = square(3)"
    )
    assert told(imported) == [
        ("changed", "hw01.ipynb", 4, "The 2 solution cells of `q1` are one answer cell now."),
        ("left out", "hw01.ipynb", 7, "A solution in words stands beside the solution in code."),
    ]


def test_a_solution_in_which_nothing_is_marked(tmp_path: Path) -> None:
    imported = brought(tmp_path, *asked(code("x", value("2")), solution="x = 2"))
    (question,) = questions(imported)
    assert (question.solution, question.stub) == ("x = 2", "...  # your code here")
    assert told(imported) == [
        (
            "changed",
            "hw01.ipynb",
            4,
            "Nothing is marked as the solution here, so all of the cell is.",
        )
    ]


def test_all_or_nothing_is_told_of(tmp_path: Path) -> None:
    imported = brought(
        tmp_path, *asked(code("square(2)", value("4")), begin=f"{BEGIN}\nall_or_nothing: true")
    )
    assert told(imported) == [
        (
            "changed",
            "hw01.ipynb",
            1,
            "`q1` gave points for all of its tests or none, and gives a share now.",
        )
    ]


def test_boundaries_in_the_wrong_place(tmp_path: Path) -> None:
    whole = asked(code("square(2)", value("4")))
    imported = brought(
        tmp_path, raw("# END SOLUTION"), *whole[:-1], *asked(code("square(2)", value("4")))[:-1]
    )
    assert told(imported) == [
        ("changed", "hw01.ipynb", 1, "`# END SOLUTION` stands outside of any question."),
        ("changed", "hw01.ipynb", 2, "The question that begins here never ends."),
        ("changed", "hw01.ipynb", 10, "The question that begins here never ends."),
    ]
    assert [question.id for question in questions(imported)] == ["q1", "q1-2"]


@pytest.mark.parametrize("config", ["", "name: [a]", "name: {", ": : :", "&a [*a]", "a\nb"])
def test_a_question_whose_configuration_is_broken(config: str, tmp_path: Path) -> None:
    imported = brought(
        tmp_path, *asked(code("square(2)", value("4")), begin=f"# BEGIN QUESTION\n{config}")
    )
    assert [question.id for question in questions(imported)] == ["question"]
    assert told(imported) == [
        (
            "changed",
            "hw01.ipynb",
            1,
            "The configuration of this question has no name, or cannot be read as YAML.",
        )
    ]


REFUSED = {
    "none of otter's": ([md("Hello")], "There is no question of otter's in this notebook."),
    "the old format": (
        [md("Hello\n```\nBEGIN QUESTION\nname: q1\n```"), code("x = 1 # SOLUTION")],
        "The notebook is in the format that otter had before version 1 of it.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_foreign_is_refused(name: str, tmp_path: Path) -> None:
    cells, what = REFUSED[name]
    with pytest.raises(ImportRefusedError) as refused:
        brought(tmp_path, *cells)
    assert refused.value.fault.what == what


def test_nothing_is_run(tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')"
    yaml = f"!!python/object/apply:builtins.open [{tmp_path / 'ran'}, w]"
    brought(
        tmp_path,
        raw(f"# ASSIGNMENT CONFIG\nname: {yaml}"),
        code(trap),
        *asked(
            code(f"{trap}\nsquare(2)", value("4")),
            begin=f"{BEGIN}\npoints: {yaml}",
            solution=f"{trap}\n{SQUARE}",
        ),
    )
    assert not (tmp_path / "ran").exists()
