"""The door to a language model, and what may pass through it.

A model is a service of others: slow, costly, sometimes wrong or gone. Behind this door stands an
adapter for one wire format; in front of it stand limits, a budget and a breaker, and then whoever
makes prompts of what is to be asked.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.core.talk import ModelCall

Role = Literal["system", "user", "assistant"]
Purpose = Literal["reply", "assess", "hint", "judge", "label", "summary"]

ModelFailure = Literal[
    "unreachable",  # no connection, a TLS error, a redirect
    "slow",  # the total deadline has passed
    "limited",  # the service says that it is asked too often
    "misconfigured",  # the service knows neither key nor model, or nobody pays for it
    "refused",  # the service does not accept this request
    "broken",  # a server error
    "garbled",  # what came is not of the protocol, or not of the shape asked for
    "cut",  # the stream ended before its end was announced, or hit the length limit
    "resting",  # not asked: the breaker is open
    "too_often",  # not asked: the learner has used up their share of the minute or hour
    "forbidden",  # not asked: the course's author wants no model
    "spent",  # not asked: the course's budget is used up
]


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message of a prompt."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked of a model.

    ``name`` is the template and its version, such as ``reply@1``. ``longest`` is the most tokens
    wanted. ``shape`` is the JSON Schema that the answer is to have; None: it is plain text.
    ``within`` is the seconds there are for it; None: as many as for any. ``boundary`` is what marks
    the blocks of data in it, and is in no answer that is shown; None: there are no such blocks.
    """

    name: str
    purpose: Purpose
    messages: tuple[PromptMessage, ...]
    longest: int
    temperature: float = 0.3
    shape: Mapping[str, Any] | None = None
    within: float | None = None
    boundary: str | None = None

    def seconds(self, most: float) -> float:
        """The seconds there are for it where nothing may take longer than ``most``."""
        return most if self.within is None else min(most, self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and in which course. ``note`` is told of every call, as soon as it has ended.

    ``names`` are what the learner is called beside their id; none of them may be sent.
    """

    learner: LearnerId
    course: CourseId
    note: Callable[[ModelCall], None]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A whole answer: the model said itself that this is its end."""

    text: str
    call: ModelCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost, in the currency that budgets are set in."""

    tokens_in: float
    tokens_out: float

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What a call costs that takes and gives so many."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a course may spend in all; None: as much as it likes.

    Calls under way when it is reached are not cut off, so a little more may be spent. Money counts
    only where the model has prices.
    """

    tokens: int | None = None
    money: float | None = None


BYTES_PER_TOKEN = 4
"""About; in bytes and not in characters, since a Chinese character is most of a token."""

_UNANSWERED = frozenset({"unreachable", "limited", "misconfigured", "refused", "broken"})


def tokens_used(prompt: Prompt, call: ModelCall, said: str) -> tuple[int, int]:
    """The tokens in and out of a call that gave ``said``: as told, else estimated.

    A service that turned the call away before it said anything has used none.
    """
    if call.outcome in _UNANSWERED and not said and call.tokens_in is None:
        return (0, 0)
    asked = sum(len(message.text.encode("utf-8", "replace")) for message in prompt.messages)
    tokens_in = math.ceil(asked / BYTES_PER_TOKEN) if call.tokens_in is None else call.tokens_in
    answered = len(said.encode("utf-8", "replace"))
    tokens_out = (
        math.ceil(answered / BYTES_PER_TOKEN) if call.tokens_out is None else call.tokens_out
    )
    return (tokens_in, tokens_out)


class ModelError(Exception):
    """There is no whole answer; ``reason`` says why.

    ``again_in`` is the seconds after which asking again may help, None where that is not known.
    ``detail`` is for a log: it holds nothing of a prompt, an answer or a key.
    """

    def __init__(
        self, reason: ModelFailure, *, again_in: float | None = None, detail: str = ""
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: ModelFailure = reason
        self.again_in = again_in
        self.detail = detail


class Model(Protocol):
    """A language model that can be asked."""

    @property
    def name(self) -> str:
        """The model's name, as it is configured."""
        ...

    @property
    def place(self) -> str:
        """Where it is: a host's name, to tell a learner where their words go."""
        ...

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """The whole answer; raises ModelError.

        ``hear`` is given each piece of text as it comes, before the end is known. Cancelling the
        call ends it at the service, too.
        """
        ...


class AroundModel:
    """A model that is another one with something around it: it has that one's name and place."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name, as it is configured."""
        return self._model.name

    @property
    def place(self) -> str:
        """Where it is."""
        return self._model.place


class SpendingError(Exception):
    """What was asked and spent cannot be read or written: nothing more may be asked."""


class Spending(Protocol):
    """What was asked and spent, of all servers that share a record; it outlasts them.

    Each method raises SpendingError where it cannot do what it says.
    """

    async def take(self, learner: LearnerId) -> float:
        """Count one call; 0.0: go on. Else nothing was counted, and it is the seconds to wait."""
        ...

    async def spent(self, course: CourseId) -> tuple[int, float]:
        """The tokens and the money that the course has spent so far."""
        ...

    async def spend(self, course: CourseId, tokens: int, cost: float) -> None:
        """Add to that."""
        ...
