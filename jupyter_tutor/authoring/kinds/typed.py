"""What number, predict, expression and formula questions share: wrong answers as Markdown cells."""

from collections.abc import Callable

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import Parts, cells_of_type, values_of
from jupyter_tutor.core.questions import ForeseenText

Flaw = tuple[str, str]
"""What is wrong with an answer, and how to put it right."""


def read_foreseen(
    parts: Parts, flaw_of: Callable[[str], Flaw | None], faults: Faults
) -> tuple[ForeseenText, ...]:
    """The wrong answers that the author foresaw.

    ``flaw_of`` says why one cannot be used (it cannot be read, it is right), or None.
    """
    if not parts.of("wrong") and not parts.incomplete:
        faults.warning(
            parts.head.place,
            f"The question `{parts.id}` foresees no wrong answers.",
            "Add Markdown cells with `<!-- tutor: wrong`, `answer:` and what to say to it.",
        )
    foreseen: list[ForeseenText] = []
    for cell in cells_of_type(parts, "wrong", "markdown", faults):
        values = values_of(cell, faults)
        misconception = values.identifier(
            "misconception", "Name what it shows, such as `misconception: counts-from-one`."
        )
        answer = values.needed("answer", "Write the wrong answer, such as `answer: 5`.")
        if values.has("says"):
            what = "`says` has no meaning here: the words stand below the head."
            faults.error(cell.line_of("says"), what, "Write them there.")
        if not cell.body.strip():
            fix = "Write below the head what a learner who answers this should hear."
            faults.error(cell.place, "Nothing is said to this wrong answer.", fix)
        if answer is None or misconception is None:
            continue
        flaw = flaw_of(answer)
        if flaw is not None:
            faults.error(cell.line_of("answer"), *flaw)
            continue
        foreseen.append(
            ForeseenText(
                answer=answer,
                misconception=misconception,
                says=cell.body.strip(),
                cell=cell.cell.number,
            )
        )
    return tuple(foreseen)
