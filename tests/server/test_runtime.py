"""The tree of a running tutor: what is told of it, and what becomes of it when a part breaks."""

import asyncio
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.adapters.journal_segments import SegmentWriter
from jupyter_tutor.cli.doctor import Finding, running
from jupyter_tutor.core.ids import session_id_of
from jupyter_tutor.runtime.happenings import Happening, ProcessStarted
from jupyter_tutor.runtime.part import Part
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.told import ToldTree
from jupyter_tutor.runtime.tree import live_tree
from jupyter_tutor.server.composition import Tutor
from jupyter_tutor.sessions.session import NOT_SAVED
from tests.driving.panel import Panel, Server
from tests.runtime.looking import as_told
from tests.server.routes import BASE, COURSE, LESSON, SESSION
from tests.server.test_rest import LEARNER, get

PARTS = [
    "record",
    "tasks",
    "checker",
    "formulas",
    "assistant",
    "kernels",
    "registry",
    "sessions",
    "record-watch",
]
SESSION_ID = session_id_of(LEARNER, COURSE, LESSON)


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    """A learner with a name."""
    server_config["JupyterTutor"] |= {"learner": LEARNER}
    return server_config


@pytest.fixture
async def tutor(server_app: ServerApp) -> Tutor:
    """The server's tutor."""
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    started: Tutor = await app.tutor()
    return started


def part(tutor: Tutor, name: str) -> Process:
    """The process in that place."""
    (found,) = [place.process for place in tutor.root.places if place.spec.id == name]
    assert found is not None
    return found


def started(tutor: Tutor, child: str) -> asyncio.Event:
    """Set once a process has started in that place."""
    there = asyncio.Event()

    def hear(happening: Happening) -> None:
        if isinstance(happening, ProcessStarted) and happening.child == child:
            there.set()

    tutor.chronicle.listen(hear)
    return there


async def runtime(server: Server) -> Any:
    return json.loads((await get(server, f"{BASE}/runtime")).body)


async def test_the_tree_names_every_part_and_every_session(server: Server, tutor: Tutor) -> None:
    panel = await Panel.open(server, COURSE, LESSON)

    told_of = await runtime(server)

    tree = told_of["tree"]
    assert (tree["child"], tree["kind"], tree["state"]) == ("tutor", "supervisor", "running")
    assert [part["child"] for part in tree["children"]] == PARTS
    (session,) = tree["children"][PARTS.index("sessions")]["children"]
    assert (session["child"], session["kind"], session["state"]) == (
        SESSION_ID,
        "actor",
        "running",
    )
    assert session["memory"] > len("".join(message["text"] for message in panel.messages))
    assert told_of["text"].splitlines()[-2].startswith(f"    {SESSION_ID} (actor, running")
    assert told_of["mermaid"].splitlines()[0] == "graph TD"
    assert told_of["mermaid"].count("-->") == len(PARTS) + 1
    started = [event["child"] for event in told_of["happened"] if event["type"] == "started"]
    assert started == ["tutor", *PARTS, SESSION_ID]
    told = ToldTree()
    for happening in tutor.chronicle.kept:
        told.hear(happening)
    at = tutor.chronicle.now()
    tutor.chronicle.now = lambda: at
    assert told.tree(at) == as_told(live_tree(tutor.root))
    panel.close()


async def test_a_part_that_breaks_is_opened_anew_with_all_that_stands_on_it(
    server: Server, tutor: Tutor
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    await panel.ask({"type": "continue"})
    seen, before = panel.messages, live_tree(tutor.root)
    record = part(tutor, "record")
    assert isinstance(record, Part)

    all_there = started(tutor, PARTS[-1])

    record.fail(OSError("the disk was pulled out"))
    await all_there.wait()

    after = live_tree(tutor.root)
    assert [node.child for node in after.children] == PARTS
    assert not {node.process for node in after.children} & {
        node.process for node in before.children
    }
    assert [node.restarts for node in after.children] == [1] * len(PARTS)
    again = await Panel.open(server, COURSE, LESSON)
    assert again.messages[: len(seen)] == seen
    again.close()
    panel.close()


async def test_a_journal_with_a_fault_is_opened_anew_and_the_turn_was_refused(
    server: Server, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    seen = panel.messages

    def write(_self: SegmentWriter, _lines: Sequence[bytes]) -> None:
        monkeypatch.undo()
        raise ValueError("a fault of the program")

    all_there = started(tutor, PARTS[-1])
    monkeypatch.setattr(SegmentWriter, "write", write)
    refused = await panel.ask({"type": "continue"})
    assert (refused["type"], refused["reason"]) == ("refused", NOT_SAVED)
    await all_there.wait()

    assert [node.restarts for node in live_tree(tutor.root).children] == [1] * len(PARTS)
    again = await Panel.open(server, COURSE, LESSON)
    assert again.messages[: len(seen)] == seen
    assert (await again.ask({"type": "continue"}))["type"] == "accepted"
    again.close()
    panel.close()


async def test_a_record_that_is_deleted_meanwhile_is_begun_anew_and_the_turn_was_refused(
    server: Server, tutor: Tutor
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    begun = [message["kind"] for message in panel.messages]
    assert (await panel.ask({"type": "continue"}))["type"] == "accepted"
    all_there = started(tutor, PARTS[-1])
    shutil.rmtree(tutor.record.data_dir)
    refused = await panel.ask({"type": "continue"})
    assert (refused["type"], refused["reason"]) == ("refused", NOT_SAVED)
    await all_there.wait()

    again = await Panel.open(server, COURSE, LESSON)
    assert [message["kind"] for message in again.messages] == begun
    accepted = await again.ask({"type": "continue"})
    assert (await tutor.record.history.session_events(SESSION_ID))[-1].seq == accepted["seq"]
    assert list((tutor.record.data_dir / "journal").glob("*/*.jsonl"))
    again.close()
    panel.close()


async def test_a_tutor_whose_parts_broke_too_often_begins_anew_when_it_is_asked_for(
    server: Server, tutor: Tutor
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    seen = panel.messages
    while tutor.root.alive:
        there = started(tutor, PARTS[-1])
        tutor.root.monitor(lambda _process, _reason, there=there: there.set())
        record = part(tutor, "record")
        assert isinstance(record, Part)
        record.fail(OSError("the disk was pulled out"))
        await there.wait()
    panel.close()

    again = await Panel.open(server, COURSE, LESSON)
    assert again.messages[: len(seen)] == seen
    assert (await again.ask({"type": "continue"}))["type"] == "accepted"
    # Told twice, a number would be refused by whoever collects them.
    shown = (await get(server, "metrics")).body.decode().splitlines()
    assert [line for line in shown if line.startswith("jupyter_tutor_sessions ")] == [
        "jupyter_tutor_sessions 1.0"
    ]
    again.close()


async def test_numbers_for_prometheus(server: Server, tutor: Tutor) -> None:
    panel = await Panel.open(server, COURSE, LESSON)

    shown = (await get(server, "metrics")).body.decode().splitlines()

    assert "jupyter_tutor_sessions 1.0" in shown
    assert "jupyter_tutor_mailbox_messages 0.0" in shown
    assert 'jupyter_tutor_processes_total{event="limit_reached"} 0.0' in shown
    assert any(line.startswith('jupyter_tutor_processes_total{event="started"}') for line in shown)
    assert SESSION not in "\n".join(shown)
    panel.close()
    await tutor.close()
    assert "jupyter_tutor_sessions 1.0" not in (await get(server, "metrics")).body.decode()


async def test_doctor_tells_of_those_that_run(
    server: Server, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir: Path = tutor.record.data_dir
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(data_dir))
    panel = await Panel.open(server, COURSE, LESSON)

    (finding,) = await asyncio.to_thread(lambda: list(running()))

    assert isinstance(finding, Finding)
    assert (finding.health, finding.about) == ("good", "running tutor")
    first, root, *parts = finding.words.splitlines()
    assert first == tutor.record.server_id
    assert root.startswith("tutor (supervisor, running")
    assert [line.split()[0] for line in parts] == [*PARTS[:-1], SESSION_ID, PARTS[-1]]
    panel.close()
