"""What an event makes of a state. Total: every event applies to every state.

It reads nothing but the event and the state, so an old record folds to the same transcript
whatever has become of the course and the pedagogy since.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from jupyter_tutor.core.commands import (
    Answer,
    BlanksAnswer,
    ChoiceAnswer,
    CodeAnswer,
    OrderAnswer,
    TextAnswer,
)
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
    LessonEvent,
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
from jupyter_tutor.core.evolve_talk import evolve_talk
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.state import (
    NO_QUESTIONS,
    NOTHING_ASKED,
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    QuestionRecord,
    Remediation,
    Review,
    State,
)
from jupyter_tutor.core.talk_events import TalkEvent
from jupyter_tutor.core.transcript import add, change_record, notice, say


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """The state after these events, from ``state`` (None: from nothing)."""
    result = State() if state is None else state
    for event in events:
        result = evolve(result, event)
    return result


def text_of(answer: Answer) -> str:
    """An answer as the one text by which it is compared with earlier ones."""
    match answer:
        case CodeAnswer(source=source):
            return source
        case ChoiceAnswer(options=options):
            return ",".join(sorted(set(options)))
        case OrderAnswer(lines=lines):
            return ",".join(lines)
        case BlanksAnswer(texts=texts):
            return "\n".join(" ".join(text.split()) for text in texts)
        case TextAnswer(text=text):
            return text


def evolve(state: State, event: Event) -> State:
    """The state after ``event``."""
    if isinstance(event, TalkEvent):
        return replace(evolve_talk(state, event), seq=state.seq + 1)
    if isinstance(event, Explained | QuestionAsked | ReviewBegun | LessonCompleted):
        state = replace(state, out_of_turn=NO_QUESTIONS)
    return replace(_apply(state, event), seq=state.seq + 1)


def _apply(state: State, event: LessonEvent) -> State:
    match event:
        case SessionOpened():
            opened = replace(
                state,
                phase=NotStarted(),
                learner=event.learner,
                course=event.course,
                lesson=event.lesson,
                lesson_hash=event.lesson_hash,
            )
            return say(opened, event.at, "welcome", event.words, title=event.title)
        case SessionResumed():
            return notice(state, event.at, event.words)
        case SessionLeft():
            return state
        case SessionYielded():
            return notice(state, event.at, event.words)
        case Explained():
            shown = replace(
                state,
                phase=InExposition(step=event.step),
                cursor=event.step,
                shown=_with_step(state.shown, event.step),
            )
            return say(
                shown, event.at, "exposition", event.words, title=event.title, code=event.examples
            )
        case QuestionAsked():
            return _asked(state, event)
        case CellRecorded():
            return _cell_recorded(state, event)
        case AnswerSubmitted():
            return _submitted(state, event)
        case AnswerJudged():
            return _judged(state, event)
        case CheckFailed():
            failed = replace(state, phase=_before_check(state, event.question))
            return notice(failed, event.at, event.words, question=event.question)
        case HintGiven():
            return _hinted(state, event)
        case QuestionSkipped():
            skipped = change_record(
                state, event.question, lambda record: replace(record, skipped=True)
            )
            later = tuple(q for q in state.pending if q != event.question)
            skipped = replace(skipped, pending=(*later, event.question))
            return say(skipped, event.at, "skipped", event.words, question=event.question)
        case SolutionShown():
            seen = replace(state, revealed=state.revealed | {event.question})
            shown = change_record(
                seen, event.question, lambda record: replace(record, revealed=True)
            )
            return say(shown, event.at, "solution", event.words, question=event.question)
        case ReviewBegun():
            begun = replace(state, phase=Review(), reviewing=True, pending=event.questions)
            return say(begun, event.at, "review", event.words)
        case LessonCompleted():
            completed = replace(state, phase=Completed(), reviewing=False, pending=())
            return say(completed, event.at, "completed", event.words)
        case StartedOver():
            fresh = replace(
                state,
                phase=NotStarted(),
                round=event.round,
                lesson_hash=event.lesson_hash,
                cursor=None,
                shown=(),
                pending=(),
                reviewing=False,
                questions=NOTHING_ASKED,
            )
            return notice(fresh, event.at, event.words)
        case LessonUpdated():
            updated = replace(
                state,
                phase=NotStarted(),
                lesson_hash=event.lesson_hash,
                cursor=event.cursor,
                reviewing=False,
            )
            return notice(updated, event.at, event.words)
        case KernelNoted():
            kernel = None if event.status == "detached" else event.kernel
            noted = replace(state, kernel=kernel)
            return notice(noted, event.at, event.words) if event.words else noted
        case _:
            assert_never(event)


def _with_step(shown: tuple[StepId, ...], step: StepId) -> tuple[StepId, ...]:
    # A set is four times as large, and a state may rest for long.
    return shown if step in shown else (*shown, step)


def _asked(state: State, event: QuestionAsked) -> State:
    old = state.questions.get(event.question)
    revealed = event.question in state.revealed
    record = replace(old or QuestionRecord(asked=event, revealed=revealed), asked=event)
    asked = replace(
        state,
        phase=AwaitingAnswer(question=event.question),
        cursor=state.cursor if event.again else StepId(event.question),
        shown=_with_step(state.shown, StepId(event.question)),
        questions=MappingProxyType({**state.questions, event.question: record}),
    )
    return say(
        asked,
        event.at,
        "question",
        event.words,
        title=event.title,
        question=event.question,
        code=() if event.program is None else (event.program,),
        options=event.options,
        pieces=event.pieces,
        verbatim=event.verbatim,
    )


def _cell_recorded(state: State, event: CellRecorded) -> State:
    def changed(record: QuestionRecord) -> QuestionRecord:
        news = 1 if event.changed else 0
        return replace(
            record,
            last_source=event.source,
            last_cell_error=event.error,
            evidence=record.evidence + news,
        )

    recorded = change_record(state, event.question, changed)
    if not event.words:
        return recorded
    said = replace(recorded, out_of_turn=state.out_of_turn | {event.question})
    return notice(said, event.at, event.words, question=event.question)


def _submitted(state: State, event: AnswerSubmitted) -> State:
    text = text_of(event.answer)
    before = _before_check(state, event.question)
    submitted = change_record(
        state, event.question, lambda record: replace(record, last_source=text)
    )
    submitted = replace(
        submitted,
        phase=Checking(question=event.question, request=event.request, source=text, before=before),
    )
    code = (event.answer.source,) if isinstance(event.answer, CodeAnswer) else ()
    return add(
        submitted,
        event.at,
        "learner",
        "answer",
        event.words,
        question=event.question,
        code=code,
    )


def _hinted(state: State, event: HintGiven) -> State:
    def hinted(record: QuestionRecord) -> QuestionRecord:
        if event.request is not None:
            return replace(record, helped_at=(len(record.hints), record.evidence))
        hints = (*record.hints, event.words)
        return replace(record, hints=hints, evidence_at_hint=record.evidence)

    helped = event.request is not None
    after = replace(state, writing=None) if helped else state
    after = change_record(after, event.question, hinted)
    return say(after, event.at, "hint", event.words, question=event.question, helped=helped)


def _judged(state: State, event: AnswerJudged) -> State:
    report = event.report
    source = state.phase.source if isinstance(state.phase, Checking) else None

    def judged(record: QuestionRecord) -> QuestionRecord:
        record = replace(
            record,
            attempts=event.attempt,
            evidence=record.evidence + (1 if event.counted else 0),
            last_judged=source if event.counted else record.last_judged,
            last_message=report.message if event.counted else record.last_message,
            last_misconception=report.misconception,
        )
        if event.counted and report.verdict in ("incorrect", "error", "timeout"):
            record = replace(record, last_wrong_at=event.at)
        if report.basis is not None:
            record = replace(record, basis_of=event.request, basis=report.basis.digest)
        if report.verdict == "correct":
            points = 0.0 if record.revealed else report.points
            return replace(record, outcome="correct", points=points)
        if report.verdict == "undecided":
            return replace(record, outcome="undecided")
        return replace(record, outcome="missed") if event.closed else record

    phase: AwaitingAnswer | Remediation | Correct
    match report.verdict:
        case "correct":
            phase = Correct(question=event.question)
        case "unattempted":
            phase = _before_check(state, event.question)
        case "incorrect" | "error" | "timeout" | "undecided":
            phase = Remediation(question=event.question)
        case _:
            assert_never(report.verdict)
    answered = change_record(state, event.question, judged)
    if report.verdict in ("correct", "undecided") or event.closed:
        left = tuple(q for q in answered.pending if q != event.question)
        answered = replace(answered, pending=left)
    return say(
        replace(answered, phase=phase),
        event.at,
        "verdict",
        event.words,
        question=event.question,
        report=replace(report, fault=None, basis=None),
    )


def _before_check(state: State, question: QuestionId) -> AwaitingAnswer | Remediation:
    match state.phase:
        case Checking(before=before):
            return before
        case Remediation() as phase:
            return phase
        case _:
            return AwaitingAnswer(question=question)
