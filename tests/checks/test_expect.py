"""`expect` in a check, beside what learners read of it: its notes, and its author's mistakes."""

import dataclasses

import pytest

from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.questions import question


def test_another_type_of_number_is_a_note_where_it_does_not_matter(judged: Judged) -> None:
    answer = "def half(n): return n / 2"
    report = judged(question(answer, "expect(half(4), 2)"), answer)
    assert report.verdict == "correct"
    assert report.notes == (
        "`half(4)` is `2.0`, a number with a decimal point (`float`); "
        "`2` is a whole number (`int`). They are equal, so this is right.",
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
