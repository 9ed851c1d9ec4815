"""The learner's function beside the solution's, on inputs that nobody wrote down."""

import pytest

from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.checks import refused_forms
from tests.checks.conftest import Judged
from tests.checks.questions import MEAN_SOLUTION, question

NUMBERS = "from hypothesis import strategies as st\n"
MEAN = NUMBERS + "same_as_solution(mean, given(st.lists(st.integers(-99, 99))))"
SORT = NUMBERS + "same_as_solution(sort_it, given(st.lists(st.integers(0, 9), max_size=5)))"
CASES: dict[str, tuple[str, str, str, str, str]] = {
    # name: (solution, check, answer, verdict, what is said)
    "another way to the same values": (
        MEAN_SOLUTION,
        MEAN,
        "def mean(xs):\n    total = 0\n    for x in xs: total += x\n    return total / len(xs)",
        "correct",
        "It does what it should.",
    ),
    "rounding is no difference": (
        MEAN_SOLUTION,
        NUMBERS + "same_as_solution(mean, given(st.lists(st.floats(0, 9), min_size=1)))",
        "import math\ndef mean(xs): return math.fsum(xs) * (1 / len(xs))",
        "correct",
        "It does what it should.",
    ),
    "the smallest input is shown": (
        MEAN_SOLUTION,
        MEAN,
        "def mean(xs): return sum(xs) / 2 if xs else 1 / 0",
        "incorrect",
        "`mean([1])` returned `0.5`, expected `1.0`.",
    ),
    "what the solution refuses has to be refused": (
        MEAN_SOLUTION,
        MEAN,
        "def mean(xs): return sum(xs) / len(xs) if xs else 0",
        "incorrect",
        "`mean([])` returned `0`, expected it to raise `ZeroDivisionError`.",
    ),
    "what it does not refuse, not": (
        "def first(xs, default=None): return xs[0] if xs else default",
        NUMBERS + "same_as_solution(first, given(st.lists(st.booleans()), default=st.just(7)))",
        "def first(xs, default=None): return xs[0]",
        "incorrect",
        "`first([], default=7)` stopped with `IndexError: list index out of range`, expected `7`.",
    ),
    "what it leaves alone is to be left alone": (
        "def biggest(xs): return max(xs, default=0)",
        NUMBERS + "same_as_solution(biggest, given(st.lists(st.integers(0, 9))))",
        "def biggest(xs):\n    xs.sort()\n    return xs[-1] if xs else 0",
        "incorrect",
        "After `biggest([1, 0])`, what it was given is `[0, 1]`, expected `[1, 0]`.",
    ),
    "what it changes is to be changed": (
        "def sort_it(xs): xs.sort()",
        SORT,
        "def sort_it(xs): sorted(xs)",
        "incorrect",
        "After `sort_it([1, 0])`, what it was given is `[1, 0]`, expected `[0, 1]`.",
    ),
    "a function is wanted": (
        MEAN_SOLUTION,
        MEAN,
        "mean = 3",
        "incorrect",
        "`mean` is `3`, a whole number (`int`). It should be a function.",
    ),
    "chance": (
        MEAN_SOLUTION,
        NUMBERS + "same_as_solution(mean, given(st.just([1])))",
        "import random\ndef mean(xs): return random.random()",
        "incorrect",
        "expected `1.0`.",
    ),
    "an endless loop": (
        MEAN_SOLUTION,
        MEAN,
        "def mean(xs):\n    while True: pass",
        "timeout",
        "did not finish within 3 seconds",
    ),
    "an author who names no function of the solution": (
        MEAN_SOLUTION,
        NUMBERS + "same_as_solution(other, given(st.integers()))",
        "def other(x): return x\ndef mean(xs): return 0",
        "undecided",
        OUR_MISTAKE,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_finds_the_smallest_difference(judged: Judged, case: str) -> None:
    solution, check, answer, verdict, said = CASES[case]
    asked = question(solution, check, names=("other",), timeout=3.0)
    assert refused_forms(check, asked.learner_names) == []
    report = judged(asked, answer)
    assert (report.verdict, said in report.message) == (verdict, True), report


def test_it_finds_the_same_each_time(judged: Judged) -> None:
    check = NUMBERS + "same_as_solution(mean, given(st.lists(st.floats(-1e6, 1e6), min_size=1)))"
    asked = question(MEAN_SOLUTION, check)
    answer = "def mean(xs): return sum(xs) / len(xs) if sum(xs) < 12345.5 else 0"
    assert len({judged(asked, answer).message for _ in range(3)}) == 1


def test_its_time_is_limited(judged: Judged) -> None:
    check = NUMBERS + (
        "same_as_solution(mean, given(st.lists(st.integers(), min_size=1)), "
        "examples=100_000, seconds=0.5)"
    )
    assert judged(question(MEAN_SOLUTION, check), MEAN_SOLUTION + "\n").verdict == "correct"


@pytest.mark.parametrize(
    "check", ["same_as_solution(mean, [1])", "same_as_solution(mean, given())"]
)
def test_a_call_that_makes_no_sense_is_the_authors_mistake(judged: Judged, check: str) -> None:
    assert judged(question(MEAN_SOLUTION, check), MEAN_SOLUTION + "\n").verdict == "undecided"
