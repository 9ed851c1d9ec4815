"""Wrong output, exceptions that should have come, generators, classes, functions handed over."""

from tests.checks.wrong_answers.task import Family, task

GREET = ("Write `greet(name)`, which prints `Hi Ada`.", "def greet(name):\n    print('Hi', name)")
LINES = ("Write `count()`, which prints 1 and 2.", "def count():\n    print(1)\n    print(2)")
ROOT = (
    "Write `root(n)`, which raises `ValueError` for a negative number.",
    "def root(n):\n    if n < 0:\n        raise ValueError('negative')\n    return n ** 0.5",
)
STACK = (
    "Write a class `Stack` with `push`, `pop` and `size`.",
    "class Stack:\n    def __init__(self):\n        self.items = []\n"
    "    def push(self, item):\n        self.items.append(item)\n"
    "    def pop(self):\n        return self.items.pop()\n"
    "    @property\n    def size(self):\n        return len(self.items)",
)
EVENS = (
    "Write `evens(n)`, a generator of the even numbers below `n`.",
    "def evens(n):\n    yield from range(0, n, 2)",
)
APPLY = (
    "Write `apply(f, items)`, which returns what `f` makes of each item.",
    "def apply(f, items):\n    return [f(item) for item in items]",
)
USE_STACK = "s = Stack()\ns.push(3)\ns.push(4)\nassert s.pop() == 4\nassert s.size == 1"

FAMILIES = (
    Family(
        title="Printed output",
        tasks=(
            task(
                *GREET,
                "assert output_of(greet)('Ada') == 'Hi Ada\\n'",
                "def greet(name):\n    print('Hi,', name)",
                "def greet(name):\n    print('hi', name)",
                "def greet(name):\n    print('Hi' + name)",
                "def greet(name):\n    return 'Hi ' + name",
                "def greet(name):\n    pass",
                "def greet(name):\n    print('Hi', name, end='')",
                "def greet(name):\n    print('Hi name')",
            ),
            task(
                *LINES,
                "assert output_of(count)() == '1\\n2\\n'",
                "def count():\n    print(1, 2)",
                "def count():\n    print(1)\n    print(3)",
                "def count():\n    print(1)",
                "def count():\n    for n in range(1, 4):\n        print(n)",
            ),
            task(
                "Write `square()`, which asks for a number and prints its square.",
                "def square():\n    print(int(input('n? ')) ** 2)",
                "with with_input('3'):\n    assert output_of(square)() == '9\\n'",
                "def square():\n    n = int(input('n? '))\n    print(n * 2)",
                "def square():\n    print(9 ** 2)",
                "def square():\n    print(input('n? ') ** 2)",
            ),
        ),
    ),
    Family(
        title="An error that should have come",
        tasks=(
            task(
                *ROOT,
                "with raises('ValueError'):\n    root(-1)",
                "def root(n):\n    return n ** 0.5",
                "def root(n):\n    if n < 0:\n        print('negative')\n    else:\n"
                "        return n ** 0.5",
                "def root(n):\n    raise KeyError(n)",
                "def root(n):\n    return ValueError('negative')",
                "class ValueError(Exception):\n    pass\ndef root(n):\n    raise ValueError(n)",
            ),
            task(
                *ROOT,
                "with raises('ValueError') as e:\n    root(-1)\nassert e.text == 'negative'",
                "def root(n):\n    raise ValueError('Negative')",
            ),
        ),
    ),
    Family(
        title="Generators and functions handed over",
        tasks=(
            task(
                *EVENS,
                "assert list(evens(5)) == [0, 2, 4]",
                "def evens(n):\n    yield from range(0, n)",
                "def evens(n):\n    return range(0, n, 2)[1:]",
                "def evens(n):\n    for i in range(0, n, 2):\n        print(i)",
                "def evens(n):\n    for i in range(0, n, 2):\n        return i",
            ),
            task(
                *EVENS,
                "numbers = evens(5)\nassert next(numbers) == 0\nassert next(numbers) == 2",
                "def evens(n):\n    return [0, 2, 4]",
                "def evens(n):\n    yield 0",
            ),
            task(
                *APPLY,
                "assert apply(lambda n: n + 1, [1, 2]) == [2, 3]",
                "def apply(f, items):\n    return f(items)",
                "def apply(f, items):\n    return [f for item in items]",
                "def apply(f, items):\n    for item in items:\n        f(item)\n    return items",
                "def apply(f, items):\n    return map(f, items)",
            ),
            task(
                "Write `adder(n)`, which returns a function that adds `n`.",
                "def adder(n):\n    return lambda m: m + n",
                "assert adder(2)(3) == 5",
                "def adder(n):\n    return n + 1",
                "def adder(n):\n    return lambda m: m * n",
                "def adder(n):\n    def add(m):\n        m + n\n    return add",
            ),
        ),
    ),
    Family(
        title="Classes and their methods",
        tasks=(
            task(
                *STACK,
                USE_STACK,
                STACK[1].replace(".pop()", ".pop(0)"),
                STACK[1].replace("return self.items.pop()", "self.items.pop()"),
                STACK[1].replace("    @property\n", ""),
                STACK[1].replace("def push(self, item)", "def push(item)"),
                STACK[1].replace("def size", "def length"),
                STACK[1].replace("self.items = []", "items = []"),
                STACK[1].replace("def __init__(self)", "def __init__(self, items)"),
                STACK[1].replace("self.items.append(item)", "self.items = item"),
                "class Stack:\n    pass",
                "Stack = []",
            ),
            task(
                "Write a class `Point`; `Point(1, 2)` has `x` and `y`.",
                "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = x, y",
                "p = Point(1, 2)\nassert (p.x, p.y) == (1, 2)",
                "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = y, x",
                "class Point:\n    x, y = 0, 0",
            ),
        ),
    ),
)
