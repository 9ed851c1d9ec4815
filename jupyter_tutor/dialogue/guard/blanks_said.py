"""Whether a text tells what belongs into a blank."""

import re
from functools import partial

from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.questions import BlanksQuestion
from jupyter_tutor.dialogue.giveaway.typed import given_away
from jupyter_tutor.dialogue.guard.mentions import mentions
from jupyter_tutor.dialogue.guard.options import plain_words

_SAYS = (
    r"(?:(?:write|put|type|insert|enter|add|use|place)(?: in)?(?: the)?(?: words?| names?)?|"
    r"fill in(?: the)?(?: words?)?|(?:word|name|gap|blank|answer|missing|it)(?: here| there)?"
    r" (?:is|reads|must be|should be)(?: the(?: small)? words?)?)"
)
_ENDS = (
    r"(?=\s+(?:there|here|is missing|belongs|goes|fits|into the (?:gap|blank))\b|\W*$|\s*[.,;!])"
)
_MARK = r"[\"'`*:\s]*"


def blank_told(question: BlanksQuestion, text: str, *, is_open: bool, is_named: bool) -> bool:
    """Whether it does; ``is_named``: the text is about this question."""
    if given_away(question, text, partial(judge_answer, question)) is not None:
        return is_open or is_named
    if not is_open:
        return False
    made = plain_words(text, lines=True)
    known = set(re.findall(r"\w+", plain_words(f"{question.prompt} {' '.join(question.pieces)}")))
    words = {m.text.casefold() for m in mentions(text) if m.stated}
    for each in {plain_words(each) for texts in question.blanks for each in texts}:
        if set(re.findall(r"\w+", each)) <= known:
            if _plainly_said(each, made):
                return True
        elif each in words or (len(each) > 3 and each in made) or _plainly_said(each, made):
            return True
    return False


def _plainly_said(answer: str, text: str) -> bool:
    """Whether a sentence says to write that, or that it is missing."""
    word = rf"(?<!\w){re.escape(answer)}(?!\w)[\"'`*]*"
    said = (
        rf"\b{_SAYS}{_MARK}{word}{_ENDS}",
        rf"{word} (?:is (?:missing|the (?:missing )?word)|(?:belongs|goes) (?:there|here|in))",
    )
    return any(re.search(pattern, text, re.MULTILINE) is not None for pattern in said)
