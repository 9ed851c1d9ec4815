"""Whether a text tells the order of lines: by their text, by their places, or by a part of each."""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import partial

from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.questions import OrderQuestion
from jupyter_tutor.dialogue.giveaway.code import squeezed
from jupyter_tutor.dialogue.giveaway.typed import given_away
from jupyter_tutor.dialogue.guard.numbers_said import in_figures
from jupyter_tutor.dialogue.guard.options import ORDINALS, plain_words

_PARTS = re.compile(r"[,;:!?\n]|\.(?=\s|$)|->|=>|\u2192|\b(?:then|and|after that|next|finally)\b")
_PLACES = re.compile(
    rf"\b(?:(?P<word>{'|'.join(ORDINALS)}|last)(?=\s+(?:line|one|1|step|of)|\W)|(?P<nth>\d)(?:st|nd"
    r"|rd|th)\b|(?P<number>\d)\b(?!\.\d))"
)
_LETTERS = re.compile(r"(?<![\w'])([A-H])(?![\w'])")
_ADVERB = re.compile(
    r"(?:^|[.!?:]\s+)(?:at )?(?:first|last|second|third)(?:,|\s+(?!line|one|step|comes|is\b))",
    re.IGNORECASE,
)
_FEWEST = 3
_MOST_BETWEEN = 2


def lines_told(question: OrderQuestion, before: str, text: str, *, is_open: bool) -> bool:
    """Whether all lines in a right order have been told, the last of them just now."""
    if given_away(question, text, partial(judge_answer, question)) is not None:
        return True
    if _by_text(question, before, text):
        return True
    if not is_open:
        return False
    if any(_holds(question, row) for row in _rows_of_places(question, text)):
        return True
    whole, earlier = (_by_parts(question, said) for said in (f"{before}\n{text}", before))
    return _holds(question, whole) and not _holds(question, earlier)


def _by_text(question: OrderQuestion, before: str, text: str) -> bool:
    whole, earlier = squeezed(plain_words(f"{before}\n{text}")), squeezed(plain_words(before))
    lines = {line.id: squeezed(plain_words(line.text)) for line in question.lines}
    for order in question.orders:
        at = 0
        for line in order:
            found = whole.find(lines[line], at)
            if found < 0:
                break
            at = found + len(lines[line])
        else:
            if at > len(earlier):
                return True
    return False


def _holds(question: OrderQuestion, told: Sequence[str]) -> bool:
    """Whether a right order is among lines that were told one after the other."""
    for order in question.orders:
        if len(order) < _FEWEST:
            continue
        for start, first in enumerate(told):
            if first == order[0] and _follows(
                order, told[start : start + len(order) + _MOST_BETWEEN]
            ):
                return True
    return False


def _follows(order: Sequence[str], told: Sequence[str]) -> bool:
    left = iter(told)
    return all(line in left for line in order)


def _rows_of_places(question: OrderQuestion, text: str) -> Iterator[list[str]]:
    """The lines at the places that a text counts up, by numbers and by letters."""
    ids = [line.id for line in question.lines]
    natural = list(range(len(ids)))
    told = in_figures(_ADVERB.sub(" ", text)).lower()
    by_number: list[int] = []
    for found in _PLACES.finditer(told):
        word = found["word"]
        if word:
            by_number.append(len(ids) - 1 if word == "last" else ORDINALS.index(word))
        else:
            by_number.append(int(found["nth"] or found["number"]) - 1)
    by_letter = [ord(letter) - ord("A") for letter in _LETTERS.findall(text)]
    for places in (by_number, by_letter):
        # What is merely counted through is no order.
        if places[: len(natural)] != natural[: len(places)]:
            yield [ids[place] for place in places if 0 <= place < len(ids)]


def _by_parts(question: OrderQuestion, text: str) -> list[str]:
    """The lines that the parts of a text speak of, in the order it does."""
    told = [_line_of(question, part) for part in _PARTS.split(plain_words(text, lines=True))]
    kept = [line for line in told if line is not None]
    return [line for line, _ in itertools.groupby(kept)]


def _line_of(question: OrderQuestion, part: str) -> str | None:
    """The line that a part of a text speaks of: by its text, or by words that no other has."""
    for line in question.lines:
        if squeezed(plain_words(line.text)) in squeezed(part):
            return line.id
    words = set(re.findall(r"\w{2,}", part))
    named: list[str] = []
    for line in question.lines:
        others = " ".join(other.text for other in question.lines if other is not line)
        own = _words(line.text) - _words(others)
        fewest = 1 if question.verbatim else max(2, 0.6 * len(own))
        if len(own & words) >= fewest:
            named.append(line.id)
    return named[0] if len(named) == 1 else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", plain_words(text)))
