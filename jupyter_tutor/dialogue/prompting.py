"""A prompt from a template: whatever goes into one goes through here, and is stripped."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from jupyter_tutor.dialogue.templates import boundary_of, render
from jupyter_tutor.model import Prompt, Purpose

Strip = Callable[[str], str]
"""Takes out of a text what tells who a learner is (:mod:`jupyter_tutor.dialogue.privacy`)."""

LONGEST_DATA = 12_000
"""Characters of one block of data; of a longer one the end is left out."""

TOKENS_A_WORD = 3
"""Plenty for one word, its punctuation and its markup, in most languages."""


def prompt_of(
    name: str,
    data: Mapping[str, str],
    strip: Strip,
    *,
    longest: int,
    own: Mapping[str, str] | None = None,
    temperature: float = 0.3,
    shape: Mapping[str, Any] | None = None,
) -> Prompt:
    """The prompt of that template; its purpose is the name before the version.

    ``longest`` is in tokens, as in the prompt.
    """
    shown = {key: strip(in_part(text, LONGEST_DATA)) for key, text in data.items()}
    return Prompt(
        name=name,
        purpose=cast(Purpose, name.partition("@")[0]),
        messages=render(name, shown, own),
        boundary=boundary_of(shown.values()),
        longest=longest,
        temperature=temperature,
        shape=shape,
    )


def in_part(text: str, longest: int) -> str:
    """The beginning of a text that is longer than that, and a mark that something is missing."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()}\n(… cut)"
