"""The folders of agents: those of killed ones are taken away, and nothing else is."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_tutor.kernel_agent.folders import new_folder, sweep

HOUR, DAYS = 3600.0, 2 * 86_400.0

LISTEN = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print("listens", flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder of its own, with a short name: a socket's path is limited."""
    with tempfile.TemporaryDirectory(prefix="t") as home:
        monkeypatch.setattr(tempfile, "tempdir", home)
        yield Path(home)


def of_a_killed_process() -> Path:
    """A folder with the socket of a process that listened there and was killed."""
    folder = new_folder()
    path = folder / "1234.sock"
    command = [sys.executable, "-c", LISTEN, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listens\n"
        process.kill()
    return folder


def age(folder: Path, seconds: float = HOUR) -> Path:
    then = time.time() - seconds
    os.utime(folder, (then, then))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_of_a_killed_process_is_taken_away(home: Path) -> None:
    age(of_a_killed_process())
    age(new_folder(), DAYS)
    sweep()
    assert list(home.iterdir()) == []


def test_where_somebody_listens_all_stays(home: Path) -> None:
    folder = new_folder()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "1.sock"))
        server.listen()
        age(folder)
        sweep()
        assert names(folder) == ["1.sock"]


def test_what_is_new_may_be_about_to_be_used(home: Path) -> None:
    kept = {of_a_killed_process(), age(new_folder())}
    sweep()
    assert set(home.iterdir()) == kept


def test_what_holds_anything_else_is_somebody_elses(home: Path) -> None:
    kept = of_a_killed_process()
    (kept / "notes.txt").write_text("mine")
    age(kept)
    (home / "jt-file").touch()
    age(home / "jt-file")
    sweep()
    assert names(kept) == ["1234.sock", "notes.txt"]
    assert (home / "jt-file").exists()


def test_a_link_is_not_followed(home: Path) -> None:
    elsewhere = home / "elsewhere"
    age(of_a_killed_process().rename(elsewhere))
    link = home / "jt-link"
    link.symlink_to(elsewhere)
    sweep()
    assert link.is_symlink()
    assert names(elsewhere) == ["1234.sock"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to another")
def test_the_folder_of_another_user_stays(home: Path) -> None:
    kept = of_a_killed_process()
    os.chown(kept, 65534, 65534)
    age(kept)
    sweep()
    assert names(kept) == ["1234.sock"]


def test_where_a_sockets_path_would_be_too_long_the_folder_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / ("long" * 25)
    home.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home))
    folder = new_folder()
    try:
        assert (folder.parent, list(home.iterdir())) == (Path("/tmp"), [])
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(str(folder / "4194304.sock"))
    finally:
        shutil.rmtree(folder)
