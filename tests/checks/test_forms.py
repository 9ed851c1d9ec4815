"""Which forms a check may not use, each with its line."""

import pytest

from jupyter_tutor.checks import Refusal, refused_forms

NAMES = ["f", "xs", "Stack"]


def taken(name: str) -> str:
    return f"{name} is a name of the learner's answer and cannot be given another meaning here."


REFUSED = {
    "assert f(": "This is not Python: '(' was never closed.",
    "x = f(1)": "This check judges nothing: it has no assert and no raises(...).",
    "": "This check judges nothing: it has no assert and no raises(...).",
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
    "@f\ndef g(): pass\nassert g()": "The learner's code cannot decorate something that is defined "
    "here.",
    "async def g(): pass\nassert f(1)": "A check cannot use async or await.",
    "with f(1) as x: assert x": "An object of the learner's cannot be used in a with statement.",
    "with raises('ValueError'): 1 / 0": "The block of raises(...) does not use the learner's code.",
    "assert isinstance(f(1), Stack)": "A class of the learner's cannot be tested for from here.",
    "assert type(f(1)) is Stack": "A class of the learner's cannot be tested for from here.",
    "match f(1):\n    case Stack(): assert True": "A class of the learner's cannot be tested for "
    "from here.",
    "s = f(1)\nassert s\nf.x = 1": "The attribute x of a learner's object cannot be set from here.",
    "assert f.__code__": "__code__ of a learner's object cannot be looked at from here.",
    "assert callable(f)": "callable cannot look at an object of the learner's from here.",
    "assert f(lambda x: x) == 1": "A lambda cannot be handed to the learner's code, "
    "which runs in another process.",
    "assert f(n for n in (1, 2)) == 1": "A generator cannot be handed to the learner's code, "
    "which runs in another process.",
    "def g(): pass\nassert f(g)": "The function or class g cannot be handed to the learner's code, "
    "which runs in another process.",
    "assert f(key=len)": "Python's len cannot be handed to the learner's code, "
    "which runs in another process.",
    "assert output_of(f)(print) == ''": "Python's print cannot be handed to the learner's code, "
    "which runs in another process.",
}


@pytest.mark.parametrize("source", REFUSED)
def test_refused(source: str) -> None:
    found = refused_forms(source, NAMES)
    assert [refusal.message for refusal in found] == [REFUSED[source]]
    assert all(refusal.instead for refusal in found)


ACCEPTED = [
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
    "assert __name__",
]


@pytest.mark.parametrize("source", ACCEPTED)
def test_accepted(source: str) -> None:
    assert refused_forms(source, NAMES) == []


def test_the_line_and_the_way_to_write_it_are_told() -> None:
    source = "x = 1\n\nassert f(\n    lambda: x\n)\nfrom os import *\n"
    assert refused_forms(source, NAMES) == [
        Refusal(
            line=4,
            message="A lambda cannot be handed to the learner's code, "
            "which runs in another process.",
            instead="Hand over plain data, such as a list; "
            "or let an example cell define the function.",
        ),
        Refusal(
            line=6,
            message="import * hides which names are the learner's and which are yours.",
            instead="Import the names you use.",
        ),
    ]


def test_a_learners_own_builtin_is_theirs() -> None:
    assert refused_forms("assert max([1, 2]) == eval(1)", ["max", "eval"]) == []
