"""The command line teaches itself, and says what is wrong and what to do."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from docs.commands import PAGE, written
from jupyter_tutor.checker.sandbox import find_sandbox
from jupyter_tutor.cli.main import COMMANDS, main

SYLLABI = Path(__file__).parents[2] / "syllabi"
README = Path(__file__).parents[2] / "README.md"


def commands() -> list[str]:
    return [
        *("lab", "courses", "record", "transcript", "install", "uninstall"),
        *("new", "import", "validate", "rehearse", "build", "try"),
        *("export-nbgrader", "export", "queue", "dead-letters", "doctor"),
    ]


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr().out
    assert re.findall(r"^    ([a-z-]+) {2}", shown, re.MULTILINE) == commands()
    assert len(commands()) == len(COMMANDS)


@pytest.mark.parametrize("name", commands())
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: jupyter tutor {name} ")


def test_the_page_of_the_documents_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(), "write it anew: make docs"


@pytest.mark.parametrize("name", commands())
def test_the_readme_knows_every_command(name: str) -> None:
    assert f"`jupyter tutor {name}" in README.read_text(encoding="utf-8")


def test_only_lab_passes_arguments_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["doctor", "--", "--no-browser"])
    assert left.value.code == 2
    assert "only `lab` passes on what follows --" in capsys.readouterr().err


class TestDoctor:
    def test_where_all_is_well_it_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(SYLLABI))
        monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "record"))
        assert main(["doctor", "--json"]) == 0
        findings = json.loads(capsys.readouterr().out)
        # A note is there where the environment has the same course.
        assert {finding["health"] for finding in findings} <= {"good", "note"}
        # Where there is no bubblewrap, there is something to do about it.
        todo = {finding["about"] for finding in findings if finding["todo"] is not None}
        assert todo <= {"sandbox"}

    @pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
    def test_it_says_what_shuts_answers_in(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = find_sandbox()
        at_hand = f"ok    sandbox: bubblewrap ({found.program})\n"
        weaker = "note  sandbox: a plain process with limits, which is weaker: "
        why = "there is no bubblewrap (bwrap)\n"
        monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "record"))
        main(["doctor"])
        assert (at_hand if found.program else f"{weaker}{found.why}") in capsys.readouterr().out
        monkeypatch.setenv("PATH", str(tmp_path))
        main(["doctor"])
        todo = "      -> install the package bubblewrap of your system; "
        assert f"{weaker}{why}{todo}" in capsys.readouterr().out

    def test_what_is_wrong_comes_with_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = tmp_path / "courses" / "broken"
        shutil.copytree(SYLLABI / "python-foundations", broken)
        (broken / "course.yaml").write_text("id: [", encoding="utf-8")
        blocked = tmp_path / "blocked"
        blocked.write_text("a file", encoding="utf-8")
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(broken.parent))
        monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(blocked / "record"))
        assert main(["doctor"]) == 1
        shown = capsys.readouterr().out
        assert f"BAD   course: {broken} has errors\n" in shown
        assert f"-> jupyter tutor validate {broken}\n" in shown
        assert f"BAD   record: {blocked / 'record'} cannot be written" in shown
        assert "-> make this folder writable, or set JUPYTER_TUTOR_DATA to another one" in shown
        assert shown.endswith("2 to put right, see above.\n")
