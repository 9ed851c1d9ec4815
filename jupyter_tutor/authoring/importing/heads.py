"""The head of a cell as an author would write it: our markers, put before a body.

The counterpart of :mod:`jupyter_tutor.authoring.markers`, which reads them.
"""

import re
import textwrap
from collections.abc import Mapping

import yaml

Value = str | tuple[str, ...]
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/'()-]*[A-Za-z0-9._/'()-])?")
_WIDTH = 86


def code_cell(role: str, keys: Mapping[str, Value], body: str) -> str:
    """A code cell of a role."""
    lines = "\n".join(f"#| {line}".rstrip() for line in _lines(role, keys))
    # A blank line keeps a body that begins with `#|` of its own apart from the head.
    gap = "\n" if body.startswith("#|") else ""
    return f"{lines}\n{gap}{body}"


def markdown_cell(role: str, keys: Mapping[str, Value], body: str) -> str:
    """A Markdown cell of a role."""
    lines = _lines(role, keys)
    return "\n".join(["<!-- " + lines[0], *lines[1:], "-->", *([body] if body else [])])


def _lines(role: str, keys: Mapping[str, Value]) -> list[str]:
    lines = [f"tutor: {role}"]
    for key, value in keys.items():
        lines += f"{key}: {_value(value)}".split("\n")
    return lines


def _value(value: Value) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(written(item) for item in value)}]"
    if _PLAIN.fullmatch(value) and len(value) <= _WIDTH:
        return value
    if _folds(value):
        return ">\n" + textwrap.indent(
            textwrap.fill(value, _WIDTH, break_long_words=False, break_on_hyphens=False), "  "
        )
    return written(value)


def _folds(text: str) -> bool:
    """Whether to fold it: long or hard to quote, and words with single spaces between them.

    YAML gives such a text back as it was. `-->` would end the comment around a Markdown head.
    """
    awkward = len(text) > 60 or '"' in text or "\\" in text
    return awkward and text.isprintable() and text.split(" ") == text.split() and "-->" not in text


def written(text: str) -> str:
    """A text as YAML gives it back, on one line, also within brackets or an HTML comment."""
    if _PLAIN.fullmatch(text) and "," not in text:
        return text
    dumped = yaml.dump(
        text, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=10**9
    )
    return dumped.rstrip("\n").replace("-->", "--\\x3e")
