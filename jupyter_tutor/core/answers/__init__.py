"""Judging what is answered in the panel: one module a kind, none of which needs a kernel.

Each judge is a pure function of question and answer. It refuses what is no answer at all (a
misspelt number, an empty line), which then counts as nothing, and reports on the rest. Formulas
alone are only read here, and compared elsewhere (:mod:`jupyter_tutor.core.answers.formula`).
"""

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.blanks import filled, judge_blanks
from jupyter_tutor.core.answers.choice import judge_choice, picked_words
from jupyter_tutor.core.answers.expression import judge_expression
from jupyter_tutor.core.answers.formula import read_as
from jupyter_tutor.core.answers.number import judge_number
from jupyter_tutor.core.answers.order import in_order, judge_order
from jupyter_tutor.core.answers.predict import judge_prediction
from jupyter_tutor.core.answers.prose import judge_prose
from jupyter_tutor.core.answers.sentences import plain
from jupyter_tutor.core.commands import (
    Answer,
    BlanksAnswer,
    ChoiceAnswer,
    OrderAnswer,
    Rejected,
    TextAnswer,
)
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    ImmediateQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)
from jupyter_tutor.core.quoting import as_block, as_code
from jupyter_tutor.core.verdict import Report

__all__ = ["answer_words", "judge_answer"]

LONGEST_TEXT = 5_000
"""Characters of a typed answer, as typed and as compared; a few sentences need far fewer."""


def judge_answer(question: ImmediateQuestion, answer: Answer) -> Report | Rejected:
    """The verdict on an answer given in the panel; refused when it is none to this question."""
    match question, answer:
        case ChoiceQuestion(), ChoiceAnswer():
            return judge_choice(question, answer)
        case OrderQuestion(), OrderAnswer():
            return judge_order(question, answer)
        case BlanksQuestion(), BlanksAnswer():
            return judge_blanks(question, answer)
        case _, TextAnswer(text=text):
            # As typed first, so that nothing of any length is worked upon.
            if len(text) > LONGEST_TEXT or len(plain(text)) > LONGEST_TEXT:
                return Rejected(words.TOO_LONG)
            if not text.strip():
                return Rejected(wording.WRITE_SOMETHING)
            return _judge_text(question, text)
        case _:
            return Rejected(words.WRONG_KIND)


def _judge_text(question: ImmediateQuestion, text: str) -> Report | Rejected:
    match question:
        case NumberQuestion():
            return judge_number(question, text)
        case PredictQuestion():
            return judge_prediction(question, text)
        case ExpressionQuestion():
            return judge_expression(question, text)
        case ProseQuestion():
            return judge_prose(question, text)
        case ChoiceQuestion() | OrderQuestion() | BlanksQuestion():
            return Rejected(words.WRONG_KIND)


def answer_words(question: PanelQuestion, answer: Answer) -> str:
    """The answer in Markdown, as the transcript keeps it."""
    match question, answer:
        case ChoiceQuestion(), ChoiceAnswer():
            return picked_words(question, answer)
        case OrderQuestion(), OrderAnswer(lines=lines):
            return in_order(question, lines)
        case BlanksQuestion(), BlanksAnswer(texts=texts):
            return filled(question, texts)
        case ProseQuestion(), TextAnswer(text=text):
            return text.strip()
        case PredictQuestion(), TextAnswer(text=text):
            return as_block(text.strip("\n"))
        case FormulaQuestion(), TextAnswer(text=text):
            return wording.answered_by_formula(text.strip(), read_as(question, text))
        case _, TextAnswer(text=text):
            return as_code(text.strip())
        case _:
            return ""
