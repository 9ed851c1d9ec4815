"""Expression questions: `answer:` and `given:`, the values its names are tried with."""

from dataclasses import replace
from keyword import iskeyword

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
from jupyter_tutor.core.answers.expression import Failed, judge_expression, outcome, settings
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.expression import NotAnExpressionError, literal, read_expression
from jupyter_tutor.core.questions import ExpressionQuestion, Given

FEWEST_VALUES = 5


def read_expression_question(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> ExpressionQuestion | None:
    """Read an expression question; None when there is too little to go on, which is then noted.

    ``above`` is not used: every kind is read through the same door.
    """
    refuse_other_roles(parts, "expression", ("wrong", "hint"), faults)
    refuse_other_keys(parts, "expression", faults)
    common = read_common(parts, policies, faults)
    values = values_of(parts.head, faults)
    answer = values.needed("answer", "Write a right expression, such as `answer: n % 2 == 0`.")
    given = _read_given(parts, faults)
    if answer is None or given is None:
        return None
    question = ExpressionQuestion(**common.fields(), answer=answer, given=given)
    flaw = _flaw(question, answer)
    if flaw is not None:
        faults.error(parts.head.line_of("answer"), *flaw)
        return None

    def flaw_of(wrong: str) -> Flaw | None:
        judged = judge_expression(question, wrong)
        if isinstance(judged, Rejected):
            return f"This cannot be answered: {judged.reason}", "Write it so that it can be read."
        if judged.verdict == "correct":
            fix = "Change it, or give values that tell the two apart."
            return "This wrong answer is right for all values that are given.", fix
        return None

    return replace(question, wrong=read_foreseen(parts, flaw_of, faults))


def _flaw(question: ExpressionQuestion, answer: str) -> Flaw | None:
    try:
        expression = read_expression(answer, [given.name for given in question.given])
    except NotAnExpressionError as error:
        return f"The answer cannot be read: {error}", "Write it as a learner may type it."
    for setting in settings(question):
        value = outcome(expression, setting)
        if isinstance(value, Failed):
            names = ", ".join(f"{name} = {value!r}" for name, value in setting.items())
            return f"With {names}, the answer ends in {value}.", "Give values it is meant for."
    judged = judge_expression(question, answer)
    if isinstance(judged, Rejected) or judged.verdict != "correct":
        return "The answer has a value that is not equal to itself.", "Give values it is meant for."
    return None


def _read_given(parts: Parts, faults: Faults) -> tuple[Given, ...] | None:
    example = "Write below `given:`, indented, a line such as `n: [0, 1, 2, 7, -3]` for each name."
    entry = parts.head.entries.get("given")
    place = parts.head.line_of("given")
    if entry is None or not isinstance(entry.value, dict) or not entry.value:
        what = f"The question `{parts.id}` does not say which values its names may have."
        faults.error(place, what, example)
        return None
    given: list[Given] = []
    for name, values in entry.value.items():
        here = parts.head.place.at(values.line)
        if not name.isidentifier():
            faults.error(here, f"`{name}` is no name of Python.", example)
        elif iskeyword(name):
            faults.error(here, f"`{name}` means something else in Python already.", example)
        elif not isinstance(values.value, tuple) or not values.value:
            faults.error(here, f"`{name}` has no list of values.", example)
        else:
            given.append(Given(name=name, values=tuple(map(_as_literal, values.value))))
    if len(given) < len(entry.value):
        return None
    counts = {len(one.values) for one in given}
    if len(counts) > 1:
        faults.error(
            place,
            "The names have unequally many values.",
            "Give each as many: the first of each are tried together, then the second, and so on.",
        )
        return None
    if min(counts) < FEWEST_VALUES:
        faults.warning(
            place,
            f"There are only {min(counts)} values to try, so a wrong expression may pass.",
            f"Give {FEWEST_VALUES} or more, and different ones.",
        )
    return tuple(given)


def _as_literal(text: str) -> str:
    """A value as a Python literal; what is none is a text, written without quotes."""
    try:
        literal(text)
    except ValueError:
        return repr(text)
    return text
