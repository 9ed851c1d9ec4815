"""Where the server's rooms are put together: the only place here that builds adapters."""

import platform
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Self

from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyter_tutor.adapters.course_files import default_search_path
from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.record_paths import default_data_dir
from jupyter_tutor.application import NO_MODEL, Application
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.model_setup import ModelSettings
from jupyter_tutor.ports import Asked
from jupyter_tutor.server.kernels import ServerKernels
from jupyter_tutor.server.metrics import Metrics
from jupyter_tutor.sessions.directory import Place


class Tutor(Application[ServerKernels]):
    """The running tutor of one server. Empty ``data_dir`` and ``course_path``: the defaults."""

    def __init__(
        self,
        manager: MappingKernelManager,
        *,
        data_dir: str,
        course_path: list[str],
        linger: float,
        kernel_linger: float,
        rules: Mapping[Asked, str],
        model: ModelSettings = NO_MODEL,
    ) -> None:
        self._manager = manager
        self._kernel_linger = kernel_linger
        super().__init__(
            data_dir=_absolute(data_dir) if data_dir else default_data_dir(),
            search_path=[_absolute(path) for path in course_path] or default_search_path(),
            place=f"another JupyterLab on {platform.node() or 'this computer'}",
            linger=linger,
            rules=rules,
            model=model,
        )

    async def start(self) -> Self:
        """Open all parts, and show their numbers on the server's ``/metrics`` until they end."""
        await super().start()
        metrics = Metrics(self)
        self.root.monitor(lambda _root, _reason: metrics.withdraw())
        return self

    def make_kernels(self, checker: CheckerPool, fresh: FreshTarget) -> ServerKernels:
        """Those of the Jupyter server."""
        return ServerKernels(self._manager, checker, fresh, grace=self._kernel_linger)

    async def close_kernels(self, kernels: ServerKernels) -> None:
        """Leave them running, without the tutor in them."""
        await kernels.close()

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


def _absolute(path: str) -> Path:
    return Path(path).expanduser().absolute()
