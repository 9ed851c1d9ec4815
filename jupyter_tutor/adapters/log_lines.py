"""How a line of the log is written: as text or as JSON, with the fields it was given.

What a learner wrote has no place in it. The text of an exception may quote anything, so only its
type is told and where it was raised; of the system's own errors also what the system says. What
other libraries say is left out likewise.
"""

import logging
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Literal

from pythonjsonlogger.core import RESERVED_ATTRS, merge_record_extra
from pythonjsonlogger.json import JsonFormatter

from jupyter_tutor.ports import RecordDamagedError

Lines = Literal["text", "json"]

OURS = "jupyter_tutor"

NAMES = {
    "asctime": "at",
    "process": "pid",
    "levelname": "level",
    "name": "logger",
    "message": "message",
}
"""The fields of each object, by logging's names for them."""

CAUSED = "\nThis led to:\n\n"

LEFT_OUT = "(words of another library, left out: they may quote somebody)"

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def formatter(lines: Lines) -> logging.Formatter:
    """Writes records in that manner."""
    if lines == "json":
        return _JsonLines(list(NAMES), rename_fields={**NAMES, "exc_info": "traceback"})
    return _TextLines("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")


class _Discreet(logging.Formatter):
    """Times in UTC with milliseconds; no words that may be a learner's."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where an exception was raised."""
        own = record.name.partition(".")[0] == OURS
        said: dict[str, Any] = {} if own else {"msg": LEFT_OUT, "args": ()}
        # A copy, and without the traceback as another handler has perhaps written it already.
        return super().format(logging.makeLogRecord(record.__dict__ | said | {"exc_text": None}))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        """The frames, the types, and no more words than are safe."""
        return "" if ei[1] is None else "".join(_told(ei[1], set())).rstrip("\n")


class _TextLines(_Discreet):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The message with its fields behind it."""
        fields = merge_record_extra(record, {}, reserved=RESERVED_ATTRS)
        told = [f"{name}={value}" for name, value in fields.items() if value is not None]
        return " ".join([super().formatMessage(record), *told])


class _JsonLines(_Discreet, JsonFormatter):
    pass


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """An exception after what led to it, each once."""
    seen.add(id(error))
    before = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield CAUSED
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}{_words(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            if id(each) not in seen:
                yield from _told(each, seen)


def _words(error: BaseException) -> str:
    """What the error says, where that is the system's or names nothing but the record's parts."""
    match error:
        case OSError(errno=int(number), strerror=str(words)):
            return f": [Errno {number}] {words}"
        case RecordDamagedError():
            return f": {error}"
        case _:
            return ""
