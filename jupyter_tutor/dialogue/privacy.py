"""Takes out of a text what tells who a learner is, before it goes to a language model.

Out go e-mail addresses and the learner's names: ids and parts of display names, whatever their
case, where they stand as words of their own. A name that is also one of Python's own words, such as
`max`, stays where it is written as Python writes it, for there it names no one. Whoever's home a
path leads into, its name goes out.

A whole name of two letters, such as `Jo`, goes out where it begins with a capital: in small
letters it is a word of too many texts. In scripts without capitals two letters are enough anywhere,
and need no space around them.
"""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence

SHORTEST_NAME = 3
"""Letters of a name in any case. Shorter ones would be found in every text."""

SHORTEST_WHOLE = 2
"""Letters of a whole name that begins with a capital, and of one in a script without capitals."""

_HOME = re.compile(
    r"(?P<home>(?<![\w/.])/(?:home|Users)/|[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))"
    r"(?:[^/\\\s'\":*?<>|,;)]+(?: [^/\\\s'\":*?<>|,;)]+)?(?=[/\\])|[^/\\\s'\":*?<>|,;)]+)"
)
"""A path into somebody's home: the folder below it has their name, whoever they are."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}[\w-]*")
_NO_PART = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PYTHON = frozenset(
    name for name in (*dir(builtins), *keyword.kwlist, *keyword.softkwlist) if name.islower()
)
EMAIL = "[e-mail]"
_STAND_INS = ("[name]", "[person]", "[…]")
"""What stands for a name: the first of these that has no name of the learner in it."""


class Stripper:
    """Strips texts of the names of one learner: ``Stripper(names)(text)``."""

    def __init__(self, names: Sequence[str]) -> None:
        """``names`` are ids, user names and display names, in whatever form they have."""
        found = {form for name in names for form in _forms(unicodedata.normalize("NFC", name))}
        # The longest first: a whole name goes out as one.
        ordered = sorted(found, key=lambda form: (-len(form), form))
        self._names = _any_of(ordered) if ordered else None
        self._stand_in = next(
            word for word in _STAND_INS if self._names is None or not self._names.search(word)
        )
        stands_for_email = (EMAIL, _STAND_INS[-1])
        self._email = next(
            word for word in stands_for_email if self._names is None or not self._names.search(word)
        )

    def __call__(self, text: str) -> str:
        """The text without them, its characters in composed form (NFC)."""
        text = _EMAIL.sub(self._email, unicodedata.normalize("NFC", text))
        text = _HOME.sub(lambda found: found["home"] + self._stand_in, text)
        if self._names is None:
            return text
        return self._names.sub(self._instead, text)

    def _instead(self, found: re.Match[str]) -> str:
        word = found.group()
        return word if word in _PYTHON else self._stand_in


def _any_of(forms: Sequence[str]) -> re.Pattern[str]:
    # `_` and digits end a word here, unlike in `\b`: a name within `ada_list` is one, too.
    names = "|".join(map(_pattern, forms))
    return re.compile(names, re.IGNORECASE)


def _pattern(form: str) -> str:
    if not _has_case(form):
        return re.escape(form)
    exactly = f"(?-i:{re.escape(form)})" if _letters(form) < SHORTEST_NAME else re.escape(form)
    return rf"(?<![^\W\d_]){exactly}(?![^\W\d_])"


def _forms(name: str) -> Iterator[str]:
    """The whole name, its parts, these joined, and a part without the digits behind it."""
    if _letters(name) == SHORTEST_WHOLE:
        yield from {name.strip().capitalize(), name.strip().upper()}
    parts = [part for piece in _NO_PART.split(name) for part in (piece, *_HUMP.split(piece))]
    joined = _NO_PART.sub("", name)
    for form in (name.strip(), joined, *parts, *(part.rstrip("0123456789") for part in parts)):
        if _letters(form) >= (SHORTEST_NAME if _has_case(form) else SHORTEST_WHOLE):
            yield form


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
