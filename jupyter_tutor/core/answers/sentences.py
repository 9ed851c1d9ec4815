"""Sentences as they are compared: their words, their clauses, and what is denied in them.

A clause ends at a comma, a dash or a bracket, and before words such as “and” and “but”. A negation
denies what its clause says: “it is false that …”, “… is not so”. Behind what is said it reaches no
further than to “that” or “which”, which begin to speak of something else (“a value that is not
shown”). A remark of its own (“…, which is wrong.”, “That is not true.”) takes back what was said
before it. Negations are those of English, German, French and Spanish.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

WORD = re.compile(r"[^\W_](?:[\w']*[^\W_])?")
"""Letters and digits, with apostrophes and underscores only within: quotes are no part of it."""
_SENTENCE = re.compile(r"(?<![.!?;:\n])[.!?;:\n]+(?=\s|$)")
"""Looking behind keeps it from trying a long row of dots from each of them anew."""
_CLAUSE = re.compile(r"[,()\[\]\u2013\u2014]|(?<=\s)--?(?=\s)")

_NEGATIONS = frozenset(
    (
        *("not", "never", "no", "without", "cannot", "neither", "nor", "isnt", "arent", "wasnt"),
        *("werent", "dont", "doesnt", "didnt", "cant", "couldnt", "wont", "wouldnt", "hasnt"),
        *("nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nie", "niemals"),
        *("ohne", "weder", "pas", "jamais", "sans", "aucun", "aucune", "nunca", "jam\u00e1s"),
        *("ning\u00fan", "ninguna", "tampoco"),
    )
)
_DENIALS = frozenset(
    (
        *("nothing", "none", "nobody", "nowhere", "hardly", "fail", "fails", "failed", "lie"),
        *("impossible", "false", "falsely", "untrue", "wrong", "wrongly", "incorrect", "myth"),
        *("incorrectly", "nonsense", "mistaken"),
        *("falsch", "unm\u00f6glich", "nichts", "faux", "fausse", "rien", "falso", "falsa", "nada"),
    )
)
"""These deny within their clause alone: “My friend is wrong, it gives …” says what it gives."""

_OPENERS = frozenset(
    (
        *("and", "but", "so", "because", "since", "although", "though", "while", "whereas"),
        *("yet", "however", "therefore", "thus"),
    )
)
_ELSEWHERE = frozenset(
    (
        *("that", "which", "who", "whose", "where", "when", "whenever", "if", "unless"),
        *("until", "without"),
    )
)
_TRUTHS = frozenset(("true", "right", "correct", "case"))
_REMARK = frozenset(
    (
        *("a", "am", "and", "are", "at", "but", "completely", "course", "entirely", "however"),
        *("i", "is", "it", "it's", "its", "of", "quite", "really", "so", "still", "that"),
        *("that's", "the", "these", "think", "this", "those", "though", "totally", "was"),
        *("were", "which", *_TRUTHS),
    )
)
"""What a remark on something said before is made of, beside what denies it."""


def plain(text: str) -> str:
    """The text as it is compared: characters in their plain forms, without case.

    One character may become eighteen, or three.
    """
    return unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")


def negates(word: str) -> bool:
    """Whether the word turns what comes shortly after it around."""
    return word in _NEGATIONS or word.endswith("n't")


def denies(word: str) -> bool:
    """Whether the word denies what its clause says."""
    return negates(word) or word in _DENIALS


@dataclass(frozen=True)
class Sentence:
    """Its words, and the number of the clause of each.

    ``taken_back`` are the clauses that a remark takes back. ``meant`` are places of words that
    deny something and are a part of what somebody looks for; they put nothing in doubt.
    """

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    taken_back: frozenset[int] = frozenset()
    meant: frozenset[int] = frozenset()

    def in_doubt(self, first: int, last: int) -> bool:
        """Whether what stands from the word ``first`` to ``last`` is denied somehow."""
        begin, _ = self._clause[self.clauses[first]]
        _, end = self._clause[self.clauses[last]]
        until = min(self._elsewhere[last + 1], end)
        return (
            self._denying[until] > self._denying[begin]
            or self._untrue[end] > self._untrue[until]
            or not self.taken_back.isdisjoint(self.clauses[first : last + 1])
        )

    def denied_before(self, first: int, reach: int) -> bool:
        """Whether a negation stands so shortly before this word that it is clearly meant by it."""
        return any(
            negates(self.words[n])
            or (self.words[n] in _DENIALS and self.clauses[n] == self.clauses[first])
            for n in range(max(0, first - reach), first)
        )

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each of its words stands."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found

    @cached_property
    def _clause(self) -> dict[int, tuple[int, int]]:
        """Where each clause begins and ends."""
        ends = {clause: place for place, clause in enumerate(self.clauses, start=1)}
        begins = (0, *ends.values())
        return {clause: (begins[clause], end) for clause, end in ends.items()}

    @cached_property
    def _denying(self) -> Sequence[int]:
        """How many words before each one, and before the end, deny."""
        return self._count(denies(word) for word in self.words)

    @cached_property
    def _untrue(self) -> Sequence[int]:
        """The same for words that can only be about what was said: false, not true."""
        return self._count(
            word in _DENIALS
            or (word in _TRUTHS and any(map(negates, self.words[max(0, n - 2) : n])))
            for n, word in enumerate(self.words)
        )

    def _count(self, which: Iterable[bool]) -> Sequence[int]:
        counted = (one and n not in self.meant for n, one in enumerate(which))
        return list(accumulate(counted, initial=0))

    @cached_property
    def _elsewhere(self) -> Sequence[int]:
        """To each word the place of the next, itself included, that begins to speak of others."""
        places = [len(self.words)]
        for n in reversed(range(len(self.words))):
            places.append(n if self.words[n] in _ELSEWHERE else places[-1])
        return places[::-1]


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of a text that have a word."""
    found: list[Sentence] = []
    for part in _SENTENCE.split(plain(text)):
        clauses = list(_clauses(part))
        if not clauses:
            continue
        remarks = [number for number, clause in enumerate(clauses) if _is_remark(clause)]
        if remarks[:1] == [0] and found:
            before = found.pop()
            found.append(replace(before, taken_back=frozenset(before.clauses)))
        numbered = [(word, number) for number, clause in enumerate(clauses) for word in clause]
        words, numbers = zip(*numbered, strict=True)
        taken_back = frozenset(range(remarks[-1])) if remarks else frozenset()
        found.append(Sentence(words, numbers, taken_back))
    return found


def _clauses(sentence: str) -> Iterator[list[str]]:
    for part in _CLAUSE.split(sentence):
        clause: list[str] = []
        for word in WORD.findall(part):
            # “Not so” and “not yet” stay together.
            if word in _OPENERS and clause and not negates(clause[-1]):
                yield clause
                clause = []
            clause.append(word)
        if clause:
            yield clause


def _is_remark(clause: Sequence[str]) -> bool:
    # “…, isn't it?” asks, and denies nothing.
    return (
        any(map(denies, clause))
        and all(denies(word) or word in _REMARK for word in clause)
        and not clause[0].endswith("n't")
    )
