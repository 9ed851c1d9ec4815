"""What a rehearsal is told of an answer beyond its verdict."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Verdict
from tests.checks.questions import MEAN, MEAN_SOLUTION, question


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[CheckerPool]:
    checkers = CheckerPool(size=1, hash_seed=1, folder=tmp_path)
    yield checkers
    await checkers.close()


async def rehearsed(
    pool: CheckerPool, asked: CodeQuestion, source: str
) -> tuple[Verdict, list[tuple[str, bool, tuple[str, ...], tuple[str, ...]]]]:
    report, runs = await pool.rehearse(asked, source, closely=True)
    assert all(0 <= run.seconds < 5 for run in runs)
    return report.verdict, [(run.check, run.passed, run.changed, run.files) for run in runs]


async def test_checks_that_only_look(pool: CheckerPool) -> None:
    assert await rehearsed(pool, MEAN, MEAN_SOLUTION) == (
        "correct",
        [("q-1", True, (), ()), ("q-2", True, (), ()), ("q-3", True, (), ())],
    )


CHANGING = {
    "the check changes it": "xs.append(4)\nassert len(xs) == 4",
    "the check hands it over": "assert first_of(xs) == 1",
    "the answer changes it by itself": "add()\nassert xs == [3, 1, 2, 9]",
}


@pytest.mark.parametrize("how", CHANGING)
async def test_a_learners_variable_that_is_changed(how: str, pool: CheckerPool) -> None:
    solution = (
        "xs = [3, 1, 2]\nword = 'a'\nclass T: pass\nt = T()\n"
        "def first_of(l):\n    l.sort()\n    return l[0]\n"
        "def add():\n    t.x = 1\n    xs.append(9)"
    )
    asked = question(solution, CHANGING[how] + "\nassert word == 'a'\nassert t is not None")
    assert await rehearsed(pool, asked, solution) == (
        "correct",
        [("q-1", True, ("xs",), ())],
    )


async def test_files_that_a_check_has_written(pool: CheckerPool, tmp_path: Path) -> None:
    solution = (
        "for name in ('mine.txt', 'old.txt'):\n    with open(name, 'w') as f: f.write('1')\n"
        "def save(name):\n    with open(name, 'w') as f: f.write('22')\n    return name"
    )
    checks = [f"assert save({name!r}) == {name!r}" for name in ("new.txt", "old.txt")]
    looking = "assert open is not None and save is not None"
    assert await rehearsed(pool, question(solution, *checks, looking), solution) == (
        "correct",
        [
            ("q-1", True, (), ("new.txt",)),
            ("q-2", True, (), ("old.txt",)),
            ("q-3", True, (), ()),
        ],
    )
    assert list(tmp_path.iterdir()) == []


async def test_a_slow_check_is_measured_without_the_answer(pool: CheckerPool) -> None:
    solution = "import time\ntime.sleep(1)\ndef f(): time.sleep(0.2)\n"
    asked = question(solution, "assert f() is None", "assert f is not None")
    _, (slow, quick) = await pool.rehearse(asked, solution, closely=True)
    assert 0.2 <= slow.seconds < 1
    assert quick.seconds < slow.seconds


async def test_a_check_that_ends_the_process_is_left_out(pool: CheckerPool) -> None:
    solution = "import os\ndef f(): os._exit(3)\ndef g(): return 1"
    asked = question(solution, "assert f() == 1", "assert g() == 1")
    verdict, runs = await rehearsed(pool, asked, solution)
    assert verdict == "error"
    assert [run[:2] for run in runs] == [("q-1", False), ("q-2", True)]


async def test_not_closely_no_check_is_looked_at(pool: CheckerPool) -> None:
    report, runs = await pool.rehearse(MEAN, MEAN_SOLUTION, closely=False)
    assert (report.verdict, runs) == ("correct", ())


ORDER = 'order = list({"one", "two", "three", "four", "five"})'


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_seed_fixes_the_order_of_sets_in_answer_and_check(seed: int) -> None:
    asked = question(
        ORDER,
        'assert ["one", "two", "three", "four", "five"] == list({"one", "two", "three"}) + order',
    )
    told = []
    for _ in range(2):
        pool = CheckerPool(size=1, hash_seed=seed)
        told.append((await pool.rehearse(asked, ORDER, closely=False))[0].message)
        await pool.close()
    assert told[0] == told[1]
    other = CheckerPool(size=1, hash_seed=seed + 2)
    report, _ = await other.rehearse(asked, ORDER, closely=False)
    assert report.message != told[0]
    await other.close()


async def test_a_check_that_loops_is_told_of_in_time(pool: CheckerPool) -> None:
    asked = replace(question("x = 1", "while x: pass\nassert x == 1"), timeout=0.5)
    report, runs = await pool.rehearse(asked, "x = 1", closely=True)
    assert (report.verdict, [run.passed for run in runs]) == ("undecided", [False])
