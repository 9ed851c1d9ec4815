"""Answers in the form they are wanted: handed to ``t.check(…)``, or as a cell of their own."""

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any

from jupyter_tutor.adapters.kernel_cells import answer_header
from jupyter_tutor.core.events import ShownOption
from jupyter_tutor.core.view import OpenQuestion
from jupyter_tutor.widgets.errors import RefusedError

IN_A_CELL = (
    "This question is answered by code in a cell of its own. Run that cell, then call `check()` "
    "without anything in its brackets."
)


def answer_frame(question: OpenQuestion, given: object) -> dict[str, Any]:
    """The answer as docs/protocol.md has it; raises RefusedError where it cannot be one."""
    if question.kind == "code":
        raise RefusedError(IN_A_CELL)
    if question.kind == "choice":
        picked = [given] if isinstance(given, str) or not isinstance(given, Iterable) else given
        return {"type": "choice", "options": [_option(question, one) for one in picked]}
    return {"type": "text", "text": given if isinstance(given, str) else repr(given)}


def lettered(question: OpenQuestion) -> dict[str, ShownOption]:
    """The options by their letters, in the order in which they were offered."""
    return dict(zip(ascii_lowercase, question.options, strict=False))


def with_header(source: str, question: str) -> str:
    """An answer as a cell that is known as one, by the lines it begins with."""
    if answer_header(source) == question:
        return source
    return f"#| tutor: answer\n#| for: {question}\n{source}"


def _option(question: OpenQuestion, picked: object) -> str:
    """The id of an option, which may be given by its letter or by its text."""
    name = str(picked).strip()
    letters = lettered(question)
    if name.lower() in letters:
        return letters[name.lower()].id
    for option in question.options:
        if name == option.text.strip():
            return option.id
    known = ", ".join(f'`"{letter}"`' for letter in letters)
    raise RefusedError(f"There is no option “{name}” here. Pick from {known}.")
