"""Words: what the learner says, what is written for them, and how that ends."""

from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import Event, HintGiven
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.pedagogy import level_of
from jupyter_tutor.core.state import NotStarted, State, Writing
from jupyter_tutor.core.summing_up import summary_asked, summary_written
from jupyter_tutor.core.talk import Asking, Reply
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
    TalkCommand,
)
from jupyter_tutor.core.talk_events import (
    ErrorLabelled,
    HintRefused,
    LearnerSaid,
    ModelCalled,
    PersonAsked,
    ReplyEnded,
    ReplyGrew,
    SummaryWritten,
    TutorSaid,
)

Decision = tuple[Event, ...] | Rejected

LONGEST_MESSAGE = 20_000
"""Characters of one message to the tutor; far more than anybody types."""


def decide_talk(state: State, command: TalkCommand, lesson: Lesson) -> Decision:
    """What a command about words leads to."""
    if isinstance(state.phase, NotStarted):
        return Rejected(words.NOT_STARTED)
    match command:
        case Say():
            return _say(state, command)
        case StopReply():
            if state.writing is None:
                return Rejected(words.NOTHING_TO_STOP)
            return ended_early(state, lesson, command.at, stopped=True)
        case AskPerson():
            return _ask_person(state, command)
        case AskSummary():
            if state.writing is not None:
                return Rejected(words.STILL_WRITING)
            if state.model is not None:
                return (summary_asked(state, command.at),)
            return (summary_written(state, lesson, command.at),)
        case GrowReply():
            if not _awaited(state, "reply", command.request):
                return Rejected(words.NOT_AWAITED)
            return (ReplyGrew(at=command.at, request=command.request, words=command.words),)
        case EndReply():
            if state.writing is None or not _awaited(state, "reply", command.reply.request):
                return Rejected(words.NOT_AWAITED)
            return (ReplyEnded(at=command.at, asked=state.writing.asked, reply=command.reply),)
        case EndHint():
            return _end_hint(state, command, lesson)
        case EndSummary():
            if not _awaited(state, "summary", command.request):
                return Rejected(words.NOT_AWAITED)
            if command.words is None:
                return (summary_written(state, lesson, command.at, command.request),)
            return (
                SummaryWritten(
                    at=command.at, by="model", words=command.words, request=command.request
                ),
            )
        case LabelAnswer():
            return _label(state, command)
        case NoteCall():
            return (ModelCalled(at=command.at, request=command.request, call=command.call),)
        case _:
            assert_never(command)


def ended_early(state: State, lesson: Lesson, at: str, *, stopped: bool) -> tuple[Event, ...]:
    """The end of what is being written, if anything is: the learner has stopped it, or it is lost.

    What was shown of a reply is kept, and marked as a part.
    """
    writing = state.writing
    if writing is None:
        return ()
    match writing.kind:
        case "reply":
            reply = Reply(
                request=writing.request,
                ending="stopped" if stopped else "lost",
                words=writing.words,
            )
            return (ReplyEnded(at=at, asked=writing.asked, reply=reply),)
        case "hint":
            return (_no_hint(writing, at, words.HINT_STOPPED if stopped else words.HINT_LOST),)
        case "summary":
            return (summary_written(state, lesson, at, writing.request),)
        case _:
            assert_never(writing.kind)


def _awaited(state: State, kind: Asking, request: RequestId) -> bool:
    writing = state.writing
    return writing is not None and (writing.kind, writing.request) == (kind, request)


def _say(state: State, command: Say) -> Decision:
    text = command.text.strip()
    if not text:
        return Rejected(words.NOTHING_TO_SAY)
    if len(text) > LONGEST_MESSAGE:
        return Rejected(words.TOO_LONG)
    if state.model is None:
        return (
            LearnerSaid(at=command.at, words=text),
            TutorSaid(at=command.at, words=words.no_model()),
        )
    if state.writing is not None:
        return Rejected(words.STILL_WRITING)
    return (LearnerSaid(at=command.at, words=text, request=RequestId(f"reply-{state.seq}")),)


def _ask_person(state: State, command: AskPerson) -> Decision:
    known = 0 <= command.message < len(state.transcript)
    message = state.transcript[command.message] if known else None
    if message is None or message.reply is None:
        return Rejected(words.NOT_A_REPLY)
    if command.message in state.persons:
        return Rejected(words.PERSON_ASKED_ALREADY)
    said = [one.text for one in state.transcript[: command.message] if one.kind == "said"]
    return (
        PersonAsked(
            at=command.at,
            message=command.message,
            asked=said[-1] if said else "",
            words=words.PERSON_ASKED,
        ),
    )


def _end_hint(state: State, command: EndHint, lesson: Lesson) -> Decision:
    writing = state.writing
    if writing is None or writing.question is None or not _awaited(state, "hint", command.request):
        return Rejected(words.NOT_AWAITED)
    record = state.questions.get(writing.question)
    if command.words is None:
        return (_no_hint(writing, command.at, command.why, command.caught),)
    if record is None or record.outcome != "open":
        return (_no_hint(writing, command.at, words.HINT_TOO_LATE, command.caught),)
    return (
        HintGiven(
            at=command.at,
            question=writing.question,
            rung=len(record.hints),
            level=level_of(record, lesson.question(writing.question)),
            misconception=None,
            words=command.words,
            request=command.request,
            caught=command.caught,
        ),
    )


def _no_hint(writing: Writing, at: str, why: str, caught: tuple[str, ...] = ()) -> HintRefused:
    question = writing.question or QuestionId("")
    return HintRefused(at=at, question=question, request=writing.request, words=why, caught=caught)


def _label(state: State, command: LabelAnswer) -> Decision:
    record = state.questions.get(command.question)
    if record is None or record.outcome != "open" or record.last_misconception is not None:
        return Rejected(words.NOT_AWAITED)
    return (
        ErrorLabelled(
            at=command.at,
            question=command.question,
            request=command.request,
            misconception=command.misconception,
            candidate=command.candidate,
            words=command.words,
        ),
    )
