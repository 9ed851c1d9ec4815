"""What an error at the intake means for the file: leave it be, or set it aside and rebuild it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

Fault = Literal["locked", "unavailable", "damaged", "ours"]

_LOCKED = ("could not set lock", "conflicting lock", "being used by another process")
_UNAVAILABLE = (
    "no space left",
    "not enough space",
    "disk full",
    "permission denied",
    "read-only file system",
    "too many open files",
    "failed to allocate",
)


def fault_of(error: Exception) -> Fault:
    """Say whether an error comes from another program, the machine, the file, or this program.

    DuckDB has one class of error for all of its files' troubles, so its words decide. What is not
    DuckDB's says nothing of the file: rebuilt, it would fail the same way.
    """
    import duckdb

    text = str(error).lower()
    if any(part in text for part in _LOCKED):
        return "locked"
    if any(part in text for part in _UNAVAILABLE):
        return "unavailable"
    if isinstance(error, OSError | duckdb.OutOfMemoryException | duckdb.InterruptException):
        return "unavailable"
    return "damaged" if isinstance(error, duckdb.Error) else "ours"


def words_of_fault(fault: Fault, database: Path, error: Exception) -> str:
    """What to tell whoever looks after the server."""
    first = _first_line(error)
    match fault:
        case "locked":
            return (
                f"{database} is in use by another program ({first}). Close it there; until then "
                "new events wait in the journals and nothing is lost."
            )
        case "unavailable":
            return (
                f"{database} cannot be used at the moment ({first}). New events wait in the "
                "journals and nothing is lost."
            )
        case "damaged":
            return f"{database} could not be read ({first})."
        case "ours":
            return (
                f"A fault of this program keeps {database} from being up to date ({first}). "
                "The journals have everything and nothing is lost."
            )


def _first_line(error: Exception) -> str:
    """What DuckDB says of its file; all else that it says may quote what is in there."""
    import duckdb

    of_the_file = isinstance(error, OSError | duckdb.IOException | duckdb.OutOfMemoryException)
    return str(error).splitlines()[0] if of_the_file and str(error) else type(error).__name__


def set_aside(database: Path) -> Path:
    """Rename a damaged file, and what belongs to it, out of the way; its new name.

    The file must be closed.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z"
    aside = database.with_name(f"{database.name}.damaged-{stamp}")
    database.rename(aside)
    wal = database.with_name(f"{database.name}.wal")
    if wal.exists():
        wal.rename(aside.with_name(f"{aside.name}.wal"))
    return aside
