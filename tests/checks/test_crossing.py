"""The forms an author would write, each across the border between the check and the answer.

Of each: an answer that is right by it, and one that is not, with what the learner is told.
"""

import pytest

from jupyter_tutor.checks import refused_forms
from tests.checks.conftest import Judged
from tests.checks.questions import question

APPLY = "def apply(f, x):\n    return f(x)"
COUNT = "def count_up(n):\n    for i in range(n):\n        yield i"
STACK = """\
class EmptyError(Exception):
    pass

class Stack:
    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise EmptyError("nothing there")
        return self.items.pop()

    def __len__(self):
        return len(self.items)

    def __enter__(self):
        self.items.append("open")
        return self

    def __exit__(self, kind, error, trace):
        self.items.append(kind.__name__ if kind else "closed")
        return kind is ValueError
"""
LATER = "import asyncio\n\nasync def later(x):\n    await asyncio.sleep(0)\n    return x + 1"

FORMS: dict[str, tuple[str, str, str, str]] = {
    # name: (check, right answer, wrong answer, what is said of it)
    "a lambda": (
        "assert apply(lambda n: n + 1, 2) == 3",
        APPLY,
        "def apply(f, x): return x",
        "`apply(lambda n: n + 1, 2)` returned `2`, expected `3`.",
    ),
    "a function of the check": (
        "def double(n):\n    return 2 * n\nassert apply(double, 4) == 8",
        APPLY,
        "def apply(f, x): return f(f(x))",
        "`apply(double, 4)` returned `16`, expected `8`.",
    ),
    "a function of Python's": (
        "assert apply(len, 'abc') == 3",
        APPLY,
        "def apply(f, x): return f",
        "`apply(len, 'abc')` returned `<built-in function len>`, expected `3`.",
    ),
    "a class of Python's": (
        "assert apply(int, '12') == 12",
        APPLY,
        "def apply(f, x): return x",
        "`apply(int, '12')` returned `'12'`, expected `12`. "
        "They look alike, but `'12'` is a text (`str`) and `12` is a whole number (`int`).",
    ),
    "a method": (
        "seen = []\napply(seen.append, 5)\nassert seen == [5]",
        APPLY,
        "def apply(f, x): pass",
        "After `apply(append, 5)`, `seen` is `[]`, expected `[5]`.",
    ),
    "a partial": (
        "from functools import partial\nassert apply(partial(pow, 2), 5) == 32",
        APPLY,
        "def apply(f, x): return f(x) + 1",
        "`apply(partial, 5)` returned `33`, expected `32`.",
    ),
    "a function as a keyword": (
        "assert longest(['a', 'bcd', 'ef'], key=lambda t: len(t)) == 'bcd'",
        "def longest(items, key): return max(items, key=key)",
        "def longest(items, key): return items[0]",
        "`longest(['a', 'bcd', 'ef'], key=lambda t: len(t))` returned `'a'`, expected `'bcd'`.",
    ),
    "a function in a list": (
        "assert run_all([lambda: 1, lambda: 2]) == [1, 2]",
        "def run_all(fs): return [f() for f in fs]",
        "def run_all(fs): return [f() for f in fs[:1]]",
        "`run_all([<function <lambda>>, <function <lambda>>])` returned `[1]`, expected `[1, 2]`.",
    ),
    "a function given back": (
        "add = adder(2)\nassert add(3) == 5",
        "def adder(n): return lambda x: x + n",
        "def adder(n): return lambda x: n",
        "`add(3)` returned `2`, expected `5`.",
    ),
    "a function given back as it was": (
        "def same(x):\n    return x\nassert keep(same) is same",
        "def keep(f): return f",
        "def keep(f): return lambda x: x",
        "`keep(same)` returned `<function keep.<locals>.<lambda>>`, expected `<function same>`.",
    ),
    "composition, each way": (
        "twice = compose(lambda n: n * 2, lambda n: n + 1)\nassert twice(3) == 8",
        "def compose(f, g): return lambda x: f(g(x))",
        "def compose(f, g): return lambda x: g(f(x))",
        "`twice(3)` returned `7`, expected `8`.",
    ),
    "the learner's function to the learner's": (
        "assert apply(step, 3) == 4",
        APPLY + "\ndef step(n): return n + 1",
        APPLY + "\ndef step(n): return n",
        "`apply(step, 3)` returned `3`, expected `4`.",
    ),
    "called back into the learner's code": (
        "assert apply(lambda n: step(n) * 10, 3) == 40",
        APPLY + "\ndef step(n): return n + 1",
        APPLY + "\ndef step(n): return n",
        "`apply(lambda n: step(n) * 10, 3)` returned `30`, expected `40`.",
    ),
    "called back again and again": (
        "def down(n):\n    return 0 if n == 0 else 1 + apply(down, n - 1)\n"
        "assert apply(down, 30) == 30",
        APPLY,
        "def apply(f, x): return f(x) + 1",
        "`apply(down, 30)` returned `61`, expected `30`.",
    ),
    "an exception of the check's function": (
        "def fails(x):\n    raise KeyError('no')\nassert safely(fails) == 'KeyError'",
        "def safely(f):\n    try:\n        return f(1)\n    except Exception as error:\n"
        "        return type(error).__name__",
        "def safely(f): return 'nothing'",
        "`safely(fails)` returned `'nothing'`, expected `'KeyError'`.",
    ),
    "a decorator of the learner's": (
        "@shout\ndef hello(name):\n    return f'hello {name}'\nassert hello('ada') == 'HELLO ADA'",
        "from functools import wraps\ndef shout(f):\n    @wraps(f)\n    def inner(*args):\n"
        "        return f(*args).upper()\n    return inner",
        "def shout(f): return f",
        "`hello('ada') == 'HELLO ADA'` is not true.",
    ),
    "a generator handed over": (
        "assert total(n * n for n in range(4)) == 14",
        "def total(xs): return sum(xs)",
        "def total(xs): return len(list(xs))",
        "`total((n * n for n in range(4)))` returned `4`, expected `14`.",
    ),
    "an endless iterator handed over": (
        "from itertools import count\nassert first(3, count(5)) == [5, 6, 7]",
        "def first(n, xs): return [x for x, _ in zip(xs, range(n))]",
        "def first(n, xs): return [x for x, _ in zip(xs, range(n - 1))]",
        "`first(3, count)` returned `[5, 6]`, expected `[5, 6, 7]`.",
    ),
    "an iterator that is used up here": (
        "items = iter([1, 2, 3])\ntake(items)\nassert list(items) == [2, 3]",
        "def take(xs): return next(xs)",
        "def take(xs): return list(xs)",
        "`list(items) == [2, 3]`",
    ),
    "a generator of the learner's": (
        "assert list(count_up(3)) == [0, 1, 2]",
        COUNT,
        "def count_up(n): yield from range(1, n)",
        "`list(count_up(3))` is `[1, 2]`, expected `[0, 1, 2]`.",
    ),
    "next of a generator": (
        "items = count_up(2)\nassert next(items) == 0\nassert next(items) == 1",
        COUNT,
        "def count_up(n): yield 0; yield 0",
        "`next(count_up(2))` is `0`, expected `1`.",
    ),
    "a loop over a generator": (
        "for place, item in enumerate(count_up(3)):\n    assert item == place",
        COUNT,
        "def count_up(n): yield 1",
        "`1 == 0` is not true.",
    ),
    "a with of the learner's": (
        "s = Stack()\nwith s as inside:\n    inside.push(1)\n"
        "assert s.items == ['open', 1, 'closed']",
        STACK,
        STACK.replace('"open"', '"opened"'),
        "`Stack().items` is `['opened', 1, 'closed']`, expected `['open', 1, 'closed']`.",
    ),
    "an exception in a with": (
        "s = Stack()\nwith s:\n    int('x')\nassert s.items == ['open', 'ValueError']",
        STACK,
        STACK.replace("kind.__name__ if kind else", "'?' if kind else"),
        "`Stack().items` is `['open', '?']`, expected `['open', 'ValueError']`.",
    ),
    "a coroutine": (
        "import asyncio\nassert asyncio.run(later(1)) == 2",
        LATER,
        LATER.replace("x + 1", "x"),
        "`asyncio.run(later(1))` returned `1`, expected `2`.",
    ),
    "an exception by its type": (
        "with raises('EmptyError') as error:\n    Stack().pop()\n"
        "assert error.text == 'nothing there'",
        STACK,
        STACK.replace("nothing there", "empty"),
        "`error.text == 'nothing there'` is not true.",
    ),
    "except of a builtin": (
        "try:\n    halve(0)\nexcept ZeroDivisionError:\n    stopped = True\n"
        "else:\n    stopped = False\nassert stopped, 'It should stop at 0.'",
        "def halve(n): return 1 / n",
        "def halve(n): return 0",
        "It should stop at 0.",
    ),
    "an instance and its methods": (
        "s = Stack([1])\ns.push(2)\nassert s.pop() == 2\nassert len(s) == 1",
        STACK,
        STACK.replace("self.items.pop()", "self.items.pop(0)"),
        "`s.pop()` returned `1`, expected `2`.",
    ),
    "isinstance": (
        "assert isinstance(make(), Stack)",
        STACK + "\ndef make(): return Stack()",
        STACK + "\ndef make(): return []",
        "`make()` returned `[]`, which is a `list`; expected a `Stack`.",
    ),
    "two objects, not one": (
        "grid = make_grid(2)\nassert grid[0] is not grid[1]",
        "def make_grid(n): return [[0] * n for _ in range(n)]",
        "def make_grid(n): return [[0] * n] * n",
        "`make_grid(2)[0]` and `make_grid(2)[1]` are one and the same object: what changes one "
        "changes the other. Two objects were expected.",
    ),
    "one object, handed in and out": (
        "xs = [3]\nassert same(xs) is xs",
        "def same(xs): return xs",
        "def same(xs): return list(xs)",
        "`same([3])` returned `[3]`, expected `[3]`. It looks the same, but it is a copy; "
        "the object itself was expected.",
    ),
    "an argument changed in place": (
        "xs = [3, 1, 2]\nsort_it(xs)\nassert xs == [1, 2, 3]",
        "def sort_it(xs): xs.sort()",
        "def sort_it(xs): sorted(xs)",
        "After `sort_it([3, 1, 2])`, `xs` is `[3, 1, 2]`, expected `[1, 2, 3]`.",
    ),
    "an argument left alone": (
        "xs = [3, 1]\nsmallest(xs)\nassert xs == [3, 1], 'Leave the list as it was.'",
        "def smallest(xs): return min(xs)",
        "def smallest(xs): xs.sort(); return xs[0]",
        "Leave the list as it was.",
    ),
    "a dictionary changed in place": (
        "stock = {'tea': 1}\nadd(stock, 'tea')\nassert stock == {'tea': 2}",
        "def add(stock, what): stock[what] += 1",
        "def add(stock, what): stock = {what: 2}",
        "After `add({'tea': 1}, 'tea')`, `stock` is `{'tea': 1}`, expected `{'tea': 2}`.",
    ),
    "captured output": (
        "assert output_of(greet)('Ada') == 'Hello Ada\\n'",
        "def greet(name): print('Hello', name)",
        "def greet(name): return f'Hello {name}'",
        "`greet('Ada')` printed nothing, expected `'Hello Ada'`. It returned `'Hello Ada'`: "
        "`print` would show it.",
    ),
    "output of a function that calls back": (
        "assert output_of(apply)(lambda x: step(x), 1) == 'before\\ninside\\nafter\\n'",
        "def apply(f, x):\n    print('before')\n    f(x)\n    print('after')\n"
        "def step(x): print('inside')",
        "def apply(f, x): f(x)\ndef step(x): print('inside')",
        "printed `'inside'`, expected `'before\\ninside\\nafter'`.",
    ),
    "scripted input": (
        "with with_input('3', '4'):\n    assert add_two() == 7",
        "def add_two(): return int(input('a? ')) + int(input('b? '))",
        "def add_two(): return input() + input()",
        "`add_two()` returned `'34'`, expected `7`.",
    ),
    "seeded chance": (
        "import random\nwith with_seed(7):\n    seen = roll()\n"
        "assert seen == random.Random(7).randint(1, 6)",
        "import random\ndef roll(): return random.randint(1, 6)",
        "def roll(): return 7",
        "`roll()` returned `7`, expected `3`.",
    ),
    "seeded chance in one call": (
        "assert with_seed(1)(roll)() == with_seed(1)(roll)()",
        "import random\ndef roll(): return random.random()",
        "n = 0\ndef roll():\n    global n\n    n += 1\n    return n",
        "expected",
    ),
    "every item by a rule": (
        "assert all(n % 2 == 0 for n in evens(5))",
        "def evens(n): return [2 * i for i in range(n)]",
        "def evens(n): return list(range(n))",
        "is not true.",
    ),
    "sorted with the learner's key": (
        "assert sorted(['bb', 'a'], key=size) == ['a', 'bb']",
        "def size(text): return len(text)",
        "def size(text): return -len(text)",
        "`['bb', 'a']`",
    ),
    "map over the learner's function": (
        "assert list(map(step, [1, 2])) == [2, 3]",
        "def step(n): return n + 1",
        "def step(n): return n",
        "`[1, 2]`",
    ),
    "a table of cases": (
        "for given, wanted in {1: 1, 2: 4, 3: 9}.items():\n    assert square(given) == wanted",
        "def square(n): return n * n",
        "def square(n): return 2 * n",
        "`square(1)` returned `2`, expected `1`.",
    ),
    "numbers that are close": (
        "from math import isclose\nassert isclose(third(), 1 / 3)",
        "def third(): return 1 / 3",
        "def third(): return 0.33",
        "`third()` returned `0.33`, expected about `0.3333333333333333`.",
    ),
    "unpacking": (
        "first, *rest = split('a b c')\nassert (first, rest) == ('a', ['b', 'c'])",
        "def split(text): return text.split()",
        "def split(text): return text",
        "is not true",
    ),
    "a slice of the learner's object": (
        "assert Line(range(5))[1:3] == [1, 2]",
        "class Line:\n    def __init__(self, xs): self.xs = list(xs)\n"
        "    def __getitem__(self, key): return self.xs[key]",
        "class Line:\n    def __init__(self, xs): self.xs = list(xs)\n"
        "    def __getitem__(self, key): return self.xs[0]",
        "expected `[1, 2]`.",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_it_crosses_as_an_author_expects(judged: Judged, form: str) -> None:
    check, right, wrong, said = FORMS[form]
    asked = question(right, check)
    assert refused_forms(check, asked.learner_names) == []
    report = judged(asked, right)
    assert (report.verdict, report.message) == ("correct", "It does what it should.")
    report = judged(asked, wrong)
    assert report.verdict == "incorrect", report
    assert said in report.message


def test_there_are_forty_forms_and_more() -> None:
    assert len(FORMS) >= 40


@pytest.mark.parametrize(
    ("check", "answer", "verdict"),
    [
        # A check that ends within a call from over there ends at once and whole.
        (
            "def judge(x):\n    assert x == 1, 'Hand over 1.'\napply(judge, 1)",
            "def apply(f, x):\n    try:\n        f(2)\n    except BaseException:\n        pass\n"
            "    return 1",
            ("incorrect", "Hand over 1.\n\n`x == 1` is not true."),
        ),
        ("assert apply(lambda x: undefined, 1) == 1", APPLY, ("error", "NameError")),
        (
            "assert apply(lambda x: x + 1, 1) == 2",
            "def apply(f, x): return f('a')",
            ("error", "TypeError"),
        ),
        (
            "assert apply(lambda x: x, 1) == 1",
            "def apply(f, x):\n    while True: f(x)",
            ("timeout", "did not finish"),
        ),
        (
            "assert apply(lambda x: x, 1) == 1",
            "import os\ndef apply(f, x):\n    f(x)\n    os._exit(0)",
            ("error", "ended"),
        ),
        (
            "assert apply(lambda x: x, 1) == 1",
            "import threading\ndef apply(f, x):\n    seen = []\n"
            "    t = threading.Thread(target=lambda: seen.append(f(x)))\n"
            "    t.start(); t.join()\n    return seen[0]",
            ("correct", ""),
        ),
    ],
)
def test_what_goes_wrong_on_the_way_back_is_told_apart(
    judged: Judged, check: str, answer: str, verdict: tuple[str, str]
) -> None:
    asked = question(APPLY, check, "assert apply(abs, -1) == 1", timeout=2.0)
    report = judged(asked, answer)
    assert (report.verdict, verdict[1] in report.message) == (verdict[0], True), report
