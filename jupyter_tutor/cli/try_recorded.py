"""``jupyter tutor try … --recorded``: an answer of the record, judged again in a sandbox."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.record_options import data_dir_of, learner_of

if TYPE_CHECKING:
    from pathlib import Path

    from jupyter_tutor.adapters.record import Record
    from jupyter_tutor.adapters.recorded_answers import RecordedAnswer
    from jupyter_tutor.core.course import Course
    from jupyter_tutor.core.ids import LessonId
    from jupyter_tutor.core.questions import CodeQuestion
    from jupyter_tutor.core.verdict import Report

CANNOT = "It cannot be judged again from the record alone."


class NoSuchAnswerError(Exception):
    """There is no such answer in the record; the text says what there is."""


def find_answer(
    args: argparse.Namespace, course: "Course", lesson: "LessonId", question: "CodeQuestion"
) -> "RecordedAnswer":
    """The answer that is meant; NoSuchAnswerError, or what reading a record may raise."""
    from jupyter_tutor.adapters.record_reading import read_record
    from jupyter_tutor.adapters.recorded_answers import recorded_answers
    from jupyter_tutor.core.ids import session_id_of

    learner = learner_of(args)

    async def read(record: "Record") -> "tuple[RecordedAnswer, ...]":
        session = session_id_of(learner, course.id, lesson)
        return recorded_answers(await record.history.session_events(session), question.id)

    found = read_record(data_dir_of(args), read) or ()
    if not found:
        raise NoSuchAnswerError(f"{learner} has no answer to {lesson}/{question.id} in the record.")
    number = args.recorded or len(found)
    if not 1 <= number <= len(found):
        count = "one answer" if len(found) == 1 else f"{len(found)} answers"
        raise NoSuchAnswerError(f"There is no answer {number}: {learner} has {count} to this.")
    return found[number - 1]


def judge(question: "CodeQuestion", answer: "RecordedAnswer", course: "Path") -> "Report":
    """The verdict that the sandbox comes to; RuntimeError where it comes to none."""
    import asyncio

    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.adapters.recorded_answers import judge_again
    from jupyter_tutor.adapters.sandbox_target import SandboxTarget
    from jupyter_tutor.checker.pool import CheckerPool
    from jupyter_tutor.ports import CheckUnavailableError

    async def work() -> "Report":
        pool = CheckerPool(size=1)
        await pool.start()
        try:
            target = SandboxTarget(pool, hide=(course, default_data_dir()))
            return await judge_again(target, question, answer)
        except (CheckUnavailableError, ValueError) as error:
            raise RuntimeError(f"The answer could not be judged ({error}).") from error
        finally:
            await pool.close()

    return asyncio.run(work())


def tell(answer: "RecordedAnswer", report: "Report", told: str, *, as_json: bool) -> int:
    """Print what came of it: 0, or 1 where it cannot be judged from the record alone.

    ``told`` is the verdict as it would be told of any answer. One that is as it was then holds,
    even where the answer leans on something that is not recorded.
    """
    then = answer.report.verdict if answer.report is not None else None
    leans = answer.basis.leans if answer.basis is not None else ()
    holds = not leans or report.verdict == then
    if as_json:
        facts: dict[str, Any] = json.loads(told) if holds else {"verdict": None}
        facts |= {"at": answer.at, "recorded_verdict": then, "leans": list(leans)}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0 if holds else 1
    if not holds:
        sys.stdout.write("\n".join([CANNOT, *leans]) + "\n")
        return 1
    sys.stdout.write(f"{told}\n{_compared(answer.at, then, report.verdict)}\n")
    return 0


def _compared(at: str, then: str | None, now: str) -> str:
    if then is None:
        return f"Handed in at {at}; there was no verdict then."
    if then == now:
        return f"Handed in at {at}; the verdict was the same then."
    return f"Handed in at {at}; the verdict was another then: {then}."
