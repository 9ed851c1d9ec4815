"""Formulas judged: the same in value however they are written, and in the form asked for."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.checker.algebra.comparing import departure
from jupyter_tutor.checker.algebra.judging import NOWHERE, flaw_of, judge_formula
from jupyter_tutor.checker.algebra.objects import object_of, symbols_of
from jupyter_tutor.core.formula.reading import read_formula
from jupyter_tutor.core.formula.tree import Formula, Number, Product, Sum
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import ForeseenText, FormulaForm, FormulaQuestion, FormulaVariable
from jupyter_tutor.core.verdict import Report
from tests.core.formulas import ANY_FORMULA, NAMES, POLYNOMIALS
from tests.core.values import STEADY

X = FormulaVariable(name="x")
Y = FormulaVariable(name="y")
POSITIVE = FormulaVariable(name="x", least="0")
WHOLE = FormulaVariable(name="n", whole=True)


def asks(
    answer: str,
    *variables: FormulaVariable,
    form: Sequence[FormulaForm] = (),
    wrong: Sequence[str] = (),
) -> FormulaQuestion:
    return FormulaQuestion(
        id=QuestionId("q"),
        title="A formula",
        prompt="Which one?",
        points=2.0,
        answer=answer,
        variables=variables,
        forms=tuple(form),
        wrong=tuple(
            ForeseenText(answer=each, misconception=f"wrong-{n}", says=f"Says {n}.", cell=n)
            for n, each in enumerate(wrong)
        ),
    )


FACTOR = asks("(x+1)(x-2)", X, form=["factored"])
EXPAND = asks("x^2-x-2", X, form=["expanded"])
SINE = asks("2 sin x cos x", X)
LOG = asks("2 ln x", POSITIVE)
ROOT = asks("sqrt(2)/2", form=["rational denominator"])
HALF_X = asks("x/2", X, form=["lowest terms"])
RATIO = asks("(x+1)/(x-1)", X, form=["lowest terms"])
ONE_BAR = asks("(x+y)/(x*y)", X, Y, form=["single fraction"])
SQUARE = asks("(x-1)^2+2", X, form=["completed square"])
SIGN = asks("(-1)^n", WHOLE)
DISTANCE = asks("sqrt(x^2+y^2)", X, Y)

JUDGED: list[tuple[FormulaQuestion, str, str]] = [
    # the value, however it is written
    (asks("x+1", X), "1+x", "right"),
    (asks("x+1", X), "x - (-1)", "right"),
    (asks("x+1", X), "(x^2-1)/(x-1)", "right"),
    (asks("x+1", X), "(2x+2)/2", "right"),
    (asks("x+1", X), "x+1.0", "right"),
    (asks("x+1", X), "x+1.0000001", "value"),
    (asks("x+1", X), "x-1", "value"),
    (asks("x+1", X), "1/0", "value"),
    (asks("x+1", X), "sqrt(-1)", "value"),
    (asks("x", X), "|x|", "value"),
    (asks("x", X), "sqrt(x^2)", "value"),
    (asks("x", POSITIVE), "sqrt(x^2)", "right"),
    (asks("|x|", X), "sqrt(x^2)", "right"),
    (asks("x^(1/3)", X), "∛x", "right"),
    (asks("x^(1/3)", X), "root(x, 3)", "right"),
    (asks("x^(1/2)", POSITIVE), "√x", "right"),
    (asks("1/2"), "0.5", "right"),
    (asks("1/2"), r"\frac{2}{4}", "right"),
    (asks("1/3"), "0.3333333333", "value"),
    (asks("pi"), "3.14159265358979", "value"),
    (asks("pi"), "4 arctan(1)", "right"),
    (asks("pi"), r"$\pi$", "right"),
    (asks("e^x", X), "exp(x)", "right"),
    (asks("e^x", X), "e^(x/2) * e^(x/2)", "right"),
    (SINE, "sin(2x)", "right"),
    (SINE, r"2\sin x \cdot \cos x", "right"),
    (SINE, "sin 2x cos x", "value"),
    (asks("1", X), "sin^2 x + cos^2 x", "right"),
    (asks("1", X), "sin x^2 + cos x^2", "value"),
    (LOG, "ln(x^2)", "right"),
    (LOG, "ln x + ln x", "right"),
    (LOG, "ln 2x", "value"),
    (asks("ln(x)/ln(10)", POSITIVE), "log_10(x)", "right"),
    (asks("3", X), "log_2(8)", "right"),
    (SIGN, "cos(n pi)", "right"),
    (SIGN, "(-1)^(n+2)", "right"),
    (SIGN, "(-1)^(n+1)", "value"),
    (DISTANCE, "sqrt(y^2 + x^2)", "right"),
    (DISTANCE, "x+y", "value"),
    (DISTANCE, r"\sqrt{x^{2}+y^{2}}", "right"),
    (asks("x^100", X), "x^99 * x", "right"),
    (asks("(x+1)^60", X), "(x+1)^59 (x+1)", "right"),
    (asks("262537412640768744"), "e^(pi sqrt(163))", "value"),
    # factored
    (FACTOR, "(x+1)(x-2)", "right"),
    (FACTOR, "(x-2)(x+1)", "right"),
    (FACTOR, "-(2-x)(1+x)", "right"),
    (FACTOR, r"\left(x-2\right)\left(x+1\right)", "right"),
    (FACTOR, "x^2-x-2", "factored"),
    (FACTOR, "x(x-1)-2", "factored"),
    (FACTOR, "(2x+2)(x-2)/2", "factored"),
    (FACTOR, "(x-1)(x+2)", "value"),
    (asks("2(x+1)^2", X, form=["factored"]), "2(x+1)(x+1)", "right"),
    (asks("2(x+1)^2", X, form=["factored"]), "2(x^2+2x+1)", "factored"),
    (asks("2(x+1)^2", X, form=["factored"]), "(2x+2)(x+1)", "factored"),
    (asks("x^2+1", X, form=["factored"]), "1+x^2", "right"),
    (asks("(x+y)(x-y)", X, Y, form=["factored"]), "(x-y)(x+y)", "right"),
    (asks("(x+y)(x-y)", X, Y, form=["factored"]), "x^2-y^2", "factored"),
    # expanded
    (EXPAND, "-2+x^2-x", "right"),
    (EXPAND, "(x+1)(x-2)", "expanded"),
    (EXPAND, "x^2-2x+x-2", "expanded"),
    (EXPAND, "x(x-1)-2", "expanded"),
    (EXPAND, "-(2+x-x^2)", "expanded"),
    (asks("x^2+2x+1", X, form=["expanded"]), "(x+1)^2", "expanded"),
    (asks("4x^2", X, form=["expanded"]), "(2x)^2", "expanded"),
    # fractions and roots
    (HALF_X, "0.5x", "right"),
    (HALF_X, "x/2", "right"),
    (HALF_X, "2x/4", "lowest terms"),
    (HALF_X, "1/2 x", "lowest terms"),
    (RATIO, "(x^2-1)/(x-1)^2", "lowest terms"),
    (RATIO, "-(x+1)/(1-x)", "right"),
    (RATIO, "1 + 2/(x-1)", "lowest terms"),
    (asks("3/4", form=["lowest terms"]), "6/8", "lowest terms"),
    (asks("3/4", form=["lowest terms"]), "3/4", "right"),
    (ONE_BAR, "1/x + 1/y", "single fraction"),
    (ONE_BAR, "(y+x)/(xy)", "right"),
    (ONE_BAR, "(1+y/x)/y", "single fraction"),
    (ONE_BAR, "(x+y)(xy)^-1", "single fraction"),
    (ROOT, "1/sqrt(2)", "rational denominator"),
    (ROOT, "2^(-1/2)", "rational denominator"),
    (ROOT, "√2/2", "right"),
    (ROOT, "0.70710678", "value"),
    # the square
    (SQUARE, "2+(1-x)^2", "right"),
    (SQUARE, "x^2-2x+3", "completed square"),
    (SQUARE, "(x-1)(x-1)+2", "completed square"),
    (SQUARE, "(x-1)^2+1+1", "completed square"),
    (asks("2(x+1)^2-3", X, form=["completed square"]), "-3+(x+1)^2*2", "right"),
]


def seen_in(report: Report) -> str:
    if report.verdict == "correct":
        return "right"
    marks = {
        "factored as far": "factored",
        "multiplied out": "expanded",
        "lowest terms": "lowest terms",
        "one fraction bar": "single fraction",
        "no root below": "rational denominator",
        "one square": "completed square",
    }
    if "has the right value" in report.message:
        return next(name for mark, name in marks.items() if mark in report.message)
    return "value" if report.verdict == "incorrect" else report.verdict


@pytest.mark.parametrize(
    ("question", "typed", "wanted"),
    JUDGED,
    ids=[f"{question.answer} | {typed}" for question, typed, _ in JUDGED],
)
def test_the_verdict(question: FormulaQuestion, typed: str, wanted: str) -> None:
    assert seen_in(judge_formula(question, typed)) == wanted


def test_the_words() -> None:
    assert judge_formula(FACTOR, "x^2-x-2") == Report(
        verdict="incorrect",
        points=0.0,
        max_points=2.0,
        message="It has the right value, but not yet the form. It is to be factored as far as it "
        "can be.",
        ran="x^2 \u2212 x \u2212 2",
    )
    assert judge_formula(FACTOR, "(2x+2)(x-2)/2").message == (
        "It has the right value, but not yet the form. It is to be factored as far as it can be. "
        "Look at `2·x + 2`."
    )
    assert judge_formula(DISTANCE, "x+y") == Report(
        verdict="incorrect",
        points=0.0,
        max_points=2.0,
        message="With `x` = `2` and `y` = `3`, your formula comes to `5`, and the right one comes "
        "to `3.60555`.",
        ran="x + y",
        seen="5",
        expected="3.60555",
    )
    assert judge_formula(asks("sqrt(2)/2"), "0.7071067").message == (
        "Your formula comes to `0.7071067`, which is not right."
    )
    assert judge_formula(asks("x", X), "ln x + x - ln x").message == (
        "With `x` = `-1`, your formula has no value, and the right one comes to `-1`."
    )
    assert judge_formula(FACTOR, "(1+x)(x-2)") == Report(
        verdict="correct",
        points=2.0,
        max_points=2.0,
        message="It has the right value, and the form that was asked for.",
    )


def test_a_foreseen_wrong_answer_is_known_by_its_value_or_by_the_form_it_lacks() -> None:
    question = asks("(x+1)(x-2)", X, form=["factored"], wrong=["(x-1)(x+2)", "x(x-1)-2", "1/(x-x)"])

    def told(typed: str) -> tuple[str | None, bool]:
        report = judge_formula(question, typed)
        says = report.message.startswith("Says")
        return report.misconception, says

    assert told("x^2+x-2") == ("wrong-0", True)
    assert told("x^2-x-2") == ("wrong-1", True)
    assert told("1/(x-x)") == ("wrong-2", True)
    assert told("x+7") == (None, False)
    assert told("(x-2)(x+1)") == (None, False)


def test_what_the_right_answer_has_no_value_for_makes_no_difference() -> None:
    assert judge_formula(asks("ln x", X), "ln|x|").verdict == "correct"
    assert judge_formula(asks("ln|x|", X), "ln x").verdict == "incorrect"


def test_a_right_answer_that_has_no_values_is_its_authors_mistake() -> None:
    nowhere = asks("sqrt(x-10)", X)

    assert flaw_of(nowhere) == NOWHERE
    assert flaw_of(asks("sqrt(x-10)", FormulaVariable(name="x", least="10"))) is None
    assert judge_formula(nowhere, "sqrt(x-10)").verdict == "correct"
    assert judge_formula(nowhere, "sqrt(2x-20)/sqrt(2)").verdict == "correct"
    undecided = judge_formula(nowhere, "sqrt(x-11)")
    assert (undecided.verdict, undecided.fault) == ("undecided", NOWHERE)


ANY_VARIABLES = tuple(FormulaVariable(name=name) for name in NAMES)


@STEADY
@given(POLYNOMIALS)
def test_a_formula_is_the_same_when_it_is_multiplied_out(formula: Formula) -> None:
    """And SymPy, which multiplies it out on objects of its own, finds so as well."""
    symbols = symbols_of(ANY_VARIABLES)
    expanded = _tree_of(object_of(formula, symbols).expand())

    assert departure(formula, expanded, ANY_VARIABLES) is None
    more = Sum((expanded, Number("1")))
    assert departure(formula, more, ANY_VARIABLES) is not None


@STEADY
@given(POLYNOMIALS, st.randoms(use_true_random=False))
def test_a_formula_is_the_same_when_it_is_rearranged(formula: Formula, chance) -> None:  # type: ignore[no-untyped-def]
    assert departure(formula, _rearranged(formula, chance), ANY_VARIABLES) is None


def _rearranged(formula: Formula, chance) -> Formula:  # type: ignore[no-untyped-def]
    match formula:
        case Sum(terms):
            return Sum(tuple(chance.sample([_rearranged(t, chance) for t in terms], len(terms))))
        case Product(factors):
            return Product(
                tuple(chance.sample([_rearranged(f, chance) for f in factors], len(factors)))
            )
        case _:
            return formula


def _tree_of(value) -> Formula:  # type: ignore[no-untyped-def]
    """A polynomial of SymPy's as a tree, by way of its own notation."""
    return read_formula(str(value).replace("**", "^"), NAMES)


@STEADY
@given(ANY_FORMULA)
def test_sympy_has_an_object_for_every_formula_that_can_be_read(formula: Formula) -> None:
    object_of(formula, symbols_of(ANY_VARIABLES))


@pytest.mark.parametrize(
    "module",
    [
        "jupyter_tutor.server.composition",
        "jupyter_tutor.host.composition",
        "jupyter_tutor.checker.worker",
        "jupyter_tutor.cli.main",
        "jupyter_tutor",
    ],
)
def test_nothing_but_the_worker_loads_sympy(module: str) -> None:
    program = f"import sys, {module}; print('sympy' in sys.modules or 'mpmath' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ran.stdout, ran.stderr) == ("False\n", "")
