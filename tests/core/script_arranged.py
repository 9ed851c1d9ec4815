"""A third scripted learner: lines put in order, and blanks filled, wrongly and rightly.

``tests/core/records/third.jsonl`` holds what this led to on its first day. Like the first record
it is never made anew.
"""

from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    BlanksAnswer,
    Command,
    Continue,
    OpenSession,
    OrderAnswer,
)
from tests.core.arranged import ARRANGED, CAPITAL, LARGEST, MORNING, SUM_UP
from tests.core.play import LEARNER, Play
from tests.core.script import answer, at

COMMANDS: tuple[Command, ...] = (
    OpenSession(at=at(0), learner=LEARNER),
    Continue(at=at(1)),
    # a program: as it was foreseen, with a line too many, then in order
    answer(at(2), LARGEST.id, OrderAnswer(lines=LARGEST.wrong[0].lines), "r1"),
    AskHint(at=at(3)),
    answer(at(4), LARGEST.id, OrderAnswer(lines=("3", "1", "4", "5", "2", "7")), "r2"),
    answer(at(5), LARGEST.id, OrderAnswer(lines=LARGEST.orders[0]), "r3"),
    Continue(at=at(6)),
    # a course of events: not to its end, the solution, then in another order that is right
    answer(at(7), MORNING.id, OrderAnswer(lines=("3",)), "r4"),
    AskSolution(at=at(8)),
    answer(at(9), MORNING.id, OrderAnswer(lines=MORNING.orders[1]), "r5"),
    Continue(at=at(10)),
    # blanks in a program: in part, but for its case, then all
    answer(at(11), SUM_UP.id, BlanksAnswer(texts=("1", "XS", "+=")), "r6"),
    answer(at(12), SUM_UP.id, BlanksAnswer(texts=("0", " xs ", "+=")), "r7"),
    Continue(at=at(13)),
    # a blank in a text
    answer(at(14), CAPITAL.id, BlanksAnswer(texts=("paris",)), "r8"),
    Continue(at=at(15)),
)


def played_arranged() -> Play:
    """The whole session; AssertionError when any of it is refused."""
    return Play(ARRANGED).do_all(COMMANDS)
