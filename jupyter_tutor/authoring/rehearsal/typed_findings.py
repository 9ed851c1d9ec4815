"""What is to be said of a question that is answered in the panel.

Its own answer has to be right by its own rules, each foreseen wrong answer has to hear its own
words, and what is said on the way must not give the answer away. All of it is judged as a learner's
would be: by the core, or, for formulas, by what came of trying them.
"""

from collections.abc import Iterator
from functools import partial

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.rehearsal.cells import Cells
from jupyter_tutor.authoring.rehearsal.findings import Finding, Rule
from jupyter_tutor.authoring.rehearsal.formula_trials import TriedFormula
from jupyter_tutor.authoring.rehearsal.typed_answers import Wrong, right_answers, wrong_answers
from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.answers.prose import rate
from jupyter_tutor.core.commands import Rejected, TextAnswer
from jupyter_tutor.core.questions import ImmediateQuestion, PanelQuestion, ProseQuestion
from jupyter_tutor.core.quoting import as_code
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.giveaway.typed import Judge, given_away


def typed_findings(question: ImmediateQuestion, cells: Cells) -> list[Finding]:
    """Everything that is wrong with a question that the core judges."""
    return list(_Judge(question, cells, partial(judge_answer, question)).findings())


def formula_findings(tried: TriedFormula, cells: Cells) -> list[Finding]:
    """Everything that is wrong with a formula question."""
    judge = _Judge(tried.question, cells, tried.judge)
    if tried.unjudged is not None:
        what = "The formulas of this question could not be compared here."
        return [judge.finding("unjudged", cells.question, what, "Try it again.", tried.unjudged)]
    if tried.flaw is not None:
        what, fix = "Formulas cannot be compared with the answer of this question.", tried.flaw
        return [judge.finding("answer", cells.question, what, fix)]
    return list(judge.findings())


def agreement(question: ProseQuestion) -> tuple[int, int]:
    """How many samples get the verdict their author gave them, and how many there are.

    What the rubric cannot tell agrees with `partial` and with nothing else: a learner with such
    an answer is asked for more, which is wrong to say to a right one and too kind to a wrong one.
    """
    agreeing = sum(rate(question, sample.text) == sample.verdict for sample in question.samples)
    return agreeing, len(question.samples)


class _Judge:
    def __init__(self, question: PanelQuestion, cells: Cells, judge: Judge) -> None:
        self._question = question
        self._cells = cells
        self._judge = judge

    def findings(self) -> Iterator[Finding]:
        """All of them, answers first."""
        for right in right_answers(self._question):
            report = self._judge(right.answer)
            if isinstance(report, Rejected) or report.verdict != "correct":
                what = "The answer of this question is not right by its own rules."
                fix = "Mend the answer, or what it is compared by."
                place = self._cells.of(right.role, right.number)
                yield self.finding("answer", place, what, fix, _told(report))
        for wrong in wrong_answers(self._question):
            report = self._judge(wrong.answer)
            yield from self._wrong(wrong, report, self._cells.of(wrong.role, wrong.number))
        if isinstance(self._question, ProseQuestion):
            yield from self._samples(self._question)
        for hint in self._question.hints:
            given = given_away(self._question, hint.text, self._judge)
            if given is not None:
                what = "This hint is itself a right answer."
                if given != hint.text:
                    what = f"This hint holds a right answer: {as_code(given)}."
                fix = "Say what it is about, and leave the answer to the learner."
                yield self.finding("hint", self._cells.of_hint(hint), what, fix)

    def _wrong(self, wrong: Wrong, report: Report | Rejected, place: Place) -> Iterator[Finding]:
        own = as_code(wrong.name)
        if isinstance(report, Rejected):
            what = f"The wrong answer {own} cannot be given: it counts as no answer."
            fix = "Write it as a learner would give it."
            yield self.finding("wrong", place, what, fix, report.reason)
        elif report.verdict == "correct":
            fix = "Change it, or take it away."
            yield self.finding("wrong", place, f"The wrong answer {own} is right.", fix)
        elif report.misconception != wrong.misconception or not _says(report, wrong):
            what = f"A learner who answers {own} does not hear what you wrote for it."
            fix = "Change the answer, so that it can be told from the others."
            if report.misconception not in (None, wrong.misconception):
                other = as_code(report.misconception or "")
                what = f"A learner who answers {own} hears what belongs to {other}."
            yield self.finding("wrong", place, what, fix, report.message)

    def _samples(self, question: ProseQuestion) -> Iterator[Finding]:
        for number, sample in enumerate(question.samples):
            rated = rate(question, sample.text)
            if rated != sample.verdict:
                report = judge_answer(question, TextAnswer(text=sample.text))
                what = f"This sample is called {sample.verdict}, but it is judged {rated}."
                fix = "Mend the signs of the rubric, or the verdict of the sample."
                place = self._cells.of("sample", number)
                yield self.finding("sample", place, what, fix, _told(report))

    def finding(
        self, rule: Rule, place: Place, what: str, fix: str, seen: str | None = None
    ) -> Finding:
        """A finding about this question."""
        return Finding(
            rule=rule, place=place, question=self._question.id, what=what, fix=fix, seen=seen
        )


def _says(report: Report, wrong: Wrong) -> bool:
    return wrong.says is None or wrong.says in report.message


def _told(report: Report | Rejected) -> str:
    if isinstance(report, Rejected):
        return report.reason
    return f"{report.verdict}: {report.message}"
