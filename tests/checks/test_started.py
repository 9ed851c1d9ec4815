"""What a process says when it should say that it is ready is a learner's; and it is watched."""

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.checker.by_text import TextTrial
from jupyter_tutor.checker.explain import SWAMPED
from jupyter_tutor.checker.fresh import FreshProcess, Plain
from jupyter_tutor.checker.started import Failed, Launch, Ready, Started
from jupyter_tutor.checker.watching import Allowance, Overrun
from jupyter_tutor.core.verdict import Report
from tests.checks.questions import question

PATIENCE = 60.0

SAYING = """
import json, struct, sys
def frame(data):
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return struct.pack(">I", len(data)) + data
ready = {"address": "/elsewhere", "pid": 1, "fork": True, "failed": []}
sys.stdout.buffer.write(SAID)
sys.stdout.flush()
sys.stdin.read()
"""


@contextmanager
def saying(said: str, *, walled: bool = False) -> Iterator[Started]:
    """A process that says this, whatever it is told."""
    command = (sys.executable, "-I", "-c", SAYING.replace("SAID", said))
    started = Started(Launch(command=command, environment={}, walled=walled))
    try:
        yield started
    finally:
        started.close()


def test_who_is_ready_says_where_it_is() -> None:
    failed = "{**ready, 'failed': [{'index': 1, 'type': 'ValueError', 'text': 'no'}]}"
    with saying(f"frame({failed})") as started:
        ready = started.tell({}, PATIENCE)
    assert ready == Ready("/elsewhere", (Failed(1, "ValueError: no"),))


def test_who_was_handed_a_socket_is_not_asked_where_it_is() -> None:
    """Or an answer could send the checker, and its secret, to somebody else."""
    with saying("frame(ready)", walled=True) as started:
        ready = started.tell({}, PATIENCE)
    assert ready is not None
    assert Path(ready.address).name == "s"
    assert not Path(ready.address).parent.exists()


@pytest.mark.parametrize(
    "said",
    [
        "b''",
        "b'\\xff\\xff\\xff\\xff'",
        "frame(b'not json')",
        "frame(b'[' * 100_000)",
        "frame([])",
        "frame({})",
        "frame({'address': 'x'})",
        "frame({**ready, 'failed': 5})",
        "frame({**ready, 'failed': [5]})",
        "frame({**ready, 'failed': [{'index': 'x', 'type': '', 'text': ''}]})",
        "frame(ready)[:-1]",
    ],
)
def test_nonsense_is_not_ready(said: str) -> None:
    with saying(f"{said}); sys.exit(0") as started:
        assert started.tell({}, PATIENCE) is None
        assert not started.late


def test_who_says_nothing_is_late() -> None:
    with saying("b''") as started:
        assert started.tell({}, 0.2) is None
        assert started.late


class _Watched(Plain):
    """No walls, and an allowance that is soon used up."""

    allowance: Any = Allowance(memory=100 << 20, processes=10)


SWAMPING: dict[Overrun, str] = {
    "memory": "kept = bytearray(b'x') * (200 << 20)\nwhile True: pass",
    "processes": textwrap.dedent(
        """
        import subprocess, sys
        started = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) for _ in range(12)]
        while True: pass
        """
    ),
}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc to look into")
@pytest.mark.parametrize("what", SWAMPING)
def test_who_uses_too_much_is_ended(what: Overrun) -> None:
    with FreshProcess([SWAMPING[what]], seconds=PATIENCE, enclosure=_Watched()) as process:
        assert (process.state, process.overrun) == ("ended", what)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc to look into")
@pytest.mark.parametrize("what", SWAMPING)
def test_it_is_told_of_it_in_words(what: Overrun) -> None:
    asked = question("def f(): return 1", "assert f() == 1", timeout=PATIENCE)
    trial = TextTrial(question=asked, source=SWAMPING[what], enclosure=_Watched(), target="process")
    assert trial.judge(_never) == Report(
        verdict="error",
        points=0.0,
        max_points=1.0,
        message=SWAMPED[what],
        target="process",
    )


def _never(*_told: Any) -> Report:
    raise AssertionError("there is nothing to judge")
