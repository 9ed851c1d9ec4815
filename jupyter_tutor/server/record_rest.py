"""What is recorded about whoever asks: to read, and all of it to keep."""

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from jupyter_tutor.server.base import RestHandler

JSON_LINES = "application/x-ndjson"


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


class RecordExportHandler(RestHandler):
    """``GET record/export``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give every event recorded about the learner who asks, a session at a time."""
        from jupyter_tutor.adapters.learner_export import export_lines

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
