"""A server in a process of its own: reads requests as JSON lines, prints answers as JSON lines."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.journal_lines import event_from_json, event_to_json
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import LeaseError


def say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


async def on_taken(taker: str) -> None:
    say({"taken_by": taker})


async def fail_on_taken(taker: str) -> None:
    raise RuntimeError(f"cannot give it to {taker}")


async def carry_out(record: Record, request: dict[str, Any]) -> Any:
    match request["do"]:
        case "status":
            return record.status()
        case "server":
            return record.server_id
        case "append":
            for turn in request["turns"]:
                await record.journal.append([event_from_json(event) for event in turn])
            return "appended"
        case "events":
            events = await record.history.session_events(SessionId(request["session"]))
            return [event_to_json(event) for event in events]
        case "take":
            taken = fail_on_taken if request.get("stubborn") else on_taken
            try:
                await record.leases.take(SessionId(request["session"]), request["taker"], taken)
            except LeaseError as error:
                return str(error)
            return "held"
        case "close":
            await record.close()
            return "closed"


async def main() -> None:
    record = await Record.open(Path(sys.argv[1]))
    requests = asyncio.StreamReader(limit=64 * 1024 * 1024)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(requests), sys.stdin
    )
    say({"answer": "ready"})
    while line := await requests.readline():
        say({"answer": await carry_out(record, json.loads(line))})


if __name__ == "__main__":
    asyncio.run(main())
