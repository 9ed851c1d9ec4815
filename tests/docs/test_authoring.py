"""The guide for authors does what it says: its course, its checks, its commands."""

import contextlib
import io
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import nbformat
import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.authoring.unit_values import unit_values
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.answers.number import judge_number
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import Check, CodeQuestion, QuestionKind
from tests.checks.conftest import Judged
from tests.checks.questions import question
from tests.core.kinds import LENGTH

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"
_BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `([^|]+?)` \| `([^|]+?)` \| ([^|]+) \|$", re.MULTILINE)
_UNIT = re.compile(r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \| (.+) \|$", re.MULTILINE)


def _rows(guide: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of every table, each with what stands above its answers and the right one."""
    above, solution = "", ""
    for found in re.finditer(f"{_BLOCK.pattern}|{_ROW.pattern}", guide, _BLOCK.flags):
        if found[2] == "above":
            above = found[3]
        elif found[2] == "solution":
            solution = found[3]
        elif found[4]:
            yield (above, solution, *found.group(4, 5, 6))


BLOCKS = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
ROWS = list(_rows(GUIDE.read_text(encoding="utf-8")))
UNITS = _UNIT.findall(GUIDE.read_text(encoding="utf-8"))


def guides_course(folder: Path) -> Path:
    """Write the course of the guide, its programs run as an author would before saving."""
    head = next(text for language, _, text in BLOCKS if language == "yaml")
    cells: list[Any] = []
    for language, kind, text in BLOCKS:
        if kind != "cell":
            continue
        if language == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(text.rstrip()))
            continue
        cell = nbformat.v4.new_code_cell(text.rstrip())
        if text.startswith("#| tutor: program"):
            with contextlib.redirect_stdout(io.StringIO()) as shown:
                exec(text, {})
            cell.outputs = [nbformat.v4.new_output("stream", text=shown.getvalue())]
        cells.append(cell)
    folder.mkdir()
    (folder / "course.yaml").write_text(head, encoding="utf-8")
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "prices.ipynb")
    return folder


def test_the_course_of_the_guide_is_in_order(tmp_path: Path) -> None:
    source = read_course(guides_course(tmp_path / "money"))
    assert [str(f) for f in source.faults if f.severity == "error"] == []
    assert source.course is not None
    kinds = [asked.type for asked in source.course.lessons[0].questions]
    assert set(kinds) == set(get_args(QuestionKind))
    mean = source.course.lessons[0].questions[0]
    assert isinstance(mean, CodeQuestion)
    assert len(mean.checks) == 4


def test_the_course_of_the_guide_rehearses_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", str(guides_course(tmp_path / "money")), "--no-cache", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


@pytest.mark.parametrize(("above", "solution", "check", "answer", "words"), ROWS)
def test_a_learner_reads_what_the_guide_says(
    judged: Judged, above: str, solution: str, check: str, answer: str, words: str
) -> None:
    imports = [line for line in above.splitlines() if line.startswith("import ")]
    source = "\n".join([*imports, check])
    asked = question(above + solution, Check(id="q-1", source=source, cell=1))
    assert judged(asked, above + solution).verdict == "correct"
    assert judged(asked, above + answer).message.split("\n\n")[0] == words


@pytest.mark.parametrize(("unit", "answer", "typed", "outcome"), UNITS)
def test_an_answer_in_another_unit_is_judged_as_the_guide_says(
    unit: str, answer: str, typed: str, outcome: str
) -> None:
    asked = replace(LENGTH, unit=unit, units=unit_values(unit), answer=answer, tolerance="0")
    judged = judge_number(asked, typed)
    if isinstance(judged, Rejected):
        assert outcome == f"counts as nothing: {judged.reason}"
    else:
        assert outcome == {"correct": "right", "incorrect": "wrong"}[judged.verdict]


def test_its_commands_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [
        line.removeprefix("$ jupyter tutor ")
        for language, _, text in BLOCKS
        if language == "console"
        for line in text.splitlines()
    ]
    assert [(command, main(shlex.split(command))) for command in commands] == [
        (command, 0) for command in commands
    ]
