"""What is installed, and how far one has come."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Course
from tests.authoring.courses import four_lessons
from tests.cli.recorded import keep, play, play_twice
from tests.core.play import Play
from tests.record.children import Child

Captured = pytest.CaptureFixture[str]


@pytest.fixture
async def recorded_later(course: Course, tmp_path: Path) -> None:
    """Ada is in the second lesson."""
    await keep(tmp_path / "data", "ada", play(course.lessons[1], "ada", questions=1))


class TestCourses:
    def test_with_no_record_at_all_nothing_is_started_and_nothing_is_made(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        assert main(["courses"]) == 0
        assert capsys.readouterr() == (
            "tiny: Tiny\n"
            f"  {tmp_path / 'courses' / 'tiny'}\n"
            "   1  numbers   2 questions  not started\n"
            "   2  lists     2 questions  not started\n"
            "   3  loops     2 questions  not started\n"
            "   4  files     2 questions  not started\n",
            "",
        )
        assert not (tmp_path / "data").exists()

    def test_each_learner_has_a_progress_of_their_own(
        self, recorded: list[Play], capsys: Captured
    ) -> None:
        assert main(["courses"]) == 0
        assert capsys.readouterr().out.splitlines()[2:] == [
            "   1  numbers   2 questions  finished, 3 of 3 points",
            "   2  lists     2 questions  1 of 2 done, 2 of 3 points",
            "   3  loops     2 questions  not started",
            "   4  files     2 questions  not started",
        ]
        assert main(["courses", "--learner", "bob"]) == 0
        assert capsys.readouterr().out.splitlines()[2:4] == [
            "   1  numbers   2 questions  0 of 2 done, 0 of 3 points",
            "   2  lists     2 questions  not started",
        ]

    def test_for_a_program(
        self, recorded: list[Play], course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        assert main(["courses", "--json"]) == 0
        (listed,) = json.loads(capsys.readouterr().out)
        lessons = listed.pop("lessons")
        assert listed == {
            "folder": str(tmp_path / "courses" / "tiny"),
            "installed": True,
            "id": "tiny",
            "title": "Tiny",
            "hash": course.hash,
            "faults": [],
        }
        assert lessons[1] == {
            "id": "lists",
            "title": "About lists",
            "questions": 2,
            "prerequisites": ["numbers"],
            "progress": {
                "state": "begun",
                "again": False,
                "done": 1,
                "points": 2.0,
                "max_points": 3.0,
            },
        }
        assert [lesson["progress"]["state"] for lesson in lessons] == [
            "finished",
            "begun",
            "not started",
            "not started",
        ]

    def test_a_lesson_that_is_done_again_stays_finished(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        for lesson, questions in zip(course.lessons, (1, 2), strict=False):
            played = play_twice(lesson, "ada", questions=questions)
            asyncio.run(keep(tmp_path / "data", "ada", played))
        assert main(["courses"]) == 0
        assert capsys.readouterr().out.splitlines()[2:4] == [
            "   1  numbers   2 questions  finished; doing it again, 1 of 2 done, 2 of 3 points",
            "   2  lists     2 questions  finished, 3 of 3 points",
        ]
        assert main(["courses", "--json"]) == 0
        (listed,) = json.loads(capsys.readouterr().out)
        assert [lesson["progress"] for lesson in listed["lessons"][:2]] == [
            {"state": "finished", "again": True, "done": 1, "points": 2.0, "max_points": 3.0},
            {"state": "finished", "again": False, "done": 2, "points": 3.0, "max_points": 3.0},
        ]

    def test_what_is_left_out_is_told_with_a_reason(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        four_lessons(tmp_path / "courses" / "unread")
        broken = four_lessons(tmp_path / "courses" / "broken", "licens: b\n")
        assert main(["courses"]) == 1
        shown = capsys.readouterr().out.split("\n\n")
        first, fault, last = shown[0].splitlines()
        assert (first, last) == (
            f"left out: {broken}",
            f"  All of it: jupyter tutor validate {broken}",
        )
        assert fault.startswith(
            "  course.yaml, line 4: A course has no key `licens`. Did you mean `licence`? It may "
            "have `id`, "
        )
        assert shown[2].splitlines() == [
            f"left out: {tmp_path / 'courses' / 'unread'}",
            f"  A course `tiny` is already found in {tmp_path / 'courses' / 'tiny'}.",
        ]

    def test_without_a_course_it_says_how_to_get_one(
        self, course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
    ) -> None:
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(tmp_path / "empty"))
        assert main(["courses"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("No course is installed.\n")
        assert "jupyter tutor install SOURCE" in shown

    def test_a_record_that_cannot_be_read_hides_no_course(
        self, course: Course, tmp_path: Path, capsys: Captured
    ) -> None:
        (tmp_path / "data" / "journal").mkdir(parents=True)
        (tmp_path / "data" / "servers").write_text("in the way", encoding="utf-8")
        assert main(["courses"]) == 1
        out, err = capsys.readouterr()
        assert "   1  numbers   2 questions  progress not known" in out
        assert (
            err
            == f"{tmp_path / 'data'} cannot be read: File exists.\nYour progress is not shown.\n"
        )

    async def test_beside_a_running_server(
        self, recorded_later: Any, tmp_path: Path, capsys: Captured
    ) -> None:
        child = await Child.start(tmp_path / "data")
        try:
            await child.until_status("here")
            assert await asyncio.to_thread(main, ["courses"]) == 0
        finally:
            await child.kill()
        assert "1 of 2 done, 2 of 3 points" in capsys.readouterr().out
