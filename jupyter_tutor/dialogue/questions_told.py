"""Whether what a text says of how single questions went is so: tries, hints, help, and the end.

That a question was answered rightly is looked at by :mod:`jupyter_tutor.dialogue.fact_check`; here
it is the other way round, too. A sentence with several questions is looked at clause by clause.
"""

import re
from collections.abc import Iterator

from jupyter_tutor.core.summary import Facts, QuestionFacts
from jupyter_tutor.dialogue.clauses import CLAUSE, NUMBERS, SENTENCE

_DENIED = r"(?:\bnot|\bnever|\bneither|n[\u2019']t)\b(?!\s+only)"
_DONE = (
    r"(?:right|rightly|correct|correctly|solved?|answer(?:ed)?|done|manage[d]?|pass(?:ed)?"
    r"|finish(?:ed)?|succeed(?:ed)?)\b"
)
_FIRST_TRY = re.compile(
    r"\b(?:at|on|with|in)\s+(?:the|your)\s+(?:very\s+)?first\s+(?:try|attempt|go|time)\b", re.I
)
_NOT_DONE = re.compile(
    rf"{_DENIED}\s+(?:\S+\s+){{0,2}}?{_DONE}"
    r"|\b(?:wrong|wrongly|incorrect|incorrectly|failed|missed|mistaken)\b",
    re.I,
)
_STILL_OPEN = re.compile(
    r"\b(?:still|remains?|is|are|left)\s+open\b|\b(?:unsolved|unanswered|unfinished|undecided)\b",
    re.I,
)
_SAW = re.compile(
    r"\b(?:look|looked|saw|seen|see|shown|showed|revealed|peeked|opened|used|needed|asked)\b"
    r".*\bsolution\b|\bsolution\b.*\b(?:shown|seen|revealed|opened|used)\b",
    re.I,
)
_DENIES = re.compile(rf"{_DENIED}|\b(?:without|no)\b", re.I)
_NO_HINTS = re.compile(
    rf"\b(?:no|without(?:\s+(?:any|an?))?|without\s+the\s+help\s+of)\s+(?:single\s+)?hints?\b"
    rf"|{_DENIED}\s+(?:\w+\s+){{0,2}}?(?:any|an?)\s+(?:single\s+)?hints?\b",
    re.I,
)
_NONE = re.compile(
    rf"\b(?:none of (?:the|your)|no|not (?:a single|one))\s+(?:questions?|answers?)\b.*\b{_DONE}",
    re.I,
)
_PART = r"\b(most|half|the majority)\b(?:\s+of)?(?:\s+(?:the|your|these))?\s+questions\b"
_SHARE = re.compile(
    rf"{_PART}.*\b{_DONE}|\b{_DONE}.*?{_PART}",
    re.I,
)
_COUNT = re.compile(
    rf"\b(\d+|one|{'|'.join(NUMBERS)})\s+(?:\w+\s+)?(tries|try|attempts?|hints?)\b", re.I
)
_COURSE_DONE = (
    r"\b(?:finish|complet)(?:ed|ing)\s+(?:the\s+)?(?:whole\s+|entire\s+)?(?:course\b|[“\"*]*{}\b)"
)


def misreported(text: str, facts: Facts) -> str | None:
    """What the text says of questions that is not so, in words for who wrote it; None: nothing."""
    if re.search(_COURSE_DONE.format(re.escape(facts.course)), text, re.I):
        return "that the course is finished is not among them."
    for sentence in SENTENCE.split(text):
        if facts.correct and _NONE.search(sentence):
            return "some questions were answered rightly."
        share = _SHARE.search(sentence)
        if share is not None and not _is_share((share[1] or share[2]).casefold(), facts):
            return f"“{share[1] or share[2]}” is not so."
        named = [one for one in facts.questions if _named(one, sentence)]
        hinted = any(one.hints for one in named or facts.questions)
        if hinted and len(named) < 2 and _NO_HINTS.search(sentence):
            return "hints were given."
        for one, said in _each(sentence, named):
            if not _is_so(one, said):
                return f"that is not how “{one.title}” went."
    return None


def _is_share(said: str, facts: Facts) -> bool:
    right = 2 * len(facts.correct)
    return right == facts.total if said == "half" else right > facts.total


def _each(sentence: str, named: list[QuestionFacts]) -> Iterator[tuple[QuestionFacts, str]]:
    """Each question with what is said of it alone, its title left out."""
    for part in [sentence] if len(named) == 1 else CLAUSE.split(sentence):
        told = [one for one in named if _named(one, part)]
        if len(told) == 1:
            yield told[0], re.sub(rf"\W*{_pattern(told[0])}\W*", " … ", part, flags=re.I)


def _is_so(one: QuestionFacts, said: str) -> bool:
    for number, unit in _COUNT.findall(said):
        count = int(number) if number.isdigit() else NUMBERS.get(number.casefold(), 1)
        if count != (one.hints if unit.casefold().startswith("hint") else one.attempts):
            return False
    denied = _DENIES.search(said) is not None
    if _FIRST_TRY.search(said) and not (denied or _NOT_DONE.search(said)) and one.attempts > 1:
        return False
    if _SAW.search(said) and not denied and not one.revealed:
        return False
    if one.outcome != "correct":
        return True
    return not (_STILL_OPEN.search(said) or (one.attempts == 1 and _NOT_DONE.search(said)))


def _named(one: QuestionFacts, text: str) -> bool:
    return re.search(_pattern(one), text, re.I) is not None


def _pattern(one: QuestionFacts) -> str:
    return rf"(?<!\w){re.escape(one.title.strip())}(?!\w)" if one.title.strip() else r"(?!)"
