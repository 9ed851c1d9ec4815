"""A topic reaches all who listen and never waits for one of them."""

import asyncio

from jupyter_tutor.runtime.bus import Subscription, Topic


async def drain(subscription: Subscription[int]) -> list[int]:
    return [item async for item in subscription]


async def test_every_subscriber_gets_everything_from_then_on_in_order() -> None:
    topic: Topic[int] = Topic()
    first = topic.subscribe()
    topic.publish(1)
    second = topic.subscribe()
    topic.publish(2)
    topic.close()
    assert await asyncio.gather(drain(first), drain(second)) == [[1, 2], [2]]
    assert topic.subscribers == 0


async def test_one_that_does_not_keep_up_is_dropped_and_the_others_are_not() -> None:
    topic: Topic[int] = Topic(limit=2)
    slow, quick = topic.subscribe(), topic.subscribe()
    heard: list[int] = []
    for number in range(4):
        topic.publish(number)
        heard.append(await anext(quick))
    assert heard == [0, 1, 2, 3]
    assert slow.lagged
    assert await drain(slow) == [0, 1]
    assert topic.subscribers == 1


async def test_closing_a_subscription_ends_its_iteration() -> None:
    topic: Topic[int] = Topic()
    subscription = topic.subscribe()
    waiting = asyncio.create_task(drain(subscription))
    await asyncio.sleep(0)
    subscription.close()
    assert await waiting == []
    topic.publish(1)
    assert topic.subscribers == 0


async def test_who_listens_to_a_topic_that_is_closed_hears_the_end_at_once() -> None:
    topic: Topic[int] = Topic()
    topic.close()
    late = topic.subscribe()
    assert await asyncio.wait_for(drain(late), 30) == []
    assert (topic.subscribers, late.lagged) == (0, False)
