"""The kinds of question this version knows. A new kind is a new module and a line here."""

from collections.abc import Callable, Mapping

from jupyter_tutor.authoring.faults import Faults, did_you_mean, listed
from jupyter_tutor.authoring.kinds.blanks import read_blanks
from jupyter_tutor.authoring.kinds.choice import read_choice
from jupyter_tutor.authoring.kinds.code import read_code
from jupyter_tutor.authoring.kinds.expression import read_expression_question
from jupyter_tutor.authoring.kinds.formula import read_formula_question
from jupyter_tutor.authoring.kinds.number import read_number_question
from jupyter_tutor.authoring.kinds.order import read_order
from jupyter_tutor.authoring.kinds.parts import Above, Parts, Policies, values_of
from jupyter_tutor.authoring.kinds.predict import read_predict
from jupyter_tutor.authoring.kinds.prose import read_prose
from jupyter_tutor.core.questions import Question

Reader = Callable[[Parts, Above, Policies, Faults], Question | None]

KINDS: Mapping[str, Reader] = {
    "code": read_code,
    "choice": read_choice,
    "number": read_number_question,
    "predict": read_predict,
    "expression": read_expression_question,
    "formula": read_formula_question,
    "prose": read_prose,
    "order": read_order,
    "blanks": read_blanks,
}


def read_question(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> Question | None:
    """Read a question of any kind; None when it cannot be used, which is then noted."""
    kind = values_of(parts.head, faults).text("kind", "code") or "code"
    reader = KINDS.get(kind)
    if reader is not None:
        return reader(parts, above, policies, faults)
    what = f"There is no kind of question `{kind}`.{did_you_mean(kind, KINDS)}"
    faults.error(parts.head.line_of("kind"), what, f"Use {listed(KINDS, 'or')}.")
    return None
