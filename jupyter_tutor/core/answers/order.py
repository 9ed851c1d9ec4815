"""Lines to be put in order: right in any of the orders that the author declares.

Lines are compared by what they say, so that two that read the same may stand for each other.
"""

from itertools import takewhile

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.commands import OrderAnswer, Rejected
from jupyter_tutor.core.questions import OrderQuestion
from jupyter_tutor.core.quoting import as_block, as_code
from jupyter_tutor.core.verdict import Report


def judge_order(question: OrderQuestion, answer: OrderAnswer) -> Report | Rejected:
    """The verdict on an order; it names the first line out of place, never the one to put there."""
    known = {line.id: line for line in question.lines}
    if not answer.lines:
        return Rejected(wording.PUT_LINES_IN_ORDER)
    if len(set(answer.lines)) < len(answer.lines) or not set(answer.lines) <= set(known):
        return Rejected(wording.UNKNOWN_LINE)
    texts = _texts(question, answer.lines)
    orders = [_texts(question, order) for order in question.orders]
    if texts in orders:
        return right(question, wording.IN_ORDER)
    for foreseen in question.wrong:
        if texts == _texts(question, foreseen.lines):
            return wrong(question, foreseen.says, misconception=foreseen.misconception)
    begun = max(_begun(texts, order) for order in orders)
    if begun == len(texts):
        return wrong(question, wording.order_unfinished(begun))
    line = known[answer.lines[begun]]
    text = as_code(line.text.strip()) if question.verbatim else f"“{line.text}”"
    return wrong(question, wording.out_of_place(begun, text, line.says))


def in_order(question: OrderQuestion, lines: tuple[str, ...]) -> str:
    """Lines of that question in Markdown, in this order; what is none of them is left out."""
    texts = _texts(question, lines)
    if question.verbatim:
        return as_block("\n".join(texts))
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _texts(question: OrderQuestion, lines: tuple[str, ...]) -> list[str]:
    known = {line.id: line.text for line in question.lines}
    return [known[line] for line in lines if line in known]


def _begun(texts: list[str], order: list[str]) -> int:
    """How many lines are right before the first that is not."""
    pairs = zip(texts, order, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
