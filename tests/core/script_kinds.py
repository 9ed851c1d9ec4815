"""A second scripted learner: every kind of typed answer, tries that end, a newer version.

``tests/core/records/second.jsonl`` holds what this led to on its first day. Like the first record
it is never made anew.
"""

from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Command,
    Continue,
    OpenSession,
    SubmitAnswer,
    TextAnswer,
    UpdateLesson,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from tests.core.kinds import EVEN_NUMBER, KINDS, LENGTH, LOOP, NEWER_KINDS, ONE_PICK, WHY
from tests.core.play import LEARNER, Play
from tests.core.script import answer, at, code, finish, picks, verdict


def types(when: str, question: QuestionId, request: str, text: str) -> SubmitAnswer:
    return answer(when, question, TextAnswer(text=text), request)


BEFORE: tuple[Command, ...] = (
    OpenSession(at=at(0), learner=LEARNER),
    Continue(at=at(1)),
    # a number: wrong twice, and then there are no more tries
    types(at(2), LENGTH.id, "r1", "50 cm"),
    AskHint(at=at(3)),
    types(at(4), LENGTH.id, "r2", "12"),
    AskSolution(at=at(5)),
    Continue(at=at(6)),
    # an output: begun wrongly, then as it is
    types(at(7), LOOP.id, "r3", "1\n2\n3"),
    types(at(8), LOOP.id, "r4", "0\n1\n2\n"),
    Continue(at=at(9)),
    # an expression: with a value too many, then right in other words
    types(at(10), EVEN_NUMBER.id, "r5", "n % 2"),
    types(at(11), EVEN_NUMBER.id, "r6", "not n % 2"),
    Continue(at=at(12)),
    Continue(at=at(13)),
    # sentences: one idea missing, a telltale one, all that was asked for
    types(at(14), WHY.id, "r7", "It gives back the value ⭐."),
    types(at(15), WHY.id, "r8", "It prints the value."),
    types(at(16), WHY.id, "r9", "It gives back a value, and it stops there."),
    Continue(at=at(17)),
    # one try only
    picks(at(18), ONE_PICK.id, "r10", "a"),
    Continue(at=at(19)),
    code(at(20), QuestionId("double"), "def double(x):\n    return x", "r11"),
)
AFTER: tuple[Command, ...] = (
    # while that is judged, the author has a newer version
    UpdateLesson(at=at(21)),
    code(at(22), QuestionId("double"), "def double(x):\n    return x", "r12"),
    finish(at(22, 1), "r12", verdict("incorrect", "`double(5)` returned `5`, expected `10`.")),
    Continue(at=at(23)),
    picks(at(24), QuestionId("added"), "r13", "b"),
    Continue(at=at(25)),
)


def played_to_the_end(before: Lesson = KINDS, after: Lesson = NEWER_KINDS) -> Play:
    """The whole session; AssertionError when any of it is refused."""
    play = Play(before).do_all(BEFORE)
    play.lesson = after
    return play.do_all(AFTER)
