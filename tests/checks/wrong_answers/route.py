"""What a question says of the way: its source, the nearest that works, foreseen mistakes, rules."""

from jupyter_tutor.core.questions import WrongAnswer
from tests.checks.wrong_answers.task import Family, check, task

TOTAL = (
    "Write `total(prices)` with a loop, without `sum`.",
    'def total(prices):\n    """Add up."""\n    result = 0\n    for price in prices:\n'
    "        result += price\n    return result",
)
SHORT = "def total(prices):\n    return sum(prices)"
MEAN = (
    "Write `mean(numbers)`, which returns the mean.",
    "def mean(numbers):\n    return sum(numbers) / len(numbers)",
)
LONG_MEAN = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total / len(xs)"
)
HALVES = WrongAnswer(
    misconception="halves",
    says="You divide by 2 whatever the length of the list.",
    source="def mean(xs): return sum(xs) / 2",
    cell=7,
)
SAME = """\
from hypothesis import strategies as st
same_as_solution(clip, given(st.integers()), seconds=30)"""
CLIP = (
    "Write `clip(n)`, which returns `n`, but never more than 100.",
    "def clip(n):\n    return min(n, 100)",
)
ALL_OF_IT = """\
tax = 0
def helper(items):
    for item in items:
        kept.append(item if item else 0)
def total(prices, tax):
    if prices and tax:
        return 0
    return total([price for price in prices[1:]], tax) if prices else 0
"""
REST = "def mean(numbers):\n    return sum(numbers) // len(numbers)"

FAMILIES = (
    Family(
        title="What the answer is made of",
        tasks=(
            task(*TOTAL, "assert code.has('loop')", SHORT),
            task(*TOTAL, "assert code.has('for')", SHORT),
            task(*TOTAL, "assert not code.calls('sum')", SHORT),
            task(*TOTAL, "assert code.uses('price')", SHORT),
            task(TOTAL[0], ALL_OF_IT, "assert code.calls('.append')", SHORT),
            task(*TOTAL, "assert not code.imports('math')", f"import math\n{SHORT}"),
            task(*TOTAL, "assert code.docstring('total')", SHORT),
            task(TOTAL[0], ALL_OF_IT, "assert code.recursion()", SHORT),
            task(
                *TOTAL,
                "assert code.count('for') == 1",
                f"{SHORT}\nfor _ in range(2):\n    pass\nfor _ in range(3):\n    pass",
            ),
            task(*TOTAL, "assert code.count('return') <= 1", f"{SHORT}\n    return 0"),
            task(TOTAL[0], ALL_OF_IT, "assert code.count('if') >= 2", SHORT),
            task(*TOTAL, "expect(code.count('for'), 1)", SHORT),
            task(TOTAL[0], ALL_OF_IT, "assert code.has('comprehension')", SHORT),
            task(
                *TOTAL,
                "assert code.count('+') <= 1",
                "def total(prices):\n    a = 1 + 1 + 1\n    b = 1 + 1 + 1\n    c = a + 1 \\\n"
                "        + 1\n    return c + b",
            ),
            task(
                *TOTAL,
                "assert not code.writes(29), 'Let Python add up.'",
                "def total(prices):\n    return 29",
            ),
            task(TOTAL[0], ALL_OF_IT, "assert code.defines('total', 'tax')", SHORT),
            task(
                TOTAL[0],
                ALL_OF_IT,
                "assert code.parameters('total') == ('prices', 'tax')",
                "def total():\n    pass",
            ),
            task(
                *TOTAL,
                "assert not code.has('comprehension')",
                "def total(prices):\n    return sum([p for p in prices])",
            ),
            task(*TOTAL, "assert not code.writes(3)", "def total(prices):\n    return 3"),
            task(
                *TOTAL,
                "assert code.parameters('total') == ('prices',)",
                "def total(items):\n    return sum(items)",
            ),
            task(TOTAL[0], ALL_OF_IT, "assert code.inside('helper').has('for')", SHORT),
            task(
                *TOTAL,
                "assert not code.has('while')",
                "def total(prices):\n    result = 0\n    while prices:\n"
                "        result += prices.pop()\n    return result",
            ),
        ),
    ),
    Family(
        title="Where it first differs from one that works",
        tasks=(
            task(*MEAN, "assert mean([1, 2, 6]) == 3", f"{REST} - 1", difference="place"),
            task(*MEAN, "assert mean([1, 2, 6]) == 3", f"{REST} - 1", difference="show"),
            task(
                *MEAN,
                "assert mean([1, 2, 6]) == 3",
                "def mean(v):\n    t = 1\n    for i in v:\n        t += i\n    return t / len(v)",
                "def mean(v):\n    t = 0\n    for i in v:\n        t = i\n    return t / len(v)",
                LONG_MEAN.replace("    return", "        return"),
                difference="show",
                alternatives=(LONG_MEAN,),
            ),
        ),
    ),
    Family(
        title="A mistake the author foresaw",
        tasks=(
            task(
                *MEAN,
                (
                    "assert mean([1, 2, 6]) == 3",
                    "assert mean([4]) == 4",
                    "assert mean([2, 4, 9]) == 5",
                ),
                "def mean(xs):\n    return sum(xs) / 2",
                "def mean(values):\n    total = 0\n    for v in values:\n        total += v\n"
                "    return total * 0.5",
                wrong=(HALVES,),
            ),
        ),
    ),
    Family(
        title="Beside the author's own function",
        tasks=(
            task(
                *CLIP,
                SAME,
                "def clip(n):\n    return n",
                "def clip(n):\n    return min(n, 10)",
                "def clip(n):\n    return 100",
                "def clip(n):\n    if n < 100:\n        return n",
                "def clip(n):\n    return 100 / n and min(n, 100)",
            ),
            task(
                "Write `check_age(n)`, which raises `ValueError` below 0.",
                "def check_age(n):\n    if n < 0:\n        raise ValueError(n)\n    return n",
                "from hypothesis import strategies as st\n"
                "same_as_solution(check_age, given(st.integers(-9, 9)))",
                "def check_age(n):\n    return n",
            ),
            task(
                "Write `order(numbers)`, which sorts in place.",
                "def order(numbers):\n    numbers.sort()",
                "from hypothesis import strategies as st\n"
                "same_as_solution(order, given(st.lists(st.integers(0, 9), max_size=3)))",
                "def order(numbers):\n    sorted(numbers)",
            ),
        ),
    ),
    Family(
        title="Hidden checks, checks that wait, checks in the kernel",
        tasks=(
            task(
                MEAN[0],
                f"{MEAN[1]} if numbers else 0",
                (
                    check("assert mean([1, 2, 6]) == 3", 1),
                    check("assert mean([]) == 0", 2, hidden=True),
                ),
                "def mean(numbers):\n    return sum(numbers) / len(numbers)",
                "def mean(numbers):\n    return sum(numbers) / len(numbers) if numbers else None",
                "def mean(numbers):\n    while not numbers:\n        pass\n    return 3",
                timeout=1.0,
            ),
            task(
                *MEAN,
                (
                    check("assert mean([1, 2, 6]) == 3", 1),
                    check("assert mean([4]) == 4", 2, requires=("q-1",)),
                ),
                "def mean(numbers):\n    return 0",
            ),
            task(
                "Store a list of three numbers in `numbers`.",
                "numbers = [1, 2, 3]",
                check("assert len(numbers) == 3", where="kernel"),
                "numbers = [1, 2]",
            ),
            task(
                "Store a list of three numbers in `numbers`.",
                "numbers = [1, 2, 3]",
                check("assert sorted(numbers) == numbers, 'Put them in order.'", where="kernel"),
                "numbers = [3, 1, 2]",
                "numbers = 3",
            ),
        ),
    ),
)
