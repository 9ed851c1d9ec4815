"""The host's side of docs/protocol.md: a WebSocket for each line, and a few questions beside it.

Whoever has the secret may ask; a page of a browser may not even then.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Sequence
from typing import Any

from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jupyter_tutor.adapters.system import LOCAL_ZONE
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.conversation.frames import refused_frame
from jupyter_tutor.conversation.lesson_named import NoSuchLessonError, lesson_named
from jupyter_tutor.conversation.telling import answers_as_data, courses_as_data, record_as_data
from jupyter_tutor.host.composition import Host
from jupyter_tutor.host.frames import read_kernel_frame
from jupyter_tutor.ports import RecordDamagedError, SessionSummary
from jupyter_tutor.sessions.loading import UnknownLessonError
from jupyter_tutor.sessions.reading import Reading
from jupyter_tutor.wire import WireError

log = logging.getLogger(__name__)

LONGEST_FRAME = 1024 * 1024
HEARTBEAT = '{"type":"heartbeat"}'
HEARTBEAT_SECONDS = 20.0

_ID = r"([a-z0-9][a-z0-9-]{0,63})"

NOT_BEGUN = "You have not begun this lesson yet."
DAMAGED = "The record of this lesson is damaged, so it cannot be shown. Nothing was deleted."


def application(host: Host, secret: str) -> Application:
    """The routes of the host; ``secret`` is what everyone has to show."""
    given = {"host": host, "secret": secret}
    lesson = rf"/sessions/{_ID}/{_ID}"
    return Application(
        [
            ("/attach", AttachHandler, given),
            ("/courses", CoursesHandler, given),
            ("/record", RecordHandler, given),
            (f"{lesson}/answers", AnswersHandler, given),
            (f"{lesson}/transcript", TranscriptHandler, given),
            (f"{lesson}/channel", ChannelHandler, given),
        ],
        log_function=_log_nothing,
    )


def _log_nothing(_handler: RequestHandler) -> None:
    """What is asked of a host is the learner's affair."""


class GuardedHandler(RequestHandler):
    """Lets in only those who know the secret; errors are ``{"message": words}``."""

    def initialize(self, host: Host, secret: str) -> None:
        """Keep the host and its secret."""
        self.host = host
        self._expected = f"tutor-session {secret}".encode()

    def prepare(self) -> None:
        """Refuse whoever does not know the secret, and every page of a browser."""
        offered = self.request.headers.get("Authorization", "").encode()
        known = hmac.compare_digest(offered, self._expected)
        if not known or "Origin" in self.request.headers:
            raise HTTPError(403, reason="Forbidden")

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Say it as all errors here are said."""
        self.refuse(status_code, "The tutor could not do this.")

    def reply(self, value: Any, status: int = 200) -> None:
        """Finish with a JSON value."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(value, ensure_ascii=False))

    def refuse(self, status: int, message: str) -> None:
        """Finish with an error in plain words."""
        self.reply({"message": message}, status)

    async def lessons_begun(self) -> Sequence[SessionSummary]:
        """The learner's lessons, as the record has them."""
        return await self.host.record.history.learner_sessions(self.host.learner)

    async def reading(self, course: str, lesson: str) -> Reading | None:
        """A lesson as the record has it; finishes with words where that is not to be had."""
        try:
            found = await self.host.sessions.read(self.host.place(course, lesson))
        except UnknownLessonError as error:
            self.refuse(404, str(error))
            return None
        except RecordDamagedError:
            log.exception("a lesson could not be read")
            self.refuse(500, DAMAGED)
            return None
        if found is None:
            self.refuse(404, NOT_BEGUN)
        return found


class AttachHandler(GuardedHandler):
    """``POST attach``: which lesson is meant, as on a server but without secrets and proofs."""

    async def post(self) -> None:
        """Answer ``{"course", "lesson", "learner"}``."""
        try:
            asked = json.loads(self.request.body)
            course, lesson = str(asked["course"]), asked["lesson"]
        except (ValueError, TypeError, KeyError):
            self.refuse(400, "A course and a lesson are expected.")
            return
        try:
            chosen = await lesson_named(
                course,
                None if lesson is None else str(lesson),
                self.host.learner,
                self.host.courses,
                self.host.record.history,
            )
        except NoSuchLessonError as error:
            self.refuse(404, str(error))
            return
        self.reply({"course": course, "lesson": chosen.id, "learner": self.host.learner})


class CoursesHandler(GuardedHandler):
    """``GET courses``."""

    async def get(self) -> None:
        """List the installed courses and their lessons."""
        courses = await self.host.courses.courses()
        self.reply(courses_as_data(courses, await self.lessons_begun()))


class RecordHandler(GuardedHandler):
    """``GET record``."""

    async def get(self) -> None:
        """Tell what is recorded about the learner."""
        where = str(self.host.record.data_dir)
        self.reply(record_as_data(self.host.learner, where, await self.lessons_begun()))


class AnswersHandler(GuardedHandler):
    """``GET sessions/{course}/{lesson}/answers``."""

    async def get(self, course: str, lesson: str) -> None:
        """The newest answer to each code question."""
        found = await self.reading(course, lesson)
        if found is not None:
            self.reply(answers_as_data(found.state, found.lesson))


class TranscriptHandler(GuardedHandler):
    """``GET sessions/{course}/{lesson}/transcript``."""

    async def get(self, course: str, lesson: str) -> None:
        """The conversation as a file to keep."""
        # Not before it is wanted: a host should be up soon.
        from jupyter_tutor.transcripts import transcript_html, transcript_markdown

        found = await self.reading(course, lesson)
        if found is None:
            return
        html = self.get_query_argument("format", "markdown") == "html"
        write = transcript_html if html else transcript_markdown
        text = await asyncio.to_thread(write, found.view, self.host.learner, LOCAL_ZONE)
        self.set_header("Content-Type", f"text/{'html' if html else 'markdown'}; charset=utf-8")
        self.finish(text)


class ChannelHandler(GuardedHandler, WebSocketHandler):
    """``sessions/{course}/{lesson}/channel``: one line."""

    _conversation: Conversation | None = None
    _beating: asyncio.Task[None] | None = None

    def check_origin(self, origin: str) -> bool:
        """Never: whoever names an origin is a page, and was refused before."""
        return False

    @property
    def max_message_size(self) -> int:
        """Bytes of one frame."""
        return LONGEST_FRAME

    async def open(self, course: str, lesson: str) -> None:
        """Begin the conversation."""
        self._beating = asyncio.get_running_loop().create_task(self._beat())
        self._conversation = self.host.converse(course, lesson, self._send, self.close)
        await self._conversation.begin(self.get_query_argument("kernel", None))
        if self.ws_connection is None:
            # The kernel's program left while the session was being found.
            self._conversation.end()

    async def on_message(self, message: str | bytes) -> None:
        """Hand a frame on: to the kernel what it tells of itself, to the session the rest."""
        try:
            told = read_kernel_frame(message)
        except WireError as error:
            await self._send(refused_frame(None, f"I could not read that: {error}"))
            return
        if told is not None:
            self.host.kernels.only.hear(told)
        elif self._conversation is not None:
            await self._conversation.hear(message)

    def on_close(self) -> None:
        """End the conversation."""
        if self._beating is not None:
            self._beating.cancel()
        if self._conversation is not None:
            self._conversation.end()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._send(HEARTBEAT)

    async def _send(self, frame: str) -> None:
        try:
            await self.write_message(frame)
        except WebSocketClosedError:
            log.debug("the line has gone")
