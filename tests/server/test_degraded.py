"""Where saving does not go: a disk that is full, a database that another program holds."""

from pathlib import Path

import duckdb
import psutil
import pytest

from jupyter_tutor.conversation.frames import RECORD_WORDS
from jupyter_tutor.sessions.session import NOT_SAVED
from tests.driving.panel import Panel
from tests.driving.process import ServerProcess
from tests.server.routes import COURSE, LESSON

PLENTY = 1 << 40


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
