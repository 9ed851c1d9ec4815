"""A session in which one question was hard, one easy, and one is left."""

from dataclasses import replace
from typing import Any

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import QuestionAsked
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import Message, QuestionRecord, State
from jupyter_tutor.core.verdict import Report
from tests.core.lessons import DOUBLE, EVEN, LESSON, PICK
from tests.core.play import AT

THREE: Lesson = replace(LESSON, steps=(DOUBLE, PICK, EVEN), following="Loops")


def record(title: str, **rest: Any) -> QuestionRecord:
    question = next(one for one in THREE.questions if one.title == title)
    asked = QuestionAsked(
        at=AT,
        question=question.id,
        title=title,
        words=question.prompt,
        again=False,
        kind=question.type,
        max_points=question.points,
    )
    return QuestionRecord(asked=asked, **rest)


def misjudged(question: QuestionId, misconception: str) -> Message:
    report = Report(
        verdict="incorrect",
        points=0.0,
        max_points=2.0,
        message="You add 2.",
        misconception=misconception,
    )
    return Message(
        id=0, at=AT, author="tutor", kind="verdict", text="", question=question, report=report
    )


HARD = record(DOUBLE.title, outcome="correct", attempts=4, points=2.0, hints=("One.", "Two."))
STATE = State(
    questions={
        DOUBLE.id: HARD,
        PICK.id: record(PICK.title, outcome="correct", attempts=1, points=1.0),
        EVEN.id: record(EVEN.title, outcome="undecided", attempts=1),
    },
    transcript=(misjudged(DOUBLE.id, "adds"), misjudged(DOUBLE.id, "adds")),
)
