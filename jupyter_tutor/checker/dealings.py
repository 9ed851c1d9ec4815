"""The author's side of all that passes between a check and the learner's objects.

Handles ask here; what was called, with what and what came of it, is kept for the words that may
have to be found.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_tutor.checker.connection import Answer, Connection, EndedError
from jupyter_tutor.checker.given import Given, label_of
from jupyter_tutor.checker.handles import CallableHandle, Handle
from jupyter_tutor.checks.record import Call, learner_error
from jupyter_tutor.checks.showing import short, shorten

Watch = Callable[[str, tuple[Any, ...], dict[str, Any], tuple[str, ...]], None]
"""Takes the name of a learner's function, its arguments, and the lines ``input()`` may read."""


class Dealings:
    """What one check asks of the learner's objects; an :class:`Asker` for its handles.

    ``calls`` are those made so far, the last one last; ``under_way`` is what was asked last;
    ``lines`` are what ``input()`` may read, or None; ``turn`` counts what may have changed things;
    ``ended`` is set when the learner's process cannot go on.
    """

    def __init__(
        self, connection: Connection, learner_names: frozenset[str], watch: Watch | None
    ) -> None:
        self._connection = connection
        self._learner_names = learner_names
        self._watch = watch
        self._handles: dict[int, Handle] = {}
        self.calls: list[Call] = []
        self.under_way: Call | None = None
        self.lines: list[str] | None = None
        self.turn = 0
        self.ended: EndedError | None = None
        self._given = Given()
        self._depth = 0
        connection.begin(self._to_handle, self._from_handle, self._ask_back)

    def get(self, name: str) -> Answer:
        """Return a global of the learner's."""
        self.under_way = None
        return self._asked(lambda: self._connection.get(name))

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a learner's object; raises what it raises."""
        label = target._tutor_label
        lines = tuple(self.lines or ())
        if self._watch is not None and label in self._learner_names:
            self._watch(label, args, kwargs, lines)
        made = Call(
            text=_call_text(label, args, kwargs),
            args=(*args, *kwargs.values()),
            offered_input=len(lines),
            depth=self._depth,
        )
        self.calls.append(made)
        self.under_way = made
        answer = self._asked(lambda: self._connection.call(target, args, kwargs, lines))
        if self.lines is not None:
            self.lines = self.lines[max(answer.used_input, 0) :]
        made.output, made.output_cut = answer.output, answer.output_cut
        made.used_input = answer.used_input
        return self._taken(made, answer)

    def apply(self, operation: str, *args: Any) -> Any:
        """Return ``len``, ``getattr``, ``iter``… of a learner's object."""
        label = args[0]._tutor_label
        text = f"{label}.{args[1]}" if operation == "getattr" else f"{operation}({label})"
        if operation == "describe":
            text = label
        made = Call(text=text, args=args)
        walked = operation in ("iter", "next")
        self.under_way = Call(text=label, args=args, items=True) if walked else made
        answer = self._asked(lambda: self._connection.call(None, args, {}, apply=operation))
        failed = answer.raised is not None and not answer.raised.is_a("StopIteration")
        if failed or operation == "asyncio.run":
            self.calls.append(made)
        return self._taken(made, answer, at_end=operation == "next")

    def ask(self, operation: str) -> Any:
        """Return what an operation gives that is about no object in particular."""
        self.turn += 1
        return self._asked(lambda: self._connection.call(None, (), {}, apply=operation)).value

    def seed(self, number: int) -> None:
        """Make chance begin at the same place over there."""
        self.turn += 1
        self._asked(lambda: self._connection.call(None, (number,), {}, apply="seed"))

    def _asked(self, request: Callable[[], Answer]) -> Answer:
        try:
            return request()
        except EndedError as error:
            self.ended = error
            raise

    def _ask_back(
        self, number: int, how: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        self._depth += 1
        self.turn += 1
        try:
            return self._given.ask(number, how, args, kwargs)
        finally:
            self._depth -= 1

    def _taken(self, made: Call, answer: Answer, *, at_end: bool = False) -> Any:
        self.turn += 1
        made.done = True
        if answer.raised is not None:
            made.raised = answer.raised
            raise learner_error(made, at_end=at_end)
        made.result = answer.value
        if isinstance(answer.value, Handle):
            label_as(answer.value, made.text)
        return answer.value

    def _to_handle(self, thing: Any) -> tuple[int, str, str, bool]:
        if isinstance(thing, Handle) and thing._tutor_asker is self:
            return thing._tutor_number, "", "", False
        return self._given.to_handle(thing)

    def _from_handle(self, number: int, name: str, text: str, can_call: bool) -> Any:
        if number < 0:
            return self._given.known(number)
        known = self._handles.get(number)
        if known is None:
            kind = CallableHandle if can_call else Handle
            known = self._handles[number] = kind(self, number, name, shorten(_plain(text)))
        return known


def label_as(handle: Handle, text: str, *, again: bool = False) -> None:
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
    if isinstance(value, Handle):
        return str(value._tutor_label)
    given = callable(value) or isinstance(value, Iterator)
    return shorten(label_of(value)) if given else short(value)
