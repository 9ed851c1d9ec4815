"""What a question is about: the sections it fits best, and whether it goes on with what was said.

Sections are weighed by Okapi BM25 (S. Robertson and H. Zaragoza, The Probabilistic Relevance
Framework: BM25 and Beyond, Foundations and Trends in Information Retrieval 3(4), 2009, with k1 =
1.2 and b = 0.75). Relevance is the share of what the question asks for that the best section has:
the sum of the inverse document frequencies of the question's words that occur in it, over that of
all its words. A word that occurs nowhere weighs as much as the rarest.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.talk import Context, Ground, Turn
from jupyter_tutor.dialogue.caution import without_caution
from jupyter_tutor.dialogue.material import answer_text, exposition_text, question_text
from jupyter_tutor.dialogue.terms import content_words, points_back, speaks_of_own_work

K1 = 1.2
B = 0.75
BEST = 4
"""Sections that a reply may rest on."""

OWN_WORK = 0.75
"""The least relevance of a question on the learner's own work, when there is some."""

GOES_ON = 0.7
"""The least relevance of a question that goes on with what was just said."""

FEW_WORDS = 2
"""Content words of a question that can only be understood from what was said before it."""

OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the lesson or an answer; ``text`` holds nothing that is not to be given away."""

    ground: Ground
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question is about.

    ``relevance`` is between 0 and 1. ``sections`` are the best, best first: a reply names them by
    their numbers, counted from 1. ``follows_up``: it goes on with the last turn.
    """

    relevance: float
    sections: tuple[Section, ...]
    follows_up: bool


def sections_of(lesson: Lesson, context: Context) -> tuple[Section, ...]:
    """All that a reply may rest on: what the learner has seen, and their newest answers."""
    answered = {answer.question for answer in context.answers}
    sections = [
        Section(
            Ground(type="answer", id=StepId(a.question), title=_title(lesson, a.question)), text
        )
        for a in context.answers
        if (text := answer_text(a, lesson))
    ]
    for step in lesson.steps:
        if step.id not in context.seen or step.id in answered:
            continue
        text = exposition_text(step) if isinstance(step, Exposition) else question_text(step)
        ground = Ground(type="section", id=StepId(step.id), title=step.title)
        sections.append(Section(ground, text))
    return tuple(sections)


def _title(lesson: Lesson, step: str) -> str:
    return next((one.title for one in lesson.steps if one.id == step), step)


def find(asked: str, sections: Sequence[Section], turns: Sequence[Turn] = ()) -> Found:
    """The sections for a question; one that goes on is read together with the last turn."""
    goes_on = follows_up(asked, turns)
    words = content_words(asked)
    if goes_on:
        words = (*words, *content_words(turns[-1].asked))
    index = Index(sections)
    ranked = index.ranked(words)
    relevance = index.coverage(words)
    if goes_on:
        relevance = max(relevance, GOES_ON)
    if speaks_of_own_work(asked):
        own = [section for section in sections if section.ground.type == "answer"]
        relevance = max(relevance, OWN_WORK) if own else relevance
        ranked = [*own, *(section for section in ranked if section not in own)]
    return Found(relevance=relevance, sections=tuple(ranked[:BEST]), follows_up=goes_on)


def follows_up(asked: str, turns: Sequence[Turn]) -> bool:
    """Whether the question is to be read together with the last turn.

    It points back (“that”, “what about …”) and says little else, is too short to stand alone, or
    has half its words from the last turn.
    """
    if not turns:
        return False
    words = set(content_words(asked))
    if len(words) <= FEW_WORDS and (points_back(asked) or not words):
        return True
    last = set(content_words(f"{turns[-1].asked} {without_caution(turns[-1].reply)}"))
    shared = len(words & last) / len(words) if words else 0.0
    return shared >= OVERLAP if points_back(asked) else shared == 1.0


class Index:
    """Sections by their words."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._words = [
            Counter(content_words(f"{section.ground.title}\n{section.text}"))
            for section in sections
        ]
        self._lengths = [sum(words.values()) for words in self._words]
        self._mean = sum(self._lengths) / len(sections) if sections else 0.0
        self._in_how_many = Counter(word for words in self._words for word in words)

    def ranked(self, words: Iterable[str]) -> list[Section]:
        """The sections that have one of these words at least, best first."""
        wanted = set(words)
        scored = [(self._score(wanted, number), number) for number in range(len(self._sections))]
        # Of equal ones the earlier comes first.
        best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
        return [self._sections[number] for score, number in best if score > 0]

    def coverage(self, words: Iterable[str]) -> float:
        """The share of these words, by their weight, that the one best section has; 0 to 1."""
        weights = {word: self._weight(word) for word in set(words)}
        whole = sum(weights.values())
        if not whole:
            return 0.0
        covered = (
            sum(weight for word, weight in weights.items() if word in have) for have in self._words
        )
        return max(covered, default=0.0) / whole

    def _weight(self, word: str) -> float:
        having = self._in_how_many[word]
        return math.log(1 + (len(self._sections) - having + 0.5) / (having + 0.5))

    def _score(self, words: Iterable[str], number: int) -> float:
        have, length = self._words[number], self._lengths[number]
        return sum(
            self._weight(word)
            * have[word]
            * (K1 + 1)
            / (have[word] + K1 * (1 - B + B * length / self._mean))
            for word in sorted(words)
            if have[word]
        )
