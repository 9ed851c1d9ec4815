"""``same_as_solution``: the learner's function beside the author's, on inputs made up for both.

Hypothesis makes the inputs, the same ones each time, and finds the smallest on which they differ.
The author's function runs here, in a namespace of its own; the learner's runs over there.
"""

import contextlib
import copy
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tutor.checker.error_words import words_for
from jupyter_tutor.checks import wording
from jupyter_tutor.checks.comparing import Options, difference
from jupyter_tutor.checks.record import Call, Failure, LearnerError
from jupyter_tutor.checks.showing import code, short, shorten
from jupyter_tutor.checks.vocabulary import Inputs
from jupyter_tutor.core.questions import CodeQuestion

_SEED = 20_011
_AT_LEAST = 20


class Reference:
    """The solution, run after the question's setup when it is first asked for."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._space: dict[str, Any] | None = None

    def function(self, name: str) -> Callable[..., Any]:
        """Return the author's function of that name; TypeError when there is none."""
        if self._space is None:
            self._space = {"__name__": "__solution__"}
            for number, source in enumerate(self._sources, 1):
                exec(compile(source, f"<solution {number}>", "exec"), self._space)  # noqa: S102
        found = self._space.get(name)
        if not callable(found):
            raise TypeError(f"same_as_solution: the solution has no function called {name!r}")
        function: Callable[..., Any] = found
        return function


@dataclass(frozen=True, slots=True, kw_only=True)
class _Response:
    """What came of a call: its value, or the name of the exception and the exception."""

    value: Any = None
    raised: str | None = None
    arguments: tuple[Any, ...] = ()


class _Comparison:
    def __init__(
        self,
        ours: Callable[..., Any],
        theirs: Callable[..., Any],
        calls: list[Call],
        options: Options,
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._calls = calls
        self._options = options
        self.tried = 0
        self.smallest: tuple[tuple[int, str], Failure] | None = None

    def try_on(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Whether both functions respond alike; keeps the words for the smallest input if not."""
        known = _respond(self._theirs, *copy.deepcopy((args, kwargs)))
        text = repr((args, kwargs))
        size = (len(text), text)
        given = copy.deepcopy((args, kwargs))
        try:
            seen = _Response(value=self._ours(*given[0], **given[1]), arguments=_all(given))
        except Exception as error:
            if not isinstance(error, LearnerError):
                raise
            seen = _Response(raised=error.raised.type, arguments=_all(given))
            same = known.raised is not None and error.raised.is_a(known.raised)
        else:
            same = known.raised is None and self._same(seen.value, known.value)
        if same and self._same(seen.arguments, known.arguments):
            return True
        if self.smallest is None or size <= self.smallest[0]:
            self.smallest = (size, self._failure(seen, known))
        return False

    def _same(self, seen: Any, expected: Any) -> bool:
        return difference(seen, expected, self._options) is None

    def _failure(self, seen: _Response, known: _Response) -> Failure:
        call = self._calls[-1]
        if known.raised is not None:
            return wording.did_not_raise(call, known.raised)
        if seen.raised is not None:
            said = f"{code(call.text)} stopped with {code(shorten(str(call.raised)))}"
            expected = short(known.value)
            raised = call.raised
            words = words_for((*raised.own, *raised.builtin), raised.text) if raised else ""
            message = f"{said}, expected {code(expected)}. {words}".rstrip()
            return Failure(message=message, ran=call.text, seen=seen.raised, expected=expected)
        if not self._same(seen.value, known.value):
            values = seen.value, known.value
            return wording.compared("==", call.text, "returned", *values, call, searched=True)
        pairs = zip(seen.arguments, known.arguments, strict=True)
        ours, theirs = next(pair for pair in pairs if not self._same(*pair))
        return wording.compared("==", wording.GIVEN, "changed", ours, theirs, call)


def smallest_difference(
    ours: Callable[..., Any],
    theirs: Callable[..., Any],
    inputs: Inputs,
    calls: list[Call],
    *,
    examples: int,
    seconds: float,
    options: Options,
) -> Failure | None:
    """Return the words for the smallest input found on which two functions differ, or None.

    ``calls`` is where the calls of ``ours`` are kept. After ``seconds`` no more inputs are tried,
    save that a few always are.
    """
    hypothesis = _hypothesis()
    comparison = _Comparison(ours, theirs, calls, options)
    until = time.monotonic() + seconds

    class Enough(BaseException):
        """The time is up; no Exception, so that Hypothesis lets it by."""

    def respond_alike(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        comparison.tried += 1
        if comparison.tried > _AT_LEAST and time.monotonic() > until:
            raise Enough
        if not comparison.try_on(args, kwargs):
            raise AssertionError

    named = hypothesis.strategies.fixed_dictionaries(inputs.named)
    run = hypothesis.given(hypothesis.strategies.tuples(*inputs.placed), named)(respond_alike)
    run = hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )(hypothesis.seed(_SEED)(run))
    # Flaky: an answer that does not respond alike to the same input. It has differed once.
    with contextlib.suppress(AssertionError, Enough, hypothesis.errors.Flaky):
        run()
    return comparison.smallest[1] if comparison.smallest is not None else None


def prepare(question: CodeQuestion) -> None:
    """Do what a check of the question will need and takes long, before its time begins to run."""
    if any("same_as_solution" in check.source for check in question.checks):
        _hypothesis()


def _hypothesis() -> Any:
    # It keeps files in the current folder otherwise.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", tempfile.gettempdir())
    import hypothesis  # takes a third of a second, and few checks need it
    import hypothesis.errors
    import hypothesis.strategies

    return hypothesis


def _respond(function: Callable[..., Any], args: Any, kwargs: Any) -> _Response:
    try:
        return _Response(value=function(*args, **kwargs), arguments=_all((args, kwargs)))
    except Exception as error:  # noqa: BLE001 - the solution may be meant to raise
        kinds = (kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
        return _Response(raised=next(kinds), arguments=_all((args, kwargs)))


def _all(given: tuple[tuple[Any, ...], dict[str, Any]]) -> tuple[Any, ...]:
    return (*given[0], *given[1].values())
