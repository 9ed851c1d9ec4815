"""From a question and an answer to a report.

Every check runs in a process of its own, in the order written. The first that fails speaks; what
passed earns its share of the points.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_tutor.checker.bench import (
    Broke,
    CheckBench,
    Ended,
    Failed,
    Missing,
    Outcome,
    Passed,
    Stopped,
)
from jupyter_tutor.checker.connection import AgentAddress, Connection, EndedError
from jupyter_tutor.checker.explain import ended, stopped
from jupyter_tutor.checker.foregone import foregone
from jupyter_tutor.checker.foreseen import Foreseen, fingerprint, recognise
from jupyter_tutor.checks.names import same_code, top_level_names
from jupyter_tutor.checks.record import Failure
from jupyter_tutor.checks.wording import code
from jupyter_tutor.core.course import Check, CodeQuestion, WrongAnswer
from jupyter_tutor.core.verdict import Report, Target, Verdict

OUR_MISTAKE = (
    "This answer could not be checked: the check itself has a fault. "
    "That is our mistake, not yours. You may go on."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What a check that did not pass came to.

    ``guess`` says whether a misconception may show in it.
    """

    verdict: Verdict
    failure: Failure
    says: str | None = None
    fault: str | None = None
    guess: bool = False


def judge(
    question: CodeQuestion,
    source: str,
    cell_error: str | None,
    agent: AgentAddress,
    target: Target,
    foreseen: Callable[[CodeQuestion], Foreseen],
) -> Report:
    """Judge what the answer left in the agent's namespace; ``foreseen`` is asked only if it failed.

    Raises UnreachableError when the agent does not answer. Never raises for what the answer does.
    """
    early = foregone(question, source, cell_error)
    if early is not None:
        return early
    return _Judging(question, source, agent, target, foreseen).report()


class _Judging:
    def __init__(
        self,
        question: CodeQuestion,
        source: str,
        agent: AgentAddress,
        target: Target,
        foreseen: Callable[[CodeQuestion], Foreseen],
    ) -> None:
        self._question = question
        self._source = source
        self._agent = agent
        self._target = target
        self._foreseen = foreseen
        self._deadline = time.monotonic() + question.timeout
        self._notes: dict[str, None] = {}

    def report(self) -> Report:
        findings: list[_Finding] = []
        passed: list[Check] = []
        ahead = len(self._question.checks)
        connection = Connection(self._agent, self._deadline, max(ahead, 1))
        try:
            for done, check in enumerate(self._question.checks):
                if not connection.open:
                    connection = Connection(self._agent, self._deadline, ahead - done)
                finding = self._check(connection, check)
                if finding is None:
                    passed.append(check)
                else:
                    findings.append(finding)
                if finding is not None and finding.verdict == "timeout":
                    break
            return self._summed_up(connection, passed, findings)
        finally:
            connection.close()

    def _check(self, connection: Connection, check: Check) -> _Finding | None:
        try:
            bench = CheckBench(connection, self._question.learner_names)
            outcome = bench.run(check.source, f"<check {check.id}>")
            finding = self._finding(bench, check, outcome)
        except EndedError as error:
            finding = self._lost(error)
        else:
            connection.end()
        if finding is None:
            self._notes.update(dict.fromkeys(bench.findings.notes))
        return finding

    def _lost(self, error: EndedError) -> _Finding:
        verdict, failure = ended(error, None, self._question.timeout)
        return _Finding(verdict=verdict, failure=failure)

    def _finding(self, bench: CheckBench, check: Check, outcome: Outcome) -> _Finding | None:
        match outcome:
            case Passed():
                return None
            case Failed(failure=failure):
                says = failure.says or check.says
                return _Finding(verdict="incorrect", failure=failure, says=says, guess=True)
            case Stopped(call=call):
                failure = stopped(call, self._source)
                return _Finding(verdict="error", failure=failure, says=check.says, guess=True)
            case Ended(error=error, call=call):
                verdict, failure = ended(error, call, self._question.timeout)
                return _Finding(verdict=verdict, failure=failure)
            case Missing(name=name):
                return self._missing(bench, name)
            case Broke():
                return self._broken(outcome, check)

    def _missing(self, bench: CheckBench, name: str) -> _Finding:
        asked = top_level_names(self._question.solution)
        begun = any(bench.has(other) for other in asked if other != name)
        text = f"There is no {code(name)} yet. Write it in your answer cell and run the cell."
        if name in top_level_names(self._source):
            text = f"There is no {code(name)} yet. Run your answer cell, then check again."
        verdict: Verdict = "error" if begun else "unattempted"
        return _Finding(verdict=verdict, failure=Failure(message=text))

    def _broken(self, broke: Broke, check: Check) -> _Finding:
        ours = broke.certain or broke.unusable is None
        if not ours:
            # The author's code stumbled over a value of the learner's. If the solution does not
            # make it stumble, the value is to blame.
            ours = check.id not in self._foreseen(self._question).sound
        if ours or broke.unusable is None:
            failure = Failure(message=OUR_MISTAKE)
            return _Finding(verdict="undecided", failure=failure, fault=broke.fault)
        return _Finding(verdict="incorrect", failure=broke.unusable, says=check.says, guess=True)

    def _summed_up(
        self, connection: Connection, passed: Sequence[Check], findings: Sequence[_Finding]
    ) -> Report:
        question = self._question
        total = sum(check.points for check in question.checks)
        earned = sum(check.points for check in passed)
        points = round(question.points * earned / total, 6) if total > 0 else 0.0
        if findings:
            self._notes.clear()  # equal numbers of other types are a matter of right answers
        if not findings:
            return self._as_report("correct", question.points, _praise(question), None, None)
        decided = [finding for finding in findings if finding.verdict != "undecided"]
        first = (decided or findings)[0]
        misconception, says = None, first.says
        wrong = self._recognised(connection, first)
        if wrong is not None:
            misconception, says = wrong.misconception, wrong.says
        message = first.failure.message
        if says is not None:
            said_first = first.verdict != "error" or misconception is not None
            message = f"{says}\n\n{message}" if said_first else f"{message}\n\n{says}"
        if first.verdict == "unattempted":
            points = 0.0
        return self._as_report(first.verdict, points, message, first, misconception)

    def _recognised(self, connection: Connection, finding: _Finding) -> WrongAnswer | None:
        """Return the wrong answer that the author foresaw, if this is one of them."""
        question = self._question
        if not question.wrong or finding.verdict in ("undecided", "unattempted"):
            return None
        same = next((w for w in question.wrong if same_code(w.source, self._source)), None)
        if same is not None or not finding.guess or not connection.open:
            return same
        foreseen = self._foreseen(question)
        return recognise(foreseen, fingerprint(connection, foreseen.probes))

    def _as_report(
        self,
        verdict: Verdict,
        points: float,
        message: str,
        finding: _Finding | None,
        misconception: str | None,
    ) -> Report:
        failure = finding.failure if finding is not None else Failure(message=message)
        return Report(
            verdict=verdict,
            points=points,
            max_points=self._question.points,
            message=message,
            ran=failure.ran,
            seen=failure.seen,
            expected=failure.expected,
            misconception=misconception,
            notes=tuple(self._notes),
            target=self._target,
            fault=finding.fault if finding is not None else None,
        )


def _praise(question: CodeQuestion) -> str:
    count = len(question.checks)
    return "It does what it should." if count == 1 else f"It passed all {count} checks."
