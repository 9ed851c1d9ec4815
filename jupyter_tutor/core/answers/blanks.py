"""Blanks in a text: each judged by itself, blind to what a learner cannot see."""

from collections.abc import Sequence

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.commands import BlanksAnswer, Rejected
from jupyter_tutor.core.questions import BlanksQuestion
from jupyter_tutor.core.quoting import as_block, as_code
from jupyter_tutor.core.verdict import Report

LONGEST_BLANK = 200
GAP = "____"
"""What stands for a blank where nothing is filled in."""

_STRAIGHT = str.maketrans({"\u2018": '"', "\u2019": '"', "\u201c": '"', "\u201d": '"', "'": '"'})


def judge_blanks(question: BlanksQuestion, answer: BlanksAnswer) -> Report | Rejected:
    """The verdict on what was filled in, with points for each blank that is right."""
    texts = answer.texts
    if len(texts) != len(question.blanks):
        return Rejected(wording.OTHER_BLANKS)
    if any(len(text) > LONGEST_BLANK for text in texts):
        return Rejected(words.TOO_LONG)
    if not all(text.strip() for text in texts):
        return Rejected(wording.FILL_EVERY_BLANK)
    pairs = list(zip(texts, question.blanks, strict=True))
    amiss = [number for number, pair in enumerate(pairs, 1) if not _accepted(question, *pair)]
    if not amiss:
        return right(question, wording.BLANKS_RIGHT)
    by_case = [n for n in amiss if not question.any_case and _but_for_case(*pairs[n - 1])]
    found = [
        one
        for one in sorted(question.wrong, key=lambda one: one.blank)
        if one.blank in amiss and alike(one.answer, texts[one.blank - 1], question.any_case)
    ]
    return wrong(
        question,
        wording.blanks_wrong(amiss, len(pairs), by_case, [one.says for one in found]),
        points=question.points * (len(pairs) - len(amiss)) / len(pairs),
        misconception=found[0].misconception if found else None,
    )


def alike(one: str, other: str, any_case: bool) -> bool:
    """Whether two fillings are the same but for space around and between, and kinds of quotes."""
    one, other = (" ".join(text.split()).translate(_STRAIGHT) for text in (one, other))
    return one.casefold() == other.casefold() if any_case else one == other


def filled(question: BlanksQuestion, texts: Sequence[str]) -> str:
    """The text of that question in Markdown with these in its blanks."""
    flat = [" ".join(text.split()) for text in texts]
    shown = flat if question.verbatim else [as_code(text) for text in flat]
    joined = question.pieces[0] + "".join(
        text + piece for text, piece in zip(shown, question.pieces[1:], strict=False)
    )
    return as_block(joined) if question.verbatim else joined


def with_gaps(pieces: Sequence[str], verbatim: bool) -> str:
    """A text with nothing in its blanks, in Markdown."""
    return as_block(GAP.join(pieces)) if verbatim else f"`{GAP}`".join(pieces)


def _accepted(question: BlanksQuestion, text: str, accepted: Sequence[str]) -> bool:
    return any(alike(text, each, question.any_case) for each in accepted)


def _but_for_case(text: str, accepted: Sequence[str]) -> bool:
    return any(alike(text, each, any_case=True) for each in accepted)
