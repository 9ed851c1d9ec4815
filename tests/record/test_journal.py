"""A turn is durable once appended, whole or not at all, whatever happens while it is written."""

import asyncio
import errno
import json
import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from jupyter_tutor.adapters import journal_reader, journal_repair, journal_segments
from jupyter_tutor.adapters.journal_files import FileJournal
from jupyter_tutor.adapters.journal_lines import (
    BadLineError,
    decode_turn,
    encode_turn,
    event_to_json,
)
from jupyter_tutor.adapters.journal_mark import Mark, Position, read_mark
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.journal_repair import mend
from jupyter_tutor.adapters.journal_segments import JournalGoneError, segments_of
from jupyter_tutor.adapters.record_merge import NothingKnown, merge_all
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.record_servers import Seat
from jupyter_tutor.ports import JournalError
from tests.record.children import spawn, until
from tests.record.turns import chain, flat, read_journal, said, write_journal


def test_a_line_is_json_and_reads_back_as_the_turn() -> None:
    turn = said("s", None, 'a "quote"\n', "\u2028 \x00 \x1f 😀", "")
    line = encode_turn(turn)
    assert decode_turn(line) == tuple(turn)
    assert json.loads(line)["turn"] == [event_to_json(event) for event in turn]
    assert line.count(b"\n") == 1


def test_a_line_with_any_byte_changed_is_refused() -> None:
    line = encode_turn(said("s", None, "hello"))
    for index in range(len(line)):
        damaged = bytearray(line)
        damaged[index] ^= 0x01
        with pytest.raises(BadLineError):
            decode_turn(bytes(damaged))


async def test_turns_read_back_as_they_were_appended(layout: Layout) -> None:
    turns = chain("s", 5)
    journal = FileJournal(layout.journal / "one")
    for turn in turns:
        await journal.append(turn)
    await journal.append([])
    assert read_journal(layout, "one") == (turns, [])
    await journal.close()
    assert read_mark(layout.journal / "one") == Mark(journal.end, shut=True)
    with pytest.raises(JournalError, match="closed"):
        await journal.append(said("s", turns[-1][-1], "too late"))
    assert read_journal(layout, "one") == (turns, [])


async def test_nothing_is_made_on_disk_before_the_first_turn(layout: Layout) -> None:
    journal = FileJournal(layout.journal / "one")
    await journal.close()
    assert list(layout.journal.iterdir()) == []


async def test_segments_roll_and_are_read_in_order(layout: Layout) -> None:
    turns = chain("s", 12)
    journal = FileJournal(layout.journal / "one", segment_bytes=2800)
    for turn in turns:
        await journal.append(turn)
    await journal.close()
    assert segments_of(layout.journal / "one") == [1, 2, 3, 4]
    assert read_journal(layout, "one") == (turns, [])


async def test_concurrent_appends_share_one_sync(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs: list[int] = []
    all_asked = threading.Event()

    def sync(descriptor: int) -> None:
        all_asked.wait(60)
        os.fdatasync(descriptor)
        syncs.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr(journal_segments, "sync_file", sync)
    turns = [chain(f"s{number}", 1)[0] for number in range(64)]
    journal = FileJournal(layout.journal / "one")
    first = asyncio.ensure_future(journal.append(turns[0]))
    await asyncio.sleep(0)
    await until((layout.journal / "one" / "000001.jsonl").exists)
    others = [asyncio.ensure_future(journal.append(turn)) for turn in turns[1:]]
    await asyncio.sleep(0)
    all_asked.set()
    await asyncio.gather(first, *others)
    await journal.close()
    sizes = [len(encode_turn(turn)) for turn in turns]
    assert syncs == [sizes[0], sum(sizes)]
    assert read_journal(layout, "one") == (turns, [])


async def test_an_append_returns_only_after_the_sync(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = threading.Event()
    proceed = threading.Event()

    def sync(descriptor: int) -> None:
        synced.set()
        proceed.wait(60)
        os.fdatasync(descriptor)

    monkeypatch.setattr(journal_segments, "sync_file", sync)
    turn = said("s", None, "hello")
    async with living(layout) as server:
        journal = FileJournal(layout.journal / server)
        append = asyncio.ensure_future(journal.append(turn))
        await asyncio.to_thread(synced.wait, 60)
        # On disk already, but no other process may read it yet, and nobody was told.
        assert (layout.journal / server / "000001.jsonl").read_bytes() == encode_turn(turn)
        assert read_journal(layout, server) == ([], [])
        assert not append.done()
        proceed.set()
        await append
        assert read_journal(layout, server) == ([turn], [])
        await journal.close()


class living:  # noqa: N801 - reads as a word in the tests
    """A server that is alive for the time of a block; its id."""

    def __init__(self, layout: Layout) -> None:
        self._seat = Seat.claim(layout)

    async def __aenter__(self) -> str:
        return self._seat.server

    async def __aexit__(self, *_error: object) -> None:
        self._seat.leave()


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
async def test_a_failed_sync_leaves_nothing_and_later_turns_are_saved(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    first, second, third = chain("s", 3)
    failing = False

    def sync(descriptor: int) -> None:
        if failing:
            raise OSError(code, os.strerror(code))
        os.fdatasync(descriptor)

    monkeypatch.setattr(journal_segments, "sync_file", sync)
    journal = FileJournal(layout.journal / "one")
    await journal.append(first)
    failing = True
    for _ in range(3):
        with pytest.raises(JournalError, match=os.strerror(code)):
            await journal.append(second)
        assert read_journal(layout, "one") == ([first], [])
    failing = False
    await journal.append(second)
    await journal.append(third)
    await journal.close()
    assert read_journal(layout, "one") == ([first, second, third], [])
    # The file whose sync failed is not written to again.
    assert segments_of(layout.journal / "one") == [1, 2]


async def test_a_turn_that_cannot_be_cut_back_blocks_the_journal_until_it_can(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = chain("s", 2)
    broken = False
    truncate = os.ftruncate

    def fail(*_given: object) -> None:
        raise OSError(errno.EIO, "disk gone")

    def sync(descriptor: int) -> None:
        if broken:
            fail()
        os.fdatasync(descriptor)

    def cut(descriptor: int, length: int) -> None:
        if broken:
            fail()
        truncate(descriptor, length)

    monkeypatch.setattr(journal_segments, "sync_file", sync)
    monkeypatch.setattr(os, "ftruncate", cut)
    async with living(layout) as server:
        journal = FileJournal(layout.journal / server)
        await journal.append(first)
        broken = True
        for _ in range(2):
            with pytest.raises(JournalError, match="disk gone"):
                await journal.append(second)
            assert read_journal(layout, server) == ([first], [])
        broken = False
        await journal.append(second)
        assert read_journal(layout, server) == ([first, second], [])
        await journal.close()


async def test_a_journal_that_was_deleted_takes_no_more_turns_and_says_so(layout: Layout) -> None:
    first, second = chain("s", 2)
    journal = FileJournal(layout.journal / "one")
    broken = asyncio.get_running_loop().create_future()
    journal.on_broken(broken.set_result)
    await journal.append(first)
    shutil.rmtree(layout.journal / "one")
    for _ in range(2):
        with pytest.raises(JournalError, match="the journal has a fault"):
            await journal.append(second)
    assert isinstance(await broken, JournalGoneError)
    await journal.close()
    assert not (layout.journal / "one").exists()


async def test_one_turn_too_long_for_the_room_left_fails_alone(
    layout: Layout, tmp_path: Path
) -> None:
    short = chain("short", 40)
    long = [said("long", None, "x" * 100_000)]
    plan = tmp_path / "plan.json"
    lanes = [[[event_to_json(event) for event in turn] for turn in lane] for lane in (short, long)]
    plan.write_text(json.dumps(lanes), "utf-8")
    limit = len(b"".join(map(encode_turn, short))) + 50_000
    child = await spawn("tests.record.child_writer", str(layout.root), "one", str(plan), str(limit))
    output, _ = await child.communicate()
    words = [line.split() for line in output.decode().splitlines()]
    assert child.returncode == 0
    assert [event for word, event in words if word == "refused"] == [long[0][0].event_id]
    turns, damage = read_journal(layout, "one")
    assert damage == []
    assert sorted(turns, key=lambda turn: turn[0].event_id) == sorted(
        [*short, *long], key=lambda turn: turn[0].event_id
    )


def test_a_torn_tail_at_every_byte_is_cut_and_kept(layout: Layout) -> None:
    turns = chain("s", 3, per_turn=1)
    lines = [encode_turn(turn) for turn in turns]
    whole = b"".join(lines)
    ends = [sum(map(len, lines[: number + 1])) for number in range(len(lines))]
    for cut in range(ends[1], len(whole) + 1):
        server = f"cut-{cut}"
        directory = layout.journal / server
        directory.mkdir()
        path = directory / "000001.jsonl"
        path.write_bytes(whole[:cut])
        kept = sum(1 for end in ends if end <= cut)
        torn = whole[ends[kept - 1] : cut]
        # Readers of a dead server's journal do not need it to be mended.
        assert read_journal(layout, server) == (turns[:kept], [])
        words = mend(layout, server)
        assert path.read_bytes() == whole[: ends[kept - 1]]
        if torn:
            assert words is not None
            assert f"{len(torn)} bytes" in words
            assert (directory / "000001.jsonl.torn").read_bytes() == torn
        else:
            assert words is None
        assert read_mark(directory) == Mark(Position(1, ends[kept - 1]), shut=True)
        assert mend(layout, server) is None
        assert read_journal(layout, server) == (turns[:kept], [])


class Syncs:
    """In the place of the disk's sync: the sizes at which a file was synced while its journal had
    not been marked as ended. Any other sync fails the test."""

    def __init__(self, path: Path) -> None:
        self.sizes: list[int] = []
        self._path = path

    def __call__(self, descriptor: int) -> None:
        os.fsync(descriptor)
        assert os.path.samestat(os.fstat(descriptor), self._path.stat())
        mark = read_mark(self._path.parent)
        assert mark is not None
        assert not mark.shut
        self.sizes.append(os.fstat(descriptor).st_size)


def test_the_last_line_of_a_dead_server_is_on_disk_before_its_journal_counts_as_ended(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = chain("s", 3)
    path = write_journal(layout, "one", turns, shut=False) / "000001.jsonl"
    syncs = Syncs(path)
    monkeypatch.setattr(journal_repair, "sync_file", syncs)
    assert mend(layout, "one") is None
    assert syncs.sizes == [path.stat().st_size]
    assert read_journal(layout, "one") == (turns, [])


def test_a_last_line_that_cannot_be_synced_leaves_the_journal_to_be_mended(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_journal(layout, "one", chain("s", 3), shut=False)
    mark = read_mark(directory)

    def failing(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(journal_repair, "sync_file", failing)
        with pytest.raises(OSError, match=os.strerror(errno.EIO)):
            mend(layout, "one")
    assert read_mark(directory) == mark
    assert mend(layout, "one") is None
    assert read_mark(directory) == Mark(
        Position(1, (directory / "000001.jsonl").stat().st_size), shut=True
    )


def test_nothing_of_a_dead_server_is_read_before_it_is_on_disk(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = chain("s", 3)
    path = write_journal(layout, "one", turns, shut=False) / "000001.jsonl"
    syncs = Syncs(path)
    monkeypatch.setattr(journal_reader, "sync_file", syncs)
    assert read_journal(layout, "one") == (turns, [])
    assert syncs.sizes == [path.stat().st_size]
    mend(layout, "one")
    assert read_journal(layout, "one") == (turns, [])
    assert len(syncs.sizes) == 1, "of a journal that has ended all is on disk"


@pytest.mark.parametrize("rubbish", [b"\0" * 300, b"\0" * 300 + b"\n", b'{"sum":"\n\n\n'])
def test_rubbish_at_the_end_is_cut_and_kept(layout: Layout, rubbish: bytes) -> None:
    turns = chain("s", 2)
    directory = write_journal(layout, "one", turns, shut=False)
    path = directory / "000001.jsonl"
    good = path.read_bytes()
    path.write_bytes(good + rubbish)
    assert mend(layout, "one") is not None
    assert path.read_bytes() == good
    assert (directory / "000001.jsonl.torn").read_bytes() == rubbish
    assert read_journal(layout, "one") == (turns, [])


def test_a_damaged_line_in_the_middle_costs_no_other_turn(layout: Layout) -> None:
    turns = chain("s", 3)
    directory = write_journal(layout, "one", turns, shut=False)
    path = directory / "000001.jsonl"
    data = bytearray(path.read_bytes())
    data[len(encode_turn(turns[0])) + 100] ^= 0xFF
    path.write_bytes(data)
    assert mend(layout, "one") is None
    found, damage = read_journal(layout, "one")
    assert found == [turns[0], turns[2]]
    assert len(damage) == 1
    assert "000001.jsonl of one" in damage[0]


async def test_a_living_server_is_not_mended(layout: Layout) -> None:
    turns = chain("s", 2)
    async with living(layout) as server:
        directory = write_journal(layout, server, turns, shut=False)
        with (directory / "000001.jsonl").open("ab") as file:
            file.write(b"being written")
        assert mend(layout, server) is None
        assert read_journal(layout, server) == (turns, [])
        assert not (directory / "000001.jsonl.torn").exists()


async def test_thirty_kills_lose_no_saved_turn_and_double_none(
    layout: Layout, tmp_path: Path
) -> None:
    pick = random.Random(20261122)
    lanes = [chain(f"lane {number}", 300) for number in range(8)]
    plan = tmp_path / "plan.json"
    plan.write_text(
        json.dumps([[[event_to_json(e) for e in turn] for turn in lane] for lane in lanes]),
        "utf-8",
    )
    longest = [0] * len(lanes)
    for number in range(30):
        server = f"killed-{number:02d}"
        child = await spawn("tests.record.child_writer", str(layout.root), server, str(plan))
        assert child.stdout is not None
        saved = b"".join([await child.stdout.readline() for _ in range(pick.randrange(1, 200))])
        child.kill()
        rest, _ = await child.communicate()
        told = [line.split()[1].decode() for line in (saved + rest).splitlines()]
        assert len(told) < sum(map(len, lanes))
        mend(layout, server)
        recovered, damage = read_journal(layout, server)
        assert damage == []
        ids = [turn[0].event_id for turn in recovered]
        assert len(ids) == len(set(ids))
        assert set(told) <= set(ids)
        for index, lane in enumerate(lanes):
            mine = [turn for turn in recovered if turn[0].session == lane[0][0].session]
            assert mine == lane[: len(mine)]
            longest[index] = max(longest[index], len(mine))
    reader = JournalReader(layout)
    merged = merge_all(reader.servers(), reader.turns, NothingKnown())
    for lane, length in zip(lanes, longest, strict=True):
        mine = [event for _, event in merged.events if event.session == lane[0][0].session]
        assert mine == flat(lane[:length])
    assert (merged.conflicts, merged.damage, merged.gaps) == ([], [], [])
