"""A wrong answer that the author foresaw is recognised by what it does, and only without doubt."""

from typing import Any

import pytest

from jupyter_tutor.checker.freezing import TooMuchToCompareError, freeze
from jupyter_tutor.core.questions import CodeQuestion, WrongAnswer
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.questions import HALVES, MEAN, question


def wrong(misconception: str, source: str) -> WrongAnswer:
    return WrongAnswer(misconception=misconception, says=f"{misconception}!", source=source, cell=1)


def test_the_misconceptions_words_come_before_what_was_seen(judged: Judged) -> None:
    answer = (
        "def mean(values):\n    total = 0\n    for v in values: total += v\n    return total / 2"
    )
    assert judged(MEAN, answer) == Report(
        verdict="incorrect",
        points=0.0,
        max_points=3.0,
        message="You divide by 2 whatever the length of the list.\n\n"
        "`mean([1, 2, 3])` returned `3.0`, expected `2`.",
        ran="mean([1, 2, 3])",
        seen="3.0",
        expected="2",
        misconception="halves",
        target="fork",
    )


LARGEST = question(
    "def largest(xs):\n    best = xs[0]\n    for x in xs:\n        if x > best: best = x\n"
    "    return best",
    "assert largest([1, 3, 2]) == 3",
    "assert largest([-3, -1]) == -1",
    "assert largest([5]) == 5",
    wrong=(
        wrong(
            "zero",
            "def largest(xs):\n    best = 0\n    for x in xs:\n"
            "        if x > best: best = x\n    return best",
        ),
        wrong("last", "def largest(xs): return xs[-1]"),
        wrong("prints", "def largest(xs): print(sorted(xs)[-1])"),
        wrong("nothing", "def largest(xs): sorted(xs)[-1]"),
        wrong("sorts", "def largest(xs):\n    xs.sort()\n    return xs[0]"),
        wrong("beyond", "def largest(xs): return xs[len(xs)]"),
        wrong("for ever", "def largest(xs):\n    while True: pass"),
        wrong("never there", "def smallest(xs): return 0"),
    ),
)

EMPTY_LIST = question(
    "def first(xs): return xs[0] if xs else None",
    "assert first([1, 2]) == 1",
    "assert first([7]) == 7",
    "assert first([]) is None",
    wrong=(wrong("forgets the empty list", "def first(xs): return xs[0]"),),
)

TOTAL = question(
    "total = 3 * 4",
    "assert total == 12",
    wrong=(wrong("adds", "total = 3 + 4"), wrong("none", "total = None")),
)

TWICE = question(
    "def twice(n): return 2 * n",
    "assert twice(3) == 6",
    wrong=(
        wrong("squares", "def twice(n): return n * n"),
        wrong("nothing", "def twice(n): n * 2"),
        wrong("boom", "def twice(n): return m * 2"),
    ),
)

UNDECIDED = question(
    "def twice(n): return 2 * n",
    "assert twice(3) == 6",
    "assert twice(5) == 10",
    wrong=(
        wrong("squares", "def twice(n): return n * n"),
        wrong("powers", "def twice(n): return n ** 2"),
    ),
)

AGREED = question(
    "def twice(n): return 2 * n",
    "assert twice(3) == 6",
    "assert twice(5) == 10",
    wrong=(
        wrong("squares", "def twice(n): return n * n"),
        wrong("squares", "def twice(n): return n ** 2"),
    ),
)

NOTHING = question(
    "def size(x): return 0",
    "assert size(None) == 0",
    wrong=(wrong("two", "def size(x): return 2"),),
)

GREETING = question(
    "def greet(): return 'Hello Ada'",
    "assert greet() == 'Hello Ada'",
    wrong=(wrong("no name", "def greet(): return 'Hello'"),),
)

NEEDS_SETUP = question(
    "def area(r): return PI * r * r",
    "assert area(2) == 12",
    "assert area(1) == 3",
    setup=("PI = 3", "1 / 0"),
    wrong=(wrong("around", "def area(r): return 2 * PI * r"),),
)

CASES: dict[str, tuple[CodeQuestion, str, str | None]] = {
    "behaves like it": (LARGEST, "def largest(xs): return max([0] + xs)", "zero"),
    "changes its argument like it": (
        LARGEST,
        "def largest(xs):\n    xs.sort()\n    return xs[0]  # mine",
        "sorts",
    ),
    "same values but does not change its argument": (
        LARGEST,
        "def largest(xs): return min(xs)",
        None,
    ),
    "prints like it": (LARGEST, "def largest(xs): print(max(xs))", "prints"),
    "gives back nothing, for whatever reason": (LARGEST, "def largest(xs): xs.index(1)", None),
    "gives back nothing, in the very same words": (
        LARGEST,
        "def largest(xs):\n\n    sorted(xs)[-1]",
        "nothing",
    ),
    "always the same exception": (LARGEST, "def largest(xs): return xs[99]", None),
    "like none of them": (LARGEST, "def largest(xs): return 42", None),
    "right": (LARGEST, "def largest(xs): return max(xs)", None),
    "an exception in one case of several": (
        EMPTY_LIST,
        "def first(xs):\n    x = xs[0]\n    return x",
        "forgets the empty list",
    ),
    "a variable": (TOTAL, "total = 7", "adds"),
    "another variable": (TOTAL, "total = 8", None),
    "a variable that is None": (TOTAL, "total = print()", None),
    "one input, one value": (TWICE, "def twice(x): return x ** 2", "squares"),
    "one input, and the same by accident": (TWICE, "def twice(x): return x + 6", None),
    "one input that has no like": (NOTHING, "def size(x): return 1 + 1", None),
    "one input that has no like, in the very same words": (
        NOTHING,
        "def size(x):  return 2",
        "two",
    ),
    "no input to vary": (GREETING, "def greet(): return 'Hel' + 'lo'", "no name"),
    "one input, nothing": (TWICE, "def twice(x): pass", None),
    "one input, an exception": (TWICE, "def twice(x): return m / 2", None),
    "two misconceptions fit": (UNDECIDED, "def twice(n): return pow(n, 2)", None),
    "two answers of one misconception fit": (AGREED, "def twice(n): return pow(n, 2)", "squares"),
    "after a setup that fails in part": (
        NEEDS_SETUP,
        "PI = 3\ndef area(r): return r * 2 * PI",
        "around",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_recognised(case: str, judged: Judged) -> None:
    asked, answer, misconception = CASES[case]
    assert judged(asked, answer).misconception == misconception


def test_another_type_of_number_is_another_response(judged: Judged) -> None:
    answer = "def mean(xs): return sum(xs) // 2"
    assert judged(MEAN, answer).misconception is None


def test_a_question_without_foreseen_answers(judged: Judged) -> None:
    asked = question("x = 1", "assert x == 1")
    assert judged(asked, "x = 2").misconception is None


def test_an_endless_answer_is_recognised_by_its_text_only(judged: Judged) -> None:
    loops = wrong("loops", "def f():\n    while True: pass")
    asked = question("def f(): return 1", "assert f() == 1", wrong=(loops, HALVES), timeout=1.0)
    report = judged(asked, "def f():\n    while True:\n        pass")
    assert (report.verdict, report.misconception) == ("timeout", "loops")


def test_what_is_small_in_memory_and_endless_to_walk_through_is_given_up() -> None:
    itself: list[Any] = []
    itself.extend([itself] * 10)
    assert freeze(itself) == ("list", *[("cycle", 1)] * 10)
    shared: list[Any] = [1]
    for _ in range(45):
        shared = [shared, shared]
    with pytest.raises(TooMuchToCompareError):
        freeze(shared)
