"""Where an answer first goes another way than one near it that works."""

import ast
import keyword
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.checks.near_code import departure
from jupyter_tutor.core.questions import Check
from tests.checks.conftest import Judged
from tests.checks.questions import HALVES, question

SHORT = "def mean(xs):\n    return sum(xs) / len(xs)"
LONG = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total / len(xs)"
)
WORKING = (SHORT, LONG)

CASES = {
    "another value": (
        "def mean(xs): return sum(xs) / 2",
        "Line 1, `def mean(xs): return sum(xs) / 2`: up to there your answer is like one that "
        "works. Look at the value `2`. One that works has `len(xs)` there.",
    ),
    "another sign": (
        "def mean(ys):\n    return sum(ys) // len(ys)",
        "Line 2, `return sum(ys) // len(ys)`: up to there your answer is like one that works. "
        "Look at the sign `//`. One that works has `/` there.",
    ),
    "the other way": (
        "def mean(v):\n    t = 1\n    for i in v:\n        t += i\n    return t / len(v)",
        "Line 2, `t = 1`: up to there your answer is like one that works. "
        "Look at the value `1`. One that works has `0` there.",
    ),
    "another name, in the learner's own": (
        "def mean(v):\n    t = 0\n    for i in v:\n        t += v\n    return t / len(v)",
        "Line 4, `t += v`: up to there your answer is like one that works. "
        "Look at the name `v`. One that works has `i` there.",
    ),
    "another statement": (
        "def mean(v):\n    t = 0\n    for i in v:\n        t = i\n    return t / len(v)",
        "Line 4, `t = i`: up to there your answer is like one that works. "
        "Look at the line as a whole, and how far it is indented. "
        "One that works has `t += i` there.",
    ),
    "indented too far": (
        "def mean(v):\n    t = 0\n    for i in v:\n        t += i\n        return t / len(v)",
        "Line 5, `return t / len(v)`: up to there your answer is like one that works. "
        "Look at the line as a whole, and how far it is indented. "
        "In one that works, `for i in v:` has ended before that.",
    ),
    "more than is needed": (
        "def mean(xs):\n    return sum(xs) / len(xs) + 1",
        "Line 2, `return sum(xs) / len(xs) + 1`: up to there your answer is like one that works. "
        "Look at `sum(xs) / len(xs)`. One that works has `sum(xs)` there.",
    ),
    "below a docstring": (
        'def mean(xs):\n    """Hi."""\n    return sum(xs[1:]) / len(xs)',
        "Line 3, `return sum(xs[1:]) / len(xs)`: up to there your answer is like one that works. "
        "Look at `xs[1:]`. One that works has `xs` there.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_first_difference_is_told(case: str) -> None:
    answer, words = CASES[case]
    found = departure(answer, WORKING)
    assert found is not None
    assert found.words(show=True) == words
    assert words.startswith(found.words(show=False))


@pytest.mark.parametrize(
    "answer",
    [
        SHORT,
        "def mean(numbers):\n    # mine\n    return (sum(numbers) / len(numbers))",
        "def mean(x): return 3",
        "import statistics\nmean = statistics.fmean",
        "def mean(:",
        "",
        "x = 1\n" * 3000,
    ],
)
def test_where_nothing_is_near_or_apart_nothing_is_said(answer: str) -> None:
    assert departure(answer, WORKING) is None


NAMES = st.from_regex("[a-z]{1,8}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name) and name not in ("sum", "len", "mean")
)


@given(st.lists(NAMES, min_size=3, max_size=3, unique=True), st.integers(0, 5))
def test_names_and_layout_are_no_difference(names: list[str], blank: int) -> None:
    known = dict(zip(("xs", "total", "x"), names, strict=True))
    tree = ast.parse(LONG)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = known.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = known[node.arg]
    assert departure("\n" * blank + ast.unparse(tree), WORKING) is None


MEAN = replace(question(SHORT, "assert mean([1, 2, 6]) == 3", wrong=(HALVES,)), difference="place")
FLOORS = "def mean(xs):\n    return sum(xs) // len(xs) - 1"
SEEN = "`mean([1, 2, 6])` returned `2`, expected `3`."
PLACE = (
    "Line 2, `return sum(xs) // len(xs) - 1`: up to there your answer is like one that works. "
    "Look at `sum(xs) // len(xs)`."
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("off", f"{SEEN} It is off by one."),
        ("place", PLACE),
        ("show", f"{PLACE} One that works has `sum(xs)` there."),
    ],
)
def test_the_author_says_how_much_is_told(judged: Judged, rule: str, said: str) -> None:
    report = judged(replace(MEAN, difference=rule), FLOORS)  # type: ignore[arg-type]
    assert report.message.endswith(said)
    assert report.message.startswith(SEEN)


def test_it_is_told_of_wrong_values_only(judged: Judged) -> None:
    other_way = "def mean(xs):\n    return (sum(xs) + 0) / len(xs)"
    assert judged(MEAN, other_way).message == "It does what it should."
    route = replace(MEAN, checks=(Check(id="c", source="assert code.has('for')", cell=1),))
    assert judged(route, FLOORS).message == (
        "Your answer does not use `for`. This question asks for it."
    )
    hidden = replace(MEAN, checks=(replace(MEAN.checks[0], hidden=True),))
    assert "Line 2" not in judged(hidden, FLOORS).message


def test_a_misconception_says_enough(judged: Judged) -> None:
    report = judged(MEAN, "def mean(xs):\n    return sum(xs) * 0.5")
    assert report.message == f"{HALVES.says}\n\n`mean([1, 2, 6])` returned `4.5`, expected `3`."
