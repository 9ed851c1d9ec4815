"""``jupyter tutor export``, beside running servers and without them."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import duckdb
import pytest

from jupyter_tutor.adapters.journal_lines import event_to_json
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import Layout, default_data_dir
from jupyter_tutor.cli import export
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.talk_events import SummaryWritten
from tests.record.children import Child, spawn, until
from tests.record.turns import AT, chain, flat, said, turn_of, write_journal

OpenRecord = Callable[[], Awaitable[Record]]
StartChild = Callable[[], Awaitable[Child]]


async def run(*arguments: str | Path) -> int:
    """The command, in a thread: it has an event loop of its own."""
    parser = argparse.ArgumentParser()
    export.add_parser(parser.add_subparsers())
    args = parser.parse_args(["export", *map(str, arguments)])
    return await asyncio.to_thread(args.run, args)


def events_in(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def expected(turns: list, server: str) -> list[dict[str, object]]:  # type: ignore[type-arg]
    names = {
        "session": "session_id",
        "learner": "learner_id",
        "course": "course_id",
        "lesson": "lesson_id",
    }
    return [
        {
            **{names.get(key, key): value for key, value in event_to_json(event).items()},
            "body": json.loads(event.body),
            "server_id": server,
        }
        for event in flat(turns)
    ]


async def test_a_summary_is_exported_with_whoever_put_it_into_words(
    layout: Layout, tmp_path: Path
) -> None:
    told = SummaryWritten(
        at=AT, by="model", words="You have gone on well.", request=RequestId("summary-1")
    )
    write_journal(layout, "before", [turn_of("s", None, [told])])
    assert await run("-o", tmp_path / "out", "--data-dir", layout.root) == 0
    (event,) = events_in(tmp_path / "out" / "events.jsonl")
    assert (event["type"], event["body"]) == (
        "summary_written",
        {
            "at": AT,
            "by": "model",
            "request": "summary-1",
            "type": "summary_written",
            "words": "You have gone on well.",
        },
    )


async def test_without_a_server_everything_is_exported_as_json_lines(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = chain("s", 3)
    write_journal(layout, "before", turns)
    out = tmp_path / "a" / "b"
    assert await run("-o", out, "--data-dir", layout.root) == 0
    assert events_in(out / "events.jsonl") == expected(turns, "before")
    (session,) = events_in(out / "sessions.jsonl")
    assert (session["session_id"], session["events"], session["questions"]) == ("s", 6, {})
    assert capsys.readouterr().out == (
        f"6 events written to {out / 'events.jsonl'}\n"
        f"1 sessions written to {out / 'sessions.jsonl'}\n"
    )
    assert sorted(path.name for path in out.iterdir()) == ["events.jsonl", "sessions.jsonl"]
    assert list(layout.exports.iterdir()) == []
    # The body is there byte for byte, so that its hash can be computed again.
    assert all(event.body in (out / "events.jsonl").read_text("utf-8") for event in flat(turns))


async def test_parquet_has_the_same_rows(layout: Layout, tmp_path: Path) -> None:
    turns = chain("s", 3)
    write_journal(layout, "before", turns)
    assert await run("--format", "parquet", "-o", tmp_path, "--data-dir", layout.root) == 0
    connection = duckdb.connect()
    rows = connection.execute(
        "SELECT event_id, seq, body, hash FROM read_parquet(?) ORDER BY seq",
        [str(tmp_path / "events.parquet")],
    ).fetchall()
    assert rows == [(e.event_id, e.seq, e.body, e.hash) for e in flat(turns)]
    sessions = connection.execute(
        "SELECT session_id, events FROM read_parquet(?)", [str(tmp_path / "sessions.parquet")]
    ).fetchall()
    assert sessions == [("s", 6)]
    connection.close()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
async def test_beside_a_running_server(
    start_child: StartChild,
    layout: Layout,
    tmp_path: Path,
    form: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    child = await start_child()
    await child.until_status("here")
    turns = chain("s", 4)
    plain = [[event_to_json(event) for event in turn] for turn in turns]
    await child.ask("append", turns=plain)
    given = ("--format", form, "-o", tmp_path / "out", "--data-dir", layout.root, "--json")
    assert await run(*given) == 0
    assert json.loads(capsys.readouterr().out) == {
        "files": {
            table: str(tmp_path / "out" / f"{table}.{form}") for table in ("events", "sessions")
        },
        "rows": {"events": 8, "sessions": 1},
        "conflicts": 0,
    }
    assert (await child.ask("status"))["intake"] == "here"
    if form == "jsonl":
        server = await child.ask("server")
        assert events_in(tmp_path / "out" / "events.jsonl") == expected(turns, server)


async def test_while_another_program_has_the_database(layout: Layout, tmp_path: Path) -> None:
    turns = chain("s", 3)
    write_journal(layout, "before", turns)
    holder = await spawn("tests.record.child_holder", str(layout.database))
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"
    assert await run("-o", tmp_path / "out", "--data-dir", layout.root) == 0
    await holder.communicate(b"close\n")
    assert events_in(tmp_path / "out" / "events.jsonl") == expected(turns, "before")


async def test_beside_a_server_that_hangs(
    start_child: StartChild,
    open_record: OpenRecord,
    layout: Layout,
    tmp_path: Path,
) -> None:
    child = await start_child()
    await child.until_status("here")
    turns = chain("s", 2)
    await child.ask("append", turns=[[event_to_json(e) for e in turn] for turn in turns])
    server = await child.ask("server")
    child.freeze()
    assert await run("-o", tmp_path / "out", "--data-dir", layout.root) == 0
    assert events_in(tmp_path / "out" / "events.jsonl") == expected(turns, server)


async def test_it_overwrites_only_when_forced(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_journal(layout, "before", chain("s", 1))
    (tmp_path / "events.jsonl").write_text("mine")
    assert await run("-o", tmp_path, "--data-dir", layout.root) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path} already has events.jsonl. "
        "Choose another directory, or overwrite with --force.\n"
    )
    assert (tmp_path / "events.jsonl").read_text() == "mine"
    assert not (tmp_path / "sessions.jsonl").exists()
    assert await run("-o", tmp_path, "--data-dir", layout.root, "--force") == 0
    assert len(events_in(tmp_path / "events.jsonl")) == 2


async def test_events_of_a_second_writer_are_counted(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = chain("s", 2)
    write_journal(layout, "a", turns)
    write_journal(layout, "b", [said("s", turns[0][-1], "another")])
    assert await run("-o", tmp_path / "out", "--data-dir", layout.root) == 0
    assert "1 events that two servers wrote at once were left out" in capsys.readouterr().out


async def test_wrong_use_is_told(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("-o", tmp_path, "--data-dir", tmp_path / "nowhere") == 2
    assert "Nothing is recorded in" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").touch()
    assert await run("-o", tmp_path / "file", "--data-dir", layout.root) == 2
    assert "is a file" in capsys.readouterr().err


async def test_an_export_that_fails_leaves_nothing(
    layout: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_journal(layout, "before", chain("s", 1))
    (tmp_path / "blocked").touch()
    assert await run("-o", tmp_path / "blocked" / "out", "--data-dir", layout.root) == 1
    assert "The export failed and wrote nothing" in capsys.readouterr().err
    assert list(layout.exports.iterdir()) == []


async def test_an_open_record_exports_itself(open_record: OpenRecord, tmp_path: Path) -> None:
    record = await open_record()
    for turn in chain("s", 2):
        await record.journal.append(turn)
    written = await record.history.export("jsonl", tmp_path)
    assert (written.directory, written.rows) == (tmp_path, {"events": 4, "sessions": 1})
    await until(lambda: record.status()["intake"] == "here")


def test_the_default_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.delenv("JUPYTER_TUTOR_DATA", raising=False)
    assert default_data_dir() == tmp_path / "jupyter" / "tutor"
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "mine"))
    assert default_data_dir() == tmp_path / "mine"
