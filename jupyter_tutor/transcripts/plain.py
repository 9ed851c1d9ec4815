"""Markdown as plain text for a terminal: what it says, without the signs that only format it."""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from jupyter_tutor.core.terminal import harmless
from jupyter_tutor.transcripts.rendering import reader

_INDENT = "    "


def plain_text(text: str) -> str:
    """The text without its formatting, and without what a terminal would obey.

    Code keeps its backticks, so that it can be told apart.
    """
    lines = text.splitlines()
    root = SyntaxTreeNode(reader().parse(text))
    return harmless("\n\n".join(_blocks(root, lines)))


def _blocks(parent: SyntaxTreeNode, lines: list[str]) -> Iterator[str]:
    for number, node in enumerate(parent.children):
        match node.type:
            case "heading":
                title = _inline(node)
                yield f"{title}\n{'=' * len(title)}"
            case "fence" | "code_block":
                yield _indented(node.content.rstrip("\n"), _INDENT)
            case "bullet_list" | "ordered_list":
                yield _list(node, lines)
            case "blockquote":
                yield _indented("\n\n".join(_blocks(node, lines)), "| ")
            case "hr":
                yield "-" * 20
            case "table":
                first, after = node.map or (number, number)
                yield "\n".join(lines[first:after])
            case _:
                yield _inline(node)


def _list(node: SyntaxTreeNode, lines: list[str]) -> str:
    start = int(node.attrs.get("start", 1))
    items: list[str] = []
    for number, item in enumerate(node.children, start):
        sign = "- " if node.type == "bullet_list" else f"{number}. "
        body = _indented("\n".join(_blocks(item, lines)), " " * len(sign))
        items.append(sign + body[len(sign) :])
    return "\n".join(items)


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}".rstrip() for line in text.split("\n"))


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "html_inline":
            return node.content
        case "code_inline":
            return f"`{node.content}`"
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            words = "".join(map(_inline, node.children))
            return f"{words} ({node.attrs['href']})"
        case "image":
            return f"{node.content or 'picture'} ({node.attrs['src']})"
        case _:
            return "".join(map(_inline, node.children))
