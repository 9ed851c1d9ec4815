"""Sentences, judged by the rubric's signs alone: where these cannot tell, nor does this.

A sign is one or more words that occur in this order within one sentence, with at most
``GAP`` other words between neighbours. ``*`` at the end of a word stands for any ending. Case does
not matter, nor does punctuation that ends neither a sentence nor a clause.

A sign that a negation precedes within ``REACH`` words is no sign. Where its clause is denied in
another way (:mod:`jupyter_tutor.core.answers.sentences`) it is doubtful: a required idea is then
not found, and a forbidden one keeps the answer from being right. What the rubric's own signs deny
(“cannot calculate”) puts nothing in doubt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.answers.sentences import WORD, Sentence, denies, plain, read_sentences
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import Idea, ProseQuestion
from jupyter_tutor.core.verdict import Report

GAP = 3
REACH = 3
FEWEST_WORDS = 3

_SIGN_WORD = re.compile(WORD.pattern + r"\*?")

Rating = Literal["right", "partial", "wrong"]
Held = Literal["asserted", "doubtful", "absent"]


def judge_prose(question: ProseQuestion, text: str) -> Report | Rejected:
    """The verdict on sentences: right, wrong by a telltale idea, or undecided."""
    read = read_sentences(text)
    if sum(len(sentence.words) for sentence in read) < FEWEST_WORDS:
        return Rejected(wording.WRITE_A_SENTENCE)
    signs = [sign for idea in (*question.required, *question.forbidden) for sign in idea.signs]
    sentences = [replace(sentence, meant=_meant(signs, sentence)) for sentence in read]
    forbidden = [(idea, _held(idea, sentences)) for idea in question.forbidden]
    telltale = next((idea for idea, held in forbidden if held == "asserted"), None)
    if telltale is not None:
        return wrong(question, telltale.says)
    required = [(idea, _held(idea, sentences)) for idea in question.required]
    found = [idea.text for idea, held in required if held == "asserted"]
    asks = [_ask(idea, held) for idea, held in required if held != "asserted"]
    asks += [wording.DENIES_SOMETHING for _, held in forbidden if held == "doubtful"]
    if not asks:
        return right(question, wording.prose_right(found))
    return Report(
        verdict="undecided",
        points=0.0,
        max_points=question.points,
        message=wording.prose_unclear(found, asks[0]),
    )


def _ask(idea: Idea, held: Held) -> str:
    return wording.DENIES_SOMETHING if held == "doubtful" else idea.says


def rate(question: ProseQuestion, text: str) -> Rating:
    """How the rubric rates a sample, in an author's words; ``partial`` is what it cannot tell."""
    report = judge_prose(question, text)
    if isinstance(report, Rejected):
        return "partial"
    ratings: dict[str, Rating] = {"correct": "right", "incorrect": "wrong"}
    return ratings.get(report.verdict, "partial")


def held(idea: Idea, text: str) -> Held:
    """Whether a text says an idea, by the idea's own signs alone."""
    sentences = read_sentences(text)
    return _held(idea, [replace(one, meant=_meant(idea.signs, one)) for one in sentences])


def _held(idea: Idea, sentences: Sequence[Sentence]) -> Held:
    held = {_occurs(sign, sentence) for sign in idea.signs for sentence in sentences}
    return "asserted" if "asserted" in held else "doubtful" if "doubtful" in held else "absent"


def words_of_sign(sign: str) -> list[str]:
    """The words that a sign asks for, each with its star if it has one."""
    return _SIGN_WORD.findall(plain(sign))


def _occurs(sign: str, sentence: Sentence) -> Held:
    held: Held = "absent"
    for start, ends in _matches(sign, sentence):
        if sentence.denied_before(start, REACH):
            continue
        if not all(sentence.in_doubt(start, last) for last in ends):
            return "asserted"
        held = "doubtful"
    return held


def _meant(signs: Iterable[str], sentence: Sentence) -> frozenset[int]:
    """The places of negations that are words of these signs where they occur."""
    return frozenset(
        place
        for sign in signs
        for _, ends in _matches(sign, sentence)
        for denying in ends.values()
        for place in denying
    )


Ends = Mapping[int, tuple[int, ...]]
"""Where a sign can end that begins somewhere; to each the places of its words that deny."""


def _matches(sign: str, sentence: Sentence) -> Iterator[tuple[int, Ends]]:
    """Where the sign can begin, and then end."""
    wanted = words_of_sign(sign)
    if not wanted:
        return
    for start in _starts(wanted[0], sentence.places):
        ends = _ends(wanted, sentence.words, start)
        if ends:
            yield start, ends


def _ends(wanted: Sequence[str], said: Sequence[str], start: int) -> Ends:
    """Where the words can end, the first at ``start`` and each other within the gap."""
    # All places the last word matched so far can be at: the first that fits is not always best.
    places = {start: _denying(said, start)}
    for word in wanted[1:]:
        reached: dict[int, tuple[int, ...]] = {}
        for place, denying in places.items():
            for after in range(place + 1, min(place + 2 + GAP, len(said))):
                if _fits(said[after], word):
                    more = (*denying, *_denying(said, after))
                    reached[after] = max(reached.get(after, ()), more, key=len)
        places = reached
    return places


def _starts(wanted: str, places: Mapping[str, Sequence[int]]) -> Sequence[int]:
    if not wanted.endswith("*"):
        return places.get(wanted, ())
    return [place for word, found in places.items() if _fits(word, wanted) for place in found]


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _denying(said: Sequence[str], place: int) -> tuple[int, ...]:
    return (place,) if denies(said[place]) else ()
