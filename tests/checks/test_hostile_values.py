"""Values small on the wire and endless to look at: a verdict in time, and a checker that lives."""

import dataclasses
import signal
import time
from collections.abc import AsyncIterator

import pytest

from jupyter_tutor.checker import pool as pools
from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.host import Host
from tests.checks.questions import question

SECONDS = 1.5
ENDLESS = "def f():\n    x = [1]\n    for _ in range(60): x = [x, x]\n    return x"
DEEP = "def f():\n    x = ()\n    for _ in range(200_000): x = (x,)\n    return x"
SHOWN = "[[[…], […]], [[…], […]]]"
AGAIN = question("def again(): return 1", "assert again() == 1")


@pytest.fixture
async def pool() -> AsyncIterator[CheckerPool]:
    checkers = CheckerPool(size=1)
    await checkers.start()
    yield checkers
    await checkers.close()


def asks(check: str, solution: str = "def f(): return 3", seconds: float = SECONDS) -> CodeQuestion:
    return question(solution, check, timeout=seconds)


async def checked(pool: CheckerPool, host: Host, asked: CodeQuestion, answer: str) -> Report:
    """The report; and whatever it was, the next answer is judged as ever."""
    host.run(answer)
    begun = time.monotonic()
    report = await pool.check(asked, answer, None, host.address, "fork")
    assert time.monotonic() - begun < 30  # more than enough for a busy machine
    host.run(AGAIN.solution)
    after = await pool.check(AGAIN, AGAIN.solution, None, host.address, "fork")
    assert after.verdict == "correct"
    return report


def told(verdict: str, message: str, ran: str | None = "f()", seen: str | None = None) -> Report:
    return Report(
        verdict=verdict,  # type: ignore[arg-type]
        points=0.0,
        max_points=1.0,
        message=message,
        ran=ran,
        seen=seen,
        target="fork",
    )


WALK = "def count(x): return sum(map(count, x)) if type(x) is list else 1\nassert count(f()) == 1"

IN_PYTHON = {
    "walked through": (
        WALK,
        ENDLESS,
        told(
            "timeout",
            f"`f()` returned `{SHOWN}`. Looking through that did not come to an end: "
            "it is far more than was asked for.",
            seen=SHOWN,
        ),
    ),
    "multiplied": (
        "assert f() * 10 ** 9 == 3 * 10 ** 9",
        "def f(): return [0]",
        told(
            "incorrect",
            "`f()` returned `[0]`. Working with that takes far more memory than working "
            "with what was asked for.",
            seen="[0]",
        ),
    ),
    "repeated text": (
        "assert f() * 2 ** 31 == 3 * 2 ** 31",
        "def f(): return 'x'",
        told(
            "incorrect",
            "`f()` returned `'x'`. Working with that takes far more memory than working "
            "with what was asked for.",
            seen="'x'",
        ),
    ),
    "shown": (
        "assert f() == 3",
        ENDLESS,
        told("incorrect", f"`f()` returned `{SHOWN}`, expected `3`.", seen=SHOWN),
    ),
    "a number of ten million digits": (
        "assert str(f()) == '3'",
        "def f(): return 1 << 33_219_280",
        told(
            "incorrect",
            "`f()` returned `<a very large int>`, which is not what was asked for. "
            "Read once more what the question asks for.",
            seen="<a very large int>",
        ),
    ),
    "consumed without end": (
        "assert list(f()) == [3]",
        "def f():\n    while True: yield 3",
        told(
            "timeout",
            "Going through `f()` did not finish within 1.5 seconds. "
            "Is there a loop that never ends?",
        ),
    ),
    "summed without end": (
        "assert sum(f()) == 3",
        "import itertools\ndef f(): return itertools.count()",
        told(
            "timeout",
            "Going through `f()` did not finish within 1.5 seconds. "
            "Is there a loop that never ends?",
        ),
    ),
    "searched without end": (
        "assert 3 in f()",
        "import itertools\ndef f(): return itertools.repeat(1)",
        told(
            "timeout",
            "Going through `f()` did not finish within 1.5 seconds. "
            "Is there a loop that never ends?",
        ),
    ),
}
SOLUTIONS = {
    "consumed without end": "def f(): return [3]",
    "summed without end": "def f(): return [1, 2]",
    "searched without end": "def f(): return [1, 3]",
}


@pytest.mark.parametrize("case", IN_PYTHON)
async def test_a_value_that_swamps_the_check_is_told(
    case: str, pool: CheckerPool, host: Host
) -> None:
    check, answer, expected = IN_PYTHON[case]
    asked = asks(check, SOLUTIONS.get(case, "def f(): return 3"))
    report = await checked(pool, host, asked, answer)
    if case == "shown":
        expected = dataclasses.replace(expected, expected="3")
    assert report == expected


async def test_a_comparison_in_c_that_never_ends_is_ended_from_outside(
    pool: CheckerPool, host: Host
) -> None:
    report = await checked(pool, host, asks("assert f() == f()"), ENDLESS)
    assert report == told(
        "timeout",
        "Looking through what your code gave back did not come to an end. "
        "Is it far more than was asked for?",
        ran=None,
    )


async def test_a_value_that_crashes_the_checker_is_told(pool: CheckerPool, host: Host) -> None:
    report = await checked(pool, host, asks("assert f() in {1, 3}", seconds=20.0), DEEP)
    assert report == told(
        "error",
        "What your code gave back could not be looked at. Is it far larger, or nested far more "
        "deeply, than was asked for?",
        ran=None,
    )


BLAMELESS = {
    "a loop of its own": "while True: pass",
    "a loop over the right value": "x = f()\nwhile x == 3: pass\nassert x == 4",
    "memory of its own": "x = [0] * 10 ** 10\nassert f() == 3",
    "memory for the right value": "x = [f()] * 10 ** 10\nassert x",
    "a loop in C": "assert sum(range(f() * 10 ** 18)) == 0",
    "the end of its process": "import os\nif f() == 3: os._exit(1)\nassert f()",
}


@pytest.mark.parametrize("case", BLAMELESS)
async def test_what_the_solution_cannot_pass_either_is_our_mistake(
    case: str, pool: CheckerPool, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "STARTING", 6.0)
    asked = asks(BLAMELESS[case])
    report = await checked(pool, host, asked, asked.solution + "\n")
    assert (report.verdict, report.message) == ("undecided", OUR_MISTAKE)
    assert report.fault


def test_an_alarm_leaves_the_one_before_it_alone(judged: Judged) -> None:
    before = (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)[1])
    left = signal.getitimer(signal.ITIMER_REAL)[0]
    report = judged(asks(WALK), ENDLESS)
    assert report.verdict == "timeout"
    after = (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)[1])
    assert after == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] <= left
