"""Whatever happens to a tree of supervisors, it becomes what OTP's rules make of it.

A tree is played with, here and in the reference (reference.py): children end, start functions fail,
children are started, terminated, started again and deleted, time passes. After each step everything
is compared: what was started and ended, in which order and why; who is there; what was answered.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jupyter_tutor.runtime.actor import ActorDownError
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.exits import (
    KILLED,
    NORMAL,
    SHUTDOWN,
    Crashed,
    ExitReason,
    in_words,
)
from jupyter_tutor.runtime.happenings import Chronicle
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import IGNORE, ChildSpec, Flags, Started
from jupyter_tutor.runtime.supervisor import ChildError, Supervisor
from jupyter_tutor.runtime.told import ToldTree
from jupyter_tutor.runtime.tree import live_tree
from tests.runtime.looking import as_told
from tests.runtime.reference import CannotStartError, RefusedError, Rules, Sup, Thing, Told, World
from tests.runtime.virtual import VirtualLoop, rest

REASONS: dict[str, ExitReason] = {
    "normal": NORMAL,
    "shutdown": SHUTDOWN,
    "crashed: ValueError": Crashed(ValueError()),
    "killed": KILLED,
}

rules_of = st.builds(
    Rules,
    strategy=st.sampled_from(["one_for_one", "one_for_all", "rest_for_one"]),
    intensity=st.integers(0, 3),
    period=st.integers(1, 2),
    auto=st.sampled_from(["never", "never", "any_significant", "all_significant"]),
)
reasons = st.sampled_from([*REASONS, "crashed: ValueError", "crashed: ValueError"])
restart_types = st.sampled_from(["permanent", "permanent", "transient", "temporary"])
plan_of = st.lists(st.sampled_from(["ok", "error", "error", "ignore"]), max_size=4)


@st.composite
def children_of(draw: st.DrawFn, rules: Rules, name: str, most: int) -> tuple[Told, ...]:
    """Children of a supervisor; those of the topmost may be supervisors themselves."""
    children = []
    for number in range(draw(st.integers(0, most))):
        restart = draw(restart_types)
        significant = rules.auto != "never" and restart != "permanent" and draw(st.booleans())
        child = f"{name}{number}"
        below: Rules | None = None
        grandchildren: tuple[Told, ...] = ()
        if len(name) == 1 and draw(st.integers(0, 3)) == 0:
            below = draw(rules_of)
            grandchildren = draw(children_of(below, child, 3))
        children.append(Told(child, restart, significant, below, grandchildren))
    return tuple(children)


class _Thing(Process):
    """Ends at once, however it is asked to."""


class Tree(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=VirtualLoop)
        self.world = World()
        self.chronicle = Chronicle(now=lambda: self.world.now)
        self.told = ToldTree()
        self.chronicle.listen(self.told.hear)
        self.plans: dict[str, list[str]] = {}
        self.log: list[tuple[Any, ...]] = []
        self.starts: Counter[str] = Counter()
        self.numbers: dict[Process, int] = {}
        self.there: dict[str, Process] = {}

    def teardown(self) -> None:
        self.runner.close()

    # -- the real one

    def _flags(self, rules: Rules) -> Flags:
        return Flags(
            strategy=rules.strategy,  # type: ignore[arg-type]
            max_restarts=rules.intensity,
            max_seconds=rules.period,
            auto_shutdown=rules.auto,  # type: ignore[arg-type]
        )

    def _spec(self, told: Told) -> ChildSpec:
        return ChildSpec(
            id=told.id,
            start=self._begin,
            args=(told,),
            restart=told.restart,  # type: ignore[arg-type]
            significant=told.significant,
            type="worker" if told.rules is None else "supervisor",
        )

    def _supervisor(self, told: Told) -> Supervisor:
        assert told.rules is not None
        specs = [self._spec(child) for child in told.children]
        return Supervisor(specs, self._flags(told.rules), now=lambda: self.world.now)

    async def _begin(self, told: Told) -> Started:
        plan = self.plans.get(told.id)
        outcome = plan.pop(0) if plan else "ok"
        if outcome == "ignore":
            self.log.append(("ignored", told.id))
            return IGNORE
        try:
            if outcome == "error":
                raise CannotStartError
            thing = _Thing() if told.rules is None else await self._supervisor(told).start()
        except Exception:
            self.log.append(("failed", told.id))
            raise
        self._note(told.id, thing)
        return thing

    def _note(self, name: str, thing: Process) -> None:
        self.starts[name] += 1
        number = self.starts[name]
        self.numbers[thing] = number
        self.there[name] = thing
        self.log.append(("started", name, number))
        thing.monitor(lambda _, reason: self.log.append(("ended", name, number, in_words(reason))))

    async def _ask(self, supervisor: Supervisor, what: str, about: Any) -> str:
        try:
            answer = await getattr(supervisor, what)(about)
        except ChildError as error:
            return error.why
        except StartChildError:
            return "failed"
        except ActorDownError:
            return "ended"
        if what in ("terminate_child", "delete_child"):
            return "ok"
        return "ignored" if answer is None else "ok"

    # -- both

    @initialize(data=st.data(), rules=rules_of)
    def begin(self, data: st.DataObject, rules: Rules) -> None:
        told = Told("t", "temporary", rules=rules, children=data.draw(children_of(rules, "t", 5)))
        self.top = self.world.start_top(told)
        self.real = self.runner.run(self._supervisor(told).start_root(self.chronicle, "t"))
        self._note(told.id, self.real)

    def _sups(self) -> Iterator[tuple[Sup, Supervisor]]:
        """The supervisors that are there, here and in the reference."""
        yield self.top, self.real
        for place in self.top.places:
            if isinstance(place.there, Sup):
                real = self.there[place.told.id]
                assert isinstance(real, Supervisor)
                yield place.there, real

    def _pick(self, number: int) -> tuple[Sup, Supervisor]:
        sups = list(self._sups())
        return sups[number % len(sups)]

    def _things(self, sup: Sup) -> list[Thing]:
        return [place.there for place in sup.places if place.there is not None]

    @precondition(lambda self: self.top.ended is None)
    @rule(
        seconds=st.sampled_from([0, 0, 0.9, 1, 1.7, 2, 5]),
        sup=st.integers(0, 4),
        ends=st.lists(st.tuples(st.integers(0, 9), reasons), min_size=1, max_size=3),
    )
    def end_by_themselves(self, seconds: float, sup: int, ends: list[tuple[int, str]]) -> None:
        """After a while, some at once."""
        self.world.now += seconds
        model, _ = self._pick(sup)
        things = self._things(model)
        chosen = {things[number % len(things)]: reason for number, reason in ends if things}
        reals = [(self.there[thing.name], reason) for thing, reason in chosen.items()]
        for thing, reason in chosen.items():
            # A supervisor is not told to crash; it can be killed.
            thing.exit("killed" if isinstance(thing, Sup) else reason)
        self.world.settle()

        async def play() -> None:
            for real, reason in reals:
                real.exit(KILLED if isinstance(real, Supervisor) else REASONS[reason])
            await rest()

        self.runner.run(play())

    @rule(
        sup=st.integers(0, 4),
        child=st.integers(0, 9),
        what=st.sampled_from(["terminate_child", "restart_child", "delete_child"]),
    )
    def ask_of_a_child(self, sup: int, child: int, what: str) -> None:
        model, real = self._pick(sup)
        known = [place.told.id for place in model.places] + ["nobody"]
        self._both(model, real, what, known[child % len(known)], known[child % len(known)])

    @rule(sup=st.integers(0, 4), number=st.integers(0, 6), restart=restart_types)
    def add_a_child(self, sup: int, number: int, restart: str) -> None:
        model, real = self._pick(sup)
        told = Told(f"{model.name}{number}", restart)
        self._both(model, real, "start_child", told, self._spec(told))

    def _both(self, model: Sup, real: Supervisor, what: str, told: Any, spec: Any) -> None:
        expected = self._expected(model, what, told)
        self.world.settle()

        async def play() -> str:
            answer = await self._ask(real, what, spec)
            await rest()
            return answer

        assert self.runner.run(play()) == expected

    def _expected(self, model: Sup, what: str, about: Any) -> str:
        if model.ended is not None:
            return "ended"
        try:
            answer: str = getattr(model, what)(about)
        except RefusedError as error:
            return str(error)
        except CannotStartError:
            return "failed"
        return answer

    @rule(number=st.integers(0, 30), plan=plan_of)
    def decide_what_starts_come_to(self, number: int, plan: list[str]) -> None:
        names = sorted(self.starts) or ["t0"]
        name = names[number % len(names)]
        self.world.plans[name] = list(plan)
        self.plans[name] = list(plan)

    @invariant()
    def the_same_has_happened(self) -> None:
        assert self.log == self.world.log
        assert self.plans == self.world.plans

    @invariant()
    def the_same_are_there(self) -> None:
        ended = self.real.ended
        assert (None if ended is None else in_words(ended)) == self.top.ended
        if ended is None:
            for model, real in self._sups():
                assert self.runner.run(self._seen(real)) == (model.which(), model.counts())

    @invariant()
    def the_events_tell_the_same_tree(self) -> None:
        alive = None if self.real.ended else as_told(live_tree(self.real))
        assert self.told.tree(self.world.now) == alive

    async def _seen(self, real: Supervisor) -> tuple[list[tuple[str, Any]], tuple[int, ...]]:
        which = [
            (str(child.id), self.numbers.get(child.process, child.process))  # type: ignore[arg-type]
            for child in await real.which_children()
        ]
        counts = await real.count_children()
        return which, (counts.specs, counts.active, counts.supervisors, counts.workers)


def test_a_tree_becomes_what_the_rules_make_of_it() -> None:
    run_state_machine_as_test(
        Tree, settings=settings(max_examples=150, stateful_step_count=25, deadline=None)
    )
