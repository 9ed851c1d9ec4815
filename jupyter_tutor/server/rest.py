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


class RuntimeHandler(RestHandler):
    """``GET runtime``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Show the processes of the running tutor, as they are and as they came to be."""
        from jupyter_tutor.conversation.running import running_as_data

        tutor = await self.tutor()
        self.reply(running_as_data(tutor.root, tutor.chronicle))


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
