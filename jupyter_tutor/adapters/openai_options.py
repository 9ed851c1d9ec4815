"""What a service is asked for beside an answer, and what it turns out not to know.

Services that speak OpenAI's protocol know different parts of it: some refuse what they do not
know, some ignore it. Each option that is refused is left out, and so found out once. Nothing is
sent from here.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tutor.model import Prompt

SHAPE, LEARNER, USAGE, WARMTH, LONGEST = (
    "response_format",
    "safety_identifier",
    "stream_options",
    "temperature",
    "max_tokens",
)
OTHER_NAMES = {"json_schema": SHAPE, "json schema": SHAPE, "grammar": SHAPE}

_TOO_LONG = re.compile(r"context.?(length|size|window)|exceed.context")


def options(prompt: Prompt, learner: str, without: frozenset[str]) -> dict[str, Any]:
    """The options of a request; ``learner`` is a pseudonym."""
    wanted: dict[str, Any] = {
        LEARNER: learner,
        USAGE: {"include_usage": True},
        WARMTH: prompt.temperature,
        LONGEST: prompt.longest,
    }
    if prompt.shape is not None:
        wanted[SHAPE] = {
            "type": "json_schema",
            "json_schema": {
                "name": re.sub(r"[^A-Za-z0-9_-]", "-", prompt.name),
                "strict": True,
                "schema": dict(prompt.shape),
            },
        }
    asked = {name: value for name, value in wanted.items() if name not in without}
    if LONGEST in without:
        # The old name comes first: those who know only that ignore the new one without a word and
        # would go on for ever; OpenAI's newer models refuse the old one, and say so.
        asked["max_completion_tokens"] = prompt.longest
    return asked


class Negotiation:
    """What one request is to leave out. ``known`` is what the service refused before."""

    def __init__(self, known: frozenset[str], *, shaped: bool) -> None:
        self._certain = known
        self._guess: frozenset[str] = frozenset()
        self._shaped = shaped
        self._guesses: list[frozenset[str]] | None = None

    @property
    def without(self) -> frozenset[str]:
        """What to leave out now."""
        return self._certain | self._guess

    def refused(self, error: object, *, guess: bool = True) -> bool:
        """Whether it may help to leave out something else, given the body of the refusal.

        Where that does not say what it is about, this is found out one by one if ``guess``.
        """
        named = _named(error)
        if named is None:
            return guess and self._guess_again()
        if named in self._certain or not named:
            return False
        self._certain |= {named}
        self._guess, self._guesses = frozenset(), None
        return True

    def _guess_again(self) -> bool:
        """Leave out one after the other, and last of all everything."""
        if self._guesses is None:
            names = [SHAPE] if self._shaped else []
            names += [LEARNER, USAGE, WARMTH, LONGEST]
            open_to_doubt = [name for name in names if name not in self._certain]
            self._guesses = [frozenset({name}) for name in open_to_doubt]
            if len(open_to_doubt) > 1:
                self._guesses.append(frozenset(open_to_doubt))
        if not self._guesses:
            return False
        self._guess = self._guesses.pop(0)
        return True


def _named(error: object) -> str | None:
    """The option that a refusal is about, "" if it is about something else, None if it is vague."""
    param = str(error.get("param") or "") if isinstance(error, Mapping) else ""
    if param:
        return _first([param.partition(".")[0]]) or ""
    words = str(error).lower()
    if _TOO_LONG.search(words):
        return ""
    return _first([words])


def _first(texts: Sequence[str]) -> str | None:
    names = {name: name for name in (SHAPE, LEARNER, USAGE, WARMTH, LONGEST)} | OTHER_NAMES
    return next((names[name] for name in names for text in texts if name in text), None)
