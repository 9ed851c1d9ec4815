"""What an author may write at the head of a check, and what is said where it does not fit."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.faults import Fault
from jupyter_tutor.core.questions import Check, CodeQuestion
from tests.authoring.syllabus import CHECK, read, spoiled

NEXT = """\
#| tutor: check
#| for: mean
#| id: long
#| requires: [small]
#| hidden: true
assert mean([1, 2, 3, 4]) == 2.5"""

THERE = """\
#| tutor: check
#| for: mean
#| where: kernel
assert vars(mean) == {}"""


def with_checks(tmp_path: Path, *more: str, first: str = "id: small") -> tuple[Check, ...]:
    lesson = spoiled(CHECK, CHECK.replace("#| says", f"#| {first}\n#| says"), *more)
    source = read(tmp_path, lesson)
    assert [fault for fault in source.faults if fault.severity == "error"] == []
    assert source.course is not None
    question = source.course.lessons[0].questions[0]
    assert isinstance(question, CodeQuestion)
    return question.checks


def errors(tmp_path: Path, *more: str, first: str = "id: small") -> list[tuple[int, str, str]]:
    lesson = spoiled(CHECK, CHECK.replace("#| says", f"#| {first}\n#| says"), *more)
    found: list[Fault] = [f for f in read(tmp_path, lesson).faults if f.severity == "error"]
    return [(fault.place.cell or 0, fault.what, fault.fix) for fault in found]


def test_a_check_may_have_an_id_wait_be_hidden_and_run_in_the_kernel(tmp_path: Path) -> None:
    assert with_checks(tmp_path, NEXT, THERE)[1:] == (
        Check(
            id="long",
            source="assert mean([1, 2, 3, 4]) == 2.5",
            requires=("small",),
            hidden=True,
            cell=16,
        ),
        Check(id="check-3", source="assert vars(mean) == {}", where="kernel", cell=17),
    )


@pytest.mark.parametrize(
    ("old", "new", "what", "fix"),
    [
        (
            "[small]",
            "[smal]",
            "No check of this question before this one is called `smal`. Did you mean `small`?",
            "Give that check a line `#| id: …`, and let it stand above this one.",
        ),
        (
            "[small]",
            "[long]",
            "No check of this question before this one is called `long`.",
            "Give that check a line `#| id: …`, and let it stand above this one.",
        ),
        (
            "id: long",
            "id: small",
            "Two checks of this question are called `small`.",
            "Give one of them another id.",
        ),
        ("hidden: true", "hidden: very", "`hidden` is `very`.", "Write `true` or `false`."),
        (
            "hidden: true",
            "where: here",
            "`where` is `here`.",
            "Write `checker` or `kernel`.",
        ),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, old: str, new: str, what: str, fix: str) -> None:
    assert errors(tmp_path, NEXT.replace(old, new)) == [(16, what, fix)]


def test_a_check_in_the_kernel_is_plain_python(tmp_path: Path) -> None:
    asking = THERE.replace("vars(mean) == {}", 'code.uses("sum")')
    assert errors(tmp_path, asking) == [
        (
            16,
            "code is not there in a check that runs in the kernel.",
            "Write it as plain Python, or let the check run in the checker.",
        )
    ]
