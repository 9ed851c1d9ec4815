"""A text as a learner can read it, whatever it is dressed up as: plain letters, and decoded."""

import base64
import binascii
import html
import keyword
import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import unquote

_TAG = re.compile(
    r"</?(?:pre|code|span|div|p|b|i|u|em|strong|kbd|samp|tt|details|summary|small|sub|sup|font"
    r"|table|tbody|tr|td|th|ul|ol|li|script|style|template|textarea)(?:\s[^>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr)>", re.IGNORECASE)
_DOT = re.compile(r"(?<=\w)\u00b7(?=\w)")
_UNSEEN = frozenset(("Cf", "Cc", "Mn", "Me"))
"""Categories of what cannot be seen, or is drawn around a sign, as on a key."""
_INVISIBLE = re.compile(r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f]")
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2212\u2010\u2011\u2013", "-"),
        **dict.fromkeys("\u00d7\u22c5", "*"),
        "\u00f7": "/",
        **dict.fromkeys("\u2265\u2a7e", ">="),
        **dict.fromkeys("\u2264\u2a7d", "<="),
        "\u2260": "!=",
        "\u00a0": " ",
    }
)

_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0475\u04cf"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03b1\u03b5\u03b9\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0578\u057d\u0585\u0570\u0566\u0261\u0251\u0131\u01c0\u2217\u2215\u2044",
    "aeopcyxijshdqwvlABEKMHOPCTYXIJSaeivoptuxcjABEZHIKMNOPTYXnuohqgail*//",
)
"""Letters of other alphabets, and signs, that look like those of ASCII."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{12,}")
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:]*){8,}")
_CODES = re.compile(r"(?:\d{2,3}[\s,]+){7,}\d{2,3}")
_SPACED = re.compile(r"(?:\S[ .\-_]){11,}\S")
_ENGLISH = frozenset(["the", "answer", "is", "option", "prints", "output", "right", "print"])
_WORD = re.compile(r"[^\W\d]\w*")
_LONGEST = 4_000
_FEWEST = 5


def plain(text: str) -> str:
    """The text without what cannot be seen and with look-alikes made alike; tags are left out."""
    text = html.unescape(text)
    text = text.replace("<!--", "\n").replace("-->", "\n")
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_STRAIGHT)
    text = _DOT.sub("*", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


def in_ascii(text: str) -> str:
    """The text with letters that look like those of ASCII made these."""
    return text.translate(_ALIKE)


def decoded(text: str, telling: Collection[str]) -> tuple[str, ...]:
    """What is written in the text in a simple code, each once.

    What has none of Python's words in it, nor ``telling`` ones, is no more than chance.
    """
    words = {word.casefold() for word in telling} | set(keyword.kwlist) | _ENGLISH
    found: dict[str, None] = {}
    for given, made in _tried(text[:_LONGEST]):
        if len(made.strip()) >= _FEWEST and _score(made, words) > _score(given, words):
            found[plain(made)] = None
    return tuple(found)


def _score(text: str, words: Collection[str]) -> int:
    return sum(len(w) > 1 and w.casefold() in words for w in set(_WORD.findall(text)))


def _tried(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of the text, and what each would be if it were in some code."""
    tokens = _TOKEN.findall(text)
    for token in (*tokens, "".join(tokens)):
        for made in _from_base(token):
            yield token, made
    for found in _HEX.findall(text):
        yield found, _from_hex(found)
    for found in _CODES.findall(text):
        codes = [int(code) for code in re.findall(r"\d+", found)]
        yield found, "".join(chr(code) for code in codes if code < 0x250)
    if text.count("%") >= 3:
        yield text, unquote(text)
    if "\\" in text:
        yield text, _unescaped(text)
    for found in _SPACED.findall(text):
        wide = re.sub(r"[ .\-_]{3}", "\0", found)
        yield found, re.sub(r"(\S)[ .\-_]", r"\1", wide).replace("\0", " ")
    units = [unit for unit in (*text.split("\n"), *text.split("`"), text) if unit.strip()]
    for unit in dict.fromkeys(units):
        yield unit, unit[::-1]
        yield unit, " ".join(reversed(unit.split()))
        for shift in range(1, 26):
            yield unit, _shifted(unit, shift)
    for sign in "`":
        inside = text.split(sign)[1::2]
        yield text, "\n".join(piece[::-1] for piece in inside)
    yield text, "\n".join(line[::-1] for line in text.split("\n"))
    yield text, "\n".join(_shifted(line, 13) for line in text.split("\n"))


def _from_base(token: str) -> Iterator[str]:
    bare = token.rstrip("=")
    for alphabet in (base64.urlsafe_b64decode, base64.b64decode, _from_base32):
        try:
            made = alphabet(bare + "=" * (-len(bare) % 4)).decode("utf-8")
        except (ValueError, binascii.Error):
            continue
        if made.isprintable() or "\n" in made:
            yield made


def _from_base32(token: str) -> bytes:
    bare = token.rstrip("=")
    return base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)


def _from_hex(found: str) -> str:
    digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", found)
    return bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("utf-8", "replace")


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        return chr(int(found[1] or found[2], 16))

    text = re.sub(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})", sign, text)
    return text.replace("\\n", "\n").replace("\\t", "    ")


def _shifted(text: str, shift: int) -> str:
    small, large = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    to = small[shift:] + small[:shift] + large[shift:] + large[:shift]
    return text.translate(str.maketrans(small + large, to))
