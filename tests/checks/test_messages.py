"""What learners read of wrong answers, word for word, in `messages.golden.md`."""

from collections.abc import Iterator

import pytest

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.checks import refused_forms
from tests.checks.conftest import Judged
from tests.checks.host import Host
from tests.checks.reading import FAMILIES, GOLDEN, read_aloud
from tests.checks.wrong_answers.task import CodeTask

ASKED = [
    pytest.param(task, id=f"{family.title} {number}")
    for family in FAMILIES
    for number, task in enumerate(family.tasks, 1)
    if isinstance(task, CodeTask)
]


@pytest.fixture
def own_host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


def test_every_wrong_answer_is_told_what_it_should_be(own_host: Host) -> None:
    assert read_aloud(own_host) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("task", ASKED)
async def test_an_answer_that_is_right_is_told_so(judged: Judged, task: CodeTask) -> None:
    asked = task.question
    if task.fresh:
        pool = CheckerPool(size=1)
        report = await pool.check_fresh(asked, asked.solution)
        await pool.close()
    else:
        report = judged(asked, f"{asked.solution}\n")
    refused = [
        form
        for check in asked.checks
        if check.where == "checker"
        for form in refused_forms(check.source, asked.learner_names)
    ]
    assert (report.verdict, report.fault, refused) == ("correct", None, [])
