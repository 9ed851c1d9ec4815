"""Owns following one kernel through its lives: the processes that bear its id one after another.

Each life begins with a fresh connection and ends when that breaks, which is how every end shows
itself at once: a restart, a crash, ``kill -9``. It says what happens and leaves to
:mod:`jupyter_tutor.adapters.kernel_bridge` what that means; it never starts or ends a kernel.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Literal, Protocol

from jupyter_tutor.adapters.kernel_channels import KernelChannels, KernelLostError, KernelMessage
from jupyter_tutor.adapters.kernel_handle import KernelHandle

logger = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds between looks at whether the process is still there, and where
_RECONNECT_AFTER = 0.2
_DEAD_AFTER = 15.0  # without a new life for so long, a kernel that went is dead
_TIME_TO_HEAR = 0.5
_TRIES_TO_HEAR = 20
_SILENT_AFTER = 5.0  # a kernel that accepts but does not answer for so long is at work


class LifeListener(Protocol):
    """Who wants to know; called on the event loop, and what it raises is logged."""

    def life_began(self, channels: KernelChannels) -> None:
        """A connection is being made; broadcasts may come before the kernel has answered."""
        ...

    def life_heard(self, message: KernelMessage) -> None:
        """The kernel has broadcast something (output is left out)."""
        ...

    def life_silent(self) -> None:
        """The kernel is there but does not answer: it has been busy since before we came."""
        ...

    async def life_answered(self, channels: KernelChannels, language: str) -> None:
        """The kernel has answered and runs that language. Cancelled when the life ends."""
        ...

    def life_ended(self, gone: Literal["restarting", "dead"]) -> None:
        """The connection broke, or a kernel that was restarting has not come back.

        Called again while that lasts; another life may begin later, even after ``dead``.
        """
        ...


class KernelLives:
    """Follows a kernel from ``start`` to ``close``, telling ``listener`` of it."""

    def __init__(self, kernel: KernelHandle, listener: LifeListener) -> None:
        self._kernel = kernel
        self._listener = listener
        self._follower: asyncio.Task[None] | None = None
        self._gone_since: float | None = None

    @property
    def followed(self) -> bool:
        """Whether it is between ``start`` and ``close``."""
        return self._follower is not None

    def start(self) -> None:
        """Begin; returns at once. Doing it twice is harmless."""
        if self._follower is None:
            self._follower = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Let go; the last life's connection is closed when this returns."""
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.cancel()
            with suppress(asyncio.CancelledError):
                await follower

    async def _follow(self) -> None:
        while True:
            connection = self._kernel.connection()
            if connection is not None:
                try:
                    await self._live(connection)
                except KernelLostError:
                    pass
                except Exception:
                    logger.exception("Following a kernel failed; it is taken up again")
                self._mourn()
            await asyncio.sleep(_RECONNECT_AFTER)

    async def _live(self, connection: Mapping[str, Any]) -> None:
        channels = KernelChannels(connection, self._listener.life_heard)
        self._listener.life_began(channels)
        channels.open()
        watching = asyncio.create_task(self._watch(channels, connection))
        living = asyncio.create_task(self._grow_up(channels))
        try:
            await channels.lost.wait()
        finally:
            watching.cancel()
            living.cancel()
            try:
                await asyncio.gather(watching, living, return_exceptions=True)
            finally:
                await channels.close()

    async def _grow_up(self, channels: KernelChannels) -> None:
        try:
            language = await self._greet(channels)
            self._gone_since = None
            await self._listener.life_answered(channels, language)
        except KernelLostError:
            pass
        except Exception:
            logger.exception("A kernel could not be made ready")

    async def _greet(self, channels: KernelChannels) -> str:
        """The kernel's language, once it answers; that may take as long as its running cell."""
        asking = asyncio.create_task(channels.request("kernel_info_request", {}))
        try:
            await channels.connected.wait()
            done, _ = await asyncio.wait({asking}, timeout=_SILENT_AFTER)
            if not done and self._gone_since is None:
                self._listener.life_silent()
            info = await asking
            # The kernel answers; only now may a missing broadcast mean that we do not hear it yet.
            for _ in range(_TRIES_TO_HEAR):
                with suppress(TimeoutError):
                    await asyncio.wait_for(channels.hears.wait(), _TIME_TO_HEAR)
                    break
                await channels.request("kernel_info_request", {})
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        language = info.get("language_info")
        return str(language.get("name", "")) if isinstance(language, Mapping) else ""

    async def _watch(self, channels: KernelChannels, connection: Mapping[str, Any]) -> None:
        """End a life whose connection does not show that the process has gone or moved."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                now = self._kernel.connection()
                moved = now is not None and now != connection
                if moved or not await self._kernel.alive():
                    channels.lose()
            except Exception:
                logger.exception("Looking after a kernel failed; it is looked after further")

    def _mourn(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._gone_since is None:
            self._gone_since = now
        hopeless = not self._kernel.may_return or now - self._gone_since > _DEAD_AFTER
        self._listener.life_ended("dead" if hopeless else "restarting")
