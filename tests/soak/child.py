"""A whole tutor in a process of its own, without Jupyter: no web server, no kernels, all the rest.

``python -m tests.soak.child DATA_DIR SOCKET`` prints a line once it listens at ``SOCKET``, and ends
in good order when its input does. The first line of a connection says what it is for: a panel
(``learner``, ``course``, ``lesson``), whose frames follow, or a question about ``sessions``.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.application import Application
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.ports import RecordDamagedError
from jupyter_tutor.sessions.directory import Place
from jupyter_tutor.wire import event_from_body
from tests.driving.process import SYLLABI
from tests.soak.accounts import counted
from tests.soak.lines import LONGEST_LINE


class NoKernels:
    """Nobody here has a kernel."""

    async def find(self, kernel_id: str) -> None:
        """None, whichever is asked for."""


class Tutor(Application[NoKernels]):
    """The application as a server runs it, but for what is Jupyter's."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(
            data_dir=data_dir,
            search_path=[SYLLABI],
            place="another tutor of this test",
            linger=60.0,
            checkers=1,
            warm=False,
            # These learners go on as fast as they can.
            rules={},
        )

    def make_kernels(self, checker: CheckerPool, fresh: FreshTarget) -> NoKernels:
        return NoKernels()

    async def close_kernels(self, kernels: NoKernels) -> None:
        pass

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry out what a connection is for, until its other end has gone."""

        async def send(text: str) -> None:
            writer.write(text.encode() + b"\n")
            await writer.drain()

        try:
            first = json.loads(await reader.readline())
            if "sessions" in first:
                told = [await self._told(_place(each)) for each in first["sessions"]]
                await send(json.dumps(told))
            else:
                await self._converse(_place(first), reader, send, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _converse(
        self, place: Place, reader: asyncio.StreamReader, send: Any, writer: asyncio.StreamWriter
    ) -> None:
        panel = Conversation(self, place, send, lambda _code, _reason: writer.close())
        await panel.begin(None)
        try:
            while frame := await reader.readline():
                await panel.hear(frame.decode())
        finally:
            panel.end()

    async def _told(self, place: Place) -> dict[str, Any]:
        """What the record holds of a session, and whether that is what the live one is."""
        live = self.sessions.running(place)
        try:
            # Checks the chain of hashes.
            stored = await self.record.history.session_events(place.session)
        except RecordDamagedError as error:
            return {"damage": str(error)}
        folded = fold(event_from_body(event.body) for event in stored)
        same = live is not None and live.state == folded
        return {"damage": None, "is_live": same, **counted(stored)}


def _place(said: dict[str, Any]) -> Place:
    return Place(LearnerId(said["learner"]), CourseId(said["course"]), LessonId(said["lesson"]))


async def main() -> None:
    data_dir, socket = map(Path, sys.argv[1:])
    begun = time.perf_counter()
    tutor = await Tutor(data_dir).start()
    opened = time.perf_counter() - begun
    socket.unlink(missing_ok=True)
    await asyncio.start_unix_server(tutor.serve, socket, limit=LONGEST_LINE)
    sys.stdout.write(json.dumps({"opened": opened}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await tutor.close()


if __name__ == "__main__":
    asyncio.run(main())
