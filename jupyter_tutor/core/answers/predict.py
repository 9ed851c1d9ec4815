"""What a program prints: compared line by line, blind to what a learner cannot see."""

import re

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import recognised, right, wrong
from jupyter_tutor.core.questions import PredictQuestion
from jupyter_tutor.core.verdict import Report


def judge_prediction(question: PredictQuestion, text: str) -> Report:
    """The verdict on a predicted output; it says which line differs, never how it should read."""
    if alike(text, question.output):
        return right(question, wording.PREDICTED)
    found = recognised(question.wrong, lambda answer: alike(text, answer))
    if found is not None:
        return wrong(question, found.says, misconception=found.misconception)
    if (nearly := _nearly(text, question.output)) is not None:
        return wrong(question, nearly)
    typed, shown = _lines(text), _lines(question.output)
    pairs = zip(typed, shown, strict=False)
    first = next((n for n, pair in enumerate(pairs, 1) if not _same_line(*pair)), None)
    return wrong(question, wording.mispredicted(first, len(typed), len(shown)))


def alike(typed: str, shown: str) -> bool:
    """Whether two outputs are the same to the eye.

    Blank lines around and space at line ends do not count, nor which quotes are typed; an error
    may be given by its name alone or with its message.
    """
    one, other = _lines(typed), _lines(shown)
    if len(one) != len(other):
        return False
    *begun, last = zip(one, other, strict=True)
    return all(_same_line(*pair) for pair in begun) and _same_last(*last)


def _nearly(typed: str, shown: str) -> str | None:
    """What to say where only the way of writing differs; None where more does."""
    if alike(typed.casefold(), shown.casefold()):
        return wording.MISPREDICTED_CASE
    if alike(_bare(typed, _QUOTES), _bare(shown, _QUOTES)):
        return wording.MISPREDICTED_QUOTES
    if alike(_NAMED.sub("", typed), shown):
        return wording.MISPREDICTED_NAME
    one, other = (_bare(text, f"{_SPACE},;") for text in (typed, shown))
    return wording.MISPREDICTED_LAYOUT if one and _quoted(one) == _quoted(other) else None


_NAMED = re.compile(r"^ *[^\W\d]\w* *= *(?!=)", re.MULTILINE)
"""A name that is given a value, as in `cost = 12`."""
_QUOTES = "'\"\u2018\u2019\u201c\u201d"
_SPACE = " \t\r\n"


def _bare(text: str, without: str) -> str:
    return text.translate(dict.fromkeys(map(ord, without)))


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines[1:] and not lines[-1]:
        lines.pop()
    while lines[1:] and not lines[0]:
        lines.pop(0)
    return lines


def _same_line(typed: str, shown: str) -> bool:
    return _quoted(typed) == _quoted(shown)


def _same_last(typed: str, shown: str) -> bool:
    if _same_line(typed, shown):
        return True
    names_error = shown.isidentifier() and shown.endswith(("Error", "Exception"))
    return names_error and typed.split(":")[0].strip() == shown


def _quoted(line: str) -> str:
    for curly, straight in (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"')):
        line = line.replace(curly, straight)
    return line.replace('"', "'")
