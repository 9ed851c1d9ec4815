"""What an author reads about every promise a course may break, word for word."""

import re
from pathlib import Path

import pytest

from jupyter_tutor.authoring.rehearsal.findings import Finding
from tests.authoring.arranged import ARRANGED
from tests.authoring.kinds import TYPED
from tests.authoring.rehearsed import COURSES, GOOD, LESSONS
from tests.authoring.rehearsing import Remembering, rehearsed
from tests.authoring.syllabus import write_course

GOLDEN = Path(__file__).with_name("rehearsal.golden.txt")
QUICK = 0.3
"""Seconds from which a check is slow here."""

RUNS_THROUGH = ("an example that", "a program that")
"""Only these need the lesson to be run from top to end, which takes seconds."""


TIME = re.compile(r"takes \d+\.\d seconds")


def told(finding: Finding) -> str:
    what = TIME.sub("takes N seconds", finding.what)
    lines = [f"{finding.rule}: {finding.place} ({finding.question})", f"  {what}"]
    lines += [f"  | {line}".rstrip() for line in (finding.seen or "").splitlines()]
    return "\n".join([*lines, f"  {finding.fix}\n"])


def expected() -> dict[str, str]:
    sections = GOLDEN.read_text(encoding="utf-8").split("=== ")[1:]
    return {name: words for name, _, words in (part.partition("\n") for part in sections)}


async def findings(name: str, folder: Path) -> str:
    files = COURSES.get(name) or {"means.ipynb": LESSONS[name]}
    write_course(folder, dict(files))
    known = Remembering(walkthroughs=not name.startswith(RUNS_THROUGH))
    result = await rehearsed(folder, known, slow=QUICK)
    return "".join(map(told, result.findings))


EXPECTED = expected()


@pytest.mark.parametrize("name", [*LESSONS, *COURSES])
async def test_a_broken_promise_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    assert await findings(name, tmp_path) == EXPECTED[name]


def test_every_expectation_has_its_case() -> None:
    assert list(EXPECTED) == [*LESSONS, *COURSES]


@pytest.mark.parametrize("lesson", [GOOD, TYPED, ARRANGED], ids=["code", "typed", "arranged"])
async def test_a_lesson_that_keeps_its_promises(lesson: str, tmp_path: Path) -> None:
    write_course(tmp_path, {"means.ipynb": lesson})
    result = await rehearsed(tmp_path, Remembering(), slow=QUICK)
    assert (result.findings, result.remembered) == ((), 0)
