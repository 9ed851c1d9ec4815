"""The warm checkers: what they answer, and that nothing is left when they are cut short."""

import asyncio
import dataclasses
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from jupyter_tutor.checker.connection import Address
from jupyter_tutor.checker.explain import ASKED_TO_STOP
from jupyter_tutor.checker.fresh import FreshProcess
from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CheckUnavailableError
from tests.checks.host import Host
from tests.checks.questions import HALVES, MEAN, MEAN_SOLUTION, question
from tests.checks.test_agent import children, wait_until_childless

RIGHT = Report(
    verdict="correct",
    points=3.0,
    max_points=3.0,
    message="It passed all 3 checks.",
    notes=(
        "`mean([1, 2, 3])` is `2.0`, a number with a decimal point (`float`); "
        "`2` is a whole number (`int`). They are equal, so this is right.",
    ),
    target="fork",
)

OURS = Report(verdict="undecided", points=0.0, max_points=1.0, message=OUR_MISTAKE, target="fork")


@pytest.fixture
async def pool() -> AsyncIterator[CheckerPool]:
    checkers = CheckerPool(size=1)
    await checkers.start()
    yield checkers
    await checkers.close()


@pytest.fixture
def kernel() -> Iterator[Host]:
    host = Host()
    host.run(MEAN_SOLUTION)
    yield host
    host.close()


def workers() -> set[int]:
    """The checkers among the children of this process."""
    found = set()
    for child in children(os.getpid()):
        line = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"checker.worker" in line:
            found.add(child)
    return found


async def test_the_whole_way(pool: CheckerPool, kernel: Host) -> None:
    before = kernel.names()
    assert await pool.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork") == RIGHT
    kernel.run(HALVES.source)
    report = await pool.check(MEAN, "# text of another", None, kernel.address, "fork")
    assert report.verdict == "unattempted"
    report = await pool.check(MEAN, "def mean(xs): ...", None, kernel.address, "fork")
    assert report.verdict == "unattempted"
    report = await pool.check(MEAN, "def mean(x): return sum(x) / 2", None, kernel.address, "fork")
    assert (report.verdict, report.misconception) == ("incorrect", "halves")
    assert kernel.names().keys() == before.keys()


async def test_several_at_once(kernel: Host) -> None:
    checkers = CheckerPool(size=2)
    checks = [checkers.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork") for _ in range(6)]
    assert await asyncio.gather(*checks) == [RIGHT] * 6
    assert len(workers()) == 2
    await checkers.close()
    assert workers() == set()


async def test_no_agent_no_kernel(pool: CheckerPool) -> None:
    with pytest.raises(CheckUnavailableError) as caught:
        await pool.check(MEAN, MEAN_SOLUTION, None, None, "none")
    assert caught.value.reason == "no_kernel"


async def test_an_agent_that_is_gone(pool: CheckerPool, tmp_path: Path) -> None:
    gone = Address(address=str(tmp_path / "gone.sock"), secret="s")
    with pytest.raises(CheckUnavailableError) as caught:
        await pool.check(MEAN, MEAN_SOLUTION, None, gone, "fork")
    assert caught.value.reason == "kernel_died"


async def test_a_cancelled_check_leaves_nothing_running(
    pool: CheckerPool, kernel: Host, tmp_path: Path
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    kernel.run(f"def mean(xs):\n    f = open({str(fifo)!r}, 'w')\n    while True: pass")
    (first,) = workers()
    task = asyncio.create_task(pool.check(MEAN, "def mean(xs): pass", None, kernel.address, "fork"))
    with await asyncio.to_thread(fifo.open) as reader:  # returns once the loop is under way
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(reader.read) == ""
    await asyncio.to_thread(wait_until_childless, kernel.process.pid)
    kernel.run(MEAN_SOLUTION)
    assert await pool.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork") == RIGHT
    assert first not in workers()


async def test_a_worker_killed_while_it_waits_is_replaced(pool: CheckerPool, kernel: Host) -> None:
    for _ in range(2):
        (worker,) = workers()
        os.kill(worker, signal.SIGKILL)
        assert await pool.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork") == RIGHT


async def test_a_check_that_kills_its_worker_is_tried_once_more_and_with_the_solution(
    pool: CheckerPool, kernel: Host, tmp_path: Path
) -> None:
    count = tmp_path / "count"
    source = f"import os\nopen({str(count)!r}, 'a').write('.')\nos._exit(1)"
    asked = question("def mean(xs): return 0", source)
    report = await pool.check(asked, "def mean(xs): pass", None, kernel.address, "fork")
    assert report == dataclasses.replace(OURS, fault="the checker ended (answer)")
    assert count.read_text() == "..."
    assert await pool.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork") == RIGHT


async def test_a_check_that_never_ends_by_itself_is_ended(pool: CheckerPool, kernel: Host) -> None:
    asked = question("def mean(xs): return 0", "while True: pass", timeout=0.5)
    (worker,) = workers()
    report = await pool.check(asked, "def mean(xs): pass", None, kernel.address, "fork")
    fault = "The check q-1 ran out of time, as it does with the solution."
    assert report == dataclasses.replace(OURS, fault=fault)
    assert workers() == {worker}


async def test_a_check_may_print_and_read(pool: CheckerPool, kernel: Host) -> None:
    check = "import sys\nprint('{}' * 99)\nsys.__stdout__.flush()\nassert sys.stdin.read() == ''"
    asked = question("def mean(xs): return 0", f"{check}\nassert mean([2]) == 2")
    report = await pool.check(asked, "def mean(xs): pass", None, kernel.address, "fork")
    assert (report.verdict, report.fault) == ("correct", None)


async def test_closing_gives_up_what_is_under_way(kernel: Host) -> None:
    checkers = CheckerPool(size=1)
    await checkers.close()
    with pytest.raises(CheckUnavailableError) as caught:
        await checkers.check(MEAN, MEAN_SOLUTION, None, kernel.address, "fork")
    assert caught.value.reason == "internal"


async def test_a_worker_that_cannot_start_is_told(tmp_path: Path) -> None:
    checkers = CheckerPool(python="/bin/false")
    with pytest.raises(OSError, match="ended as it started"):
        await checkers.start()
    await checkers.close()


def test_workers_end_with_the_server() -> None:
    program = (
        "import asyncio, os, signal\n"
        "from jupyter_tutor.checker.pool import CheckerPool\n"
        "async def main():\n"
        "    pool = CheckerPool(size=2)\n"
        "    await pool.start()\n"
        "    print(*[worker._process.pid for worker in pool._workers._idle], flush=True)\n"
        "    os.read(0, 1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        ends = [os.pidfd_open(int(pid)) for pid in server.stdout.readline().split()]
        server.stdin.write(b".")
    waiting = select.poll()
    for end in ends:
        waiting.register(end, select.POLLIN)
    ended = set()
    while len(ended) < 2:
        ended |= {number for number, _event in waiting.poll()}
    for end in ends:
        os.close(end)
    assert (ended, server.returncode) == (set(ends), -signal.SIGKILL)


FRESH = {
    "right": (MEAN_SOLUTION, "correct", "It passed all 3 checks."),
    "foreseen": (
        "def mean(v): return sum(v) / 2.0",
        "incorrect",
        f"{HALVES.says}\n\n`mean([1, 2, 3])` returned `3.0`, expected `2`.",
    ),
    "untouched": (
        MEAN.stub,
        "unattempted",
        "Your answer cell is still as it was given. Write your answer in it and run the cell.",
    ),
    "not Python": (
        "def mean(xs) return 2",
        "error",
        "Your answer cell stopped with `SyntaxError: expected ':' (line 1)`. "
        "That line needs a `:`, as every `def`, `if` and `for` does. "
        "Mend it, then run the cell again.",
    ),
    "an exception": (
        "1 / 0",
        "error",
        "Your answer cell stopped with `ZeroDivisionError: division by zero`. "
        "A number was divided by zero. Mend it, then run the cell again.",
    ),
    "exit": (
        "exit()",
        "error",
        ASKED_TO_STOP,
    ),
    "harder exit": (
        "import os; os._exit(0)",
        "error",
        "Your cell ended Python itself (`sys.exit` or `os._exit`). Leave that out.",
    ),
    "with lines for IPython": (f"%matplotlib inline\n!ls\n{MEAN_SOLUTION}", "correct", None),
    "with input at once": (
        "name = input()",
        "error",
        "Your answer cell stopped with `EOFError: EOF when reading a line`. "
        "Mend it, then run the cell again.",
    ),
}


@pytest.mark.parametrize("case", FRESH)
async def test_an_answer_judged_by_its_text(case: str, pool: CheckerPool) -> None:
    source, verdict, message = FRESH[case]
    report = await pool.check_fresh(MEAN, source)
    assert (report.verdict, report.message) == (verdict, message or report.message)


async def test_setup_and_earlier_answers_come_first(pool: CheckerPool) -> None:
    asked = question("def f(): return A + B + C", "assert f() == 6", setup=("A = 1", "1 / 0"))
    source = "C = 3\ndef f(): return A + B + C"
    report = await pool.check_fresh(asked, source, ["raise ValueError", "B = 2"])
    assert (report.verdict, report.target) == ("correct", "fresh")


async def test_a_cell_that_never_ends(pool: CheckerPool) -> None:
    asked = question("x = 1", "assert x == 1", timeout=0.5)
    assert await pool.check_fresh(asked, "while True: pass") == Report(
        verdict="timeout",
        points=0.0,
        max_points=1.0,
        message="Your cell was still running after 0.5 seconds. Is there a loop that never ends?",
        target="fresh",
    )


async def test_cancelling_ends_the_fresh_process_too(pool: CheckerPool, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    source = f"f = open({str(fifo)!r}, 'w')\nwhile True: pass"
    task = asyncio.create_task(pool.check_fresh(MEAN, source))
    with await asyncio.to_thread(fifo.open) as reader:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(reader.read) == ""


def await_work(pid: int) -> None:
    """Return when a process has been at work for half a second."""
    ticks = 0
    while ticks < os.sysconf("SC_CLK_TCK") // 2:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11])
        os.sched_yield()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_cancelling_ends_an_answer_that_is_within_c(
    pool: CheckerPool, tmp_path: Path
) -> None:
    """Where no thread of it gets to run that could hear of the end."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    source = (
        f"import os, re\nheld = open({str(fifo)!r}, 'w')\n"
        "print(os.getpid(), file=held, flush=True)\nre.match('(a+)+$', 'a' * 60 + 'b')"
    )
    task = asyncio.create_task(pool.check_fresh(dataclasses.replace(MEAN, timeout=60.0), source))
    with await asyncio.to_thread(fifo.open) as reader:
        await asyncio.to_thread(await_work, int(await asyncio.to_thread(reader.readline)))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(reader.read) == ""


@pytest.mark.parametrize("fork", [True, False])
async def test_without_forks_every_check_still_has_a_namespace_of_its_own(
    fork: bool, pool: CheckerPool
) -> None:
    solution = "seen = []\ndef add(x):\n    seen.append(x)\n    return len(seen)"
    asked = question(solution, *["assert add(1) == 1\nassert seen == [1]"] * 3)
    with FreshProcess([solution], seconds=30.0, fork=fork) as process:
        report = await pool.check(asked, solution, None, process.address, "fresh")
        again = await pool.check(asked, solution, None, process.address, "fresh")
    assert (report.verdict, again) == ("correct", report)


async def test_a_fresh_process_leaves_no_files(pool: CheckerPool) -> None:
    with FreshProcess(["x = 1"], seconds=30.0) as process:
        path = Path(process.address.address)
        assert path.is_socket()
    assert not path.parent.exists()


async def test_secrets_of_the_server_are_not_in_its_environment(
    pool: CheckerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hush")
    checkers = CheckerPool(size=1)
    asked = question("x = None", "assert x is None")
    source = "import os\nx = os.environ.get('OPENAI_API_KEY')"
    assert (await checkers.check_fresh(asked, source)).verdict == "correct"
    await checkers.close()
