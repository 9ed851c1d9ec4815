"""One event of every type, and which parts of ``BEFORE`` it changes; all else has to stay."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from jupyter_tutor.core.commands import CodeAnswer
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Event,
    Explained,
    HintGiven,
    KernelNoted,
    LessonCompleted,
    LessonUpdated,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    SolutionShown,
    StartedOver,
)
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    StepId,
)
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    InExposition,
    Message,
    NotStarted,
    QuestionRecord,
    Remediation,
    Review,
    State,
    Writing,
)
from jupyter_tutor.core.talk import ModelCall, Reply
from jupyter_tutor.core.talk_events import (
    ErrorLabelled,
    HintAsked,
    HintRefused,
    LearnerSaid,
    ModelCalled,
    ModelNoted,
    PersonAsked,
    ReplyEnded,
    ReplyGrew,
    SummaryAsked,
    SummaryWritten,
    TutorSaid,
)
from jupyter_tutor.core.verdict import Report

AT = "2026-11-22T09:46:20.125Z"
Q1, Q2 = QuestionId("q1"), QuestionId("q2")
FIRST = RequestId("r1")
UNDER_WAY = RequestId("reply-5")
NEXT = RequestId("next-7")


def asked(question: QuestionId, again: bool = False) -> QuestionAsked:
    return QuestionAsked(
        at="then",
        question=question,
        kind="code",
        title=question.upper(),
        words="Do it.",
        max_points=2.0,
        again=again,
    )


RECORD = QuestionRecord(
    asked=asked(Q1),
    attempts=1,
    skipped=True,
    hints=("Think.",),
    evidence=2,
    evidence_at_hint=1,
    last_source="x = 1",
    last_judged="x = 0",
    last_misconception="adds",
    last_cell_error="NameError: y",
)
OTHER = QuestionRecord(asked=asked(Q2))
WELCOME = Message(id=0, at="then", author="tutor", kind="welcome", text="Hello.")
WRITING = Writing(kind="reply", request=UNDER_WAY, asked="Why?", words="Be")
BEFORE = State(
    phase=AwaitingAnswer(question=Q1),
    learner=LearnerId("ada"),
    course=CourseId("python"),
    lesson=LessonId("one"),
    lesson_hash=ContentHash("a"),
    round=3,
    cursor=StepId("q1"),
    shown=(StepId("q1"),),
    pending=(Q1, Q2),
    reviewing=True,
    out_of_turn=frozenset({Q2}),
    questions=MappingProxyType({Q1: RECORD, Q2: OTHER}),
    transcript=(WELCOME,),
    kernel="k1",
    model="small@here",
    introduced="small@here",
    writing=WRITING,
    persons=(3,),
    seq=7,
)
REPLY = Reply(request=UNDER_WAY, ending="finished", words="Because.")
CALL = ModelCall(purpose="reply", model="small", prompt="reply@1", outcome="ok", seconds=0.5)
CHECKING = Checking(question=Q1, request=FIRST, source="x = 2", before=Remediation(question=Q1))


def message(**parts: Any) -> tuple[Message, ...]:
    return (WELCOME, Message(id=1, at=AT, **parts))


def notice(text: str, **parts: Any) -> tuple[Message, ...]:
    return message(author="notice", kind="notice", text=text, **parts)


def q1(**parts: Any) -> MappingProxyType[QuestionId, QuestionRecord]:
    return MappingProxyType({Q1: replace(RECORD, **parts), Q2: OTHER})


CASES: list[tuple[Event, dict[str, Any]]] = [
    (
        SessionOpened(
            at=AT,
            learner=LearnerId("bob"),
            course=CourseId("maths"),
            lesson=LessonId("two"),
            lesson_hash=ContentHash("b"),
            title="Two",
            words="Welcome.",
        ),
        {
            "phase": NotStarted(),
            "learner": "bob",
            "course": "maths",
            "lesson": "two",
            "lesson_hash": "b",
            "transcript": message(author="tutor", kind="welcome", text="Welcome.", title="Two"),
        },
    ),
    (SessionResumed(at=AT, words="Welcome back."), {"transcript": notice("Welcome back.")}),
    (SessionLeft(at=AT), {}),
    (SessionYielded(at=AT, words="Elsewhere."), {"transcript": notice("Elsewhere.")}),
    (
        Explained(at=AT, step=StepId("s"), title="S", words="So.", examples=("1", "2")),
        {
            "phase": InExposition(step=StepId("s")),
            "cursor": "s",
            "shown": ("q1", "s"),
            "out_of_turn": frozenset(),
            "transcript": message(
                author="tutor", kind="exposition", text="So.", title="S", code=("1", "2")
            ),
        },
    ),
    (
        replace(asked(Q2, again=True), at=AT),
        {
            "phase": AwaitingAnswer(question=Q2),
            "shown": ("q1", "q2"),
            "out_of_turn": frozenset(),
            "questions": MappingProxyType(
                {Q1: RECORD, Q2: QuestionRecord(asked=replace(asked(Q2, again=True), at=AT))}
            ),
            "transcript": message(
                author="tutor", kind="question", text="Do it.", title="Q2", question=Q2
            ),
        },
    ),
    (
        CellRecorded(at=AT, question=Q1, source="x = 5", outcome="error", error="TypeError: z"),
        {
            "questions": q1(last_source="x = 5", last_cell_error="TypeError: z", evidence=3),
        },
    ),
    (
        CellRecorded(at=AT, question=Q1, source="x = 5", outcome="ok", words="Not now."),
        {
            "out_of_turn": frozenset({"q1", "q2"}),
            "questions": q1(last_source="x = 5", last_cell_error=None, evidence=3),
            "transcript": notice("Not now.", question=Q1),
        },
    ),
    (
        AnswerSubmitted(
            at=AT, question=Q1, answer=CodeAnswer(source="x = 2"), request=FIRST, words="Mine:"
        ),
        {
            "phase": replace(CHECKING, before=AwaitingAnswer(question=Q1)),
            "questions": q1(last_source="x = 2"),
            "transcript": message(
                author="learner", kind="answer", text="Mine:", question=Q1, code=("x = 2",)
            ),
        },
    ),
    (
        AnswerJudged(
            at=AT,
            question=Q1,
            request=FIRST,
            report=Report(
                verdict="incorrect", points=0.0, max_points=2.0, message="No.", fault="secret"
            ),
            attempt=2,
            counted=False,
            words="No, sorry.",
        ),
        {
            "phase": Remediation(question=Q1),
            "questions": q1(attempts=2, last_misconception=None),
            "transcript": message(
                author="tutor",
                kind="verdict",
                text="No, sorry.",
                question=Q1,
                report=Report(verdict="incorrect", points=0.0, max_points=2.0, message="No."),
            ),
        },
    ),
    (
        CheckFailed(at=AT, question=Q1, request=FIRST, reason="busy", words="Busy."),
        {"transcript": notice("Busy.", question=Q1)},
    ),
    (
        HintGiven(at=AT, question=Q1, rung=2, level=1, misconception=None, words="Think again."),
        {
            "questions": q1(hints=("Think.", "Think again."), evidence_at_hint=2),
            "transcript": message(author="tutor", kind="hint", text="Think again.", question=Q1),
        },
    ),
    (
        QuestionSkipped(at=AT, question=Q1, words="Later."),
        {
            "pending": (Q2, Q1),
            "transcript": message(author="tutor", kind="skipped", text="Later.", question=Q1),
        },
    ),
    (
        SolutionShown(at=AT, question=Q1, solution="x = 3", words="Here: x = 3"),
        {
            "questions": q1(revealed=True),
            "revealed": frozenset({Q1}),
            "transcript": message(author="tutor", kind="solution", text="Here: x = 3", question=Q1),
        },
    ),
    (
        ReviewBegun(at=AT, questions=(Q2,), words="Once more."),
        {
            "phase": Review(),
            "reviewing": True,
            "pending": (Q2,),
            "out_of_turn": frozenset(),
            "transcript": message(author="tutor", kind="review", text="Once more."),
        },
    ),
    (
        LessonCompleted(at=AT, points=1.0, max_points=2.0, words="Done."),
        {
            "phase": Completed(),
            "reviewing": False,
            "pending": (),
            "out_of_turn": frozenset(),
            "transcript": message(author="tutor", kind="completed", text="Done."),
        },
    ),
    (
        LearnerSaid(at=AT, words="Why?"),
        {"transcript": message(author="learner", kind="said", text="Why?")},
    ),
    (
        TutorSaid(at=AT, words="Because."),
        {"transcript": message(author="tutor", kind="reply", text="Because.")},
    ),
    (
        LearnerSaid(at=AT, words="Why?", request=NEXT),
        {
            "writing": Writing(kind="reply", request=NEXT, asked="Why?"),
            "transcript": message(author="learner", kind="said", text="Why?"),
        },
    ),
    (
        ModelNoted(at=AT, model="large@there", words="Another."),
        {
            "model": "large@there",
            "introduced": "large@there",
            "transcript": notice("Another."),
        },
    ),
    (ModelNoted(at=AT, model=None, words=""), {"model": None}),
    (
        ReplyGrew(at=AT, request=UNDER_WAY, words="cause"),
        {"writing": replace(WRITING, words="Because")},
    ),
    (ReplyGrew(at=AT, request=NEXT, words="cause"), {}),
    (
        ReplyEnded(at=AT, asked="Why?", reply=REPLY),
        {
            "writing": None,
            "transcript": message(
                author="tutor", kind="reply", text="Because.", reply=REPLY, helped=True
            ),
        },
    ),
    (
        HintAsked(at=AT, question=Q1, request=NEXT),
        {"writing": Writing(kind="hint", request=NEXT, question=Q1)},
    ),
    (
        HintGiven(
            at=AT,
            question=Q1,
            rung=1,
            level=1,
            misconception=None,
            words="Look at `x`.",
            request=NEXT,
        ),
        {
            "writing": None,
            "questions": q1(helped_at=(1, 2)),
            "transcript": message(
                author="tutor", kind="hint", text="Look at `x`.", question=Q1, helped=True
            ),
        },
    ),
    (
        HintRefused(at=AT, question=Q1, request=NEXT, words="None now."),
        {"writing": None, "transcript": notice("None now.", question=Q1)},
    ),
    (
        SummaryAsked(at=AT, request=NEXT),
        {"writing": Writing(kind="summary", request=NEXT)},
    ),
    (
        SummaryWritten(at=AT, by="template", words="You did this."),
        {"transcript": message(author="tutor", kind="summary", text="You did this.")},
    ),
    (
        SummaryWritten(at=AT, by="model", words="You did well.", request=NEXT),
        {
            "writing": None,
            "transcript": message(
                author="tutor", kind="summary", text="You did well.", helped=True
            ),
        },
    ),
    (
        ErrorLabelled(
            at=AT, question=Q2, request=FIRST, misconception="adds", candidate=None, words="Adds."
        ),
        {
            "questions": MappingProxyType(
                {Q1: RECORD, Q2: replace(OTHER, last_misconception="adds")}
            ),
        },
    ),
    (
        ErrorLabelled(
            at=AT, question=Q2, request=FIRST, misconception=None, candidate="new", words="New."
        ),
        {},
    ),
    (
        ErrorLabelled(
            at=AT, question=Q1, request=FIRST, misconception="halves", candidate=None, words="No."
        ),
        {},
    ),
    (ModelCalled(at=AT, request=NEXT, call=CALL), {}),
    (
        PersonAsked(at=AT, message=0, asked="Why?", words="I have asked."),
        {"persons": (3, 0), "transcript": notice("I have asked.")},
    ),
    (
        StartedOver(at=AT, round=4, lesson_hash=ContentHash("c"), words="Anew."),
        {
            "phase": NotStarted(),
            "round": 4,
            "lesson_hash": "c",
            "cursor": None,
            "shown": (),
            "pending": (),
            "reviewing": False,
            "questions": MappingProxyType({}),
            "transcript": notice("Anew."),
        },
    ),
    (
        LessonUpdated(at=AT, lesson_hash=ContentHash("c"), cursor=StepId("q2"), words="Newer."),
        {
            "phase": NotStarted(),
            "lesson_hash": "c",
            "cursor": "q2",
            "reviewing": False,
            "transcript": notice("Newer."),
        },
    ),
    (
        KernelNoted(at=AT, status="attached", kernel="k2", words="Moved."),
        {"kernel": "k2", "transcript": notice("Moved.")},
    ),
]
