"""Which of the cells that ran make what an answer uses, through however many others.

Pure. The cells are gone through once from the first to the last, to see what each needs and
changes, and then from the answer backwards, as far as anything is still to be found.
"""

import builtins
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.checks.cell_names import CellNames, Later, cell_names
from jupyter_tutor.ports import CellSeen

_OF_IPYTHON = frozenset(("In", "Out", "get_ipython", "display", "exit", "quit"))
_THERE = frozenset(dir(builtins)) | _OF_IPYTHON
_OWN = re.compile(r"_+(i|ih|oh|dh|ii|iii|i?\d+)?|__\w+__")
"""Names that IPython, or Python itself, gives to what came before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What an answer stands on.

    ``cells`` are places among the cells that ran, in order. ``unmade`` are names that no cell
    makes. ``changed`` are names of the answer's own that a cell changed after it.
    """

    cells: tuple[int, ...] = ()
    unmade: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """A cell in its place: all that it needs, and all that it may change."""

    names: CellNames
    makes: frozenset[str]
    needs: frozenset[str]
    changes: frozenset[str]


_NOTHING = _Step(CellNames(), frozenset(), frozenset(), frozenset())


def cells_used(
    answer: str,
    ran: Sequence[CellSeen],
    place: int,
    wanted: Iterable[str],
    setup: Sequence[str] = (),
) -> Used:
    """Return what the answer uses of the cells that ``ran``, and of the lesson's own ``setup``.

    ``place`` is where the answer ran: before the cell of that number. ``wanted`` are the names
    that its checks use.
    """
    given = [CellSeen(source=source) for source in setup]
    whole = _search(answer, [*given, *ran], place + len(given), wanted)
    first = len(given)
    found = [number for number in whole.cells if number >= first]
    if found and whole.cells[0] >= first:
        alone = _search(answer, given, first, wanted)
        texts = [ran[number - first].source.strip() for number in found]
        if texts == [given[number].source.strip() for number in alone.cells]:
            found = []  # they are the lesson's own, which run in any case
    return Used(
        cells=tuple(number - first for number in found),
        unmade=whole.unmade,
        changed=whole.changed,
    )


def _search(answer: str, ran: Sequence[CellSeen], place: int, wanted: Iterable[str]) -> Used:
    cells = [*ran[:place], CellSeen(source=answer), *ran[place:]]
    forwards = _Forwards()
    steps = [forwards.step(cell) for cell in cells]
    for number in forwards.forgotten:
        steps[number] = _NOTHING
    own = cell_names(answer).makes
    search = _Search(steps)
    # What its functions use is looked up when they are called: at the end.
    search.need |= forwards.reached(own | set(wanted)) | set(wanted)
    changed: set[str] = set()
    for number in range(len(cells) - 1, place, -1):
        touched = search.touched(number)
        if touched - own:
            search.take(number)
            touched |= steps[number].needs
        changed |= touched & own
    search.need -= own
    search.need |= steps[place].needs
    for number in range(place - 1, -1, -1):
        if search.touched(number):
            search.take(number)
    search.made |= steps[place].names.may_make
    unmade = {name for name in search.need - search.made - _THERE if not _OWN.fullmatch(name)}
    stars = {number for number, step in enumerate(steps) if step.names.star}
    if unmade and stars:
        search.taken |= stars
        unmade = set()
    return Used(
        cells=tuple(n - (n > place) for n in sorted(search.taken) if n != place),
        unmade=tuple(sorted(unmade)),
        changed=tuple(sorted(changed)),
    )


class _Search:
    """What is still to be found, the cells that were found, and the names that they may make."""

    def __init__(self, steps: Sequence[_Step]) -> None:
        self._steps = steps
        self.need: set[str] = set()
        self.taken: set[int] = set()
        self.made: set[str] = set()

    def touched(self, number: int) -> set[str]:
        """Return which of the names that are needed this cell makes or changes."""
        return self.need & self._steps[number].changes

    def take(self, number: int) -> None:
        """Have this cell; what it needs has to be found before it."""
        step = self._steps[number]
        self.taken.add(number)
        self.made |= step.names.makes | step.names.may_make
        self.need -= step.makes
        self.need |= step.needs


class _Forwards:
    """What is known of the names when the cells so far have run."""

    def __init__(self) -> None:
        self.forgotten = range(0)
        self._count = 0
        self._later: dict[str, Later] = {}
        self._imported: set[str] = set()
        self._alike: dict[str, set[str]] = {}

    def step(self, cell: CellSeen) -> _Step:
        """Take in the next cell, and return what it needs and changes."""
        names = cell_names(cell.source)
        if names.reset:
            self.forgotten = range(self._count)
            self._later.clear()
            self._imported.clear()
            self._alike.clear()
        self._count += 1
        makes = frozenset() if cell.failed else names.makes
        self._learn(names, makes)
        self._imported -= names.makes
        self._imported |= names.imports
        called = [self._later[name] for name in self._carriers(names.reads)]
        through = names.through.union(*(each.through for each in called))
        changed = names.touches.union(
            *(each.touches for each in called),
            (name for caller, name in through if caller not in self._imported),
        )
        # A thing may be changed before its name is given to another, and after.
        spread = self._spread(changed)
        self._pair(names, makes)
        spread |= self._spread(changed)
        return _Step(
            names=names,
            makes=makes,
            needs=names.uses | (self.reached(names.reads) - names.makes),
            changes=spread | names.makes,
        )

    def reached(self, names: Iterable[str]) -> frozenset[str]:
        """Return the names that are used when these, or what they hold, are called."""
        return frozenset().union(*(self._later[name].uses for name in self._carriers(names)))

    def _carriers(self, names: Iterable[str]) -> set[str]:
        """Return those of the names, and of the names behind them, that do something if called."""
        found: set[str] = set()
        pending = set(names)
        while pending:
            name = pending.pop()
            if name in self._later and name not in found:
                found.add(name)
                pending |= self._later[name].uses | self._later[name].holds
        return found

    def _learn(self, names: CellNames, makes: frozenset[str]) -> None:
        for name, told in names.later.items():
            # What is no function, and holds none, does nothing when it is called.
            new = replace(told, holds=frozenset(told.holds & self._later.keys()))
            if name in makes and not (new.uses or new.touches or new.through or new.holds):
                self._later.pop(name, None)
                continue
            old = self._later.get(name)
            if old is not None and name not in makes:
                new = Later(
                    uses=old.uses | new.uses,
                    touches=old.touches | new.touches,
                    through=old.through | new.through,
                    holds=old.holds | new.holds,
                )
            self._later[name] = new

    def _pair(self, names: CellNames, makes: frozenset[str]) -> None:
        for name in makes:
            for other in self._alike.pop(name, ()):
                self._alike.get(other, set()).discard(name)
        for one, held in names.alike:
            for other in ({held} | self.reached((held,))) - self._imported - {one}:
                self._alike.setdefault(one, set()).add(other)
                self._alike.setdefault(other, set()).add(one)

    def _spread(self, changed: frozenset[str]) -> frozenset[str]:
        """Return these names with all that may stand for the same objects."""
        found: set[str] = set()
        pending = set(changed)
        while pending:
            name = pending.pop()
            found.add(name)
            pending |= self._alike.get(name, set()) - found
        return frozenset(found)
