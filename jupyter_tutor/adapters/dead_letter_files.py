"""Jobs that kept failing, a small file each (the port ``DeadLetters``).

Files, for they have to be written above all when the database cannot be.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from jupyter_tutor.adapters.record_paths import Layout, write_private
from jupyter_tutor.ports import DeadLetter


class DeadLetterFiles:
    """Dead letters below one data directory."""

    def __init__(self, layout: Layout) -> None:
        self._folder = layout.dead_letters

    async def put(self, letter: DeadLetter) -> None:
        """Put one aside; of a known id, ``tries`` are added up. Raises OSError."""
        await asyncio.to_thread(self._put, letter)

    async def all(self) -> Sequence[DeadLetter]:
        """All of them, the oldest first. What cannot be read is left out."""
        return await asyncio.to_thread(self._all)

    async def drop(self, letter_id: str) -> bool:
        """Forget one; whether there was such a one."""
        return await asyncio.to_thread(self._drop, letter_id)

    def _path(self, letter_id: str) -> Path:
        # An id may hold anything; a file name may not.
        return self._folder / f"{hashlib.sha256(letter_id.encode()).hexdigest()[:32]}.json"

    def _put(self, letter: DeadLetter) -> None:
        path = self._path(letter.id)
        known = _read(path)
        if known is not None:
            letter = replace(letter, at=known.at, tries=known.tries + letter.tries)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_private(path, json.dumps(asdict(letter), ensure_ascii=False))

    def _all(self) -> list[DeadLetter]:
        found = [_read(path) for path in self._folder.glob("*.json")]
        return sorted((each for each in found if each is not None), key=lambda each: each.at)

    def _drop(self, letter_id: str) -> bool:
        try:
            self._path(letter_id).unlink()
        except FileNotFoundError:
            return False
        return True


def _read(path: Path) -> DeadLetter | None:
    try:
        return DeadLetter(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
