"""A data directory as a server leaves it behind: lessons of learners, played and recorded."""

import json
from dataclasses import replace
from pathlib import Path

from jupyter_tutor.adapters.course_files import CourseFiles
from jupyter_tutor.adapters.record_paths import prepare
from jupyter_tutor.core.commands import OpenSession, StartOver
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import LearnerId, RequestId, session_id_of
from jupyter_tutor.wire import hash_of, seal
from tests.core.play import AT, Play, next_willing_command, played
from tests.record.turns import write_journal


def play(lesson: Lesson, learner: str, *, questions: int) -> Play:
    """So many questions of a lesson answered rightly; all of them end the lesson."""
    play = played(lesson, OpenSession(at=AT, learner=LearnerId(learner)))
    _answer(play, questions)
    return play


def play_twice(lesson: Lesson, learner: str, *, questions: int) -> Play:
    """The lesson finished, begun anew, and so many of its questions answered again."""
    play_ = play(lesson, learner, questions=len(lesson.questions))
    play_.do_all([StartOver(at=AT)])
    _answer(play_, questions)
    return play_


def _answer(play: Play, questions: int) -> None:
    whole = questions == len(play.lesson.questions)
    while whole or _answered(play) < questions:
        command = next_willing_command(play, RequestId(f"r{len(play.events)}"))
        if command is None:
            break
        play.do_all([command])


def _answered(play: Play) -> int:
    return sum(record.outcome == "correct" for record in play.state.questions.values())


async def keep(
    data_dir: Path,
    learner: str,
    play: Play,
    last_words: str | None = None,
    *,
    last_is_newer: bool = False,
) -> None:
    """Record it, and keep the version of the lesson, as a server does.

    ``last_words`` are put into the last event after it was sealed, so that its hash is wrong.
    ``last_is_newer``: in its place stands one of a kind that only a newer version knows.
    """
    layout = prepare(data_dir)
    lesson = play.lesson
    who = LearnerId(learner)
    sealed = seal(
        play.events,
        session=session_id_of(who, lesson.course_id, lesson.id),
        learner=who,
        course=lesson.course_id,
        lesson=lesson.id,
        lesson_hash=lesson.hash,
        after=None,
        ids=[f"{learner}-{lesson.id}-{number}" for number in range(len(play.events))],
    )
    if last_words is not None:
        body = json.dumps({**json.loads(sealed[-1].body), "words": last_words})
        sealed[-1] = replace(sealed[-1], body=body)
    if last_is_newer:
        body = json.dumps({"type": "from_the_future", "at": AT})
        newer = replace(sealed[-1], type="from_the_future", body=body)
        sealed[-1] = replace(newer, hash=hash_of(newer))
    write_journal(layout, f"of-{learner}-{lesson.id}", [sealed])
    await CourseFiles([], data_dir / "lessons").keep(lesson)
