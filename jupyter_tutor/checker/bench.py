"""Runs one check against one learner's namespace, and remembers what happened on the way.

The author's code runs here, in the trusted process; whatever it asks of the learner's names goes
through the connection. A bench is used once.
"""

import asyncio
import contextlib
import functools
import linecache
import operator
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from types import FunctionType
from typing import Any

from jupyter_tutor.checker import asking
from jupyter_tutor.checker.asking import own_builtins
from jupyter_tutor.checker.connection import Connection, EndedError
from jupyter_tutor.checker.dealings import Dealings, Watch, label_as
from jupyter_tutor.checker.findings import Findings
from jupyter_tutor.checker.given import name_it
from jupyter_tutor.checker.handles import CallableHandle, Handle
from jupyter_tutor.checker.limits import OverdueError, within
from jupyter_tutor.checker.outcomes import (
    Broke,
    Ended,
    Failed,
    Missing,
    Outcome,
    Passed,
    Stopped,
    Swamped,
)
from jupyter_tutor.checker.rewrite import TUTOR, Rewritten, rewrite
from jupyter_tutor.checker.sameness import Reference, smallest_difference
from jupyter_tutor.checks.comparing import Options, described
from jupyter_tutor.checks.record import Call, CheckFailedError, Failure, LearnerError
from jupyter_tutor.checks.showing import short, type_name
from jupyter_tutor.checks.vocabulary import Inputs, vocabulary
from jupyter_tutor.checks.wording import drew_nothing, not_callable
from jupyter_tutor.kernel_agent.codecs import all_of_them, is_kept_in_step

NOTHING_JUDGED = "No assert of this check was reached, no expect(...) and no raises(...)."

PLACE_BY_PLACE = (
    "arrays and tables are compared place by place, which gives no single answer: "
    "write expect(f(1), expected)"
)

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda item, whole: item in whole,
    "not in": lambda item, whole: item not in whole,
}


class MissingNameError(BaseException):
    """A learner's name is not there. Not an Exception, so that an author's code lets it by."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CheckBench:
    """One run of one check.

    ``source`` is the answer cell, for checks that read it; ``watch`` is told of every call of a
    learner's global before it; ``solution`` are the sources that make the author's own answer.
    """

    def __init__(
        self,
        connection: Connection,
        learner_names: Collection[str],
        source: str = "",
        watch: Watch | None = None,
        solution: Sequence[str] = (),
    ) -> None:
        self._connection = connection
        self._reference = Reference(solution)
        self.source = source
        self._learner_names = frozenset(learner_names)
        self._dealings = Dealings(connection, self._learner_names, watch)
        self._fetched: dict[str, tuple[int, Any]] = {}
        self._last_word: BaseException | None = None
        self._conditions_asked = 0
        self._loops_reached: set[int] = set()
        self._loops_entered: set[int] = set()
        self.findings = Findings(self._dealings.calls, self._learner_names)

    def run(self, source: str, filename: str) -> Outcome:
        """Run the check and return what came of it; never raises for what it does."""
        try:
            return within(self._connection.deadline, lambda: self._outcome(source, filename))
        except OverdueError:
            self._connection.close()  # perhaps in the middle of an answer
            return Swamped(of="time", unusable=self.findings.swamped("time"))
        except MemoryError:
            self._connection.close()
            return Swamped(of="memory", unusable=self.findings.swamped("memory"))

    def _outcome(self, source: str, filename: str) -> Outcome:
        linecache.cache[filename] = (
            len(source),
            None,
            source.splitlines(keepends=True),
            filename,
        )
        error: BaseException | None = None
        try:
            self._execute(_rewritten(source, filename, self._learner_names))
        except BaseException as raised:  # noqa: BLE001 - an author's code may raise anything
            error = raised
        # What ended the check is the outcome even if something of the author's caught it.
        return self._came_of(self._last_word or self._dealings.ended or error)

    def _came_of(self, error: BaseException | None) -> Outcome:
        match error:
            case None:
                return self._held()
            case CheckFailedError(failure=failure):
                return Failed(failure=failure)
            case MissingNameError(name=name):
                return Missing(name=name)
            case EndedError():
                return Ended(error=error, call=self._dealings.under_way)
            case LearnerError():
                return Stopped(call=error.call)
            case OverdueError() | MemoryError():
                raise error
            case _:
                return self._broke(error)

    def _held(self) -> Outcome:
        if self._conditions_asked == 0:
            return Broke(fault=NOTHING_JUDGED, certain=False, unusable=self.findings.unusable())
        idle = frozenset(self._loops_reached - self._loops_entered)
        return Passed(
            entered=frozenset(self._loops_entered),
            idle=idle,
            unusable=self.findings.unusable() if idle else None,
        )

    @property
    def learner_names(self) -> frozenset[str]:
        """The names that stand for the learner's objects."""
        return self._learner_names

    @property
    def calls(self) -> list[Call]:
        """Every call of the learner's code so far, the last one last."""
        return self._dealings.calls

    @property
    def variables(self) -> tuple[str, ...]:
        """The learner's names that the check read and that are not functions."""
        values = ((name, value) for name, (_turn, value) in self._fetched.items())
        return tuple(name for name, value in values if not isinstance(value, CallableHandle))

    def has(self, name: str) -> bool:
        """Whether the learner's namespace has that name."""
        return not self._connection.get(name).missing

    def printing(self, target: Any) -> Callable[..., str]:
        """Return a function that calls ``target`` and gives what the learner's code printed."""
        if not callable(target):
            raise self.given_up(not_callable(self._name_of(target), target))
        return _Printing(self.calls, target)

    def drawing(self, target: Any) -> Callable[..., Any]:
        """Return a function that calls ``target`` and gives what it drew on."""
        if not callable(target):
            raise self.given_up(not_callable(self._name_of(target), target))
        return _Drawing(self, target)

    def drawn(self, value: Any, text: str) -> Any:
        """Return what was drawn on: that value, if it is such a thing, or pyplot's own figure."""
        if isinstance(value, Handle) and value._tutor_type in described.TYPES:
            return value
        figure = self._dealings.ask("current drawing")
        if figure is None:
            raise self.given_up(drew_nothing(text))
        return figure

    def cleared(self) -> None:
        """Forget what has been drawn so far."""
        self._dealings.ask("clear drawings")

    def judged(self) -> None:
        """Note that something of the learner's was judged."""
        self._conditions_asked += 1

    def given_up(self, failure: Failure) -> CheckFailedError:
        """Return what to raise for a failure; nothing that catches it makes the check pass."""
        error = CheckFailedError(failure)
        self._last_word = error
        return error

    @contextlib.contextmanager
    def scripted(self, lines: tuple[str, ...]) -> Iterator[None]:
        """Within this, ``input()`` reads these lines, each once."""
        before, self._dealings.lines = self._dealings.lines, list(lines)
        try:
            yield
        finally:
            self._dealings.lines = before

    def same_as_solution(
        self, function: Any, inputs: Inputs, *, examples: int, seconds: float, options: Options
    ) -> None:
        """Give up unless the learner's function does what the solution's does."""
        if not isinstance(function, CallableHandle):
            raise self.given_up(not_callable(self._name_of(function), function))
        self.judged()
        theirs = self._reference.function(str(function._tutor_label))
        failure = smallest_difference(
            function,
            theirs,
            inputs,
            self.calls,
            examples=examples,
            seconds=seconds,
            options=options,
        )
        if failure is not None:
            raise self.given_up(failure)

    def seeded(self, number: int) -> None:
        """Make chance begin at the same place in the learner's code."""
        self._dealings.seed(number)

    # What the rewritten check asks, beside what jupyter_tutor.checker.asking has.

    type_of = staticmethod(asking.type_of)
    attribute = staticmethod(asking.attribute)
    caught = staticmethod(asking.caught)
    named = staticmethod(name_it)

    def fetch(self, name: str) -> Any:
        """Return the learner's global as it is now."""
        known = self._fetched.get(name)
        if known is not None and known[0] == self._dealings.turn:
            return known[1]
        answer = self._dealings.get(name)
        if answer.missing:
            self._last_word = MissingNameError(name)
            raise self._last_word
        self._fetched[name] = (self._dealings.turn, answer.value)
        self.findings.fetched(name, answer.value)
        if isinstance(answer.value, Handle):
            label_as(answer.value, name)
        return answer.value

    def at(self, site: int, function: Any, text: str) -> Any:
        """Return ``function``, made to note that its next call is the one at ``site``."""
        if not callable(function):
            if text.split(".")[0] in self._learner_names:
                raise self.given_up(not_callable(text, function))
            raise TypeError(f"{text} is not callable")
        if isinstance(function, type):
            return function
        if function is asyncio.run:
            function = self._run_coroutine

        def call(*args: Any, **kwargs: Any) -> Any:
            before = len(self.calls)
            value = function(*args, **kwargs)
            verb = function.verb if isinstance(function, _Printing | _Drawing) else None
            self.findings.called(site, self.calls[before:], value, verb)
            return value

        return call

    def bound(self, name: str, value: Any, site: int) -> None:
        """Note that the check gave a value a name."""
        self.findings.bound(name, value, site)
        if isinstance(value, Handle):
            label_as(value, name, again=True)
        elif isinstance(value, FunctionType) and value.__name__ == "<lambda>":
            name_it(value, name)

    def compare(self, number: int, left: Any, right: Any) -> bool:
        """Return the truth of a comparison, and keep both sides."""
        condition = self._conditions[number]
        try:
            found = _COMPARE[condition.operator](left, right)
            if is_kept_in_step(found):
                raise TypeError(PLACE_BY_PLACE)
            held = bool(found)
        except RecursionError:  # values nested deeper than Python can compare are not equal
            held = False
        self.judged()
        self.findings.compared(condition, left, right, held)
        return held

    def tested(self, number: int, function: Any, *args: Any, **kwargs: Any) -> bool:
        """Return the truth of ``isinstance(…)`` or ``isclose(…)``."""
        held = bool(function(*args, **kwargs))
        self.judged()
        self.findings.tested(self._conditions[number], args, held)
        return held

    def expected(self, number: int, left: Any, right: Any, **options: Any) -> bool:
        """Return whether ``expect(left, right, …)`` holds."""
        self.judged()
        given = Options(**options)
        seen, wanted = self._looked_at(left), self._looked_at(right)
        return self.findings.expected(self._conditions[number], seen, wanted, given)

    def _looked_at(self, value: Any) -> Any:
        """Return what an object holds, the learner's or the author's own, if it can be asked."""
        if type_name(value) not in described.TYPES:
            return value
        if isinstance(value, Handle):
            told = self._dealings.apply("describe", value)
        else:
            told = all_of_them().describe(value)
        return value if told is None else described.described(told)

    def true(self, number: int, value: Any) -> bool:
        """Return whether the condition, or its opposite after ``not``, holds."""
        condition = self._conditions[number]
        held = bool(value) == (condition.operator == "true")
        self.judged()
        self.findings.truth(condition, value, held)
        return held

    def fail(self, _number: int, says: object = None) -> None:
        """Give up the check, with the author's words for this condition if there are any."""
        raise self.given_up(self.findings.failure(says))

    def reached(self, loop: int, items: Any = None) -> Any:
        """Note that a loop was come to, and return what it goes through."""
        self._loops_reached.add(loop)
        return items

    def entered(self, loop: int, item: Any = None) -> Any:
        """Note that a loop went round, and return what it made of an item."""
        self._loops_entered.add(loop)
        return item

    def _run_coroutine(self, coroutine: Any) -> Any:
        ours = not isinstance(coroutine, Handle)
        return asyncio.run(coroutine) if ours else self._dealings.apply("asyncio.run", coroutine)

    def _execute(self, rewritten: Rewritten) -> None:
        self._conditions = rewritten.conditions
        space = {
            "__builtins__": own_builtins(),
            "__name__": "__check__",
            TUTOR: self,
            **vocabulary(self),
        }
        self.findings.namespace = space
        exec(rewritten.code, space)  # noqa: S102 - running the author's code is the purpose

    def _broke(self, error: BaseException) -> Broke:
        fault = "".join(traceback.format_exception(error))
        certain = isinstance(error, NameError | ImportError | SyntaxError)
        return Broke(fault=fault, certain=certain, unusable=self.findings.unusable())

    def _name_of(self, value: Any) -> str:
        names = (name for name, (_turn, known) in self._fetched.items() if known is value)
        return next(names, short(value))


_rewritten = functools.lru_cache(256)(rewrite)
"""A worker sees the same checks again and again."""


class _Printing:
    """A function that gives what the learner's code prints while ``target`` is called."""

    verb = "printed"

    def __init__(self, calls: list[Call], target: Callable[..., Any]) -> None:
        self._calls = calls
        self._target = target

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        before = len(self._calls)
        self._target(*args, **kwargs)
        made = self._calls[before:]
        # What was printed in a call from within is in the output of the outer one, too.
        top = min((call.depth for call in made), default=0)
        return "".join(call.output for call in made if call.depth == top)


class _Drawing:
    """A function that gives what the learner's code draws on while ``target`` is called."""

    verb = "drew"

    def __init__(self, bench: CheckBench, target: Callable[..., Any]) -> None:
        self._bench = bench
        self._target = target

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._bench.cleared()
        before = len(self._bench.calls)
        value = self._target(*args, **kwargs)
        made = self._bench.calls[before:]
        return self._bench.drawn(value, made[0].text if made else "Your code")
