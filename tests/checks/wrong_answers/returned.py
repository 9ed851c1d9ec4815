"""Wrong values out of a function, or in a variable: numbers, texts, truth."""

from tests.checks.wrong_answers.task import Family, check, task

ADD = ("Write `add(a, b)`, which returns the sum.", "def add(a, b):\n    return a + b")
TWICE = ("Write `twice(n)`, which returns two times `n`.", "def twice(n):\n    return 2 * n")
GREET = (
    "Write `greet(name)`, which returns a greeting, such as `Hello, Ada!`.",
    "def greet(name):\n    return f'Hello, {name}!'",
)
MEAN = (
    "Write `mean(numbers)`, which returns the mean.",
    "def mean(numbers):\n    return sum(numbers) / len(numbers)",
)
EVEN = ("Write `is_even(n)`.", "def is_even(n):\n    return n % 2 == 0")
POEM = (
    "Write `poem()`, which returns two lines.",
    "def poem():\n    return 'Roses are red\\nViolets are blue'",
)

FAMILIES = (
    Family(
        title="Another value",
        tasks=(
            task(*ADD, "assert add(2, 3) == 5", "def add(a, b):\n    return a - b"),
            task(
                *ADD,
                check("assert add(2, 3) == 5", says="2 and 3 together are 5."),
                "def add(a, b):\n    return a * b",
            ),
            task(
                *ADD,
                "for n in (1, 2):\n    assert add(n, n) == 2 * n, f'Try {n} and {n}.'",
                "def add(a, b):\n    return 2",
            ),
            task(
                "Write `area(width, height)`.",
                "def area(width, height):\n    return width * height",
                "assert area(width=2, height=5) == 10",
                "def area(width, height):\n    return width + height",
            ),
            task(
                "Store 3 times 4 in `total`.",
                "total = 3 * 4",
                "assert total == 12",
                "total = 3 + 4",
                "total = '3 * 4'",
                "total = [3, 4]",
                "total = None",
                "toal = 12",
                "3 * 4",
            ),
            task(
                *MEAN,
                "assert round(mean([1, 2]), 2) == 1.5",
                "def mean(numbers):\n    return sum(numbers) // len(numbers)",
            ),
            task(
                *MEAN,
                "result = mean([1, 2, 6])\nassert result == 3",
                "def mean(numbers):\n    return max(numbers)",
            ),
            task(*ADD, "assert 5 == add(2, 3)", "def add(a, b):\n    return a"),
        ),
    ),
    Family(
        title="Nothing returned",
        tasks=(
            task(
                *TWICE,
                "assert twice(3) == 6",
                "def twice(n):\n    2 * n",
                "def twice(n):\n    print(2 * n)",
                "def twice(n):\n    print('The result is', 2 * n)",
                "def twice(n):\n    return print(2 * n)",
                "def twice(n):\n    n = 2 * n\n    return",
            ),
            task(*TWICE, "assert twice(3) is not None", "def twice(n):\n    pass"),
            task(
                *GREET, "assert greet('Ada').endswith('!')", "def greet(name):\n    f'Hi {name}!'"
            ),
            task(*EVEN, "assert is_even(2)", "def is_even(n):\n    n % 2 == 0"),
            task(
                "Write `log(text)`, which returns nothing.",
                "def log(text):\n    pass",
                "assert log('a') is None",
                "def log(text):\n    return text",
            ),
        ),
    ),
    Family(
        title="Off by one, rounding and tolerance",
        tasks=(
            task(
                "Write `count(text)`, which returns how many characters a text has.",
                "def count(text):\n    return len(text)",
                "assert count('garden') == 6",
                "def count(text):\n    return len(text) - 1",
                "def count(text):\n    return len(text) + 1",
            ),
            task(
                "Write `tenths()`, which returns 0.3 as the sum of 0.1 and 0.2, rounded.",
                "def tenths():\n    return round(0.1 + 0.2, 1)",
                "assert tenths() == 0.3",
                "def tenths():\n    return 0.1 + 0.2",
            ),
            task(
                "Write `circle(r)`, which returns the area of a circle.",
                "import math\ndef circle(r):\n    return math.pi * r ** 2",
                "expect(circle(1), 3.14159, tolerance=0.001)",
                "def circle(r):\n    return 3 * r ** 2",
                "def circle(r):\n    return 2 * 3.14159 * r",
            ),
            task(
                *MEAN,
                "import math\nassert math.isclose(mean([1, 2]), 1.5)",
                "def mean(numbers):\n    return 1.4",
            ),
            task(
                "Write `half(n)`, which returns a whole number.",
                "def half(n):\n    return n // 2",
                "expect(half(4), 2, exact=True)",
                "def half(n):\n    return n / 2",
            ),
        ),
    ),
    Family(
        title="Another type",
        tasks=(
            task(
                *TWICE,
                "assert twice(3) == 6",
                "def twice(n):\n    return '6'",
                "def twice(n):\n    return [2 * n]",
                "def twice(n):\n    return (2 * n,)",
                "def twice(n):\n    return {2 * n}",
                "def twice(n):\n    return twice",
                "def twice(n):\n    return 2 * n, n",
            ),
            task(
                *TWICE,
                "assert isinstance(twice(3), int)",
                "def twice(n):\n    return str(2 * n)",
                "def twice(n):\n    return 2.0 * n",
            ),
            task(
                "Write `first(words)`, which returns a list with the first word.",
                "def first(words):\n    return words[:1]",
                "assert first(['a', 'b']) == ['a']",
                "def first(words):\n    return words[0]",
                "def first(words):\n    return tuple(words[:1])",
            ),
            task(
                "Write `positive(n)`, which returns 1 or 0.",
                "def positive(n):\n    return int(n > 0)",
                "expect(positive(3), 1)",
                "def positive(n):\n    return n > 0",
            ),
            task(*TWICE, "assert twice(3) == 6", "twice = 6", "twice = 'n * 2'"),
            task(
                *TWICE,
                "assert twice(3) == 6",
                "class Six(int):\n    def __repr__(self):\n        return '6'\n"
                "def twice(n):\n    return Six(6)",
            ),
        ),
    ),
    Family(
        title="Texts",
        tasks=(
            task(
                *GREET,
                "assert greet('Ada') == 'Hello, Ada!'",
                "def greet(name):\n    return f'hello, {name}!'",
                "def greet(name):\n    return f'Hello,{name}!'",
                "def greet(name):\n    return f'Hello, {name}! '",
                "def greet(name):\n    return 'Hello, {name}!'",
                "def greet(name):\n    return 'Hello, name!'",
                "def greet(name):\n    return ''",
            ),
            task(
                *POEM,
                "assert poem() == 'Roses are red\\nViolets are blue'",
                "def poem():\n    return 'Roses are red\\nViolets are green'",
                "def poem():\n    return 'Roses are red Violets are blue'",
                "def poem():\n    return 'Roses are red\\nViolets are blue\\nSugar is sweet'",
            ),
            task(
                *GREET,
                "assert 'Ada' in greet('Ada')",
                "def greet(name):\n    return 'Hello!'",
            ),
            task(
                *GREET,
                "assert '{' not in greet('Ada')",
                "def greet(name):\n    return 'Hello, {name}!'",
            ),
            task(
                *GREET, "assert greet('Ada') in 'Hello, Ada!'", "def greet(name):\n    return 'Hi'"
            ),
            task(
                "Write `shout(text)`.",
                "def shout(text):\n    return text.upper()",
                "assert shout('a' * 200) == 'A' * 200",
                "def shout(text):\n    return text.upper()[:-1]",
            ),
        ),
    ),
    Family(
        title="True or false, more or less",
        tasks=(
            task(
                *EVEN,
                "assert is_even(2)\nassert not is_even(3)",
                "def is_even(n):\n    return n % 2 == 1",
                "def is_even(n):\n    return True",
                "def is_even(n):\n    return n % 2",
                "def is_even(n):\n    return 'no'",
            ),
            task(*EVEN, "assert is_even(2) is True", "def is_even(n):\n    return 1"),
            task(
                "Write `dice()`, which returns a number from 1 to 6.",
                "def dice():\n    return 4",
                "assert 1 <= dice() <= 6",
                "def dice():\n    return 7",
            ),
            task(*TWICE, "assert twice(3) > 5", "def twice(n):\n    return n"),
            task(*TWICE, "assert twice(3) >= 6", "def twice(n):\n    return n"),
            task(*TWICE, "assert 7 > twice(3)", "def twice(n):\n    return n ** 2"),
            task(*TWICE, "assert twice(3) <= 6", "def twice(n):\n    return n ** 2"),
            task(*TWICE, "assert twice(3) != 3", "def twice(n):\n    return n"),
            task(*TWICE, "assert twice(3) in (6, 6.0)", "def twice(n):\n    return 5"),
            task(*TWICE, "assert twice(3) not in (3, 9)", "def twice(n):\n    return n * n"),
        ),
    ),
    Family(
        title="Objects, loops and names in a check",
        tasks=(
            task(
                *TWICE,
                "assert twice(3) == 6",
                "class Six:\n    def __eq__(self, other):\n        return True\n"
                "def twice(n):\n    return Six()",
            ),
            task(
                *TWICE,
                "for n in (1, 2):\n    expect(twice(n), 2 * n)",
                "def twice(n):\n    return 2",
            ),
            task(
                *TWICE,
                "assert all(twice(n) == 2 * n for n in (1,))\nn = 6\nassert n == twice(3)",
                "def twice(n):\n    return 2 if n == 1 else 7",
            ),
            task(
                *ADD,
                "assert expect(add(1, 2), 3), 'One and two is three.'",
                "def add(a, b):\n    return a * b",
            ),
            task(*ADD, "expect(5, add(2, 3))", "def add(a, b):\n    return a - b"),
            task(
                *ADD,
                ("assert add(2, 3) == 5", "assert add(1, 1) == 2", "assert add(0, 1) == 1"),
                "def add(a, b):\n    return a + b if a else 0",
                points=3.0,
            ),
            task(
                *TWICE,
                "try:\n    n = twice(3)\n    assert n\nexcept KeyError:\n    pass",
                "def twice(n):\n    return {}[n]",
            ),
        ),
    ),
)
