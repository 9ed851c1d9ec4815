"""How a unit is written: `km/h`, `m s^-2`, `kg·m²/s²`, `W/(m² K)`, `metres per second squared`.

Turns the text into words with exponents, and knows no unit itself. After a stroke people leave the
parentheses out: `J/kg K` is `J/kg*K` to the rules and `J/(kg K)` to who writes it. Such a text has
both readings, and whoever asks takes the one that measures what is asked for.
"""

import re
import unicodedata
from collections.abc import Callable

Terms = tuple[tuple[str, int], ...]
"""The words of a unit, each with its exponent."""

LONGEST = 60
"""Characters of a unit; what is longer is none."""
_MOST_WORDS = 8
_HIGHEST_POWER = 12
_TOKEN = re.compile(
    r"(?P<word>°?[^\W\d]+|[°%‰])"
    r"|(?P<power>(\^ ?|(?<! ))(?P<exponent>[+-]?[1-9]))"
    r"|(?P<sign>[*/()])"
)
_SIGNS = str.maketrans(
    {
        **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)),
        "⁻": "-",
        "\u2212": "-",
        "\u2013": "-",
        "·": "*",
        "⋅": "*",
        "∙": "*",
        "•": "*",
        "\u00d7": "*",
        "\u2044": "/",
        "\u2215": "/",
        "\u00ba": "°",
        "\u02da": "°",
    }
)
_POWERS_AFTER = {"squared": 2, "cubed": 3}
_POWERS_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}


class _UnreadableError(Exception):
    """What is read is no unit."""


def terms_of(text: str, known: Callable[[str], bool]) -> tuple[Terms, ...]:
    """The ways to read a text, the strict one first; none where it is not written like a unit.

    ``known`` tells which words are units, where two words may be one: `nautical_mile`.
    """
    tokens = _tokens(_plain(text))
    if not tokens:
        return ()
    try:
        return tuple(
            dict.fromkeys(_Reader(tokens, known, loose).whole() for loose in (False, True))
        )
    except _UnreadableError:
        return ()


def _plain(text: str) -> str:
    """The same in the signs that the grammar knows."""
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace("**", "^")
    text = re.sub(r"\bper cent\b", "percent", " ".join(text.split()).rstrip("."))
    text = re.sub(r"\bper\b", "/", text)
    text = re.sub(r"\^ ?\( ?([+-]?\d) ?\)", r"^\1", text)
    text = re.sub(r"° (?=[^\W\d]\b)", "°", text)
    return re.sub(r"(?<=[^\W\d])[.-](?=[^\W\d])", "*", text)


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        return []
    tokens: list[str] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            return []
        tokens.append(f"^{int(found['exponent'])}" if found["power"] else found[0])
        position = found.end()
        while text[position : position + 1] == " ":
            position += 1
    return tokens


class _Reader:
    """Reads tokens from left to right; ``loose``: all that follows a stroke is below it."""

    def __init__(self, tokens: list[str], known: Callable[[str], bool], loose: bool) -> None:
        self._tokens = list(tokens)
        self._known = known
        self._loose = loose

    def whole(self) -> Terms:
        terms = self._product()
        if self._tokens or not 0 < len(terms) <= _MOST_WORDS:
            raise _UnreadableError
        return tuple(terms)

    def _product(self) -> list[tuple[str, int]]:
        terms: list[tuple[str, int]] = []
        if self._tokens[:2] == ["^1", "/"]:
            self._tokens.pop(0)
        below = self._take("/")
        while True:
            terms += [(word, -n if below else n) for word, n in self._factor()]
            if self._take("/"):
                below = True
            elif self._take("*") or (self._tokens and self._tokens[0] != ")"):
                below = below and self._loose
            else:
                return terms

    def _factor(self) -> list[tuple[str, int]]:
        before = _POWERS_BEFORE.get(self._next().casefold())
        if before is not None:
            self._tokens.pop(0)
        if self._take("("):
            inner = self._product()
            if not self._take(")"):
                raise _UnreadableError
        else:
            inner = [(self._word(), 1)]
        power = (before or 1) * self._power()
        # Powers of powers would grow without end.
        if any(abs(n * power) > _HIGHEST_POWER for _, n in inner):
            raise _UnreadableError
        return [(word, n * power) for word, n in inner]

    def _word(self) -> str:
        word = self._next()
        if word[0] in "^*/()":
            raise _UnreadableError
        self._tokens.pop(0)
        both = f"{word}_{self._tokens[0]}" if self._tokens else ""
        if both and self._known(both):
            self._tokens.pop(0)
            return both
        return word

    def _power(self) -> int:
        if not self._tokens:
            return 1
        after = _POWERS_AFTER.get(self._tokens[0].casefold())
        if after is not None:
            self._tokens.pop(0)
            return after
        if self._tokens[0][0] == "^":
            return int(self._tokens.pop(0)[1:])
        return 1

    def _take(self, token: str) -> bool:
        if self._tokens[:1] == [token]:
            self._tokens.pop(0)
            return True
        return False

    def _next(self) -> str:
        if not self._tokens:
            raise _UnreadableError
        return self._tokens[0]
