"""The formulas in a text: set as mathematics, as code, in a sentence, or said in words."""

import itertools
import re
from collections.abc import Iterator, Sequence

from jupyter_tutor.core.formula.names import CONSTANTS, FUNCTIONS, LETTERS, OTHERS, ROOTS
from jupyter_tutor.dialogue.giveaway.code import pieces
from jupyter_tutor.dialogue.guard.numbers_said import in_figures

_SET = re.compile(r"\${1,2}([^$]+)\${1,2}|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_SAID = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (r"\b(?:the )?(?:square )?root of (\w+|\([^()]*\))", r" sqrt(\1) "),
        (r"\bhalf(?: of)?(?: the)?(?= )", " (1/2) * "),
        (r"\bsquared\b", "^2"),
        (r"\bcubed\b", "^3"),
        (r"\bto the power of\b", "^"),
        (r"\b(?:times|multiplied by)\b", " * "),
        (r"\b(?:divided by|over)\b", " / "),
        (r"\bplus\b", " + "),
        (r"\bminus\b", " - "),
    )
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_KNOWN = (*FUNCTIONS, *ROOTS, *OTHERS, *CONSTANTS, *LETTERS)
_MOST_RUNS = 8
_MOST_BY_NOW = 4
_LONGEST = 200


def formulas_in(text: str, names: Sequence[str]) -> Iterator[str]:
    """What could be a formula with these names, likely ones first."""
    for found in _SET.findall(text):
        yield next(each for each in found if each).strip()
    for line in text.split("\n"):
        if not re.search(r"[a-z]{3,}", line) and re.search(r"[a-z\d]", line):
            yield line.strip(" .`>-")
    yield from pieces(text)
    for said in dict.fromkeys((text, _in_signs(text))):
        for sentence in _SENTENCE.split(said):
            yield from _in_sentence(sentence.replace("`", " "), names)


def formulas_by_now(before: str, text: str, names: Sequence[str]) -> Iterator[str]:
    """What the formulas with these names in a text come to with those that were told before."""

    def told(said: str) -> list[str]:
        made = dict.fromkeys(
            _in_signs(re.sub(r"[$`\\]", " ", said)) for said in _SENTENCE.split(said)
        )
        runs = (run for each in made for run in _runs(each, names))
        return [run for run in dict.fromkeys(runs) if any(name in run for name in names)]

    earlier, now = told(before)[-_MOST_BY_NOW:], told(text)
    for number, second in enumerate(now):
        for first in (*earlier, *now[:number]):
            yield from _together(first, second)


def _in_signs(text: str) -> str:
    text = in_figures(text)
    for said, made in _SAID:
        text = said.sub(made, text)
    return text


def _in_sentence(sentence: str, names: Sequence[str]) -> Iterator[str]:
    """Runs of what formulas are made of, and what two such runs come to together."""
    runs = _runs(sentence, names)
    yield from runs
    for first, second in itertools.pairwise(runs):
        yield from _together(first, second)
    if "*" in sentence:
        # Who says "x + 1 times x - 2" means each of them as a whole.
        for run in runs:
            yield " * ".join(f"({part.strip()})" for part in run.split("*"))


def _together(first: str, second: str) -> Iterator[str]:
    yield f"({first}) * ({second})"
    yield f"({first}) / ({second})"
    yield f"({first}) + ({second})"


def _runs(sentence: str, names: Sequence[str]) -> list[str]:
    words = "|".join(sorted(map(re.escape, (*_KNOWN, *names)), key=len)[::-1])
    word = rf"(?<![^\W\d])(?:{words})+(?![^\W\d])"
    token = rf"(?:\d+(?:\.\d+)?|{word}|\\[a-z]+|[-+*/^(){{}}\[\]|\u221a!=\s])"
    runs = [_bare(run) for run in re.findall(rf"{token}+", sentence[:_LONGEST])]
    return [run for run in dict.fromkeys(runs) if run][:_MOST_RUNS]


def _bare(run: str) -> str:
    """A run without signs at its ends that lead nowhere, and what stands before its last `=`."""
    return run.split("=")[-1].strip(" \t*/^!|=+").rstrip("-").strip()
