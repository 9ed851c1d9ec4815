"""A fourth scripted learner, whom a language model helps: what is written, stopped, lost, refused.

``tests/core/records/fourth.jsonl`` holds what this led to on its first day. Like the first record
it is never made anew.
"""

from jupyter_tutor.core.commands import (
    AskHint,
    Continue,
    LeaveSession,
    OpenSession,
    SkipQuestion,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.talk import Confidence, Factor, Ground, ModelCall, Reply
from jupyter_tutor.core.talk_commands import (
    AskPerson,
    AskSummary,
    EndHint,
    EndReply,
    EndSummary,
    GrowReply,
    LabelAnswer,
    NoteCall,
    Say,
    StopReply,
)
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import EVEN_NUMBER, KINDS, LENGTH, LOOP, ONE_PICK, TWO_DOUBLES, WHY
from tests.core.lessons import LISTS, START
from tests.core.play import LEARNER, Play, full_marks, wrong_marks
from tests.core.script import at, code, finish, picks
from tests.core.script_kinds import types

SMALL, LARGE = "a small model on this computer", "a large model at your university"
DOUBLE = QuestionId("double")
SURE = Confidence(
    label="verified",
    score=0.875,
    factors=(
        Factor(name="self_assessment", value=0.75, weight=0.5, why="It said so itself."),
        Factor(name="relevance", value=1.0, weight=0.5, why="It is about what was asked."),
    ),
    ran=("12.5 * 2 gave 25.0",),
)


def awaited(play: Play) -> RequestId:
    """Under which request something is being written."""
    (request,) = play.writing
    return request


def called(when: str, play: Play, purpose: str, outcome: str = "ok") -> NoteCall:
    call = ModelCall(
        purpose="hint" if purpose == "hint" else "reply",
        model="small",
        prompt=f"{purpose}@1",
        outcome=outcome,
        seconds=1.5,
        first=0.25,
        tokens_in=812,
        tokens_out=64,
        cost=0.0,
    )
    return NoteCall(at=when, request=awaited(play), call=call)


def played_talk() -> Play:
    """The whole session; AssertionError when any of it is refused."""
    play = Play(KINDS)
    _replies(play)
    _hints(play)
    _sentences_and_code(play)
    _end(play)
    return play


def _replies(play: Play) -> None:
    play.do_all([OpenSession(at=at(0), learner=LEARNER, model=SMALL)])
    play.do_all([Say(at=at(1), text="Is half of 25 cm “twelve”? 🙂")])
    reply = Reply(
        request=awaited(play),
        ending="finished",
        words="Try it: what is `12 * 2`?",
        confidence=SURE,
        rests_on=(Ground(type="section", id=START.id, title=START.title),),
        offers_person=True,
    )
    play.do_all(
        [
            GrowReply(at=at(1, 1), request=awaited(play), words="Try it: "),
            GrowReply(at=at(1, 2), request=awaited(play), words="what is `12 * 2`?"),
            called(at(1, 3), play, "reply"),
            EndReply(at=at(1, 4), reply=reply),
        ]
    )
    play.do_all([AskPerson(at=at(2), message=play.state.transcript[-1].id)])
    # one that is stopped, one that is lost, and another model
    play.do_all([Say(at=at(3), text="Tell me all.")])
    play.do_all([GrowReply(at=at(3, 1), request=awaited(play), words="A function ")])
    play.do_all([StopReply(at=at(3, 2)), Say(at=at(4), text="Tell me less.")])
    play.do_all([GrowReply(at=at(4, 1), request=awaited(play), words="Half ")])
    play.do_all([LeaveSession(at=at(5)), OpenSession(at=at(6), learner=LEARNER, model=LARGE)])


def _hints(play: Play) -> None:
    """One of the author's, one between, none, one that is stopped."""
    play.do_all([Continue(at=at(7)), AskHint(at=at(8)), AskHint(at=at(9))])
    play.do_all(
        [
            called(at(9, 1), play, "hint"),
            EndHint(at=at(9, 2), request=awaited(play), words="Which sign divides?"),
        ]
    )
    play.do_all([types(at(10), LENGTH.id, "r1", "12"), AskHint(at=at(11))])
    play.do_all(
        [
            called(at(11, 1), play, "hint", outcome="too slow"),
            EndHint(at=at(11, 2), request=awaited(play), words=None, why="None this time."),
        ]
    )
    play.do_all([AskHint(at=at(12)), StopReply(at=at(12, 1)), AskSummary(at=at(13))])
    play.do_all([EndSummary(at=at(13, 1), request=awaited(play), words="You are *at it*.")])
    play.do_all([types(at(14), LENGTH.id, "r2", "12.5"), Continue(at=at(15))])


def _sentences_and_code(play: Play) -> None:
    play.do_all([types(at(16), LOOP.id, "r3", "0\n1\n2"), Continue(at=at(17))])
    play.do_all([types(at(18), EVEN_NUMBER.id, "r4", "n % 2 == 0"), Continue(at=at(19))])
    assert LISTS.id in play.state.shown
    play.do_all([Continue(at=at(20)), types(at(21), WHY.id, "r5", "It is what comes out.")])
    well = Report(verdict="correct", points=1.5, max_points=1.5, message="You have said it.")
    play.do_all([finish(at(21, 4), "r5", well), Continue(at=at(22))])
    play.do_all([picks(at(23), ONE_PICK.id, "r6", "b"), Continue(at=at(24))])
    play.do_all([code(at(25), DOUBLE, "def double(x):\n    return x + 2", "r7")])
    play.do_all([finish(at(25, 1), "r7", wrong_marks(TWO_DOUBLES))])
    play.do_all(
        [
            LabelAnswer(
                at=at(25, 3),
                request=RequestId("r7"),
                question=DOUBLE,
                misconception="adds",
                words="It adds where it should multiply.",
            ),
            AskHint(at=at(26)),
            SkipQuestion(at=at(27)),
            Continue(at=at(28)),
        ]
    )


def _end(play: Play) -> None:
    """The model's summary does not come; then there is no model any more."""
    play.do_all([code(at(29), DOUBLE, TWO_DOUBLES.solution, "r8")])
    play.do_all([finish(at(29, 1), "r8", full_marks(TWO_DOUBLES)), Continue(at=at(30))])
    play.do_all([EndSummary(at=at(30, 9), request=awaited(play), words=None)])
    play.do_all([LeaveSession(at=at(31)), OpenSession(at=at(40), learner=LEARNER)])
    play.do_all([Say(at=at(41), text="Are you there?"), AskSummary(at=at(42))])
