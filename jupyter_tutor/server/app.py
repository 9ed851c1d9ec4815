"""The Jupyter server extension: routes and settings, and the tutor's start and stop.

It loads nothing heavy: the tutor itself is imported and started once the server's loop runs, so
that the server comes up as fast as without it. Requests that come earlier wait.
"""

import asyncio
import importlib
from typing import TYPE_CHECKING, Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Float, List, Unicode

from jupyter_tutor.server.attach import AttachHandler
from jupyter_tutor.server.authoring_rest import RolesHandler, ValidateHandler
from jupyter_tutor.server.channel import ChannelHandler
from jupyter_tutor.server.passes import Passes
from jupyter_tutor.server.record_rest import (
    RecordedEntriesHandler,
    RecordExportHandler,
    RecordHandler,
)
from jupyter_tutor.server.rest import CoursesHandler, HealthHandler
from jupyter_tutor.server.session_rest import AnswersHandler, SessionHandler, TranscriptHandler

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from jupyter_tutor.server.composition import Tutor


def _failed(task: "asyncio.Task[Any]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


_ID = r"([a-z0-9][a-z0-9-]{0,63})"


class JupyterTutor(ExtensionApp):
    """One-to-one tutoring inside the notebook."""

    name = "jupyter_tutor"
    app_name = "Jupyter Tutor"
    description = "One-to-one tutoring inside the notebook."
    load_other_extensions = True

    data_dir = Unicode(
        "",
        config=True,
        help="Where the record is kept. Default: $JUPYTER_TUTOR_DATA, else Jupyter's data folder.",
    )
    course_path = List(
        Unicode(),
        config=True,
        help="Folders in which courses are looked for, instead of share/jupyter/tutor/courses.",
    )
    learner = Unicode(
        "",
        config=True,
        help="Who learns here. Default: the hub's user, else the account the server runs under.",
    )
    linger = Float(
        60.0,
        config=True,
        help="Seconds that a lesson stays in memory after its last panel was closed.",
    )
    kernel_linger = Float(
        30.0,
        config=True,
        help="Seconds that the tutor stays in a kernel after the last lesson has left it.",
    )

    _starting: "asyncio.Task[Tutor] | None" = None
    _passes: Passes | None = None

    @property
    def passes(self) -> Passes:
        """The secrets of the kernels' own programs; there before the tutor itself is."""
        if self._passes is None:
            if self.serverapp is None:
                raise RuntimeError("the extension belongs to no server")
            self._passes = Passes(self.serverapp.kernel_manager)
        return self._passes

    async def tutor(self) -> "Tutor":
        """The tutor, as soon as it is up; raises OSError where its record cannot be opened.

        What kept it from starting may have been mended since: each call tries anew.
        """
        starting = self._starting
        if starting is None or _failed(starting):
            starting = asyncio.get_running_loop().create_task(self._start_tutor())
            self._starting = starting
        return await asyncio.shield(starting)

    def initialize_handlers(self) -> None:
        """Add the routes of docs/protocol.md."""
        base = r"/api/jupyter-tutor"
        lesson = rf"sessions/{_ID}/{_ID}"
        session = rf"{base}/{lesson}"
        arguments = {"extension": self}
        self.handlers.extend(
            [
                (rf"{base}/attach", AttachHandler, arguments),
                (rf"{base}/courses", CoursesHandler, arguments),
                (rf"{base}/health", HealthHandler, arguments),
                (rf"{base}/record", RecordHandler, arguments),
                (rf"{base}/record/export", RecordExportHandler, arguments),
                (rf"{base}/record/{lesson}", RecordedEntriesHandler, arguments),
                (rf"{base}/roles", RolesHandler, arguments),
                (session, SessionHandler, arguments),
                (rf"{session}/answers", AnswersHandler, arguments),
                (rf"{session}/channel", ChannelHandler, arguments),
                (rf"{session}/transcript", TranscriptHandler, arguments),
                (rf"{base}/validate", ValidateHandler, arguments),
            ]
        )

    async def _start_jupyter_server_extension(self, _serverapp: "ServerApp") -> None:
        try:
            await self.tutor()
        except OSError as error:
            self.log.error("The tutor could not start: %s. It tries again when asked for.", error)

    async def stop_extension(self) -> None:
        """Put all sessions away and close the record; the server calls this when it stops."""
        if self._passes is not None:
            self._passes.close()
        starting, self._starting = self._starting, None
        if starting is not None:
            await asyncio.wait([starting])
            if not _failed(starting):
                await starting.result().close()

    async def _start_tutor(self) -> "Tutor":
        loop = asyncio.get_running_loop()
        composition: Any = await loop.run_in_executor(
            None, importlib.import_module, "jupyter_tutor.server.composition"
        )
        if self.serverapp is None:
            raise RuntimeError("the extension belongs to no server")
        tutor: Tutor = await composition.start(
            self.serverapp.kernel_manager,
            data_dir=self.data_dir,
            course_path=list(self.course_path),
            linger=self.linger,
            kernel_linger=self.kernel_linger,
        )
        return tutor
