"""Publishing to those who listen, without ever waiting for one of them.

Each subscriber has a bounded queue of its own. One that does not keep up is dropped: it gets
what was queued, then the end. It can subscribe anew and ask for the whole. Knows nothing of
tutoring.
"""

import asyncio
from typing import Generic, TypeVar

Item = TypeVar("Item")

LIMIT = 256
"""Items that wait for a subscriber before it is dropped, where nothing else is said."""


class Subscription(Generic[Item]):
    """One listener's queue; iterate over it. ``lagged`` tells whether it was dropped."""

    def __init__(self, topic: "Topic[Item]", limit: int) -> None:
        self._topic = topic
        self._queue: asyncio.Queue[Item | None] = asyncio.Queue()
        self._limit = limit
        self.lagged = False

    def __aiter__(self) -> "Subscription[Item]":
        return self

    async def __anext__(self) -> Item:
        item = await self._queue.get()
        if item is None:
            raise StopAsyncIteration
        return item

    def close(self) -> None:
        """Hear no more; an iteration under way ends after what is queued."""
        self._topic.discard(self)
        self._queue.put_nowait(None)

    def put(self, item: Item) -> None:
        """Queue an item, or drop the subscriber when its queue is full."""
        if self._queue.qsize() >= self._limit:
            self.lagged = True
            self.close()
        else:
            self._queue.put_nowait(item)


class Topic(Generic[Item]):
    """What is published here reaches every subscriber, in order."""

    __slots__ = ("_closed", "_limit", "_subscriptions")

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._subscriptions: tuple[Subscription[Item], ...] = ()
        self._closed = False

    @property
    def subscribers(self) -> int:
        """How many listen."""
        return len(self._subscriptions)

    def subscribe(self) -> Subscription[Item]:
        """Listen from now on; to one that is closed, nothing is heard but the end."""
        subscription = Subscription(self, self._limit)
        if self._closed:
            subscription.close()
        else:
            self._subscriptions = (*self._subscriptions, subscription)
        return subscription

    def discard(self, subscription: Subscription[Item]) -> None:
        """Forget a subscriber; nothing happens if it is unknown."""
        self._subscriptions = tuple(one for one in self._subscriptions if one is not subscription)

    def publish(self, item: Item) -> None:
        """Hand an item to every subscriber; never waits."""
        for subscription in self._subscriptions:
            subscription.put(item)

    def close(self) -> None:
        """End every subscription, and those that are yet to come."""
        self._closed = True
        for subscription in self._subscriptions:
            subscription.close()
