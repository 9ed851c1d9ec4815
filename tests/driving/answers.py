"""The answers a scripted learner gives, as a panel hands them in."""

from typing import Any

from jupyter_tutor.core.course import (
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    NumberQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)


def right_text(question: PanelQuestion) -> str:
    """What to type for a right answer; for a choice the ids of the options, joined by commas."""
    match question:
        case ChoiceQuestion(options=options):
            return ",".join(option.id for option in options if option.right)
        case NumberQuestion(answer=answer) | ExpressionQuestion(answer=answer):
            return answer
        case PredictQuestion(output=output):
            return output
        case ProseQuestion(samples=samples):
            return next(sample.text for sample in samples if sample.verdict == "right")


def wrong_text(question: PanelQuestion) -> str:
    """What to type for a wrong answer, in the same way."""
    match question:
        case ChoiceQuestion(options=options):
            return next(option.id for option in options if not option.right)
        case NumberQuestion(wrong=wrong) | PredictQuestion(wrong=wrong):
            return wrong[0].answer
        case ExpressionQuestion(wrong=wrong):
            return wrong[0].answer
        case ProseQuestion(samples=samples):
            return next(sample.text for sample in samples if sample.verdict == "wrong")


def answer_frame(question: PanelQuestion, text: str) -> dict[str, Any]:
    """The answer of those words as the protocol has it."""
    if isinstance(question, ChoiceQuestion):
        return {"type": "choice", "options": text.split(",")}
    return {"type": "text", "text": text}


def answer_cell(question: str, source: str) -> str:
    """An answer cell as it stands in a learner notebook."""
    return f"#| tutor: answer\n#| for: {question}\n{source}\n"


def wrong_source(question: CodeQuestion) -> str:
    """The first wrong answer that the author foresaw."""
    return question.wrong[0].source
