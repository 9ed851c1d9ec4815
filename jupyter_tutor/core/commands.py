"""What may be asked of a session: by its learner, by the server, or by an effect that has ended.

A command may be refused. It carries everything that is not a function of the state: the time
(``at``, ISO 8601 in UTC with milliseconds) and any id or random pick.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import LearnerId, QuestionId, RequestId
from jupyter_tutor.core.talk_commands import TalkCommand
from jupyter_tutor.core.verdict import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """The source of the learner's answer cell; what is judged is what it left in the kernel."""

    type: Literal["code"] = "code"
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceAnswer:
    """The ids of the options picked."""

    type: Literal["choice"] = "choice"
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAnswer:
    """What was typed into the panel: a number, an output, a formula or a few sentences."""

    type: Literal["text"] = "text"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswer:
    """The ids of lines, in the order in which they were put."""

    type: Literal["order"] = "order"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksAnswer:
    """What was filled into the blanks, in their order."""

    type: Literal["blanks"] = "blanks"
    texts: tuple[str, ...]


Answer = CodeAnswer | ChoiceAnswer | TextAnswer | OrderAnswer | BlanksAnswer

CellOutcome = Literal["ok", "error", "interrupted"]

CheckFailure = Literal[
    "busy", "stopped", "kernel_died", "no_kernel", "too_long", "crowded", "internal"
]
"""Why a check came to no verdict. None of them is the learner's mistake or counts as an attempt."""

KernelStatus = Literal["attached", "restarted", "died", "detached"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """The learner is here: begin the lesson, or take it up where it was left.

    ``unfinished`` are the titles of the lessons that should have been done before. ``model`` names
    the language model that helps here and where it is; None: there is none.
    """

    type: Literal["open_session"] = "open_session"
    at: str
    learner: LearnerId
    unfinished: tuple[str, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSession:
    """The last panel has been closed and the session is being put away."""

    type: Literal["leave_session"] = "leave_session"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YieldSession:
    """Another place takes this session over; ``taker`` says which, in words a learner reads."""

    type: Literal["yield_session"] = "yield_session"
    at: str
    taker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue:
    """Go on: after an exposition, a right answer, or the announcement of the review."""

    type: Literal["continue"] = "continue"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAnswer:
    """Judge this answer to the open question; ``request`` names the check it may lead to."""

    type: Literal["submit_answer"] = "submit_answer"
    at: str
    question: QuestionId
    answer: Answer
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCell:
    """The kernel ran a cell that answers ``question`` (its ``#| for:`` line says so).

    ``error`` is the last line of its traceback, or None. ``request`` names the check that
    running the cell may start.
    """

    type: Literal["record_cell"] = "record_cell"
    at: str
    question: QuestionId
    source: str
    outcome: CellOutcome
    error: str | None = None
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishCheck:
    """A check has come to a verdict."""

    type: Literal["finish_check"] = "finish_check"
    at: str
    request: RequestId
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class FailCheck:
    """A check could not be carried out."""

    type: Literal["fail_check"] = "fail_check"
    at: str
    request: RequestId
    reason: CheckFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCheck:
    """The learner does not want to wait for the check under way."""

    type: Literal["stop_check"] = "stop_check"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHint:
    """The next rung of the open question's ladder, please."""

    type: Literal["ask_hint"] = "ask_hint"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipQuestion:
    """Leave the open question for the review."""

    type: Literal["skip_question"] = "skip_question"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSolution:
    """Show the solution, if the author's rule allows it by now."""

    type: Literal["ask_solution"] = "ask_solution"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOver:
    """Begin the lesson anew; the record keeps all that was."""

    type: Literal["start_over"] = "start_over"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLesson:
    """Go on with the newest version of the lesson; questions that are done stay done."""

    type: Literal["update_lesson"] = "update_lesson"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKernel:
    """Something happened to the kernel this session holds on to."""

    type: Literal["note_kernel"] = "note_kernel"
    at: str
    status: KernelStatus
    kernel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteModel:
    """The language model that may help from now on; None: there is none, or none is wanted."""

    type: Literal["note_model"] = "note_model"
    at: str
    model: str | None


LifeCommand = (
    OpenSession | LeaveSession | YieldSession | StartOver | UpdateLesson | NoteKernel | NoteModel
)
"""Commands about the session as a whole: what they lead to hardly depends on the phase."""

StepCommand = (
    Continue
    | SubmitAnswer
    | RecordCell
    | FinishCheck
    | FailCheck
    | StopCheck
    | AskHint
    | SkipQuestion
    | AskSolution
)
"""Commands about the step in front of the learner: every phase has its own answer to them."""

Command = LifeCommand | TalkCommand | StepCommand


@dataclass(frozen=True, slots=True)
class Rejected:
    """A command that does not fit the state. Nothing changed; ``reason`` is plain words."""

    reason: str
