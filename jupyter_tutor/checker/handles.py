"""What stands for a learner's object that is not plain data, here in the checker.

A handle asks the other side for what it is told to do. It equals only itself: what a learner's
``__eq__`` says is never asked.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from jupyter_tutor.checks.record import LearnerError
from jupyter_tutor.kernel_agent.agent import CannotCrossError

_PLAIN = (
    *(type(None), bool, int, float, complex, str, bytes, bytearray, range, slice),
    *(list, tuple, dict, set, frozenset, type(Ellipsis)),
)


NO_ITEMS = (
    "`in` goes through the items of a learner's object, and this one has none: "
    "write x.__contains__(item)"
)


class Asker(Protocol):
    """Who carries a handle's questions to the learner's object."""

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call it; raises what the learner's code raises."""
        ...

    def apply(self, operation: str, *args: Any) -> Any:
        """Return ``len``, ``getattr``, ``iter``… of it."""
        ...


class Handle:
    """A learner's object. Its attributes are the learner's, save those that begin with ``__``."""

    __slots__ = (
        "__weakref__",
        "_tutor_asker",
        "_tutor_label",
        "_tutor_number",
        "_tutor_text",
        "_tutor_type",
    )

    def __init__(self, asker: Asker, number: int, type_name: str, text: str) -> None:
        put = object.__setattr__
        put(self, "_tutor_asker", asker)
        put(self, "_tutor_number", number)
        put(self, "_tutor_type", type_name)
        put(self, "_tutor_text", text)
        put(self, "_tutor_label", text)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_tutor_", "__")):
            # Libraries look for these, and some would follow an address they find there. What an
            # author writes is asked for in so many words: see jupyter_tutor.checker.asking.
            raise AttributeError(name)
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise CannotCrossError(f"the attribute {name} of a learner's object cannot be set")

    def __delattr__(self, name: str) -> None:
        raise CannotCrossError(f"the attribute {name} of a learner's object cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Handle) and type(other) not in _PLAIN:
            raise CannotCrossError(f"a learner's object cannot be compared with {other!r}")
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return str(object.__getattribute__(self, "_tutor_text"))

    def __str__(self) -> str:
        return str(_ask(self, "str"))

    def __bool__(self) -> bool:
        return bool(_ask(self, "bool"))

    def __enter__(self) -> Any:
        return _ask(self, "enter")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: Any
    ) -> Any:
        if kind is None:
            return _ask(self, "exit", None, "")
        if not isinstance(error, Exception):
            return None  # the check ends here, and its process with it
        raised = error.raised if isinstance(error, LearnerError) else None
        text = raised.text if raised is not None else str(error)[:500]
        return _ask(self, "exit", raised.type if raised is not None else kind.__name__, text)

    def __len__(self) -> int:
        return int(_ask(self, "len"))

    def __contains__(self, item: Any) -> bool:
        # By its items and the checker's own ==: a learner's __contains__ may say yes to anything.
        try:
            items = iter(self)
        except TypeError as error:
            if not isinstance(error, LearnerError) or error.raised.line is not None:
                raise
            raise CannotCrossError(NO_ITEMS) from None
        return any(each is item or each == item for each in items)

    def __getitem__(self, key: Any) -> Any:
        return _ask(self, "getitem", key)

    def __iter__(self) -> Iterator[Any]:
        found = _ask(self, "iter")
        return found if isinstance(found, Handle) else iter(found)

    def __next__(self) -> Any:
        return _ask(self, "next")


class CallableHandle(Handle):
    """A learner's function, method or class."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it over there."""
        return object.__getattribute__(self, "_tutor_asker").call(self, args, kwargs)


def _ask(handle: Handle, operation: str, *args: Any) -> Any:
    return object.__getattribute__(handle, "_tutor_asker").apply(operation, handle, *args)
