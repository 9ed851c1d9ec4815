"""The tree of a running tutor: its record, checkers, kernels and sessions under one root.

A part that breaks is opened anew, and with it all that stands on it (rest for one): sessions come
back from the record. What the parts of a server and of a host have in common is here; each has a
composition module of its own, which knows its kernels.
"""

import abc
import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from jupyter_tutor import __version__
from jupyter_tutor.adapters.course_files import CourseFiles
from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.rate_limits import RateLimits
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.system import RandomIds, SystemClock
from jupyter_tutor.assistance import Assistant
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.running import running_as_data
from jupyter_tutor.model_setup import ModelSettings, make_assistant
from jupyter_tutor.ports import RULES, Asked, Kernels
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.happenings import Chronicle
from jupyter_tutor.runtime.part import Part
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec, Flags
from jupyter_tutor.runtime.supervisor import Supervisor
from jupyter_tutor.runtime.telling import Telling
from jupyter_tutor.sessions.directory import SessionRegistry, Sessions, new_registry
from jupyter_tutor.sessions.names import KnownNames
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.sessions.services import Services

log = logging.getLogger(__name__)

KernelsType = TypeVar("KernelsType", bound=Kernels)

CLOSE_SECONDS = 10.0

NO_MODEL = ModelSettings()

TASKS = 4
"""Checks and computations at once: as many as there are workers that judge code and formulas."""


class Application(abc.ABC, Generic[KernelsType]):
    """A running tutor. Its parts are there once :meth:`start` has returned.

    ``place`` names it in words a learner reads when a session moves here. ``warm``: it is ready
    only when a checker is; without, the first answer may have to wait for one. ``rules`` say how
    often a learner may ask for what, and ``model`` whether a language model helps them.
    """

    record: Record
    record_watch: RecordWatch
    tasks: TaskPool
    checker: CheckerPool
    formulas: FormulaPool
    assistant: Assistant | None
    courses: CourseFiles
    kernels: KernelsType
    sessions: Sessions

    def __init__(
        self,
        *,
        data_dir: Path,
        search_path: Sequence[Path],
        place: str,
        linger: float,
        checkers: int | None = None,
        warm: bool = True,
        rules: Mapping[Asked, str] = RULES,
        model: ModelSettings = NO_MODEL,
    ) -> None:
        self._data_dir = data_dir
        self._search_path = list(search_path)
        self._place = place
        self._linger = linger
        self._checkers = checkers
        self._warm = warm
        self._model = model
        self._registry: SessionRegistry
        self.clock, self.ids = SystemClock(), RandomIds()
        self.limits = RateLimits(rules)
        self.names = KnownNames()
        self.chronicle = Chronicle()
        self.chronicle.listen(Telling().hear)
        self.root = Supervisor(
            [
                ChildSpec(id="record", start=self._open_record, shutdown="infinity"),
                ChildSpec(id="tasks", start=self._make_tasks, shutdown=CLOSE_SECONDS),
                ChildSpec(id="checker", start=self._start_checker, shutdown=CLOSE_SECONDS),
                ChildSpec(id="formulas", start=self._open_formulas, shutdown=CLOSE_SECONDS),
                ChildSpec(id="assistant", start=self._make_assistant, shutdown=CLOSE_SECONDS),
                ChildSpec(id="kernels", start=self._open_kernels, shutdown=CLOSE_SECONDS),
                ChildSpec(id="registry", start=self._make_registry),
                ChildSpec(id="sessions", start=self._supervise_sessions, type="supervisor"),
                # The last, for nobody has to begin anew because it has to.
                ChildSpec(id="record-watch", start=self._watch_record),
            ],
            Flags(strategy="rest_for_one"),
        )

    @abc.abstractmethod
    def make_kernels(self, checker: CheckerPool, fresh: FreshTarget) -> KernelsType:
        """The kernels that its sessions can use."""

    @abc.abstractmethod
    async def close_kernels(self, kernels: KernelsType) -> None:
        """Let go of them."""

    async def start(self) -> Self:
        """Open all parts; raises OSError where the record or the checker cannot be opened."""
        since = self.chronicle.now()
        try:
            await self.root.start_root(self.chronicle, "tutor")
        except StartChildError as error:
            raise error.__cause__ or error from None
        took = round((self.chronicle.now() - since) * 1000)
        log.info("the tutor is up", extra={"version": __version__, "ms": took})
        return self

    async def close(self) -> None:
        """Put all sessions away, let go of the kernels, drain and close the record.

        Each is done whether or not the ones before have failed.
        """
        await self.root.stop(SHUTDOWN)
        log.info("the tutor has stopped")

    async def _open_record(self) -> Process:
        self.record = await Record.open(self._data_dir, methods={"runtime": self._tell})
        self.courses = CourseFiles(self._search_path, self.record.data_dir / "lessons")
        part = Part(self.record.close)
        self.record.journal.on_broken(part.fail)
        return part

    async def _watch_record(self) -> Process:
        self.record_watch = await RecordWatch(self.record.state).start()
        return self.record_watch

    def _make_tasks(self) -> Process:
        """No process of it runs before something has to be computed."""
        self.tasks = TaskPool(TASKS)
        return self.tasks

    async def _start_checker(self) -> Process:
        checker = CheckerPool() if self._checkers is None else CheckerPool(size=self._checkers)
        self.checker = checker
        if self._warm:
            await checker.start()
            return Part(checker.close)
        warming = asyncio.get_running_loop().create_task(_warm_up(checker))

        async def close() -> None:
            warming.cancel()
            await asyncio.wait([warming])
            await checker.close()

        return Part(close)

    def _open_formulas(self) -> Process:
        """No process of it runs before the first formula is typed."""
        size = self._checkers
        self.formulas = FormulaPool() if size is None else FormulaPool(size=size)
        return Part(self.formulas.close)

    async def _make_assistant(self) -> Process:
        """No model is asked before a learner wants something of it."""
        assisting = await asyncio.to_thread(
            make_assistant, self._model, self._data_dir, self.checker, self.formulas
        )
        self.assistant = assisting.assistant if assisting else None
        return Part(assisting.close if assisting else _nothing_to_close)

    async def _open_kernels(self) -> Process:
        kernels = self.make_kernels(self.checker, FreshTarget(self.checker))
        self.kernels = kernels
        return Part(lambda: self.close_kernels(kernels))

    async def _tell(self, _params: Any) -> Any:
        return running_as_data(self.root, self.chronicle)

    def _make_registry(self) -> Process:
        self._registry = new_registry()
        return self._registry

    def _supervise_sessions(self) -> Process:
        services = Services(
            journal=self.record.journal,
            history=self.record.history,
            snapshots=self.record.snapshots,
            dead_letters=self.record.dead_letters,
            leases=self.record.leases,
            courses=self.courses,
            formulas=self.formulas,
            tasks=self.tasks,
            clock=self.clock,
            ids=self.ids,
            place=self._place,
            assistant=self.assistant,
            names=self.names,
        )
        supervisor = DynamicSupervisor()
        self.sessions = Sessions(
            services, supervisor=supervisor, registry=self._registry, linger=self._linger
        )
        return supervisor


async def _nothing_to_close() -> None:
    """There is no model."""


async def _warm_up(checker: CheckerPool) -> None:
    """Have a worker ready for the first answer; nobody who comes before has to wait for it."""
    try:
        await checker.start()
    except OSError as error:
        log.error("No checker could be started yet: %s", error)
