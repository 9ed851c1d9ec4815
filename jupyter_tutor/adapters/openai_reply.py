"""Reading a streamed reply: every chunk is validated, and a whole is one whose end was announced.

The library itself validates nothing and ends without a word when a stream is cut.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, NonNegativeInt, TypeAdapter, ValidationError

from jupyter_tutor.adapters.openai_faults import fault_of
from jupyter_tutor.model import ModelError

LONGEST = 200_000
"""Characters, of any answer."""

CHARACTERS_PER_TOKEN = 16
"""Far more than a token has on average: a service that says more ignores what was asked."""

TAIL_SECONDS = 1.0
"""How long to wait for the count of tokens, which comes after the answer's end."""

WHOLE = frozenset({"stop", "eos_token"})


class _Part(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class _Usage(_Part):
    prompt_tokens: NonNegativeInt
    completion_tokens: NonNegativeInt


class _Delta(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    index: int | None = None
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(_Part):
    choices: list[_Choice]
    # Read by itself: an answer is not worth less for a count that makes no sense.
    usage: Any = None


_CHUNK = TypeAdapter(_Chunk)
_USAGE = TypeAdapter(_Usage)


class Reply:
    """A reply as it comes. ``hear`` is given each piece of text; ``longest`` is in tokens."""

    def __init__(self, hear: Callable[[str], None] | None, longest: int) -> None:
        self._hear = hear
        self._left = min(LONGEST, CHARACTERS_PER_TOKEN * longest)
        self._pieces: list[str] = []
        self._finish: str | None = None
        self._declined = False
        self._begun = time.monotonic()
        self._chunks = 0
        self.first: float | None = None
        self._counted: _Usage | None = None

    @property
    def tokens(self) -> tuple[int, int] | None:
        """In and out, as the service told last; None: it has not.

        One that counts nothing may say so with zeros, which cannot be.
        """
        used = self._counted
        if used is None or not used.prompt_tokens or (self._pieces and not used.completion_tokens):
            return None
        return used.prompt_tokens, used.completion_tokens

    @property
    def text(self) -> str:
        """All that has come so far."""
        return "".join(self._pieces)

    @property
    def ended(self) -> bool:
        """Whether the service has said that this is the end, good or bad."""
        return self._finish is not None

    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._begun

    async def read(self, stream: Any) -> None:
        """Take in a stream of the library to its end; raises ModelError."""
        while not self.ended:
            chunk = await self._next(stream)
            if chunk is None:
                break
            self._take(chunk)
        if self.ended:
            await self._read_tail(stream)

    def judge(self) -> None:
        """Raise ModelError unless this is a whole answer."""
        if not self._chunks:
            raise ModelError("garbled", detail="no event in the stream")
        if self._finish is None:
            raise ModelError("cut", detail="the stream ended early")
        if self._finish == "content_filter" or self._declined:
            raise ModelError("refused", detail="the model declined to answer")
        if self._finish not in WHOLE:
            raise ModelError("cut", detail="the longest answer is too short for it")
        if not self._pieces:
            raise ModelError("garbled", detail="an empty answer")

    async def _read_tail(self, stream: Any) -> None:
        # The answer is whole: whatever goes wrong from here on takes nothing away from it.
        with contextlib.suppress(TimeoutError, ModelError):
            async with asyncio.timeout(TAIL_SECONDS):
                while (chunk := await self._next(stream)) is not None:
                    self._count(chunk)

    async def _next(self, stream: Any) -> _Chunk | None:
        try:
            chunk = await anext(stream, None)
            return None if chunk is None else _CHUNK.validate_python(chunk)
        except Exception as error:
            fault = fault_of(error, streaming=True)
            if fault is None:
                raise
        raise fault

    def _take(self, chunk: _Chunk) -> None:
        self._chunks += 1
        self._count(chunk)
        for choice in chunk.choices:
            if not choice.index:
                self._finish = choice.finish_reason or self._finish
                if choice.delta is not None:
                    self._declined = self._declined or bool(choice.delta.refusal)
                    self._add(choice.delta.content or "")

    def _count(self, chunk: _Chunk) -> None:
        if chunk.usage is not None:
            with contextlib.suppress(ValidationError):
                self._counted = _USAGE.validate_python(chunk.usage)

    def _add(self, piece: str) -> None:
        if not piece:
            return
        self._left -= len(piece)
        if self._left < 0:
            raise ModelError("garbled", detail="longer than was asked for")
        if any("\ud800" <= each <= "\udfff" for each in piece):
            raise ModelError("garbled", detail="half a character")
        if self.first is None:
            self.first = self.seconds()
        self._pieces.append(piece)
        if self._hear is not None:
            self._hear(piece)
