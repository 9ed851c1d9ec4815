"""Where saving does not go: a disk that is full, a database that another program holds."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil
import pytest

from jupyter_tutor.conversation.conversation import TROUBLE
from jupyter_tutor.conversation.frames import RECORD_WORDS
from jupyter_tutor.sessions.session import NOT_SAVED
from tests.driving.panel import ClosedError, Panel
from tests.driving.process import ServerProcess
from tests.server.routes import COURSE, LESSON

OTHER_LESSON, NEVER_BEGUN = "lists-and-loops", "dictionaries-and-text"

PLENTY = 1 << 40
ROOM = 16 * 1024 * 1024


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder of the learner's notebooks."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def words_of(panel: Panel, kind: str) -> list[str]:
    return [message["text"] for message in panel.messages if message["kind"] == kind]


async def said(panel: Panel, text: str) -> bool:
    """Whether that could be said."""
    answer = await panel.ask({"type": "say", "text": text})
    if answer["type"] == "refused":
        assert answer["reason"] == NOT_SAVED
    return bool(answer["type"] == "accepted")


@pytest.mark.timeout(120)
async def test_no_room_on_the_disk_and_then_room_again(tmp_path: Path, work: Path) -> None:
    server = await ServerProcess.start(tmp_path / "record", root_dir=work)
    panel = await Panel.open(server.server, COURSE, LESSON)
    assert await said(panel, "before")
    process = psutil.Process(server.pid)

    # No file may grow any more: each write fails, as on a full disk.
    process.rlimit(psutil.RLIMIT_FSIZE, (1, PLENTY))
    shown = list(panel.messages)
    assert not await said(panel, "while it is full")
    await panel.until(lambda: panel.record == "full")
    assert panel.messages == shown

    process.rlimit(psutil.RLIMIT_FSIZE, (PLENTY, PLENTY))
    await panel.until(lambda: panel.record == "fine")
    assert await said(panel, "after")

    panel.close()
    await server.kill()
    again = await ServerProcess.start(tmp_path / "record", root_dir=work)
    panel = await Panel.open(again.server, COURSE, LESSON)
    assert words_of(panel, "said") == ["before", "after"]
    panel.close()
    await again.stop()


@pytest.mark.timeout(120)
async def test_a_lesson_opened_while_nothing_can_be_saved(tmp_path: Path, work: Path) -> None:
    server = await ServerProcess.start(tmp_path / "record", root_dir=work)
    panel = await Panel.open(server.server, COURSE, LESSON)
    assert await said(panel, "before")
    panel.close()
    await server.kill()

    server = await ServerProcess.start(tmp_path / "record", root_dir=work)
    process = psutil.Process(server.pid)
    other = await Panel.open(server.server, COURSE, OTHER_LESSON)
    process.rlimit(psutil.RLIMIT_FSIZE, (1, PLENTY))
    with pytest.raises(ClosedError) as closed:
        await Panel.open(server.server, COURSE, NEVER_BEGUN)
    assert closed.value.code == TROUBLE
    panel = await Panel.open(server.server, COURSE, LESSON)
    await panel.until(lambda: panel.record == "full")
    assert words_of(panel, "said") == ["before"]
    assert not await said(panel, "while it is full")

    process.rlimit(psutil.RLIMIT_FSIZE, (PLENTY, PLENTY))
    await panel.until(lambda: panel.record == "fine")
    assert await said(panel, "after")
    await panel.until(lambda: "after" in words_of(panel, "said"))
    assert words_of(panel, "said") == ["before", "after"]
    begun = await Panel.open(server.server, COURSE, NEVER_BEGUN)
    for each in (other, panel, begun):
        each.close()
    await server.stop()


@dataclass(frozen=True)
class SmallDisk:
    """A file system with little room, seen by those only who are ``within``.

    To them it is ``inside``; for all others the same is ``outside``, which DuckDB cannot open.
    """

    inside: Path
    outside: Path
    within: tuple[str, ...]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """One for as long as a process holds its name space.

    Anyone may mount in a name space of their own, where the system does not forbid those. Where it
    does, the sandbox of answers does not work either, and the test is left out as its tests are.
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && echo mounted && exec cat'
    said = ""
    # The second is for root, who may be without name spaces for users.
    for spaces in (("--user", "--mount"), ("--mount",)):
        as_root = ("--map-root-user",) if "--user" in spaces else ()
        holder = subprocess.Popen(
            ["unshare", *spaces, *as_root, "sh", "-c", mount, "sh", str(ROOM), str(disk)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        if holder.stdout.readline() == "mounted\n":
            target = f"--target={holder.pid}"
            outside = Path(f"/proc/{holder.pid}/root{disk}")
            yield SmallDisk(disk, outside, ("nsenter", target, "--preserve-credentials", *spaces))
            holder.communicate()
            return
        said = holder.communicate()[1].strip()
    pytest.skip(f"no file system can be mounted here: {said}")


def fill(disk: Path) -> Path:
    """Leave no byte on that disk; the file that takes it all."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
    return ballast


@pytest.mark.timeout(120)
async def test_a_disk_that_is_full_and_freed_under_journal_and_database(
    small_disk: SmallDisk, work: Path, tmp_path: Path
) -> None:
    record, within = small_disk.inside / "record", small_disk.within
    server = await ServerProcess.start(record, root_dir=work, within=within)
    panel = await Panel.open(server.server, COURSE, LESSON)
    assert await said(panel, "before")

    ballast = fill(small_disk.outside)
    shown = list(panel.messages)
    taken = 0
    # A page that the journal has begun already may still hold a few turns.
    while await said(panel, f"while it is full {taken}"):
        taken += 1
        await panel.until(lambda: panel.messages[-1]["kind"] == "reply")
        shown = list(panel.messages)
    await panel.until(lambda: panel.record == "full")
    assert panel.messages == shown

    ballast.unlink()
    await panel.until(lambda: panel.record == "fine")
    assert await said(panel, "after")

    panel.close()
    await server.kill()
    again = await ServerProcess.start(record, root_dir=work, within=within)
    panel = await Panel.open(again.server, COURSE, LESSON)
    kept = ["before", *(f"while it is full {number}" for number in range(taken)), "after"]
    assert words_of(panel, "said") == kept
    panel.close()
    await again.stop()
    (database,) = (small_disk.outside / "record").glob("*.duckdb")
    copied = shutil.copy(database, tmp_path)
    with duckdb.connect(copied) as reader:
        told = reader.sql("SELECT words FROM events WHERE type = 'learner_said' ORDER BY seq")
        assert [words for (words,) in told.fetchall()] == kept


@pytest.mark.timeout(120)
async def test_a_history_that_another_program_holds(tmp_path: Path, work: Path) -> None:
    data_dir = tmp_path / "record"
    first = await ServerProcess.start(data_dir, root_dir=work)
    panel = await Panel.open(first.server, COURSE, LESSON)
    assert await said(panel, "before")
    panel.close()
    await first.stop()
    (database,) = data_dir.glob("*.duckdb")

    with duckdb.connect(str(database)) as holder:
        server = await ServerProcess.start(data_dir, root_dir=work)
        panel = await Panel.open(server.server, COURSE, LESSON)
        await panel.until(lambda: panel.record == "behind")
        assert await said(panel, "meanwhile")
        assert holder.sql("SELECT count(*) FROM events WHERE words = 'meanwhile'").fetchall() == [
            (0,)
        ]

    await panel.until(lambda: panel.record == "fine")
    panel.close()
    await server.stop()
    with duckdb.connect(str(database)) as reader:
        kept = reader.sql(
            "SELECT words, count(*) FROM events WHERE type = 'learner_said' "
            "GROUP BY words ORDER BY words"
        ).fetchall()
    assert kept == [("before", 1), ("meanwhile", 1)]


def test_there_are_words_for_whatever_is_wrong() -> None:
    assert RECORD_WORDS["fine"] is None
    assert all(words for state, words in RECORD_WORDS.items() if state != "fine")
