"""`jupyter tutor transcript`: the conversation of a lesson as a file to keep."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.record_options import add_record_options, data_dir_of, learner_of

if TYPE_CHECKING:
    from jupyter_tutor.adapters.record import Record
    from jupyter_tutor.core.ids import LearnerId, LessonId
    from jupyter_tutor.core.view import View
    from jupyter_tutor.ports import CourseStore

EPILOG = """\
examples:
  jupyter tutor transcript python-foundations lists-and-loops
  jupyter tutor transcript python-foundations 3
  jupyter tutor transcript python-foundations lists-and-loops -o lists.md
  jupyter tutor transcript python-foundations lists-and-loops --format html -o lists.html

`jupyter tutor record` says which lessons there are.
"""


class _NothingToShowError(Exception):
    """There is no such conversation; ``status`` is what the command ends with."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "transcript",
        help="keep the conversation of a lesson as a text or a web page",
        description="Write the conversation of a lesson, as it was shown, from the record.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("course", metavar="COURSE", help="the course's id")
    parser.add_argument("lesson", metavar="LESSON", help="the lesson's id or its number")
    parser.add_argument(
        "--format",
        choices=("markdown", "html"),
        default="markdown",
        help="a text or a web page (%(default)s)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to; without it, to the screen"
    )
    parser.add_argument("--force", action="store_true", help="overwrite FILE if it is there")
    add_record_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it; 1 where the record cannot be read, 2 for a lesson never begun or a bad FILE."""
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError
    from jupyter_tutor.adapters.system import LOCAL_ZONE, owner
    from jupyter_tutor.ports import RecordDamagedError
    from jupyter_tutor.transcripts import transcript_html, transcript_markdown

    target: Path | None = args.output
    if target is not None and target.exists() and not args.force:
        print(f"{target} is there already. Choose another FILE, or add --force.", file=sys.stderr)
        return 2
    learner = learner_of(args)
    try:
        view, left_out = _view(data_dir_of(args), learner, args.course, args.lesson)
    except _NothingToShowError as error:
        print(error, file=sys.stderr)
        return error.status
    except (RecordUnreadableError, RecordDamagedError) as error:
        print(error, file=sys.stderr)
        return 1
    if left_out is not None:
        print(left_out, file=sys.stderr)
    write = transcript_html if args.format == "html" else transcript_markdown
    text = write(view, learner, LOCAL_ZONE, own=learner == owner())
    if target is None:
        sys.stdout.write(text)
        return 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"{target} cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    print(target)
    return 0


def _view(
    data_dir: Path, learner: "LearnerId", course: str, lesson: str
) -> "tuple[View, str | None]":
    """The conversation, and words for what of it cannot be read (None: nothing)."""
    from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path
    from jupyter_tutor.adapters.record_reading import read_record
    from jupyter_tutor.core.ids import CourseId, session_id_of
    from jupyter_tutor.core.view import view
    from jupyter_tutor.sessions.folding import fold_stored

    async def read(record: "Record") -> "tuple[View, str | None] | None":
        store = CourseFiles(default_search_path(), record.data_dir / "lessons")
        for lesson_id in await _meant(store, course, lesson):
            session = session_id_of(learner, CourseId(course), lesson_id)
            events = await record.history.session_events(session)
            if events:
                folded, of_lesson = fold_stored(events), events[-1].lesson_hash
                version = await store.lesson(CourseId(course), lesson_id, of_lesson)
                if version is None:
                    raise _lost(f"{course}/{lesson_id}", record.data_dir)
                return view(folded.state, version), folded.left_out
        return None

    shown = read_record(data_dir, read)
    if shown is None:
        raise _NothingToShowError(
            f"{learner} has not begun {course}/{lesson}. "
            "`jupyter tutor record` says which lessons there are.",
            2,
        )
    return shown


async def _meant(store: "CourseStore", course: str, lesson: str) -> "list[LessonId]":
    """The lessons of that name: the one so called, and then the one of that number.

    A lesson may be called `2`. Numbers are those of the course as it is installed.
    """
    from jupyter_tutor.conversation.lesson_named import numbered
    from jupyter_tutor.core.ids import LessonId

    installed = next((each for each in await store.courses() if each.id == course), None)
    of_number = numbered(installed, lesson) if installed else None
    return [LessonId(lesson), *([of_number.id] if of_number else ())]


def _lost(name: str, data_dir: Path) -> _NothingToShowError:
    return _NothingToShowError(
        f"The version of {name} that this conversation is about is no longer in "
        f"{data_dir / 'lessons'}.",
        1,
    )
