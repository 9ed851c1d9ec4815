"""Number questions: `answer:`, and where they matter `tolerance:` and `unit:`.

What a unit means to who answers is in :mod:`jupyter_tutor.core.answers.units`.
"""

from dataclasses import replace

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.kinds.typed import Flaw, read_foreseen
from jupyter_tutor.authoring.unit_values import unit_values
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.number import judge_number, read_number, with_unit
from jupyter_tutor.core.answers.units import is_clear, scales_of
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import NumberQuestion


def read_number_question(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> NumberQuestion | None:
    """Read a number question; None when there is too little to go on, which is then noted.

    ``above`` is not used: every kind is read through the same door.
    """
    refuse_other_roles(parts, "number", ("wrong", "hint"), faults)
    refuse_other_keys(parts, "number", faults)
    common = read_common(parts, policies, faults)
    values = values_of(parts.head, faults)
    answer = values.needed("answer", "Write the right number, such as `answer: 42`.")
    unit = values.text("unit")
    tolerance = values.number("tolerance", 0.0, least=0, most=1e12)
    exact_unit, unit_needed = values.flag("exact_unit", False), values.flag("unit_needed", False)
    if answer is None:
        return None
    written = values.text("tolerance", "0") if tolerance else "0"
    question = NumberQuestion(
        **common.fields(),
        answer=answer,
        tolerance=written or "0",
        unit=unit,
        units=unit_values(unit) if unit is not None else (),
        exact_unit=exact_unit,
        unit_needed=unit_needed,
    )
    _judge_unit(question, parts, faults)
    flaw = _flaw(question, answer)
    if flaw is not None:
        faults.error(parts.head.line_of("answer"), *flaw)
        return None

    def flaw_of(wrong: str) -> Flaw | None:
        flaw = _flaw(question, wrong)
        judged = judge_number(question, with_unit(question, wrong))
        if flaw is None and not isinstance(judged, Rejected) and judged.verdict == "correct":
            return "This wrong answer is right.", "Change it, or take this cell away."
        return flaw

    return replace(question, wrong=read_foreseen(parts, flaw_of, faults))


def _judge_unit(question: NumberQuestion, parts: Parts, faults: Faults) -> None:
    """Note what an author cannot have meant by the unit."""
    unit = question.unit
    if unit is None:
        for key in ("exact_unit", "unit_needed"):
            if getattr(question, key):
                what = f"`{key}` is set, but the question has no unit."
                faults.error(parts.head.line_of(key), what, "Add a `unit:`, or take the line away.")
        return
    place = parts.head.line_of("unit")
    if not is_clear(unit, question.units):
        what = f"`{unit}` can be read in two ways: what stands below the stroke?"
        faults.error(place, what, "Write what is below it in parentheses, as in `J/(kg K)`.")
    small = unit.lower()
    if not scales_of(unit, question.units) and scales_of(small):
        what = f"The unit `{unit}` is not known, so that only this very word is accepted."
        faults.warning(place, what, f"Capital and small letters matter: do you mean `{small}`?")


def _flaw(question: NumberQuestion, answer: str) -> Flaw | None:
    read = read_number(question, answer)
    if not isinstance(read, Rejected):
        return None
    if read.reason in (wording.NOT_A_NUMBER, wording.NUMBER_WITH_COMMA):
        return f"`{answer}` is no number here.", "Write digits, such as `42`, `0.5` or `1/3`."
    return (
        f"The unit of `{answer}` is not one that an answer in `{question.unit}` may have.",
        f"Write the number alone: it is in `{question.unit}`.",
    )
