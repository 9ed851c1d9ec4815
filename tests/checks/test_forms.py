"""Which forms a check may not use, each with its line."""

import pytest

from jupyter_tutor.checks import Refusal, refused_forms

NAMES = ["f", "xs", "Stack"]


def taken(name: str) -> str:
    return f"{name} is a name of the learner's answer and cannot be given another meaning here."


ALWAYS = "This assert always holds: it is given {}."
ZIPPED = "zip stops at the shorter one without a word: an answer that is empty would be right."
LATER = "{0} is used to work out what is expected after the learner's code, which may change it."
CLASS_PATTERN = "A pattern with this class looks at what stands for a learner's object, not at it."

REFUSED = {
    "assert f(": "This is not Python: '(' was never closed.",
    "x = f(1)": "This check judges nothing: it has no assert, no expect(...) and no raises(...).",
    "": "This check judges nothing: it has no assert, no expect(...) and no raises(...).",
    "assert (f(1) == 2, 'no')": "This assert always holds: it is given a tuple.",
    "assert g(1) == 2": "Nothing here is called g: it is not a name of the learner's answer, "
    "nor of Python, nor made in this check.",
    "assert eval('f(1)') == 2": "eval cannot see the learner's names, "
    "which live in another process.",
    "exec('x = 1')\nassert f(1)": "exec cannot see the learner's names, "
    "which live in another process.",
    "assert 'f' in globals()": "globals cannot see the learner's names, "
    "which live in another process.",
    "from math import *\nassert f(1)": "import * hides which names are the learner's "
    "and which are yours.",
    "f = 5\nassert f": taken("f"),
    "xs += [1]\nassert xs": taken("xs"),
    "for f in xs: assert f": taken("f"),
    "import math as f\nassert f": taken("f"),
    "def f(): pass\nassert f": taken("f"),
    "def g(xs): assert xs\ng(1)": taken("xs"),
    "assert [f for f in (1,)]": taken("f"),
    "assert (f := 1)": taken("f"),
    "del xs\nassert f(1)": taken("xs"),
    "try:\n    assert f(1)\nexcept: pass": "except would catch the tutor's own signals.",
    "try:\n    assert f(1)\nexcept BaseException: pass": "except BaseException would catch the "
    "tutor's own signals.",
    "try:\n    assert f(1)\nexcept KeyError as f: pass": taken("f"),
    "class Mine(Stack): pass\nassert f(1)": "A class here cannot derive from a class of the "
    "learner's.",
    "async def g(): pass\nassert f(1)": "A check cannot use async or await.",
    "with raises('ValueError'): 1 / 0": "The block of raises(...) does not use the learner's code.",
    "assert issubclass(Stack, Stack)": "issubclass cannot look at an object of the learner's "
    "from here.",
    "match f(1):\n    case Stack(): assert xs": CLASS_PATTERN,
    "from collections.abc import Sized\nmatch f(1):\n    case Sized(): assert xs": CLASS_PATTERN,
    "import numbers\nmatch f(1):\n    case numbers.Number(): assert xs": CLASS_PATTERN,
    "match f(1):\n    case f: assert xs": taken("f"),
    "match f(1):\n    case [1, *xs]: assert f": taken("xs"),
    "match f(1):\n    case {'a': 1, **xs}: assert f": taken("xs"),
    "def g():\n    global f\nassert f(1)": taken("f"),
    "f(1) == 2\nassert f(2) == 3": "This comparison is not asserted: what it finds is not used.",
    "not f(1)\nassert f(2) == 3": "This comparison is not asserted: what it finds is not used.",
    "assert [f(x) == x for x in (1, 2)]": ALWAYS.format("a list with something in it"),
    "assert (f(x) == x for x in (1, 2))": ALWAYS.format("a generator"),
    "assert [f(1) == 1, f(2) == 2]": ALWAYS.format("a list with something in it"),
    "assert {f(1): 1}": ALWAYS.format("a dictionary with something in it"),
    "assert {f(1) == 1}": ALWAYS.format("a set with something in it"),
    "assert lambda: f(1) == 1": ALWAYS.format("a function that is not called"),
    "assert 'f(1) == 1'": ALWAYS.format("a text"),
    "assert f(1) == 1 or True": ALWAYS.format("a constant"),
    "assert f(1) == 2 and 'yes'": ALWAYS.format("a text"),
    "f(1)\nassert 1": ALWAYS.format("a constant"),
    "assert all(a == b for a, b in zip(f(1), [1, 2]))": ZIPPED,
    "x = f(1)\ny = sorted(x)\nfor a, b in zip([1, 2], y): assert a == b": ZIPPED,
    "ys = [3, 1]\nassert f(ys) == sorted(ys)": LATER.format("ys"),
    "ys = list('ab')\nassert f(1, n=ys)[0] == len(ys)": LATER.format("ys"),
    "for ys in ([1, 2], [3]):\n    assert f(ys) == sum(ys) / len(ys)": LATER.format("ys"),
    "for ys, n in [([1, 2], 1)]:\n    assert f(ys) == [y + n for y in ys]": LATER.format("ys"),
    "assert all(f(ys) == sum(ys) for ys in ([1], [2]))": LATER.format("ys"),
    "ys = [1]\nassert output_of(f)(ys) == str(ys)": LATER.format("ys"),
    "s = f(1)\nassert s\nf.x = 1": "The attribute x of a learner's object cannot be set from here.",
    "assert f.__code__": "__code__ of a learner's object cannot be looked at from here.",
    "assert callable(f)": "callable cannot look at an object of the learner's from here.",
}


PLACES = "Arrays and tables are compared place by place, which gives no single answer."
REFUSED |= {
    "import numpy as np\nassert f(1) == np.array([1])": PLACES,
    "import pandas\nassert pandas.DataFrame() != f(1)": PLACES,
    "from polars import Series as S\nassert f(1) == S([1]) and f(2)": PLACES,
}


@pytest.mark.parametrize("source", REFUSED)
def test_refused(source: str) -> None:
    found = refused_forms(source, NAMES)
    assert [refusal.message for refusal in found] == [REFUSED[source]]
    assert all(refusal.instead for refusal in found)


ALONE = "expect(...) judges by itself; it gives nothing back to work with."
TWO = "expect takes two values: what the answer gives, and what it should be."
EXPECT = {
    "x = expect(f(1), 2)\nassert x": ALONE,
    "assert not expect(f(1), 2)": ALONE,
    "assert expect(f(1), 2) or f(2)": ALONE,
    "assert all(expect(f(n), n) for n in (1, 2))": ALONE,
    "check = expect\nassert f(1)": "expect is not called.",
    "expect(f(1))": TWO,
    "expect(*f(1))": TWO,
    "expect(f(1), 2, 0.1)": TWO,
    "expect(f(1), 2, **{})": "expect takes no **.",
    "expect(f(1), 2, tolerence=1)": "expect does not take tolerence.",
    "expect(f(1), 2, rel_tol=0.1)": "expect does not take rel_tol.",
    "expect(f(1), 2, says='no')": "expect does not take says.",
    "expect(f(1), 2, whatever=1)": "expect does not take whatever.",
    "expect(f(1), 2, exact='yes')": "exact is True or False.",
    "expect(f(1), 2, tolerance=True)": "tolerance is a number.",
    "ys = [3, 1]\nexpect(f(ys), sorted(ys))": LATER.format("ys"),
}


@pytest.mark.parametrize("source", EXPECT)
def test_refused_of_expect(source: str) -> None:
    found = refused_forms(source, NAMES)
    assert [refusal.message for refusal in found] == [EXPECT[source]]
    assert all(refusal.instead for refusal in found)


@pytest.mark.parametrize(
    ("source", "instead"),
    [
        ("expect(f(1), 2, tolerence=1)", "Did you mean tolerance?"),
        ("expect(f(1), 2, rel_tol=0.1)", "Write tolerance=0.01."),
        ("expect(f(1), 2, order=False)", "Write unordered=True."),
        ("expect(f(1), 2, says='no')", "Write assert expect(f(1), 2), 'your words'."),
        ("expect(f(1), 2, whatever=1)", "It takes exact, index, tolerance, unordered."),
        ("expect(f(1), 2, **{})", "Write out what is meant: exact, index, tolerance, unordered."),
    ],
)
def test_the_way_to_write_it_is_told(source: str, instead: str) -> None:
    assert [refusal.instead for refusal in refused_forms(source, NAMES)] == [instead]


ACCEPTED = [
    "import numpy as np\nassert (f(1) == np.array([1])).all() and f(1) is np.array",
    "import numpy as np\nexpect(f(1), np.array([1]))",
    "expect(f(1), 2)",
    "assert expect(f(1), 2, tolerance=0.1, exact=False, unordered=True, index=False), 'no'",
    "assert expect(f(1), 2) and expect(f(2), 3)",
    "for n in (1, 2):\n    expect(f(n), n)",
    "def check(n):\n    expect(f(n), n, tolerance=n / 100)\ncheck(1)",
    "expect(2, f(1))\nassert [] == xs",
    "assert f(1) == 2",
    "raises('ValueError', f, -1)",
    "with raises('ValueError') as error:\n    f(-1)\nassert error.text == 'no'",
    "with with_input('3', '4'):\n    assert output_of(f)() == '7\\n'",
    "import math\nassert math.isclose(f(1), math.pi)",
    "from math import isclose as close\nassert close(f(1), 3.0)",
    "s = Stack()\ns.push(1)\nassert s.pop() == 1 and s.size == 0",
    "for n in range(3):\n    assert f(n) == n, f'wrong for {n}'",
    "def check(n):\n    assert f(n) == n\ncheck(1)",
    "assert sorted(xs, key=f) == [1] and [y for y in xs if f(y)]",
    "assert f(xs) is xs and f(f) == 1",
    "assert f.__name__ == 'f' and f.__doc__",
    "try:\n    f(1)\nexcept ValueError as error:\n    assert str(error)",
    "match f(1):\n    case [a, *rest] | (a, {'k': rest}): assert a\n    case other: assert other",
    "assert isinstance(f(1), int | str) and type(f(1)) is int",
    "assert (lambda x: f(x))(1) == 2",
    "assert __name__ and f",
    "assert isinstance(f(1), Stack) and type(f(2)) is Stack",
    "s = Stack()\nwith raises('LookupError'):\n    s.pop()",
    "assert Stack().__len__() == 0 and Stack().__contains__(1)",
    "match f(1):\n    case int(n) | [str(), float(n)]: assert n",
    "class Mine:\n    n = 1\nmatch Mine():\n    case Mine(): assert f(1)",
    "assert [n for n in xs if f(n)] and [] == f(1)",
    "assert False or f(1), 'text'",
    "if f(1) == 2:\n    assert False, 'no'\nelse:\n    assert f(2)",
    "assert all(a == b for a, b in zip(f(1), [1, 2], strict=True))",
    "for a, b in zip([1], [2]): assert f(a) == b",
    "ys = [3, 1]\nassert f(ys) is ys and f(ys) == ys",
    "ys = [3, 1]\nexpected = sorted(ys)\nassert f(ys) == expected",
    "ys = [3, 1]\nassert sorted(ys) == f(ys)",
    "ys = [3, 1]\nf(ys)\nassert ys == [1, 3] and len(ys) == 2",
    "ys = [3, 1]\nassert f(ys) == 2 and ys[0] == 1",
    "for n in range(3): assert f(n) == n * n",
    "for n in (1, 2): assert f(n) == n * n",
    "@f\ndef g(): pass\nassert g()",
    "with f(1) as x: assert x",
    "assert f(lambda x: x) == 1",
    "assert f(n for n in (1, 2)) == 1",
    "def g(): pass\nassert f(g)",
    "assert f(key=len)",
    "assert output_of(f)(print) == ''",
    "import asyncio\nassert asyncio.run(f(1)) == 2",
    "with with_seed(7): assert f() == 2",
    "ys = {'a': 1}\ngot = f(ys)\nassert got == ys['a']",
    "for a, b in zip([1, 2], map(f, [1, 2])): assert a == b",
    "assert all(a == b for a, b in zip([1], [f(n) for n in (1,)]))",
    "ys = (3, 1)\nassert f(ys) == sorted(ys)",
]


@pytest.mark.parametrize("source", ACCEPTED)
def test_accepted(source: str) -> None:
    assert refused_forms(source, NAMES) == []


def test_the_line_and_the_way_to_write_it_are_told() -> None:
    source = "x = 1\n\nassert f(\n    eval('x')\n)\nfrom os import *\n"
    assert refused_forms(source, NAMES) == [
        Refusal(
            line=4,
            message="eval cannot see the learner's names, which live in another process.",
            instead="Write what you want to look at as plain Python.",
        ),
        Refusal(
            line=6,
            message="import * hides which names are the learner's and which are yours.",
            instead="Import the names you use.",
        ),
    ]


def test_a_learners_own_builtin_is_theirs() -> None:
    assert refused_forms("assert max([1, 2]) == eval(1)", ["max", "eval"]) == []


def test_a_learners_own_expect_is_theirs() -> None:
    assert refused_forms("assert expect(1) == 2", ["expect"]) == []
