"""What an author's check may do, and what becomes of it when it is at fault itself."""

import pytest

from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from tests.checks.conftest import Judged
from tests.checks.questions import question

STACK = """
class Stack:
    "A pile."
    def __init__(self, items=()):
        self.items = items
    def push(self, item):
        self.items.append(item)
        return self
    def pop(self):
        if not self.items: raise LookupError("empty")
        return self.items.pop()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __getitem__(self, at): return self.items[at]
    def __contains__(self, item): return item in self.items
    def __str__(self): return "Stack"
def numbers():
    n = 0
    while True:
        n += 1
        yield n
history = []
def add(n):
    history.append(n)
    return history
"""

HOLDS = {
    "methods, chained": "assert Stack([]).push(1).push(2).pop() == 2",
    "len, in, items, iteration, str": (
        "s = Stack([1, 2])\n"
        "assert len(s) == 2 and 2 in s and s[0] == 1 and list(s) == [1, 2] and str(s) == 'Stack'"
    ),
    "truth": "assert Stack([1]) and not Stack([])",
    "docstring and name": "assert Stack.__doc__ == 'A pile.' and add.__name__ == 'add'",
    "an object that kept its argument": (
        "xs = [1]\ns = Stack(xs)\ns.push(2)\nassert xs == [1, 2]\nxs.append(3)\nassert len(s) == 3"
    ),
    "identity": "s = Stack([])\nassert s.push(1) is s and s == s and s != Stack([])",
    "attributes": "assert Stack([1]).items == [1] and not hasattr(Stack([]), 'other')",
    "a generator without end": "g = numbers()\nassert [next(g), next(g)] == [1, 2]",
    "a for loop that leaves early": ("for n in numbers():\n    if n > 3: break\nassert n == 4"),
    "a global that calls change": (
        "before = history\nassert add(1) is history\nassert before == history == [1]\n"
        "add(2)\nassert before == [1, 2]"
    ),
    "loops, functions, comprehensions, classes of its own": (
        "import itertools\n"
        "class Case:\n    n = 3\n"
        "def check(n):\n    assert Stack(list(range(n))).pop() == n - 1\n"
        "for n in range(1, 4): check(n)\n"
        "assert all(len(Stack([0] * n)) == n for n in range(3))\n"
        "assert [len(Stack(list(c))) for c in itertools.combinations('ab', Case.n - 2)] == [1, 1]"
    ),
    "sorted by a learner's function": "assert sorted(['b', 'a'], key=add)[0] == 'b'",
    "except of Python's own": (
        "try:\n    Stack([]).pop()\nexcept LookupError as error:\n    text = str(error)\n"
        "assert text == 'empty'"
    ),
    "raises keeps the text": (
        "with raises(LookupError) as caught:\n    Stack([]).pop()\nassert caught.text == 'empty'"
    ),
    "starred and keywords": "assert len(Stack(*[[1]])) == 1 == len(Stack(**{'items': [1]}))",
    "several targets": "a = b = Stack([1])\na, c = b, 1\nassert len(a) == c",
    "a pattern with a value": (
        "import sys\nmatch 'sys':\n    case sys.__name__: assert add(1)\n    case _: assert False"
    ),
    "a method of its own base": (
        "class Low(list):\n    def __len__(self): return super().__len__() - 1\n"
        "assert len(Low(add(1))) == 0"
    ),
    "classes and special methods of the learner's": (
        "s = Stack([1])\n"
        "assert type(s) is Stack and isinstance(s, Stack) and s.__class__.__name__ == 'Stack'\n"
        "assert s.__contains__(1) and s.__len__() == 1 and hasattr(s, '__iter__')\n"
        "assert not hasattr(s, '__call__') and getattr(s, '__bool__', None) is None"
    ),
    "the end of an iterator": (
        "g = iter(Stack([1]))\nassert next(g) == 1 and next(g, None) is None\n"
        "try:\n    next(g)\nexcept (KeyError, StopIteration):\n    ended = True\nassert ended\n"
        "raises('StopIteration', next, g)"
    ),
    "the learner's object handed back": "s = Stack([])\nassert add(s)[0] is s",
}


@pytest.mark.parametrize("form", HOLDS)
def test_these_hold(form: str, judged: Judged) -> None:
    report = judged(question(STACK, HOLDS[form]), STACK)
    assert (report.verdict, report.fault) == ("correct", None)


IO_SOLUTION = """
def ask():
    name = input("Name? ")
    print("Hello", name)
    return input()
class Loud:
    def __repr__(self):
        print("loud")
        return "Loud"
def loud():
    return Loud()
def shout(text="hi"):
    import sys
    sys.stdout.write(text.upper())
    print("!", file=sys.stderr)
"""

IO_HOLDS = {
    "a block": "with with_input('Ada', '5'):\n    assert ask() == '5'",
    "lines are used up": (
        "with with_input('a', 'b', 'c', 'd'):\n    ask()\n    assert ask() == 'd'"
    ),
    "a wrapper": "assert with_input('Ada', '5')(ask)() == '5'",
    "both": "assert output_of(with_input('Ada', '')(ask))() == 'Hello Ada\\n'",
    "prompts are no output": (
        "with with_input('Ada', ''):\n    assert output_of(ask)() == 'Hello Ada\\n'"
    ),
    "only what this call prints": (
        "shout('x')\nassert output_of(shout)('y') == 'Y'\nassert output_of(shout)(text='') == ''"
    ),
    "what showing a result prints is not the call's": "assert output_of(loud)() == ''",
    "too few lines": "with with_input('Ada'):\n    raises('EOFError', ask)",
}


@pytest.mark.parametrize("form", IO_HOLDS)
def test_input_and_output(form: str, judged: Judged) -> None:
    report = judged(question(IO_SOLUTION, IO_HOLDS[form]), IO_SOLUTION)
    assert (report.verdict, report.fault) == ("correct", None)


FAULTS = {
    "not Python": ("assert f( == 6", "SyntaxError"),
    "an unknown name": ("assert f(1) == expected", "NameError"),
    "a missing module": ("import no_such_module\nassert f(1)", "ModuleNotFoundError"),
    "an exception before the learner is asked": ("1 / 0\nassert f(1)", "ZeroDivisionError"),
    "an exception over the right value": ("assert f(1)[0] == 6", "TypeError"),
    "an object handed over": ("class P: pass\nassert f(P()) == 6", "CannotCrossError"),
    "a comparison that cannot be made": (
        "from fractions import Fraction\nassert f == Fraction(6)",
        "CannotCrossError",
    ),
    "exit": ("import sys\nsys.exit(1)", "SystemExit"),
    "in, where there are no items": ("assert 1 not in f", "CannotCrossError"),
    "nothing judged": ("x = f(1)\nif x != 6:\n    assert x", "was reached"),
    "a wrong use of raises": ("with raises(5):\n    f(1)", "TypeError"),
    "a wrong use of with_input": ("with with_input(3):\n    f(1)", "TypeError"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_author_is_not_the_learners(case: str, judged: Judged) -> None:
    check, fault = FAULTS[case]
    asked = question("def f(n): return 6", "assert f(1) == 6", check, points=2.0)
    report = judged(asked, "def f(n):\n    return 6")
    assert (report.verdict, report.points, report.message) == ("undecided", 1.0, OUR_MISTAKE)
    assert report.fault is not None
    assert fault in report.fault.splitlines()[-1]


def test_a_real_failure_outranks_a_fault_of_the_author(judged: Judged) -> None:
    asked = question("def f(n): return 6", "assert nonsense", "assert f(1) == 6")
    report = judged(asked, "def f(n): return 5")
    assert (report.verdict, report.seen, report.fault) == ("incorrect", "5", None)


def test_points_are_shared_by_the_weight_of_the_checks(judged: Judged) -> None:
    from jupyter_tutor.core.questions import Check

    checks = [
        Check(id=str(points), source=f"assert f({points}) == {points}", points=points, cell=1)
        for points in (1.0, 2.0, 5.0)
    ]
    asked = question("def f(n): return n", *checks, points=4.0)
    assert judged(asked, "def f(n): return n if n != 2 else 0").points == 3.0
