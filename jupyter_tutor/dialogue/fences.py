"""Blocks of code in Markdown, by the fences around them."""

import re

BLOCK = re.compile(r"^(`{3,}+)[ \t]*([\w+-]*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
"""Its groups are the fence, the language and the code."""

_PYTHON = frozenset(("python", "py", "python3", "pycon", "ipython"))
_OUTPUT = frozenset(("text", "output", "txt", "console", "plain", "plaintext", "out"))


def says_python(block: re.Match[str]) -> bool:
    """Whether a block says that it is Python."""
    return block[2].casefold() in _PYTHON


def says_output(block: re.Match[str]) -> bool:
    """Whether a block says that it is what something shows."""
    return block[2].casefold() in _OUTPUT
