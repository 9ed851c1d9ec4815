"""The REST side: what is installed, one session as it stands, how the tutor is."""

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor import __version__
from jupyter_tutor.core.ids import CourseId, LessonId
from jupyter_tutor.server.base import RestHandler


class CoursesHandler(RestHandler):
    """``GET courses``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List the installed courses and their lessons."""
        tutor = await self.tutor()
        courses = await tutor.courses.courses()
        self.reply(
            {
                "courses": [
                    {
                        "id": course.id,
                        "title": course.title,
                        "description": course.description,
                        "lessons": [
                            {
                                "id": lesson.id,
                                "title": lesson.title,
                                "hash": lesson.hash,
                                "questions": len(lesson.questions),
                            }
                            for lesson in course.lessons
                        ],
                    }
                    for course in courses
                ]
            }
        )


class SessionHandler(RestHandler):
    """``GET sessions/{course}/{lesson}``."""

    @web.authenticated
    @authorized
    async def get(self, course: str, lesson: str) -> None:
        """Show a live session of the learner who asks."""
        from jupyter_tutor.core.view import View
        from jupyter_tutor.sessions.directory import Place
        from jupyter_tutor.wire import to_json

        tutor = await self.tutor()
        place = Place(self.learner, CourseId(course), LessonId(lesson))
        session = tutor.sessions.running(place)
        if session is None:
            self.refuse(404, "This lesson is not open just now. Open its notebook first.")
            return
        self.reply(to_json(View, session.view))


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
