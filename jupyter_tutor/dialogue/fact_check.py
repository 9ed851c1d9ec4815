"""Whether a text about a session says something that its record does not."""

import re
from collections.abc import Collection, Iterator

from jupyter_tutor.core.answers.sentences import denies
from jupyter_tutor.core.summary import Facts
from jupyter_tutor.dialogue.clauses import CLAUSE, NUMBERS, SENTENCE
from jupyter_tutor.dialogue.questions_told import misreported
from jupyter_tutor.dialogue.terms import all_words, plain

_QUOTED = re.compile(
    r"“([^”\n]{1,200})”|\"([^\"\n]{1,200})\"|«([^»\n]{1,200})»|„([^“”\n]{1,200})[“”]"
    r"|\*\*([^*\n]{1,200})\*\*|(?<!\w)[*_]([^*_\n]{1,200})[*_](?!\w)|`([^`\n]{1,200})`"
    r"|(?<!\w)[\u2018']([^'\u2019\n]{1,200})[\u2019'](?!\w)"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RIGHT = frozenset(
    """
    right rightly correct correctly solved solve solving answered mastered mastering nailed passed
    succeeded success successfully completed managed finished perfect perfectly done got aced
    cracked figured
    """.split()  # noqa: SIM905
)
_LEARNED = frozenset(
    """
    learned learnt mastered mastering understand understood know known knows shown can able grasp
    grasped confident command acquired practised practiced
    """.split()  # noqa: SIM905
)
_TAUGHT = frozenset(("learned", "learnt", "mastered", "mastering"))
_AHEAD = frozenset(
    """
    next again later will could should still open return revisit try come back look before left
    remains remain further upcoming soon hard harder difficult effort unfinished missed
    """.split()  # noqa: SIM905
)
"""A clause with one of these speaks of what is still to come, or was not done."""
_FINISHED = frozenset(("finished", "completed", "complete", "done", "finishing", "completing"))
_PAIR = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|(?:out )?of(?: the)?)\s*(\d+(?:[.,]\d+)?)")
_COUNT = re.compile(
    rf"\b(\d+(?:[.,]\d+)?|{'|'.join(NUMBERS)})\s+(?:\w+\s+)?"
    r"(questions?|tries|attempts?|hints?|points?|skills?)\b",
    re.IGNORECASE,
)
_UNIT_ENDS = re.compile(r"(?<=tr)ies$|s$")
_TITLE = "titleinquestion"
_NAME = "…"
_FEW = 2
"""Words beside a title in a clause that says nothing by itself."""
_ALL = re.compile(
    r"\b(?:all|every|each)\b(?:\s+\w+){0,4}?\s+(?:questions?|tasks?|exercises?|answers?|of them)\b"
    r"|\b(?:everything|perfect|flawless\w*|full (?:points|marks)|without (?:a |any )?mistakes?)\b",
    re.IGNORECASE,
)

_AMOUNT = rf"\d+|an?|one|half|quarter|single|whole|full|entire|all|every|{'|'.join(NUMBERS)}"
_DURATION = re.compile(
    r"\b(?:seconds|minutes|hours|days|weeks|months|years|secs|mins|hrs|fortnights?|overnight)\b"
    rf"|\b(?:{_AMOUNT})[\s-](?:an?\s)?"
    r"(?:minute|hour|day|week|month|year|morning|afternoon|evening|night|sec|min|hr)\b"
    # Not “a second try”.
    r"|\b(?:\d+|one|half a|split)[\s-]second\b|\b\d+\s?(?:s|secs?|mins?|h|hrs?)\b",
    re.IGNORECASE,
)
"""A time that something took. There is none among the facts."""


def untrue(text: str, facts: Facts) -> str | None:
    """What the text says that the facts do not, in words for who wrote it; None: nothing."""
    names = {plain(name): name for name in _names(facts)}
    for quoted in _quotations(text):
        if _bare(quoted) not in {_bare(name) for name in names.values()}:
            return f"“{quoted}” is nothing that they name."
    without = _without(text, names.values())
    for name in facts.unknown:
        if plain(name) not in names and _named(name, without):
            return f"“{name}” is not among them."
    if any(_clause_claims(one, _TAUGHT) and _NAME not in one for one in _clauses(without)):
        return "what was learned stands among them by a name."
    lasted = _DURATION.search(without)
    if lasted is not None:
        return f"“{lasted[0]}” is not among them, nor is any time that something took."
    for number in _numbers(without):
        if number not in _allowed(facts):
            return f"the number {number:g} is not among them."
    miscounted = _miscounted(without, facts)
    if miscounted is not None:
        return miscounted
    if len(facts.correct) < facts.total and _ALL.search(without):
        return "not everything was answered rightly."
    return _wrong_claims(text, facts) or misreported(text, facts)


def _names(facts: Facts) -> Iterator[str]:
    yield from (facts.lesson, facts.course, *facts.learned)
    yield from (one.title for one in facts.questions)
    yield from (step.title for step in facts.next)


def _allowed(facts: Facts) -> set[float]:
    allowed = {facts.total, len(facts.correct), facts.at_first_try, facts.points, facts.max_points}
    allowed |= {len(facts.questions), len(facts.learned), len(facts.hard), len(facts.next)}
    for one in facts.questions:
        allowed |= {one.attempts, one.hints, one.points, one.max_points}
    return allowed


def _quotations(text: str) -> Iterator[str]:
    for found in _QUOTED.finditer(text):
        quoted = next(group for group in found.groups() if group is not None)
        if all_words(quoted):
            yield quoted


def _numbers(text: str) -> Iterator[float]:
    for digits in _NUMBER.findall(text):
        value = _value(digits)
        yield float("inf") if value is None else value
    for word in all_words(text):
        if word in NUMBERS:
            yield NUMBERS[word]


def _miscounted(text: str, facts: Facts) -> str | None:
    """A number that occurs in the facts, and is said of something else."""
    right, total, first = len(facts.correct), facts.total, facts.at_first_try
    pairs = {(right, total), (first, total), (first, right), (facts.points, facts.max_points)}
    for part, whole in _PAIR.findall(text):
        if (_value(part), _value(whole)) not in pairs:
            return f"“{part} of {whole}” is not so."
    counts: dict[str, set[float]] = {
        "question": {right, total, first, len(facts.questions), len(facts.hard), len(facts.next)},
        "tr": {one.attempts for one in facts.questions},
        "attempt": {one.attempts for one in facts.questions},
        "hint": {one.hints for one in facts.questions},
        "point": {facts.points, facts.max_points, *(one.points for one in facts.questions)},
        "skill": {len(facts.learned)},
    }
    counts["question"].add(sum(one.outcome != "correct" for one in facts.questions))
    for sentence in SENTENCE.split(_PAIR.sub("", text)):
        claimed = _claims(sentence, _RIGHT)
        for number, unit in _COUNT.findall(sentence):
            of = _UNIT_ENDS.sub("", unit.casefold())
            so = {right, first} if claimed and of == "question" else counts[of]
            if _value(number) not in so:
                return f"“{number} {unit}” is not so."
    return None


def _value(number: str) -> float | None:
    if number.casefold() in NUMBERS:
        return NUMBERS[number.casefold()]
    try:
        return float(number.replace(",", "."))
    except ValueError:
        return None


def _wrong_claims(text: str, facts: Facts) -> str | None:
    wrong = [one.title for one in facts.questions if one.outcome != "correct"]
    wrong += [step.title for step in facts.next if step.type == "lesson"]
    right = [*(one.title for one in facts.correct), *facts.learned, facts.lesson, facts.course]
    for sentence in SENTENCE.split(text):
        for title in wrong:
            # A title may hold any word: what is claimed stands around it.
            around = _without(sentence, [name for name in right if name not in title])
            if _named(title, around) and _said_right(_without(around, [title], _TITLE)):
                return f"“{title}” was not answered rightly."
        of_lesson = _named(facts.lesson, sentence) or _named("lesson", sentence)
        if of_lesson and not facts.finished and _claims(_without(sentence, right), _FINISHED):
            return "the lesson is not finished."
    return None


def _said_right(sentence: str) -> bool:
    """Whether a sentence says of the title in it that it was done.

    Its own clause tells, or the clauses beside it where it is hardly more than the title.
    """
    clauses = CLAUSE.split(sentence)
    for number, clause in enumerate(clauses):
        if _TITLE not in clause:
            continue
        bare = len(all_words(clause)) <= 1 + _FEW
        near = clauses[max(0, number - 1) : number + 2] if bare else [clause]
        if any(_clause_claims(one, _RIGHT | _LEARNED) for one in near):
            return True
    return False


def _claims(sentence: str, words: Collection[str]) -> bool:
    """Whether a clause of it says that something was done, and does not deny it."""
    return any(_clause_claims(clause, words) for clause in CLAUSE.split(sentence))


def _clauses(text: str) -> Iterator[str]:
    for sentence in SENTENCE.split(text):
        yield from CLAUSE.split(sentence)


def _clause_claims(clause: str, words: Collection[str]) -> bool:
    said = all_words(clause)
    return not set(said).isdisjoint(words) and not any(
        word in _AHEAD or denies(word) for word in said
    )


def _without(text: str, names: Collection[str], stand_in: str = _NAME) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(_pattern(name), f" {stand_in} ", text, flags=re.IGNORECASE)
    return text


def _named(name: str, text: str) -> bool:
    return bool(re.search(_pattern(name), text, re.IGNORECASE))


def _pattern(name: str) -> str:
    return rf"(?<!\w){re.escape(name.strip())}(?!\w)" if name.strip() else r"(?!)"


def _bare(name: str) -> str:
    return " ".join(all_words(name))
