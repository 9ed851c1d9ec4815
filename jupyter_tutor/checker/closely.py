"""A closer look at checks than a learner's verdict needs: what they cost, and what they change.

For an author's own answers, when a course is rehearsed. What is found is measured in the copies
that checks are given anyway; a live kernel would not have been changed.
"""

import ast
import contextlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.checker.bench import CheckBench
from jupyter_tutor.checker.connection import AgentAddress, Answer, Connection, EndedError
from jupyter_tutor.checker.freezing import Frozen, TooMuchToCompareError, freeze
from jupyter_tutor.checker.handles import Handle
from jupyter_tutor.checker.outcomes import Outcome, Passed
from jupyter_tutor.checker.running import run_check
from jupyter_tutor.checks.names import parse
from jupyter_tutor.core.questions import Check, CodeQuestion
from jupyter_tutor.kernel_agent.agent import CannotCrossError

_EMPTY = "pass"

_Files = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """How one check went, alone and in a process of its own.

    ``seconds`` is beyond what a check without content takes. ``changed`` are the learner's
    variables named in it that had another value afterwards, ``files`` those in the answer's folder
    that were not there before, or not like that.
    """

    check: str
    passed: bool
    seconds: float
    changed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def look_closely(
    question: CodeQuestion,
    source: str,
    address: AgentAddress,
    folder: Path,
    begin: Callable[[], None] = lambda: None,
) -> tuple[CheckRun, ...]:
    """Run every check by itself on what the answer ``source`` left, which ran in ``folder``.

    ``begin`` is called before each. A check whose process could not go on is left out. Raises
    UnreachableError when the agent does not answer.
    """
    return _Looking(question, source, address, folder).runs(begin)


class _Looking:
    def __init__(
        self, question: CodeQuestion, source: str, address: AgentAddress, folder: Path
    ) -> None:
        self._question = question
        self._source = source
        self._address = address
        self._folder = folder

    def runs(self, begin: Callable[[], None]) -> tuple[CheckRun, ...]:
        begin()
        with self._connected() as connection:
            bench = self._bench(connection)
            _, empty = _timed(lambda: bench.run(_EMPTY, "<empty check>"))
        found: list[CheckRun] = []
        for check in self._question.checks:
            begin()
            with contextlib.suppress(EndedError):
                found.append(self._run(check, empty))
        return tuple(found)

    def _run(self, check: Check, empty: float) -> CheckRun:
        names = self._mentioned(check)
        there = _files(self._folder)
        with self._connected() as connection:
            self._bench(connection)
            before = _values(connection, names)
        with self._connected() as connection:
            bench = self._bench(connection)
            outcome, seconds = _timed(lambda: run_check(bench, connection, check))
            after = _values(connection, names) if connection.open else before
        left = _files(self._folder)
        return CheckRun(
            check=check.id,
            passed=isinstance(outcome, Passed),
            seconds=round(max(seconds - empty, 0.0), 4),
            changed=tuple(name for name in names if before[name] != after[name]),
            files=tuple(name for name, how in left.items() if there.get(name) != how),
        )

    def _connected(self) -> contextlib.closing[Connection]:
        deadline = time.monotonic() + self._question.timeout
        return contextlib.closing(Connection(self._address, deadline))

    def _bench(self, connection: Connection) -> CheckBench:
        """Return a bench; with it the conversation begins, so that objects are known by number."""
        return CheckBench(
            connection,
            self._question.learner_names,
            self._source,
            solution=(*self._question.setup, self._question.solution),
        )

    def _mentioned(self, check: Check) -> tuple[str, ...]:
        """Return the learner's names in a check, in order."""
        tree = parse(check.source)
        found = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree else []
        return tuple(dict.fromkeys(name for name in found if name in self._question.learner_names))


def _timed(run: Callable[[], Outcome]) -> tuple[Outcome, float]:
    begun = time.perf_counter()
    outcome = run()
    return outcome, time.perf_counter() - begun


def _values(connection: Connection, names: tuple[str, ...]) -> dict[str, Frozen | None]:
    """Return what the names stand for now; None for what is no plain data."""
    return {name: _data(connection.get(name)) for name in names}


def _data(answer: Answer) -> Frozen | None:
    if answer.missing or isinstance(answer.value, Handle):
        return None
    try:
        return freeze(answer.value)
    except (TooMuchToCompareError, CannotCrossError):
        return None


def _files(folder: Path) -> _Files:
    found: dict[str, tuple[int, int]] = {}
    for place, _folders, names in os.walk(folder):  # which lets by what it cannot read
        for path in (Path(place, name) for name in names):
            with contextlib.suppress(OSError):
                told = path.lstat()
                found[path.relative_to(folder).as_posix()] = (told.st_size, told.st_mtime_ns)
    return dict(sorted(found.items()))
