"""Formula questions: `answer:`, `variables:` with what they may be, and `form:`.

Whether a wrong answer is right after all takes comparing, which is slow: a rehearsal does that.
"""

import math
import re
from dataclasses import replace
from fractions import Fraction
from typing import get_args

from jupyter_tutor.authoring.faults import Faults, did_you_mean, listed
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
from jupyter_tutor.core.answers.formula import read_answer
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.formula.names import variable_name
from jupyter_tutor.core.questions import FormulaForm, FormulaQuestion, FormulaVariable

_BOUND = r"[-+]?\d{1,9}(?:\.\d{1,9})?"
_VARIABLE = re.compile(
    rf"(?P<whole>whole\s+)?(?:(?P<low>{_BOUND})\s*(?P<above><=?)\s*)?"
    rf"(?P<name>[^\s<>=]+)(?:\s*(?P<sign>[<>]=?)\s*(?P<bound>{_BOUND}))?"
)


def read_formula_question(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> FormulaQuestion | None:
    """Read a formula question; None when there is too little to go on, which is then noted.

    ``above`` is not used: every kind is read through the same door.
    """
    refuse_other_roles(parts, "formula", ("wrong", "hint"), faults)
    refuse_other_keys(parts, "formula", faults)
    common = read_common(parts, policies, faults)
    values = values_of(parts.head, faults)
    answer = values.needed("answer", "Write a right formula, such as `answer: (x + 1)(x - 2)`.")
    variables = _read_variables(parts, values.texts("variables"), faults)
    forms = _read_forms(parts, values.texts("form"), faults)
    if answer is None or variables is None:
        return None
    question = FormulaQuestion(**common.fields(), answer=answer, variables=variables, forms=forms)
    right = read_answer(question, answer)
    if isinstance(right, Rejected):
        what = f"The answer cannot be read: {right.reason}"
        fix = "Write it as a learner may type it, and name its letters in `variables`."
        faults.error(parts.head.line_of("answer"), what, fix)
        return None

    def flaw_of(wrong: str) -> Flaw | None:
        read = read_answer(question, wrong)
        if isinstance(read, Rejected):
            return f"This cannot be answered: {read.reason}", "Write it so that it can be read."
        if read == right:
            return "This wrong answer is the right one.", "Change it, or take the cell away."
        return None

    return replace(question, wrong=read_foreseen(parts, flaw_of, faults))


def _read_variables(
    parts: Parts, written: tuple[str, ...], faults: Faults
) -> tuple[FormulaVariable, ...] | None:
    here = parts.head.line_of("variables")
    example = "Write them as `variables: [x]`, or with what they may be: `[x > 0, whole n >= 1]`."
    found: list[FormulaVariable] = []
    for text in written:
        variable = _variable(text)
        if variable is None:
            faults.error(here, f"`{text}` is no variable.", example)
        elif isinstance(variable, str):
            faults.error(here, f"`{text}`: {variable}", example)
        elif any(variable.name == other.name for other in found):
            faults.error(here, f"`{variable.name}` is there twice.", "Name each variable once.")
        else:
            found.append(variable)
    return tuple(found) if len(found) == len(written) else None


def _variable(text: str) -> FormulaVariable | str | None:
    """The variable that is written there, None for what is none, or what is amiss with it."""
    read = _VARIABLE.fullmatch(text.strip())
    if read is None:
        return None
    name = variable_name(read["name"])
    if name is None:
        return "use a letter or a word that means nothing else, such as `x`, `x_1` or `alpha`."
    least, most = read["low"], None
    low_itself, high_itself = read["above"] == "<=", True
    if read["sign"] and read["sign"].startswith(">"):
        if least is not None:
            return "say what lies between as `0 < x < 1`."
        least, low_itself = read["bound"], read["sign"] == ">="
    elif read["sign"]:
        most, high_itself = read["bound"], read["sign"] == "<="
    whole = read["whole"] is not None
    if whole:
        least = None if least is None else str(_next_whole(least, low_itself))
        most = None if most is None else str(-_next_whole(most, high_itself, -1))
    if least is not None and most is not None:
        gap = Fraction(most) - Fraction(least)
        if gap < 0 or (gap == 0 and not whole):
            return "there is no number between these bounds."
    return FormulaVariable(name=name, least=least, most=most, whole=whole)


def _next_whole(bound: str, itself: bool, sign: int = 1) -> int:
    """The first whole number from a bound on, upwards; ``itself``: the bound counts."""
    number = sign * Fraction(bound)
    first = math.ceil(number)
    return first if itself or first != number else first + 1


def _read_forms(parts: Parts, written: tuple[str, ...], faults: Faults) -> tuple[FormulaForm, ...]:
    known: dict[str, FormulaForm] = {form: form for form in get_args(FormulaForm)}
    for text in written:
        if text not in known:
            faults.error(
                parts.head.line_of("form"),
                f"There is no form `{text}`.{did_you_mean(text, sorted(known))}",
                f"Use {listed(known, 'or')}.",
            )
    return tuple(dict.fromkeys(known[text] for text in written if text in known))
