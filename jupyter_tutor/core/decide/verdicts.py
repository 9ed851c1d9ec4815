"""From a report to the event that a learner reads."""

from dataclasses import replace

from jupyter_tutor.core.events import AnswerJudged
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.pedagogy import same_answer, words_for
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.state import State
from jupyter_tutor.core.verdict import Report


def judged(
    state: State,
    question: Question,
    request: RequestId,
    answer: str,
    report: Report,
    at: str,
) -> AnswerJudged:
    """The verdict on ``answer`` as a fact.

    It counts as an attempt when it says something of the learner, and says something new: the
    answer is another than the one judged last, or another thing comes of it, for the learner has
    changed what it uses.
    """
    record = state.questions[question.id]
    if record.revealed:
        report = replace(report, points=0.0)
    wrong = report.verdict in ("incorrect", "error", "timeout")
    unclear = report.verdict == "undecided" and report.fault is None
    last = record.last_judged
    same = last is not None and same_answer(answer, last, question.type)
    new = not same or report.message != record.last_message
    counted = report.verdict == "correct" or (new and (wrong or unclear))
    attempt = record.attempts + 1 if counted else record.attempts
    known = report.basis is not None and report.basis.digest == record.basis
    if known:
        report = replace(report, basis=None)
    final = counted and question.tries is not None and attempt >= question.tries
    return AnswerJudged(
        at=at,
        question=question.id,
        request=request,
        report=report,
        attempt=attempt,
        counted=counted,
        closed=wrong and final,
        basis_of=record.basis_of if known else None,
        words=words_for(report, record, question, last=final),
    )
