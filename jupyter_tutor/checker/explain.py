"""What to say when a learner's code stopped instead of answering: plain words, and where."""

import re
import signal

from jupyter_tutor.checker.connection import EndedError
from jupyter_tutor.checker.error_words import CALLED_OTHERWISE, is_known, plainly, words_for
from jupyter_tutor.checks.record import Call, Failure, Raised
from jupyter_tutor.checks.showing import code, shorten
from jupyter_tutor.checks.wording import place
from jupyter_tutor.core.verdict import Verdict

OTHER_PARAMETERS = "It takes other parameters than it was called with."

_CRASHES = {signal.SIGSEGV, signal.SIGABRT, *([signal.SIGBUS] if hasattr(signal, "SIGBUS") else [])}


def stopped(call: Call, source: str) -> Failure:
    """Return what to say of a call that raised; ``source`` is the answer cell."""
    raised = call.raised
    if raised is None:
        raise ValueError("nothing was raised")
    seen = shorten(plainly(str(raised)))
    where = place(raised, source)
    what = code(call.text) if call.text else "Your code"
    words = _words(call, raised)
    if raised.is_a("SystemExit"):
        message = f"{what} ended Python itself{where}. {words}"
    else:
        message = f"{what} stopped with {code(seen)}{where}. {words}".rstrip()
    return Failure(message=message, ran=call.text or None, seen=seen)


def ended(error: EndedError, call: Call | None, seconds: float) -> tuple[Verdict, Failure]:
    """Return the verdict on code that did not come back, and what to say of it."""
    what = code(call.text) if call is not None else "Your code"
    if call is not None and call.items:
        what = f"Going through {what}"
    ran = call.text if call is not None else None
    if error.cause == "timeout":
        text = f"{what} did not finish within {_seconds(seconds)}. Is there a loop that never ends?"
        return "timeout", Failure(message=text, ran=ran)
    if error.cause == "not_imported":
        text = (
            f"This check works with a value of {code(error.library or '')}, which your notebook "
            "has not imported. Run the cells that import it, then check again."
        )
        return "error", Failure(message=text, ran=ran)
    if error.cause == "too_large":
        text = f"{what} gave a value too large to look at. Is there a list or text that grows?"
    elif error.cause == "signal" and error.number in _CRASHES:
        text = f"{what} crashed Python itself. Endless recursion can do that."
    elif error.cause == "signal":
        text = (
            f"{what} was killed (signal {error.number}). "
            "Your code may have ended its own process, or used too much memory."
        )
    elif error.cause == "exit":
        text = f"{what} ended Python itself (`sys.exit` or `os._exit`). Leave that out."
    else:
        text = f"What {what if call else 'your code'} gave back could not be read."
    return "error", Failure(message=text, ran=ran)


def hidden(failure: Failure, verdict: Verdict) -> Failure:
    """Return what to say of a hidden check that did not pass: not with which values."""
    if verdict == "timeout":
        return Failure(message=HIDDEN_TIMEOUT, says=failure.says)
    kind = _EXCEPTION.match(failure.seen or "")
    if kind and is_known(kind[0]):
        message = f"In a further check your code stopped with {code(kind[0])}. "
        return Failure(message=message + words_for([kind[0]], ""), says=failure.says)
    return Failure(message=HIDDEN, says=failure.says)


HIDDEN = (
    "A further check of this question did not pass. Its values are not shown: "
    "which cases have you not tried yet?"
)

HIDDEN_TIMEOUT = (
    "In a further check your code did not come to an end in time. Is there a loop that never ends?"
)

_EXCEPTION = re.compile(r"[A-Z]\w*(?=:|$)")

ENDED_ITSELF = "Your cell ended Python itself (`sys.exit` or `os._exit`). Leave that out."
ASKED_TO_STOP = "Your cell asked Python to stop (`exit`, `quit` or `sys.exit`). Leave that out."
GONE = "Python ended, or did not answer any more, while your answer was being checked."
SWAMPED = {
    "memory": "Your code used far too much memory. Is there a list or text that grows without end?",
    "processes": "Your code started far too many processes. Leave that out.",
}


def still_running(seconds: float) -> str:
    """Return what to say of a cell that was stopped after so many seconds."""
    return (
        f"Your cell was still running after {_seconds(seconds)}. Is there a loop that never ends?"
    )


def cell_stopped(error: str) -> str:
    """Return what to say of an answer cell that ended with an error (its last line)."""
    if not re.match(r"[A-Z]\w*(?:$|: )", error):
        # Not an exception's line, but a sentence of our own: the kernel stopped, say.
        return error
    spoken = plainly(re.sub(r"\([^()]*, line (\d+)\)$", r"(line \1)", error)).rstrip(": ")
    kind, _, text = spoken.partition(": ")
    words = words_for([kind], text)
    return f"Your answer cell stopped with {code(shorten(spoken))}. {words}".rstrip()


def _words(call: Call, raised: Raised) -> str:
    if raised.is_a("SystemExit"):
        return "Leave `exit` out: a function ends with `return`, or at its last line."
    if raised.is_a("EOFError") and call.offered_input <= call.used_input:
        lines = call.offered_input
        if not lines:
            return "It asked for a line of input, and there was none."
        given = "the one line" if lines == 1 else f"the {lines} lines"
        return f"It asked for more input than {given} that it was given."
    words = words_for((*raised.own, *raised.builtin), raised.text)
    if raised.line is None:
        return words.replace(CALLED_OTHERWISE, OTHER_PARAMETERS)
    return words


def _seconds(seconds: float) -> str:
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"
