"""The answers a scripted learner gives, as a panel hands them in."""

from collections.abc import Sequence
from typing import Any

from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)


def right_text(question: PanelQuestion) -> str:
    """What to type for a right answer; of options and lines the ids, joined by commas.

    What goes into blanks is a line each.
    """
    match question:
        case ChoiceQuestion(options=options):
            return ",".join(option.id for option in options if option.right)
        case NumberQuestion() | ExpressionQuestion() | FormulaQuestion():
            return question.answer
        case PredictQuestion(output=output):
            return output
        case ProseQuestion(samples=samples):
            return next(sample.text for sample in samples if sample.verdict == "right")
        case OrderQuestion(orders=orders):
            return ",".join(orders[0])
        case BlanksQuestion(blanks=blanks):
            return "\n".join(accepted[0] for accepted in blanks)


def wrong_text(question: PanelQuestion) -> str:
    """What to type for a wrong answer, in the same way."""
    match question:
        case ChoiceQuestion(options=options):
            return next(option.id for option in options if not option.right)
        case NumberQuestion(wrong=wrong) | PredictQuestion(wrong=wrong):
            return wrong[0].answer
        case ExpressionQuestion(wrong=wrong) | FormulaQuestion(wrong=wrong):
            return wrong[0].answer
        case ProseQuestion(samples=samples):
            return next(sample.text for sample in samples if sample.verdict == "wrong")
        case OrderQuestion(orders=orders):
            return ",".join(reversed(orders[0]))
        case BlanksQuestion(blanks=blanks):
            return "\n".join("?" for _ in blanks)


def answer_frame(question: PanelQuestion, text: str) -> dict[str, Any]:
    """The answer of those words as the protocol has it."""
    if isinstance(question, ChoiceQuestion):
        return {"type": "choice", "options": text.split(",")}
    if isinstance(question, OrderQuestion):
        return {"type": "order", "lines": text.split(",")}
    if isinstance(question, BlanksQuestion):
        return {"type": "blanks", "texts": text.split("\n")}
    return {"type": "text", "text": text}


def lines_of(question: OrderQuestion, order: Sequence[str]) -> list[str]:
    """The texts of these lines: which number one has is another thing for each learner."""
    texts = {line.id: line.text for line in question.lines}
    return [texts[line] for line in order]


def answer_cell(question: str, source: str) -> str:
    """An answer cell as it stands in a learner notebook."""
    return f"#| tutor: answer\n#| for: {question}\n{source}\n"


def wrong_source(question: CodeQuestion) -> str:
    """The first wrong answer that the author foresaw."""
    return question.wrong[0].source
