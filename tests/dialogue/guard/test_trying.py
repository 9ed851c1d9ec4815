"""Running what may be an answer does not keep the learner of a reply waiting for long."""

import asyncio

import pytest

from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.guard.trying import Trials
from tests.dialogue.guard.courses import CODE

QUESTION = CODE[0][1]


class Slow:
    """A target that takes a while to find that an answer is wrong."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.asked = 0

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        self.asked += 1
        await asyncio.sleep(self._seconds)
        return Report(verdict="timeout", points=0.0, max_points=question.points, message="")


@pytest.mark.parametrize(("within", "found"), [(0.25, ["untried"]), (30.0, [])])
async def test_all_blocks_of_a_reply_share_the_seconds(within: float, found: list[str]) -> None:
    target = Slow(0.1)
    trials = Trials(target, within=within)
    kinds = [await trials.first_right(QUESTION, [f"x = {n}"]) for n in range(5)]

    assert list(dict.fromkeys(kind for kind in kinds if kind)) == found
    assert kinds[0] is None
    assert target.asked == (5 if not found else 3)


async def test_where_nothing_has_to_be_tried_no_seconds_are_needed() -> None:
    trials = Trials(Slow(0.1), within=0.05)

    assert await trials.first_right(QUESTION, ["x = 1"]) == "untried"
    assert await trials.first_right(QUESTION, []) is None
