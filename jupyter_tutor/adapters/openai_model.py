"""A language model behind OpenAI's chat completions (the port ``Model``): one call, told as it is.

Anyone's service that speaks this protocol will do: OpenAI's own, vLLM, Ollama, llama.cpp. Retries,
limits, budgets and a breaker stand in front of this and not in it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jupyter_tutor.adapters.openai_client import open_client
from jupyter_tutor.adapters.openai_faults import fault_of
from jupyter_tutor.adapters.openai_options import Negotiation, options
from jupyter_tutor.adapters.openai_reply import Reply
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import Asker, Completion, ModelError, Prices, Prompt, tokens_used

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OPENAI = "https://api.openai.com/v1"
SECONDS = 30.0

STOPPED = "stopped"
"""The outcome of a call that was given up by whoever asked."""

UNPROCESSABLE = frozenset({400, 422})
MISTAKEN = 500
"""llama-cpp-python says this of a request that it does not take, too."""


class OpenAIModel:
    """The model ``name`` at ``base_url`` (None: OpenAI's own); raises ValueError if that is no URL.

    ``within`` is the deadline of a call, in seconds, from its beginning to the answer's end. What
    the service refuses of the protocol it is not asked again, for as long as this lives: then a
    shape is only what the prompt says in words. ``pseudonym`` is what the service is told of who
    asks.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        within: float = SECONDS,
        prices: Prices | None = None,
        pseudonym: Callable[[LearnerId], str],
    ) -> None:
        self._name = name
        self._url = base_url or OPENAI
        self._place = _host(self._url)
        self._key = _key(api_key)
        self._within = within
        self._prices = prices
        self._pseudonym = pseudonym
        self._without: frozenset[str] = frozenset()
        self._client: AsyncOpenAI | None = None
        self._opening = asyncio.Lock()

    @property
    def name(self) -> str:
        """The model's name, as it is configured."""
        return self._name

    @property
    def place(self) -> str:
        """The host's name."""
        return self._place

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """The whole answer; raises ModelError.

        A call that is cancelled is noted as ``stopped``.
        """
        reply = Reply(hear, prompt.longest)
        outcome, call = STOPPED, None
        try:
            await self._in_time(prompt, asker, reply)
            outcome = "ok"
        except ModelError as error:
            outcome = error.reason
            raise
        finally:
            call = self._call(prompt, reply, outcome)
            asker.note(call)
        return Completion(text=reply.text, call=call)

    async def prepare(self) -> None:
        """Load what asking needs, so that whoever asks first does not wait for that."""
        await self._opened()

    async def close(self) -> None:
        """Let go of all connections."""
        async with self._opening:
            client, self._client = self._client, None
            if client is not None:
                await client.close()

    async def _in_time(self, prompt: Prompt, asker: Asker, reply: Reply) -> None:
        within = prompt.seconds(self._within)
        bound = asyncio.timeout(within)
        try:
            async with bound:
                await self._answer(prompt, asker, reply)
        except TimeoutError:
            if not bound.expired():
                raise
            # An answer whose end was announced is whole, however long the rest takes.
            if not reply.ended:
                raise ModelError("slow", detail=f"not within {within:g} s") from None
        reply.judge()

    async def _answer(self, prompt: Prompt, asker: Asker, reply: Reply) -> None:
        client = await self._opened()
        talk = Negotiation(self._without, shaped=prompt.shape is not None)
        stream = None
        while stream is None:
            stream = await self._stream(client, prompt, asker, talk)
        self._without |= talk.without
        async with stream:
            await reply.read(stream)

    async def _stream(
        self, client: "AsyncOpenAI", prompt: Prompt, asker: Asker, talk: Negotiation
    ) -> Any:
        """The service's stream, or None if it should be asked for something less."""
        import openai

        try:
            return await client.chat.completions.create(
                model=self._name,
                messages=_messages(prompt),
                stream=True,
                **options(prompt, self._pseudonym(asker.learner), talk.without),
            )
        except Exception as error:
            if (
                isinstance(error, openai.APIStatusError)
                and error.status_code in {*UNPROCESSABLE, MISTAKEN}
                and talk.refused(error.body, guess=error.status_code != MISTAKEN)
            ):
                return None
            fault = fault_of(error, streaming=False)
            if fault is None:
                raise
        # Out here, so that the library's error, which may quote the key, is not its context.
        raise fault

    async def _opened(self) -> "AsyncOpenAI":
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(
                    open_client, self._url, self._key, self._within
                )
            return self._client

    def _call(self, prompt: Prompt, reply: Reply, outcome: str) -> ModelCall:
        tokens_in, tokens_out = reply.tokens or (None, None)
        call = ModelCall(
            purpose=prompt.purpose,
            model=self._name,
            prompt=prompt.name,
            outcome=outcome,
            seconds=reply.seconds(),
            first=reply.first,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
        )
        if self._prices is None:
            return call
        return replace(call, cost=self._prices.cost(*tokens_used(prompt, call, reply.text)))


def _messages(prompt: Prompt) -> Any:
    # Half a character, which a learner can type, cannot be sent.
    return [
        {"role": said.role, "content": said.text.encode("utf-8", "replace").decode()}
        for said in prompt.messages
    ]


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the address of a model has to be like https://host/v1")
    if parts.username or parts.password:
        # The library writes addresses into the log.
        raise ValueError("the address of a model may hold no password; there is a setting for it")
    return parts.hostname


def _key(key: str | None) -> str | None:
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise ValueError("the key of a model may hold letters, digits and signs only")
    return key or None
