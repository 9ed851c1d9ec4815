"""Which server may write to a session (the port ``Leases``), as one small file for each session.

A lease holds as long as its file names a server that is alive; that a server is alive is told by
an operating system lock (``record_servers.py``), so a dead one holds nothing. Files are changed
only under one lock that is held for an instant and never while waiting for anyone.
"""

import asyncio
import hashlib
import json
import logging
import weakref
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from jupyter_tutor.adapters.record_locks import FileLock
from jupyter_tutor.adapters.record_paths import Layout, write_private
from jupyter_tutor.adapters.record_servers import address_of, is_alive
from jupyter_tutor.adapters.record_socket import Method, PeerError, call
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import LeaseError

T = TypeVar("T")
OnTaken = Callable[[str], Awaitable[None]]

ASK_SECONDS = 5.0
_PAUSE_SECONDS = 0.01


class FileLeases:
    """The leases of one server."""

    def __init__(
        self, layout: Layout, server: str, log: logging.Logger, *, ask_seconds: float = ASK_SECONDS
    ) -> None:
        self._layout = layout
        self._server = server
        self._log = log
        self._ask_seconds = ask_seconds
        self._held: dict[SessionId, OnTaken] = {}
        self._giving: set[SessionId] = set()
        # Kept only while somebody uses it, so that closed sessions leave nothing here.
        self._turns: weakref.WeakValueDictionary[SessionId, asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )
        self._instant = asyncio.Lock()
        self._lock = FileLock(layout.leases / "lock")

    async def take(self, session: SessionId, taker: str, on_taken: OnTaken) -> None:
        """Return once this server holds the session.

        A live holder is asked to let go, and has then awaited its own ``on_taken(taker)``; one
        that does not answer within a few seconds, or cannot let go, keeps it: LeaseError. Taking
        what this server holds already only replaces ``on_taken``.
        """
        async with self._turn(session):
            if session in self._held:
                self._held[session] = on_taken
                return
            deadline = self._deadline()
            while (holder := await self._claim(session)) != self._server:
                await self._ask(holder, session, taker, deadline)
            self._held[session] = on_taken

    async def release(self, session: SessionId) -> None:
        """Let go; nothing happens when it is not held.

        Called from within ``on_taken`` it does nothing: the lease is let go right after.
        """
        if session in self._giving:
            return
        async with self._turn(session):
            await self._let_go(session)

    def methods(self) -> dict[str, Method]:
        """What others may ask over the private socket."""

        async def release_session(params: Mapping[str, Any]) -> Any:
            session = SessionId(str(params["session"]))
            async with self._turn(session):
                on_taken = self._held.get(session)
                if on_taken is not None:
                    self._giving.add(session)
                    try:
                        # If this fails, the session stays here: something may still write to it.
                        await on_taken(str(params["taker"]))
                    finally:
                        self._giving.discard(session)
                await self._let_go(session)
            return {"released": on_taken is not None}

        return {"release_session": release_session}

    async def close(self) -> None:
        """Let go of everything."""
        for session in list(self._held):
            await self.release(session)

    def _turn(self, session: SessionId) -> asyncio.Lock:
        """Taking, releasing and giving away one session happen one after the other."""
        return self._turns.setdefault(session, asyncio.Lock())

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._ask_seconds

    async def _let_go(self, session: SessionId) -> None:
        def unlink() -> None:
            if self._holder(session) == self._server:
                self._path(session).unlink(missing_ok=True)

        self._held.pop(session, None)
        await self._instantly(unlink)

    async def _claim(self, session: SessionId) -> str:
        """Make the session ours unless a live server has it; who has it now."""

        def claim() -> str:
            holder = self._holder(session)
            if holder is not None and holder != self._server and is_alive(self._layout, holder):
                return holder
            note = json.dumps({"session": session, "server": self._server})
            write_private(self._path(session), note)
            return self._server

        return await self._instantly(claim)

    async def _ask(self, holder: str, session: SessionId, taker: str, deadline: float) -> None:
        """Ask a live holder to let go; returns when it is worth claiming again."""
        left = deadline - asyncio.get_running_loop().time()
        address = address_of(self._layout, holder)
        pid = f" (process {address.pid})" if address else ""
        if left <= 0:
            raise LeaseError(
                f"This lesson is open in another server{pid} that does not answer. "
                "Wait a moment and try again, or stop that server."
            )
        try:
            if address is None:
                raise PeerError("gone", "it does not say where it listens")
            asked = {"session": session, "taker": taker}
            await call(address, "release_session", asked, left)
        except PeerError as error:
            if error.kind == "refused":
                raise LeaseError(
                    f"This lesson is open in another server{pid} that could not let it go: {error}"
                ) from None
            # It is starting, stopping or hung; which of them shows before the deadline.
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _instantly(self, work: Callable[[], T]) -> T:
        """Do a moment's work on the files while no other process does.

        Nothing in it waits, so it happens whole or, if cancelled before, not at all.
        """
        async with self._instant:
            deadline = self._deadline()
            while not self._lock.acquire():
                if asyncio.get_running_loop().time() > deadline:
                    raise LeaseError(
                        f"{self._lock.path} is held by a process that hangs. Stop that process."
                    )
                await asyncio.sleep(_PAUSE_SECONDS)
            try:
                return work()
            finally:
                self._lock.release()

    def _holder(self, session: SessionId) -> str | None:
        try:
            note = json.loads(self._path(session).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return note.get("server") if isinstance(note, dict) else None

    def _path(self, session: SessionId) -> Path:
        # A hash, since a session id is text and never a file name.
        return self._layout.leases / f"{hashlib.sha256(session.encode()).hexdigest()[:32]}.json"
