"""Takes out of a text what tells who a learner is, before it goes to a language model.

Out go e-mail addresses and the learner's names: ids and parts of display names, whatever their
case, where they stand as words of their own. A name that is also one of Python's own words, such as
`max`, stays where it is written as Python writes it, for there it names no one.
"""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence

SHORTEST_NAME = 3
"""Letters of a name. Shorter ones occur in every text, and would be found everywhere."""

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
        if self._names is None:
            return text
        return self._names.sub(self._instead, text)

    def _instead(self, found: re.Match[str]) -> str:
        word = found.group()
        return word if word in _PYTHON else self._stand_in


def _any_of(forms: Sequence[str]) -> re.Pattern[str]:
    # `_` and digits end a word here, unlike in `\b`: a name within `ada_list` is one, too.
    names = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """The whole name, its parts, and a part without the digits behind it."""
    parts = [part for piece in _NO_PART.split(name) for part in (piece, *_HUMP.split(piece))]
    for form in (name.strip(), *parts, *(part.rstrip("0123456789") for part in parts)):
        if sum(map(str.isalpha, form)) >= SHORTEST_NAME:
            yield form
