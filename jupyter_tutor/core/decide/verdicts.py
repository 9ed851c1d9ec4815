"""From a report to the event that a learner reads."""

from dataclasses import replace

from jupyter_tutor.core.events import AnswerJudged
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.pedagogy import bare, words_for
from jupyter_tutor.core.state import State
from jupyter_tutor.core.verdict import Report


def judged(
    state: State,
    question: QuestionId,
    request: RequestId,
    answer: str,
    report: Report,
    at: str,
) -> AnswerJudged:
    """The verdict on ``answer`` as a fact.

    It counts as an attempt when it says something of the learner, and the answer is not the one
    that was judged last, or is right now: the learner mended what it uses.
    """
    record = state.questions[question]
    if record.revealed:
        report = replace(report, points=0.0)
    says_something = report.verdict in ("correct", "incorrect", "error", "timeout")
    new = record.last_judged is None or bare(answer) != bare(record.last_judged)
    counted = says_something and (new or report.verdict == "correct")
    return AnswerJudged(
        at=at,
        question=question,
        request=request,
        report=report,
        attempt=record.attempts + 1 if counted else record.attempts,
        counted=counted,
        words=words_for(report, record),
    )
