"""What is shown of a reply that cannot be relied on, and the words that go with it."""

import re
from collections.abc import Iterator

LONGEST_OUTLINE = 90
"""Words of an outline."""

CAUTION = (
    "*I am not sure of all of this. Try it in a cell before you rely on it, or ask a person who "
    "knows.*"
)
"""Said below a reply of medium confidence."""

OFFER_OF_PERSON = (
    "I am not sure enough to say more. I can pass your question on to a person who teaches this "
    "course."
)
"""Said below the outline of a reply of low confidence."""

_ADDED = (CAUTION, OFFER_OF_PERSON)

NOTHING_TO_OUTLINE = "I do not know enough about that to answer."

_FENCED = re.compile(
    r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"\u201d\u2019)*_]*(?=\s|$)")
_CODE_LINE = re.compile(r"^(?: {4}|\t|>>> |\.\.\. )")


def without_caution(reply: str) -> str:
    """A reply as its model wrote it: what the tutor said below it is not the model's to repeat."""
    for added in _ADDED:
        reply = reply.removesuffix(added)
    return reply.rstrip()


def outline(text: str) -> str:
    """The first sentence of each paragraph or item, and the headings; no code, and not too long."""
    lines: list[str] = []
    left = LONGEST_OUTLINE
    for part in _parts(_FENCED.sub("\n\n", text)):
        words = part.split()
        if len(words) > left:
            if not lines:
                lines.append(f"{' '.join(words[:left])} …")
            break
        lines.append(part)
        left -= len(words)
    return "\n\n".join(lines) or NOTHING_TO_OUTLINE


def _parts(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPHS.split(text):
        kept = [line for line in paragraph.splitlines() if not _CODE_LINE.match(line)]
        for piece in _items(kept):
            first = first_sentence(piece)
            # What only leads to code that is left out says nothing.
            if first and not first.endswith(":"):
                yield first


def _items(lines: list[str]) -> Iterator[str]:
    """A list in its items, a heading and what follows it apart, and anything else as one."""
    begun: list[str] = []
    for line in lines:
        if begun and (_ITEM.match(line) or line.startswith("#") or begun[-1].startswith("#")):
            yield " ".join(begun)
            begun = []
        begun.append(line.strip())
    if begun:
        yield " ".join(begun)


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence."""
    end = _SENTENCE_END.search(text)
    return (text[: end.end()] if end else text).strip()
