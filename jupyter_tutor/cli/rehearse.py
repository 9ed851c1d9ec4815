"""`jupyter tutor rehearse`: a course proved before any learner sees it."""

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_tutor.authoring.lesson import CompiledLesson
    from jupyter_tutor.authoring.rehearsal.memory import Memory
    from jupyter_tutor.authoring.rehearsal.results import Rehearsal
    from jupyter_tutor.authoring.source import CourseSource
    from jupyter_tutor.cli.rehearse_model import Agreement

DESCRIPTION = """\
Prove a course before any learner sees it: run what its author wrote, and look at what a learner
would read.

Every solution and alternative has to pass, each wrong answer has to fail with the words written
for it, and what the learner is given has to count as no attempt. Answers are judged more than
once, and differ in nothing; checks are quick, and leave the learner's variables and folder alone.
No hint holds the solution. The answers of all other kinds of question are right by their own
rules, and every sample of prose gets its verdict. The lesson runs from its top to its end, and
its programs show what the notebook has saved. No id is there twice, and no skill is needed before
it is taught.
"""

EPILOG = """\
examples:
  jupyter tutor rehearse my-course                       the whole course
  jupyter tutor rehearse my-course --lesson 2            its second lesson
  jupyter tutor rehearse my-course/loops.ipynb           one notebook
  jupyter tutor rehearse my-course --html report.html    a page to read or to send
  jupyter tutor rehearse my-course --json | jq .findings for a program
  jupyter tutor rehearse my-course --model qwen2.5 --model-url http://127.0.0.1:11434/v1

A question that has not changed since it was found good is remembered, so that a second rehearsal
takes seconds; --no-cache tries everything again.
"""


class _WrongUseError(Exception):
    """What was asked cannot be done; the text says what to do instead."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "rehearse",
        help="prove a course: run all that its author wrote",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "syllabus",
        type=Path,
        metavar="COURSE",
        help="a course folder, or one syllabus notebook of a course",
    )
    parser.add_argument(
        "--lesson",
        action="append",
        default=[],
        metavar="LESSON",
        help="only this lesson, by its id or number; may be given again",
    )
    parser.add_argument(
        "--slow",
        type=_seconds,
        metavar="SECONDS",
        help="from when on a check is too slow (`slow` of course.yaml, or 2)",
    )
    parser.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="how many answers are judged at a time (as many as there are processors)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="try everything again, and remember nothing"
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="see also how this language model judges the sample answers in words",
    )
    parser.add_argument(
        "--model-url", metavar="URL", help="where it is ($OPENAI_BASE_URL, or OpenAI's own)"
    )
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page of it, too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Rehearse; 0 when nothing was found, 1 when something was, 2 for what cannot be done."""
    from jupyter_tutor.authoring.source import read_source

    try:
        source = read_source(args.syllabus)
        lessons = _chosen(source, args.lesson)
        _require_place(args.html)
        _require_address(args)
    except (_WrongUseError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    begun = time.monotonic()
    rehearsal = _rehearse(source, lessons, args)
    seconds = time.monotonic() - begun
    return _tell(rehearsal, seconds, args, _with_model(lessons, args))


def _rehearse(
    source: "CourseSource", lessons: "Sequence[CompiledLesson]", args: argparse.Namespace
) -> "Rehearsal":
    from jupyter_tutor.adapters.rehearsal_cache import RehearsalCache, default_cache_folder
    from jupyter_tutor.authoring.rehearsal.course import rehearse
    from jupyter_tutor.authoring.rehearsal.memory import Forgetful
    from jupyter_tutor.cli.progress import progress_bar

    cache = RehearsalCache(default_cache_folder())
    memory: Memory = Forgetful() if args.no_cache else cache
    with progress_bar("Rehearsing") as listener:
        rehearsal = asyncio.run(
            rehearse(
                source,
                lessons,
                memory=memory,
                slow=args.slow or source.slow,
                processes=args.jobs or _processors(),
                listener=listener,
            )
        )
    cache.tidy()
    return rehearsal


def _with_model(
    lessons: "Sequence[CompiledLesson]", args: argparse.Namespace
) -> "list[Agreement] | None":
    """How the model judges the samples; None where none was named."""
    if args.model is None:
        return None
    from jupyter_tutor.cli.rehearse_model import agreements, model_of

    return agreements(lessons, model_of(args.model, args.model_url))


def _tell(
    rehearsal: "Rehearsal",
    seconds: float,
    args: argparse.Namespace,
    found: "list[Agreement] | None",
) -> int:
    from jupyter_tutor.authoring.rehearsal.report_data import as_data
    from jupyter_tutor.authoring.rehearsal.report_page import as_page
    from jupyter_tutor.authoring.rehearsal.report_text import as_text
    from jupyter_tutor.cli import rehearse_model

    if args.json:
        told = as_data(rehearsal, seconds)
        if found is not None:
            told["agreement_with_model"] = rehearse_model.as_data(found, args.model)
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        sys.stdout.write(as_text(rehearsal, seconds))
        if found is not None:
            sys.stdout.write(rehearse_model.as_text(found, args.model))
    if args.html is not None:
        try:
            args.html.write_text(as_page(rehearsal, seconds), encoding="utf-8", newline="\n")
        except OSError as error:
            print(f"{args.html} cannot be written ({error.strerror}).", file=sys.stderr)
            return 2
    return 1 if rehearsal.findings else 0


def _chosen(source: "CourseSource", wanted: list[str]) -> "Sequence[CompiledLesson]":
    """The lessons named by id, file or number; all of them where none is named."""
    from jupyter_tutor.authoring.faults import did_you_mean, listed

    names = [compiled.lesson.id for compiled in source.lessons]
    # A lesson with errors has a number, too, but it cannot be rehearsed.
    numbers = {path.resolve(): str(n) for n, path in enumerate(source.files[1:], start=1)}
    chosen = set()
    for name in wanted:
        found = [
            compiled.file
            for compiled in source.lessons
            if name in (compiled.lesson.id, compiled.file)
            or (name not in names and name == numbers[(source.folder / compiled.file).resolve()])
        ]
        if not found:
            where = "among those without errors" if len(numbers) > len(names) else "here"
            what = f"There is no lesson `{name}` {where}.{did_you_mean(name, names)}"
            raise _WrongUseError(f"{what} There is {listed(names) or 'none'}.")
        chosen.update(found)
    return [each for each in source.lessons if not wanted or each.file in chosen]


def _require_place(page: Path | None) -> None:
    """Refuse a page that could not be written before minutes are spent on it."""
    if page is not None and (page.is_dir() or not page.absolute().parent.is_dir()):
        raise _WrongUseError(f"{page} cannot be written: name a file in a folder that is there.")


def _require_address(args: argparse.Namespace) -> None:
    """Refuse an address where no model can be before minutes are spent on the rest."""
    if args.model is None:
        return
    from jupyter_tutor.cli.rehearse_model import model_of

    try:
        model_of(args.model, args.model_url)
    except ValueError as error:
        raise _WrongUseError(f"--model-url: {error}.") from None


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 300:
        raise argparse.ArgumentTypeError("more than 0 and at most 300 seconds")
    return seconds


def _jobs(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("at least 1 and at most 256")
    return number
