"""The words a learner reads about one value or one failure: plain, short, and Markdown-safe."""

from dataclasses import replace
from typing import Any

from jupyter_tutor.checks.comparing import AS_PYTHON, Difference, Options, difference
from jupyter_tutor.checks.comparing.described import Chart
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.checks.record import Call, Failure, Raised
from jupyter_tutor.checks.showing import (
    a_type,
    article,
    code,
    named_type,
    short,
    shorten,
    type_name,
)

THAN = {
    "<": "something less than",
    "<=": "at most",
    ">": "something greater than",
    ">=": "at least",
    "!=": "something other than",
    "in": "one of",
    "not in": "none of",
}


def compared(
    operator: str,
    subject: str,
    verb: str,
    seen: Any,
    expected: Any,
    call: Call | None,
    *,
    searched: bool = False,
) -> Failure:
    """Return the failure of ``seen operator expected``.

    ``subject`` is Python text for what ``seen`` came of; ``verb`` joins the two (``returned``,
    ``printed``, ``is``); ``call`` is the learner's call behind it, or None. ``searched``: it is the
    smallest of many cases, so that to be near to what was expected says nothing of the mistake.
    """
    seen, expected = _without_last_end(verb, seen, expected)
    wanted = short(expected)
    if operator in ("==", "is"):
        said, field = code(wanted), wanted
    elif operator == "is not":
        said, field = f"something other than {code(wanted)}", f"not {wanted}"
    elif operator == "in" and type(expected) is str:
        said, field = f"a part of {code(wanted)}", f"in {wanted}"
    else:
        said, field = f"{THAN[operator]} {code(wanted)}", f"{operator} {wanted}"
    message = f"{_saw(subject, verb, seen, call)}, expected {said}."
    extra = _missing_return(verb, seen, call)
    if extra is None and operator == "is" and short(seen) == wanted:
        extra = "It looks the same, but it is a copy; the object itself was expected."
    if extra is None and (operator == "==" or (operator == "is" and type(expected) is bool)):
        found = difference(seen, expected, replace(AS_PYTHON, bools=operator == "=="))
        near = searched and isinstance(seen, int) and isinstance(expected, int)
        extra = _unprinted(verb, seen, call) or (str(found) if found and not near else None)
    return Failure(
        message=_joined(message, extra, _line_ends(seen, expected)),
        ran=subject,
        seen=short(seen),
        expected=field,
    )


def not_as_expected(
    subject: str,
    verb: str,
    seen: Any,
    expected: Any,
    call: Call | None,
    found: Difference,
    options: Options,
) -> Failure:
    """Return the failure of ``expect(seen, expected, …)``, of which ``found`` is the difference."""
    seen, expected = _without_last_end(verb, seen, expected)
    about = bool(options.tolerance) and isinstance(expected, float | complex)
    wanted = f"about {code(short(expected))}" if about else code(short(expected))
    if options.unordered and isinstance(expected, list | tuple):
        wanted = f"{wanted} in any order"
    saw = _saw(subject, verb, seen, call)
    # What a plot should be is an author's text; what sets this one apart from it says more.
    told = (
        f"{saw}."
        if isinstance(expected, WantedPlot) or isinstance(seen, Chart)
        else f"{saw}, expected {wanted}."
    )
    extra = _missing_return(verb, seen, call) or _unprinted(verb, seen, call) or str(found)
    return Failure(
        message=_joined(told, extra, _line_ends(seen, expected)),
        ran=subject,
        seen=short(seen),
        expected=short(expected),
    )


def one_and_the_same(left: str, right: str) -> Failure:
    """Return the failure of ``left is not right``; both are Python text."""
    return Failure(
        message=f"{code(left)} and {code(right)} are one and the same object: what changes one "
        "changes the other. Two objects were expected.",
        ran=left,
        seen="the same object",
        expected="another object",
    )


def contains(subject: str, verb: str, seen: Any, item: Any, call: Call | None) -> Failure:
    """Return the failure of ``item in seen``, where the learner made ``seen``."""
    message = f"{_saw(subject, verb, seen, call)}, expected {code(short(item))} to be in it."
    extra = _missing_return(verb, seen, call)
    return Failure(
        message=f"{message} {extra}" if extra else message,
        ran=subject,
        seen=short(seen),
        expected=f"{short(item)} in it",
    )


def lacks(subject: str, verb: str, seen: Any, item: Any, call: Call | None) -> Failure:
    """Return the failure of ``item not in seen``."""
    return Failure(
        message=f"{_saw(subject, verb, seen, call)}, expected {code(short(item))} not to be in it.",
        ran=subject,
        seen=short(seen),
        expected=f"{short(item)} not in it",
    )


def truth(subject: str, verb: str, seen: Any, wanted: bool, call: Call | None) -> Failure:
    """Return the failure of ``assert seen``, or of ``assert not seen``."""
    said = code(str(wanted))
    if type(seen) is not bool:
        said = f"{said} or something that counts as {'true' if wanted else 'false'}"
    message = f"{_saw(subject, verb, seen, call)}, expected {said}."
    extra = _missing_return(verb, seen, call) if wanted else None
    return Failure(
        message=f"{message} {extra}" if extra else message,
        ran=subject,
        seen=short(seen),
        expected=str(wanted),
    )


def wrong_type(subject: str, verb: str, seen: Any, wanted: str, call: Call | None) -> Failure:
    """Return the failure of ``isinstance(seen, wanted)``."""
    said = f"{_saw(subject, verb, seen, call)}, which is {a_type(seen)}"
    message = f"{said}; expected {named_type(wanted)}."
    extra = _missing_return(verb, seen, call)
    return Failure(
        message=f"{message} {extra}" if extra else message,
        ran=subject,
        seen=short(seen),
        expected=f"{article(wanted)} {wanted}",
    )


def about(subject: str, verb: str, seen: Any, expected: Any, call: Call | None) -> Failure:
    """Return the failure of ``isclose(seen, expected)``."""
    message = f"{_saw(subject, verb, seen, call)}, expected about {code(short(expected))}."
    extra = _missing_return(verb, seen, call)
    return Failure(
        message=f"{message} {extra}" if extra else message,
        ran=subject,
        seen=short(seen),
        expected=f"about {short(expected)}",
    )


def not_true(text: str, call: Call | None) -> Failure:
    """Return the failure of a condition nothing more is known of; ``call`` was the last one."""
    if call is None:
        return Failure(message=f"{code(text)} is not true.", ran=text, seen="False")
    if call.raised is not None:
        seen = shorten(str(call.raised))
        came = f"{code(call.text)} stopped with {code(seen)}"
    else:
        seen = short(call.result)
        came = _saw(call.text, "returned", call.result, call)
    return Failure(
        message=f"{came}, and {code(text)} is not true.", ran=call.text, seen=seen, expected=text
    )


def did_not_raise(call: Call | None, wanted: str) -> Failure:
    """Return the failure of ``raises`` where nothing, or something else, was raised."""
    subject = call.text if call is not None else "Your code"
    if call is not None and call.raised is not None:
        seen = str(call.raised)
        said = f"stopped with {code(shorten(seen))}"
    elif call is not None:
        seen = short(call.result)
        said = f"returned {code(seen)}"
    else:
        seen, said = None, "raised nothing"
    spoken = code(subject) if call is not None else subject
    message = f"{spoken} {said}, expected it to raise {code(wanted)}."
    if call is not None and call.raised is not None and call.raised.type == wanted:
        message = f"{message} This one is a class of your own, and not Python's."
    elif call is not None and type_name(call.result) == wanted:
        message = f"{message} Write `raise` instead of `return`."
    return Failure(
        message=message,
        ran=call.text if call is not None else None,
        seen=shorten(seen) if seen is not None else None,
        expected=wanted,
    )


def raised(call: Call) -> Failure:
    """Return the failure of a check that let an exception by, and then had nothing to look at."""
    seen = shorten(str(call.raised))
    return Failure(
        message=f"{code(call.text)} stopped with {code(seen)}.", ran=call.text, seen=seen
    )


def drew_nothing(text: str) -> Failure:
    """Return the failure of ``drawing_of`` where nothing was drawn."""
    return Failure(message=f"{code(text)} drew nothing.", ran=text)


def not_callable(name: str, value: Any) -> Failure:
    """Return the failure of a call of something that is no function."""
    seen = short(value)
    wanted = "a class" if name[:1].isupper() else "a function"
    return Failure(
        message=f"{code(name)} is {code(seen)}, {a_type(value)}. It should be {wanted}.",
        ran=name,
        seen=seen,
        expected=wanted,
    )


def unusable(subject: str, verb: str, seen: Any, call: Call | None) -> Failure:
    """Return the failure of a check that could not even ask, because of what it was given."""
    extra = _missing_return(verb, seen, call) or "Read once more what the question asks for."
    message = f"{_saw(subject, verb, seen, call)}, which is not what was asked for."
    return Failure(message=f"{message} {extra}", ran=subject, seen=short(seen))


def endless(subject: str, verb: str, seen: Any, call: Call | None) -> Failure:
    """Return the failure of a check that did not get to the end of what it was given."""
    return Failure(
        message=f"{_saw(subject, verb, seen, call)}. Looking through that did not come to an end: "
        "it is far more than was asked for.",
        ran=subject,
        seen=short(seen),
    )


def swamping(subject: str, verb: str, seen: Any, call: Call | None) -> Failure:
    """Return the failure of a check that ran out of memory over what it was given."""
    return Failure(
        message=f"{_saw(subject, verb, seen, call)}. Working with that takes far more memory than "
        "working with what was asked for.",
        ran=subject,
        seen=short(seen),
    )


def number_note(subject: str, seen: Any, expected: Any) -> str:
    """Return the note for values that are equal though their types differ."""
    return (
        f"{code(subject)} is {code(short(seen))}, {a_type(seen)}; "
        f"{code(short(expected))} is {a_type(expected)}. They are equal, so this is right."
    )


def place(raised: Raised, source: str) -> str:
    """Return where in the answer an exception came from, with a leading comma, or nothing."""
    if raised.line is None or not raised.source:
        return ""
    lines = source.splitlines()
    shown = code(shorten(raised.source))
    if 0 < raised.line <= len(lines) and lines[raised.line - 1].strip() == raised.source:
        return f", on line {raised.line} of your answer: {shown}"
    return f", in {shown}"


GIVEN = "what it was given"
"""The subject of a change where nothing has a name."""


def _joined(*sentences: str | None) -> str:
    return " ".join(filter(None, sentences))


def _without_last_end(verb: str, seen: Any, expected: Any) -> tuple[Any, Any]:
    """The two outputs without the end of their last lines, where that is no difference."""
    if verb != "printed" or type(seen) is not str or type(expected) is not str:
        return seen, expected
    if expected.endswith("\n") and (seen.endswith("\n") or not seen):
        return seen[:-1], expected[:-1]
    return seen, expected


def _line_ends(seen: Any, expected: Any) -> str | None:
    """Return what the sign of a line's end means, where texts are shown that have some."""
    texts = [value for value in (seen, expected) if type(value) is str]
    return r"(`\n` is the end of a line.)" if any("\n" in text for text in texts) else None


def _saw(subject: str, verb: str, seen: Any, call: Call | None) -> str:
    if verb == "printed" and seen == "":
        return f"{code(subject)} printed nothing"
    if verb == "changed" and call is not None and subject == GIVEN:
        return f"After {code(call.text)}, {GIVEN} is {code(short(seen))}"
    if verb == "changed" and call is not None:
        return f"After {code(call.text)}, {code(subject)} is {code(short(seen))}"
    return f"{code(subject)} {verb} {code(short(seen))}"


def _missing_return(verb: str, seen: Any, call: Call | None) -> str | None:
    if seen is not None or verb != "returned":
        return None
    if call is not None and call.output.strip():
        first, *more = call.output.strip("\n").split("\n")
        printed = code(shorten(first)) + (" and more" if more else "")
        return f"It printed {printed}: `print` shows a value, `return` gives it back."
    return "Did you forget `return`?"


def _unprinted(verb: str, seen: Any, call: Call | None) -> str | None:
    if verb != "printed":
        return None
    if seen == "" and call is not None and call.result is not None:
        return f"It returned {code(short(call.result))}: `print` would show it."
    if seen == "":
        return "Did you forget `print`?"
    return "It printed far too much." if call is not None and call.output_cut else None
