"""OTP's rules for a supervisor in as few words as possible: what the real one is held against.

Nothing here waits or runs at the same time as anything else. What happens is in ``World.log``; what
is to be done next, in ``World.queue``.
"""

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

ORDERLY = ("normal", "shutdown")


@dataclass(frozen=True)
class Rules:
    """A supervisor's flags."""

    strategy: str
    intensity: int
    period: int
    auto: str


@dataclass(frozen=True)
class Told:
    """A child's specification; with ``rules`` it is a supervisor of ``children``."""

    id: str
    restart: str
    significant: bool = False
    rules: Rules | None = None
    children: tuple["Told", ...] = ()


class CannotStartError(Exception):
    pass


class RefusedError(Exception):
    pass


@dataclass
class World:
    """What is common to all: the clock, what the next starts of each id come to, what happened."""

    now: float = 0.0
    plans: dict[str, list[str]] = field(default_factory=dict)
    log: list[tuple[Any, ...]] = field(default_factory=list)
    queue: deque[tuple["Sup", str, Any]] = field(default_factory=deque)
    starts: Counter[str] = field(default_factory=Counter)

    def start(self, told: Told, parent: "Sup") -> "Thing | None":
        """Start what is told of; None if that decides to be nothing."""
        plan = self.plans.get(told.id)
        outcome = plan.pop(0) if plan else "ok"
        if outcome == "ignore":
            self.log.append(("ignored", told.id))
            return None
        thing = Thing(self, told.id, parent) if told.rules is None else Sup(self, told, parent)
        try:
            if outcome == "error":
                raise CannotStartError
            thing.begin()
        except CannotStartError:
            self.log.append(("failed", told.id))
            raise
        self._has_started(thing)
        return thing

    def start_top(self, told: Told) -> "Sup":
        """Start the topmost supervisor."""
        top = Sup(self, told)
        top.begin()
        self._has_started(top)
        return top

    def _has_started(self, thing: "Thing") -> None:
        self.starts[thing.name] += 1
        thing.number = self.starts[thing.name]
        self.log.append(("started", thing.name, thing.number))

    def settle(self) -> None:
        """Let everything happen that has to."""
        while self.queue:
            sup, what, about = self.queue.popleft()
            if sup.ended is None:
                sup.handle(what, about)


class Thing:
    """A process that does nothing."""

    def __init__(self, world: World, name: str, parent: "Sup | None") -> None:
        self.world = world
        self.name = name
        self.parent = parent
        self.number = 0
        self.ended: str | None = None

    def begin(self) -> None:
        pass

    def end(self, reason: str) -> None:
        if self.ended is None:
            self.ended = reason
            self.world.log.append(("ended", self.name, self.number, reason))

    def exit(self, reason: str) -> None:
        """End by itself: whoever supervises it hears of it."""
        self.end(reason)
        if self.parent is not None:
            self.world.queue.append((self.parent, "exit", self))


@dataclass(eq=False)
class Place:
    """A child's place, and who is in it."""

    told: Told
    there: Thing | None = None
    restarting: bool = False


class Sup(Thing):
    """A supervisor."""

    def __init__(self, world: World, told: Told, parent: "Sup | None" = None) -> None:
        super().__init__(world, told.id, parent)
        assert told.rules is not None
        self.rules = told.rules
        self.told = told.children
        self.places: list[Place] = []
        self.restarts: list[int] = []

    def begin(self) -> None:
        for told in self.told:
            place = Place(told)
            try:
                place.there = self.world.start(told, self)
            except CannotStartError:
                self.end_children()
                raise
            self.keep(place)

    def end(self, reason: str) -> None:
        if self.ended is not None:
            return
        if reason != "killed":
            self.end_children()
            super().end(reason)
        else:
            super().end(reason)
            linked = [place.there for place in self.places if place.there is not None]
            for thing in sorted(linked, key=lambda thing: self.world.log.index(_started(thing))):
                thing.end("killed")

    def end_children(self) -> None:
        for place in reversed(self.places):
            self.vacate(place)

    def vacate(self, place: Place) -> None:
        there, place.there, place.restarting = place.there, None, False
        if there is not None:
            there.end("shutdown")

    def keep(self, place: Place) -> None:
        if place.there is not None or place.told.restart != "temporary":
            self.places.append(place)

    def forget(self, place: Place) -> None:
        if place.told.restart == "temporary":
            self.places.remove(place)

    # -- what it hears

    def handle(self, what: str, about: Any) -> None:
        if what == "again":
            if about.restarting and about in self.places:
                self.restart(about)
            return
        for place in self.places:
            if place.there is about:
                place.there = None
                self.child_ended(place, about.ended)
                return

    def child_ended(self, place: Place, reason: str) -> None:
        again = {"permanent": True, "temporary": False, "transient": reason not in ORDERLY}
        if again[place.told.restart]:
            self.restart(place)
            return
        self.forget(place)
        others = any(
            other.told.significant and (other.there is not None or other.restarting)
            for other in self.places
        )
        auto = self.rules.auto
        last = auto == "any_significant" or (auto == "all_significant" and not others)
        if place.told.significant and last:
            self.exit("shutdown")

    def restart(self, place: Place) -> None:
        now = math.floor(self.world.now)
        self.restarts = [now, *(at for at in self.restarts if at >= now - self.rules.period)]
        if len(self.restarts) > self.rules.intensity:
            place.restarting = False
            self.exit("shutdown")
            return
        group = {
            "one_for_one": [place],
            "rest_for_one": self.places[self.places.index(place) :],
            "one_for_all": list(self.places),
        }[self.rules.strategy]
        place.restarting = False
        for other in reversed(group):
            if other is not place:
                self.vacate(other)
                self.forget(other)
        for other in [other for other in group if other in self.places]:
            try:
                other.there = self.world.start(other.told, self)
            except CannotStartError:
                other.restarting = True
                self.world.queue.append((self, "again", other))
                return

    # -- what it is asked

    def find(self, name: str) -> Place:
        for place in self.places:
            if place.told.id == name:
                return place
        raise RefusedError("not_found")

    def start_child(self, told: Told) -> str:
        for place in self.places:
            if place.told.id == told.id:
                raise RefusedError("already_started" if place.there else "already_present")
        place = Place(told, self.world.start(told, self))
        self.keep(place)
        return "ok" if place.there else "ignored"

    def terminate_child(self, name: str) -> str:
        place = self.find(name)
        self.vacate(place)
        self.forget(place)
        return "ok"

    def restart_child(self, name: str) -> str:
        place = self.vacant(name)
        place.there = self.world.start(place.told, self)
        return "ok" if place.there else "ignored"

    def delete_child(self, name: str) -> str:
        self.places.remove(self.vacant(name))
        return "ok"

    def vacant(self, name: str) -> Place:
        place = self.find(name)
        if place.restarting or place.there is not None:
            raise RefusedError("restarting" if place.restarting else "running")
        return place

    def which(self) -> list[tuple[str, Any]]:
        return [(place.told.id, _who(place)) for place in reversed(self.places)]

    def counts(self) -> tuple[int, int, int, int]:
        supervisors = sum(place.told.rules is not None for place in self.places)
        active = sum(place.there is not None for place in self.places)
        return len(self.places), active, supervisors, len(self.places) - supervisors


def _who(place: Place) -> Any:
    if place.there is not None:
        return place.there.number
    return "restarting" if place.restarting else None


def _started(thing: Thing) -> tuple[str, str, int]:
    return ("started", thing.name, thing.number)
