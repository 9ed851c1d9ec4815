"""A formula question tried: what an author wrote for it, compared as a learner's would be."""

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.core.answers.formula import read_answer
from jupyter_tutor.core.commands import Answer, Rejected, TextAnswer
from jupyter_tutor.core.questions import FormulaQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.giveaway.code import pieces
from jupyter_tutor.ports import CheckUnavailableError


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedFormula:
    """What came of it: a report for each text, by that text.

    ``flaw`` says why formulas cannot be compared with the answer, ``unjudged`` why some text could
    not be judged; None where there is nothing to say.
    """

    question: FormulaQuestion
    reports: Mapping[str, Report]
    flaw: str | None
    unjudged: str | None

    def judge(self, answer: Answer) -> Report | Rejected:
        """The verdict on one of the answers that were tried."""
        if not isinstance(answer, TextAnswer):
            raise TypeError("a formula is typed")
        read = read_answer(self.question, answer.text)
        return read if isinstance(read, Rejected) else self.reports[answer.text]


async def try_formula(question: FormulaQuestion, pool: FormulaPool) -> TriedFormula:
    """Compare the answer, the wrong answers and what in hints can be read as a formula."""
    hinted = (piece for hint in question.hints for piece in pieces(hint.text))
    texts = (question.answer, *(wrong.answer for wrong in question.wrong), *hinted)
    reports: dict[str, Report] = {}
    try:
        flaw = await pool.flaw(question)
        for text in dict.fromkeys(texts):
            if not isinstance(read_answer(question, text), Rejected):
                reports[text] = await pool.judge(question, text)
    except CheckUnavailableError as error:
        return TriedFormula(question=question, reports={}, flaw=None, unjudged=str(error))
    return TriedFormula(question=question, reports=reports, flaw=flaw, unjudged=None)
