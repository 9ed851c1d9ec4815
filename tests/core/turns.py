"""Commands as the tests of single turns give them: short to write, and always the same."""

from jupyter_tutor.core.commands import (
    CellOutcome,
    ChoiceAnswer,
    CodeAnswer,
    Continue,
    FinishCheck,
    RecordCell,
    SkipQuestion,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import AnswerJudged, LessonCompleted
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.summary import facts, narrative
from jupyter_tutor.core.talk_events import SummaryWritten
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.lessons import DOUBLE, PICK
from tests.core.play import AT, Play, opened

GO_ON = Continue(at=AT)
SKIP = SkipQuestion(at=AT)
TO_DOUBLE = (opened(), GO_ON)
TO_PICK = (*TO_DOUBLE, SKIP)
TO_EVEN = (*TO_PICK, SKIP, GO_ON)
FIRST, SECOND = RequestId("r1"), RequestId("r2")
WRONG_SOURCE = "def double(x):\n    return x + 2"


def code(source: str, request: str = "r1", question: QuestionId = DOUBLE.id) -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=question, answer=CodeAnswer(source=source), request=RequestId(request)
    )


def picks(*options: str, question: QuestionId = PICK.id) -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=question, answer=ChoiceAnswer(options=options), request=FIRST
    )


def types(text: str, question: QuestionId, request: str = "r1") -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=question, answer=TextAnswer(text=text), request=RequestId(request)
    )


def cell(
    source: str,
    outcome: CellOutcome = "ok",
    error: str | None = None,
    question: QuestionId = DOUBLE.id,
) -> RecordCell:
    return RecordCell(
        at=AT, question=question, source=source, outcome=outcome, error=error, request=SECOND
    )


def finish(report: Report, request: str = "r1") -> FinishCheck:
    return FinishCheck(at=AT, request=RequestId(request), report=report)


def verdict(kind: Verdict, message: str = "Hm.") -> Report:
    fault = "ZeroDivisionError in the check" if kind == "undecided" else None
    return Report(verdict=kind, points=0.0, max_points=2.0, message=message, fault=fault)


def summed_up(state: State, lesson: Lesson) -> SummaryWritten:
    """What follows the end of a lesson without a model; ``state`` is the one at the end."""
    return SummaryWritten(at=AT, by="template", words=narrative(facts(state, lesson)))


def completed(play: Play) -> LessonCompleted:
    """How the lesson was completed in the last turn; its story follows."""
    *_, last, story = play.events
    assert isinstance(last, LessonCompleted)
    assert story == summed_up(fold(play.events[:-1]), play.lesson)
    return last


def judged(play: Play) -> AnswerJudged:
    last = play.events[-1]
    assert isinstance(last, AnswerJudged)
    return last
