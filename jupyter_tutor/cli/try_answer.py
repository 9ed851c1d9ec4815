"""``jupyter tutor try``: the verdict on one answer, as the learner would have had it.

Parses the arguments, finds the question, calls, prints. A code answer is judged by
:mod:`jupyter_tutor.adapters.kernel_trial` or :mod:`jupyter_tutor.adapters.sandbox_target`, a
formula by :mod:`jupyter_tutor.checker.algebra`, all others by the core.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli import try_recorded
from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.record_options import add_record_options
from jupyter_tutor.cli.verdict_text import as_json, as_text

if TYPE_CHECKING:
    from jupyter_tutor.core.commands import Answer, OrderAnswer
    from jupyter_tutor.core.course import Course
    from jupyter_tutor.core.ids import LessonId
    from jupyter_tutor.core.questions import (
        ChoiceQuestion,
        CodeQuestion,
        FormulaQuestion,
        ImmediateQuestion,
        OrderQuestion,
        Question,
    )
    from jupyter_tutor.core.verdict import Report

DESCRIPTION = """\
Judge one answer and print the verdict: that of a file in a fresh kernel, or one of the record.

The answer file holds the code of the answer cell. For a choice question it holds the letters
(or ids) of the options picked, one per line; for lines to be put in order the lines themselves; for
blanks what goes into each, one per line; for the other kinds what would be typed in the panel.

With --sandbox, code runs where a grade would come from: without network, course, record and your
own files, with limits of time, memory, processes and disk, in an empty folder. That needs
bubblewrap, on Linux. Where it cannot be had, a plain process with limits takes its place, which
can read your files; the verdict then says that it is weaker.

With --recorded, it is an answer of a learner's that is judged again, always in a sandbox: with the
cells that made what it uses, and the files that it read, as they are in the record. Where it leans
on something that is not recorded, that is said instead.
"""

EPILOG = """\
examples:
  jupyter tutor try my-course --question mean --answer mean.py
  jupyter tutor try my-course --question lists/mean --answer mean.py --json
  jupyter tutor try my-course --question mean --answer mean.py --sandbox --files data
  jupyter tutor try my-course --question mean --recorded              the newest answer
  jupyter tutor try my-course --question mean --recorded 2 --learner ada
"""


class _WrongUseError(Exception):
    """What was asked cannot be done; the text says what to do instead."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``try`` to the command line."""
    parser = subparsers.add_parser(
        "try",
        help="judge one answer file in a fresh kernel",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "syllabus",
        metavar="SYLLABUS",
        type=Path,
        help="a course folder, or one syllabus notebook of a course",
    )
    parser.add_argument(
        "--question", required=True, metavar="ID", help="the question's id, or LESSON/ID"
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--answer", metavar="FILE", type=Path, help="the answer, as text")
    which.add_argument(
        "--recorded",
        metavar="N",
        type=int,
        nargs="?",
        const=0,
        help="the learner's answer number N in the record, counted from 1; their newest without N",
    )
    parser.add_argument(
        "--sandbox", action="store_true", help="judge code in a sandbox instead of a kernel"
    )
    parser.add_argument(
        "--files",
        metavar="FOLDER",
        type=Path,
        help="with --sandbox: the answer finds copies of the files in this folder where it runs",
    )
    add_record_options(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the verdict: 0 whatever it is, 1 where it could not be reached, 2 for wrong use."""
    from jupyter_tutor.authoring.source import read_source

    try:
        answer = _read_answer(args.answer) if args.answer is not None else ""
        source = read_source(args.syllabus)
        if source.course is None:
            for fault in source.faults:
                sys.stderr.write(f"{fault}\n")
            return 1
        lesson, question = _find(source.course, args.question)
        if args.recorded is not None:
            return _try_recorded(args, source.course, lesson, question)
        report = _judge(question, answer, _Place(source.folder, args.sandbox, _folder(args)))
    except (_WrongUseError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except RuntimeError as error:
        sys.stderr.write(f"{error} `jupyter tutor doctor` says what is missing.\n")
        return 1
    sys.stdout.write(as_json(report) if args.json else as_text(report, question))
    return 0


def _try_recorded(
    args: argparse.Namespace, course: "Course", lesson: "LessonId", question: "Question"
) -> int:
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError
    from jupyter_tutor.core.questions import CodeQuestion
    from jupyter_tutor.ports import RecordDamagedError
    from jupyter_tutor.wire import WireError

    if args.files is not None:
        raise _WrongUseError("--files goes with --answer: a recorded answer has its own files.")
    if not isinstance(question, CodeQuestion):
        raise _WrongUseError("Only answers in code are judged again from the record.")
    try:
        answer = try_recorded.find_answer(args, course, lesson, question)
    except try_recorded.NoSuchAnswerError as error:
        raise _WrongUseError(str(error)) from None
    except (RecordUnreadableError, RecordDamagedError, WireError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    report = try_recorded.judge(question, answer, args.syllabus)
    told = as_json(report) if args.json else as_text(report, question)
    return try_recorded.tell(answer, report, told, as_json=args.json)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where code runs: in a kernel in the course's folder, or in a sandbox with these files."""

    course: Path
    sandbox: bool
    files: Path | None


def _folder(args: argparse.Namespace) -> Path | None:
    files: Path | None = args.files
    if files is None:
        return None
    if not args.sandbox:
        raise _WrongUseError("--files goes with --sandbox: a kernel runs in the course's folder.")
    if not files.is_dir():
        raise _WrongUseError(f"There is no folder {files}.")
    return files.resolve()


def _read_answer(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _WrongUseError(f"There is no answer file {path}.") from None
    except OSError as error:
        raise _WrongUseError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise _WrongUseError(f"{path} is not text in UTF-8.") from None


def _find(course: "Course", wanted: str) -> "tuple[LessonId, Question]":
    """The question of that id, and its lesson, which may be named before a slash."""
    known = {
        (lesson.id, question.id): question
        for lesson in course.lessons
        for question in lesson.questions
    }
    found = [
        (lesson, question)
        for lesson, question in known
        if wanted in (question, f"{lesson}/{question}")
    ]
    if len(found) == 1:
        return found[0][0], known[found[0]]
    if found:
        choices = "\n".join(f"  {lesson}/{question}" for lesson, question in found)
        raise _WrongUseError(f"Several lessons ask {wanted!r}. Say which:\n{choices}")
    ids = "\n".join(f"  {question}" for _, question in known)
    raise _WrongUseError(f"There is no question {wanted!r}. These there are:\n{ids}")


def _judge(question: "Question", answer: str, place: _Place) -> "Report":
    from jupyter_tutor.core.commands import BlanksAnswer, TextAnswer
    from jupyter_tutor.core.questions import (
        BlanksQuestion,
        ChoiceQuestion,
        CodeQuestion,
        FormulaQuestion,
        OrderQuestion,
    )

    match question:
        case CodeQuestion():
            return _judge_code(question, answer, place)
        case ChoiceQuestion():
            return _judge_choice(question, answer)
        case FormulaQuestion():
            return _judge_formula(question, answer)
        case OrderQuestion():
            return _judge_given(question, _lines_of(question, answer))
        case BlanksQuestion():
            texts = tuple(line for line in answer.splitlines() if line.strip())
            return _judge_given(question, BlanksAnswer(texts=texts))
        case _:
            return _judge_given(question, TextAnswer(text=answer))


def _lines_of(question: "OrderQuestion", answer: str) -> "OrderAnswer":
    """The lines of the question that the answer holds, each used once."""
    from jupyter_tutor.core.commands import OrderAnswer

    left = list(question.lines)
    found = []
    for text in filter(None, map(str.strip, answer.splitlines())):
        line = next((line for line in left if line.text.strip() == text), None)
        if line is None:
            listed = "\n".join(f"  {line.text}" for line in question.lines)
            raise _WrongUseError(f"No line that is left says {text!r}.\nThe lines are:\n{listed}")
        left.remove(line)
        found.append(line.id)
    return OrderAnswer(lines=tuple(found))


def _judge_formula(question: "FormulaQuestion", answer: str) -> "Report":
    import asyncio

    from jupyter_tutor.checker.algebra.pool import FormulaPool
    from jupyter_tutor.core.answers.formula import read_answer
    from jupyter_tutor.core.commands import Rejected
    from jupyter_tutor.core.words import check_failed
    from jupyter_tutor.ports import CheckUnavailableError

    read = read_answer(question, answer)
    if isinstance(read, Rejected):
        raise _WrongUseError(read.reason)

    async def judge() -> "Report":
        pool = FormulaPool(size=1)
        try:
            return await pool.judge(question, answer)
        except CheckUnavailableError as error:
            raise RuntimeError(check_failed(error.reason)) from error
        finally:
            await pool.close()

    return asyncio.run(judge())


def _judge_given(question: "ImmediateQuestion", answer: "Answer") -> "Report":
    from jupyter_tutor.core.answers import judge_answer
    from jupyter_tutor.core.commands import Rejected

    report = judge_answer(question, answer)
    if isinstance(report, Rejected):
        raise _WrongUseError(report.reason)
    return report


def _judge_choice(question: "ChoiceQuestion", answer: str) -> "Report":
    from jupyter_tutor.core.answers.choice import judge_choice
    from jupyter_tutor.core.commands import ChoiceAnswer, Rejected

    ids = {option.id.lower(): option.id for option in question.options}
    letters = {chr(ord("a") + n): option.id for n, option in enumerate(question.options)}
    names = {**letters, **ids}
    picked = [line.strip().rstrip(".)").lower() for line in answer.splitlines() if line.strip()]
    report = judge_choice(
        question, ChoiceAnswer(options=tuple(names.get(name, name) for name in picked))
    )
    if isinstance(report, Rejected):
        listed = "\n".join(
            f"  {letter}  {option.text}"
            for letter, option in zip(letters, question.options, strict=True)
        )
        raise _WrongUseError(f"{report.reason}\nThe options are:\n{listed}")
    return report


def _judge_code(question: "CodeQuestion", answer: str, place: _Place) -> "Report":
    import asyncio

    from jupyter_tutor.adapters.fresh_target import FreshTarget
    from jupyter_tutor.adapters.kernel_trial import try_in_kernel
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.adapters.sandbox_target import SandboxTarget
    from jupyter_tutor.checker.pool import CheckerPool
    from jupyter_tutor.ports import CheckUnavailableError

    async def judge() -> "Report":
        pool = CheckerPool(size=1)
        await pool.start()
        try:
            if place.sandbox:
                target = SandboxTarget(pool, hide=(place.course, default_data_dir()))
                return await target.check_recorded(question, answer, files=place.files)
            return await try_in_kernel(
                question, answer, folder=place.course, checker=pool, fresh=FreshTarget(pool)
            )
        except CheckUnavailableError as error:
            raise RuntimeError(f"The answer could not be judged ({error}).") from error
        finally:
            await pool.close()

    return asyncio.run(judge())
