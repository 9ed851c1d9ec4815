"""What is recorded about a learner, and a conversation to keep."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.adapters.journal_lines import event_from_json
from jupyter_tutor.adapters.record_chain import verify
from jupyter_tutor.adapters.system import LOCAL_ZONE
from jupyter_tutor.authoring.content_hash import hash_content
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, session_id_of
from jupyter_tutor.core.view import view
from jupyter_tutor.transcripts import transcript_html, transcript_markdown
from tests.cli.recorded import keep, play, play_twice
from tests.core.play import AT, Play

LEFT_OUT = "1 entry of it cannot be read by this version of the tutor and is left out.\n"

Captured = pytest.CaptureFixture[str]


class TestRecord:
    def test_where_nothing_is_recorded_it_says_so(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        assert main(["record"]) == 0
        assert capsys.readouterr().out == (
            f"Nothing is recorded about ada in {tmp_path / 'data'}.\n"
        )
        assert not (tmp_path / "data").exists()

    def test_a_summary_to_read(
        self, recorded: list[Play], tmp_path: Path, capsys: Captured
    ) -> None:
        assert main(["record"]) == 0
        counts = [len(each.events) for each in recorded]
        assert capsys.readouterr().out == (
            f"Recorded about ada in {tmp_path / 'data'}:\n"
            "\n"
            "  About lists (tiny/lists)\n"
            "    2026-11-22; begun; 2 points\n"
            f"    1 answer, 0 hints, 0 messages of yours; {counts[1]} entries in all\n"
            "\n"
            "  About numbers (tiny/numbers)\n"
            "    2026-11-22; finished; 3 points\n"
            f"    2 answers, 0 hints, 0 messages of yours; {counts[0]} entries in all\n"
        )

    def test_a_lesson_that_is_done_again_stays_finished(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        again = play_twice(course.lessons[0], "ada", questions=1)
        asyncio.run(keep(tmp_path / "data", "ada", again))
        assert main(["record"]) == 0
        shown = capsys.readouterr().out
        assert "    2026-11-22; finished, doing it again; 2 points\n" in shown
        assert main(["record", "--json"]) == 0
        (session,) = json.loads(capsys.readouterr().out)["sessions"]
        assert (session["finished"], session["again"]) == (True, True)

    def test_for_a_program(self, recorded: list[Play], tmp_path: Path, capsys: Captured) -> None:
        assert main(["record", "--json", "--learner", "bob"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "learner": "bob",
            "data_dir": str(tmp_path / "data"),
            "sessions": [
                {
                    "session": session_id_of(
                        LearnerId("bob"), CourseId("tiny"), LessonId("numbers")
                    ),
                    "course": "tiny",
                    "lesson": "numbers",
                    "title": "About numbers",
                    "first": AT,
                    "last": AT,
                    "finished": False,
                    "again": False,
                    "points": 0.0,
                    "entries": {"session_opened": 1, "explained": 1},
                    "damage": None,
                }
            ],
        }

    def test_an_export_holds_all_of_the_learner_and_nothing_of_others(
        self, recorded: list[Play], tmp_path: Path, capsys: Captured
    ) -> None:
        target = tmp_path / "kept" / "mine.jsonl"
        assert main(["record", "--export", str(target)]) == 0
        lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        assert f"{len(lines)} entries written to {target}.\n" in capsys.readouterr().out
        assert target.stat().st_mode & 0o777 == 0o600
        assert {line["learner_id"] for line in lines} == {"ada"}
        assert len(lines) == len(recorded[0].events) + len(recorded[1].events)
        # The bodies are as they were hashed, so that a copy proves itself.
        by_session: dict[str, list[Any]] = {}
        for line in lines:
            body = json.dumps(
                line["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            fields = {name.removesuffix("_id"): value for name, value in line.items()}
            event = event_from_json({**fields, "event_id": line["event_id"], "body": body})
            by_session.setdefault(event.session, []).append(event)
        for session, events in by_session.items():
            verify(events[0].session, events)
            assert session == events[0].session

    def test_an_export_overwrites_only_when_told(
        self, recorded: list[Play], tmp_path: Path, capsys: Captured
    ) -> None:
        target = tmp_path / "mine.jsonl"
        target.write_text("mine", encoding="utf-8")
        assert main(["record", "--export", str(target)]) == 2
        assert capsys.readouterr() == (
            "",
            f"{target} is there already. Choose another FILE, or add --force.\n",
        )
        assert target.read_text(encoding="utf-8") == "mine"
        assert main(["record", "--export", str(target), "--force"]) == 0
        assert target.read_text(encoding="utf-8").startswith('{"event_id":')


class TestADamagedRecord:
    """An event of Ada's second lesson was changed after it was recorded."""

    @pytest.fixture(autouse=True)
    def damaged(self, course: Course, tmp_path: Path) -> None:
        async def keep_both() -> None:
            for lesson, change in ((course.lessons[0], None), (course.lessons[1], "changed")):
                await keep(tmp_path / "data", "ada", play(lesson, "ada", questions=1), change)

        asyncio.run(keep_both())

    def test_the_summary_tells_and_goes_on(self, capsys: Captured) -> None:
        assert main(["record"]) == 1
        shown = capsys.readouterr().out
        assert shown.count("The record of session") == 1
        assert "  About numbers (tiny/numbers)\n    2026-11-22; begun; 2 points\n" in shown

    def test_the_courses_are_shown_all_the_same(self, capsys: Captured) -> None:
        assert main(["courses"]) == 0
        assert "numbers   2 questions  1 of 2 done, 2 of 3 points" in capsys.readouterr().out

    def test_an_export_holds_what_is_whole_and_says_what_is_not(
        self, tmp_path: Path, capsys: Captured
    ) -> None:
        target = tmp_path / "mine.jsonl"
        assert main(["record", "--export", str(target)]) == 1
        lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        notes = [line for line in lines if "note" in line]
        assert notes == [
            {
                "session_id": session_id_of(LearnerId("ada"), CourseId("tiny"), LessonId("lists")),
                "note": "The rest of the record of this lesson is damaged and cannot be read.",
            }
        ]
        assert "changed" not in {line["body"].get("words") for line in lines if "body" in line}

    def test_a_conversation_is_not_shown_as_if_it_were_whole(
        self, tmp_path: Path, capsys: Captured
    ) -> None:
        target = tmp_path / "lists.md"
        assert main(["transcript", "tiny", "lists", "-o", str(target)]) == 1
        assert "is damaged: " in capsys.readouterr().err
        assert not target.exists()


class TestOneEntryThatCannotBeRead:
    """A newer version of the tutor has written it."""

    @pytest.fixture(autouse=True)
    def odd(self, course: Course, tmp_path: Path) -> Play:
        odd = play(course.lessons[0], "ada", questions=2)
        asyncio.run(keep(tmp_path / "data", "ada", odd, last_is_newer=True))
        return odd

    def test_the_summary_counts_what_can_be_read_and_says_so(self, capsys: Captured) -> None:
        assert main(["record"]) == 1
        shown = capsys.readouterr().out
        assert "    2026-11-22; finished; 3 points\n" in shown
        assert f"    {LEFT_OUT}" in shown

    def test_the_conversation_is_shown_without_it_which_is_said(
        self, odd: Play, course: Course, capsys: Captured
    ) -> None:
        assert main(["transcript", "tiny", "numbers"]) == 0
        shown = view(fold(odd.events[:-1]), course.lessons[0])
        assert capsys.readouterr() == (transcript_markdown(shown, "ada", LOCAL_ZONE), LEFT_OUT)


class TestTranscript:
    @pytest.mark.parametrize(
        ("options", "write"), [([], transcript_markdown), (["--format", "html"], transcript_html)]
    )
    def test_it_is_what_was_shown(
        self,
        options: list[str],
        write: Any,
        recorded: list[Play],
        course: Course,
        tmp_path: Path,
        capsys: Captured,
    ) -> None:
        expected = write(view(recorded[1].state, course.lessons[1]), "ada", LOCAL_ZONE)
        assert main(["transcript", "tiny", "lists", *options]) == 0
        assert capsys.readouterr().out == expected
        target = tmp_path / "kept" / "lists.txt"
        assert main(["transcript", "tiny", "lists", *options, "-o", str(target)]) == 0
        assert capsys.readouterr().out == f"{target}\n"
        assert target.read_text(encoding="utf-8") == expected

    def test_it_needs_no_course_to_be_installed_any_more(
        self,
        recorded: list[Play],
        course: Course,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
    ) -> None:
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(tmp_path / "empty"))
        assert main(["transcript", "tiny", "lists"]) == 0
        shown = view(recorded[1].state, course.lessons[1])
        expected = transcript_markdown(shown, "ada", LOCAL_ZONE)
        assert capsys.readouterr().out == expected

    def test_the_lesson_may_be_named_by_its_number(
        self, recorded: list[Play], capsys: Captured
    ) -> None:
        assert main(["transcript", "tiny", "lists"]) == 0
        by_name = capsys.readouterr().out
        assert main(["transcript", "tiny", "2"]) == 0
        assert capsys.readouterr().out == by_name

    def test_a_lesson_that_is_called_by_a_number_comes_first(
        self, recorded: list[Play], course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        lesson = replace(course.lessons[0], id=LessonId("2"), title="Called 2")
        named = replace(lesson, hash=hash_content(lesson))
        asyncio.run(keep(tmp_path / "data", "ada", play(named, "ada", questions=0)))
        assert main(["transcript", "tiny", "2"]) == 0
        assert capsys.readouterr().out.startswith("# Called 2\n")

    def test_of_somebody_else_their_name_is_told(
        self, recorded: list[Play], course: Course, capsys: Captured
    ) -> None:
        assert main(["transcript", "tiny", "numbers", "--learner", "bob"]) == 0
        shown = view(recorded[2].state, course.lessons[0])
        expected = transcript_markdown(shown, "bob", LOCAL_ZONE, own=False)
        assert capsys.readouterr().out == expected

    def test_a_lesson_never_begun_is_told(self, recorded: list[Play], capsys: Captured) -> None:
        assert main(["transcript", "tiny", "files"]) == 2
        assert capsys.readouterr() == (
            "",
            "ada has not begun tiny/files. `jupyter tutor record` says which lessons there are.\n",
        )

    def test_a_version_that_was_lost_is_told(
        self,
        recorded: list[Play],
        course: Course,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
    ) -> None:
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(tmp_path / "empty"))
        lessons = tmp_path / "data" / "lessons"
        (lessons / f"{course.lessons[1].hash}.json").unlink()
        assert main(["transcript", "tiny", "lists"]) == 1
        assert capsys.readouterr() == (
            "",
            "The version of tiny/lists that this conversation is about is no longer in "
            f"{lessons}.\n",
        )

    def test_it_overwrites_only_when_told(
        self, recorded: list[Play], tmp_path: Path, capsys: Captured
    ) -> None:
        target = tmp_path / "lists.md"
        target.write_text("mine", encoding="utf-8")
        assert main(["transcript", "tiny", "lists", "-o", str(target)]) == 2
        assert target.read_text(encoding="utf-8") == "mine"
        assert main(["transcript", "tiny", "lists", "-o", str(target), "--force"]) == 0
        assert target.read_text(encoding="utf-8").startswith("# About lists")
