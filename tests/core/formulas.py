"""Formulas of every shape, for laws about reading them."""

from hypothesis import strategies as st

from jupyter_tutor.core.formula.bounds import require_bounded
from jupyter_tutor.core.formula.names import FUNCTIONS
from jupyter_tutor.core.formula.refusal import NotAFormulaError
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

NAMES = ("x", "y", "x_1", "theta", "area")

NUMBERS = st.one_of(
    st.integers(0, 120).map(lambda n: Number(str(n))),
    st.sampled_from(["0.5", "2.25", "0.001", "10.1"]).map(Number),
)
LETTERS = st.sampled_from(NAMES).map(Variable)
CONSTANTS = st.sampled_from([Constant("pi"), Constant("e")])
LEAVES: st.SearchStrategy[Formula] = st.one_of(NUMBERS, LETTERS, CONSTANTS)


def _grown(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Negation),
        several.map(Sum),
        several.map(Product),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, inner),
        st.builds(Root, inner, st.integers(2, 5)),
        inner.map(Absolute),
        st.builds(Call, st.sampled_from(sorted(set(FUNCTIONS.values()))), inner),
        st.builds(Logarithm, LEAVES, inner),
    )


def bounded(formula: Formula) -> bool:
    """Whether it may be read at all."""
    try:
        require_bounded(formula)
    except NotAFormulaError:
        return False
    return True


ANY_FORMULA = st.recursive(LEAVES, _grown, max_leaves=12).filter(bounded)


def _polynomial(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    whole = st.integers(0, 3).map(lambda n: Number(str(n)))
    return st.one_of(
        inner.map(Negation),
        several.map(Sum),
        several.map(Product),
        st.builds(Power, inner, whole),
    )


POLYNOMIALS = st.recursive(
    st.one_of(st.integers(0, 9).map(lambda n: Number(str(n))), st.just(Variable("x")), LETTERS),
    _polynomial,
    max_leaves=8,
).filter(bounded)
"""Formulas that can be multiplied out."""
