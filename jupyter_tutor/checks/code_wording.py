"""The words a learner reads about what the source of their answer uses, or does not."""

from collections.abc import Sequence
from typing import Any

from jupyter_tutor.checks.answer_code import Found, Parameters
from jupyter_tutor.checks.record import Failure
from jupyter_tutor.checks.showing import code, short
from jupyter_tutor.checks.wording import THAN

_MOST_LINES = 3


def found(seen: Found, wanted: bool) -> Failure:
    """Return the failure of ``assert code.uses(…)`` and the like, or of its opposite."""
    if wanted:
        return Failure(
            message=f"Your answer does not {seen.verb} {seen.what}. This question asks for it."
        )
    said = f"Your answer {_third(seen.verb)} {seen.what}{_on_lines(seen)}."
    return Failure(message=f"{said} This question asks to do without it.")


def counted(seen: Found, operator: str, expected: Any) -> Failure:
    """Return the failure of ``code.count(…) operator expected``."""
    wanted = times(expected) if type(expected) is int else short(expected)
    said = f"{THAN[operator]} {wanted}" if operator in THAN else wanted
    if not seen:
        message = f"Your answer does not {seen.verb} {seen.what}, expected {said}."
    else:
        often = f"{times(int(seen))}{_on_lines(seen)}"
        message = f"Your answer {_third(seen.verb)} {seen.what} {often}, expected {said}."
    return Failure(message=message)


def parameters(seen: Parameters, expected: Any) -> Failure:
    """Return the failure of ``code.parameters(…) == expected``."""
    message = f"{code(seen.function)} takes {_named(seen)}"
    if isinstance(expected, tuple | list) and all(isinstance(name, str) for name in expected):
        message = f"{message}; this question asks for {_named(expected)}"
    return Failure(message=f"{message}.", ran=seen.function)


def _named(names: Sequence[str]) -> str:
    if not names:
        return "no parameters"
    return f"the parameter{'' if len(names) == 1 else 's'} {', '.join(map(code, names))}"


def _third(verb: str) -> str:
    return {"have": "has", "make": "makes"}.get(verb, "uses")


def times(count: int) -> str:
    """Return a number of times in words: ``never``, ``once``, ``3 times``."""
    return {0: "never", 1: "once"}.get(count, f"{count} times")


def _on_lines(seen: Found) -> str:
    shown = ", ".join(str(line) for line in seen.lines[:_MOST_LINES])
    if not shown:
        return ""
    more = ", …" if len(seen.lines) > _MOST_LINES else ""
    return f" on line{'s' if len(seen.lines) > 1 else ''} {shown}{more}"
