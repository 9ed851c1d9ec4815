"""What an entry of a conversation holds, as a kept copy shows it."""

import re
from collections.abc import Iterable

from jupyter_tutor.core.state import Message

_MARKERS = re.compile(r"\A\s*(?:#\|[^\n]*(?:\n|\Z))+(?:[ \t]*\n)*")


def words_of(message: Message) -> str:
    """Its words in Markdown, with the options that it offers and the notes to its verdict."""
    notes = message.report.notes if message.report else ()
    listed = (_list(option.text for option in message.options), _list(notes))
    return "\n\n".join(filter(None, (message.text, *listed)))


def sources_of(message: Message) -> tuple[str, ...]:
    """Its code; of an answer without the lines that only say which question it answers."""
    if message.kind == "answer":
        return tuple(_MARKERS.sub("", code) for code in message.code)
    return message.code


def _list(items: Iterable[str]) -> str:
    # Each is a line; one that is not would begin a paragraph outside of the list.
    return "\n".join(f"- {' '.join(item.split())}" for item in items)
