"""What a screen shows of a session. Shapes here; words come from the events."""

from dataclasses import dataclass
from typing import Literal, assert_never

from jupyter_tutor.core.answers.formula import read_as
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.cooling_off import cooling_off
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import ShownOption
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.pedagogy import earned, may_reveal, may_skip, next_help, tries_left
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, Question, QuestionKind
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    Message,
    NotStarted,
    Remediation,
    Review,
    State,
    Writing,
)
from jupyter_tutor.core.words import NO_MORE_TRIES, STILL_WRITING

ActionName = Literal[
    "continue",
    "check",
    "hint",
    "skip",
    "solution",
    "stop_check",
    "stop_reply",
    "summary",
    "start_over",
    "update",
]
ProgressStatus = Literal["ahead", "open", "skipped", "correct", "undecided", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button. When it is not ``enabled``, ``why`` says so in words; None when it is."""

    name: ActionName
    enabled: bool
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """No answer is taken from ``since`` (ISO 8601, UTC) on for ``seconds``."""

    since: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question in front of the learner.

    ``last_answer`` is None before the first; ``read_as`` is how that is read where it is a formula,
    else None; ``stub`` is what the answer cell held at first, None where the answer is given in the
    panel. ``names`` are those an expression or a formula may use; ``unit`` is that of a number;
    ``tries_left`` is None where there is no limit. ``pause`` is the one the last try has begun, be
    it over or not; None: there is none. ``options`` are also the lines to be put in order,
    ``pieces`` the text around blanks; ``verbatim``: these are of a program.
    """

    id: QuestionId
    kind: QuestionKind
    title: str
    options: tuple[ShownOption, ...]
    many: bool
    names: tuple[str, ...]
    unit: str | None
    pieces: tuple[str, ...]
    verbatim: bool
    attempts: int
    tries_left: int | None
    pause: Pause | None
    hints_given: int
    max_points: float
    last_answer: str | None
    read_as: str | None
    stub: str | None


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
    """All of a view but its messages. ``seq`` is the number of events it stands on.

    ``newer``: the author has changed the lesson, and the learner is still on their version of it.
    ``writing`` is what is being written for the learner, with what may be shown of it so far.
    ``model`` names the language model that helps, None: none does. ``persons`` are the ids of the
    replies that a person was asked to look at.
    """

    seq: int
    phase: str
    course: str
    lesson: str
    course_title: str
    lesson_title: str
    check_on_run: bool
    newer: bool
    question: OpenQuestion | None
    actions: tuple[Action, ...]
    progress: Progress
    checking: RequestId | None
    writing: Writing | None
    model: str | None
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole screen: the transcript, oldest first, and the head."""

    messages: tuple[Message, ...]
    head: Head


def view(state: State, lesson: Lesson, *, newer: bool = False) -> View:
    """What a screen shows of ``state``, with ``lesson`` in the version the session is on.

    ``newer`` says whether a newer version is installed.
    """
    return View(messages=state.transcript, head=head(state, lesson, newer=newer))


def head(state: State, lesson: Lesson, *, newer: bool = False) -> Head:
    """The part of the view that every event may change."""
    question = _current(state, lesson)
    return Head(
        seq=state.seq,
        phase=state.phase.type,
        course=lesson.course_id,
        lesson=lesson.id,
        course_title=lesson.course_title,
        lesson_title=lesson.title,
        check_on_run=lesson.check_on_run,
        newer=newer,
        question=_open_question(state, question) if question else None,
        actions=_actions(state, lesson, newer),
        progress=_progress(state, lesson, question),
        checking=state.phase.request if isinstance(state.phase, Checking) else None,
        writing=state.writing,
        model=state.model,
        persons=state.persons,
    )


def _current(state: State, lesson: Lesson) -> Question | None:
    match state.phase:
        case (
            AwaitingAnswer(question=question)
            | Remediation(question=question)
            | Checking(question=question)
            | Correct(question=question)
        ):
            return lesson.question(question)
        case NotStarted() | InExposition() | Review() | Completed():
            return None
        case _:
            assert_never(state.phase)


def _open_question(state: State, question: Question) -> OpenQuestion:
    record = state.questions[question.id]
    rule, since = cooling_off(record, question), record.last_wrong_at
    return OpenQuestion(
        id=question.id,
        kind=question.type,
        title=question.title,
        options=record.asked.options,
        many=record.asked.many,
        names=record.asked.names,
        unit=record.asked.unit,
        pieces=record.asked.pieces,
        verbatim=record.asked.verbatim,
        attempts=record.attempts,
        tries_left=tries_left(record, question),
        pause=Pause(since=since, seconds=rule.seconds) if rule and since else None,
        hints_given=len(record.hints),
        max_points=question.points,
        last_answer=record.last_source,
        read_as=_read_as(question, record.last_source),
        stub=question.stub if isinstance(question, CodeQuestion) else None,
    )


def _read_as(question: Question, answer: str | None) -> str | None:
    if not isinstance(question, FormulaQuestion) or answer is None:
        return None
    return read_as(question, answer)


def _actions(state: State, lesson: Lesson, newer: bool) -> tuple[Action, ...]:
    if isinstance(state.phase, NotStarted):
        return ()
    writing = Rejected(STILL_WRITING) if state.writing else None
    always = [_action("summary", writing), Action(name="start_over", enabled=True)]
    if state.writing:
        always.insert(0, Action(name="stop_reply", enabled=True))
    if newer:
        always.append(Action(name="update", enabled=True))
    return (*_step_actions(state, lesson), *always)


def _step_actions(state: State, lesson: Lesson) -> tuple[Action, ...]:
    match state.phase:
        case NotStarted() | Completed():
            return ()
        case InExposition() | Correct() | Review():
            return (Action(name="continue", enabled=True),)
        case AwaitingAnswer(question=open_id) | Remediation(question=open_id):
            question = lesson.known_question(open_id)
            record = state.questions[question.id]
            hint = next_help(state, record, question)
            no_tries = Rejected(NO_MORE_TRIES) if tries_left(record, question) == 0 else None
            actions = [
                _action("check", no_tries),
                _action("hint", hint if isinstance(hint, Rejected) else None),
                _action("skip", may_skip(state, lesson)),
            ]
            if question.reveal_after is not None:
                actions.append(_action("solution", may_reveal(record, question)))
            if record.outcome in ("undecided", "missed"):
                actions.insert(0, Action(name="continue", enabled=True))
            return tuple(actions)
        case Checking():
            return (Action(name="stop_check", enabled=True),)
        case _:
            assert_never(state.phase)


def _action(name: ActionName, refusal: Rejected | None) -> Action:
    return Action(name=name, enabled=refusal is None, why=refusal.reason if refusal else None)


def _progress(state: State, lesson: Lesson, current: Question | None) -> Progress:
    items = tuple(
        ProgressItem(
            id=question.id,
            title=question.title,
            status=_status(state, question),
            current=current is not None and current.id == question.id,
        )
        for question in lesson.questions
    )
    records = [record for q in lesson.questions if (record := state.questions.get(q.id))]
    return Progress(
        done=sum(record.outcome != "open" for record in records),
        total=len(items),
        points=earned(state, lesson),
        max_points=sum(question.points for question in lesson.questions),
        items=items,
    )


def _status(state: State, question: Question) -> ProgressStatus:
    record = state.questions.get(question.id)
    if record is None:
        return "ahead"
    if record.outcome == "open":
        return "skipped" if record.skipped else "open"
    return record.outcome
