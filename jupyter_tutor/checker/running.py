"""Runs a check where its author wants it: in the checker, or in the learner's own process."""

import ast

from jupyter_tutor.checker.bench import CheckBench
from jupyter_tutor.checker.connection import Connection, EndedError
from jupyter_tutor.checker.outcomes import Broke, Ended, Failed, Missing, Outcome, Passed, Stopped
from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.record import Call, Failure, Raised
from jupyter_tutor.checks.showing import code, shorten
from jupyter_tutor.core.questions import Check

IN_KERNEL = (
    "A check of this question looked at your answer inside your own kernel, where your code could "
    "change what it sees."
)


def run_check(bench: CheckBench, connection: Connection, check: Check) -> Outcome:
    """Run a check on the bench of a connection and return what came of it."""
    filename = f"<check {check.id}>"
    if check.where == "checker":
        return bench.run(check.source, filename)
    try:
        raised = connection.run(check.source, filename).raised
    except EndedError as error:
        return Ended(error=error, call=None)
    if raised is None:
        return Passed()
    if raised.file != filename:
        return Stopped(call=Call(text="", args=(), raised=raised, done=True))
    if raised.type == "AssertionError" and raised.is_a("AssertionError"):
        return Failed(failure=_failure(raised, check))
    name = _missing(raised, bench.learner_names)
    if name is not None:
        return Missing(name=name)
    unusable = Failure(message=f"Looking at your answer stopped with {code(shorten(str(raised)))}.")
    return Broke(fault=f"line {raised.line}: {raised}", certain=False, unusable=unusable)


def _failure(raised: Raised, check: Check) -> Failure:
    says = raised.text or None
    return Failure(message=f"{code(shorten(_condition(raised, check)))} is not true.", says=says)


def _condition(raised: Raised, check: Check) -> str:
    """Return the text of the condition that did not hold: the assert of that line."""
    tree = parse(check.source) or ast.Module([], [])
    asserts = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    met = (n for n in asserts if n.lineno <= (raised.line or 0) <= (n.end_lineno or n.lineno))
    last = next(met, None)
    return ast.unparse(last.test) if last is not None else (raised.source or "")


def _missing(raised: Raised, learner_names: frozenset[str]) -> str | None:
    if not raised.is_a("NameError"):
        return None
    return next((name for name in learner_names if f"'{name}'" in raised.text), None)
