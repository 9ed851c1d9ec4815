"""What a check hands to the learner's code that is code itself: functions and iterators.

They stay here. Over there a stand-in asks back, and while it waits what is done here may ask the
learner's code again, however deep.
"""

from collections.abc import Callable, Iterator
from typing import Any

from jupyter_tutor.kernel_agent.agent import CannotCrossError


class Given:
    """The functions and iterators of one check that have crossed, by number."""

    def __init__(self) -> None:
        self._things: list[Any] = []
        self._numbers: dict[int, int] = {}

    def to_handle(self, thing: Any) -> tuple[int, str, str, bool]:
        """Return the handle of a callable or an iterator; raises CannotCrossError for the rest."""
        if not callable(thing) and not isinstance(thing, Iterator):
            raise CannotCrossError(f"{type(thing).__name__} cannot be handed to a learner's code")
        number = self._numbers.get(id(thing))
        if number is None:
            number = self._numbers[id(thing)] = -1 - len(self._things)
            self._things.append(thing)
        kind = "function" if callable(thing) else "iterator"
        return number, kind, label_of(thing), callable(thing)

    def known(self, number: int) -> Any:
        """Return the thing of a (negative) number; IndexError when it was never given."""
        return self._things[-1 - number]

    def ask(self, number: int, how: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Do what the learner's code asks of it; raises whatever that raises."""
        thing = self.known(number)
        return next(thing) if how == "next" else thing(*args, **kwargs)


AskBack = Callable[[int, str, tuple[Any, ...], dict[str, Any]], Any]
"""As :meth:`Given.ask`."""


def label_of(thing: Any) -> str:
    """Return what a function or iterator is called in what a learner reads."""
    name = getattr(thing, "__name__", None)
    return name if type(name) is str else type(thing).__name__


def name_it(thing: Any, text: str) -> Any:
    """Give a function or generator that has no name of its own its text for a name."""
    thing.__name__ = text
    return thing
