"""A journal in a process of its own: appends turns, prints the id of each once saved.

Arguments: the data directory, the server id, and a file of JSON: a list of lanes, each a list of
turns. With a fourth argument, a limit on the size of files in bytes: a turn that does not fit is
reported as ``refused``, the limit is then lifted and the turn appended again.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.journal_files import FileJournal
from jupyter_tutor.adapters.journal_lines import event_from_json
from jupyter_tutor.ports import JournalError


def say(word: str, turn: list[dict[str, Any]]) -> None:
    sys.stdout.write(f"{word} {turn[0]['event_id']}\n")
    sys.stdout.flush()


async def write(journal: FileJournal, lane: list[list[dict[str, Any]]]) -> None:
    for turn in lane:
        events = [event_from_json(event) for event in turn]
        try:
            await journal.append(events)
        except JournalError:
            say("refused", turn)
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            await journal.append(events)
        say("saved", turn)


async def main() -> None:
    data_dir, server, plan, *limit = sys.argv[1:]
    lanes = json.loads(Path(plan).read_text("utf-8"))
    if limit:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), hard))
    journal = FileJournal(Path(data_dir) / "journal" / server)
    await asyncio.gather(*(write(journal, lane) for lane in lanes))
    await journal.close()


if __name__ == "__main__":
    asyncio.run(main())
