"""A mailbox and the one handler that empties it.

An actor owns state that nothing else touches: messages are handled one at a time, in the order
they came. A task exists only while there is mail, so that a resting actor costs a few hundred
bytes. A handler that raises ends the actor; whoever still waits for a reply is told, and
``on_exit`` hears the reason (None: it was stopped). Knows nothing of tutoring.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Message = TypeVar("Message")
Reply = TypeVar("Reply")

Exit = Exception | None
"""Why an actor ended: what its handler raised, or None when it was stopped."""


class ActorDownError(Exception):
    """The actor has ended, or ended before it came to this message."""


class MailboxFullError(Exception):
    """More mail is waiting than the actor was allowed; the message was not taken."""


class Actor(Generic[Message, Reply]):
    """Handle messages one at a time.

    ``limit`` bounds the mail that may wait. ``on_exit`` is called once, when the actor has
    ended. Must be used from one event loop.
    """

    def __init__(
        self,
        handle: Callable[[Message], Awaitable[Reply]],
        *,
        limit: int = 1000,
        on_exit: Callable[[Exit], None] | None = None,
    ) -> None:
        self._handle = handle
        self._limit = limit
        self._on_exit = on_exit
        self._mail: deque[tuple[Message, asyncio.Future[Reply] | None]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._alive = True

    @property
    def alive(self) -> bool:
        """Whether messages are still taken."""
        return self._alive

    @property
    def mailbox_length(self) -> int:
        """How many messages wait, not counting the one being handled."""
        return len(self._mail)

    def cast(self, message: Message) -> None:
        """Leave a message without waiting; raises ActorDownError or MailboxFullError."""
        self._post(message, None)

    async def call(self, message: Message) -> Reply:
        """Leave a message and wait for what its handler returns.

        Raises ActorDownError or MailboxFullError. Giving up waiting (cancellation) does not take
        the message back.
        """
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._post(message, reply)
        return await reply

    async def stop(self) -> None:
        """End the actor after the message it is at; waiting mail is answered ActorDownError."""
        self._alive = False
        self._drop_mail()
        task = self._task
        if task is not None and task is not asyncio.current_task():
            await asyncio.wait([task])
        self._exit(None)

    def _post(self, message: Message, reply: asyncio.Future[Reply] | None) -> None:
        if not self._alive:
            raise ActorDownError
        if len(self._mail) >= self._limit:
            raise MailboxFullError(f"{self._limit} messages are waiting")
        self._mail.append((message, reply))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._mail:
                message, reply = self._mail.popleft()
                try:
                    result = await self._handle(message)
                except Exception as error:  # noqa: BLE001 - any crash of a handler ends its actor
                    self._crash(error, reply)
                    return
                if reply is not None and not reply.done():
                    reply.set_result(result)
        finally:
            self._task = None

    def _crash(self, error: Exception, reply: asyncio.Future[Reply] | None) -> None:
        self._alive = False
        if reply is not None and not reply.done():
            reply.set_exception(ActorDownError(f"it crashed: {type(error).__name__}"))
        self._drop_mail()
        self._exit(error)

    def _drop_mail(self) -> None:
        while self._mail:
            _, reply = self._mail.popleft()
            if reply is not None and not reply.done():
                reply.set_exception(ActorDownError("it has ended"))

    def _exit(self, reason: Exit) -> None:
        on_exit, self._on_exit = self._on_exit, None
        if on_exit is not None:
            on_exit(reason)
