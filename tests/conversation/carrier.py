"""What carries a conversation, without a server."""

from dataclasses import dataclass, field

from jupyter_tutor.adapters.rate_limits import RateLimits
from jupyter_tutor.ports import RULES, RecordState
from jupyter_tutor.sessions.directory import Sessions
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.testing import CountingIds, ScriptedKernel, TickingClock


class Found:
    """Two kernels, by their ids."""

    def __init__(self) -> None:
        self.own = ScriptedKernel("own")
        self.other = ScriptedKernel("other")

    async def find(self, kernel_id: str) -> ScriptedKernel | None:
        return {"own": self.own, "other": self.other}.get(kernel_id)


async def all_is_well() -> RecordState:
    return "fine"


@dataclass
class Carrier:
    """What carries a conversation."""

    sessions: Sessions
    kernels: Found = field(default_factory=Found)
    clock: TickingClock = field(default_factory=TickingClock)
    ids: CountingIds = field(default_factory=CountingIds)
    limits: RateLimits = field(default_factory=lambda: RateLimits(RULES))
    record_watch: RecordWatch = field(default_factory=lambda: RecordWatch(all_is_well))
