"""Children that come and go: what OTP's cases do not tell, and where this is another way."""

import asyncio
import time
from collections import Counter

import pytest

from jupyter_tutor.runtime.answers import ChildInfo, Counts
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor, SupervisorClosingError
from jupyter_tutor.runtime.exits import KILLED, NORMAL, SHUTDOWN, Crashed
from jupyter_tutor.runtime.happenings import Chronicle, LimitReached, PlaceGone
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import IGNORE, BadSpecError, ChildSpec, Flags, Started
from jupyter_tutor.runtime.supervisor import ChildError
from tests.runtime.virtual import rest, virtual

CRASH = Crashed(ValueError("boom"))


class Thing(Process):
    """Ends at once, however it is asked to."""


class Nursery:
    """Starts children and remembers them; those of ``broken`` keys cannot be started."""

    def __init__(self) -> None:
        self.made: list[Process] = []
        self.starts: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.go = asyncio.Event()
        self.go.set()

    async def start(self, key: str) -> Started:
        self.starts[key] += 1
        await self.go.wait()
        if key in self.broken:
            raise OSError(f"{key} cannot start")
        self.made.append(Thing())
        return self.made[-1]

    def spec(self, key: str) -> ChildSpec:
        return ChildSpec(id=key, start=self.start, args=(key,))


def now() -> float:
    return asyncio.get_running_loop().time()


def ids(supervisor: DynamicSupervisor) -> list[str]:
    return [str(child.id) for child in supervisor.which_children()]


def there(supervisor: DynamicSupervisor, key: str) -> Process:
    [process] = [place.process for place in supervisor.places if place.spec.id == key]
    assert process is not None
    return process


@virtual
async def test_one_that_crashes_too_often_is_given_up_alone_and_999_others_stay(
    caplog: pytest.LogCaptureFixture,
) -> None:
    chronicle, nursery = Chronicle(now=lambda: 7.0), Nursery()
    supervisor = DynamicSupervisor(now=now)
    supervisor.join_tree(chronicle, None, "sessions")
    others = [await supervisor.start_child(nursery.spec(str(number))) for number in range(999)]
    await supervisor.start_child(nursery.spec("bad"))
    for _ in range(4):
        there(supervisor, "bad").exit(CRASH)
        await rest()
    assert [place.process for place in supervisor.places] == others
    assert supervisor.alive
    assert all(process is not None and process.alive for process in others)
    assert supervisor.count_children() == Counts(specs=999, active=999, supervisors=0, workers=999)
    assert nursery.starts["bad"] == 4
    assert chronicle.kept[-2:] == (
        LimitReached(at=7.0, process=supervisor.number, child="bad", gives_up="child"),
        PlaceGone(at=7.0, parent=supervisor.number, place=1000),
    )
    assert [record.message for record in caplog.records] == [
        "the child bad was started again too often"
    ]
    # Whoever needs it starts it afresh, and it is counted afresh.
    again = await supervisor.start_child(nursery.spec("bad"))
    assert again is not None
    again.exit(CRASH)
    await rest()
    assert there(supervisor, "bad").alive


@virtual
async def test_many_crashing_at_once_all_come_back() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor(now=now)
    keys = [str(number) for number in range(1000)]
    for key in keys:
        await supervisor.start_child(nursery.spec(key))
    for process in list(nursery.made):
        process.exit(CRASH)
    await rest()
    assert ids(supervisor) == keys
    assert supervisor.count_children().active == 1000
    assert set(nursery.starts.values()) == {2}


@virtual
async def test_ten_times_the_children_are_about_ten_times_the_work() -> None:
    async def work(many: int) -> float:
        supervisor = DynamicSupervisor()
        spec = ChildSpec(id="a", start=Thing, restart="temporary")
        begun = time.process_time()
        children = [await supervisor.start_child(spec) for _ in range(many)]
        for child in children:
            assert child is not None
            await supervisor.terminate_child(child)
        spent = time.process_time() - begun
        assert supervisor.which_children() == []
        return spent

    # Each looking through all the others would be a hundred times the work.
    assert await work(5_000) < 50 * await work(500)


@virtual
async def test_counted_together_four_crashes_at_once_end_all() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor(counted="together", now=now)
    for key in "abcdef":
        await supervisor.start_child(nursery.spec(key))
    for process in nursery.made[:4]:
        process.exit(CRASH)
    assert await supervisor.wait() == SHUTDOWN
    assert [process.alive for process in nursery.made] == [False] * len(nursery.made)


@virtual
async def test_crashes_long_ago_do_not_count() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor(Flags(max_restarts=1, max_seconds=5), now=now)
    await supervisor.start_child(nursery.spec("a"))
    for _ in range(5):
        there(supervisor, "a").exit(CRASH)
        await rest(7)
    assert there(supervisor, "a").alive


@virtual
async def test_children_are_started_side_by_side() -> None:
    nursery = Nursery()
    nursery.go.clear()
    supervisor = DynamicSupervisor()
    slow = asyncio.create_task(supervisor.start_child(nursery.spec("slow")))
    await rest()
    quick = await supervisor.start_child(ChildSpec(id="quick", start=Thing))
    assert not slow.done()
    assert supervisor.which_children() == [
        ChildInfo("slow", None, "worker"),
        ChildInfo("quick", quick, "worker"),
    ]
    nursery.go.set()
    assert await slow is there(supervisor, "slow")


@virtual
async def test_one_that_cannot_start_or_starts_nothing_leaves_nothing_behind() -> None:
    nursery = Nursery()
    nursery.broken.add("a")
    supervisor = DynamicSupervisor()
    with pytest.raises(StartChildError, match="a: OSError"):
        await supervisor.start_child(nursery.spec("a"))
    assert await supervisor.start_child(ChildSpec(id="b", start=lambda: IGNORE)) is None
    assert supervisor.which_children() == []


@virtual
async def test_a_start_goes_on_where_whoever_asked_for_it_is_cancelled() -> None:
    nursery = Nursery()
    nursery.broken.add("broken")
    nursery.go.clear()
    supervisor = DynamicSupervisor()
    asked = [
        asyncio.create_task(supervisor.start_child(nursery.spec(name))) for name in ("c", "broken")
    ]
    await rest()
    for one in asked:
        one.cancel()
    await rest()
    assert [one.cancelled() for one in asked] == [True, True]
    nursery.go.set()
    await rest()
    assert supervisor.which_children() == [ChildInfo("c", there(supervisor, "c"), "worker")]


@virtual
async def test_there_may_be_no_more_than_are_allowed() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor(most=2)
    for key in "ab":
        await supervisor.start_child(nursery.spec(key))
    with pytest.raises(ChildError) as caught:
        await supervisor.start_child(nursery.spec("c"))
    assert caught.value.why == "max_children"
    await supervisor.terminate_child(there(supervisor, "a"))
    await supervisor.start_child(nursery.spec("c"))
    assert ids(supervisor) == ["b", "c"]


def test_no_other_strategy_and_no_automatic_shutdown() -> None:
    with pytest.raises(BadSpecError, match="supervised one for one"):
        DynamicSupervisor(Flags(strategy="one_for_all"))
    with pytest.raises(BadSpecError, match="end no supervisor"):
        DynamicSupervisor(Flags(auto_shutdown="any_significant"))


@virtual
async def test_who_ends_in_good_order_is_gone() -> None:
    supervisor = DynamicSupervisor()
    for restart, reason in (("transient", NORMAL), ("temporary", CRASH)):
        await supervisor.start_child(ChildSpec(id="a", start=Thing, restart=restart))  # type: ignore[arg-type]
        process = there(supervisor, "a")
        process.exit(reason)
        await rest()
        assert supervisor.which_children() == []
        await supervisor.terminate_child(process)


@virtual
async def test_a_child_that_has_ended_before_it_is_taken_in_is_started_again_once() -> None:
    made: list[Process] = []

    def start() -> Process:
        made.append(Thing())
        if len(made) < 3:
            made[-1].exit(CRASH)
        return made[-1]

    supervisor = DynamicSupervisor(now=now)
    await supervisor.start_child(ChildSpec(id="a", start=start))
    await rest()
    assert [process.alive for process in made] == [False, False, True]
    assert supervisor.which_children() == [ChildInfo("a", made[-1], "worker")]


@virtual
async def test_a_child_can_be_ended_while_it_is_being_started_again() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor(now=now)
    process = await supervisor.start_child(nursery.spec("a"))
    assert process is not None
    nursery.go.clear()
    process.exit(CRASH)
    await rest()
    assert supervisor.which_children() == [ChildInfo("a", "restarting", "worker")]
    await supervisor.terminate_child(process)
    assert supervisor.which_children() == []
    nursery.go.set()
    await rest()
    # It was started all the same, and is not left running without a place.
    assert [child.alive for child in nursery.made] == [False, False]
    assert supervisor.which_children() == []


@virtual
async def test_closing_waits_for_those_that_are_still_starting() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor()
    await supervisor.start_child(nursery.spec("x"))
    nursery.go.clear()
    starting = asyncio.create_task(supervisor.start_child(nursery.spec("y")))
    await rest()
    stopping = asyncio.create_task(supervisor.stop())
    await rest()
    assert not stopping.done()
    with pytest.raises(SupervisorClosingError):
        await supervisor.start_child(nursery.spec("z"))
    nursery.go.set()
    await stopping
    await starting
    assert [child.ended for child in nursery.made] == [SHUTDOWN, SHUTDOWN]
    assert (supervisor.ended, supervisor.which_children()) == (SHUTDOWN, [])
    with pytest.raises(SupervisorClosingError):
        await supervisor.start_child(nursery.spec("z"))


@virtual
async def test_killed_it_is_over_at_once_and_its_children_follow() -> None:
    nursery = Nursery()
    supervisor = DynamicSupervisor()
    await supervisor.start_child(nursery.spec("x"))
    nursery.go.clear()
    starting = asyncio.create_task(supervisor.start_child(nursery.spec("y")))
    await rest()
    supervisor.exit(KILLED)
    assert (supervisor.ended, nursery.made[0].ended) == (KILLED, KILLED)
    nursery.go.set()
    with pytest.raises(SupervisorClosingError):
        await starting
    assert [child.alive for child in nursery.made] == [False, False]
