"""Where the host's rooms are put together: the only place here that builds adapters."""

import asyncio
import contextlib
import logging
import platform
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path
from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import default_data_dir
from jupyter_tutor.adapters.system import RandomIds, SystemClock, owner
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.host.kernel import HostKernel, HostKernels
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The running tutor of one kernel; whoever runs it is its one learner."""

    learner: LearnerId
    sessions: Sessions
    kernels: HostKernels
    courses: CourseFiles
    record: Record
    checker: CheckerPool
    formulas: FormulaPool
    clock: SystemClock
    ids: RandomIds
    warming: asyncio.Task[None]

    def place(self, course: str, lesson: str) -> Place:
        """The learner's place in that lesson."""
        return Place(self.learner, CourseId(course), LessonId(lesson))

    def converse(
        self,
        course: str,
        lesson: str,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int, str], None],
    ) -> Conversation:
        """A conversation with the session of that lesson.

        All that speaks to a host is the kernel's own program.
        """
        return Conversation(self, self.place(course, lesson), send, close, from_kernel=True)

    async def close(self) -> None:
        """Put all sessions away, drain and close the record, whether or not a part fails."""
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.record.close)
            stack.push_async_callback(self.checker.close)
            stack.push_async_callback(self.formulas.close)
            stack.push_async_callback(self.sessions.close)
            self.warming.cancel()
            await asyncio.wait([self.warming])


async def start(kernel_id: str) -> Host:
    """Start the tutor of that kernel; raises OSError where the record cannot be opened."""
    record = await Record.open(default_data_dir())
    checker = CheckerPool(size=1)
    courses = CourseFiles(default_search_path(), record.data_dir / "lessons")
    formulas = FormulaPool(size=1)
    clock, ids = SystemClock(), RandomIds()
    services = Services(
        journal=record.journal,
        history=record.history,
        leases=record.leases,
        courses=courses,
        formulas=formulas,
        clock=clock,
        ids=ids,
        place=f"another notebook on {platform.node() or 'this computer'}",
    )
    return Host(
        learner=owner(),
        sessions=Sessions(services),
        kernels=HostKernels(HostKernel(kernel_id, checker, FreshTarget(checker))),
        courses=courses,
        record=record,
        checker=checker,
        formulas=formulas,
        clock=clock,
        ids=ids,
        warming=asyncio.get_running_loop().create_task(_warm(checker)),
    )


async def _warm(checker: CheckerPool) -> None:
    """Have a worker ready for the first answer; nobody who comes before has to wait for it."""
    try:
        await checker.start()
    except OSError as error:
        log.error("No checker could be started yet: %s", error)
