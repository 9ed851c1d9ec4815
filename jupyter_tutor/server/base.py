"""What every handler of the extension shares: who asks, what for, and errors in plain words."""

import json
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado.web import HTTPError

from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.server.learner import learner_of

if TYPE_CHECKING:
    from jupyter_tutor.server.app import JupyterTutor
    from jupyter_tutor.server.composition import Tutor

AUTH_RESOURCE = "jupyter_tutor"


class TutorHandlerMixin(JupyterHandler):
    """Access to the running tutor and the learner who asks."""

    auth_resource = AUTH_RESOURCE

    def initialize(self, extension: "JupyterTutor") -> None:
        """Keep the extension this handler belongs to."""
        self.extension = extension

    async def tutor(self) -> "Tutor":
        """The running tutor; waits while the server is still starting."""
        return await self.extension.tutor()

    @property
    def learner(self) -> LearnerId:
        """Who asks; only to be used behind authentication."""
        return learner_of(self.current_user, self.identity_provider, self.extension.learner)


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

    def refuse(self, status: int, message: str) -> None:
        """Finish with an error in plain words."""
        self.reply({"message": message}, status)
