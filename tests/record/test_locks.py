"""A lock ends with its process, and never lives on in that process's children."""

import os
import subprocess
import sys
from pathlib import Path

from jupyter_tutor.adapters.record_locks import FileLock, is_locked
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.record_servers import Seat, address_of, is_alive, present, tidy_dead
from tests.record.children import ROOT, spawn


def test_only_one_holds_it(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert not is_locked(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert (first.held, second.held) == (True, False)
    assert is_locked(tmp_path / "lock")
    first.release()
    first.release()
    assert not is_locked(tmp_path / "lock")
    assert second.acquire()
    second.release()


async def test_it_ends_with_its_process(tmp_path: Path) -> None:
    child = await spawn("tests.record.child_locker", str(tmp_path / "lock"))
    assert child.stdout is not None
    assert await child.stdout.readline() == b"locked\n"
    assert is_locked(tmp_path / "lock")
    child.kill()
    await child.communicate()
    assert not is_locked(tmp_path / "lock")


def test_a_forked_child_does_not_keep_it(tmp_path: Path) -> None:
    """The holder forks and dies; its child lives on."""
    command = [sys.executable, "-m", "tests.record.child_locker", str(tmp_path / "lock"), "fork"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"forked\n"
        assert holder.wait(60) == 0
        assert not is_locked(tmp_path / "lock")
        holder.stdin.close()
        assert holder.stdout.read() == b"ended\n"


def test_a_seat_is_alive_until_it_is_left(layout: Layout) -> None:
    seat = Seat.claim(layout)
    assert is_alive(layout, seat.server)
    assert present(layout) == [seat.server]
    tidy_dead(layout, seat.server)
    assert is_alive(layout, seat.server)
    seat.leave()
    assert not is_alive(layout, seat.server)
    assert list(layout.servers.iterdir()) == []


def test_what_a_dead_server_left_is_tidied(layout: Layout) -> None:
    socket = layout.servers / "dead.sock"
    for name in ("dead.lock", "dead.json", "dead.sock"):
        (layout.servers / name).touch()
    (layout.servers / "dead.json").write_text(
        f'{{"server": "dead", "pid": {os.getpid()}, "secret": "x", "path": "{socket}"}}'
    )
    assert address_of(layout, "dead") is not None
    assert not is_alive(layout, "dead")
    tidy_dead(layout, "dead")
    assert list(layout.servers.iterdir()) == []
    assert address_of(layout, "dead") is None
