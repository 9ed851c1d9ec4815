"""Doing again what was put aside as a dead letter: folding an event, judging an answer."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_tutor.adapters.record import Record
    from jupyter_tutor.core.course import Lesson
    from jupyter_tutor.core.questions import FormulaQuestion, ProseQuestion
    from jupyter_tutor.ports import DeadLetter, StoredEvent

GONE = "what it is about is not in the record"


def try_again(letter: "DeadLetter", data_dir: Path) -> str | None:
    """Do the job again: None when it works, else why not, in words."""
    match letter.job:
        case "fold":
            return _fold(json.loads(letter.input), data_dir)
        case "check":
            return _check(json.loads(letter.input), data_dir)
        case _:
            return f"a {letter.job} can only be tried again by the program that did it"


def _fold(about: dict[str, Any], data_dir: Path) -> str | None:
    from jupyter_tutor.adapters.record_reading import read_record
    from jupyter_tutor.core.ids import SessionId
    from jupyter_tutor.ports import RecordDamagedError
    from jupyter_tutor.sessions.folding import fold_stored

    async def fold(record: "Record") -> str | None:
        stored = await record.history.session_events(SessionId(about["session"]))
        poison = fold_stored(stored).poison
        return next((one.error for one in poison if one.seq == about["seq"]), None)

    try:
        return read_record(data_dir, fold)
    except RecordDamagedError as error:
        return str(error)


def _check(about: dict[str, Any], data_dir: Path) -> str | None:
    """Judge the newest answer of that session to that question; any verdict will do."""
    from jupyter_tutor.adapters.course_files import CourseFiles
    from jupyter_tutor.adapters.record_reading import read_record
    from jupyter_tutor.core.ids import SessionId
    from jupyter_tutor.ports import RecordDamagedError
    from jupyter_tutor.wire import WireError

    async def read(record: "Record") -> "tuple[list[StoredEvent], Lesson] | None":
        events = list(await record.history.session_events(SessionId(about["session"])))
        if not events:
            return None
        last = events[-1]
        kept = CourseFiles([], record.data_dir / "lessons")
        lesson = await kept.lesson(last.course, last.lesson, last.lesson_hash)
        return None if lesson is None else (events, lesson)

    try:
        found = read_record(data_dir, read)
    except RecordDamagedError as error:
        return str(error)
    try:
        return GONE if found is None else _judge(*found, about["question"], data_dir)
    except WireError as error:
        return str(error)


def _judge(events: "list[StoredEvent]", lesson: "Lesson", name: str, data_dir: Path) -> str | None:
    from jupyter_tutor.adapters.recorded_answers import recorded_answers
    from jupyter_tutor.cli.try_recorded import judge
    from jupyter_tutor.core.ids import QuestionId
    from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, ProseQuestion

    question = lesson.question(QuestionId(name))
    if isinstance(question, CodeQuestion):
        answers = recorded_answers(events, question.id)
        if not answers:
            return GONE
        try:
            judge(question, answers[-1], data_dir)
        except RuntimeError as error:
            return str(error)
        return None
    typed = _typed(events, name)
    if typed is not None and isinstance(question, FormulaQuestion):
        return _compare(question, typed)
    if typed is not None and isinstance(question, ProseQuestion):
        return _read(question, typed)
    return GONE


def _typed(events: "list[StoredEvent]", question: str) -> str | None:
    """The newest text that was handed in for that question."""
    from jupyter_tutor.core.commands import TextAnswer
    from jupyter_tutor.core.events import AnswerSubmitted
    from jupyter_tutor.wire import event_from_body

    for event in reversed(events):
        if event.type != "answer_submitted":
            continue
        match event_from_body(event.body):
            case AnswerSubmitted(question=found, answer=TextAnswer(text=text)):
                if found == question:
                    return text
    return None


def _read(question: "ProseQuestion", text: str) -> str | None:
    """By the rubric alone: whether a model helps makes no difference to whether it works."""
    from jupyter_tutor.core.answers.prose import judge_prose
    from jupyter_tutor.core.commands import Rejected

    report = judge_prose(question, text)
    return report.reason if isinstance(report, Rejected) else None


def _compare(question: "FormulaQuestion", text: str) -> str | None:
    from jupyter_tutor.checker.algebra.pool import FormulaPool
    from jupyter_tutor.ports import CheckUnavailableError

    async def work() -> str | None:
        pool = FormulaPool(size=1)
        try:
            await pool.judge(question, text)
        except CheckUnavailableError as error:
            return error.reason
        finally:
            await pool.close()
        return None

    return asyncio.run(work())
