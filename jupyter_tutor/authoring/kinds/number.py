"""Number questions: `answer:`, and where they matter `tolerance:` and `unit:`."""

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
from jupyter_tutor.core.answers.number import judge_number, read_number
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.course import NumberQuestion


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
    if answer is None:
        return None
    flaw = _flaw(answer, unit)
    if flaw is not None:
        faults.error(parts.head.line_of("answer"), *flaw)
        return None
    written = values.text("tolerance", "0") if tolerance else "0"
    question = NumberQuestion(**common.fields(), answer=answer, tolerance=written or "0", unit=unit)

    def flaw_of(wrong: str) -> Flaw | None:
        flaw = _flaw(wrong, unit)
        judged = judge_number(question, wrong)
        if flaw is None and not isinstance(judged, Rejected) and judged.verdict == "correct":
            return "This wrong answer is right.", "Change it, or take this cell away."
        return flaw

    wrong = read_foreseen(parts, flaw_of, faults)
    return NumberQuestion(
        **common.fields(), answer=answer, tolerance=question.tolerance, unit=unit, wrong=wrong
    )


def _flaw(answer: str, unit: str | None) -> Flaw | None:
    read = read_number(answer, unit)
    if isinstance(read, Rejected):
        return f"`{answer}` is no number here.", "Write digits, such as `42`, `0.5` or `1/3`."
    return None
