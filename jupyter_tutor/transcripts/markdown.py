"""A conversation as Markdown text."""

import re

from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.state import Message, MessageKind
from jupyter_tutor.core.view import Progress, View
from jupyter_tutor.transcripts.labels import heading, label
from jupyter_tutor.transcripts.rendering import holds_markup

_LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line in Markdown; to Python others do so, too."""

_AUTHORED: frozenset[MessageKind] = frozenset({"exposition", "question", "hint", "solution"})
"""Entries that quote no learner: an author's Markdown stays as it is."""


def transcript_markdown(view: View, learner: str) -> str:
    """The whole conversation; ``learner`` is how its learner is called. Times are in UTC."""
    head = view.head
    parts = [
        f"# {_line(head.lesson_title)}",
        f"{_line(head.course_title)}, {_line(learner)}. {progress_words(head.progress)}",
    ]
    day = ""
    for message in view.messages:
        if day_of(message) != day:
            day = day_of(message)
            parts.append(f"---\n\n*{day} (times in UTC)*")
        parts.append(entry_markdown(message, learner, clock_of(message)))
    return "\n\n".join(parts) + "\n"


def entry_markdown(message: Message, learner: str, time: str | None = None) -> str:
    """One entry of a conversation; ``time`` stands in its first line, None: it is left out."""
    when = f" · {time}" if time else ""
    title, who = heading(message), label(message, learner)
    parts = [f"## {_line(title)}{when}" if title else f"**{_line(who or '')}**{when}"]
    if message.text:
        parts.append(_contained(message))
    parts.extend(as_block(code.rstrip("\n"), "python") for code in message.code)
    return "\n\n".join(parts)


def progress_words(progress: Progress) -> str:
    """How far a lesson has come, in a sentence."""
    return (
        f"{progress.done} of {progress.total} questions done, "
        f"{progress.points:g} of {progress.max_points:g} points."
    )


def day_of(message: Message) -> str:
    """The day of an entry, such as ``2026-11-22``."""
    return message.at[:10]


def clock_of(message: Message) -> str:
    """The time of an entry, such as ``09:46``."""
    return message.at[11:16]


def _contained(message: Message) -> str:
    """The text so that it ends where it ends, whatever a learner has typed into it.

    A quotation holds in a fence that is never closed; and what has HTML in it is shown as it was
    typed, for whoever reads the file may have a viewer that would follow it.
    """
    text = message.text
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
