"""Asking the record from a command: beside running servers, and where nothing was ever recorded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from jupyter_tutor.adapters.record import Record

T = TypeVar("T")


class RecordUnreadableError(Exception):
    """The record cannot be asked at the moment; the text says why."""


def read_record(data_dir: Path, work: Callable[[Record], Awaitable[T]]) -> T | None:
    """What ``work`` makes of the record; None where nothing was ever recorded.

    Raises RecordUnreadableError, and whatever ``work`` does. Not to be called in an event loop.
    """

    async def read() -> T:
        async with _opened(data_dir) as record:
            return await work(record)

    # Opening a record makes its folders, which one who only asks should not do.
    return asyncio.run(read()) if (data_dir / "journal").is_dir() else None


@asynccontextmanager
async def _opened(data_dir: Path) -> AsyncIterator[Record]:
    try:
        record = await Record.open(data_dir)
    except OSError as error:
        raise RecordUnreadableError(f"{data_dir} cannot be read: {error.strerror}.") from error
    try:
        yield record
    finally:
        await record.close()
