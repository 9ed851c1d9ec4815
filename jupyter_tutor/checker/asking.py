"""Python's own functions that look at an object, as a check has them: of a handle they ask.

A handle has the methods of every kind of object, so what Python would say of it is not true of
the learner's. What the learner's classes say of themselves is not asked either.
"""

import builtins
import sys
import types
from typing import Any

from jupyter_tutor.checker.handles import Handle
from jupyter_tutor.checks.record import LearnerError, LearnerStopError, learner_error
from jupyter_tutor.kernel_agent.agent import CannotCrossError

_MISSING = object()


def own_builtins() -> dict[str, Any]:
    """Return the builtins of a check."""
    return {
        **vars(builtins),
        "isinstance": is_instance,
        "getattr": get_attribute,
        "hasattr": has_attribute,
        "next": next_item,
    }


def is_instance(thing: Any, wanted: Any) -> bool:
    """``isinstance``, of the learner's object itself."""
    if not isinstance(thing, Handle):
        return not isinstance(wanted, Handle) and isinstance(thing, wanted)
    if isinstance(wanted, tuple):
        return any(is_instance(thing, one) for one in wanted)
    if isinstance(wanted, types.UnionType):
        return any(is_instance(thing, one) for one in wanted.__args__)
    if isinstance(wanted, Handle):
        return bool(_ask(thing, "isinstance", wanted))
    wanted = getattr(wanted, "__origin__", wanted)  # typing.Iterable and the like
    called = _called(wanted)
    if called is not None:
        return bool(_ask(thing, "isinstance", called))
    if type(wanted) is not type:
        raise CannotCrossError(f"a learner's object cannot be asked whether it is a {wanted!r}")
    return False


def type_of(thing: Any) -> Any:
    """``type`` with one argument: a class that both sides have, or a handle of the learner's."""
    if not isinstance(thing, Handle):
        return type(thing)
    called = _ask(thing, "type called")
    if type(called) is tuple and [type(part) for part in called] == [str, str]:
        found = _class_called(*called)
        if found is not None:
            return found
    return _ask(thing, "type")


def attribute(thing: Any, name: str) -> Any:
    """``thing.name`` as an author wrote it, whatever the name."""
    if not isinstance(thing, Handle):
        return getattr(thing, name)
    return type_of(thing) if name == "__class__" else _ask(thing, "getattr", name)


def get_attribute(thing: Any, name: str, default: Any = _MISSING) -> Any:
    """``getattr``."""
    try:
        return attribute(thing, name)
    except AttributeError:
        if default is _MISSING:
            raise
        return default


def has_attribute(thing: Any, name: str) -> bool:
    """``hasattr``."""
    try:
        attribute(thing, name)
    except AttributeError:
        return False
    return True


def next_item(items: Any, *default: Any) -> Any:
    """``next``: the end of a learner's iterator is not the end of an author's.

    An ``except StopIteration`` catches it all the same: see :func:`caught`.
    """
    if not isinstance(items, Handle):
        return next(items, *default)
    try:
        return next(items)
    except StopIteration as error:
        if default:
            return default[0]
        if not isinstance(error, LearnerError):
            raise
        raise learner_error(error.call) from None


def caught(wanted: Any) -> Any:
    """Return what an ``except`` clause has to catch, given what its author wrote."""
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    return (*kinds, LearnerStopError) if StopIteration in kinds else wanted


def _ask(thing: Handle, operation: str, *args: Any) -> Any:
    return thing._tutor_asker.apply(operation, thing, *args)


def _called(kind: Any) -> tuple[str, str] | None:
    """Return the module and name by which the other side finds a class; None if it is ours."""
    if not isinstance(kind, type):
        return None
    for name, known in vars(types).items():
        if known is kind:
            return "types", name
    module, name = str(kind.__module__), kind.__qualname__
    return (module, name) if _class_called(module, name) is kind else None


def _class_called(module: str, name: str) -> Any:
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    return found if isinstance(found, type) else None
