"""A conversation as Markdown text."""

import re
from datetime import tzinfo

from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.state import Message, MessageKind
from jupyter_tutor.core.view import Progress, View
from jupyter_tutor.transcripts.content import sources_of, words_of
from jupyter_tutor.transcripts.labels import STANDINGS, YOU, heading, label, progress_words
from jupyter_tutor.transcripts.moments import days
from jupyter_tutor.transcripts.rendering import holds_markup

_LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line in Markdown; to Python others do so, too."""

_AUTHORED: frozenset[MessageKind] = frozenset({"exposition", "question", "hint", "solution"})
"""Entries that quote no learner: an author's Markdown stays as it is."""


def transcript_markdown(view: View, learner: str, tz: tzinfo, *, own: bool = True) -> str:
    """The whole conversation, with times in that zone.

    ``own``: its learner reads it; else their name ``learner`` stands above what is theirs.
    """
    head = view.head
    parts = [
        f"# {_line(head.lesson_title)}",
        f"{_line(head.course_title)}, {_line(learner)}. {progress_words(head.progress)}",
        _questions(head.progress),
    ]
    for message, when, day in days(view.messages, tz):
        if day:
            parts.append(f"---\n\n*{day}*")
        parts.append(entry_markdown(message, YOU if own else learner, when.clock))
    return "\n\n".join(filter(None, parts)) + "\n"


def entry_markdown(message: Message, learner: str, time: str | None = None) -> str:
    """One entry of a conversation; ``time`` stands at its beginning, None: it is left out."""
    title, who = heading(message), label(message, learner)
    if title:
        # A time in a heading would stand in every table of contents.
        parts = [f"## {_line(title)}", *([f"*{time}*"] if time else ())]
    else:
        parts = [f"**{_line(who or '')}**{f' · {time}' if time else ''}"]
    text = words_of(message)
    if text:
        parts.append(_contained(text, message))
    parts.extend(as_block(code.rstrip("\n"), "python") for code in sources_of(message))
    return "\n\n".join(parts)


def _questions(progress: Progress) -> str:
    return "\n".join(
        f"{number}. {_line(item.title)} ({STANDINGS[item.status]})"
        for number, item in enumerate(progress.items, 1)
    )


def _contained(text: str, message: Message) -> str:
    """The text so that it ends where it ends, whatever a learner has typed into it.

    A quotation holds in a fence that is never closed; and what has HTML in it is shown as it was
    typed, for whoever reads the file may have a viewer that would follow it.
    """
    if message.kind in _AUTHORED:
        return text
    if holds_markup(text):
        text = as_block(text)
    if message.author == "learner":
        return "\n".join(f"> {line}".rstrip() for line in _LINE_END.split(text))
    return text


def _line(text: str) -> str:
    """A title or name as one line of Markdown that holds no HTML."""
    return " ".join(text.split()).replace("<", "&lt;")
