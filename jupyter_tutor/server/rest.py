"""What is installed, and how the tutor is."""

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor import __version__
from jupyter_tutor.server.base import RestHandler


class CoursesHandler(RestHandler):
    """``GET courses``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List the installed courses, and how far the learner who asks has come."""
        from jupyter_tutor.conversation.telling import courses_as_data

        tutor = await self.tutor()
        sessions = await tutor.record.history.learner_sessions(self.learner)
        self.reply(courses_as_data(await tutor.courses.courses(), sessions))


class HealthHandler(RestHandler):
    """``GET health``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Tell how the tutor is."""
        tutor = await self.tutor()
        answer: dict[str, Any] = {
            "status": "ok",
            "version": __version__,
            "record": tutor.record.status(),
        }
        self.reply(answer)
