"""The fixed words of all prompts, each in a file with a version, and how data come into them.

A file `prompts/NAME@VERSION.md` has a part for the system and one for the user. ``{{name}}`` stands
for words or numbers of our own, ``{{data name}}`` for a block of data: what a course, a notebook or
a learner says. A block lies between two lines that hold a boundary, which occurs in none of the
data, so that nothing within can pretend that the block is over; the system's part tells that
nothing in a block is an instruction. A prompt whose words change gets a new version.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jupyter_tutor.model import PromptMessage

_PARTS = re.compile(r"\A=== system ===\n(.+)\n=== user ===\n(.+)\Z", re.DOTALL)
_PLACE = re.compile(r"\{\{(data )?(\w+)\}\}")
_BOUNDARY = "boundary"
BOUNDARY_DIGITS = 12


class TemplateError(ValueError):
    """A template and what was given to fill it do not go together: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt's fixed words, and the names of what they leave open."""

    system: str
    user: str
    own: frozenset[str]
    data: frozenset[str]


def names() -> tuple[str, ...]:
    """The names of all templates, with their versions."""
    files = resources.files("jupyter_tutor.dialogue").joinpath("prompts").iterdir()
    return tuple(sorted(file.name.removesuffix(".md") for file in files))


@cache
def template(name: str) -> Template:
    """The template of that name and version, such as ``reply@1``; TemplateError: there is none."""
    file = resources.files("jupyter_tutor.dialogue").joinpath("prompts", f"{name}.md")
    if not file.is_file():
        raise TemplateError(f"there is no template {name}")
    parts = _PARTS.match(file.read_text(encoding="utf-8"))
    if parts is None:
        raise TemplateError(f"{name} needs a part for the system and one for the user")
    system, user = (part.strip() for part in parts.groups())
    places = _PLACE.findall(f"{system}\n{user}")
    return Template(
        system=system,
        user=user,
        own=frozenset(place for is_data, place in places if not is_data) - {_BOUNDARY},
        data=frozenset(place for is_data, place in places if is_data),
    )


def render(
    name: str, data: Mapping[str, str], own: Mapping[str, str] | None = None
) -> tuple[PromptMessage, ...]:
    """The messages of a prompt; TemplateError where a name is missing or one too many."""
    fixed = template(name)
    own = own or {}
    for wanted, given in ((fixed.data, data), (fixed.own, own)):
        if wanted != given.keys():
            amiss = ", ".join(sorted(wanted ^ given.keys()))
            raise TemplateError(f"{name} does not go with what it was given: {amiss}")
    boundary = boundary_of(data.values())
    values = {**own, _BOUNDARY: boundary}

    def filled(place: re.Match[str]) -> str:
        is_data, key = place.groups()
        return _block(key, data[key], boundary) if is_data else values[key]

    return (
        PromptMessage("system", _PLACE.sub(filled, fixed.system)),
        PromptMessage("user", _PLACE.sub(filled, fixed.user)),
    )


def boundary_of(data: Iterable[str]) -> str:
    """Digits that occur in none of these texts; the same for the same texts."""
    texts = [text.casefold() for text in data]
    boundary = ""
    while not boundary or any(boundary in text for text in texts):
        whole = "\x00".join([boundary, *texts]).encode(errors="replace")
        boundary = hashlib.sha256(whole).hexdigest()[:BOUNDARY_DIGITS]
    return boundary


def _block(name: str, text: str, boundary: str) -> str:
    return f"[data {boundary} {name}]\n{text.strip() or '(nothing)'}\n[end {boundary}]"
