"""What happened while a check ran: calls to a learner's code, and how they failed.

Values only, and the exceptions by which they travel through an author's code.
"""

import builtins
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An exception of the learner's code, as text.

    ``builtin`` are the names of Python's own classes it is an instance of, nearest first; ``own``
    those of other classes. ``line`` and ``source`` are the last place in the learner's cells, or
    None when no line of theirs was reached; ``file`` is what that cell was run as.
    """

    type: str
    builtin: tuple[str, ...]
    own: tuple[str, ...]
    text: str
    line: int | None = None
    source: str | None = None
    file: str | None = None

    def is_a(self, name: str, *, of_learner: bool = False) -> bool:
        """Whether ``except name`` would have caught it.

        The name of one of Python's own exceptions means that one and no other class so called,
        unless it is to be the learner's.
        """
        known = getattr(builtins, name, None)
        if isinstance(known, type) and issubclass(known, BaseException) and not of_learner:
            return name in self.builtin
        return name in self.builtin or name in self.own

    def __str__(self) -> str:
        """As the last line of a traceback would have it."""
        return f"{self.type}: {self.text}" if self.text else self.type


@dataclass(slots=True, kw_only=True)
class Call:
    """One call of the learner's code. ``text`` is Python text with the arguments' values.

    It is empty where no particular call is known.

    ``args`` are the checker's own objects, for telling later which of them were handed over.
    ``wanted_input`` is how many lines were offered to ``input()``, ``used_input`` how many were
    read. While the call is under way, and when it raised, ``result`` is None. ``items`` says that
    ``text`` was not called but gone through. ``depth`` is how many other calls it was made within,
    where the learner's code called something of the check's; ``done``, that it came to an end.
    """

    text: str
    args: tuple[Any, ...]
    result: Any = None
    raised: Raised | None = None
    output: str = ""
    output_cut: bool = False
    offered_input: int = 0
    used_input: int = 0
    items: bool = False
    depth: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a check did not hold, in the words and fields of a report.

    ``message`` says what was seen; ``says`` is the author's own word on this very condition.
    """

    message: str
    says: str | None = None
    ran: str | None = None
    seen: str | None = None
    expected: str | None = None


class CheckFailedError(BaseException):
    """A check did not hold. Not an Exception, so that ``except Exception`` lets it through."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class LearnerError:
    """Mixed into what a call of the learner's code raises here: ``call`` tells the rest.

    The other base is the nearest of Python's own exceptions, so ``except ValueError`` works.
    """

    call: Call
    raised: Raised


class LearnerStopError(LearnerError, Exception):
    """For a StopIteration of the learner's: one that ends no iteration of the author's."""


def learner_error(call: Call, *, at_end: bool = False) -> BaseException:
    """Return what to raise here for the exception that the learner's code raised.

    ``at_end``: it was asked for its next item, and StopIteration is a proper answer to that.
    """
    raised = call.raised
    if raised is None:
        raise ValueError("nothing was raised")
    kinds = (getattr(builtins, name, None) for name in raised.builtin)
    base: Any = next(
        (k for k in kinds if isinstance(k, type) and issubclass(k, BaseException)), Exception
    )
    bases: tuple[Any, ...] = (LearnerError, base)
    if issubclass(base, BaseExceptionGroup):
        bases = (LearnerError, Exception)
    elif issubclass(base, StopIteration | StopAsyncIteration) and not at_end:
        bases = (LearnerStopError,)
    name = raised.type if raised.type.isidentifier() else "Exception"
    kind: Any = type(name, bases, {})
    error: Any = kind.__new__(kind)
    error.args = (raised.text,)
    error.call, error.raised = call, raised
    made: BaseException = error
    return made
