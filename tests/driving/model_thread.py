"""A language model of one's own for programs that have no event loop: it serves in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.driving.model_server import Behaviour, ModelServer


@contextmanager
def model_beside(behaviour: Behaviour) -> Iterator[ModelServer]:
    """It is there until the end; its URL is ``url``."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = ModelServer()
    server.will(behaviour)
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(60)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
