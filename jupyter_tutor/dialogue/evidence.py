"""Whether what a model quotes from an answer may count as evidence for an idea.

A model can be talked into anything by the answer it reads, so nothing it says is taken on trust. A
quotation counts where it stands in the answer, word for word, two words at least; where the answer
does not deny it; where its sentence gives no orders and does not speak of judging; and where it has
a sign of the idea, or a word that belongs to the idea and not to the question. What is copied from
the question says nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.core.answers.prose import REACH, held, words_of_sign
from jupyter_tutor.core.answers.sentences import WORD, Sentence, denies, plain, read_sentences
from jupyter_tutor.core.questions import Idea, ProseQuestion
from jupyter_tutor.dialogue.terms import content_words

FEWEST_WORDS = 2

COPIED = 4
"""Words in a row that stand in the question, too, are copied from it."""

LONGEST_SHOWN = 160
"""Characters of a quotation."""

_ORDERS = frozenset(
    (
        *("accept", "approve", "award", "disregard", "forget", "ignore", "mark", "obey", "pretend"),
        *("rate", "reply", "respond", "say", "score", "treat"),
    )
)
"""A clause that begins with one of these may be an order to whoever judges."""

_JUDGING = frozenset(
    (
        *("assistant", "confidence", "disregard", "evaluator", "examiner", "grade", "graded"),
        *("grader", "grading", "ignore", "instruction", "instructions", "json", "judge", "judged"),
        *("judging", "llm", "marks", "override", "prompt", "rubric", "rubrics", "verdict"),
    )
)
"""A sentence with one of these may be about how it is to be judged."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quotation stands: the words of one sentence, the first and the last."""

    sentence: Sentence
    first: int
    last: int


class Answer:
    """An answer in words, in which quotations are looked up."""

    def __init__(self, text: str) -> None:
        """``text`` is the answer as the model was shown it."""
        self._text = text.replace("\u2019", "'")
        self._sentences = read_sentences(text)
        self._words = [
            (word, sentence, place)
            for sentence in self._sentences
            for place, word in enumerate(sentence.words)
        ]
        self._spans = [
            found.span() for found in WORD.finditer(self._text) for _ in _words(found.group())
        ]

    def evidence(self, quote: str, idea: Idea, question: ProseQuestion) -> str | None:
        """The answer's own words that are quoted, when they count for the idea; else None."""
        quoted = _words(quote)
        if len(quoted) < FEWEST_WORDS or not _belongs(quote, idea, question):
            return None
        for start in self._places(quoted):
            end = start + len(quoted)
            if all(map(_stands, _by_sentence(self._words[start:end]))):
                return self._shown(start, end)
        return None

    def _places(self, quoted: Sequence[str]) -> Iterator[int]:
        words = [word for word, _, _ in self._words]
        for start in range(len(words) - len(quoted) + 1):
            if words[start] == quoted[0] and words[start : start + len(quoted)] == quoted:
                yield start

    def _shown(self, start: int, end: int) -> str:
        """The words as they were written."""
        if len(self._spans) == len(self._words):
            shown = self._text[self._spans[start][0] : self._spans[end - 1][1]]
        else:  # Characters whose plain form is several words: the plain form must do.
            shown = " ".join(word for word, _, _ in self._words[start:end])
        shown = " ".join(shown.split())
        return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


def _words(text: str) -> list[str]:
    return WORD.findall(plain(text))


def _by_sentence(words: Sequence[tuple[str, Sentence, int]]) -> Iterator[_Place]:
    begun: _Place | None = None
    for _, sentence, place in words:
        if begun is not None and begun.sentence is sentence:
            begun = replace(begun, last=place)
            continue
        if begun is not None:
            yield begun
        begun = _Place(sentence, place, place)
    if begun is not None:
        yield begun


def _stands(place: _Place) -> bool:
    """Whether the sentence says what is quoted: it neither denies it nor gives orders."""
    sentence = place.sentence
    begins = {sentence.words[sentence.clauses.index(one)] for one in sentence.clauses}
    if not (_JUDGING.isdisjoint(sentence.words) and _ORDERS.isdisjoint(begins)):
        return False
    meant = replace(sentence, meant=frozenset(range(place.first, place.last + 1)))
    return not (meant.denied_before(place.first, REACH) or meant.in_doubt(place.first, place.last))


def _belongs(quote: str, idea: Idea, question: ProseQuestion) -> bool:
    """Whether the quotation has to do with the idea, and not with the question alone."""
    own = " ".join((idea.text, *idea.signs))
    if any(map(denies, _words(quote))) and not any(map(denies, _words(own))):
        return False
    asks = f"{question.title}\n{question.prompt}"
    quote = _without_copies(quote, asks)
    if held(idea, quote) == "asserted":
        return True
    asked = set(content_words(asks))
    said = set(content_words(quote)) - asked
    stems = [word[:-1] for sign in idea.signs for word in words_of_sign(sign) if word[-1] == "*"]
    of_idea = set(content_words(own.replace("*", " "))) - asked
    # A word cut short by its star has to be long enough to mean something.
    return not said.isdisjoint(of_idea) or any(
        word.startswith(begun) for word in said for begun in stems if len(begun) > 2
    )


def _without_copies(quote: str, asks: str) -> str:
    said, asked = _words(quote), _words(asks)
    rows = {tuple(asked[n : n + COPIED]) for n in range(len(asked) - COPIED + 1)}
    copied: set[int] = set()
    for n in range(len(said) - COPIED + 1):
        if tuple(said[n : n + COPIED]) in rows:
            copied.update(range(n, n + COPIED))
    # A full stop for what is left out: what remains on both sides of it does not belong together.
    return " ".join("." if n in copied else word for n, word in enumerate(said))
