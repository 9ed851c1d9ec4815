"""Snapshots and dead letters as files of a data directory."""

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.adapters.dead_letter_files import DeadLetterFiles
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.snapshot_files import SnapshotFiles
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import DeadLetter

SESSION = SessionId("5e55")
FIRST = DeadLetter(
    id="fold 5e55 3", job="fold", at="2026-11-22T09:46:20.125Z", input="{}", error="WireError"
)
SECOND = replace(FIRST, id="../../etc/passwd", at="2026-11-23T09:46:20.125Z")


async def test_the_last_snapshot_is_kept(tmp_path: Path) -> None:
    snapshots = SnapshotFiles(Layout(tmp_path))

    assert await snapshots.read(SESSION) is None
    await snapshots.write(SESSION, b"one")
    await snapshots.write(SESSION, b"two")

    assert await snapshots.read(SESSION) == b"two"
    (file,) = (tmp_path / "snapshots").iterdir()
    assert file.stat().st_mode & 0o077 == 0


async def test_a_snapshot_that_cannot_be_written_raises(tmp_path: Path) -> None:
    (tmp_path / "snapshots").write_text("in the way")

    with pytest.raises(OSError, match="snapshots"):
        await SnapshotFiles(Layout(tmp_path)).write(SESSION, b"one")
    assert await SnapshotFiles(Layout(tmp_path)).read(SESSION) is None


async def test_dead_letters_are_put_aside_and_dropped(tmp_path: Path) -> None:
    letters = DeadLetterFiles(Layout(tmp_path))
    assert await letters.all() == []
    await letters.put(SECOND)
    await letters.put(FIRST)
    await letters.put(replace(FIRST, at="2026-11-24T09:46:20.125Z", error="KeyError"))
    (tmp_path / "dead-letters" / "torn.json").write_text("{")

    again = replace(FIRST, tries=2, error="KeyError")
    assert await letters.all() == [again, SECOND]
    assert await letters.drop(FIRST.id)
    assert not await letters.drop(FIRST.id)
    assert await letters.all() == [SECOND]
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["dead-letters"] * 2
