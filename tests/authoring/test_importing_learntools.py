"""learntools' exercises as lessons: what the notebook shows, and what its module knows."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.importing.course import Imported
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.core.questions import CodeQuestion
from tests.authoring.foreign import Cell, bring, cells_of, code, md, notebook, told

SETUP = (
    "from learntools.core import binder; binder.bind(globals())\n"
    "from learntools.garden.ex1 import *\nprint('Setup complete.')"
)
HEAD = "from learntools.core import *\n\n"


def module(*classes: str, bind: str = "Q1", more: str = "") -> str:
    return (
        HEAD
        + "\n\n".join(classes)
        + f"\n\nqvars = bind_exercises(globals(), [{bind}]{more})\n__all__ = list(qvars)\n"
    )


FUNCTION = """\
class Q1(FunctionProblem):
    _var = "double"
    _test_cases = [
        (2, 4),
        ((0,), 0),
        ("a", "aa"),
    ]
    _hints = ["Twice " "as much.", "Use `*`."]
    _solution = CS("return 2 * n")"""
STUB = (
    'def double(n):\n    """Give twice n."""\n    # Replace this.\n    pass\n\n'
    "# Check your answer\nq1.check()"
)


def brought(
    tmp_path: Path, text: str, *cells: Cell, setup: str = SETUP, more: dict[str, str] | None = None
) -> Imported:
    files = {
        "notebooks/garden/raw/ex1.ipynb": notebook(code(setup), *cells),
        "learntools/garden/ex1.py": text,
        **(more or {}),
    }
    return bring("learntools", tmp_path, files, "notebooks/garden/raw/ex1.ipynb")


def question(imported: Imported) -> CodeQuestion:
    ((found,),) = [lesson.questions for lesson in imported.lessons]
    assert isinstance(found, CodeQuestion)
    return found


def test_a_whole_notebook(tmp_path: Path) -> None:
    thought = 'class Q2(ThoughtExperiment):\n    _hint = "Count."\n    _solution = "Because."'
    imported = brought(
        tmp_path,
        module(FUNCTION, thought, bind="Q1, None, Q2"),
        md("# 1.\n\nWrite `double`."),
        code(STUB),
        code(
            "#%%RM_IF(PROD)%%\ndef double(n):\n    return n + n\nq1.assert_check_passed()\n\n"
            "def double(n):\n    return n\nq1.assert_check_failed()"
        ),
        code("#_COMMENT_IF(PROD)_\nq1.hint()\n#q1.solution()"),
        md("# 2. (Optional)\n\nTry it."),
        code("# double(3)"),
        md("# 3.\n\nWhy is that so?"),
        code("# Check your answer (Run this code cell to receive credit!)\nq3.solution()"),
        md("[Go on](#$NEXT_NOTEBOOK_URL$)."),
    )
    assert cells_of(imported, "ex1.ipynb") == [
        ("markdown", "<!-- tutor: lesson\nid: ex1\ntitle: Ex1\n-->"),
        ("markdown", "<!-- tutor: question\nid: q1\n-->\n# 1.\n\nWrite `double`."),
        (
            "code",
            '#| tutor: answer\n#| for: q1\ndef double(n):\n    """Give twice n."""\n'
            "    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION",
        ),
        (
            "code",
            "#| tutor: alternative\n#| for: q1\ndef double(n):\n    return n + n",
        ),
        (
            "code",
            "#| tutor: check\n#| for: q1\nassert double(2) == 4\nassert double(0) == 0\n"
            "assert double('a') == 'aa'",
        ),
        ("markdown", "<!-- tutor: hint\nfor: q1\n-->\nTwice as much."),
        ("markdown", "<!-- tutor: hint\nfor: q1\n-->\nUse `*`."),
        (
            "raw",
            "Not carried over from ex1.ipynb, cell 3.\n"
            "To 1 wrong answer of `q1` nothing is said.\n"
            "Write `misconception:` and `says:` in each, and make it a code cell.\n\n"
            '#| tutor: wrong\n#| for: q1\n#| misconception: ""\n#| says: ""\n'
            "def double(n):\n    return n",
        ),
        ("markdown", "# 2. (Optional)\n\nTry it."),
        ("code", "# double(3)"),
        ("markdown", "# 3.\n\nWhy is that so?"),
        (
            "raw",
            "Not carried over from ex1.ipynb, cell 9.\n"
            "`q3` is not checked by anything: learners think, and then see the solution.\n"
            "Make it a prose question with a rubric, or explain the solution in the text.\n\n"
            "Hint: Count.\n\nBecause.",
        ),
        ("markdown", "[Go on](#$NEXT_NOTEBOOK_URL$)."),
    ]
    assert [(kind, cell, what) for kind, _, cell, what in told(imported)] == [
        ("changed", 3, "To 1 wrong answer of `q1` nothing is said."),
        (
            "left out",
            9,
            "`q3` is not checked by anything: learners think, and then see the solution.",
        ),
        ("changed", 10, "This text holds a placeholder that only their own tools fill in."),
    ]
    assert imported.carried() == {"lessons": 1, "questions": 1, "checks": 1, "hints": 2}


EQUAL = "class Q1(EqualityCheckProblem):\n    _vars = ['a', 'b']\n"
CHECKS = {
    "values": (
        EQUAL + "    _expected = [1, 'x']\n    _solution = CS('a = 1', 'b = \"x\"')",
        "assert a == 1\nassert b == 'x'",
    ),
    "fractions": (
        "three = 3\n"
        + EQUAL
        + "    half = three / 2\n    _expected = [half, [half]]\n    _solution = CS('a = b = 1')",
        "import math\nassert math.isclose(a, 1.5, rel_tol=1e-06)\nassert b == [1.5]",
    ),
    "one in a tuple": (
        "class Q1(EqualityCheckProblem):\n    _var = 'a'\n    _expected = (None,)\n"
        "    _solution = CS('a = None')",
        "assert a is None",
    ),
    "a check of its own": (
        "class Q1(CodingProblem):\n    _var = 'a'\n    limit = 3\n    _solution = CS('a = 4')\n"
        "    def check(self, value):\n        assert value > self.limit, 'More.'\n"
        "        if value == 5:\n            raise Incorrect('Not five.')",
        "limit = 3\nassert a > limit, 'More.'\nassert a != 5, 'Not five.'",
    ),
    "its parent's check": (
        "class Q1(FunctionProblem):\n    _var = 'a'\n    _test_cases = [(1, True)]\n"
        "    _solution = CS('def a(n):', '    return n > 0')\n"
        "    def check(self, fn):\n        assert fn(2)\n        super().check(fn)",
        "assert a(2)\nassert a(1) == True",
    ),
    "their asserts": (
        "class Q1(CodingProblem):\n    _vars = ['a', 'b']\n    _solution = CS('a = b = [1]')\n"
        "    def check(self, a, b):\n        assert_equal(a, [1], var='a')\n"
        "        assert_isinstance(list, b, name='b')\n        assert_len(b, 1, 'b')",
        "assert a == [1]\nassert isinstance(b, list)\nassert len(b) == 1",
    ),
    "a parent of the module's own": (
        "class Base(EqualityCheckProblem):\n    _var = 'a'\n    _expected = 2\n\n"
        "class Q1(Base):\n    _solution = CS('a = 2')",
        "assert a == 2",
    ),
    "a frame": (
        "import pandas as pd\n\nclass Q1(EqualityCheckProblem):\n    _var = 'a'\n"
        "    _expected = pd.DataFrame({'n': [1]})\n"
        "    _solution = CS(\"a = pd.DataFrame({'n': [1]})\")",
        "import pandas as pd\nexpected = pd.DataFrame({'n': [1]})\nassert a.equals(expected)",
    ),
}


@pytest.mark.parametrize("name", CHECKS)
def test_what_a_class_expects_becomes_a_check(name: str, tmp_path: Path) -> None:
    text, source = CHECKS[name]
    imported = brought(tmp_path, module(text), md("Do it."), code("____\nq1.check()"))
    assert [check.source for check in question(imported).checks] == [source]


ANSWERS = {
    "only a body": (
        "CS('return n')",
        STUB,
        'def double(n):\n    """Give twice n."""\n    <<\n    return n\n    >>',
    ),
    "the whole function": (
        "CS('def double(n):', '    # it', '    return n')",
        STUB,
        'def double(n):\n    """Give twice n."""\n    <<\n    # it\n    return n\n    >>',
    ),
    "code in words": (
        "'''One way:\n```python\ndef double(n):\n    return n\n```\nDone.'''",
        STUB,
        'def double(n):\n    """Give twice n."""\n    <<\n    return n\n    >>',
    ),
    "with an import": (
        "CS('import math', 'def double(n):', '    return math.floor(n)')",
        STUB,
        "<<\nimport math\ndef double(n):\n    return math.floor(n)\n>>",
    ),
    "an expression": (
        "CS('given + 1')",
        "given = 3\n\n# Write it here\ndouble = -1\n\nq1.check()",
        "given = 3\n\n# Write it here\n<<\ndouble = given + 1\n>>",
    ),
    "a placeholder among the code": (
        "CS('double = 2')",
        "given = 3\ndouble = ____ # here\nprint(given)\n# Uncomment to check\n#q1.check()\n"
        "q1.check()",
        "given = 3\n<<\ndouble = 2\n>>\nprint(given)",
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_put_together(name: str, tmp_path: Path) -> None:
    solution, stub, text = ANSWERS[name]
    problem = (
        "class Q1(CodingProblem):\n    _var = 'double'\n"
        f"    _solution = {solution}\n    def check(self, x):\n        assert x"
    )
    imported = brought(tmp_path, module(problem), md("Do it."), code(stub))
    answer = text.replace("<<", "### BEGIN SOLUTION").replace(">>", "### END SOLUTION")
    assert f"#| tutor: answer\n#| for: q1\n{answer}" in [
        source for _, source in cells_of(imported, "ex1.ipynb")
    ]
    assert imported.remarks == ()


def test_code_to_change_stands_above_the_answer(tmp_path: Path) -> None:
    stub = "def double(n):\n    return n + n + n\n\nq1.check()"
    solution = "CS('def double(n, m=2):', '    return m * n')"
    text = module(FUNCTION.replace('CS("return 2 * n")', solution))
    imported = brought(tmp_path, text, md("Change it."), code(stub))
    assert question(imported).setup == ("def double(n):\n    return n + n + n",)
    assert [what for *_, what in told(imported)] == [
        "The code that learners are to change stands above the answer of `q1`."
    ]


def test_expected_values_are_a_solution_where_there_is_none(tmp_path: Path) -> None:
    text = EQUAL + "    _expected = [1, [2]]\n    _solution = 'Count.'"
    imported = brought(tmp_path, module(text), md("Do it."), code("a = 0\nb = []\nq1.check()"))
    assert question(imported).solution == "a = 1\nb = [2]"


def test_problems_in_parts_and_other_names(tmp_path: Path) -> None:
    part = (
        "class {}(EqualityCheckProblem):\n    _var = '{}'\n    _expected = 1\n"
        "    _solution = CS('{} = 1')"
    )
    text = module(
        *(part.format(name, var, var) for name, var in (("A", "a"), ("B", "b"), ("C", "c"))),
        "Both = MultipartProblem(A, B)",
        bind="Both, C",
        more=", start=2, var_format='step_{n}'",
    )
    imported = brought(
        tmp_path,
        text,
        *(
            cell
            for name in ("step_2.a", "step_2.b", "step_3")
            for cell in (md("Do it."), code(f"____\n{name}.check()"))
        ),
    )
    (lesson,) = imported.lessons
    assert [asked.id for asked in lesson.questions] == ["step-2-a", "step-2-b", "step-3"]


def test_a_solution_in_a_file_of_its_own(tmp_path: Path) -> None:
    text = module(
        "import learntools.garden.solved as solved_module",
        FUNCTION.replace('CS("return 2 * n")', "CS.load(solved_module.__file__)"),
    )
    solved = "from learntools.garden import x\ndef double(n):\n    return n * 2\n"
    imported = brought(
        tmp_path, text, md("Do it."), code(STUB), more={"learntools/garden/solved.py": solved}
    )
    assert question(imported).solution == (
        'def double(n):\n    """Give twice n."""\n    return n * 2'
    )


NO_CHECK = {
    "found when it is run": (
        EQUAL + "    _expected = [read(), 1]\n    _solution = CS('a = b = 1')",
        "What it expects is worked out when it is run, by `read`.",
    ),
    "cases found when it is run": (
        FUNCTION.replace(
            "_test_cases = [", "_test_cases = [(n, 2 * n) for n in range(3)]\n    _others = ["
        ),
        "Its test cases are worked out when it is run.",
    ),
    "every answer is right": (
        "class Q1(CodingProblem):\n    _var = 'a'\n    _solution = CS('a = 1')\n"
        "    def check(self, a):\n        pass",
        "Its check finds every answer right.",
    ),
    "no way to check it": (
        "class Q1(CodingProblem):\n    _var = 'a'\n    _solution = CS('a = 1')\n"
        "    def check(self, a):\n        raise Uncheckable",
        "It cannot be checked, as its authors say themselves.",
    ),
    "more than the answer": (
        "class Q1(CodingProblem):\n    _var = 'a'\n    _solution = CS('a = 1')\n"
        "    def check(self, a):\n        assert self.before(a)",
        "Its check looks at more than the answer.",
    ),
    "their own solution": (
        "from learntools.garden.solved import right\n\nclass Q1(EqualityCheckProblem):\n"
        "    _var = 'a'\n    _expected = right\n    _solution = CS('a = 1')",
        "What it expects is worked out by code of learntools itself.",
    ),
}


@pytest.mark.parametrize("name", NO_CHECK)
def test_a_question_whose_check_cannot_be_read_is_kept_whole(name: str, tmp_path: Path) -> None:
    text, why = NO_CHECK[name]
    good = FUNCTION.replace("Q1", "Q2")
    imported = brought(
        tmp_path,
        module(text, good, bind="Q1, Q2"),
        md("Do this."),
        code("def double(n):\n    pass\nq1.check()"),
        md("Do it."),
        code(STUB.replace("q1", "q2")),
    )
    assert [(kind, cell, what) for kind, _, cell, what in told(imported)] == [
        ("left out", 3, f"`q1` has no check that could be carried over. {why}")
    ]
    (kept,) = [source for kind, source in cells_of(imported, "ex1.ipynb") if kind == "raw"]
    assert "class Q1(" in kept
    assert "### BEGIN SOLUTION" in kept


def test_a_problem_without_a_solution(tmp_path: Path) -> None:
    text = module(
        FUNCTION.replace('CS("return 2 * n")', '"Think."'),
        FUNCTION.replace("Q1", "Q2"),
        bind="Q1, Q2",
    )
    imported = brought(
        tmp_path, text, md("Do this."), code(STUB), md("Do it."), code(STUB.replace("q1", "q2"))
    )
    assert [what for *_, what in told(imported)] == ["No code is the whole solution of `q1`."]


def test_problems_that_are_never_asked(tmp_path: Path) -> None:
    text = module(FUNCTION, FUNCTION.replace("Q1", "Q2"), bind="Q1, Q2")
    imported = brought(tmp_path, text, md("Do it."), code(STUB))
    assert [what for *_, what in told(imported)] == [
        "The notebook never asks these problems of its module: `q2`."
    ]


def test_what_the_notebook_takes_from_its_module_comes_along(tmp_path: Path) -> None:
    text = module("import random\nSEED = 3\n\ndef throw():\n    return SEED", FUNCTION)
    imported = brought(tmp_path, text, md("A die."), code("throw()"), md("Do it."), code(STUB))
    assert cells_of(imported, "ex1.ipynb")[1:4] == [
        ("code", "#| tutor: setup\nSEED = 3\n\ndef throw():\n    return SEED"),
        ("markdown", "A die."),
        ("code", "throw()"),
    ]
    assert [what for *_, what in told(imported)] == [
        "Its code uses names of the exercise module, which are defined now: `throw`."
    ]


def test_what_counts_for_nothing_is_worth_nothing(tmp_path: Path) -> None:
    text = FUNCTION + "\n    _counts_for_points = False"
    imported = brought(tmp_path, module(text), md("Do it."), code(STUB))
    assert question(imported).points == 0


REFUSED = {
    "no module": ("", "print(1)", "There is no exercise of learntools in this notebook."),
    "a module that is not there": (
        "",
        SETUP.replace("ex1", "ex2"),
        "The exercise module `learntools.garden.ex2` is not found, which holds its checks and "
        "solutions.",
    ),
    "a broken module": (
        "class (",
        SETUP,
        "The exercise module `learntools.garden.ex1` (ex1.py) is not Python that can be read.",
    ),
    "a module elsewhere": (
        "",
        SETUP.replace("learntools.garden.ex1", "learntools...secret"),
        "The exercise module `learntools...secret` is not found, which holds its checks and "
        "solutions.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_missing_or_broken_is_refused(name: str, tmp_path: Path) -> None:
    text, setup, what = REFUSED[name]
    with pytest.raises(ImportRefusedError) as refused:
        brought(tmp_path, text, md("Do it."), code(STUB), setup=setup)
    assert refused.value.fault.what == what


def test_the_package_may_be_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "learntools" / "garden"
    elsewhere.mkdir(parents=True)
    (elsewhere / "ex1.py").write_text(module(FUNCTION), encoding="utf-8")
    files = {"ex1.ipynb": notebook(code(SETUP), md("Do it."), code(STUB))}
    imported = bring("learntools", tmp_path, files, "ex1.ipynb", modules=tmp_path / "elsewhere")
    assert question(imported).id == "q1"


def test_nothing_is_run_or_imported(tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')"
    trapped = FUNCTION.replace("_hints", f"_trap = {trap}\n    _hints")
    text = module(trap, trapped, more=f", start=({trap}, 1)[1]")
    brought(tmp_path, text, code(trap), md("Do it."), code(STUB), code(f"#%%RM%%\n{trap}"))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "hint",
    [
        "a + a",
        "10 ** 10 ** 10",
        "'x' * 10 ** 9",
        "list(range(10 ** 9))",
        "[" * 60 + "]" * 60,
        "{[]: 1}",
        "-'x'",
        "1 / 0",
    ],
)
def test_constants_that_are_none_or_too_large(hint: str, tmp_path: Path) -> None:
    doubled = "\n".join(f"x{n} = x{n + 1} + x{n + 1}" for n in range(40))
    text = module(
        f"a = a\n{doubled}\nx40 = 'x'",
        FUNCTION.replace('_hints = ["Twice " "as much.", "Use `*`."]', f"_hints = [x0, {hint}]"),
    )
    imported = brought(tmp_path, text, md("Do it."), code(STUB))
    assert question(imported).hints == ()
