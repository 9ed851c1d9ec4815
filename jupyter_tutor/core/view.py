"""What a screen shows of a session. Shapes here; words come from the events."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import ShownOption
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import Message, State

ActionName = Literal["continue", "check", "hint", "skip", "solution", "stop_check", "start_over"]
ProgressStatus = Literal["ahead", "open", "skipped", "correct", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button. When it is not ``enabled``, ``why`` says so in words; None when it is."""

    name: ActionName
    enabled: bool
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question in front of the learner. ``last_answer`` is None before the first."""

    id: QuestionId
    kind: Literal["code", "choice"]
    title: str
    options: tuple[ShownOption, ...]
    many: bool
    attempts: int
    hints_given: int
    max_points: float
    last_answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressItem:
    """One question of the lesson and how it stands."""

    id: QuestionId
    title: str
    status: ProgressStatus
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the lesson has come; ``done`` counts answered questions."""

    done: int
    total: int
    points: float
    max_points: float
    items: tuple[ProgressItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """All of a view but its messages. ``seq`` is the number of events it stands on."""

    seq: int
    phase: str
    course: str
    lesson: str
    course_title: str
    lesson_title: str
    check_on_run: bool
    question: OpenQuestion | None
    actions: tuple[Action, ...]
    progress: Progress
    checking: RequestId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole screen: the transcript, oldest first, and the head."""

    messages: tuple[Message, ...]
    head: Head


def view(state: State, lesson: Lesson) -> View:
    """What a screen shows of ``state``."""
    raise NotImplementedError
