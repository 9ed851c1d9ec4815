"""Where the server's rooms are put together: the only place here that builds adapters."""

import contextlib
import platform
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path
from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import default_data_dir
from jupyter_tutor.adapters.system import RandomIds, SystemClock
from jupyter_tutor.adapters.validating import Validator
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.server.kernels import ServerKernels
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutor:
    """The running tutor of one server."""

    sessions: Sessions
    kernels: ServerKernels
    courses: CourseFiles
    record: Record
    checker: CheckerPool
    validator: Validator
    clock: SystemClock
    ids: RandomIds

    def converse(
        self,
        learner: LearnerId,
        course: str,
        lesson: str,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int, str], None],
        *,
        from_kernel: bool,
    ) -> Conversation:
        """A conversation with the session of that learner in that lesson."""
        place = Place(learner, CourseId(course), LessonId(lesson))
        return Conversation(self, place, send, close, from_kernel=from_kernel)

    async def close(self) -> None:
        """Put all sessions away, let go of the kernels, drain and close the record.

        Each is done whether or not the ones before have failed.
        """
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.record.close)
            stack.push_async_callback(self.validator.close)
            stack.push_async_callback(self.checker.close)
            stack.push_async_callback(self.kernels.close)
            stack.push_async_callback(self.sessions.close)


async def start(
    manager: MappingKernelManager,
    *,
    data_dir: str,
    course_path: list[str],
    linger: float,
    kernel_linger: float,
) -> Tutor:
    """Start the tutor of a server. Empty ``data_dir`` and ``course_path`` mean the defaults.

    Raises OSError where the record cannot be opened or the checker cannot be started.
    """
    record = await Record.open(_absolute(data_dir) if data_dir else default_data_dir())
    checker = CheckerPool()
    try:
        await checker.start()
    except BaseException:
        await record.close()
        raise
    search_path = [_absolute(path) for path in course_path] or default_search_path()
    courses = CourseFiles(search_path, record.data_dir / "lessons")
    clock, ids = SystemClock(), RandomIds()
    services = Services(
        journal=record.journal,
        history=record.history,
        leases=record.leases,
        courses=courses,
        clock=clock,
        ids=ids,
        place=f"another JupyterLab on {platform.node() or 'this computer'}",
    )
    fresh = FreshTarget(checker)
    return Tutor(
        sessions=Sessions(services, linger=linger),
        kernels=ServerKernels(manager, checker, fresh, grace=kernel_linger),
        courses=courses,
        record=record,
        checker=checker,
        validator=Validator(),
        clock=clock,
        ids=ids,
    )


def _absolute(path: str) -> Path:
    return Path(path).expanduser().absolute()
