"""`expect` in a check: what a learner is told, word for word."""

import dataclasses

import pytest

from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.questions import question

CASES: dict[str, tuple[str, str, str, str]] = {
    # name: (check, right answer, wrong answer, what is said of it)
    "rounding is allowed for": (
        "expect(add(0.1, 0.2), 0.3)",
        "def add(a, b): return a + b",
        "def add(a, b): return a - b",
        "`add(0.1, 0.2)` returned `-0.1`, expected `0.3`.",
    ),
    "a tolerance": (
        "expect(third(), 1 / 3, tolerance=0.01)",
        "def third(): return 0.33",
        "def third(): return 0.3",
        "`third()` returned `0.3`, expected about `0.3333333333333333`. "
        "It is off by 0.0333, and up to 0.01 is allowed.",
    ),
    "another type of number, where it matters": (
        "expect(half(4), 2, exact=True)",
        "def half(n): return n // 2",
        "def half(n): return n / 2",
        "`half(4)` returned `2.0`, expected `2`. "
        "They are equal, but `2.0` is a `float` and `2` is an `int`.",
    ),
    "no number": (
        "expect(positive(3), 1)",
        "def positive(n): return int(n > 0)",
        "def positive(n): return n > 0",
        "`positive(3)` returned `True`, expected `1`.",
    ),
    "deep inside": (
        "expect(table(), [{'a': [1]}, {'b': [1, 2.5]}])",
        "def table(): return [{'a': [1]}, {'b': [1, 2.5]}]",
        "def table(): return [{'a': [1]}, {'b': [1, 2.4]}]",
        "`table()` returned `[{'a': [1]}, {'b': [1, 2.4]}]`, expected "
        "`[{'a': [1]}, {'b': [1, 2.5]}]`. "
        "The first difference is at index 1, key `'b'`, index 1: `2.4` instead of `2.5`.",
    ),
    "in any order": (
        "expect(pairs('ab'), [('a', 'b'), ('b', 'a')], unordered=True)",
        "def pairs(t): return [(t[1], t[0]), (t[0], t[1])]",
        "def pairs(t): return [(t[0], t[1])] * 2",
        "`pairs('ab')` returned `[('a', 'b'), ('a', 'b')]`, expected "
        "`[('a', 'b'), ('b', 'a')]` in any order. It does not have `('b', 'a')`.",
    ),
    "one too few": (
        "expect(count_to(3), [1, 2, 3])",
        "def count_to(n): return list(range(1, n + 1))",
        "def count_to(n): return list(range(1, n))",
        "`count_to(3)` returned `[1, 2]`, expected `[1, 2, 3]`. It lacks the last item, `3`.",
    ),
    "counted from another start": (
        "expect(count_to(3), [1, 2, 3])",
        "def count_to(n): return list(range(1, n + 1))",
        "def count_to(n): return list(range(n))",
        "`count_to(3)` returned `[0, 1, 2]`, expected `[1, 2, 3]`. "
        "Every number is too small by one.",
    ),
    "nothing": (
        "expect(add(1, 2), 3)",
        "def add(a, b): return a + b",
        "def add(a, b): print(a + b)",
        "`add(1, 2)` returned `None`, expected `3`. "
        "It printed `3`: `print` shows a value, `return` gives it back.",
    ),
    "printed lines": (
        "expect(output_of(report)(2), 'a\\nb\\n')",
        "def report(n): print('a'); print('b')",
        "def report(n): print('a'); print('c')",
        "`report(2)` printed `'a\\nc\\n'`, expected `'a\\nb\\n'`. "
        "Line 2 is `'c'` instead of `'b'`.",
    ),
    "nothing printed": (
        "expect(output_of(report)(2), 'a\\n')",
        "def report(n): print('a')",
        "def report(n): pass",
        "`report(2)` printed nothing, expected `'a\\n'`. Did you forget `print`?",
    ),
    "a variable": (
        "expect(total, 6)",
        "total = 6",
        "total = 7",
        "`total` is `7`, expected `6`. It is off by one.",
    ),
    "the learner's on the right": (
        "expect(6, total)",
        "total = 6",
        "total = 8",
        "`total` is `8`, expected `6`.",
    ),
    "a changed argument": (
        "xs = [3, 1]\norder(xs)\nexpect(xs, [1, 3])",
        "def order(xs): xs.sort()",
        "def order(xs): sorted(xs)",
        "After `order([3, 1])`, `xs` is `[3, 1]`, expected `[1, 3]`. "
        "It has the right items, but in another order.",
    ),
    "an object": (
        "expect(make(), 3)",
        "def make(): return 3",
        "class Three: pass\ndef make(): return Three()",
        "`make()` returned `<Three object>`, expected `3`.",
    ),
    "after assert, with words": (
        "assert expect(add(1, 2), 3), 'One and two is three.'",
        "def add(a, b): return a + b",
        "def add(a, b): return a * b",
        "One and two is three.\n\n`add(1, 2)` returned `2`, expected `3`. It is off by one.",
    ),
    "two after one assert": (
        "assert expect(add(1, 2), 3) and expect(add(2, 2), 4)",
        "def add(a, b): return a + b",
        "def add(a, b): return 3",
        "`add(2, 2)` returned `3`, expected `4`. It is off by one.",
    ),
    "in a loop": (
        "for n in (1, 2):\n    expect(square(n), n * n)",
        "def square(n): return n * n",
        "def square(n): return n",
        "`square(2)` returned `2`, expected `4`.",
    ),
    "of the answer's code": (
        "expect(code.count('for'), 1)\nassert total",
        "total = 0\nfor n in (1, 2): total += n",
        "total = 3",
        "Your answer uses `for` never, expected once.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_learner_reads(judged: Judged, case: str) -> None:
    check, right, wrong, said = CASES[case]
    asked = question(right, check)
    assert judged(asked, right).verdict == "correct"
    report = judged(asked, wrong)
    assert (report.verdict, report.message) == ("incorrect", said)


def test_another_type_of_number_is_a_note_where_it_does_not_matter(judged: Judged) -> None:
    answer = "def half(n): return n / 2"
    report = judged(question(answer, "expect(half(4), 2)"), answer)
    assert report.verdict == "correct"
    assert report.notes == (
        "`half(4)` is `2.0`, a `float`; `2` is an `int`. They are equal, so this is right.",
    )


def test_a_loop_that_goes_round_no_more_judges_nothing(judged: Judged) -> None:
    asked = question("def items(): return [1]", "for n in items():\n    expect(n, 1)")
    report = judged(asked, "def items(): return []")
    assert (report.verdict, report.message) == (
        "incorrect",
        "`items()` returned `[]`, which is not what was asked for.",
    )


@pytest.mark.parametrize(
    "check",
    ["expect(f(), 1, tolerance='much')", "expect(f(), 1, near=1)", "expect(f())\nassert f()"],
)
def test_an_authors_mistake_is_not_the_learners(judged: Judged, check: str) -> None:
    answer = "def f(): return 1"
    report = judged(question(answer, check), answer)
    assert dataclasses.replace(report, fault=None) == Report(
        verdict="undecided", points=0.0, max_points=1.0, message=OUR_MISTAKE, target="fork"
    )
    assert "TypeError" in (report.fault or "")
