"""Answers that try to pass a check without being right: none does, and the solution still does."""

import pytest

from tests.checks.conftest import Judged
from tests.checks.questions import question

STOPS = "def f(n):\n    raise StopIteration"
SQUARE = "def f(n):\n    return n * n"
NUMBERS = "def f():\n    return [1, 2, 3]"
LIES = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return True
    def __lt__(self, other): return True
    def __gt__(self, other): return True
    def __le__(self, other): return True
    def __ge__(self, other): return True
    def __hash__(self): return 0
    def __bool__(self): return True
    def __contains__(self, item): return True
    def __instancecheck__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
def f(*args): return Liar()
"""
OWN_ERROR = "class {0}(Exception): pass\ndef f(n):\n    raise {0}('no')"
COUNTS = "def f():\n    yield 1\n    yield 2"
PAIR_CLASS = "class Pair:\n    def __init__(self, a): self.a = a\n"
PAIR = PAIR_CLASS + "def f(p): return Pair(p.a)"
META = """
class Meta(type):
    __name__ = "ValueError"
    __mro__ = (ValueError, Exception, BaseException, object)
class Mine(Exception, metaclass=Meta): pass
def f(n): raise Mine("no")
"""

# what is asked: solution, check, answer
HOLES = {
    "the end of map": (SQUARE, "assert all(map(f, [1, 2]))", STOPS),
    "the end of a list": (SQUARE, "assert list(map(f, [])) == list(map(f, [1]))[1:]", STOPS),
    "the end of filter": (
        "def f(n): return n < 3",
        "assert not list(filter(f, [3, 4]))",
        STOPS,
    ),
    "the end of zip": (SQUARE, "for a, b in zip([1, 4], map(f, [1, 2])): assert a == b", STOPS),
    "the end of a generator": (SQUARE, "assert all(f(n) == n * n for n in (1, 2))", STOPS),
    "the end of iter(f, x)": (
        "def f(): return 1",
        "import itertools\nassert set(itertools.islice(iter(f, 9), 3)) <= {1}",
        "def f(): raise StopIteration",
    ),
    "the end of a class of its own": (
        SQUARE,
        "class Each:\n    def __init__(self): self.n = 0\n    def __iter__(self): return self\n"
        "    def __next__(self):\n        self.n += 1\n        if self.n > 3: raise StopIteration\n"
        "        return f(self.n)\nassert all(Each())",
        STOPS,
    ),
    "the end of one generator for another's": (
        COUNTS,
        "assert all(map(next, [f(), f()]))",
        "def f():\n    return\n    yield",
    ),
    "a subclass of StopIteration": (
        SQUARE,
        "assert all(map(f, [1, 2]))",
        "class Stop(StopIteration): pass\ndef f(n): raise Stop",
    ),
    "an iterator that is none": (
        COUNTS,
        "from collections.abc import Iterator\nassert isinstance(f(), Iterator)",
        "def f(): return object()",
    ),
    "an iterable by another name": (
        COUNTS,
        "import typing\nassert isinstance(f(), typing.Iterable)",
        "def f(): return object()",
    ),
    "in a list of classes": (
        NUMBERS,
        "import collections.abc as c\nassert isinstance(f(), (int, c.Sized)) and f()",
        "def f(): return object()",
    ),
    "a generator that is none": (
        COUNTS,
        "import types\nassert isinstance(f(), types.GeneratorType)",
        LIES,
    ),
    "something to call": (
        "def f(): return len",
        "from collections.abc import Callable\nassert isinstance(f(), Callable)",
        "def f(): return object()",
    ),
    "not hashable": (
        "class f: __hash__ = None",
        "from collections.abc import Hashable\nassert not isinstance(f(), Hashable)",
        "class f: pass",
    ),
    "not a list": (
        "def f(): return (1, 2)",
        "assert not isinstance(f(), list)",
        "class L(list): pass\ndef f(): return L()",
    ),
    "attributes of ours": (
        "def f(): return [1]",
        "assert hasattr(f(), '__len__')",
        "def f(): return object()",
    ),
    "attributes of ours, written out": (
        "class f:\n    def __len__(self): return 3",
        "s = f()\nassert s.__len__",
        "class f: pass",
    ),
    "our class": (PAIR, "p = Pair(1)\nassert f(p).__class__ is p.__class__", LIES + PAIR_CLASS),
    "our type": (PAIR, "p = Pair(1)\nassert type(f(p)) is type(p)", LIES + PAIR_CLASS),
    "our type, mapped": (
        PAIR,
        "p = Pair(1)\na, b = map(type, [p, f(p)])\nassert a is b",
        LIES + PAIR_CLASS,
    ),
    "the learner's class": (PAIR, "assert isinstance(f(Pair(1)), Pair)", LIES + PAIR_CLASS),
    "a class that says it is another": (
        PAIR,
        "assert isinstance(f(Pair(1)), Pair)",
        f"{PAIR_CLASS}\nclass Other:\n    __class__ = Pair\ndef f(p): return Other()",
    ),
    "contains everything": (NUMBERS, "assert 2 in f() and 3 in f()", LIES),
    "contains everything, and has items": (
        NUMBERS,
        "assert 2 in f()",
        "class L(list):\n    def __contains__(self, item): return True\ndef f(): return L([7])",
    ),
    "items that equal everything": (
        NUMBERS,
        "assert 2 in f() and f().count(1) == 1",
        LIES + "def f(): return [Liar()]",
    ),
    "a key that equals everything": (
        "def f(): return {'a': 1}",
        "assert f()['a'] == 1",
        LIES + "def f(): return {Liar(): 1}",
    ),
    "an own ValueError": (
        "def f(n): raise ValueError(n)",
        "raises('ValueError', f, 1)",
        OWN_ERROR.format("ValueError"),
    ),
    "an own ValueError in a block": (
        "def f(n): raise ValueError(n)",
        "with raises(ValueError):\n    f(1)",
        OWN_ERROR.format("ValueError"),
    ),
    "a class derived from an own one": (
        "def f(n): raise ValueError(n)",
        "raises('ValueError', f, 1)",
        OWN_ERROR.format("ValueError") + "\nclass E(ValueError): pass\ndef f(n): raise E",
    ),
    "a metaclass that lies": (
        "def f(n): raise ValueError(n)",
        "raises('ValueError', f, 1)",
        META,
    ),
    "a patched exception": (
        "def f(n): raise ValueError(n)",
        "raises('ValueError', f, 1)",
        "import builtins\nclass ValueError(Exception): pass\n"
        "def f(n):\n    builtins.ValueError = ValueError\n    raise ValueError",
    ),
    "sorted by lies": (NUMBERS, "assert sorted(f()) == [1, 2, 3]", LIES),
    "sorted items that lie": (
        NUMBERS,
        "assert sorted(f())[0] == 1",
        LIES + "def f(): return [Liar(), Liar()]",
    ),
    "chained": ("def f(): return 5", "assert 1 < f() < 10", LIES),
    "the greatest": ("def f(): return 5", "assert max(f(), 4) == 5", LIES),
    "rounded": ("def f(): return 5", "assert round(f()) == 5 and abs(f()) == 5", LIES),
    "close": ("def f(): return 5", "import math\nassert math.isclose(f(), 5)", LIES),
    "matched": (
        NUMBERS,
        "match f():\n    case [1, *rest]: assert rest == [2, 3]",
        LIES,
    ),
    "matched by a class": (
        "def f(): return 5",
        "match f():\n    case int(n): assert n == 5\n    case _: assert False",
        LIES,
    ),
    "nothing to go through": (
        NUMBERS,
        "assert f is not None\nfor n in f():\n    assert n > 0",
        "def f(): return []",
    ),
    "nothing to go through at all": (
        NUMBERS,
        "for n in f():\n    assert n > 0",
        "def f(): return []",
    ),
    "nothing for all": (NUMBERS, "assert all(n > 0 for n in f())", "def f(): return []"),
    "nothing to take off": (
        NUMBERS,
        "xs = f()\nassert xs is not None\nwhile xs:\n    assert xs.pop() > 0",
        "def f(): return []",
    ),
    "another type than is looked at": (
        NUMBERS,
        "x = f()\nif type(x) is list:\n    assert x == [1, 2, 3]",
        "def f(): return 'none'",
    ),
    "an error that is passed over": (
        NUMBERS,
        "try:\n    assert f() == [1, 2, 3]\nexcept ValueError:\n    pass",
        "def f(): raise ValueError",
    ),
    "a failure that is swallowed": (
        NUMBERS,
        "class Quiet:\n    def __enter__(self): pass\n    def __exit__(self, *e): return True\n"
        "with Quiet():\n    assert f() == [1, 2, 3]",
        "def f(): return 5",
    ),
    "a failure that finally swallows": (
        NUMBERS,
        "def check():\n    try:\n        assert f() == [1, 2, 3]\n    finally:\n        return 1\n"
        "check()",
        "def f(): return 5",
    ),
    "an end that is swallowed": (
        NUMBERS,
        "class Quiet:\n    def __enter__(self): pass\n    def __exit__(self, *e): return True\n"
        "assert f\nwith Quiet():\n    assert f() == [1, 2, 3]",
        "import os\ndef f(): os._exit(0)",
    ),
    "a value that cannot be compared": (
        "def f(): return 2.5",
        "from decimal import Decimal\nassert f() == Decimal('2.5')",
        "def f(): return object()",
    ),
    "not, of a comparison": ("def f(): return 5", "assert not f() == 4 and not f() != 5", LIES),
    "one of several": ("def f(): return 5", "assert f() in (4, 5)", LIES),
    "one of a set": ("def f(): return 5", "assert f() in {4, 5}", LIES),
    "named on the way": ("def f(): return 5", "assert (n := f()) and n == 5 and n > 4", LIES),
    "joined": ("def f(): return ['a', 'b']", "assert ''.join(f()) == 'ab'", LIES),
    "unpacked": (NUMBERS, "a, *rest = f()\nassert a == 1 and rest == [2, 3]", LIES),
    "as a dictionary": ("def f(): return {'a': 1}", "assert dict(f()) == {'a': 1}", LIES),
    "as a number": ("def f(): return 5", "assert int(f()) == 5 and float(f()) == 5.0", LIES),
    "as an index": (NUMBERS, "assert [0, 0, 0, 0, 7][f()[2] + 1] == 7", LIES),
    "none of its own": ("def f(): return None", "assert f() is None", LIES),
    "true of its own": ("def f(): return True", "assert f() is True and f() == True", LIES),
}


@pytest.mark.parametrize("case", HOLES)
def test_no_answer_passes_without_being_right(case: str, judged: Judged) -> None:
    solution, check, answer = HOLES[case]
    asked = question(solution, check, names=("Pair",))
    report = judged(asked, answer)
    assert report.verdict in ("incorrect", "error")
    assert report.fault is None


@pytest.mark.parametrize("case", HOLES)
def test_the_solution_passes(case: str, judged: Judged) -> None:
    solution, check, _answer = HOLES[case]
    report = judged(question(solution, check, names=("Pair",)), solution)
    assert (report.verdict, report.fault) == ("correct", None)
