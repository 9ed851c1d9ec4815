"""What every handler of the extension shares: who asks, what for, and errors in plain words."""

import json
import logging
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado.web import HTTPError

from jupyter_tutor.conversation.pacing import too_often, whole_seconds
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import Asked
from jupyter_tutor.server.learner import learner_of, names_of

if TYPE_CHECKING:
    from jupyter_tutor.server.app import JupyterTutor
    from jupyter_tutor.server.composition import Tutor
    from jupyter_tutor.server.passes import Pass

log = logging.getLogger(__name__)

AUTH_RESOURCE = "jupyter_tutor"

SCHEME = "tutor-session"
"""How a kernel's own program shows its secret: ``Authorization: tutor-session {secret}``."""

NOT_THIS_SESSION = "This secret does not open this lesson, or its kernel has ended."


class TutorHandlerMixin(JupyterHandler):
    """Access to the running tutor and the learner who asks.

    ``shown`` is the pass by which a kernel's own program came in; None: it is a person, known to
    Jupyter.
    """

    auth_resource = AUTH_RESOURCE
    shown: "Pass | None" = None

    def initialize(self, extension: "JupyterTutor") -> None:
        """Keep the extension this handler belongs to."""
        self.extension = extension

    async def tutor(self) -> "Tutor":
        """The running tutor; waits while the server is still starting."""
        return await self.extension.tutor()

    @property
    def learner(self) -> LearnerId:
        """Who asks; only to be used behind authentication."""
        if self.shown is not None:
            return self.shown.learner
        return learner_of(self.current_user, self.identity_provider, self.extension.learner)

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, as far as Jupyter knows; only behind authentication."""
        if self.shown is not None:
            return ()
        return names_of(self.current_user, self.identity_provider)

    def on_finish(self) -> None:
        """Note who was turned away: not known, not allowed, of another site, or too often here."""
        super().on_finish()
        if self.get_status() in (401, 403, 429):
            self.note_refusal(self.get_status())

    def note_refusal(self, status: int) -> None:
        """Tell the log of it, without the address of the server, which may hold a name."""
        path = self.request.path.removeprefix(self.base_url)
        fields = {"status": status, "method": self.request.method, "path": path}
        log.warning("a request was refused", extra=fields)

    def show_pass(self, course: str, lesson: str) -> bool:
        """Whether a kernel's program asks, with the pass of this session.

        False: no secret came with the request. One that does not open this session is refused
        with 403, whoever else the request might be of.
        """
        scheme, _, secret = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return False
        shown = self.extension.passes.find(secret.strip())
        if shown is None or (shown.course, shown.lesson) != (course, lesson):
            raise HTTPError(403, NOT_THIS_SESSION)
        self.shown = shown
        return True


class RestHandler(TutorHandlerMixin, APIHandler):
    """A JSON answer, or ``{"message": words}`` with the status that fits."""

    def reply(self, value: Any, status: int = 200) -> None:
        """Finish with a JSON value."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(value, ensure_ascii=False))

    async def tutor(self) -> "Tutor":
        """The running tutor; finishes with 503 in words where it cannot come up."""
        try:
            return await super().tutor()
        except OSError as error:
            raise HTTPError(503, f"The tutor cannot open its record: {error}.") from error

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what went wrong in the form that all errors here have."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        words = getattr(error, "log_message", None) or "The server could not do this."
        self.reply({"message": words}, status_code)

    async def within_limits(self, what: Asked) -> bool:
        """Count that the learner asks for this; False: too often, which has been answered."""
        tutor = await self.tutor()
        wait = await tutor.limits.take(what, self.learner)
        if wait:
            self.set_header("Retry-After", str(whole_seconds(wait)))
            self.refuse(429, too_often(wait))
        return not wait

    def refuse(self, status: int, message: str) -> None:
        """Finish with an error in plain words."""
        self.reply({"message": message}, status)
