"""A conversation as something to read and to keep: Markdown text, or a page of HTML.

Pure: a view and a time zone in, text out. What an author or a learner wrote can neither run in such
a page nor make it fetch anything, and cannot spill over its own entry.
"""

from jupyter_tutor.transcripts.labels import STANDINGS, YOU, progress_words
from jupyter_tutor.transcripts.markdown import entry_markdown, transcript_markdown
from jupyter_tutor.transcripts.page import transcript_html
from jupyter_tutor.transcripts.plain import plain_text
from jupyter_tutor.transcripts.rendering import markdown_html

__all__ = [
    "STANDINGS",
    "YOU",
    "entry_markdown",
    "markdown_html",
    "plain_text",
    "progress_words",
    "transcript_html",
    "transcript_markdown",
]
