"""A scripted learner who answers by formulas: refused, wrong in two ways, too long, right.

``tests/core/records/formulas.jsonl`` holds what this led to on its first day. Like the first
record it is never made anew.
"""

from jupyter_tutor.core.answers.formula import Amiss, Compared, Difference, formula_report
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    OpenSession,
)
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.questions import FormulaQuestion
from tests.core.algebra import ALGEBRA, FACTORS, HALF
from tests.core.play import LEARNER, Play
from tests.core.script import at
from tests.core.script_kinds import types


def finish(
    when: str, question: FormulaQuestion, request: str, text: str, compared: Compared
) -> FinishCheck:
    report = formula_report(question, text, compared)
    return FinishCheck(at=when, request=RequestId(request), report=report)


SWAPPED = Compared(
    difference=Difference(at=(("x", "2"),), seen="4", expected="0"),
    like=0,
)
NOT_FACTORED = Compared(difference=None, amiss=(Amiss(form="factored"),))

COMMANDS: tuple[Command, ...] = (
    OpenSession(at=at(0), learner=LEARNER),
    Continue(at=at(1)),
    # as it was foreseen
    types(at(2), FACTORS.id, "r1", "(x-1)(x+2)"),
    finish(at(2, 1), FACTORS, "r1", "(x-1)(x+2)", SWAPPED),
    AskHint(at=at(3)),
    # right in value, and not in form
    types(at(4), FACTORS.id, "r2", "x²-x-2"),
    finish(at(4, 1), FACTORS, "r2", "x²-x-2", NOT_FACTORED),
    # it takes too long, then it does not
    types(at(5), FACTORS.id, "r3", r"(x-2)\left(x+1\right)"),
    FailCheck(at=at(5, 1), request=RequestId("r3"), reason="too_long"),
    types(at(6), FACTORS.id, "r4", r"(x-2)\left(x+1\right)"),
    finish(at(6, 1), FACTORS, "r4", "(x-2)(x+1)", Compared(difference=None)),
    Continue(at=at(7)),
    # no value at all, and the solution
    types(at(8), HALF.id, "r5", "sqrt(-2)/2"),
    finish(
        at(8, 1),
        HALF,
        "r5",
        "sqrt(-2)/2",
        Compared(difference=Difference(at=(), seen=None, expected=None)),
    ),
    AskSolution(at=at(9)),
    types(at(10), HALF.id, "r6", "√2/2"),
    finish(at(10, 1), HALF, "r6", "√2/2", Compared(difference=None)),
    Continue(at=at(11)),
)


def played_formulas() -> Play:
    """The whole session; AssertionError when any of it is refused."""
    return Play(ALGEBRA).do_all(COMMANDS)
