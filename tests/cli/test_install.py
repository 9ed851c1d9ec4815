"""Courses installed, replaced and taken away again."""

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.adapters.record_locks import FileLock
from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.cli.main import main
from tests.authoring.courses import HEADER, four_lessons
from tests.cli.handed_over import FILES, files_in, version

Captured = pytest.CaptureFixture[str]


class TestReplace:
    def test_what_is_there_is_not_overwritten(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        main(["install", str(source)])
        old = version(source)
        capsys.readouterr()
        assert main(["install", str(source)]) == 2
        assert capsys.readouterr().err == (
            f"`tiny` is installed already: “Tiny”, version {old}, in {own / 'tiny'}. This one has "
            "the same lessons; --replace installs it anew.\n"
        )
        (source / "course.yaml").write_text(HEADER.replace("Tiny", "Newer"))
        assert main(["install", str(source)]) == 2
        assert capsys.readouterr().err == (
            f"`tiny` is installed already: “Tiny”, version {old}, in {own / 'tiny'}. "
            f"Put version {version(source)} in its place with --replace.\n"
        )
        assert version(own / "tiny") == old

    def test_replacing_says_which_version_went(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        main(["install", str(source)])
        old = version(source)
        (source / "course.yaml").write_text(HEADER.replace("Tiny", "Newer"))
        (source / "data" / "scores.csv").unlink()
        capsys.readouterr()
        assert main(["install", str(source), "--replace"]) == 0
        first = capsys.readouterr().out.splitlines()[0]
        assert first == f"tiny: “Newer”, version {version(source)}, in place of version {old}"
        assert files_in(own) == [".install.lock", *(f"tiny/{name}" for name in FILES)]

    def test_the_old_one_comes_back_when_the_new_one_cannot_be_put_there(
        self, source: Path, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        main(["install", str(source)])
        old = version(own / "tiny")
        (source / "course.yaml").write_text(HEADER.replace("Tiny", "Newer"))
        rename = Path.rename

        def failing(self: Path, target: Path) -> Path:
            if self.name == "new":
                raise OSError(28, "No space left on device", str(target))
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", failing)
        assert main(["install", str(source), "--replace"]) == 2
        assert "No space left on device. Nothing was installed." in capsys.readouterr().err
        assert version(own / "tiny") == old

    def test_a_crash_between_the_two_is_set_right_by_the_next(
        self, source: Path, own: Path
    ) -> None:
        main(["install", str(source)])
        old = version(own / "tiny")
        left = own / ".install-crashed"
        (left / "old").mkdir(parents=True)
        (own / "tiny").rename(left / "old" / "tiny")
        (left / "new").mkdir()
        assert main(["install", str(source)]) == 2
        assert version(own / "tiny") == old
        assert not left.exists()

    def test_one_at_a_time(self, source: Path, own: Path, capsys: Captured) -> None:
        own.mkdir(parents=True)
        lock = FileLock(own / ".install.lock")
        assert lock.acquire()
        try:
            assert main(["install", str(source)]) == 2
        finally:
            lock.release()
        assert capsys.readouterr().err == (
            f"Another course is being installed in {own}. Try again.\n"
        )

    def test_another_course_in_a_folder_of_that_name_is_never_replaced(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        other = four_lessons(own / "tiny")
        (other / "course.yaml").write_text(HEADER.replace("id: tiny", "id: other"))
        assert main(["install", str(source), "--replace"]) == 2
        assert capsys.readouterr().err == (
            f"{other} holds another course, `other`. Take it away first.\n"
        )

    def test_a_folder_that_is_no_course_is_never_taken_away(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        letters = own / "tiny" / "letters.txt"
        letters.parent.mkdir(parents=True)
        letters.write_text("Dear Bob")
        assert main(["install", str(source), "--replace"]) == 2
        assert capsys.readouterr().err == (
            f"{own / 'tiny'} is in the way, and is not this course.\n"
        )
        assert main(["uninstall", "tiny", "--yes"]) == 2
        assert letters.read_text() == "Dear Bob"

    def test_a_course_of_that_id_in_a_folder_of_another_name_is_replaced(
        self, source: Path, own: Path
    ) -> None:
        four_lessons(own / "older")
        assert main(["install", str(source), "--replace"]) == 0
        assert sorted(path.name for path in own.iterdir() if path.is_dir()) == ["tiny"]


class TestNotes:
    def test_what_is_still_to_do_is_told(
        self, source: Path, own: Path, home: Path, capsys: Captured
    ) -> None:
        (source / "course.yaml").write_text(HEADER + "requires: [no-such-package]\n")
        (source / "draft.ipynb").write_text("{}")
        four_lessons(home / "courses" / "first")
        assert main(["install", str(source)]) == 0
        notes = [line for line in capsys.readouterr().out.splitlines() if "note: " in line]
        assert notes == [
            "note: The course requires `no-such-package`, which is not installed here. "
            "Type `pip install no-such-package`.",
            f"note: There is advice for its author: jupyter tutor validate {own / 'tiny'}",
            "note: It is not the one that learners get. A course `tiny` is already found in "
            f"{home / 'courses' / 'first'}.",
        ]

    def test_a_folder_that_is_not_searched_is_told(
        self, source: Path, home: Path, capsys: Captured
    ) -> None:
        shared = home / "shared"
        assert main(["install", str(source), "--dir", str(shared)]) == 0
        assert (
            f"note: {shared} is not searched. Set JUPYTER_TUTOR_PATH={shared}\n"
            in capsys.readouterr().out
        )

    def test_a_course_is_not_taken_for_a_folder_of_courses(
        self, source: Path, home: Path, capsys: Captured
    ) -> None:
        other = four_lessons(home / "other")
        assert main(["install", str(source), "--dir", str(other)]) == 2
        assert capsys.readouterr().err == (
            f"{other} is a course itself. Name the folder of courses.\n"
        )


class TestUninstall:
    @pytest.mark.parametrize("answer", ["y", "Yes "])
    def test_it_asks_first(
        self,
        answer: str,
        source: Path,
        own: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: Captured,
    ) -> None:
        main(["install", str(source)])
        capsys.readouterr()
        asked: list[str] = []
        monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or answer)
        assert main(["uninstall", "tiny"]) == 0
        assert asked == [
            f"Take {own / 'tiny'} away? What learners did in it stays recorded. [y/N] "
        ]
        assert capsys.readouterr().out == (
            f"{own / 'tiny'} was taken away. What learners did in it stays recorded.\n"
        )
        assert files_in(own) == [".install.lock"]

    @pytest.mark.parametrize("answer", ["", "n", None])
    def test_without_a_yes_it_stays(
        self, answer: str | None, source: Path, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def ask(words: str) -> str:
            if answer is None:
                raise EOFError
            return answer

        main(["install", str(source)])
        monkeypatch.setattr("builtins.input", ask)
        assert main(["uninstall", "tiny"]) == 1
        assert (own / "tiny" / "course.yaml").exists()

    def test_a_course_with_errors_goes_by_its_folder(self, source: Path, own: Path) -> None:
        main(["install", str(source)])
        (own / "tiny" / "course.yaml").write_text("id: [")
        assert main(["uninstall", "tiny", "--yes"]) == 0
        assert files_in(own) == [".install.lock"]

    def test_only_ones_own_courses_are_taken_away(
        self, own: Path, home: Path, capsys: Captured
    ) -> None:
        shared = four_lessons(home / "courses" / "tiny")
        assert main(["uninstall", "tiny", "--yes"]) == 2
        assert main(["uninstall", "cooking", "--yes"]) == 2
        assert capsys.readouterr().err == (
            f"“tiny” is in {shared}, and not one of your own courses in {own}. "
            "Take it away there, or with pip if it came with pip.\n"
            f"There is no course “cooking” in {own}. "
            "`jupyter tutor courses` lists what there is.\n"
        )
        assert (shared / "course.yaml").exists()


class TestForAProgram:
    def test_what_was_installed(self, source: Path, own: Path, capsys: Captured) -> None:
        def installed(*options: str) -> Any:
            assert main(["install", str(source), "--json", *options]) == 0
            out, err = capsys.readouterr()
            assert err == ""
            return json.loads(out)

        there = {
            "id": "tiny",
            "title": "Tiny",
            "hash": course_hash(source),
            "instead_of": None,
            "from": str(source),
            "folder": str(own / "tiny"),
        }
        assert installed() == {"installed": there, "faults": [], "notes": []}
        (source / "course.yaml").write_text(HEADER.replace("Tiny", "Newer"))
        newer = {"title": "Newer", "hash": course_hash(source), "instead_of": there["hash"]}
        elsewhere = own.parent / "elsewhere"
        assert installed("--replace") == {"installed": there | newer, "faults": [], "notes": []}
        told = installed("--dir", str(elsewhere))
        assert told["installed"]["folder"] == str(elsewhere / "tiny")
        assert told["notes"] == [f"{elsewhere} is not searched. Set JUPYTER_TUTOR_PATH={elsewhere}"]

    def test_why_nothing_was_installed(self, source: Path, own: Path, capsys: Captured) -> None:
        (source / "course.yaml").write_text(HEADER + "retries: 3\n")
        assert main(["install", str(source), "--json"]) == 1
        out, err = capsys.readouterr()
        assert err == f"Nothing was installed: {source} has errors.\n"
        told = json.loads(out)
        assert (told["installed"], len(told["faults"])) == (None, 1)
        (fault,) = told["faults"]
        assert (fault["severity"], fault["file"], fault["line"]) == ("error", "course.yaml", 4)

    def test_what_was_taken_away(self, source: Path, own: Path, capsys: Captured) -> None:
        main(["install", str(source)])
        capsys.readouterr()
        assert main(["uninstall", "tiny", "--json"]) == 2
        assert capsys.readouterr() == ("", "With --json nobody is asked. Add --yes.\n")
        assert main(["uninstall", "tiny", "--json", "--yes"]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out) == {"uninstalled": "tiny", "folder": str(own / "tiny")}
        assert err == ""


def course_hash(folder: Path) -> str:
    course = read_course(folder).course
    assert course is not None
    return course.hash
