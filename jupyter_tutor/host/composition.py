"""Where the host's rooms are put together: the only place here that builds adapters."""

import platform
from collections.abc import Awaitable, Callable

from jupyter_tutor.adapters.course_files import default_search_path
from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.record_paths import default_data_dir
from jupyter_tutor.adapters.system import owner
from jupyter_tutor.application import Application
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.ids import CourseId, LessonId
from jupyter_tutor.host.forbidding import host_model
from jupyter_tutor.host.kernel import HostKernel, HostKernels
from jupyter_tutor.sessions.directory import LINGER_SECONDS, Place


class Host(Application[HostKernels]):
    """The running tutor of one kernel; whoever runs it is its one learner."""

    def __init__(self, kernel_id: str) -> None:
        self._kernel_id = kernel_id
        self.learner = owner()
        super().__init__(
            data_dir=default_data_dir(),
            search_path=default_search_path(),
            place=f"another notebook on {platform.node() or 'this computer'}",
            linger=LINGER_SECONDS,
            checkers=1,
            warm=False,
            model=host_model(),
        )

    def make_kernels(self, checker: CheckerPool, fresh: FreshTarget) -> HostKernels:
        """The one kernel it was started by."""
        return HostKernels(HostKernel(self._kernel_id, checker, fresh))

    async def close_kernels(self, kernels: HostKernels) -> None:
        """The kernel is its own master."""

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
