"""What a code answer stood on when it was judged in a live kernel: other cells, and files.

With it the answer can be judged again where nothing but the record is to be had.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFile:
    """A file, as it was then.

    ``name`` is its path below the notebook's folder, with ``/``; ``size`` is in bytes. ``content``
    is base64, None where the file is too large to be kept; then ``sha256`` is
    empty if it is so large that it was not even read.
    """

    name: str
    size: int
    sha256: str
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The cells that make what an answer uses, in the order they ran, and the files they read.

    They run after the lesson's own setup. ``leans`` says what the answer uses beyond that, a
    sentence each in plain words; empty: all of it is here. Two that are equal have one ``digest``.
    """

    cells: tuple[str, ...] = ()
    files: tuple[UsedFile, ...] = ()
    leans: tuple[str, ...] = ()
    digest: str = ""
