"""`jupyter tutor courses`: what there is to learn here, and how far the learner has come."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.record_options import add_record_options, data_dir_of, learner_of
from jupyter_tutor.cli.screen import line

if TYPE_CHECKING:
    from jupyter_tutor.adapters.course_files import Found
    from jupyter_tutor.core.course import Course, Lesson
    from jupyter_tutor.core.ids import LearnerId, LessonId
    from jupyter_tutor.sessions.standing import Standing

EPILOG = """\
examples:
  jupyter tutor courses                 your courses and your progress
  jupyter tutor courses --json          the same, for a program
  jupyter tutor courses --learner ada   the progress of another learner

Open a lesson with `jupyter tutor lab COURSE LESSON`.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "courses",
        help="see what is installed, and how far you have come",
        description="List the installed courses with their lessons, and your progress in each.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    add_record_options(parser)
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List them; 0 when all are in order, 1 when a course has errors or progress is not known."""
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError

    found = installed_courses(data_dir_of(args))
    known = True
    try:
        standings = standings_of(data_dir_of(args), learner_of(args))
    except RecordUnreadableError as error:
        print(f"{error}\nYour progress is not shown.", file=sys.stderr)
        standings, known = (), False
    if args.json:
        listed = [_as_data(each, _of_course(each, standings), known) for each in found]
        print(json.dumps(listed, indent=1, ensure_ascii=False))
    else:
        _tell(found, standings, known)
    faulty = any(each.source.course is None for each in found)
    return 1 if faulty or not known else 0


def installed_courses(data_dir: Path) -> "Sequence[Found]":
    """Every course folder of the search path."""
    from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path

    return asyncio.run(CourseFiles(default_search_path(), data_dir / "lessons").found())


def standings_of(data_dir: Path, learner: "LearnerId") -> "tuple[Standing, ...]":
    """The lessons the learner has begun; raises RecordUnreadableError."""
    from jupyter_tutor.adapters.record_reading import read_record
    from jupyter_tutor.sessions.standing import standings

    return read_record(data_dir, lambda record: standings(record.history, learner)) or ()


def _of_course(found: "Found", standings: "Sequence[Standing]") -> "Mapping[LessonId, Standing]":
    course = found.installed
    return {
        each.session.lesson: each
        for each in standings
        if course and each.session.course == course.id
    }


def _tell(found: "Sequence[Found]", standings: "Sequence[Standing]", known: bool) -> None:
    if not found:
        print(
            "No course is installed.\n"
            "Install one with `jupyter tutor install SOURCE`, or begin one of your own with\n"
            "`jupyter tutor new COURSE_ID`."
        )
    for number, each in enumerate(found):
        if number:
            print()
        if each.installed is None:
            _tell_left_out(each)
        else:
            _tell_course(each.installed, each.folder, _of_course(each, standings), known)


def _tell_left_out(found: "Found") -> None:
    print(f"left out: {found.folder}")
    if found.source.course is not None:
        print(f"  {found.faults[-1].what}")
        return
    print(f"  {next(fault for fault in found.faults if fault.severity == 'error')}")
    print(f"  All of it: jupyter tutor validate {found.folder}")


def _tell_course(
    course: "Course", folder: Path, standings: "Mapping[LessonId, Standing]", known: bool
) -> None:
    print(f"{course.id}: {line(course.title)}")
    print(f"  {folder}")
    wide = max(len(lesson.id) for lesson in course.lessons)
    for number, lesson in enumerate(course.lessons, start=1):
        progress = _progress(lesson, standings.get(lesson.id)) if known else "progress not known"
        print(f"  {number:>2}  {lesson.id:<{wide}}  {_count(lesson)}  {progress}")


def _progress(lesson: "Lesson", standing: "Standing | None") -> str:
    if standing is None:
        return "not started"
    points = f"{standing.points:g} of {_most(lesson):g} points"
    done = f"{_done(lesson, standing)} of {len(lesson.questions)} done"
    if standing.session.again:
        return f"finished; doing it again, {done}, {points}"
    return f"{'finished' if standing.session.finished else done}, {points}"


def _done(lesson: "Lesson", standing: "Standing") -> int:
    return sum(question.id in standing.session.closed for question in lesson.questions)


def _most(lesson: "Lesson") -> float:
    return sum(question.points for question in lesson.questions)


def _count(lesson: "Lesson") -> str:
    number = len(lesson.questions)
    return f"{number:>2} question{' ' if number == 1 else 's'}"


def _as_data(
    found: "Found", standings: "Mapping[LessonId, Standing]", known: bool
) -> dict[str, Any]:
    course = found.source.course
    return {
        "folder": str(found.folder),
        "installed": found.installed is not None,
        "id": course.id if course else None,
        "title": course.title if course else None,
        "hash": course.hash if course else None,
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title,
                "questions": len(lesson.questions),
                "prerequisites": lesson.prerequisites,
                "progress": _progress_as_data(lesson, standings.get(lesson.id)) if known else None,
            }
            for lesson in (course.lessons if course else ())
        ],
        "faults": [f"{fault.severity}: {fault}" for fault in found.faults],
    }


def _progress_as_data(lesson: "Lesson", standing: "Standing | None") -> dict[str, Any]:
    state = (
        "not started" if standing is None else "finished" if standing.session.finished else "begun"
    )
    return {
        "state": state,
        "again": standing is not None and standing.session.again,
        "done": _done(lesson, standing) if standing else 0,
        "points": standing.points if standing else 0.0,
        "max_points": _most(lesson),
    }
