"""What the calls of a Tutor give back: values that show themselves wherever they are looked at.

The same words everywhere, and the same each time: no times, no identifiers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.adapters.system import LOCAL_ZONE
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.core.view import View
from jupyter_tutor.transcripts import (
    YOU,
    entry_markdown,
    markdown_html,
    plain_text,
    transcript_html,
    transcript_markdown,
)


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """Words of the tutor, in Markdown."""

    markdown: str

    def __repr__(self) -> str:
        """As plain text, for a terminal."""
        return plain_text(self.markdown)

    def _repr_markdown_(self) -> str:
        return self.markdown

    def _repr_html_(self) -> str:
        return markdown_html(self.markdown)


@dataclass(frozen=True, slots=True, repr=False)
class VerdictShown(Shown):
    """What came of an answer; ``report`` is None where it came to no verdict."""

    report: Report | None = None

    @property
    def right(self) -> bool:
        """Whether the answer was right."""
        return self.report is not None and self.report.verdict == "correct"


@dataclass(frozen=True, slots=True, repr=False)
class ProgressShown(Shown):
    """How far a lesson has come; ``done`` counts answered questions."""

    done: int
    total: int
    points: float
    max_points: float


@dataclass(frozen=True, slots=True, repr=False)
class AnswerShown(Shown):
    """An answer as it is recorded; ``source`` is its cell."""

    source: str


@dataclass(frozen=True, slots=True, repr=False)
class TranscriptShown(Shown):
    """A whole conversation, to read here or to keep as a file."""

    view: View
    learner: str

    def save(self, path: str | Path) -> Path:
        """Write it with its times, as a page where the name ends in ``.html``, else as Markdown."""
        target = Path(path).expanduser()
        page = target.suffix in (".html", ".htm")
        write = transcript_html if page else transcript_markdown
        text = write(self.view, self.learner, LOCAL_ZONE)
        target.write_text(text, encoding="utf-8")
        return target.absolute()


def entries(messages: Sequence[Message]) -> str:
    """Entries of a conversation as a learner reads them in their own notebook."""
    return "\n\n".join(entry_markdown(message, YOU) for message in messages)
