"""A conversation as something to read and to keep: Markdown text, or a page of HTML.

Pure: views in, text out. What an author or a learner wrote can neither run in such a page nor
make it fetch anything, and cannot spill over its own entry.
"""

from jupyter_tutor.transcripts.markdown import entry_markdown, transcript_markdown
from jupyter_tutor.transcripts.page import transcript_html
from jupyter_tutor.transcripts.plain import plain_text
from jupyter_tutor.transcripts.rendering import markdown_html

__all__ = [
    "entry_markdown",
    "markdown_html",
    "plain_text",
    "transcript_html",
    "transcript_markdown",
]
