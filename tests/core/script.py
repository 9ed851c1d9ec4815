"""A scripted learner: everything that can happen to somebody in the test lesson, once.

``tests/core/records/first.jsonl`` holds what this led to when the core was young. It is never
made anew; an event of a later schema gets a record of its own beside it.
"""

from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    AskSolution,
    ChoiceAnswer,
    CodeAnswer,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    LeaveSession,
    NoteKernel,
    OpenSession,
    RecordCell,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
    YieldSession,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.lessons import DOUBLE, EVEN, MEAN, PICK
from tests.core.play import LEARNER, full_marks, wrong_marks


def at(minute: int, second: int = 0) -> str:
    return f"2026-11-22T09:{minute:02}:{second:02}.000Z"


def answer(when: str, question: QuestionId, given: Answer, request: str) -> SubmitAnswer:
    return SubmitAnswer(at=when, question=question, answer=given, request=RequestId(request))


def code(when: str, question: QuestionId, source: str, request: str) -> SubmitAnswer:
    return answer(when, question, CodeAnswer(source=source), request)


def picks(when: str, question: QuestionId, request: str, *options: str) -> SubmitAnswer:
    return answer(when, question, ChoiceAnswer(options=options), request)


def finish(when: str, request: str, report: Report) -> FinishCheck:
    return FinishCheck(at=when, request=RequestId(request), report=report)


def verdict(kind: Verdict, message: str, fault: str | None = None) -> Report:
    return Report(
        verdict=kind, points=0.0, max_points=2.0, message=message, target="fresh", fault=fault
    )


HALF = "def double(x):\n    return x / 2"
PLUS = "def double(x):\n    return x + 2"
LOOP = "def double(x):\n    while True:\n        pass"
TYPO = "def double(x):\n    return y * 2"

SCRIPT: tuple[Command, ...] = (
    OpenSession(at=at(0), learner=LEARNER),
    NoteKernel(at=at(0, 1), status="attached", kernel="k1"),
    Say(at=at(1), text="Is this hard? Ich heiße Ada 🙂"),
    Continue(at=at(2)),
    # double: every kind of verdict, and a check that is stopped
    RecordCell(
        at=at(3),
        question=DOUBLE.id,
        source=DOUBLE.stub,
        outcome="ok",
        request=RequestId("r0"),
    ),
    code(at(4), DOUBLE.id, DOUBLE.stub, "r1"),
    finish(at(4, 1), "r1", verdict("unattempted", "This is still as I gave it to you.")),
    AskHint(at=at(5)),
    RecordCell(
        at=at(6),
        question=DOUBLE.id,
        source=TYPO,
        outcome="error",
        error="NameError: name 'y' is not defined",
        request=RequestId("r2"),
    ),
    finish(at(6, 6), "r2", verdict("error", "`double(5)` raised `NameError`.")),
    RecordCell(at=at(7), question=DOUBLE.id, source=PLUS, outcome="ok", request=RequestId("r4")),
    finish(at(7, 1), "r4", wrong_marks(DOUBLE, "adds")),
    AskHint(at=at(8)),
    code(at(9), DOUBLE.id, LOOP, "r5"),
    StopCheck(at=at(9, 4)),
    code(at(10), DOUBLE.id, LOOP, "r6"),
    finish(at(10, 9), "r6", verdict("timeout", "`double(5)` did not end within 10 seconds.")),
    AskSolution(at=at(11)),
    NoteKernel(at=at(12), status="restarted", kernel="k1"),
    code(at(13), DOUBLE.id, DOUBLE.solution, "r7"),
    FailCheck(at=at(13, 1), request=RequestId("r7"), reason="busy"),
    code(at(14), DOUBLE.id, DOUBLE.solution, "r8"),
    finish(at(14, 1), "r8", full_marks(DOUBLE)),
    Continue(at=at(15)),
    # away and back, in another window
    LeaveSession(at=at(16)),
    OpenSession(at=at(30), learner=LEARNER),
    YieldSession(at=at(31), taker="another window"),
    OpenSession(at=at(31, 1), learner=LEARNER),
    # the choices, a skip, a check of the author's that breaks, the review
    picks(at(32), PICK.id, "r9", "a"),
    SkipQuestion(at=at(33)),
    Continue(at=at(34)),
    picks(at(35), EVEN.id, "r10", "a", "b"),
    picks(at(36), EVEN.id, "r11", "a", "c"),
    Continue(at=at(37)),
    code(at(38), MEAN.id, "mean = max", "r12"),
    finish(
        at(38, 1),
        "r12",
        verdict("undecided", "I could not tell.", fault="ZeroDivisionError in mean-1"),
    ),
    Continue(at=at(39)),
    Continue(at=at(40)),
    picks(at(41), PICK.id, "r13", "b"),
    Continue(at=at(42)),
    # once more from the start, and the kernel goes
    StartOver(at=at(50)),
    NoteKernel(at=at(51), status="died", kernel="k1"),
    NoteKernel(at=at(52), status="detached", kernel="k1"),
    Continue(at=at(53)),
    code(at(54), DOUBLE.id, HALF, "r14"),
    finish(at(54, 1), "r14", wrong_marks(DOUBLE)),
)
