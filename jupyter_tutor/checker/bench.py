"""Runs one check against one learner's namespace, and remembers what happened on the way.

The author's code runs here, in the trusted process; whatever it asks of the learner's names goes
through the connection. A bench is used once.
"""

import contextlib
import functools
import linecache
import operator
import re
import traceback
from collections.abc import Callable, Collection, Iterator
from typing import Any

from jupyter_tutor.checker import asking
from jupyter_tutor.checker.asking import own_builtins
from jupyter_tutor.checker.connection import Answer, Connection, EndedError
from jupyter_tutor.checker.findings import Findings
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
from jupyter_tutor.checks.record import (
    Call,
    CheckFailedError,
    Failure,
    LearnerError,
    learner_error,
)
from jupyter_tutor.checks.vocabulary import vocabulary
from jupyter_tutor.checks.wording import not_callable, short, shorten
from jupyter_tutor.kernel_agent.agent import CannotCrossError

NOTHING_JUDGED = "No assert of this check was reached, and no raises(...)."

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


Watch = Callable[[str, tuple[Any, ...], dict[str, Any], tuple[str, ...]], None]
"""Takes the name of a learner's function, its arguments, and the lines ``input()`` may read."""


class MissingNameError(BaseException):
    """A learner's name is not there. Not an Exception, so that an author's code lets it by."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CheckBench:
    """One run of one check. ``watch`` is told of every call of a learner's global before it."""

    def __init__(
        self,
        connection: Connection,
        learner_names: Collection[str],
        watch: Watch | None = None,
    ) -> None:
        self._connection = connection
        self._learner_names = frozenset(learner_names)
        self._watch = watch
        self._handles: dict[int, Handle] = {}
        self._fetched: dict[str, tuple[int, Any]] = {}
        self._turn = 0
        self._lines: list[str] | None = None
        self._under_way: Call | None = None
        self._last_word: BaseException | None = None
        self._conditions_asked = 0
        self._loops_reached: set[int] = set()
        self._loops_entered: set[int] = set()
        self.calls: list[Call] = []
        self.findings = Findings(self.calls, self._learner_names)
        connection.begin(self._to_handle, self._from_handle)

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
        try:
            rewritten = _rewritten(source, filename, self._learner_names)
            self._execute(rewritten)
            if self._last_word is not None:  # something of the author's caught it
                raise self._last_word
        except CheckFailedError as error:
            return Failed(failure=error.failure)
        except MissingNameError as error:
            return Missing(name=error.name)
        except EndedError as error:
            return Ended(error=error, call=self._under_way)
        except BaseException as error:
            if isinstance(error, LearnerError):
                return Stopped(call=error.call)
            if isinstance(error, OverdueError | MemoryError):
                raise
            return self._broke(error)
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
        before, self._lines = self._lines, list(lines)
        try:
            yield
        finally:
            self._lines = before

    # What handles ask: see jupyter_tutor.checker.handles.Asker.

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a learner's object; raises what it raises."""
        label = target._tutor_label
        lines = tuple(self._lines or ())
        if self._watch is not None and label in self._learner_names:
            self._watch(label, args, kwargs, lines)
        made = Call(
            text=_call_text(label, args, kwargs),
            args=(*args, *kwargs.values()),
            offered_input=len(lines),
        )
        self.calls.append(made)
        self._under_way = made
        answer = self._asked(lambda: self._connection.call(target, args, kwargs, lines))
        if self._lines is not None:
            self._lines = self._lines[max(answer.used_input, 0) :]
        made.output, made.output_cut = answer.output, answer.output_cut
        made.used_input = answer.used_input
        return self._taken(made, answer)

    def apply(self, operation: str, *args: Any) -> Any:
        """Return ``len``, ``getattr``, ``iter``… of a learner's object."""
        label = args[0]._tutor_label
        text = f"{label}.{args[1]}" if operation == "getattr" else f"{operation}({label})"
        made = Call(text=text, args=args)
        walked = operation in ("iter", "next")
        self._under_way = Call(text=label, args=args, items=True) if walked else made
        answer = self._asked(lambda: self._connection.call(None, args, {}, apply=operation))
        if answer.raised is not None and not answer.raised.is_a("StopIteration"):
            self.calls.append(made)
        return self._taken(made, answer, at_end=operation == "next")

    # What the rewritten check asks, beside what jupyter_tutor.checker.asking has.

    type_of = staticmethod(asking.type_of)
    attribute = staticmethod(asking.attribute)
    caught = staticmethod(asking.caught)

    def fetch(self, name: str) -> Any:
        """Return the learner's global as it is now."""
        known = self._fetched.get(name)
        if known is not None and known[0] == self._turn:
            return known[1]
        self._under_way = None
        answer = self._asked(lambda: self._connection.get(name))
        if answer.missing:
            self._last_word = MissingNameError(name)
            raise self._last_word
        self._fetched[name] = (self._turn, answer.value)
        self.findings.fetched(name, answer.value)
        if isinstance(answer.value, Handle):
            _label(answer.value, name)
        return answer.value

    def at(self, site: int, function: Any, text: str) -> Any:
        """Return ``function``, made to note that its next call is the one at ``site``."""
        if not callable(function):
            if text.split(".")[0] in self._learner_names:
                raise self.given_up(not_callable(text, function))
            raise TypeError(f"{text} is not callable")
        if isinstance(function, type):
            return function

        def call(*args: Any, **kwargs: Any) -> Any:
            before = len(self.calls)
            value = function(*args, **kwargs)
            printing = isinstance(function, _Printing)
            self.findings.called(site, self.calls[before:], value, printing)
            return value

        return call

    def bound(self, name: str, value: Any, site: int) -> None:
        """Note that the check gave a value a name."""
        self.findings.bound(name, value, site)
        if isinstance(value, Handle):
            _label(value, name, again=True)

    def compare(self, number: int, left: Any, right: Any) -> bool:
        """Return the truth of a comparison, and keep both sides."""
        condition = self._conditions[number]
        try:
            held = bool(_COMPARE[condition.operator](left, right))
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

    def _asked(self, request: Callable[[], Answer]) -> Answer:
        try:
            return request()
        except EndedError as error:
            self._last_word = error
            raise

    def _taken(self, made: Call, answer: Answer, *, at_end: bool = False) -> Any:
        self._turn += 1
        if answer.raised is not None:
            made.raised = answer.raised
            raise learner_error(made, at_end=at_end)
        made.result = answer.value
        if isinstance(answer.value, Handle):
            _label(answer.value, made.text)
        return answer.value

    def _name_of(self, value: Any) -> str:
        names = (name for name, (_turn, known) in self._fetched.items() if known is value)
        return next(names, short(value))

    def _to_handle(self, thing: Any) -> tuple[int, str, str, bool]:
        if isinstance(thing, Handle) and thing._tutor_asker is self:
            return thing._tutor_number, "", "", False
        raise CannotCrossError(f"{type(thing).__name__} cannot be handed to a learner's code")

    def _from_handle(self, number: int, name: str, text: str, can_call: bool) -> Handle:
        known = self._handles.get(number)
        if known is None:
            kind = CallableHandle if can_call else Handle
            known = self._handles[number] = kind(self, number, name, shorten(_plain(text)))
        return known


_rewritten = functools.lru_cache(256)(rewrite)
"""A worker sees the same checks again and again."""


class _Printing:
    """A function that gives what the learner's code prints while ``target`` is called."""

    def __init__(self, calls: list[Call], target: Callable[..., Any]) -> None:
        self._calls = calls
        self._target = target

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        before = len(self._calls)
        self._target(*args, **kwargs)
        return "".join(made.output for made in self._calls[before:])


def _label(handle: Handle, text: str, *, again: bool = False) -> None:
    """Give a handle the name it is spoken of by; the first one stays unless ``again``."""
    if again or handle._tutor_label == handle._tutor_text:
        object.__setattr__(handle, "_tutor_label", text)


def _plain(text: str) -> str:
    """Return an object's repr without what means nothing to a reader: its address and module."""
    return re.sub(r" at 0x[0-9A-Fa-f]+", "", text).replace("__main__.", "")


def _call_text(label: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    spoken = [_argument(value) for value in args]
    spoken += [f"{name}={_argument(value)}" for name, value in kwargs.items()]
    return shorten(f"{label}({', '.join(spoken)})")


def _argument(value: Any) -> str:
    return str(value._tutor_label) if isinstance(value, Handle) else short(value)
