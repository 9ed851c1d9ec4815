"""A rehearsal from end to end: what is run, what is remembered, what is left when it is stopped."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.authoring.rehearsal.course import rehearse
from jupyter_tutor.authoring.rehearsal.memory import Forgetful
from jupyter_tutor.authoring.rehearsal.results import Rehearsal
from jupyter_tutor.authoring.source import read_source
from tests.authoring import kinds
from tests.authoring.rehearsed import GOOD, code, wrong
from tests.authoring.rehearsing import Remembering, rehearsed
from tests.authoring.syllabus import COURSE, IN_ORDER, notebook, spoiled, write_course

SYLLABI = Path(__file__).parents[2] / "syllabi"
COURSES = sorted(path.parent for path in SYLLABI.glob("*/course.yaml"))

BOTH = {
    "course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, typed.ipynb]"),
    "means.ipynb": GOOD,
    "typed.ipynb": kinds.TYPED,
}


def summary(result: Rehearsal) -> list[tuple[str, str, int, tuple[int, int] | None]]:
    return [(each.id, each.kind, each.tried, each.agreement) for each in result.questions]


def without_memory(result: Rehearsal) -> Rehearsal:
    """As it would be if nothing had been remembered."""
    lessons = tuple(
        replace(
            lesson,
            questions=tuple(replace(each, remembered=False) for each in lesson.questions),
        )
        for lesson in result.lessons
    )
    return replace(result, lessons=lessons, remembered=0)


async def test_what_was_good_is_remembered(tmp_path: Path) -> None:
    write_course(tmp_path, dict(BOTH))
    memory = Remembering()
    cold = await rehearsed(tmp_path, memory)
    assert (cold.findings, cold.course, cold.title) == ((), "tiny", "A tiny course")
    assert summary(cold) == [
        ("mean", "code", 5, None),
        ("pick", "choice", 2, None),
        ("length", "number", 2, None),
        ("loop", "predict", 2, None),
        ("even", "expression", 2, None),
        ("why", "prose", 3, (3, 3)),
    ]
    # Solution and wrong answer twice; the alternative; the stub, also begun; a kernel for the first
    # lesson, and two for the second, which has a program to predict.
    assert (cold.runs, cold.remembered, cold.agreement) == (2 * 2 + 1 + 2 + 1 + 2, 0, (3, 3))
    warm = await rehearsed(tmp_path, memory)
    assert warm.remembered == warm.runs
    assert [each.id for each in warm.questions if each.remembered] == ["mean"]
    assert without_memory(warm) == cold


CHANGES: dict[str, tuple[str, int]] = {
    "cells that move": (
        notebook(*IN_ORDER[:2], "<!-- Nothing of the tutor's -->\n## More", *IN_ORDER[2:]),
        0,
    ),
    "another hint": (spoiled("Add up, then divide.", "Add, then divide."), 7),
    "another check": (spoiled("mean([1, 2, 3]) == 2", "mean([1, 2, 6]) == 3"), 7),
    "an example above": (spoiled("scores = [1, 2, 3]", "scores = [1, 2, 4]"), 8),
    "a choice below": (spoiled("Look at the brackets.", "Look at its brackets."), 0),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_has_changed_is_run_again(change: str, tmp_path: Path) -> None:
    memory = Remembering()
    write_course(tmp_path, {"means.ipynb": GOOD})
    await rehearsed(tmp_path, memory)
    lesson, again = CHANGES[change]
    write_course(tmp_path, {"means.ipynb": lesson})
    result = await rehearsed(tmp_path, memory)
    assert (result.findings, result.runs, result.runs - result.remembered) == ((), 8, again)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "not JSON": lambda content: b"\xff" + content,
    "of another shape": lambda content: b'[{"role": "solution"}]',
    "too short": lambda content: b"[]",
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_memory_is_none(damage: str, tmp_path: Path) -> None:
    memory = Remembering(walkthroughs=True)
    write_course(tmp_path, {"means.ipynb": GOOD})
    cold = await rehearsed(tmp_path, memory)
    whole = dict(memory.kept)
    memory.kept = {key: DAMAGES[damage](content) for key, content in whole.items()}
    again = await rehearsed(tmp_path, memory)
    assert (again.findings, again.runs, again.remembered) == ((), 8, 1)
    assert summary(again) == summary(cold)
    assert memory.kept.keys() == whole.keys()


async def test_what_failed_is_not_remembered(tmp_path: Path) -> None:
    memory = Remembering()
    write_course(tmp_path, {"means.ipynb": spoiled("mean([1, 2, 3]) == 2", "mean([2]) == 3")})
    result = await rehearsed(tmp_path, memory)
    assert [each.rule for each in result.findings] == ["solution", "alternative"]
    assert [key.partition("-")[0] for key in memory.kept] == ["walkthrough"]


async def test_what_was_measured_is_remembered_too(tmp_path: Path) -> None:
    memory = Remembering(walkthroughs=True)
    slow = code("mean = 2", "import time\ntime.sleep(0.2)\nassert mean == 2", wrong("mean = 3"))
    write_course(tmp_path, {"means.ipynb": slow})
    assert (await rehearsed(tmp_path, memory, slow=60.0)).findings == ()
    result = await rehearsed(tmp_path, memory, slow=0.1)
    assert ([each.rule for each in result.findings], result.remembered) == (["slow"], result.runs)
    assert 0.15 < (result.questions[0].slowest or 0) < 60


async def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    write_course(tmp_path, {"means.ipynb": GOOD})
    source = read_source(tmp_path)
    heard: list[tuple[int, int]] = []
    await rehearse(
        source,
        source.lessons,
        memory=Remembering(walkthroughs=True),
        slow=2.0,
        processes=1,
        listener=lambda done, total: heard.append((done, total)),
    )
    assert heard == [(done, 8) for done in range(1, 9)]


async def test_a_lesson_with_errors_does_not_hide_the_others(tmp_path: Path) -> None:
    broken = {"typed.ipynb": kinds.spoiled("answer: 12.5\n", "")}
    write_course(tmp_path, {**BOTH, **broken})
    result = await rehearsed(tmp_path, Remembering(walkthroughs=True))
    assert (result.course, [lesson.id for lesson in result.lessons]) == (None, ["means"])
    assert [(each.rule, each.place.file) for each in result.findings] == [
        ("structure", "typed.ipynb")
    ]


FAIR = {
    "a copy is changed": (
        "mean = [3, 2]\ndef least(them):\n    them.sort()\n    return them[0]",
        "mine = list(mean)\nassert least(mine) == 2\nassert mine == [2, 3]",
    ),
    "the answer changes its own variable": (
        "mean = []\ndef add(item):\n    mean.append(item)",
        "add(3)\nassert mean == [3]",
    ),
    "a file goes with its folder": (
        'def mean(name):\n    with open(name, "w") as file:\n        file.write("2")',
        "import tempfile\nwith tempfile.TemporaryDirectory() as folder:\n"
        '    mean(folder + "/two.txt")\n    assert open(folder + "/two.txt").read() == "2"',
    ),
    "the answer itself writes a file": (
        'with open("two.txt", "w") as file:\n    file.write("2")\nmean = 2',
        "assert mean == 2",
    ),
}


@pytest.mark.parametrize("name", FAIR)
async def test_checks_may_do_this(name: str, tmp_path: Path) -> None:
    solution, check = FAIR[name]
    lesson = code(solution, check, wrong("mean = 3\nleast = add = int"))
    write_course(tmp_path, {"means.ipynb": lesson})
    result = await rehearsed(tmp_path, Remembering(walkthroughs=True))
    assert result.findings == ()


@pytest.mark.parametrize("where", ["an answer", "an example"])
async def test_stopping_it_ends_all_it_started(where: str, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    endless = f"held = open({str(fifo)!r}, 'w')\nwhile True: pass"
    lesson = code(endless, "assert held", wrong("held = 3"))
    if where == "an example":
        lesson = spoiled("sum(scores)", endless)
    write_course(tmp_path / "course", {"means.ipynb": lesson})
    source = read_source(tmp_path / "course")
    memory = Remembering(walkthroughs=where == "an answer")
    task = asyncio.create_task(
        rehearse(source, source.lessons, memory=memory, slow=2.0, processes=1)
    )
    with await asyncio.to_thread(fifo.open) as reader:  # returns once the loop is under way
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(reader.read) == ""


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
async def test_the_courses_of_this_repository_are_proved(folder: Path) -> None:
    source = read_source(folder)
    result = await rehearse(
        source, source.lessons, memory=Forgetful(), slow=source.slow, processes=os.cpu_count() or 1
    )
    assert (result.findings, result.thoughts) == ((), ())
    assert source.course is not None
    asked = [question.id for lesson in source.course.lessons for question in lesson.questions]
    assert [question.id for question in result.questions] == asked
    agreeing, samples = result.agreement
    assert agreeing == samples
