"""The state of a session as bytes, so that a long record need not be folded from its beginning.

A snapshot names the event it stands on, by number and hash, and the code that made it: another
version of the core may fold the same events to another state, and then it is of no use.
"""

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

import jupyter_tutor.core
from jupyter_tutor.core.state import State

EVERY = 200
"""Events after which a live session is kept anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A state, the fold of a session's events up to number ``seq``, whose hash is ``hash``."""

    made_by: str
    seq: int
    hash: str
    state: State


def to_bytes(seq: int, hash_: str, state: State) -> bytes:
    """A snapshot to keep."""
    plain = replace(state, questions=dict(state.questions))
    return _adapter().dump_json(Snapshot(made_by=core_version(), seq=seq, hash=hash_, state=plain))


def from_bytes(kept: bytes | None) -> Snapshot | None:
    """What was kept; None if it is damaged, or was made by other code."""
    if kept is None:
        return None
    try:
        snapshot = _adapter().validate_json(kept)
    except (ValidationError, ValueError):
        return None
    if snapshot.made_by != core_version():
        return None
    state = snapshot.state
    return replace(
        snapshot, state=replace(state, questions=MappingProxyType(dict(state.questions)))
    )


@functools.cache
def core_version() -> str:
    """The content of the core's modules: what turns events into a state."""
    digest = hashlib.sha256()
    for path in sorted(Path(jupyter_tutor.core.__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def _adapter() -> TypeAdapter[Snapshot]:
    return TypeAdapter(Snapshot)
