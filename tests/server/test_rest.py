"""What is told beside the conversation: courses and progress, answers, transcripts, the record."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.conversation.recorded import entries_as_data
from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.ports import RecordDamagedError
from jupyter_tutor.server.composition import Tutor
from jupyter_tutor.sessions.directory import Place
from tests.driving.learner import answer_cell
from tests.driving.panel import Panel, Server
from tests.server.routes import BASE, COURSE, ENTRIES, LESSON, SESSION

LEARNER = LearnerId("Ada Ångström")
PLACE = Place(LEARNER, CourseId(COURSE), LessonId(LESSON))


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    """A learner with a name, and lessons that are put away as soon as nobody looks."""
    server_config["JupyterTutor"] |= {"learner": LEARNER, "linger": 0.0}
    return server_config


@pytest.fixture
async def tutor(server_app: ServerApp) -> Tutor:
    """The server's tutor."""
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    started: Tutor = await app.tutor()
    return started


@pytest.fixture
async def panel(server: Server) -> AsyncIterator[Panel]:
    """A panel at the first lesson."""
    opened = await Panel.open(server, COURSE, LESSON)
    yield opened
    opened.close()


async def get(server: Server, path: str) -> HTTPResponse:
    """The answer to a request, whatever its status."""
    return await AsyncHTTPClient().fetch(server.request(path), raise_error=False)


async def refusal(server: Server, path: str) -> tuple[int, str]:
    """The status and the words of a refusal."""
    response = await get(server, path)
    return response.code, json.loads(response.body)["message"]


async def put_away(server: Server, panel: Panel) -> None:
    """Leave the lesson, and wait until it is no longer live."""
    panel.close()
    while (await get(server, SESSION)).code != 404:
        pass


def first_code_question(lesson: Lesson) -> CodeQuestion:
    return next(step for step in lesson.steps if isinstance(step, CodeQuestion))


async def to_the_first_code_question(panel: Panel) -> None:
    while (panel.head["question"] or {}).get("kind") != "code":
        asked = panel.head["question"]
        await panel.ask({"type": "skip_question" if asked else "continue"})


async def hand_in(panel: Panel, question: CodeQuestion, body: str) -> str:
    """Hand in an answer where there is no kernel to judge it; its source."""
    source = answer_cell(question.id, body)
    answer = {"type": "code", "source": source}
    await panel.ask({"type": "submit_answer", "question": question.id, "answer": answer})
    return source


class TestCourses:
    async def test_tell_how_far_the_learner_has_come(
        self, server: Server, tutor: Tutor, first_lesson: Lesson
    ) -> None:
        (installed,) = [c for c in await tutor.courses.courses() if c.id == COURSE]

        async def shown() -> dict[str, Any]:
            listed = (await server.fetch(f"{BASE}/courses"))["courses"]
            (course,) = [course for course in listed if course["id"] == COURSE]
            (found,) = [lesson for lesson in course["lessons"] if lesson["id"] == LESSON]
            return course | {"lessons": found}

        course = await shown()
        lesson = {
            "id": LESSON,
            "title": first_lesson.title,
            "hash": first_lesson.hash,
            "questions": len(first_lesson.questions),
            "done": 0,
            "status": "not_started",
            "again": False,
        }
        assert course == {
            "id": installed.id,
            "title": installed.title,
            "description": installed.description,
            "authors": list(installed.authors),
            "licence": installed.licence,
            "language": installed.language,
            "lessons": lesson,
        }
        await Panel.open(server, COURSE, LESSON)
        assert await shown() == course | {"lessons": lesson | {"status": "started"}}


class TestAnswers:
    async def test_are_the_newest_whether_or_not_the_lesson_is_open(
        self, server: Server, panel: Panel, first_lesson: Lesson
    ) -> None:
        question = first_code_question(first_lesson)
        await to_the_first_code_question(panel)
        await hand_in(panel, question, "first = 1")
        await panel.ask({"type": "stop_check"})
        source = await hand_in(panel, question, "second = 2")
        live = await server.fetch(f"{SESSION}/answers")
        assert live == {
            "answers": [
                {
                    "question": question.id,
                    "title": question.title,
                    "source": source,
                    "stub": question.stub,
                }
            ]
        }
        await put_away(server, panel)
        assert await server.fetch(f"{SESSION}/answers") == live

    async def test_of_an_earlier_round_are_not_brought_back(
        self, server: Server, panel: Panel, first_lesson: Lesson
    ) -> None:
        await to_the_first_code_question(panel)
        await hand_in(panel, first_code_question(first_lesson), "first = 1")
        await panel.ask({"type": "start_over"})
        assert await server.fetch(f"{SESSION}/answers") == {"answers": []}

    async def test_of_a_lesson_not_begun_are_none(self, server: Server) -> None:
        assert await server.fetch(f"{SESSION}/answers") == {"answers": []}


class TestTheTranscript:
    @pytest.mark.parametrize(
        ("query", "kind", "name"),
        [
            ("", "text/markdown; charset=utf-8", f"{COURSE}-{LESSON}.md"),
            ("?format=markdown", "text/markdown; charset=utf-8", f"{COURSE}-{LESSON}.md"),
            ("?format=html", "text/html; charset=utf-8", f"{COURSE}-{LESSON}.html"),
        ],
    )
    async def test_is_a_file_whether_or_not_the_lesson_is_open(
        self, server: Server, panel: Panel, query: str, kind: str, name: str
    ) -> None:
        await panel.ask({"type": "say", "text": "What is <script>alert(1)</script>?"})
        live = await get(server, f"{SESSION}/transcript{query}")
        assert live.code == 200
        assert live.headers["Content-Type"] == kind
        assert live.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
        text = live.body.decode()
        assert LEARNER in text
        assert "alert(1)" in text
        await put_away(server, panel)
        kept = (await get(server, f"{SESSION}/transcript{query}")).body.decode()
        said = text.rstrip().removesuffix("</main>\n</body>\n</html>").rstrip()
        assert kept.startswith(said)

    async def test_as_a_page_can_do_nothing_but_be_read(self, server: Server, panel: Panel) -> None:
        await panel.ask({"type": "say", "text": "What is <script>alert(1)</script>?"})
        page = await get(server, f"{SESSION}/transcript?format=html")
        assert page.headers.get_list("Content-Security-Policy") == [
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
        ]
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script" not in page.body.decode()

    async def test_in_no_other_form(self, server: Server, panel: Panel) -> None:
        assert await refusal(server, f"{SESSION}/transcript?format=pdf") == (
            400,
            "The format has to be markdown or html.",
        )

    async def test_of_a_lesson_not_begun_is_none(self, server: Server) -> None:
        assert await refusal(server, f"{SESSION}/transcript") == (
            404,
            "You have not begun this lesson yet, so there is no conversation to keep.",
        )

    async def test_of_a_damaged_record_is_none_and_says_so(
        self, server: Server, panel: Panel, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await put_away(server, panel)

        async def damaged(session: SessionId, since: int = 1) -> None:
            raise RecordDamagedError(session, "event 3 was changed", ())

        monkeypatch.setattr(tutor.record.history, "session_events", damaged)
        status, words = await refusal(server, f"{SESSION}/transcript")
        assert status == 500
        assert words.startswith("The record of this lesson is damaged, so it cannot be shown.")


class TestTheRecord:
    async def test_says_what_is_kept_of_whom_and_where(
        self, server: Server, panel: Panel, tutor: Tutor, first_lesson: Lesson, data_dir: Path
    ) -> None:
        await panel.ask({"type": "continue"})
        await of_somebody_else(tutor)
        events = await tutor.record.history.session_events(PLACE.session)
        assert await server.fetch(f"{BASE}/record") == {
            "learner": LEARNER,
            "where": str(data_dir),
            "what": words.recorded("your conversation with the tutor"),
            "sessions": [
                {
                    "course": COURSE,
                    "lesson": LESSON,
                    "title": first_lesson.title,
                    "status": "started",
                    "again": False,
                    "events": len(events),
                    "first": events[0].at,
                    "last": events[-1].at,
                }
            ],
        }

    async def test_of_nothing_is_empty(self, server: Server) -> None:
        assert (await server.fetch(f"{BASE}/record"))["sessions"] == []
        assert (await get(server, f"{BASE}/record/export")).body == b""

    @pytest.mark.parametrize("reachable", [True, False])
    async def test_is_exported_whole_and_of_the_learner_alone(
        self,
        server: Server,
        panel: Panel,
        tutor: Tutor,
        monkeypatch: pytest.MonkeyPatch,
        reachable: bool,
    ) -> None:
        if not reachable:

            def failing(_self: Store, _merged: object) -> None:
                raise OSError("no space left on device")

            monkeypatch.setattr(Store, "take", failing)
        await panel.ask({"type": "say", "text": "Für später 🙂"})
        await of_somebody_else(tutor)
        exported = await get(server, f"{BASE}/record/export")
        assert exported.headers["Content-Type"] == "application/x-ndjson"
        assert exported.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''jupyter-tutor-record.jsonl"
        )
        lines = exported.body.decode().splitlines()
        events = await tutor.record.history.session_events(PLACE.session)
        assert [json.loads(line) for line in lines] == [
            {
                "event_id": event.event_id,
                "session_id": event.session,
                "learner_id": LEARNER,
                "course_id": COURSE,
                "lesson_id": LESSON,
                "lesson_hash": event.lesson_hash,
                "seq": event.seq,
                "at": event.at,
                "type": event.type,
                "schema": event.schema,
                "body": json.loads(event.body),
                "prev": event.prev,
                "hash": event.hash,
            }
            for event in events
        ]
        assert all(
            f'"body": {event.body}' in line for event, line in zip(events, lines, strict=True)
        )


class TestTheEntries:
    async def test_are_told_newest_first_and_of_the_learner_alone(
        self, server: Server, panel: Panel, tutor: Tutor
    ) -> None:
        await panel.ask({"type": "say", "text": "Für später 🙂"})
        await of_somebody_else(tutor)
        told = await server.fetch(ENTRIES)
        events = await tutor.record.history.session_events(PLACE.session)
        assert told == {**entries_as_data(events), "note": None}
        kinds = [entry["kind"] for entry in told["entries"]]
        assert kinds[:2] == ["tutor_said", "learner_said"]
        assert told["entries"][1]["text"] == "Für später 🙂"

    async def test_go_on_before_an_entry(self, server: Server, panel: Panel) -> None:
        await panel.ask({"type": "say", "text": "Why?"})
        told = (await server.fetch(ENTRIES))["entries"]
        before = await server.fetch(f"{ENTRIES}?before={told[1]['seq']}")
        assert before == {"entries": told[2:], "earlier": False, "note": None}

    @pytest.mark.parametrize("before", ["", "-1", "x", "1.5", "٣", "9" * 30])
    async def test_before_nothing_that_is_a_number_are_refused(
        self, server: Server, before: str
    ) -> None:
        path = f"{ENTRIES}?before={quote(before)}"
        assert await refusal(server, path) == (400, "`before` has to be the number of an entry.")

    async def test_of_a_lesson_not_begun_are_none(self, server: Server) -> None:
        assert await server.fetch(ENTRIES) == {"entries": [], "earlier": False, "note": None}

    async def test_of_a_damaged_record_are_those_that_hold(
        self, server: Server, panel: Panel, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = (await tutor.record.history.session_events(PLACE.session))[0]

        async def damaged(session: SessionId, since: int = 1) -> None:
            raise RecordDamagedError(session, "event 2 was changed", [first])

        monkeypatch.setattr(tutor.record.history, "session_events", damaged)
        told = await server.fetch(ENTRIES)
        assert [entry["kind"] for entry in told["entries"]] == ["session_opened"]
        assert told["note"] == (
            "The rest of the record of this lesson is damaged and cannot be read."
        )


async def of_somebody_else(tutor: Tutor) -> None:
    """Let somebody else begin the same lesson on this server."""
    await tutor.sessions.join(Place(LearnerId("bob"), PLACE.course, PLACE.lesson))
