"""Answers that stop with an error, run for ever, or cannot be read by Python at all."""

from tests.checks.wrong_answers.task import Family, check, task

MEAN = (
    "Write `mean(numbers)`, which returns the mean.",
    "def mean(numbers):\n    return sum(numbers) / len(numbers)",
)
TWICE = ("Write `twice(n)`, which returns two times `n`.", "def twice(n):\n    return 2 * n")
LAST = ("Write `last(items)`.", "def last(items):\n    return items[-1]")
PRICE = (
    "Write `price(item)`, which returns what it costs.",
    "def price(item):\n    return {'tea': 3}.get(item, 0)",
)
IS_TWO = "assert mean([1, 2, 3]) == 2"
IS_SIX = "assert twice(3) == 6"

FAMILIES = (
    Family(
        title="An error in the answer, while it is tried out",
        tasks=(
            task(
                MEAN[0],
                f"{MEAN[1]} if numbers else 0",
                check("assert mean([]) == 0", says="What is the mean of nothing?"),
                "#| for: q\ndef mean(numbers):\n    return sum(numbers) / len(numbers)",
            ),
            task(
                *MEAN,
                IS_TWO,
                "def mean(numbers):\n    return sum(number) / len(numbers)",
                "def mean(numbers):\n    total = 0\n    for n in numbers:\n        totl += n\n"
                "    return total / len(numbers)",
                "total = 0\ndef mean(numbers):\n    for n in numbers:\n        total += n\n"
                "    return total / len(numbers)",
                "def mean(numbers):\n    return sum(numbers) / numbers",
                "def mean(numbers):\n    return 'The mean is ' + sum(numbers) / len(numbers)",
                "def mean(numbers):\n    return numbers.mean()",
                "def mean(numbers):\n    return int('two')",
                "def mean(numbers):\n    return sum(numbers)(len(numbers))",
                "def mean():\n    return 2",
                "def mean(a, b):\n    return 2",
                "def mean(numbers, *, digits):\n    return 2",
                "def mean(numbers):\n    assert numbers == []\n    return 0",
                "def mean(numbers):\n    raise NotImplementedError",
                "def mean(numbers):\n    import statistic\n    return statistic.mean(numbers)",
                "def mean(numbers):\n    from statistics import average\n"
                "    return average(numbers)",
                "def mean(numbers):\n    return open('numbers.txt').read()",
                "def mean(numbers):\n    return float(10 ** 400)",
                "def mean(numbers):\n    return next(iter([]))",
                "def mean(numbers):\n    return 'é'.encode('ascii')",
                "class Oops(Exception):\n    pass\ndef mean(numbers):\n    raise Oops('no `luck`')",
                "def mean(numbers):\n    return None + 1",
                "def mean(numbers):\n    return numbers['a']",
                "def mean(numbers):\n    for n in 3:\n        pass",
                "def mean(numbers):\n    return len(3)",
                "def mean(numbers):\n    numbers = None\n    return numbers[0]",
                "def mean(numbers):\n    return numbers.lenght",
                "def mean(numbers):\n    a, b = numbers\n    return a + b",
                "def mean(numbers):\n    raise KeyboardInterrupt",
            ),
            task(
                *LAST,
                "assert last(['a', 'b']) == 'b'",
                "def last(items):\n    return items[len(items)]",
            ),
            task(
                *PRICE,
                "assert price('jam') == 0",
                "def price(item):\n    return {'tea': 3}[item]",
            ),
            task(
                "Write `factorial(n)`.",
                "def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)",
                "assert factorial(3) == 6",
                "def factorial(n):\n    return n * factorial(n - 1)",
            ),
            task(
                "Write `add()`, which asks for two numbers and returns their sum.",
                "def add():\n    return int(input('a? ')) + int(input('b? '))",
                "with with_input('3', '4'):\n    assert add() == 7",
                "def add():\n    return input('a? ') + input('b? ')",
                "def add():\n    return sum(int(input('n? ')) for _ in range(3))",
            ),
            task(
                "Write `seven()`, which returns 7.",
                "def seven():\n    return 7",
                "assert seven() == 7",
                "def seven():\n    return int(input('seven? '))",
            ),
            task(
                *TWICE,
                IS_SIX,
                "def twice(n):\n    exit()",
                "import sys\ndef twice(n):\n    sys.exit('done')",
                "import os\ndef twice(n):\n    os._exit(0)",
            ),
        ),
    ),
    Family(
        title="Too long, too much",
        tasks=(
            task(
                *TWICE,
                IS_SIX,
                "def twice(n):\n    while n > 0:\n        n = n + 1\n    return n",
                timeout=1.0,
            ),
            task(
                "Write `evens()`, which gives the even numbers one by one, up to 4.",
                "def evens():\n    yield from (0, 2, 4)",
                "assert list(evens()) == [0, 2, 4]",
                "def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2",
                timeout=1.0,
            ),
            task(
                *TWICE,
                IS_SIX,
                "def twice(n):\n    return 'a' * 10 ** 9",
                "def twice(n):\n    for _ in range(10 ** 6):\n        print('n' * 80)",
                timeout=20.0,
            ),
            task(
                "Write `show(n)`, which prints `n`.",
                "def show(n):\n    print(n)",
                "assert output_of(show)(3) == '3\\n'",
                "def show(n):\n    for _ in range(10 ** 5):\n        print(n)",
                timeout=20.0,
            ),
            task(*TWICE, IS_SIX, "while True:\n    pass", timeout=1.0, fresh=True),
            task(*TWICE, IS_SIX, "import os\nos._exit(3)", "exit()", fresh=True),
        ),
    ),
    Family(
        title="Python cannot read the cell",
        tasks=(
            task(
                *TWICE,
                IS_SIX,
                "def twice(n)\n    return 2 * n",
                "def twice(n):\n    return 2 * n)",
                "def twice(n):\n    return (2 * n",
                "def twice(n):\nreturn 2 * n",
                "def twice(n):\n    m = 2 * n\n  return m",
                "def twice(n):\n    return '2 * n",
                "def twice(n):\n    if n = 3:\n        return 6",
                "def twice(n):\n    return 2n",
                "def twice(n):\n    return 2 x n",
                "def twice n:\n    return 2 * n",
                "function twice(n):\n    return 2 * n",
                "def twice(n):\n    return 2 * n\n\nelse:\n    pass",
                "return 6",
                "def twice(n):\n    print 2 * n",
                "def twice(n):\n    \u201creturn\u201d 2 * n",
                "def twice(n):\n    n++\n    return n",
                "def twice(n):\n    two-n = 2 * n\n    return two-n",
                "def twice(n):\n    2 = n\n    return n",
            ),
        ),
    ),
    Family(
        title="The cell itself stops",
        tasks=(
            task(
                *TWICE,
                IS_SIX,
                "1 / 0\ndef twice(n):\n    return 2 * n",
                "def twice(n):\n    return 2 * n\nprint(m)",
                "def twice(n):\n    return 2 * n\nready = true",
                "import numpie\ndef twice(n):\n    return 2 * n",
                "def twice(n):\n    return 2 * n\ntwice('a', 'b')",
                "def twice(n):\n    return 2 * n\nassert twice(3) == 5",
                "def twice(n):\n    return 2 * n\nprint('twice: ' + twice(3))",
            ),
        ),
    ),
    Family(
        title="Not there yet",
        tasks=(
            task(
                *TWICE,
                IS_SIX,
                "def twice(n):\n    ...",
                "# my answer",
                "def Twice(n):\n    return 2 * n",
                "def double(n):\n    return 2 * n",
                "def three_times(n):\n    return 3 * n",
                stub="def twice(n):\n    ...",
            ),
        ),
    ),
)
