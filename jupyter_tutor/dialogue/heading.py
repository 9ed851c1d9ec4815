"""The line above a reply in which a model says how sure it is; a learner never sees it.

Asked for is `CONFIDENCE: 0.8 | RESTS ON: 1, 3`. Small models leave it out, mark it up, wrap it in a
fence, write `80%` or `high`, put it on two lines, or say it again at the end. Text goes on as soon
as it cannot be a part of such a line.
"""

import re
from dataclasses import dataclass

LONGEST = 400
"""Characters within which a heading has to end; what is longer is none."""

_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"\A\s*<think>", re.IGNORECASE)
_END_OF_THOUGHTS = len("</think>")
_FENCE = re.compile(r"\A```\w*[ \t]*\n")
_FENCE_ENDS = re.compile(r"\A\s*```[ \t]*(?:\n|\Z)")
_MARKS = r"[\s*_#>`\[({\"'|-]*"
_VALUE = (
    r"(?P<value>\d+(?:[.,]\d+)?)\s*(?:(?P<percent>%|percent\b)|/\s*(?P<of>\d+(?:\.\d+)?))?"
    r"|(?P<word>very high|high|medium|moderate|very low|low)\b"
)
_CONFIDENCE = re.compile(
    rf"\A{_MARKS}(?:my )?confidence(?: level| score)?[\s*_\"'`]*[:\-][\s*_\"'`]*(?:{_VALUE})"
    r"[\s*_\"'`\])},;|.]*",
    re.IGNORECASE,
)
_RESTS_ON = re.compile(
    rf"\A{_MARKS}rest(?:s|ing)?[ _]on[\s*_\"'`]*[:=\-]?[\s*_\"'`\[(]*(?:sections?)?[\s*_:\[(#]*"
    r"(?P<sections>none|\d+(?:\s*(?:,|and|&|\+)\s*\d+)*)?[\s*_\"'`\])}.;|]*",
    re.IGNORECASE,
)
_KEYS = ("confidence", "my confidence", "rests on", "rests_on", "resting on", "rest on")
_BARE = re.compile(_MARKS)
_WORDS = {
    "very high": 0.95,
    "high": 0.85,
    "medium": 0.6,
    "moderate": 0.6,
    "low": 0.3,
    "very low": 0.1,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What the heading says: ``confidence`` from 0 to 1, and the numbers of sections.

    None: it says nothing of that.
    """

    confidence: float | None = None
    rests_on: tuple[int, ...] | None = None


class Heading:
    """Reads a stream: :meth:`feed` it pieces, show what it gives, and :meth:`close` it."""

    def __init__(self) -> None:
        self.head = Head()
        self._held = ""
        self._opened = False
        self._begun = False
        self._fenced = False
        self._line_begins = True

    def feed(self, piece: str) -> str:
        """What may be shown now."""
        self._held += piece
        return self._read(final=False)

    def close(self) -> str:
        """What is left to be shown, at the end of the stream."""
        return self._read(final=True)

    def _read(self, *, final: bool) -> str:
        if not self._opened:
            opened = _open(self._held, final=final)
            if opened is None:
                if _THINKING.match(self._held) and not _THOUGHTS.match(self._held):
                    # Long thoughts are not read anew with each piece: their end is all that counts.
                    self._held = f"<think> {self._held[-_END_OF_THOUGHTS:]}"
                return ""
            self.head, self._held = opened
            self._opened = True
        if not self._begun:
            self._held = self._held.lstrip()
            self._begun = bool(self._held)
        *lines, begun = self._held.split("\n")
        shown = "".join(f"{line}\n" for line in lines if self._line(line, ends=True))
        may_be = "```".startswith(begun.lstrip()) if self._fenced else _may_be_head(begun)
        if self._line_begins and may_be and not final and len(begun) <= LONGEST:
            self._held = begun
            return shown
        self._held = ""
        return shown + begun if self._line(begun, ends=False) else shown

    def _line(self, line: str, *, ends: bool) -> bool:
        """Whether to show a line, or the rest of one: it is no heading that is said again."""
        begins, self._line_begins = self._line_begins, ends or (self._line_begins and not line)
        if not begins:
            return True
        if line.lstrip().startswith("```"):
            self._fenced = not self._fenced
        read = None if self._fenced else _read_head(line)
        if read is None or read[1].strip():
            return True
        if self.head.confidence is None:
            self.head = read[0]
        return False


def _open(held: str, *, final: bool) -> tuple[Head, str] | None:
    """The heading at the beginning, and what follows it; None while more has to come."""
    text = _THOUGHTS.sub("", held, count=1).lstrip()
    if "<think>".startswith(text[:7].casefold()) and not final:
        # Thoughts are never shown, however long they are.
        return None
    if _THINKING.match(text):
        return Head(), ""
    fence = _FENCE.match(text)
    inner = text[fence.end() :] if fence else text
    whole = final or len(inner) > LONGEST
    line, ended, rest = inner.partition("\n")
    if not (ended or whole) and (_may_be_head(line) or inner.startswith("`")):
        return None
    read = _read_head(line)
    if read is None:
        return Head(), text
    head, behind = read
    if not (behind.strip() or head.rests_on):
        following, more, after = rest.lstrip().partition("\n")
        if not (more or whole) and _may_be_head(following):
            return None
        second = _read_head(following)
        if second is not None:
            rests = head.rests_on if second[0].rests_on is None else second[0].rests_on
            head = Head(head.confidence or second[0].confidence, rests)
            behind, rest = second[1], after
    if fence and not (whole or "\n" in rest.lstrip()):
        return None
    rest = _FENCE_ENDS.sub("", rest, count=1) if fence else rest
    return head, f"{behind.lstrip()}\n{rest}" if behind.strip() else rest.lstrip()


def _may_be_head(text: str) -> bool:
    """Whether a line that begins like this may be a heading."""
    bare = _BARE.sub("", text, count=1).casefold()
    return any(bare.startswith(key) or key.startswith(bare) for key in _KEYS)


def _read_head(text: str) -> tuple[Head, str] | None:
    """The heading that a text begins with, and the text behind it; None: there is none."""
    stated = _CONFIDENCE.match(text)
    rest = text[stated.end() :] if stated else text
    rests = _RESTS_ON.match(rest)
    if rests:
        rest = rest[rests.end() :]
        if stated is None:
            stated = _CONFIDENCE.match(rest)
            rest = rest[stated.end() :] if stated else rest
    if stated is None and rests is None:
        return None
    named = rests["sections"] if rests else None
    return Head(_confidence(stated) if stated else None, _numbers(named)), rest


def _numbers(named: str | None) -> tuple[int, ...] | None:
    if named is None:
        return None
    return tuple(dict.fromkeys(int(number[:4]) for number in re.findall(r"\d+", named)))


def _confidence(stated: re.Match[str]) -> float | None:
    if stated["word"]:
        return _WORDS[stated["word"].casefold()]
    value = float(stated["value"].replace(",", "."))
    if stated["percent"]:
        value /= 100
    elif stated["of"]:
        value = value / float(stated["of"]) if float(stated["of"]) else 0.0
    elif value > 1:
        # “8” is of ten, “80” of a hundred.
        value /= 10 if value <= 10 else 100
    return min(value, 1.0)
