"""The words a formula may hold, and every way to write each of them."""

import re
from collections.abc import Mapping

from jupyter_tutor.core.formula.tree import ConstantName, FunctionName

FUNCTIONS: Mapping[str, FunctionName] = {
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "arcsin": "arcsin",
    "arccos": "arccos",
    "arctan": "arctan",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "exp": "exp",
    "ln": "ln",
}
ROOTS: Mapping[str, int] = {"sqrt": 2, "cbrt": 3}
OTHERS = ("root", "log", "abs")
CONSTANTS: Mapping[str, ConstantName] = {"pi": "pi", "e": "e"}

GREEK: Mapping[str, str] = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
LETTERS: Mapping[str, str] = {letter: name for name, letter in GREEK.items()} | {
    "π": "pi",
    "µ": "mu",
    "ϕ": "phi",
    "ϑ": "theta",
    "ϵ": "epsilon",
    "ℯ": "e",
}
"""Letters beside the plain ones, with the name of each."""

RESERVED = frozenset([*FUNCTIONS, *ROOTS, *OTHERS, "pi"])
"""What no variable can be called; `e` may be one, and is then not the number."""

_NAME = re.compile(r"[A-Za-z]{1,20}(_[A-Za-z0-9]{1,4})?")


def variable_name(written: str) -> str | None:
    """The name of a variable as an author writes it (`x`, `x_1`, `α`); None where it is none."""
    name = LETTERS.get(written[:1], written[:1]) + written[1:]
    return name if _NAME.fullmatch(name) and name not in RESERVED else None
