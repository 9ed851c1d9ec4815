"""What reaches the screen: text that a terminal shows and does not obey, whoever it comes from."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

from jupyter_tutor.core.terminal import harmless


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
