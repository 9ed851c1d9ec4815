"""Markdown as HTML that can do nothing: no markup of its own, no scripts, nothing fetched."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
"""The links that stay links. A path would lead nowhere: a transcript is read in other places."""


# Everything in a page is its own: the rule makes sure of it should anything slip through.
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def whole_page(title: str, style: str, body: str) -> str:
    """A page to keep, which fetches and runs nothing. ``title`` and ``body`` are HTML."""
    return _PAGE.format(title=title, style=style, body=body)


def markdown_html(text: str) -> str:
    """The text as a fragment of HTML. Pictures become links, so that nothing is fetched."""
    html: str = reader().render(text)
    return html


def holds_markup(text: str) -> bool:
    """Whether the text, read as Markdown, holds HTML of its own."""
    tokens = _open_markdown().parse(text)
    every = (one for token in tokens for one in (token, *(token.children or ())))
    return any(token.type in ("html_block", "html_inline") for token in every)


class _Reader(MarkdownIt):
    """CommonMark with tables, without HTML."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.enable("table")
        self.add_render_rule("image", _picture)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name for it
        return _ADDRESS.match(url.strip()) is not None


@cache
def reader() -> MarkdownIt:
    """What reads the Markdown of transcripts."""
    return _Reader()


@cache
def _open_markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _picture(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    token = tokens[index]
    address = escape(str(token.attrGet("src") or ""))
    return f'<a href="{address}">{escape(token.content or "picture")}</a>'
