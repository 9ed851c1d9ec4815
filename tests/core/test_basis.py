"""What an answer stood on: recorded with its verdict, once, and never shown."""

from dataclasses import replace

from jupyter_tutor.core.basis import Basis
from jupyter_tutor.core.commands import Answer, CodeAnswer, FinishCheck, OpenSession, SubmitAnswer
from jupyter_tutor.core.events import AnswerJudged
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.verdict import Report
from tests.core.lessons import DOUBLE, LESSON
from tests.core.play import AT, LEARNER, Play, next_willing_command
from tests.core.play import played as begun

WRONG = Report(verdict="incorrect", points=0.0, max_points=2.0, message="No.", target="fork")
ONE = Basis(cells=("rate = 2",), digest="one")
OTHER = Basis(cells=("rate = 3",), digest="other")


def asked() -> Play:
    """The lesson at its first question."""
    play = begun(LESSON, OpenSession(at=AT, learner=LEARNER))
    while not play.state.questions:
        command = next_willing_command(play, RequestId("go"))
        assert command is not None
        play.do(command)
    return play


def judged(play: Play, number: int, basis: Basis | None) -> AnswerJudged:
    request = RequestId(f"r{number}")
    answer: Answer = CodeAnswer(source=f"def double(x): return {number}")
    play.do(SubmitAnswer(at=AT, request=request, question=DOUBLE.id, answer=answer))
    report = replace(WRONG, basis=basis)
    (event,) = play.do(FinishCheck(at=AT, request=request, report=report))
    assert isinstance(event, AnswerJudged)
    return event


def test_a_basis_that_is_the_same_as_before_is_not_repeated() -> None:
    play = asked()
    told = [
        (event.report.basis, event.basis_of)
        for event in (
            judged(play, number, basis)
            for number, basis in enumerate((ONE, ONE, None, ONE, OTHER, ONE), start=1)
        )
    ]
    assert told == [
        (ONE, None),
        (None, RequestId("r1")),
        (None, None),
        (None, RequestId("r1")),
        (OTHER, None),
        (ONE, None),
    ]


def test_no_message_has_it() -> None:
    play = asked()
    judged(play, 1, ONE)
    assert play.state.transcript[-1].report == WRONG
