"""One session of whoever asks: as it is live, its answers, and its conversation to keep."""

import asyncio
from typing import TYPE_CHECKING

from tornado.web import HTTPError

from jupyter_tutor.adapters.system import LOCAL_ZONE
from jupyter_tutor.core.ids import CourseId, LessonId
from jupyter_tutor.server.access import learner_or_kernel
from jupyter_tutor.server.base import RestHandler

if TYPE_CHECKING:
    from jupyter_tutor.sessions.reading import Reading

NOT_OPEN = "This lesson is not open just now. Open its notebook first."
NOT_BEGUN = "You have not begun this lesson yet, so there is no conversation to keep."
DAMAGED = (
    "The record of this lesson is damaged, so it cannot be shown. Nothing of it was deleted. "
    "Please tell your instructor; the server's log says what is wrong."
)
NO_FORMAT = "The format has to be markdown or html."

PAGE_MAY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""What a page with a learner's and an author's words may do: be read."""


class SessionHandler(RestHandler):
    """``GET sessions/{course}/{lesson}``."""

    @learner_or_kernel
    async def get(self, course: str, lesson: str) -> None:
        """Show a live session of the learner who asks."""
        from jupyter_tutor.core.view import View
        from jupyter_tutor.sessions.directory import Place
        from jupyter_tutor.wire import to_json

        tutor = await self.tutor()
        place = Place(self.learner, CourseId(course), LessonId(lesson))
        session = tutor.sessions.running(place)
        if session is None:
            self.refuse(404, NOT_OPEN)
            return
        self.reply(to_json(View, session.view))


class RecordedSessionHandler(RestHandler):
    """What is told of a session whether or not it is live."""

    async def reading(self, course: str, lesson: str) -> "Reading | None":
        """The session of the learner who asks; None: they have not begun it."""
        from jupyter_tutor.ports import RecordDamagedError
        from jupyter_tutor.sessions.directory import Place
        from jupyter_tutor.sessions.loading import UnknownLessonError

        tutor = await self.tutor()
        place = Place(self.learner, CourseId(course), LessonId(lesson))
        try:
            return await tutor.sessions.read(place)
        except UnknownLessonError as error:
            raise HTTPError(404, str(error)) from None
        except RecordDamagedError as error:
            raise HTTPError(500, DAMAGED) from error


class AnswersHandler(RecordedSessionHandler):
    """``GET sessions/{course}/{lesson}/answers``."""

    @learner_or_kernel
    async def get(self, course: str, lesson: str) -> None:
        """Tell the newest answer to each code question."""
        from jupyter_tutor.conversation.telling import answers_as_data

        reading = await self.reading(course, lesson)
        if reading is None:
            self.reply({"answers": []})
        else:
            self.reply(answers_as_data(reading.state, reading.lesson))


class TranscriptHandler(RecordedSessionHandler):
    """``GET sessions/{course}/{lesson}/transcript?format=markdown|html``."""

    @learner_or_kernel
    async def get(self, course: str, lesson: str) -> None:
        """Give the conversation as a file to keep."""
        from jupyter_tutor.transcripts import transcript_html, transcript_markdown

        form = self.get_query_argument("format", "markdown")
        if form not in ("markdown", "html"):
            self.refuse(400, NO_FORMAT)
            return
        reading = await self.reading(course, lesson)
        if reading is None:
            self.refuse(404, NOT_BEGUN)
            return
        if form == "html":
            write, ending = transcript_html, "html"
            self.set_header("Content-Security-Policy", PAGE_MAY)
        else:
            write, ending = transcript_markdown, "md"
        # A long conversation takes a while; the loop has other things to do.
        text = await asyncio.to_thread(write, reading.view, self.learner, LOCAL_ZONE)
        self.set_attachment_header(f"{course}-{lesson}.{ending}")
        self.finish(text, set_content_type=f"text/{form}; charset=utf-8")
