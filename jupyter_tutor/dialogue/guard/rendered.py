"""A Markdown text as a learner reads it: an escaped sign is that sign, and emphasis is no sign."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"<[^>]*>")
_DRESSED = re.compile(r"[\\*_~<&]")


def as_rendered(text: str) -> tuple[str, ...]:
    """What is read where the text is rendered; what is struck out is left in, then left out.

    Spans and blocks of code keep their backticks. Empty where nothing in it could be dressed.
    """
    if not _DRESSED.search(text):
        return ()
    tokens = _parser().parse(text)
    struck = any(child.type == "s_open" for token in tokens for child in token.children or ())
    ways = (False, True) if struck else (False,)
    return tuple("\n".join(_lines(tokens, without_struck=without)) for without in ways)


@functools.cache
def _parser() -> "MarkdownIt":
    # Imported here: a server starts without it.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _lines(tokens: "Sequence[Token]", *, without_struck: bool) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "inline":
                yield "".join(_inline(token.children or (), without_struck=without_struck))
            case "fence" | "code_block":
                yield f"```\n{token.content.rstrip()}\n```"
            case "html_block":
                yield _TAG.sub("", token.content)


def _inline(children: "Sequence[Token]", *, without_struck: bool) -> Iterator[str]:
    struck = 0
    for child in children:
        struck += {"s_open": 1, "s_close": -1}.get(child.type, 0)
        if struck and without_struck:
            continue
        match child.type:
            case "text" | "text_special" | "image":
                yield child.content
            case "code_inline":
                fence = "``" if "`" in child.content else "`"
                yield f"{fence}{child.content}{fence}"
            case "softbreak" | "hardbreak":
                yield "\n"
