"""From what was typed to the tree of a formula.

Signs bind as they do in print, and from the left: `1/2x` is half of x, `-x^2` is minus the square,
`2^3^2` is 2 to the power of 9, and what follows a function without brackets is all up to the next
sign or bracket: `sin 2x`. How it was read is shown to who typed it (see ``rendering``).
"""

from collections.abc import Callable, Sequence

from jupyter_tutor.core.formula.bounds import require_bounded
from jupyter_tutor.core.formula.names import FUNCTIONS
from jupyter_tutor.core.formula.refusal import NotAFormulaError, refuse
from jupyter_tutor.core.formula.tokens import WITH_A_POINT, Kind, Token, tokens_of
from jupyter_tutor.core.formula.tree import (
    Absolute,
    Call,
    Constant,
    Formula,
    Logarithm,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Variable,
)

__all__ = ["LONGEST", "MOST_NESTED", "NotAFormulaError", "read_formula"]

LONGEST = 500
"""Characters; a formula of a lesson has far fewer."""
MOST_NESTED = 40

_OPERANDS: frozenset[Kind] = frozenset(
    ["number", "variable", "constant", "function", "root", "other", "fraction", "frac", "open"]
)
"""What a formula, or a factor without a sign of multiplication, can begin with."""

_RUN: frozenset[Kind] = frozenset(["variable", "constant", "root", "frac"])
"""What goes on with the argument of a function that has no brackets."""

_LOG = "Say which logarithm: `ln(x)` is the natural one, `log_10(x)` and `log_2(x)` are others."


def read_formula(text: str, variables: Sequence[str]) -> Formula:
    """Read what was typed; raises NotAFormulaError, whose words are for the learner."""
    if len(text) > LONGEST:
        raise NotAFormulaError(f"That is too long: {LONGEST} characters are enough.")
    formula = _Reader(text, tokens_of(text, variables)).whole()
    require_bounded(formula)
    return formula


class _Reader:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._closing: list[str] = []

    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now()
        self._at += 1
        return token

    def _refusal(self, why: str, token: Token | None = None) -> NotAFormulaError:
        return refuse(why, self._text, (token or self._now()).at)

    def _within(self, read: Callable[[], Formula]) -> Formula:
        """What is read one level deeper."""
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise self._refusal("That is nested too deeply to be read.")
        formula = read()
        self._depth -= 1
        return formula

    def whole(self) -> Formula:
        """The formula, with nothing behind it."""
        if self._now().kind == "end":
            raise self._refusal("Write a formula.")
        formula = self._sum()
        match self._now().kind:
            case "end":
                return formula
            case "close":
                raise self._refusal("This bracket closes nothing.")
            case _:
                raise self._refusal_here()

    def _refusal_here(self) -> NotAFormulaError:
        """Said where a formula could end, and something follows that goes on with none."""
        if self._now().kind != "comma":
            return self._refusal("I cannot read on from here.")
        before, after = self._tokens[self._at - 1], self._tokens[self._at + 1]
        if before.kind == after.kind == "number":
            return self._refusal(WITH_A_POINT)
        return self._refusal("Write one formula, without a comma.")

    def _sum(self) -> Formula:
        terms = [self._signed()]
        while self._now().kind in ("plus", "minus"):
            minus = self._take().kind == "minus"
            term = self._signed()
            terms.append(Negation(term) if minus else term)
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _signed(self) -> Formula:
        if self._now().kind == "minus":
            self._take()
            return Negation(self._within(self._signed))
        if self._now().kind == "plus":
            self._take()
            return self._within(self._signed)
        return self._product()

    def _product(self) -> Formula:
        formula = self._power()
        growing = False
        while True:
            match self._now().kind:
                case "over":
                    self._take()
                    formula, growing = Quotient(formula, self._factor()), False
                    continue
                case "times":
                    self._take()
                    factor = self._factor()
                case "number" | "fraction":
                    raise self._refusal(
                        "A number follows without a sign. Write `*` between, or `^` for a power."
                    )
                case _ if self._begins():
                    factor = self._power()
                case _:
                    return formula
            if growing and isinstance(formula, Product):
                formula = Product((*formula.factors, factor))
            else:
                formula, growing = Product((formula, factor)), True

    def _begins(self) -> bool:
        """Whether an operand begins here; a bar closes the innermost one that is open."""
        if self._now().kind == "bar":
            return not (self._closing and self._closing[-1] == "bar")
        return self._now().kind in _OPERANDS

    def _factor(self) -> Formula:
        """What follows a sign of multiplication or division; it may have a sign of its own."""
        if self._now().kind == "minus":
            self._take()
            return Negation(self._within(self._factor))
        return self._power()

    def _power(self) -> Formula:
        base = self._atom()
        if self._now().kind == "raised":
            exponent = self._raised()
            if self._now().kind in ("power", "raised"):
                raise self._refusal("Two exponents follow each other. Write brackets.")
            return Power(base, exponent)
        if self._now().kind == "power":
            self._take()
            return Power(base, self._within(self._exponent))
        return base

    def _raised(self) -> Formula:
        digits = self._take().text
        number = Number(digits.lstrip("-0") or "0")
        return Negation(number) if digits.startswith("-") else number

    def _exponent(self) -> Formula:
        if self._now().kind == "minus":
            self._take()
            return Negation(self._within(self._exponent))
        if self._now().kind == "plus":
            self._take()
        return self._power()

    def _atom(self) -> Formula:
        return self._within(self._one)

    def _one(self) -> Formula:
        token = self._take()
        match token.kind:
            case "number":
                return Number(token.text)
            case "constant":
                return Constant("pi" if token.text == "pi" else "e")
            case "variable":
                return Variable(token.text)
            case "fraction":
                above, _, below = token.text.partition("/")
                return Quotient(Number(above), Number(below))
            case "open":
                formula = self._enclosed(token, token.text)
                return Absolute(formula) if token.text == "|" else formula
            case "bar":
                return Absolute(self._enclosed(token, "bar"))
            case "frac":
                return Quotient(self._argument(), self._argument())
            case "root":
                return self._root(token)
            case "function":
                return self._function(token)
            case "other":
                return self._other(token)
            case "end":
                raise self._refusal("Something is missing at the end.", token)
            case "close":
                raise self._refusal("Something is missing before this bracket.", token)
            case _:
                raise self._refusal("A number, a letter or a bracket is missing here.", token)

    def _enclosed(self, opening: Token, closing: str) -> Formula:
        """What stands up to that closing bracket, which is taken, too."""
        self._closing.append(closing)
        formula = self._sum()
        self._closing.pop()
        self._close(opening, closing)
        return formula

    def _close(self, opening: Token, closing: str) -> None:
        token = self._now()
        if token.kind == "end":
            raise self._refusal("This bracket is not closed.", opening)
        if token.kind != ("bar" if closing == "bar" else "close"):
            raise self._refusal_here()
        if token.kind == "close" and token.text != closing:
            raise self._refusal("This is another bracket than the one that was opened.")
        self._take()

    def _argument(self) -> Formula:
        """What a command of LaTeX takes: what is in braces, or else one digit or letter."""
        token = self._now()
        if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
            rest = Token("number", token.text[1:], token.at + 1, token.end)
            self._tokens[self._at] = rest
            return Number(token.text[0])
        if token.kind not in _OPERANDS:
            raise self._refusal("`\\frac` takes two formulas: `\\frac{1}{2}`.")
        return self._atom()

    def _root(self, token: Token) -> Formula:
        degree = int(token.text)
        if self._now().kind == "open" and self._now().text == "]" and self._text[token.at] == "\\":
            opening = self._take()
            number = self._take()
            degree = self._degree(number)
            self._close(opening, "]")
        if not self._begins() and self._now().kind != "bar":
            raise self._refusal("What is the root of? Write it in brackets.")
        return Root(self._atom(), degree)

    def _degree(self, number: Token) -> int:
        if number.kind != "number" or number.text not in map(str, range(2, 101)):
            raise self._refusal("A root has a whole number of 2 or more, up to 100.", number)
        return int(number.text)

    def _function(self, token: Token) -> Formula:
        name = FUNCTIONS[token.text]
        exponent: Formula | None = None
        if self._now().kind == "raised":
            exponent = self._raised()
        elif self._now().kind == "power":
            self._take()
            exponent = self._atom() if self._now().kind != "minus" else Negation(Number("1"))
        if exponent is not None and not isinstance(exponent, Number):
            raise self._refusal(
                "Write the inverse as `arcsin`, `arccos` or `arctan`, and other powers behind "
                "the brackets: `sin(x)^2`.",
                token,
            )
        called = Call(name, self._of(token))
        return called if exponent is None else Power(called, exponent)

    def _of(self, token: Token) -> Formula:
        """What a function is of: what is in brackets, or all up to the next sign or bracket."""
        if self._now().kind in ("open", "bar") and self._begins():
            return self._atom()
        if self._now().kind not in (*_RUN, "number", "fraction"):
            word = self._text[token.at : token.end].strip()
            raise self._refusal(f"Write brackets behind `{word}`, with what it is of.")
        factors = [self._power()]
        while self._now().kind in _RUN:
            factors.append(self._power())
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _other(self, token: Token) -> Formula:
        match token.text:
            case "log":
                return self._logarithm(token)
            case "abs":
                return Absolute(self._called(token))
            case _:
                opening = self._opening(token)
                self._closing.append(")")
                of = self._sum()
                self._closing.pop()
                if self._now().kind != "comma":
                    raise self._refusal("Write `root(x, 3)` for the third root of `x`.")
                self._take()
                degree = self._degree(self._take())
                self._close(opening, ")")
                return Root(of, degree)

    def _called(self, token: Token) -> Formula:
        opening = self._opening(token)
        return self._enclosed(opening, opening.text)

    def _opening(self, token: Token) -> Token:
        if self._now().kind != "open":
            raise self._refusal(f"Write brackets behind `{token.text}`, with what it is of.")
        return self._take()

    def _logarithm(self, token: Token) -> Formula:
        if self._now().kind == "under":
            self._take()
            if self._now().kind not in ("number", "constant", "variable", "open"):
                raise self._refusal(_LOG, token)
            base = self._atom()
        elif (
            self._now().kind == "number"
            and self._now().at == token.end
            and self._tokens[self._at + 1].kind == "open"
        ):
            base = Number(self._take().text)
        else:
            raise self._refusal(_LOG, token)
        if not isinstance(base, Number | Constant | Variable):
            raise self._refusal("The base of a logarithm is a number or a letter here.", token)
        return Logarithm(base, self._of(token))
