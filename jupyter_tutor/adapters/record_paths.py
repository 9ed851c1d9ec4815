"""Where the record lies on disk, and how its files are kept from other users.

Owns the layout of a data directory and the writing of small private files. Knows nothing of what
is inside a journal or the database.

::

    journal/<server id>/<NNNNNN>.jsonl   what happened, one turn a line (``journal_*.py``)
    journal/<server id>/mark             how far of it is durable
    tutor.duckdb                         what everyone queries (``duckdb_*.py``)
    intake.lock, intake.json             who may open the database, and that server's id
    servers/<server id>.lock, .json      who is alive, and the address of its private socket
    leases/<hash>.json                   which server holds which session (``leases.py``)
    exports/                             exports under way
"""

import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600


def default_data_dir() -> Path:
    """The learner account's own: ``JUPYTER_TUTOR_DATA``, or ``tutor`` in Jupyter's data."""
    given = os.environ.get("JUPYTER_TUTOR_DATA")
    if given:
        return Path(given).expanduser()
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "tutor"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths below one data directory."""

    root: Path

    @property
    def journal(self) -> Path:
        """One directory for each server that ever recorded something."""
        return self.root / "journal"

    @property
    def database(self) -> Path:
        """The DuckDB file. Only the holder of ``intake_lock`` opens it, once."""
        return self.root / "tutor.duckdb"

    @property
    def intake_lock(self) -> Path:
        """Whoever holds this lock owns the database."""
        return self.root / "intake.lock"

    @property
    def intake_owner(self) -> Path:
        """The id of the server that took the intake lock last."""
        return self.root / "intake.json"

    @property
    def servers(self) -> Path:
        """Life signs and addresses of the running servers."""
        return self.root / "servers"

    @property
    def leases(self) -> Path:
        """One small file for each session that is or was held."""
        return self.root / "leases"

    @property
    def snapshots(self) -> Path:
        """The last kept state of each session; all of it can be made again from the journals."""
        return self.root / "snapshots"

    @property
    def dead_letters(self) -> Path:
        """Jobs that kept failing, a file each."""
        return self.root / "dead-letters"

    @property
    def exports(self) -> Path:
        """The only directory the database may write to besides its own file."""
        return self.root / "exports"


def prepare(data_dir: Path) -> Layout:
    """Make the data directory, readable by its owner only, and return its layout."""
    layout = Layout(data_dir.expanduser().absolute())
    layout.root.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    _close_to_others(layout.root)
    for directory in (layout.journal, layout.servers, layout.leases, layout.exports):
        directory.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
    return layout


def _close_to_others(root: Path) -> None:
    """A directory that was there already may be open to all; what DuckDB writes there is, too."""
    if os.name == "nt":
        return
    found = root.stat()
    if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077:
        root.chmod(stat.S_IMODE(found.st_mode) & PRIVATE_DIRECTORY)


def new_server_id() -> str:
    """A name for one run of a server: sorts by start time, safe in file names, never reused."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def write_private(path: Path, text: str) -> None:
    """Replace a small file as a whole, readable by its owner only. Not synced to disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sync_directory(directory: Path) -> None:
    """Make the creation of files in a directory durable, where the system offers that."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
