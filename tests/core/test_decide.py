"""Every command in every phase: what it leads to, or the words that refuse it.

The table is the product of the two closed unions: a phase or a command added later fails here
until somebody has said what it does.
"""

from dataclasses import replace
from typing import get_args

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    CodeAnswer,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    LeaveSession,
    NoteKernel,
    NoteModel,
    OpenSession,
    RecordCell,
    Rejected,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
    UpdateLesson,
    YieldSession,
)
from jupyter_tutor.core.decide import Decision, decide
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Explained,
    HintGiven,
    KernelNoted,
    QuestionAsked,
    QuestionSkipped,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    ShownOption,
    StartedOver,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    Phase,
    Remediation,
    Review,
)
from jupyter_tutor.core.summary import facts, narrative
from jupyter_tutor.core.talk import Reply
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
from jupyter_tutor.core.talk_events import (
    ErrorLabelled,
    LearnerSaid,
    ModelCalled,
    ModelNoted,
    SummaryWritten,
    TutorSaid,
)
from tests.core.event_cases import CALL
from tests.core.lessons import DOUBLE, LESSON, PICK, START
from tests.core.play import AT, LEARNER, Play, full_marks, opened, played, wrong_marks

LATER = "2026-11-22T10:00:00.000Z"
SOURCE = "def double(x):\n    return x + 2"
FIRST, SECOND = RequestId("r1"), RequestId("r2")

SKIP = SkipQuestion(at=AT)
GO_ON = Continue(at=AT)
TO_QUESTION = (opened(), GO_ON)
TO_CHECK = (
    *TO_QUESTION,
    SubmitAnswer(at=AT, question=DOUBLE.id, answer=CodeAnswer(source=SOURCE), request=FIRST),
)


def finished_lesson() -> Play:
    play = Play(LESSON)
    play.finish_willingly()
    return play


RIGHT = FinishCheck(at=AT, request=FIRST, report=full_marks(DOUBLE))
WRONG = FinishCheck(at=AT, request=FIRST, report=wrong_marks(DOUBLE, "adds"))

SITUATIONS: dict[type, Play] = {
    NotStarted: Play(LESSON),
    InExposition: played(LESSON, opened()),
    AwaitingAnswer: played(LESSON, *TO_QUESTION),
    Checking: played(LESSON, *TO_CHECK),
    Remediation: played(LESSON, *TO_CHECK, WRONG),
    Correct: played(LESSON, *TO_CHECK, RIGHT),
    Review: played(LESSON, *TO_QUESTION, SKIP, SKIP, GO_ON, SKIP, SKIP),
    Completed: finished_lesson(),
}

ANSWER = CodeAnswer(source="def double(x):\n    return x * 2")

COMMANDS: dict[type, Command] = {
    OpenSession: OpenSession(at=LATER, learner=LEARNER),
    LeaveSession: LeaveSession(at=LATER),
    YieldSession: YieldSession(at=LATER, taker="another window"),
    StartOver: StartOver(at=LATER),
    UpdateLesson: UpdateLesson(at=LATER),
    Say: Say(at=LATER, text=" Why? "),
    StopReply: StopReply(at=LATER),
    AskPerson: AskPerson(at=LATER, message=0),
    AskSummary: AskSummary(at=LATER),
    GrowReply: GrowReply(at=LATER, request=FIRST, words="Be"),
    EndReply: EndReply(at=LATER, reply=Reply(request=FIRST, ending="finished", words="So.")),
    EndHint: EndHint(at=LATER, request=FIRST, words="Think of two."),
    EndSummary: EndSummary(at=LATER, request=FIRST, words="You did well."),
    LabelAnswer: LabelAnswer(
        at=LATER, request=FIRST, question=DOUBLE.id, candidate="halves", words="It halves."
    ),
    NoteCall: NoteCall(at=LATER, request=FIRST, call=CALL),
    NoteKernel: NoteKernel(at=LATER, status="attached", kernel="k1"),
    NoteModel: NoteModel(at=LATER, model="a model"),
    Continue: Continue(at=LATER),
    SubmitAnswer: SubmitAnswer(at=LATER, question=DOUBLE.id, answer=ANSWER, request=SECOND),
    RecordCell: RecordCell(
        at=LATER, question=DOUBLE.id, source=ANSWER.source, outcome="ok", request=SECOND
    ),
    FinishCheck: FinishCheck(at=LATER, request=FIRST, report=wrong_marks(DOUBLE, "adds")),
    FailCheck: FailCheck(at=LATER, request=FIRST, reason="kernel_died"),
    StopCheck: StopCheck(at=LATER),
    AskHint: AskHint(at=LATER),
    SkipQuestion: SkipQuestion(at=LATER),
    AskSolution: AskSolution(at=LATER),
}

EXPLAINED = Explained(
    at=LATER, step=START.id, title=START.title, words=START.text, examples=START.examples
)
BEGUN_AGAIN = (
    StartedOver(at=LATER, round=2, lesson_hash=LESSON.hash, words=words.started_over()),
    EXPLAINED,
)
STOPPED = CheckFailed(
    at=LATER,
    question=DOUBLE.id,
    request=FIRST,
    reason="stopped",
    words=words.check_failed("stopped"),
)
RECORDED = CellRecorded(at=LATER, question=DOUBLE.id, source=ANSWER.source, outcome="ok")
SUBMITTED = AnswerSubmitted(at=LATER, question=DOUBLE.id, answer=ANSWER, request=SECOND, words="")
PICK_ASKED = QuestionAsked(
    at=LATER,
    question=PICK.id,
    kind="choice",
    title="Which one calls it",
    words="Which line calls `double`?",
    max_points=1.0,
    options=(
        ShownOption(id="a", text="`double`"),
        ShownOption(id="b", text="`double(3)`"),
        ShownOption(id="c", text="`def double`"),
    ),
)
SKIPPED = (
    QuestionSkipped(at=LATER, question=DOUBLE.id, words=words.SKIPPED),
    PICK_ASKED,
)


def double_asked(again: bool) -> QuestionAsked:
    return QuestionAsked(
        at=LATER,
        question=DOUBLE.id,
        kind="code",
        title="Twice as much",
        words="Write `double(x)`, which returns twice `x`.",
        max_points=2.0,
        again=again,
    )


def hint(text: str, misconception: str | None = None) -> tuple[HintGiven]:
    return (
        HintGiven(
            at=LATER,
            question=DOUBLE.id,
            rung=1,
            level=1,
            misconception=misconception,
            words=text,
        ),
    )


def out_of_turn(standing: words.Standing, then: str) -> tuple[CellRecorded]:
    return (replace(RECORDED, words=words.out_of_turn(DOUBLE.title, standing, then)),)


def welcome_back(where: str) -> tuple[SessionResumed]:
    return (SessionResumed(at=LATER, words=f"Welcome back. We were at “{where}”."),)


def in_phases(
    not_started: Decision,
    exposition: Decision,
    awaiting: Decision,
    checking: Decision,
    remediation: Decision,
    correct: Decision,
    review: Decision,
    completed: Decision,
) -> dict[type, Decision]:
    return {
        NotStarted: not_started,
        InExposition: exposition,
        AwaitingAnswer: awaiting,
        Checking: checking,
        Remediation: remediation,
        Correct: correct,
        Review: review,
        Completed: completed,
    }


def once_started(decision: Decision) -> dict[type, Decision]:
    return in_phases(NO_START, *[decision] * 7)


NO_START = Rejected(words.NOT_STARTED)
READ_FIRST = Rejected(words.CONTINUE_FIRST)
ANSWERED = Rejected(words.CONTINUE_AFTER_ANSWER)
TO_REVIEW = Rejected(words.CONTINUE_TO_REVIEW)
WAIT = Rejected(words.CHECK_UNDER_WAY)
DONE = Rejected(words.LESSON_DONE)
LATE = Rejected(words.CHECK_NOT_AWAITED)
NO_CHECK = Rejected(words.NO_CHECK_UNDER_WAY)
TRY_FIRST = Rejected(words.ANSWER_FIRST)
NOT_AWAITED = Rejected(words.NOT_AWAITED)
LABELLED = ErrorLabelled(
    at=LATER,
    question=DOUBLE.id,
    request=FIRST,
    misconception=None,
    candidate="halves",
    words="It halves.",
)


def summed_up(play: Play) -> tuple[SummaryWritten]:
    told = narrative(facts(play.state, LESSON))
    return (SummaryWritten(at=LATER, by="template", words=told),)


TABLE: dict[type, dict[type, Decision]] = {
    OpenSession: in_phases(
        (
            SessionOpened(
                at=LATER,
                learner=LEARNER,
                course=LESSON.course_id,
                lesson=LESSON.id,
                lesson_hash=LESSON.hash,
                title="Functions and lists",
                words=words.welcome("Functions and lists"),
            ),
            EXPLAINED,
        ),
        welcome_back("What a function is"),
        welcome_back("Twice as much"),
        welcome_back("Twice as much"),
        welcome_back("Twice as much"),
        welcome_back("Twice as much"),
        welcome_back("The mean"),
        (SessionResumed(at=LATER, words="Welcome back. You have finished this lesson."),),
    ),
    LeaveSession: once_started((SessionLeft(at=LATER),)),
    YieldSession: once_started((SessionYielded(at=LATER, words=words.yielded("another window")),)),
    StartOver: once_started(BEGUN_AGAIN) | {Checking: (STOPPED, *BEGUN_AGAIN)},
    UpdateLesson: once_started(Rejected(words.NOTHING_NEWER)),
    Say: once_started(
        (LearnerSaid(at=LATER, words="Why?"), TutorSaid(at=LATER, words=words.no_model()))
    ),
    StopReply: once_started(Rejected(words.NOTHING_TO_STOP)),
    AskPerson: once_started(Rejected(words.NOT_A_REPLY)),
    AskSummary: {phase: summed_up(play) for phase, play in SITUATIONS.items()}
    | {NotStarted: NO_START},
    GrowReply: once_started(NOT_AWAITED),
    EndReply: once_started(NOT_AWAITED),
    EndHint: once_started(NOT_AWAITED),
    EndSummary: once_started(NOT_AWAITED),
    LabelAnswer: in_phases(
        NO_START,
        NOT_AWAITED,
        (LABELLED,),
        (LABELLED,),
        NOT_AWAITED,
        NOT_AWAITED,
        (LABELLED,),
        NOT_AWAITED,
    ),
    NoteCall: once_started((ModelCalled(at=LATER, request=FIRST, call=CALL),)),
    NoteKernel: once_started((KernelNoted(at=LATER, status="attached", kernel="k1", words=""),)),
    NoteModel: once_started(
        (ModelNoted(at=LATER, model="a model", words=words.model_noted("a model", again=False)),)
    ),
    Continue: in_phases(
        NO_START,
        (double_asked(again=False),),
        TRY_FIRST,
        WAIT,
        TRY_FIRST,
        (PICK_ASKED,),
        (double_asked(again=True),),
        DONE,
    ),
    SubmitAnswer: in_phases(
        NO_START, READ_FIRST, (SUBMITTED,), WAIT, (SUBMITTED,), ANSWERED, TO_REVIEW, DONE
    ),
    RecordCell: in_phases(
        NO_START,
        out_of_turn("ahead", words.CONTINUE_FIRST),
        (RECORDED, SUBMITTED),
        (RECORDED, STOPPED, SUBMITTED),
        (RECORDED, SUBMITTED),
        out_of_turn("answered", words.PRESS_CONTINUE),
        out_of_turn("skipped", words.CONTINUE_TO_REVIEW),
        out_of_turn("answered", words.LESSON_DONE),
    ),
    FinishCheck: once_started(LATE)
    | {
        Checking: (
            AnswerJudged(
                at=LATER,
                question=DOUBLE.id,
                request=FIRST,
                report=wrong_marks(DOUBLE, "adds"),
                attempt=1,
                counted=True,
                words=words.judged_wrong(
                    "`double(5)` returned `7`, expected `10`.", first=True, hint=True
                ),
            ),
        )
    },
    FailCheck: once_started(LATE)
    | {
        Checking: (
            CheckFailed(
                at=LATER,
                question=DOUBLE.id,
                request=FIRST,
                reason="kernel_died",
                words=words.check_failed("kernel_died"),
            ),
        )
    },
    StopCheck: once_started(NO_CHECK) | {Checking: (STOPPED,)},
    AskHint: in_phases(
        NO_START,
        READ_FIRST,
        hint("What does `return` do?"),
        WAIT,
        hint("You add 2. Twice 5 is not 7.", "adds"),
        ANSWERED,
        TO_REVIEW,
        DONE,
    ),
    SkipQuestion: in_phases(
        NO_START, READ_FIRST, SKIPPED, WAIT, SKIPPED, ANSWERED, TO_REVIEW, DONE
    ),
    AskSolution: in_phases(
        NO_START,
        READ_FIRST,
        Rejected(words.solution_not_yet(3, 0)),
        WAIT,
        Rejected(words.solution_not_yet(3, 1)),
        ANSWERED,
        TO_REVIEW,
        DONE,
    ),
}

CELLS = [(phase, command) for phase in get_args(Phase) for command in get_args(Command)]


def test_the_table_has_an_entry_for_every_command_in_every_phase() -> None:
    assert {(phase, command) for command, row in TABLE.items() for phase in row} == set(CELLS)
    assert {phase: type(play.state.phase) for phase, play in SITUATIONS.items()} == {
        phase: phase for phase in get_args(Phase)
    }
    assert {name: type(command) for name, command in COMMANDS.items()} == {
        name: name for name in get_args(Command)
    }


@pytest.mark.parametrize(
    ("phase", "command"), CELLS, ids=[f"{p.__name__}-{c.__name__}" for p, c in CELLS]
)
def test_a_command_in_a_phase(phase: type, command: type) -> None:
    play = SITUATIONS[phase]

    decided = decide(play.state, COMMANDS[command], LESSON)

    assert decided == TABLE[command][phase]
    assert play.state == fold(play.events), "deciding must not touch the state"


def test_an_accepted_command_leads_to_the_phase_it_says() -> None:
    reached = {
        (phase.__name__, name.__name__): type(fold(decided, SITUATIONS[phase].state).phase).__name__
        for name, row in TABLE.items()
        for phase, decided in row.items()
        if not isinstance(decided, Rejected)
        and type(fold(decided, SITUATIONS[phase].state).phase) is not phase
    }

    assert reached == {
        ("NotStarted", "OpenSession"): "InExposition",
        ("AwaitingAnswer", "StartOver"): "InExposition",
        ("Checking", "StartOver"): "InExposition",
        ("Remediation", "StartOver"): "InExposition",
        ("Correct", "StartOver"): "InExposition",
        ("Review", "StartOver"): "InExposition",
        ("Completed", "StartOver"): "InExposition",
        ("InExposition", "Continue"): "AwaitingAnswer",
        ("Correct", "Continue"): "AwaitingAnswer",
        ("Review", "Continue"): "AwaitingAnswer",
        ("AwaitingAnswer", "SubmitAnswer"): "Checking",
        ("Remediation", "SubmitAnswer"): "Checking",
        ("AwaitingAnswer", "RecordCell"): "Checking",
        ("Remediation", "RecordCell"): "Checking",
        ("Checking", "FinishCheck"): "Remediation",
        ("Checking", "FailCheck"): "AwaitingAnswer",
        ("Checking", "StopCheck"): "AwaitingAnswer",
        ("Remediation", "SkipQuestion"): "AwaitingAnswer",
    }
