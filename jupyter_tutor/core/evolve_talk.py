"""What an event about words makes of a state. Total: each applies to every state."""

from dataclasses import replace
from typing import assert_never

from jupyter_tutor.core.state import QuestionRecord, State, Writing
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
    TalkEvent,
    TutorSaid,
)
from jupyter_tutor.core.transcript import add, change_record, notice, say


def evolve_talk(state: State, event: TalkEvent) -> State:
    """The state after ``event``, but for its number."""
    match event:
        case ModelNoted():
            noted = replace(state, model=event.model, introduced=event.model or state.introduced)
            return notice(noted, event.at, event.words) if event.words else noted
        case LearnerSaid():
            said = add(state, event.at, "learner", "said", event.words)
            if event.request is None:
                return said
            writing = Writing(kind="reply", request=event.request, asked=event.words)
            return replace(said, writing=writing)
        case TutorSaid():
            return say(state, event.at, "reply", event.words)
        case ReplyGrew():
            return _grown(state, event)
        case ReplyEnded(reply=reply):
            ended = replace(state, writing=None)
            # What was held back is for those who look after the course, and not to be shown.
            shown = replace(reply, caught=())
            return say(ended, event.at, "reply", reply.words, reply=shown, helped=True)
        case HintAsked():
            writing = Writing(kind="hint", request=event.request, question=event.question)
            return replace(state, writing=writing)
        case HintRefused():
            refused = replace(state, writing=None)
            return notice(refused, event.at, event.words, question=event.question)
        case SummaryAsked():
            return replace(state, writing=Writing(kind="summary", request=event.request))
        case SummaryWritten():
            written = replace(state, writing=None) if event.request is not None else state
            return say(written, event.at, "summary", event.words, helped=event.by == "model")
        case ErrorLabelled():
            return _labelled(state, event)
        case ModelCalled():
            return state
        case PersonAsked():
            asked = replace(state, persons=(*state.persons, event.message))
            return notice(asked, event.at, event.words)
        case _:
            assert_never(event)


def _grown(state: State, event: ReplyGrew) -> State:
    writing = state.writing
    if writing is None or writing.request != event.request:
        return state
    return replace(state, writing=replace(writing, words=writing.words + event.words))


def _labelled(state: State, event: ErrorLabelled) -> State:
    """A misconception that was foreseen has hints of its own; a new one is for authors."""

    def labelled(record: QuestionRecord) -> QuestionRecord:
        if event.misconception is None or record.last_misconception is not None:
            return record
        return replace(record, last_misconception=event.misconception)

    return change_record(state, event.question, labelled)
