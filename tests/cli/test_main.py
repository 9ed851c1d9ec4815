"""The command line teaches itself, and says what is wrong and what to do."""

import json
import shutil
from pathlib import Path

import pytest

from jupyter_tutor.cli import lab
from jupyter_tutor.cli.main import COMMANDS, main

SYLLABI = Path(__file__).parents[2] / "syllabi"
README = Path(__file__).parents[2] / "README.md"


def commands() -> list[str]:
    return ["lab", "validate", "build", "try", "export", "doctor"]


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr().out
    assert [name for name in commands() if f"    {name} " in shown] == commands()
    assert len(commands()) == len(COMMANDS)


@pytest.mark.parametrize("name", commands())
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: jupyter tutor {name} ")


@pytest.mark.parametrize("name", commands())
def test_the_readme_knows_every_command(name: str) -> None:
    assert f"`jupyter tutor {name}" in README.read_text(encoding="utf-8")


def test_only_lab_passes_arguments_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["doctor", "--", "--no-browser"])
    assert left.value.code == 2
    assert "only `lab` passes on what follows --" in capsys.readouterr().err


class TestLab:
    @pytest.fixture
    def became(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        """What the command became, instead of becoming it."""
        commands: list[list[str]] = []

        def become(command: list[str]) -> int:
            commands.append(command)
            return 0

        monkeypatch.setattr(lab, "_become", become)
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(SYLLABI))
        return commands

    def test_it_opens_the_first_lesson_in_the_learners_folder(
        self, became: list[list[str]], tmp_path: Path
    ) -> None:
        assert main(["lab", "--dir", str(tmp_path), "--", "--no-browser"]) == 0
        notebook = tmp_path / "python-foundations" / "functions-and-lists.ipynb"
        (command,) = became
        assert command[1:3] == ["-m", "jupyterlab"]
        assert command[3:] == [
            f"--ServerApp.root_dir={tmp_path}",
            str(notebook),
            "--no-browser",
        ]
        assert "tutor: lesson" in notebook.read_text(encoding="utf-8")

    def test_it_never_writes_over_the_learners_work(
        self, became: list[list[str]], tmp_path: Path
    ) -> None:
        main(["lab", "--dir", str(tmp_path)])
        notebook = tmp_path / "python-foundations" / "functions-and-lists.ipynb"
        notebook.write_text("my work", encoding="utf-8")
        main(["lab", "--dir", str(tmp_path)])
        assert notebook.read_text(encoding="utf-8") == "my work"
        assert len(became) == 2

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ["cooking"],
                "There is no course “cooking” here. Installed: python-foundations",
            ),
            (
                ["python-foundations", "nope"],
                "There is no lesson “nope” in this course. It has: functions-and-lists",
            ),
        ],
    )
    def test_what_is_not_there_is_told_with_what_there_is(
        self,
        became: list[list[str]],
        arguments: list[str],
        words: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert main(["lab", *arguments]) == 2
        assert words in capsys.readouterr().err
        assert became == []


class TestDoctor:
    def test_where_all_is_well_it_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(SYLLABI))
        monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "record"))
        assert main(["doctor", "--json"]) == 0
        findings = json.loads(capsys.readouterr().out)
        assert {finding["health"] for finding in findings} == {"good"}
        assert [finding["todo"] for finding in findings] == [None] * len(findings)

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
