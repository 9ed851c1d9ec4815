"""``jupyter tutor try … --recorded``: an answer of the record, judged again in a sandbox."""

import asyncio
import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tutor.adapters.recorded_answers import restored
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.cli.main import main
from jupyter_tutor.cli.try_recorded import CANNOT
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.commands import CodeAnswer, FinishCheck, OpenSession, SubmitAnswer
from jupyter_tutor.core.ids import LearnerId, QuestionId, RequestId
from jupyter_tutor.core.verdict import Report, Verdict
from tests.cli.recorded import keep
from tests.core.play import AT, Play, next_willing_command, played
from tests.kernel.test_try_answer import CELLS

SHIFTED = QuestionId("shifted")
PLAIN = "def shifted(x):\n    return x + offset"
WITH_FILE = "def shifted(x):\n    return x + int(open('more.txt').read())"
RATE = "def shifted(x):\n    return x + rate"
MORE = UsedFile(
    name="more.txt", size=2, sha256="0" * 64, content=base64.b64encode(b"10").decode("ascii")
)
BIG = UsedFile(name="more.txt", size=1 << 20, sha256="0" * 64)


@pytest.fixture
def syllabus(home: Path) -> Path:
    path = home / "numbers.ipynb"
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    cells = [make[kind](source) for kind, source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def hand_in(play: Play, source: str, verdict: Verdict, basis: Basis | None) -> None:
    request = RequestId(f"r{len(play.events)}")
    answer = CodeAnswer(source=source)
    play.do(SubmitAnswer(at=AT, request=request, question=SHIFTED, answer=answer))
    report = Report(verdict=verdict, points=0, max_points=2, message="", basis=basis)
    play.do(FinishCheck(at=AT, request=request, report=report))


@pytest.fixture
def answered(syllabus: Path, home: Path) -> Path:
    """Ada has answered four times, and Bob once."""
    course = read_source(syllabus).course
    assert course is not None
    plays = {}
    for learner in ("ada", "bob"):
        play = played(course.lessons[0], OpenSession(at=AT, learner=LearnerId(learner)))
        while not play.state.questions:
            command = next_willing_command(play, RequestId("go"))
            assert command is not None
            play.do(command)
        plays[learner] = play
    rate = Basis(cells=("rate = 9",), digest="rate")
    hand_in(plays["ada"], RATE, "incorrect", rate)
    hand_in(plays["ada"], RATE + " + 0", "incorrect", rate)
    lean = Basis(files=(BIG,), leans=("`more.txt` is too large to be kept.",), digest="big")
    hand_in(plays["ada"], WITH_FILE, "incorrect", lean)
    hand_in(plays["ada"], WITH_FILE + " + 0", "correct", Basis(files=(MORE,), digest="more"))
    hand_in(plays["bob"], PLAIN, "correct", None)

    async def keep_all() -> None:
        for learner, play in plays.items():
            await keep(home / "data", learner, play)

    asyncio.run(keep_all())
    return syllabus


def again(syllabus: Path, *options: str) -> int:
    return main(["try", str(syllabus), "--question", "shifted", "--recorded", *options])


def told(capsys: pytest.CaptureFixture[str], syllabus: Path, *options: str) -> dict[str, Any]:
    again(syllabus, *options, "--json")
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_the_newest_answer_is_judged_with_its_files(
    capsys: pytest.CaptureFixture[str], answered: Path
) -> None:
    facts = told(capsys, answered)
    assert (facts["verdict"], facts["recorded_verdict"], facts["leans"]) == (
        "correct",
        "correct",
        [],
    )
    assert facts["target"] in ("sandbox", "process")
    assert again(answered) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Right.  (2 of 2 points)"
    assert lines[-1] == f"Handed in at {AT}; the verdict was the same then."


def test_an_earlier_one_is_judged_with_its_cells_also_where_they_are_not_repeated(
    capsys: pytest.CaptureFixture[str], answered: Path
) -> None:
    first, second = told(capsys, answered, "1"), told(capsys, answered, "2")
    assert (first["verdict"], first["seen"]) == ("incorrect", "10")
    assert (second["verdict"], second["seen"]) == ("incorrect", "10")


def test_one_that_leans_on_what_is_not_recorded_is_not_judged(
    capsys: pytest.CaptureFixture[str], answered: Path
) -> None:
    assert again(answered, "3") == 1
    said = capsys.readouterr().out
    assert said == f"{CANNOT}\n`more.txt` is too large to be kept.\n"
    assert told(capsys, answered, "3") == {
        "verdict": None,
        "at": AT,
        "recorded_verdict": "incorrect",
        "leans": ["`more.txt` is too large to be kept."],
    }


def test_another_learners_answer_is_found_by_their_name(
    capsys: pytest.CaptureFixture[str], answered: Path
) -> None:
    facts = told(capsys, answered, "--learner", "bob")
    assert (facts["verdict"], facts["recorded_verdict"]) == ("correct", "correct")


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str], answered: Path) -> None:
    assert again(answered, "5") == 2
    assert again(answered, "--learner", "cy") == 2
    assert again(answered, "--files", str(answered.parent)) == 2
    assert main(["try", str(answered), "--question", "biggest", "--recorded"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "There is no answer 5: ada has 4 answers to this.",
        "cy has no answer to numbers/shifted in the record.",
        "--files goes with --answer: a recorded answer has its own files.",
        "Only answers in code are judged again from the record.",
    ]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../b", ".a", "", "a//b", "c:/a", "a\\b"])
def test_no_file_is_restored_outside_its_folder(name: str) -> None:
    with (
        pytest.raises(ValueError, match="is no name of a file"),
        restored((replace(MORE, name=name),)),
    ):
        pass
