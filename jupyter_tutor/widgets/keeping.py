"""What is kept of a learner, as they see it: their answers, and the record."""

from typing import Any

from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.view import Head
from jupyter_tutor.widgets.answers import with_header
from jupyter_tutor.widgets.shown import AnswerShown, Shown

_STATUS = {"finished": "finished", "started": "begun"}


def answer_shown(answers: list[dict[str, Any]], question: str) -> AnswerShown | Shown:
    """The recorded answer to a question, or words where there is none."""
    for answer in answers:
        if answer["question"] == question:
            source = with_header(answer["source"], question)
            words = f"**{answer['title']}**\n\n{as_block(source.rstrip(), 'python')}"
            return AnswerShown(words, source)
    if not answers:
        return Shown("You have not run an answer cell in this lesson yet.")
    known = "\n".join(f"- `{answer['question']}`: {answer['title']}" for answer in answers)
    return Shown(f"There is an answer of yours to each of these questions:\n\n{known}")


def record_shown(record: dict[str, Any]) -> Shown:
    """What is recorded about a learner, all lessons."""
    lessons = "\n".join(
        f"- {one['title']}: {_standing(one)}, {one['events']} entries" for one in record["sessions"]
    )
    return Shown(
        f"{record['what']}\n\nYou are known as `{record['learner']}`. "
        f"Your record is in `{record['where']}`.\n\n{lessons}"
    )


def _standing(lesson: dict[str, Any]) -> str:
    again = ", doing it again" if lesson["again"] else ""
    return f"{_STATUS.get(lesson['status'], lesson['status'])}{again}"


def record_here(head: Head, learner: str) -> Shown:
    """What is recorded in this lesson, where the rest is shown to pages only."""
    return Shown(
        f"You are known as `{learner}`. Here I can only see this lesson: {head.seq} entries in "
        "your record, which are your answers, the answer cells you ran, and the conversation. "
        "For all lessons, and where they are kept, choose *What is recorded about me* in the "
        "tutor's panel, or write `jupyter tutor record` in a terminal."
    )
