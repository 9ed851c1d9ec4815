"""Formulas as they are typed: read as they are meant, shown as they were read, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.formula.reading import LONGEST, NotAFormulaError, read_formula
from jupyter_tutor.core.formula.rendering import as_latex, as_plain
from jupyter_tutor.core.formula.tree import Formula
from tests.core.formulas import ANY_FORMULA, NAMES
from tests.core.values import STEADY

READ = {
    # signs and brackets
    "2x(x+1)": "2·x·(x + 1)",
    "2 * x * (x + 1)": "2·x·(x + 1)",
    "(x+1)(x-2)": "(x + 1)·(x − 2)",
    "(x+1)(x−2)": "(x + 1)·(x − 2)",
    "[x+1][x-2]": "(x + 1)·(x − 2)",
    "x·y": "x·y",
    "xy": "x·y",
    "x × y ÷ 2": "x·y/2",
    "1/2x": "(1/2)·x",
    "3/4 x": "(3/4)·x",
    "½x": "(1/2)·x",
    "x/2/3": "x/2/3",
    "-x": "−x",
    "--x": "−(−x)",
    "+x": "x",
    "x - -2": "x − (−2)",
    "x*-2": "x·(−2)",
    "007.50": "7.5",
    ".5x": "0.5·x",
    # powers
    "x^2": "x^2",
    "x**2": "x^2",
    "x²": "x^2",
    "x⁻¹²": "x^(−12)",
    "x^-1": "x^(−1)",
    "-x^2": "−x^2",
    "(-x)^2": "(−x)^2",
    "2^3^2": "2^(3^2)",
    "x^2y": "x^2·y",
    "x^(y+1)": "x^(y + 1)",
    "e^x": "e^x",
    "e^2x": "e^2·x",
    # roots, absolute values, functions
    "sqrt(x)": "sqrt(x)",
    "√x": "sqrt(x)",
    "√(x+1)": "sqrt(x + 1)",
    "√2x": "sqrt(2)·x",
    "sqrt 2": "sqrt(2)",
    "∛x": "root(x, 3)",
    "cbrt(x)": "root(x, 3)",
    "root(8, 3)": "root(8, 3)",
    "|x|": "|x|",
    "abs(x)": "|x|",
    "||x|-1|": "||x| − 1|",
    "|x||y|": "|x|·|y|",
    "2|x|y": "2·|x|·y",
    "sin x": "sin(x)",
    "sin(x)y": "sin(x)·y",
    "sin 2x": "sin(2·x)",
    "sin 2πx": "sin(2·π·x)",
    "sin x cos x": "sin(x)·cos(x)",
    "sin x + 1": "sin(x) + 1",
    "sin x/2": "sin(x)/2",
    "sin²x": "sin(x)^2",
    "sin^2 x": "sin(x)^2",
    "sin(x)^2": "sin(x)^2",
    "sin x^2": "sin(x^2)",
    "xsinx": "x·sin(x)",
    "asin x": "arcsin(x)",
    "exp(x)": "exp(x)",
    "ln x": "ln(x)",
    "log_2(x)": "log_2(x)",
    "log2(x)": "log_2(x)",
    "log_10 x": "log_10(x)",
    "pi x": "π·x",
    "pix": "π·x",
    "theta + θ": "θ + θ",
    "x_1 + x": "x_1 + x",
    "2area": "2·area",
    # LaTeX
    r"\frac{1}{2}": "1/2",
    r"\frac12x": "(1/2)·x",
    r"\dfrac{x+1}{x-2}": "(x + 1)/(x − 2)",
    r"x^{2}": "x^2",
    r"x^{-1}": "x^(−1)",
    r"\sqrt{x}": "sqrt(x)",
    r"\sqrt[3]{x}": "root(x, 3)",
    r"\sqrt2": "sqrt(2)",
    r"2\cdot x": "2·x",
    r"x \times y \div 2": "x·y/2",
    r"\left( x+1 \right)^2": "(x + 1)^2",
    r"\left| x \right|": "|x|",
    r"\lvert x \rvert": "|x|",
    r"\sin x": "sin(x)",
    r"\sin^{2} x": "sin(x)^2",
    r"\operatorname{arcsin}(x)": "arcsin(x)",
    r"\log_{10}(x)": "log_10(x)",
    r"\ln\left(x\right)": "ln(x)",
    r"$\pi$": "π",
    r"$$\theta^2$$": "θ^2",
    r"\( x+1 \)": "x + 1",
    r"x\,y\;+\ 1": "x·y + 1",
    r"x_{1}": "x_1",
    r"\mathrm{e}^{x}": "e^x",
}


@pytest.mark.parametrize("typed", READ)
def test_what_is_typed_is_read_as_it_is_meant(typed: str) -> None:
    assert as_plain(read_formula(typed, NAMES)) == READ[typed]


def test_a_letter_that_the_question_gives_is_that_letter() -> None:
    assert as_latex(read_formula("e^x", ["e", "x"])) == as_latex(read_formula("e^x", ["x"]))
    assert read_formula("e^x", ["e", "x"]) != read_formula("e^x", ["x"])


MISSING = "A number, a letter or a bracket is missing here."
FOLLOWS = "A number follows without a sign. Write `*` between, or `^` for a power."
TOO_LARGE = "That is too large for me to calculate with. Is an exponent larger than it should be?"
ONLY_X = "Use `x`."
REFUSED = {
    "": "Write a formula.",
    "  ": "Write a formula.",
    "x +": "Something is missing at the end. It is at the mark: `x + ▸`.",
    "x + * 2": f"{MISSING} It is at the mark: `x + ▸ * 2`.",
    "(x+1": "This bracket is not closed. It is at the mark: `▸ (x+1`.",
    "x+1)": "This bracket closes nothing. It is at the mark: `x+1 ▸ )`.",
    "(x]": "This is another bracket than the one that was opened. It is at the mark: `(x ▸ ]`.",
    "()": "Something is missing before this bracket. It is at the mark: `( ▸ )`.",
    "|x": "This bracket is not closed. It is at the mark: `▸ |x`.",
    "1 2": f"{FOLLOWS} It is at the mark: `1 ▸ 2`.",
    "1 ½": f"{FOLLOWS} It is at the mark: `1 ▸ ½`.",
    "x2": f"{FOLLOWS} It is at the mark: `x ▸ 2`.",
    "0,5x": "Write decimals with a point, such as `3.5`, and no comma. "
    "It is at the mark: `0 ▸ ,5x`.",
    "x, 2": "Write one formula, without a comma. It is at the mark: `x ▸ , 2`.",
    "2e3": "Write powers of ten as such: `2*10^3`, not `2e3`. It is at the mark: `▸ 2e3`.",
    "1e999": "Write powers of ten as such: `2*10^3`, not `2e3`. It is at the mark: `▸ 1e999`.",
    "y = 2x": f"There is no `y` here. {ONLY_X} It is at the mark: `▸ y = 2x`.",
    "x = 2": "Write only the formula, without `=` or another comparison. "
    "It is at the mark: `x ▸ = 2`.",
    "x!": "`!` cannot be read here. It is at the mark: `x ▸ !`.",
    "5%": "Write hundredths as a number, such as `0.05` for five per cent. "
    "It is at the mark: `5 ▸ %`.",
    "log x": "Say which logarithm: `ln(x)` is the natural one, `log_10(x)` and `log_2(x)` are "
    "others. It is at the mark: `▸ log x`.",
    "sin": "Write brackets behind `sin`, with what it is of. It is at the mark: `sin ▸`.",
    "sin^-1 x": "Write the inverse as `arcsin`, `arccos` or `arctan`, and other powers behind the "
    "brackets: `sin(x)^2`. It is at the mark: `▸ sin^-1 x`.",
    r"\foo": r"I do not know `\foo`. It is at the mark: `▸ \foo`.",
    r"\frac{1}": r"`\frac` takes two formulas: `\frac{1}{2}`. It is at the mark: `\frac{1} ▸`.",
    "root(x, 1)": "A root has a whole number of 2 or more, up to 100. "
    "It is at the mark: `root(x, ▸ 1)`.",
    # hostile
    "__import__('os')": "There is no `import` here. Use `x`. It is at the mark: "
    "`__ ▸ import__('os…`.",
    "().__class__": "I do not know the sign `.`. It is at the mark: `() ▸ .__class__`.",
    "eval('1')": "There is no `eval` here. Use `x`. It is at the mark: `▸ eval('1')`.",
    "lambda: x": "There is no `lambda` here. Use `x`. It is at the mark: `▸ lambda: x`.",
    "x.__class__": "I do not know the sign `.`. It is at the mark: `x ▸ .__class__`.",
    "9^9^9": TOO_LARGE,
    "9^9^9^9": TOO_LARGE,
    "((((9^99)^99)^99)^99)": TOO_LARGE,
    "(x+1)^101": TOO_LARGE,
    "((x+1)^50)^50": TOO_LARGE,
    "x^(10^30)": TOO_LARGE,
    "x^(1/0)": TOO_LARGE,
    "exp(exp(exp(exp(x))))": TOO_LARGE,
    "x^x^x^x^x": TOO_LARGE,
    "3!!!!": "`!` cannot be read here. It is at the mark: `3 ▸ !!!!`.",
    "9"
    * 31: "That number is too long: 30 digits are enough. It is at the mark: `▸ 999999999999…`.",
    "x" * 400: "That has too many parts to be read. Write it in a shorter way.",
    "x" * (LONGEST + 1): "That is too long: 500 characters are enough.",
    "\uff18x": "I do not know the sign `\uff18`. It is at the mark: `▸ \uff18x`.",
    "\u0445": "I do not know the sign `\u0445`. It is at the mark: `▸ \u0445`.",
    "x\u200by": "I do not know the sign `U+200B`. It is at the mark: `x ▸ \ufffdy`.",
    "\u202ex": "I do not know the sign `U+202E`. It is at the mark: `▸ \ufffdx`.",
    "x\x00": "I do not know the sign `U+0000`. It is at the mark: `x ▸ \ufffd`.",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_formula_is_refused_in_these_words(typed: str) -> None:
    with pytest.raises(NotAFormulaError) as refused:
        read_formula(typed, ["x"])

    assert str(refused.value) == REFUSED[typed]


@pytest.mark.parametrize("nested", ["(" * 250 + "x" + ")" * 250, "-" * 499 + "x", "√" * 499 + "x"])
def test_what_is_nested_too_deeply_is_refused(nested: str) -> None:
    with pytest.raises(NotAFormulaError, match="nested too deeply"):
        read_formula(nested[:LONGEST], ["x"])


@STEADY
@given(ANY_FORMULA)
def test_a_formula_that_is_shown_is_read_back_as_the_same(formula: Formula) -> None:
    assert read_formula(as_plain(formula), NAMES) == formula
    assert read_formula(as_latex(formula), NAMES) == formula
    assert read_formula(f"${as_latex(formula)}$", NAMES) == formula


SIGNS = [*"0123456789+-*/^()[]{}|_.,=!²√π·xyesincolg\\ ", "\\frac", "\\sqrt", "\\left", "\\right"]


@STEADY
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(SIGNS)).map("".join)))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        formula = read_formula(typed, NAMES)
    except NotAFormulaError:
        return
    assert read_formula(as_plain(formula), NAMES) == formula
