"""What an answer starts ends with its check, wherever it hides; and an agent that ends says so."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jupyter_tutor.checker.connection import UnreachableError
from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.fresh import FreshProcess
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.kernel_agent import install_code
from tests.checks.host import Host
from tests.checks.questions import MEAN, MEAN_SOLUTION, question
from tests.checks.test_agent import connection, own_host, wait_until_childless

__all__ = ["own_host"]

PATIENCE = 30_000

STARTS = {
    "in its group": "start()",
    "in a session of its own": "start(start_new_session=True)",
    "as an orphan": (
        "if os.fork() == 0:\n        os.setsid()\n        start(start_new_session=True)\n"
        "        os._exit(0)\n    os.wait()"
    ),
    "as a grandchild": (
        "for _ in range(2):\n        if os.fork(): break\n        os.setsid()\n"
        "    else:\n        start(start_new_session=True)\n        os._exit(0)\n"
        "    if os.getpid() != me: os._exit(0)"
    ),
}


def starting(how: str, fifo: Path, after: str) -> str:
    """A cell whose ``f`` starts something that keeps the fifo open for as long as it lives."""
    return (
        "import os, subprocess\n"
        "def f():\n"
        "    me = os.getpid()\n"
        f"    held = os.open({str(fifo)!r}, os.O_WRONLY)\n"
        "    def start(**how): subprocess.Popen(['sleep', '1000'], pass_fds=[held], **how)\n"
        f"    {STARTS[how]}\n"
        f"    {after}\n"
    )


@contextmanager
def all_gone(fifo: Path) -> Iterator[None]:
    """Afterwards nothing that was started within this holds the fifo open any more."""
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield
        poller = select.poll()
        poller.register(reader, 0)
        assert poller.poll(PATIENCE) == [(reader, select.POLLHUP)]
    finally:
        os.close(reader)


ASKED = question("def f(): return 1", "assert f() == 1", "assert f() == 1", timeout=4.0)

linux = pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")


@linux
@pytest.mark.parametrize("how", STARTS)
@pytest.mark.parametrize(
    ("after", "verdict"),
    [("return 1", "correct"), ("os._exit(1)", "error"), ("while True: pass", "timeout")],
)
def test_what_an_answer_starts_ends_with_its_check(
    how: str, after: str, verdict: str, host: Host, tmp_path: Path
) -> None:
    source = starting(how, tmp_path / "fifo", after)
    host.run(source)
    with all_gone(tmp_path / "fifo"):
        assert judge(ASKED, source, None, host.address, "fork", foresee).verdict == verdict
    wait_until_childless(host.process.pid)


@linux
@pytest.mark.parametrize("how", STARTS)
async def test_what_a_cell_starts_ends_with_its_fresh_process(how: str, tmp_path: Path) -> None:
    source = starting(how, tmp_path / "fifo", "return 1") + "f()\n"
    pool = CheckerPool(size=1)
    with all_gone(tmp_path / "fifo"):
        report = await pool.check_fresh(ASKED, source)
    assert report.verdict == "correct"
    await pool.close()


@linux
@pytest.mark.parametrize("how", STARTS)
@pytest.mark.parametrize("after", ["while True: pass", "os._exit(0)"])
async def test_what_a_cell_starts_that_never_gets_ready_ends_too(
    how: str, after: str, tmp_path: Path
) -> None:
    source = starting(how, tmp_path / "fifo", after) + "f()\n"
    pool = CheckerPool(size=1)
    with all_gone(tmp_path / "fifo"):
        report = await pool.check_fresh(ASKED, source)
    assert report.verdict in ("timeout", "error")
    await pool.close()


@linux
def test_a_fresh_process_leaves_no_child_of_its_sources(tmp_path: Path) -> None:
    source = starting("in its group", tmp_path / "fifo", "return 1") + "f()\n"
    with all_gone(tmp_path / "fifo"), FreshProcess([source], seconds=30.0) as process:
        assert process.state == "ready"


def test_an_agent_whose_thread_ended_is_gone_and_can_come_again(own_host: Host) -> None:
    own_host.run(MEAN_SOLUTION)
    own_host.run(
        "import threading\n"
        "(thread,) = [t for t in threading.enumerate() if hasattr(t, 'tutor_key')]\n"
        "threading.excepthook = lambda told: None\n"
        "thread._listener._accept = None"
    )
    for _ in range(2):
        with pytest.raises(UnreachableError) as caught:
            connection(own_host)
        assert caught.value.reason == "kernel_died"
    own_host.run(install_code(str(own_host.directory), own_host.secret)[0])
    assert judge(MEAN, MEAN_SOLUTION, None, own_host.address, "fork", foresee).points == 3.0
