"""Wrong lists, dictionaries and sets, and arguments that should, or should not, have changed."""

from tests.checks.wrong_answers.task import Family, task

COUNT = (
    "Write `count_to(n)`, which returns the numbers from 1 to `n`.",
    "def count_to(n):\n    return list(range(1, n + 1))",
)
TALLY = (
    "Write `tally(words)`, which counts how often each word is there.",
    "def tally(words):\n    return {word: words.count(word) for word in words}",
)
SHELF = (
    "Write `shelf()`, which returns a list of dictionaries.",
    "def shelf():\n    return [{'tea': [1]}, {'jam': [1, 2.5]}]",
)
ORDER = (
    "Write `order(numbers)`, which sorts the list in place.",
    "def order(numbers):\n    numbers.sort()",
)
EVENS = (
    "Write `evens(numbers)`, which returns the even ones and leaves the list alone.",
    "def evens(numbers):\n    return [n for n in numbers if n % 2 == 0]",
)

FAMILIES = (
    Family(
        title="Lists",
        tasks=(
            task(
                *COUNT,
                "assert count_to(3) == [1, 2, 3]",
                "def count_to(n):\n    return list(range(1, n))",
                "def count_to(n):\n    return list(range(n))",
                "def count_to(n):\n    return list(range(n + 1))",
                "def count_to(n):\n    return list(range(1, n + 2))",
                "def count_to(n):\n    return list(range(2, n + 1))",
                "def count_to(n):\n    return list(range(n, 0, -1))",
                "def count_to(n):\n    return [1] * n",
                "def count_to(n):\n    return []",
                "def count_to(n):\n    return range(1, n + 1)",
                "def count_to(n):\n    return [str(i) for i in range(1, n + 1)]",
                "def count_to(n):\n    return [[1, 2, 3]]",
                "def count_to(n):\n    for i in range(1, n + 1):\n        return [i]",
            ),
            task(
                "Write `numbers()`, which returns the numbers below 100.",
                "def numbers():\n    return list(range(100))",
                "assert numbers() == list(range(100))",
                "def numbers():\n    return list(range(99)) + [0]",
            ),
            task(
                *COUNT,
                "for n in count_to(3):\n    assert n > 0",
                "def count_to(n):\n    return []",
            ),
            task(
                *COUNT, "assert 3 in count_to(3)", "def count_to(n):\n    return list(range(1, n))"
            ),
            task(
                *COUNT,
                "assert 0 not in count_to(3)",
                "def count_to(n):\n    return list(range(n + 1))",
            ),
            task(
                *COUNT, "assert len(count_to(3)) == 3", "def count_to(n):\n    return [0, 1, 2, 3]"
            ),
            task(*COUNT, "assert count_to(3)[0] == 1", "def count_to(n):\n    return [0, 1, 2, 3]"),
        ),
    ),
    Family(
        title="In any order",
        tasks=(
            task(
                "Write `pairs()`, which returns all pairs, in any order.",
                "def pairs():\n    return [('a', 'b'), ('b', 'a')]",
                "expect(pairs(), [('a', 'b'), ('b', 'a')], unordered=True)",
                "def pairs():\n    return [('a', 'b')]",
                "def pairs():\n    return [('a', 'b'), ('a', 'b')]",
                "def pairs():\n    return [('a', 'b'), ('b', 'a'), ('a', 'a')]",
            ),
            task(
                "Write `letters(text)`, which returns a set.",
                "def letters(text):\n    return set(text)",
                "assert letters('abba') == {'a', 'b'}",
                "def letters(text):\n    return {'a'}",
                "def letters(text):\n    return {'a', 'b', 'c'}",
                "def letters(text):\n    return list(text)",
            ),
        ),
    ),
    Family(
        title="Dictionaries, and lists within lists",
        tasks=(
            task(
                *TALLY,
                "assert tally(['tea', 'jam', 'tea']) == {'tea': 2, 'jam': 1}",
                "def tally(words):\n    return {word: 1 for word in words}",
                "def tally(words):\n    return {'tea': 2}",
                "def tally(words):\n    return {'tea': 2, 'jam': 1, 'egg': 0}",
                "def tally(words):\n    return {'Tea': 2, 'jam': 1}",
                "def tally(words):\n    return [('tea', 2), ('jam', 1)]",
                "def tally(words):\n    return {}",
            ),
            task(
                *TALLY,
                "assert tally(['tea'])['tea'] == 1",
                "def tally(words):\n    return {}",
            ),
            task(
                *SHELF,
                "expect(shelf(), [{'tea': [1]}, {'jam': [1, 2.5]}])",
                "def shelf():\n    return [{'tea': [1]}, {'jam': [1, 2.4]}]",
                "def shelf():\n    return [{'tea': [1]}, {'jam': [1]}]",
                "def shelf():\n    return [{'tea': [1]}, {'egg': [1, 2.5]}]",
            ),
        ),
    ),
    Family(
        title="Arguments that change, and objects that are one and the same",
        tasks=(
            task(
                *ORDER,
                "numbers = [3, 1, 2]\norder(numbers)\nassert numbers == [1, 2, 3]",
                "def order(numbers):\n    sorted(numbers)",
                "def order(numbers):\n    numbers = sorted(numbers)",
                "def order(numbers):\n    numbers.sort(reverse=True)",
            ),
            task(
                *EVENS,
                "numbers = [1, 2, 4]\nassert evens(numbers) == [2, 4]\nassert numbers == [1, 2, 4]",
                "def evens(numbers):\n    for n in list(numbers):\n        if n % 2:\n"
                "            numbers.remove(n)\n    return numbers",
            ),
            task(
                "Write `grid()`, which returns two rows that can change without each other.",
                "def grid():\n    return [[0, 0], [0, 0]]",
                "rows = grid()\nassert rows[0] is not rows[1]",
                "def grid():\n    return [[0, 0]] * 2",
            ),
            task(
                "Write `same(items)`, which returns the list it was given.",
                "def same(items):\n    return items",
                "items = [1]\nassert same(items) is items",
                "def same(items):\n    return list(items)",
            ),
        ),
    ),
)
