"""The golden file of the messages: wrong answers, judged as a learner's are, and what is read then.

`python -m tests.checks.reading` writes it anew; read what has changed as a learner would, who has
never programmed.
"""

import asyncio
import functools
from collections.abc import Iterator
from pathlib import Path

from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.pedagogy import words_for
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.state import QuestionRecord
from jupyter_tutor.core.verdict import Report
from tests.checks.host import Host
from tests.checks.wrong_answers import data, held, panel, printed, returned, route, stopped
from tests.checks.wrong_answers.task import CodeTask, PanelTask, Task

GOLDEN = Path(__file__).with_name("messages.golden.md")
FAMILIES = tuple(
    family
    for room in (returned, held, printed, stopped, route, data, panel)
    for family in room.FAMILIES
)
HEAD = """\
# What a learner reads

Wrong answers, and word for word what the tutor says to each from the second try on (to a first one
it adds what can be done next). The answers are really judged to make this file:
`python -m tests.checks.reading` writes it anew, and a test compares. Whoever has never programmed
should understand every message.
"""
VERDICTS = {
    "incorrect": "not right",
    "error": "ends in an error",
    "timeout": "takes too long",
    "unattempted": "not answered yet",
    "undecided": "cannot be judged",
}


def main() -> None:
    """Write the file anew."""
    host = Host()
    try:
        GOLDEN.write_text(read_aloud(host), encoding="utf-8")
    finally:
        host.close()


def read_aloud(host: Host) -> str:
    """The whole file; ``host`` is the kernel in which answers are run."""
    fresh = asyncio.run(_judged_fresh())
    pages = [HEAD]
    number = 0
    for family in FAMILIES:
        pages.append(f"## {family.title}\n")
        for task in family.tasks:
            pages.append(f"### {task.asks}\n")
            for shown, read in _read(task, host, fresh):
                number += 1
                pages.append(f"{number}. Answer:\n\n{_indented(shown)}\n\n{_indented(read)}\n")
    return "\n".join(pages)


Fresh = dict[tuple[int, str], Report]


def _read(task: Task, host: Host, fresh: Fresh) -> Iterator[tuple[str, str]]:
    """Each answer as it is shown here, and what is read of it."""
    match task:
        case PanelTask():
            for words, answer in task.answers:
                report = judge_answer(task.question, answer)
                yield as_block(words or " "), _page(task.question, report)
        case CodeTask():
            for source in task.answers:
                report = fresh.get((id(task), source)) or _judged(task, source, host)
                yield as_block(source), _page(task.question, report)


_foreseen = functools.cache(foresee)


def _judged(task: CodeTask, source: str, host: Host) -> Report:
    host.clear()
    error = host.run(source)
    return judge(task.question, source, error, host.address, "fork", _foreseen)


async def _judged_fresh() -> Fresh:
    pool = CheckerPool(size=1)
    try:
        return {
            (id(task), source): await pool.check_fresh(task.question, source)
            for family in FAMILIES
            for task in family.tasks
            if isinstance(task, CodeTask) and task.fresh
            for source in task.answers
        }
    finally:
        await pool.close()


def _page(question: Question, report: Report | Rejected) -> str:
    """What the panel shows of a verdict: the words, what ran, what came, the notes."""
    if isinstance(report, Rejected):
        return f"Not taken as an answer:\n\n{_quoted(report.reason)}"
    record = QuestionRecord(asked=None, attempts=1)  # type: ignore[arg-type]
    said = _quoted(words_for(report, record, question, last=False))
    points = f"; {report.points:g} of {report.max_points:g} points" if report.points else ""
    facts = [
        f"{name} {_code(text)}"
        for name, text in (
            ("What ran:", report.ran),
            ("What came:", report.seen),
            ("What was expected:", report.expected),
        )
        if text is not None
    ]
    parts = [f"The verdict: {VERDICTS[report.verdict]}{points}.", said]
    parts += [" · ".join(facts)] if facts else []
    parts += [f"Note: {note}" for note in report.notes]
    return "\n\n".join(parts)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _indented(text: str) -> str:
    return "\n".join(f"   {line}".rstrip() for line in text.split("\n"))


if __name__ == "__main__":
    main()
