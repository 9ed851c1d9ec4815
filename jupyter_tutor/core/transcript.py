"""Changing what a state holds, a message or the record of a question at a time."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import Author, Message, MessageKind, QuestionRecord, State


def change_record(
    state: State, question: QuestionId, change: Callable[[QuestionRecord], QuestionRecord]
) -> State:
    """The state with another record of a question; as it was where there is none."""
    record = state.questions.get(question)
    if record is None:
        return state
    return replace(state, questions=MappingProxyType({**state.questions, question: change(record)}))


def notice(state: State, at: str, text: str, question: QuestionId | None = None) -> State:
    """Add a message about the session itself."""
    return add(state, at, "notice", "notice", text, question=question)


def say(state: State, at: str, kind: MessageKind, text: str, **rest: Any) -> State:
    """Add a message of the tutor; ``rest`` are further fields of it."""
    return add(state, at, "tutor", kind, text, **rest)


def add(state: State, at: str, author: Author, kind: MessageKind, text: str, **rest: Any) -> State:
    """Add a message."""
    message = Message(id=len(state.transcript), at=at, author=author, kind=kind, text=text, **rest)
    return replace(state, transcript=(*state.transcript, message))
