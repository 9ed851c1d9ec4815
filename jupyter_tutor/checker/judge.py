"""From a question and an answer to a report.

Every check runs in a process of its own, in the order written. The first that fails speaks; what
passed earns its share of the points.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.checker.bench import CheckBench
from jupyter_tutor.checker.connection import (
    AgentAddress,
    Connection,
    EndedError,
    UnreachableError,
)
from jupyter_tutor.checker.explain import ended, hidden, stopped
from jupyter_tutor.checker.foregone import foregone
from jupyter_tutor.checker.foreseen import Foreseen, fingerprint, recognise
from jupyter_tutor.checker.libraries import import_ahead
from jupyter_tutor.checker.limits import OverdueError, within
from jupyter_tutor.checker.outcomes import (
    OUR_MISTAKE,
    Broke,
    Ended,
    Failed,
    Missing,
    Outcome,
    Passed,
    Stage,
    Stopped,
    Swamped,
    not_installed,
)
from jupyter_tutor.checker.running import IN_KERNEL, run_check
from jupyter_tutor.checker.sameness import prepare
from jupyter_tutor.checks.names import same_code, top_level_names
from jupyter_tutor.checks.near_code import departure
from jupyter_tutor.checks.record import Failure
from jupyter_tutor.checks.showing import code
from jupyter_tutor.core.questions import Check, CodeQuestion, WrongAnswer
from jupyter_tutor.core.verdict import Report, Target, Verdict

_WORTH_IT = 0.1
"""Seconds that have to be regained before a new connection is worth its while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What a check that did not pass came to.

    ``guess`` says whether a misconception may show in it, ``last`` that there is no time left.
    """

    verdict: Verdict
    failure: Failure
    says: str | None = None
    fault: str | None = None
    guess: bool = False
    last: bool = False


def _ignore(_stage: Stage) -> None:
    return None


def judge(
    question: CodeQuestion,
    source: str,
    cell_error: str | None,
    agent: AgentAddress,
    target: Target,
    foreseen: Callable[[CodeQuestion], Foreseen],
    tell: Callable[[Stage], None] = _ignore,
) -> Report:
    """Judge what the answer left in the agent's namespace.

    ``foreseen`` is asked only if it failed; ``tell`` is told what is next. Raises
    UnreachableError when the agent does not answer. Never raises for what the answer does.
    """
    early = foregone(question, source, cell_error)
    if early is not None:
        return early
    prepare(question)
    import_ahead(question)
    return _Judging(question, source, agent, target, foreseen, tell).report()


class _Judging:
    def __init__(
        self,
        question: CodeQuestion,
        source: str,
        agent: AgentAddress,
        target: Target,
        foreseen: Callable[[CodeQuestion], Foreseen],
        tell: Callable[[Stage], None],
    ) -> None:
        self._question = question
        self._source = source
        self._agent = agent
        self._target = target
        self._ask_foreseen = foreseen
        self._tell = tell
        self._deadline = time.monotonic() + question.timeout
        self._solution = (*question.setup, question.solution)
        self._notes: dict[str, None] = {}

    def report(self) -> Report:
        findings: list[_Finding] = []
        passed: list[Check] = []
        ahead = len(self._question.checks)
        connection = self._connect(max(ahead, 1))
        try:
            for done, check in enumerate(self._question.checks):
                if not {one.id for one in passed}.issuperset(check.requires):
                    continue
                connection = self._usable(connection, ahead - done)
                finding = self._check(connection, check)
                if finding is None:
                    passed.append(check)
                else:
                    findings.append(finding)
                if finding is not None and finding.last:
                    break
            return self._summed_up(connection, passed, findings)
        finally:
            connection.close()

    def _connect(self, checks: int) -> Connection:
        self._tell("start")
        connection = Connection(self._agent, self._deadline, checks)
        self._tell("answer")
        return connection

    def _usable(self, connection: Connection, checks: int) -> Connection:
        """Return this connection, or another in place of one that is closed or out of time."""
        if connection.open and self._deadline - connection.deadline < _WORTH_IT:
            return connection
        connection.close()
        return self._connect(checks)

    def _foreseen(self) -> Foreseen:
        """Return what the author foresaw; the time it takes is not the learner's."""
        begun = time.monotonic()
        foreseen = self._ask_foreseen(self._question)
        self._deadline += time.monotonic() - begun
        self._tell("answer")
        return foreseen

    def _check(self, connection: Connection, check: Check) -> _Finding | None:
        try:
            bench = CheckBench(
                connection, self._question.learner_names, self._source, solution=self._solution
            )
            outcome = run_check(bench, connection, check)
            finding = self._finding(bench, check, outcome)
        except EndedError as error:
            finding = self._lost(error)
        else:
            connection.end()
        if finding is None:
            here = (IN_KERNEL,) if check.where == "kernel" else ()
            self._notes.update(dict.fromkeys([*here, *bench.findings.notes]))
            return None
        return (
            replace(finding, failure=hidden(finding.failure, finding.verdict))
            if check.hidden
            else finding
        )

    def _lost(self, error: EndedError) -> _Finding:
        verdict, failure = ended(error, None, self._question.timeout)
        return _Finding(verdict=verdict, failure=failure, last=verdict == "timeout")

    def _finding(self, bench: CheckBench, check: Check, outcome: Outcome) -> _Finding | None:
        match outcome:
            case Passed():
                return self._passed(outcome, check)
            case Failed(failure=failure):
                says = failure.says or check.says
                return _Finding(verdict="incorrect", failure=failure, says=says, guess=True)
            case Stopped(call=call):
                failure = stopped(call, self._source)
                return _Finding(verdict="error", failure=failure, says=check.says, guess=True)
            case Ended(error=EndedError(cause="not_installed", library=library)):
                failure = Failure(message=OUR_MISTAKE)
                fault = not_installed(library)
                return _Finding(verdict="undecided", failure=failure, fault=fault)
            case Ended(error=error, call=call):
                verdict, failure = ended(error, call, self._question.timeout)
                return _Finding(verdict=verdict, failure=failure, last=verdict == "timeout")
            case Missing(name=name):
                return self._missing(bench, name)
            case Broke():
                return self._broken(outcome, check)
            case Swamped():
                return self._swamped(outcome, check)

    def _passed(self, passed: Passed, check: Check) -> _Finding | None:
        """Find fault with a check that held because there was nothing for it to look at."""
        if passed.unusable is None:
            return None
        entered = self._foreseen().entered
        if not any((check.id, loop) in entered for loop in passed.idle):
            return None
        return _Finding(verdict="incorrect", failure=passed.unusable, says=check.says, guess=True)

    def _missing(self, bench: CheckBench, name: str) -> _Finding:
        asked = top_level_names(self._question.solution)
        begun = any(bench.has(other) for other in asked if other != name)
        text = f"There is no {code(name)} yet. Write it in your answer cell and run the cell."
        if name in top_level_names(self._source):
            text = f"There is no {code(name)} yet. Run your answer cell, then check again."
        verdict: Verdict = "error" if begun else "unattempted"
        return _Finding(verdict=verdict, failure=Failure(message=text))

    def _broken(self, broke: Broke, check: Check) -> _Finding:
        if broke.certain or self._ours(broke.unusable, check) or broke.unusable is None:
            failure = Failure(message=OUR_MISTAKE)
            return _Finding(verdict="undecided", failure=failure, fault=broke.fault)
        return _Finding(verdict="incorrect", failure=broke.unusable, says=check.says, guess=True)

    def _swamped(self, swamped: Swamped, check: Check) -> _Finding:
        last = swamped.of == "time"
        if self._ours(swamped.unusable, check) or swamped.unusable is None:
            fault = f"The check {check.id} ran out of {swamped.of}, as it does with the solution."
            failure = Failure(message=OUR_MISTAKE)
            return _Finding(verdict="undecided", failure=failure, fault=fault, last=last)
        verdict: Verdict = "timeout" if last else "incorrect"
        return _Finding(verdict=verdict, failure=swamped.unusable, last=last)

    def _ours(self, unusable: Failure | None, check: Check) -> bool:
        """Whether the author's code is to blame for stumbling, over a learner's value perhaps.

        If the solution does not make it stumble, the value is.
        """
        return unusable is None or check.id not in self._foreseen().sound

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
        if wrong is None and first.guess and first.failure.ran is not None:
            message += self._departure()
        if first.verdict == "unattempted":
            points = 0.0
        return self._as_report(first.verdict, points, message, first, misconception)

    def _departure(self) -> str:
        """Where the answer first departs from one that works, as far as the author allows."""
        question = self._question
        if question.difference == "off":
            return ""
        found = departure(self._source, (question.solution, *question.alternatives))
        show = question.difference == "show"
        return f"\n\n{found.words(show=show)}" if found is not None else ""

    def _recognised(self, connection: Connection, finding: _Finding) -> WrongAnswer | None:
        """Return the wrong answer that the author foresaw, if this is one of them."""
        question = self._question
        if not question.wrong or finding.verdict in ("undecided", "unattempted"):
            return None
        same = next((w for w in question.wrong if same_code(w.source, self._source)), None)
        if same is not None or not finding.guess or not connection.open:
            return same
        foreseen = self._foreseen()
        try:
            connection = self._usable(connection, 1)
            answers = within(self._deadline, lambda: fingerprint(connection, foreseen.probes))
        except (UnreachableError, OverdueError, MemoryError):
            return None
        finally:
            connection.close()
        return recognise(foreseen, answers)

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
