"""What an entry of a conversation or of the record holds, as a copy to read shows it."""

import re
from collections.abc import Iterable

from jupyter_tutor.core.answers.blanks import with_gaps
from jupyter_tutor.core.events import QuestionAsked
from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.state import Message

_MARKERS = re.compile(r"\A\s*(?:#\|[^\n]*(?:\n|\Z))+(?:[ \t]*\n)*")


def words_of(message: Message) -> str:
    """Its words in Markdown, with what it offers to answer with and the notes to its verdict."""
    notes = message.report.notes if message.report else ()
    return "\n\n".join(filter(None, (message.text, offered(message), _list(notes))))


def offered(asked: Message | QuestionAsked) -> str:
    """The options, the lines to be put in order, or the text with its blanks; empty: none."""
    if asked.pieces:
        return with_gaps(asked.pieces, asked.verbatim)
    texts = [option.text for option in asked.options]
    return as_block("\n".join(texts)) if asked.verbatim and texts else _list(texts)


def sources_of(message: Message) -> tuple[str, ...]:
    """Its code; of an answer without the lines that only say which question it answers."""
    if message.kind == "answer":
        return tuple(_MARKERS.sub("", code) for code in message.code)
    return message.code


def _list(items: Iterable[str]) -> str:
    # Each is a line; one that is not would begin a paragraph outside of the list.
    return "\n".join(f"- {' '.join(item.split())}" for item in items)
