"""A secret of the data directory, and the names that learners go by outside of it.

Whoever has only a pseudonym cannot tell who it is, nor try names until one fits.
"""

import contextlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

from jupyter_tutor.core.ids import LearnerId

FILE = "secret-key"
LENGTH = 32


def secret_key(data_dir: Path) -> bytes:
    """The key that is kept there, made when first asked for; the same for all who ask.

    Raises OSError where it cannot be read or made, and where it is damaged: with another key all
    pseudonyms would be others.
    """
    path = data_dir / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
        return _read(path)


def pseudonym(key: bytes, learner: LearnerId) -> str:
    """64 hexadecimal digits, always the same for a learner."""
    return hmac.digest(key, learner.encode("utf-8", "surrogatepass"), "sha256").hex()


def _read(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != LENGTH:
        raise OSError(f"{path} does not hold {LENGTH} bytes; bring it back, or take it away")
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)
    return key


def _make(path: Path) -> None:
    """Written whole beside its place and then linked to it, which only the first who does can."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)
