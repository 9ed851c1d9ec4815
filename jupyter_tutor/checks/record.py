"""What happened while a check ran: calls to a learner's code, and how they failed.

Values only, and the exceptions by which they travel through an author's code.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An exception of the learner's code, as text.

    ``builtin`` are the names of Python's own classes it is an instance of, nearest first; ``own``
    those of other classes. ``line`` and ``source`` are the last place in the learner's cells, or
    None when no line of theirs was reached.
    """

    type: str
    builtin: tuple[str, ...]
    own: tuple[str, ...]
    text: str
    line: int | None = None
    source: str | None = None

    def is_a(self, name: str) -> bool:
        """Whether ``except name`` would have caught it."""
        return name in self.builtin or name in self.own

    def __str__(self) -> str:
        """As the last line of a traceback would have it."""
        return f"{self.type}: {self.text}" if self.text else self.type


@dataclass(slots=True, kw_only=True)
class Call:
    """One call of the learner's code. ``text`` is Python text with the arguments' values.

    ``args`` are the checker's own objects, for telling later which of them were handed over.
    ``wanted_input`` is how many lines were offered to ``input()``, ``used_input`` how many were
    read. While the call is under way, and when it raised, ``result`` is None. ``items`` says that
    ``text`` was not called but gone through.
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
