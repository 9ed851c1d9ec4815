"""A client of the library ``openai`` that keeps the key to one host and takes in only so much.

The library takes a second or two to load: whoever needs a client opens it in a thread.
"""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

from jupyter_tutor.adapters.openai_faults import OverlongError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MOST_BYTES = 16_000_000
"""The most that is read of one reply. A token comes in some 200 bytes."""


def open_client(base_url: str, api_key: str | None, within: float) -> "AsyncOpenAI":
    """A client without retries of its own, which follows no redirect."""
    import httpx2
    import openai

    # Else the first call would load it, and everyone in this process would wait meanwhile.
    import openai.resources.chat.completions

    class Bounded(httpx2.AsyncByteStream):
        """A reply that ends in OverlongError if it goes on for too long."""

        def __init__(self, stream: httpx2.AsyncByteStream) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = MOST_BYTES
            async for part in self._stream:
                left -= len(part)
                if left < 0:
                    raise OverlongError
                yield part

        async def aclose(self) -> None:
            await self._stream.aclose()

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise OverlongError
        response.stream = Bounded(cast(httpx2.AsyncByteStream, response.stream))

    return openai.AsyncOpenAI(
        base_url=base_url,
        api_key=api_key or "none",
        max_retries=0,
        timeout=within,
        default_headers={"Accept-Encoding": "identity"},
        http_client=httpx2.AsyncClient(
            timeout=within, follow_redirects=False, event_hooks={"response": [bound]}
        ),
    )
