"""What a learner is told, word for word, for each way an answer can fail."""

import dataclasses

import pytest

from jupyter_tutor.core.course import Check, CodeQuestion
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.questions import MEAN, MEAN_SOLUTION, question


def one_check(solution: str, check: str, says: str | None = None) -> CodeQuestion:
    return question(solution, Check(id="q-1", source=check, says=says, cell=1))


def failed(message: str, **fields: object) -> Report:
    report = Report(verdict="incorrect", points=0.0, max_points=1.0, message=message, target="fork")
    return dataclasses.replace(report, **fields)  # type: ignore[arg-type]


F = "def f(*args):\n    return 6"
"""A solution whose checks need no particular meaning."""

START = (
    "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, "
    "17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 3"
)

CASES: dict[str, tuple[CodeQuestion, str, Report]] = {
    "another value": (
        one_check(F, "assert f([4]) == 6"),
        "def f(xs): return 2.0",
        failed("`f([4])` returned `2.0`, expected `6`.", ran="f([4])", seen="2.0", expected="6"),
    ),
    "the author's words come first": (
        one_check(F, "assert f(1) == 6", "Six is what you get."),
        "def f(x): return 5",
        failed(
            "Six is what you get.\n\n`f(1)` returned `5`, expected `6`. It is off by one.",
            ran="f(1)",
            seen="5",
            expected="6",
        ),
    ),
    "an assert's own words are nearer": (
        one_check(F, "for n in (1, 2):\n    assert f(n) == 6, f'Wrong for {n}.'", "All wrong."),
        "def f(n): return 6 if n == 1 else 7",
        failed(
            "Wrong for 2.\n\n`f(2)` returned `7`, expected `6`. It is off by one.",
            ran="f(2)",
            seen="7",
            expected="6",
        ),
    ),
    "nothing returned": (
        one_check(F, "assert f(1) == 6"),
        "def f(x): 6",
        failed(
            "`f(1)` returned `None`, expected `6`. Did you forget `return`?",
            ran="f(1)",
            seen="None",
            expected="6",
        ),
    ),
    "printed instead of returned": (
        one_check(F, "assert f(1) == 6"),
        "def f(x): print(6)",
        failed(
            "`f(1)` returned `None`, expected `6`. "
            "It printed `6`: `print` shows a value, `return` gives it back.",
            ran="f(1)",
            seen="None",
            expected="6",
        ),
    ),
    "text that looks like the number": (
        one_check(F, "assert f(1) == 6"),
        "def f(x): return '6'",
        failed(
            "`f(1)` returned `'6'`, expected `6`. "
            "They look alike, but `'6'` is a `str` and `6` is an `int`.",
            ran="f(1)",
            seen="'6'",
            expected="6",
        ),
    ),
    "a tuple that looks like the list": (
        one_check("def f(): return [1, 2]", "assert f() == [1, 2]"),
        "def f(): return 1, 2",
        failed(
            "`f()` returned `(1, 2)`, expected `[1, 2]`. "
            "They look alike, but `(1, 2)` is a `tuple` and `[1, 2]` is a `list`.",
            ran="f()",
            seen="(1, 2)",
            expected="[1, 2]",
        ),
    ),
    "only capitals": (
        one_check("def f(): return 'Ada'", "assert f() == 'Ada'"),
        "def f(): return 'ada'",
        failed(
            "`f()` returned `'ada'`, expected `'Ada'`. Only capital letters differ.",
            ran="f()",
            seen="'ada'",
            expected="'Ada'",
        ),
    ),
    "the learner on the right": (
        one_check(F, "assert 6 < f(x=1)"),
        "def f(x): return 6",
        failed(
            "`f(x=1)` returned `6`, expected something greater than `6`.",
            ran="f(x=1)",
            seen="6",
            expected="> 6",
        ),
    ),
    "a variable": (
        one_check("total = 6", "assert total == 6"),
        "total = 3",
        failed("`total` is `3`, expected `6`.", ran="total", seen="3", expected="6"),
    ),
    "worked out from a call": (
        one_check(F, "x = 4\nassert round(f(x), 1) == 6"),
        "def f(x): return 2.04",
        failed(
            "`round(f(4), 1)` is `2.0`, expected `6`.",
            ran="round(f(4), 1)",
            seen="2.0",
            expected="6",
        ),
    ),
    "a result that was given a name": (
        one_check(F, "result = f(1)\nassert result == 6"),
        "def f(x): return 2",
        failed("`f(1)` returned `2`, expected `6`.", ran="f(1)", seen="2", expected="6"),
    ),
    "an argument that should have changed": (
        one_check("def order(xs): xs.sort()", "xs = [3, 1]\norder(xs)\nassert xs == [1, 3]"),
        "def order(xs): sorted(xs)",
        failed(
            "After `order([3, 1])`, `xs` is `[3, 1]`, expected `[1, 3]`. "
            "It has the right items, but in another order.",
            ran="xs",
            seen="[3, 1]",
            expected="[1, 3]",
        ),
    ),
    "one of several": (
        one_check(F, "assert f() in (5, 6)"),
        "def f(): return 7",
        failed(
            "`f()` returned `7`, expected one of `(5, 6)`.",
            ran="f()",
            seen="7",
            expected="in (5, 6)",
        ),
    ),
    "something that should be in it": (
        one_check("def f(): return [6]", "assert 6 in f()"),
        "def f(): return [5]",
        failed(
            "`f()` returned `[5]`, expected `6` to be in it.",
            ran="f()",
            seen="[5]",
            expected="6 in it",
        ),
    ),
    "is None": (
        one_check("def f(): pass", "assert f() is None"),
        "def f(): return 1",
        failed("`f()` returned `1`, expected `None`.", ran="f()", seen="1", expected="None"),
    ),
    "is not None": (
        one_check(F, "assert f() is not None"),
        "def f(): pass",
        failed(
            "`f()` returned `None`, expected something other than `None`. Did you forget `return`?",
            ran="f()",
            seen="None",
            expected="not None",
        ),
    ),
    "should be true": (
        one_check("def even(n): return n % 2 == 0", "assert even(2)"),
        "def even(n): return n % 2 == 1",
        failed(
            "`even(2)` returned `False`, expected `True`.",
            ran="even(2)",
            seen="False",
            expected="True",
        ),
    ),
    "should be false": (
        one_check("def even(n): return n % 2 == 0", "assert even(2) and not even(3)"),
        "def even(n): return True",
        failed(
            "`even(3)` returned `True`, expected `False`.",
            ran="even(3)",
            seen="True",
            expected="False",
        ),
    ),
    "the type": (
        one_check(F, "assert isinstance(f(), int)"),
        "def f(): return '6'",
        failed(
            "`f()` returned `'6'`, which is a `str`; expected an `int`.",
            ran="f()",
            seen="'6'",
            expected="an int",
        ),
    ),
    "about": (
        one_check(F, "import math\nassert math.isclose(f(), 6, rel_tol=0.01)"),
        "def f(): return 6.5",
        failed(
            "`f()` returned `6.5`, expected about `6`.", ran="f()", seen="6.5", expected="about 6"
        ),
    ),
    "a chain": (
        one_check(F, "assert 5 < f() < 7"),
        "def f(): return 8",
        failed(
            "`f()` returned `8`, and `5 < f() < 7` does not hold.",
            ran="f()",
            seen="8",
            expected="5 < f() < 7",
        ),
    ),
    "printed": (
        one_check("def greet(n): print('Hi', n)", "assert output_of(greet)('Ada') == 'Hi Ada\\n'"),
        "def greet(n): print('Hi,', n)",
        failed(
            "`greet('Ada')` printed `'Hi, Ada\\n'`, expected `'Hi Ada\\n'`.",
            ran="greet('Ada')",
            seen="'Hi, Ada\\n'",
            expected="'Hi Ada\\n'",
        ),
    ),
    "returned instead of printed": (
        one_check("def greet(): print('Hi')", "assert output_of(greet)() == 'Hi\\n'"),
        "def greet(): return 'Hi'",
        failed(
            "`greet()` printed nothing, expected `'Hi\\n'`. "
            "It returned `'Hi'`: `print` would show it.",
            ran="greet()",
            seen="''",
            expected="'Hi\\n'",
        ),
    ),
    "input was asked for too often": (
        one_check(
            "def add(): return int(input('a? ')) + int(input('b? '))",
            "with with_input('3', '4'):\n    assert add() == 7\n    assert output_of(add)() == ''",
        ),
        "def add(): return int(input('a? ')) + int(input('b? '))",
        failed(
            "`add()` stopped with `EOFError: EOF when reading a line`, on line 1 of your answer: "
            "`def add(): return int(input('a? ')) + int(input('b? '))`. "
            "It asked for a line of input, and was given none.",
            verdict="error",
            ran="add()",
            seen="EOFError: EOF when reading a line",
        ),
    ),
    "no exception": (
        one_check("def f(n):\n    raise ValueError", "with raises('ValueError'):\n    f(-1)"),
        "def f(n): return n",
        failed(
            "`f(-1)` returned `-1`, expected it to raise `ValueError`.",
            ran="f(-1)",
            seen="-1",
            expected="ValueError",
        ),
    ),
    "another exception": (
        one_check("def f(n):\n    raise ValueError", "raises('ValueError', f, -1)"),
        "def f(n): raise KeyError(n)",
        failed(
            "`f(-1)` stopped with `KeyError: -1`, expected it to raise `ValueError`.",
            ran="f(-1)",
            seen="KeyError: -1",
            expected="ValueError",
        ),
    ),
    "an exception of one's own": (
        one_check("def f(n):\n    raise ValueError", "raises('ValueError', f, -1)"),
        "class ValueError(Exception): pass\ndef f(n): raise ValueError(n)",
        failed(
            "`f(-1)` stopped with `ValueError: -1`, expected it to raise `ValueError`. "
            "This one is a class of your own, and not Python's.",
            ran="f(-1)",
            seen="ValueError: -1",
            expected="ValueError",
        ),
    ),
    "nothing to go through": (
        one_check("def f(): return [1]", "for n in f():\n    assert n == 1"),
        "def f(): return []",
        failed("`f()` returned `[]`, which is not what was asked for.", ran="f()", seen="[]"),
    ),
    "a name of the check's own after all(...)": (
        one_check("def f(n): return 5", "assert all(f(n) for n in (1,))\nn = 5\nassert n == f(2)"),
        "def f(n): return 6",
        failed(
            "`f(2)` returned `6`, expected `5`. It is off by one.",
            ran="f(2)",
            seen="6",
            expected="5",
        ),
    ),
    "an exception that a check lets by": (
        one_check("def f(): return 1", "try:\n    n = f()\n    assert n\nexcept KeyError: pass"),
        "def f(): return {}['a']",
        failed("`f()` stopped with `KeyError: 'a'`.", ran="f()", seen="KeyError: 'a'"),
    ),
    "an exception": (
        one_check(F, "assert f([]) == 6", "What is the mean of nothing?"),
        "#| for: q\ndef f(xs):\n    return 1 / len(xs)",
        failed(
            "`f([])` stopped with `ZeroDivisionError: division by zero`, "
            "on line 3 of your answer: `return 1 / len(xs)`. A number was divided by zero.\n\n"
            "What is the mean of nothing?",
            verdict="error",
            ran="f([])",
            seen="ZeroDivisionError: division by zero",
        ),
    ),
    "other parameters": (
        one_check(F, "assert f(1, 2) == 6"),
        "def f(x): return 6",
        failed(
            "`f(1, 2)` stopped with "
            "`TypeError: f() takes 1 positional argument but 2 were given`. "
            "It takes other parameters than it was called with.",
            verdict="error",
            ran="f(1, 2)",
            seen="TypeError: f() takes 1 positional argument but 2 were given",
        ),
    ),
    "an exception of the learner's own": (
        one_check(F, "assert f() == 6"),
        "class Oops(LookupError): pass\ndef f(): raise Oops('no `luck`')",
        failed(
            "`f()` stopped with `` Oops: no `luck` ``, on line 2 of your answer: "
            "``def f(): raise Oops('no `luck`')``.",
            verdict="error",
            ran="f()",
            seen="Oops: no `luck`",
        ),
    ),
    "a value the check cannot use": (
        one_check("def f(): return 'six'", "assert f().upper() == 'SIX'"),
        "def f(): 'six'",
        failed(
            "`f()` returned `None`, which is not what was asked for. Did you forget `return`?",
            ran="f()",
            seen="None",
        ),
    ),
    "no function": (
        one_check(F, "assert f(1) == 6"),
        "f = 6",
        failed(
            "`f` is `6`, an `int`. It should be a function.",
            ran="f",
            seen="6",
            expected="a function",
        ),
    ),
    "an object": (
        one_check(F, "assert f() == 6"),
        "class Six:\n    def __eq__(self, other): return True\ndef f(): return Six()",
        failed(
            "`f()` returned `<Six object>`, expected `6`.",
            ran="f()",
            seen="<Six object>",
            expected="6",
        ),
    ),
    "a subclass of a number is not that number": (
        one_check(F, "assert f() == 6"),
        "class Six(int):\n    def __repr__(self): return '6'\ndef f(): return Six(6)",
        failed(
            "`f()` returned `6`, expected `6`. "
            "They look alike, but `6` is a `Six` and `6` is an `int`.",
            ran="f()",
            seen="6",
            expected="6",
        ),
    ),
    "a long list": (
        one_check("def f(): return list(range(100))", "assert f() == list(range(100))"),
        "def f(): return list(range(99)) + [0]",
        failed(
            f"`f()` returned `{START} … 0, 91, 92, 93, 94, 95, 96, 97, 98, 0]`, "
            f"expected `{START} … , 91, 92, 93, 94, 95, 96, 97, 98, 99]`. "
            "The first difference is at index 99: `0` instead of `99`.",
            ran="f()",
            seen=f"{START} … 0, 91, 92, 93, 94, 95, 96, 97, 98, 0]",
            expected=f"{START} … , 91, 92, 93, 94, 95, 96, 97, 98, 99]",
        ),
    ),
    "not there": (
        MEAN,
        "average = 3",
        Report(
            verdict="incorrect",
            points=0.0,
            max_points=3.0,
            message="Your answer cell makes no `mean` yet. The question asks for that name.",
        ),
    ),
    "almost there": (
        MEAN,
        "def Mean(xs): return 2",
        Report(
            verdict="incorrect",
            points=0.0,
            max_points=3.0,
            message="Your cell makes `Mean`. Is it meant to be `mean`?",
        ),
    ),
    "the cell stopped": (
        MEAN,
        "1 / 0\ndef mean(xs): return 2",
        Report(
            verdict="error",
            points=0.0,
            max_points=3.0,
            message="Your answer cell stopped with `ZeroDivisionError: division by zero`. "
            "A number was divided by zero. Mend it, run the cell, and check again.",
        ),
    ),
    "the cell stopped after the answer": (
        MEAN,
        MEAN_SOLUTION + "1 / 0",
        Report(
            verdict="error",
            points=0.0,
            max_points=3.0,
            message="Your answer cell stopped with `ZeroDivisionError: division by zero`. "
            "A number was divided by zero. Mend it, run the cell, and check again.",
        ),
    ),
    "untouched": (
        MEAN,
        "# my answer\ndef mean(xs):\n\n    ...  # here",
        Report(
            verdict="unattempted",
            points=0.0,
            max_points=3.0,
            message="Your answer cell is still as it was given. "
            "Write your answer in it and run the cell.",
        ),
    ),
    "empty": (
        MEAN,
        "#| for: mean\n",
        Report(
            verdict="unattempted",
            points=0.0,
            max_points=3.0,
            message="Your answer cell is empty. Write your answer in it and run the cell.",
        ),
    ),
    "partly right": (
        MEAN,
        "def mean(xs):\n    return sum(xs) / len(xs) if xs else 0",
        Report(
            verdict="incorrect",
            points=2.0,
            max_points=3.0,
            message="`mean([])` returned `0`, expected it to raise `ZeroDivisionError`.",
            ran="mean([])",
            seen="0",
            expected="ZeroDivisionError",
            target="fork",
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_learner_reads(case: str, judged: Judged) -> None:
    asked, answer, expected = CASES[case]
    assert judged(asked, answer) == expected
