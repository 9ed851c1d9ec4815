"""Sentences, judged by the rubric's signs alone: where these cannot tell, nor does this.

A sign is one or more words that occur in this order within one sentence, with at most
``GAP`` other words between neighbours. ``*`` at the end of a word stands for any ending. Case and
punctuation do not matter. A sign that a negation precedes within ``REACH`` words is no sign.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from jupyter_tutor.core import words
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.course import Idea, ProseQuestion
from jupyter_tutor.core.verdict import Report

GAP = 3
REACH = 3
FEWEST_WORDS = 3

_SENTENCE = re.compile(r"(?<![.!?;:\n])[.!?;:\n]+(?=\s|$)")
"""Looking behind keeps it from trying a long row of dots from each of them anew."""
_WORD = re.compile(r"[^\W_](?:[\w']*[^\W_])?")
"""Letters and digits, with apostrophes and underscores only within: quotes are no part of it."""
_SIGN_WORD = re.compile(_WORD.pattern + r"\*?")
_NEGATIONS = frozenset({"not", "never", "no", "without", "cannot", "neither", "nor"})

Rating = Literal["right", "partial", "wrong"]


def judge_prose(question: ProseQuestion, text: str) -> Report | Rejected:
    """The verdict on sentences: right, wrong by a telltale idea, or undecided."""
    sentences = _sentences(text)
    if sum(map(len, sentences)) < FEWEST_WORDS:
        return Rejected(words.WRITE_A_SENTENCE)
    telltale = next((idea for idea in question.forbidden if _holds(idea, sentences)), None)
    if telltale is not None:
        return wrong(question, telltale.says)
    found = [idea for idea in question.required if _holds(idea, sentences)]
    missing = [idea for idea in question.required if idea not in found]
    if not missing:
        return right(question, words.prose_right([idea.text for idea in found]))
    return Report(
        verdict="undecided",
        points=0.0,
        max_points=question.points,
        message=words.prose_unclear([idea.text for idea in found], missing[0].says),
    )


def rate(question: ProseQuestion, text: str) -> Rating:
    """How the rubric rates a sample, in an author's words; ``partial`` is what it cannot tell."""
    report = judge_prose(question, text)
    if isinstance(report, Rejected):
        return "partial"
    ratings: dict[str, Rating] = {"correct": "right", "incorrect": "wrong"}
    return ratings.get(report.verdict, "partial")


def _holds(idea: Idea, sentences: Sequence[Sequence[str]]) -> bool:
    return any(_occurs(sign, sentence) for sign in idea.signs for sentence in sentences)


def words_of_sign(sign: str) -> list[str]:
    """The words that a sign asks for, each with its star if it has one."""
    return _SIGN_WORD.findall(_plain(sign))


def _occurs(sign: str, sentence: Sequence[str]) -> bool:
    wanted = [_pattern(word) for word in words_of_sign(sign)]
    return any(
        wanted
        and _follows(wanted, sentence, start)
        and not any(_negates(word) for word in sentence[max(0, start - REACH) : start])
        for start in range(len(sentence))
    )


def _follows(wanted: Sequence[re.Pattern[str]], sentence: Sequence[str], start: int) -> bool:
    """Whether the first word is at ``start``, and each other within the gap after the last."""
    if not wanted[0].fullmatch(sentence[start]):
        return False
    # All places the last word matched so far can be at: the first that fits is not always best.
    places = {start}
    for pattern in wanted[1:]:
        places = {
            after
            for place in places
            for after in range(place + 1, min(place + 2 + GAP, len(sentence)))
            if pattern.fullmatch(sentence[after])
        }
    return bool(places)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word.rstrip("*")) + (r".*" if word.endswith("*") else ""))


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _sentences(text: str) -> list[list[str]]:
    parts = _SENTENCE.split(_plain(text))
    return [found for part in parts if (found := _WORD.findall(part))]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
