"""None of the hostile answers is marked right in a sandbox, and none outlives it or gets out."""

import asyncio
import os
import secrets
import shutil
import socket
import socketserver
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CheckUnavailableError
from tests.checks import hostile_answers
from tests.checks.questions import question
from tests.checks.sandboxes import found

TOKEN = f"token-{secrets.token_hex(16)}"
SQUARE = question(hostile_answers.SOLUTION, *hostile_answers.CHECKS, timeout=4.0)
SECRET = question(
    f"def secret():\n    return {TOKEN!r}", f"assert secret() == {TOKEN!r}", timeout=4.0
)

Key = tuple[str, str]
SQUARES = {
    (kind, name): s for kind, some in hostile_answers.SQUARE.items() for name, s in some.items()
}
SECRETS = {
    (kind, name): s for kind, some in hostile_answers.SECRET.items() for name, s in some.items()
}
RIGHT = ("right", "right")


@pytest.fixture(scope="module")
def reports() -> dict[Key, Report | str]:
    """What came of every answer that may run here, judged two at a time."""
    with _world() as (told, hide):
        answers = {RIGHT: SQUARE.solution, **SQUARES}
        if found().program is None:
            harmless = {k: s for k, s in answers.items() if k[1] not in hostile_answers.WALLED}
            return asyncio.run(_judged(harmless, {}, hide))
        attacks = {
            key: source.format(**told) if key[0] == "reaching out" else source
            for key, source in SECRETS.items()
        }
        return asyncio.run(_judged(answers, attacks, hide))


async def _judged(
    squares: dict[Key, str], attacks: dict[Key, str], hide: tuple[Path, ...]
) -> dict[Key, Report | str]:
    pool = CheckerPool(size=2)

    async def judge(key: Key, source: str) -> tuple[Key, Report | str]:
        asked = SECRET if key in attacks else SQUARE
        try:
            return key, await pool.check_sandboxed(asked, source, hide=hide)
        except CheckUnavailableError as error:
            return key, str(error)

    try:
        every = {**squares, **attacks}
        first = dict(await asyncio.gather(*(judge(key, s) for key, s in every.items())))
        return {**first, ("right", "after all"): (await judge(RIGHT, SQUARE.solution))[1]}
    finally:
        await pool.close()


@contextmanager
def _world() -> Iterator[tuple[dict[str, object], tuple[Path, ...]]]:
    """A server's machine: a course on its disk and beside its Python, sockets, an environment."""
    with ExitStack() as stack:
        course = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        beside = Path(sys.prefix, "share", f"hostile-{secrets.token_hex(4)}")
        beside.mkdir(parents=True)
        stack.callback(shutil.rmtree, beside)
        for folder in (course, beside):
            (folder / "solution.txt").write_text(TOKEN)
        os.environ["TUTOR_TEST_TOKEN"] = TOKEN
        stack.callback(os.environ.pop, "TUTOR_TEST_TOKEN")
        abstract = secrets.token_hex(8)
        tcp = socketserver.TCPServer(("0.0.0.0", 0), _Tells)
        _serving(tcp, stack)
        _serving(socketserver.UnixStreamServer(str(course / "socket"), _Tells), stack)
        if sys.platform == "linux":
            _serving(socketserver.UnixStreamServer(f"\0{abstract}", _Tells), stack)
        port = tcp.server_address[1]
        told = {"course": course, "beside": beside, "abstract": abstract, "port": port}
        yield {**told, "host": _own_address()}, (course, beside)


class _Tells(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(TOKEN.encode())


def _serving(server: socketserver.BaseServer, stack: ExitStack) -> None:
    """Tell the token to whoever asks, until the stack unwinds."""
    stack.enter_context(server)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    stack.callback(server.shutdown)


def _own_address() -> str:
    """An address of this machine that is not the loopback's, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


EVERY = [*SQUARES, *SECRETS]


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("key", EVERY, ids=[f"{kind}: {name}" for kind, name in EVERY])
def test_no_hostile_answer_is_marked_right(key: Key, reports: dict[Key, Report | str]) -> None:
    if key not in reports:
        pytest.skip(f"no walls, for bubblewrap is not usable here: {found().why}")
    report = reports[key]
    assert isinstance(report, Report), report
    assert report.verdict in ("incorrect", "error", "timeout"), report
    assert report.fault is None


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("when", ["right", "after all"])
def test_a_right_answer_among_them_is(when: str, reports: dict[Key, Report | str]) -> None:
    report = reports["right", when]
    assert isinstance(report, Report), report
    assert (report.verdict, report.target) == ("correct", found().target)


def test_there_are_enough_of_them() -> None:
    assert len(EVERY) >= 60


@pytest.mark.parametrize(
    "name",
    [
        "the network",
        "the network by its address",
        "a socket without a file",
        "a socket with a file",
        "the course's file",
        "the course beside this Python",
        "the file by a link",
    ],
)
async def test_without_walls_the_same_answer_finds_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacks are real: what keeps them from it is the sandbox."""
    monkeypatch.chdir(tmp_path)  # one of them leaves a file where it runs
    pool = CheckerPool(size=1)
    try:
        with _world() as (told, _hide):
            source = hostile_answers.REACHING_OUT[name].format(**told)
            report = await pool.check_fresh(SECRET, source)
    finally:
        await pool.close()
    assert report.verdict == "correct"
