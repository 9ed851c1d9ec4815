"""The frames that only a kernel's own program sends to its host (docs/protocol.md), as values."""

import json
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.commands import CellOutcome
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.wire import from_json

_OURS = frozenset({"cell", "ran", "activity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFrame:
    """An answer cell ran to its end; fields as in :class:`jupyter_tutor.ports.CellRun`."""

    type: Literal["cell"]
    question: QuestionId
    source: str
    outcome: CellOutcome
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RanFrame:
    """Another cell ran to its end; fields as in :class:`jupyter_tutor.ports.CellSeen`."""

    type: Literal["ran"]
    source: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFrame:
    """A cell runs, or has ended."""

    type: Literal["activity"]
    busy: bool


KernelFrame = CellFrame | RanFrame | ActivityFrame


def read_kernel_frame(text: str | bytes) -> KernelFrame | None:
    """What the kernel tells; None when the frame is one that any panel may send, or none at all.

    Raises WireError where it is ours and malformed.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") not in _OURS:
        return None
    frame: KernelFrame = from_json(KernelFrame, data)
    return frame
