"""The Jupyter server extension: routes and settings, and the tutor's start and stop.

It loads nothing heavy: the tutor itself is imported and started once the server's loop runs, so
that the server comes up as fast as without it. Requests that come earlier wait.
"""

import asyncio
import importlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Enum, Float, List, TraitError, Unicode, validate

from jupyter_tutor.adapters.log_output import open_log
from jupyter_tutor.ports import RULES
from jupyter_tutor.server.attach import AttachHandler
from jupyter_tutor.server.authoring_rest import RolesHandler, ValidateHandler
from jupyter_tutor.server.channel import ChannelHandler
from jupyter_tutor.server.model_traits import ModelTraits
from jupyter_tutor.server.passes import Passes
from jupyter_tutor.server.record_rest import (
    RecordedEntriesHandler,
    RecordExportHandler,
    RecordHandler,
)
from jupyter_tutor.server.rest import CoursesHandler, HealthHandler, RuntimeHandler
from jupyter_tutor.server.session_rest import AnswersHandler, SessionHandler, TranscriptHandler

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from jupyter_tutor.server.composition import Tutor


log = logging.getLogger(__name__)

NO_RULE = (
    "c.JupyterTutor.{name} has to say how often, for example "
    '"30 per second; 600 per minute", or be "" for as often as one likes; not {given!r}.'
)
NO_LOG_FILE = (
    "c.JupyterTutor.log_file has to name a file in a folder that is there, for example "
    '"/var/log/tutor.log", or be "" for the terminal; {given!r} is {what}.'
)


def _failed(task: "asyncio.Task[Any]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _ended(task: "asyncio.Task[Tutor]") -> bool:
    """Whether the tutor was up and is no more: its parts broke too often."""
    return task.done() and not task.result().root.alive


_ID = r"([a-z0-9][a-z0-9-]{0,63})"


class JupyterTutor(ModelTraits, ExtensionApp):
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

    log_lines = Enum(
        ("text", "json"),
        "text",
        config=True,
        help=(
            "How the tutor's own lines of the log are written: text, or json (an object a line). "
            "Which are written is said by log_level."
        ),
    )
    log_file = Unicode(
        "",
        config=True,
        help=(
            "The file that the tutor's own lines go to, instead of the terminal. Only its owner "
            "can read it; at 5 MB a new one is begun, and three older ones are kept."
        ),
    )

    command_limit = Unicode(
        RULES["command"],
        config=True,
        help=(
            "How often a learner may ask something of a lesson, such as "
            f'"{RULES["command"]}"; empty for as often as they like.'
        ),
    )
    validate_limit = Unicode(
        RULES["validate"],
        config=True,
        help="How often an author's notebook is looked through for them; as command_limit.",
    )
    export_limit = Unicode(
        RULES["export"],
        config=True,
        help="How often a learner may have all that is recorded of them; as command_limit.",
    )

    _close_log: Callable[[], None] | None = None
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

        What kept it from starting, or ended it, may have been mended since: each call tries anew.
        """
        starting = self._starting
        if starting is None or _failed(starting) or _ended(starting):
            starting = asyncio.get_running_loop().create_task(self._start_tutor())
            self._starting = starting
        return await asyncio.shield(starting)

    @validate("command_limit", "validate_limit", "export_limit")
    def _check_limit(self, proposal: Any) -> str:
        from jupyter_tutor.adapters.rate_limits import read_rule

        rule: str = proposal["value"]
        try:
            read_rule(rule)
        except ValueError:
            raise TraitError(NO_RULE.format(name=proposal["trait"].name, given=rule)) from None
        return rule

    @validate("log_file")
    def _check_log_file(self, proposal: Any) -> str:
        given: str = proposal["value"]
        path = Path(given).expanduser()
        if given and path.is_dir():
            raise TraitError(NO_LOG_FILE.format(given=given, what="a folder"))
        if given and not path.parent.is_dir():
            raise TraitError(NO_LOG_FILE.format(given=given, what="in no folder that is there"))
        return given

    def initialize_settings(self) -> None:
        """Begin to write the tutor's own log."""
        path = Path(self.log_file).expanduser() if self.log_file else None
        # Both are known to traitlets alone.
        lines: Any = self.log_lines
        level: Any = self.log_level
        try:
            self._close_log = open_log(lines, level, path)
        except OSError as error:
            # A tutor without its log file is better than none.
            self._close_log = open_log(lines, level)
            log.error("the log file cannot be written: %s", error)

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
                (rf"{base}/runtime", RuntimeHandler, arguments),
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
            log.error("the tutor could not start: %s; it tries again when asked for", error)

    async def stop_extension(self) -> None:
        """Put all sessions away and close record and log; the server calls this when it stops."""
        try:
            await self._stop_tutor()
        finally:
            if self._close_log is not None:
                self._close_log()
                self._close_log = None

    async def _stop_tutor(self) -> None:
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
        tutor: Tutor = composition.Tutor(
            self.serverapp.kernel_manager,
            data_dir=self.data_dir,
            course_path=list(self.course_path),
            linger=self.linger,
            kernel_linger=self.kernel_linger,
            rules={
                "command": self.command_limit,
                "validate": self.validate_limit,
                "export": self.export_limit,
            },
            model=self.model_settings,
        )
        return await tutor.start()
