"""Jobs that kept failing: listed, tried again, dropped."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.adapters.dead_letter_files import DeadLetterFiles
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.ids import LearnerId, session_id_of
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.ports import DeadLetter
from tests.authoring.formula_lessons import FORMULA
from tests.authoring.kinds import (
    HEAD,
    RUBRIC,
    SAMPLE_PARTIAL,
    SAMPLE_RIGHT,
    SAMPLE_WRONG,
    WHY,
    hints,
    typed,
)
from tests.authoring.syllabus import read
from tests.cli.recorded import keep, play
from tests.core.play import Play

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> DeadLetterFiles:
    """Where this learner's machine keeps them."""
    (tmp_path / "data").mkdir(exist_ok=True)
    return DeadLetterFiles(Layout(tmp_path / "data"))


def letter_of(course: Course, seq: int) -> DeadLetter:
    """One entry of the first lesson's record that could not be read."""
    session = session_id_of(LearnerId("ada"), course.id, course.lessons[0].id)
    about = json.dumps({"session": session, "seq": seq, "type": "said"})
    return DeadLetter(
        id=f"fold {session} {seq}",
        job="fold",
        at="2026-11-22T09:46:20.125Z",
        input=about,
        error="WireError",
        tries=2,
    )


def test_where_there_are_none_it_says_so(course: Course, tmp_path: Path, capsys: Captured) -> None:
    assert main(["dead-letters"]) == 0
    assert capsys.readouterr().out == f"Nothing was put aside in {tmp_path / 'data'}.\n"


def test_a_list_to_read_and_one_for_programs(
    recorded: list[Play], course: Course, files: DeadLetterFiles, capsys: Captured
) -> None:
    letter = letter_of(course, 3)
    asyncio.run(files.put(letter))

    assert main(["dead-letters"]) == 0
    assert capsys.readouterr().out == (
        f"1. fold, failed 2 times since 2026-11-22T09:46:20.125Z (WireError)\n   {letter.input}\n"
    )
    assert main(["dead-letters", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert DeadLetter(**shown) == letter


def test_what_works_again_is_off_the_list(
    recorded: list[Play], course: Course, files: DeadLetterFiles, capsys: Captured
) -> None:
    asyncio.run(files.put(letter_of(course, 3)))

    assert main(["dead-letters", "--retry", "1"]) == 0
    assert capsys.readouterr().out == "It works now, and is off the list.\n"
    assert asyncio.run(files.all()) == []


def test_what_fails_again_stays(
    recorded: list[Play],
    course: Course,
    files: DeadLetterFiles,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(*_args: object) -> None:
        raise ZeroDivisionError

    asyncio.run(files.put(letter_of(course, 3)))
    monkeypatch.setattr("jupyter_tutor.sessions.folding.evolve", crash)

    assert main(["dead-letters", "--retry", "1"]) == 1
    assert capsys.readouterr().err == "It failed again: ZeroDivisionError.\n"
    (left,) = asyncio.run(files.all())
    assert (left.error, left.tries) == ("ZeroDivisionError", 3)


@pytest.mark.parametrize(
    ("question", "ends"),
    [("code", 0), ("nowhere", 1)],
)
def test_an_answer_is_judged_again_from_the_record(
    recorded: list[Play],
    course: Course,
    files: DeadLetterFiles,
    capsys: Captured,
    question: str,
    ends: int,
) -> None:
    session = session_id_of(LearnerId("ada"), course.id, course.lessons[0].id)
    if question == "code":
        question = next(q.id for q in course.lessons[0].questions if isinstance(q, CodeQuestion))
    about = json.dumps({"session": session, "question": question})
    letter = replace(letter_of(course, 1), id="check", job="check", input=about, error="OSError")
    asyncio.run(files.put(letter))

    assert main(["dead-letters", "--retry", "1"]) == ends

    told = capsys.readouterr()
    if ends:
        assert told.err == "It failed again: what it is about is not in the record.\n"
    else:
        assert told.out == "It works now, and is off the list.\n"


def test_a_formula_is_compared_again_from_the_record(
    home: Path, files: DeadLetterFiles, capsys: Captured
) -> None:
    course = read(home / "courses" / "formulas", FORMULA).course
    assert course is not None
    (lesson,) = course.lessons
    asyncio.run(keep(home / "data", "ada", play(lesson, "ada", questions=1)))
    session = session_id_of(LearnerId("ada"), course.id, lesson.id)
    about = json.dumps({"session": session, "question": "factors"})
    asyncio.run(files.put(replace(letter_of(course, 1), id="check", job="check", input=about)))

    assert main(["dead-letters", "--retry", "1"]) == 0
    assert capsys.readouterr().out == "It works now, and is off the list.\n"


def test_sentences_are_judged_again_from_the_record(
    home: Path, files: DeadLetterFiles, capsys: Captured
) -> None:
    prose = typed(HEAD, WHY, RUBRIC, SAMPLE_RIGHT, SAMPLE_PARTIAL, SAMPLE_WRONG, *hints("why"))
    course = read(home / "courses" / "prose", prose).course
    assert course is not None
    (lesson,) = course.lessons
    asyncio.run(keep(home / "data", "ada", play(lesson, "ada", questions=1)))
    session = session_id_of(LearnerId("ada"), course.id, lesson.id)
    about = json.dumps({"session": session, "question": "why"})
    asyncio.run(files.put(replace(letter_of(course, 1), id="check", job="check", input=about)))

    assert main(["dead-letters", "--retry", "1"]) == 0
    assert capsys.readouterr().out == "It works now, and is off the list.\n"


def test_one_can_be_dropped_and_a_wrong_number_is_told(
    course: Course, files: DeadLetterFiles, capsys: Captured
) -> None:
    asyncio.run(files.put(letter_of(course, 3)))

    assert main(["dead-letters", "--drop", "2"]) == 2
    assert capsys.readouterr().err == "There is no number 2; the list has 1.\n"
    for option in ("--drop", "--retry"):
        assert main(["dead-letters", option, "0"]) == 2
        assert capsys.readouterr().err == "There is no number 0; the list has 1.\n"
    assert main(["dead-letters", "--drop", "1"]) == 0
    assert capsys.readouterr().out == "Forgotten.\n"
    assert asyncio.run(files.all()) == []
