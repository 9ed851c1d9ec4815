"""What is recorded about whoever asks: at a glance, to read, and all of it to keep."""

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from jupyter_tutor.core.ids import CourseId, LessonId, session_id_of
from jupyter_tutor.server.base import RestHandler

JSON_LINES = "application/x-ndjson"

NO_NUMBER = "`before` has to be the number of an entry."


class RecordHandler(RestHandler):
    """``GET record``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Tell what is recorded about the learner who asks, and where."""
        from jupyter_tutor.conversation.telling import record_as_data

        tutor = await self.tutor()
        sessions = await tutor.record.history.learner_sessions(self.learner)
        self.reply(record_as_data(self.learner, str(tutor.record.data_dir), sessions))


class RecordedEntriesHandler(RestHandler):
    """``GET record/sessions/{course}/{lesson}?before={seq}``."""

    @web.authenticated
    @authorized
    async def get(self, course: str, lesson: str) -> None:
        """Tell what is recorded of one lesson, a page of entries at a time, the newest first."""
        from jupyter_tutor.adapters.learner_export import readable_events
        from jupyter_tutor.conversation.recorded import entries_as_data

        before = self.get_query_argument("before", None)
        if before is not None and not (before.isascii() and before.isdigit() and len(before) < 20):
            self.refuse(400, NO_NUMBER)
            return
        tutor = await self.tutor()
        session = session_id_of(self.learner, CourseId(course), LessonId(lesson))
        events, note = await readable_events(tutor.record.history, session)
        # A long record takes a while to read; the loop has other things to do.
        page = await asyncio.to_thread(
            entries_as_data, events, None if before is None else int(before)
        )
        self.reply(page | {"note": note})


class RecordExportHandler(RestHandler):
    """``GET record/export``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give every event recorded about the learner who asks, a session at a time."""
        from jupyter_tutor.adapters.learner_export import export_lines

        if not await self.within_limits("export"):
            return
        tutor = await self.tutor()
        history = tutor.record.history
        sessions = await history.learner_sessions(self.learner)
        self.set_header("Content-Type", JSON_LINES)
        self.set_attachment_header("jupyter-tutor-record.jsonl")
        async for lines in export_lines(history, sessions):
            self.write(lines)
            try:
                await self.flush()
            except StreamClosedError:
                # Whoever asked has gone.
                return
        self.finish(set_content_type=JSON_LINES)
