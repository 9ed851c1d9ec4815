r"""What reaches a terminal is text and nothing else.

Names of files, titles and words come from authors, learners and archives of anybody. A terminal
would obey what some characters say: set its title, move the cursor, hide or turn around what
stands there. Such characters are written out, as JSON writes them (``\u001b``), so that what is
printed as JSON stays exactly the same to a program. Line ends and tabs stay as they are.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, escape among them
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # line ends of their own, and turns of direction
    "\ud800-\udfff]"  # bytes of a name that are no text: no stream could write them
    "|\r(?!\n)"  # back to the beginning of the line, over what stands there
)


def harmless(text: str) -> str:
    """The text with what a terminal would obey written out."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def line(text: str) -> str:
    """A name or title of somebody else's on one line, so that it cannot pass for lines of ours."""
    return " ".join(text.split())


@contextmanager
def guarded() -> Iterator[None]:
    """Until it ends, all that is printed is harmless, on both streams."""
    with redirect_stdout(_screen(sys.stdout)), redirect_stderr(_screen(sys.stderr)):
        yield


def _screen(stream: TextIO) -> TextIO:
    return cast(TextIO, _Screen(stream))


class _Screen:
    """A stream before another, whose everything else it passes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for each in lines:
            self.write(each)

    def isatty(self) -> bool:
        # Whoever asks would add colours, which are written out like all the rest.
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
