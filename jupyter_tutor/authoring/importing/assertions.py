"""Functions that assert, of nose, unittest and numpy.testing, as plain asserts.

Takes trees and gives trees.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass

_Args = list[ast.expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """An assert, and the import that it needs; empty for none."""

    statement: ast.Assert
    needs: str = ""


def asserting_name(function: ast.expr) -> str | None:
    """The name of a function that asserts; those of numpy.testing with ``np`` before it."""
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Attribute(attr="testing"), attr=name):
            return f"np.{name}"
        case ast.Attribute(value=ast.Name(id="npt"), attr=name):
            return f"np.{name}"
        case _:
            return None


def as_assert(name: str, call: ast.Call) -> Asserted | None:
    """What a call of an asserting function says; None when it says more than that."""
    if name in _CLOSE:
        return _close(call)
    if name.startswith("np."):
        return _numpy(name, call)
    known = _ASSERTS.get(name)
    if known is None:
        return None
    count, make = known
    says = [keyword.value for keyword in call.keywords if keyword.arg in ("msg", "err_msg")]
    if len(says) != len(call.keywords) or not count <= len(call.args) <= count + 1:
        return None
    says += call.args[count:]
    made = ast.Assert(test=make(call.args[:count]), msg=says[0] if says else None)
    return Asserted(statement=made)


def _close(call: ast.Call) -> Asserted | None:
    """Numbers that agree up to so many places after the point, as unittest counts them."""
    places, rest = 7, call.args[2:]
    given = [*rest[:1], *(k.value for k in call.keywords if k.arg == "places")]
    others = [k for k in call.keywords if k.arg != "places"]
    if len(call.args) < 2 or len(rest) > 1 or len(given) > 1 or others:
        return None
    if given:
        number = given[0]
        if not isinstance(number, ast.Constant) or not isinstance(number.value, int):
            return None
        places = number.value
    if not 0 <= places <= 15:
        return None
    made = _close_by("math", "isclose", call.args[:2], 0.0, float(f"5e-{places + 1}"))
    return Asserted(statement=made, needs="import math")


def _numpy(name: str, call: ast.Call) -> Asserted | None:
    """Arrays that are equal, or as close as numpy.testing wants them."""
    known = {"rtol", "atol", "decimal"}
    given = {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}
    if len(call.args) != 2 or len(given) < len(call.keywords) or given.keys() - known:
        return None
    made = None
    match name, given:
        case "np.assert_array_equal", {**rest} if not rest:
            function = ast.Attribute(ast.Name("np", ast.Load()), "array_equal", ast.Load())
            made = ast.Assert(test=ast.Call(func=function, args=call.args, keywords=[]))
        case "np.assert_allclose", {**rest}:
            relative, absolute = rest.get("rtol", 1e-7), rest.get("atol", 0)
            if isinstance(relative, int | float) and isinstance(absolute, int | float):
                made = _close_by("np", "allclose", call.args, relative, absolute)
        case (("np.assert_array_almost_equal" | "np.assert_almost_equal"), {**rest}):
            decimal = rest.get("decimal", 7 if name == "np.assert_almost_equal" else 6)
            if isinstance(decimal, int) and 0 <= decimal <= 15:
                made = _close_by("np", "allclose", call.args, 0.0, float(f"1.5e-{decimal}"))
        case _:
            pass
    return None if made is None else Asserted(statement=made, needs="import numpy as np")


def _close_by(
    module: str, function: str, args: _Args, relative: float, absolute: float
) -> ast.Assert:
    rules = {"rel_tol" if module == "math" else "rtol": relative}
    rules["abs_tol" if module == "math" else "atol"] = absolute
    return ast.Assert(
        test=ast.Call(
            func=ast.Attribute(ast.Name(module, ast.Load()), function, ast.Load()),
            args=args,
            keywords=[ast.keyword(name, ast.Constant(value)) for name, value in rules.items()],
        )
    )


def _compared(operator: ast.cmpop) -> Callable[[_Args], ast.expr]:
    return lambda args: ast.Compare(left=args[0], ops=[operator], comparators=[args[1]])


def _is_none(args: _Args) -> ast.expr:
    return ast.Compare(left=args[0], ops=[ast.Is()], comparators=[ast.Constant(None)])


def _is_not_none(args: _Args) -> ast.expr:
    return ast.Compare(left=args[0], ops=[ast.IsNot()], comparators=[ast.Constant(None)])


def negated(test: ast.expr) -> ast.expr:
    """The opposite, as a person would write it."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return inner
        case ast.Compare(ops=[operator]) if type(operator) in _OPPOSITES:
            opposite = _OPPOSITES[type(operator)]()
            return ast.Compare(left=test.left, ops=[opposite], comparators=test.comparators)
        case _:
            return ast.UnaryOp(op=ast.Not(), operand=test)


_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def _not(args: _Args) -> ast.expr:
    return negated(args[0])


def _itself(args: _Args) -> ast.expr:
    return args[0]


def _isinstance(args: _Args) -> ast.expr:
    return ast.Call(func=ast.Name("isinstance", ast.Load()), args=args, keywords=[])


_CLOSE = frozenset({"assert_almost_equal", "assert_almost_equals", "assertAlmostEqual"})
_ASSERTS: dict[str, tuple[int, Callable[[_Args], ast.expr]]] = {
    **dict.fromkeys(("assert_equal", "assert_equals", "eq_"), (2, _compared(ast.Eq()))),
    **dict.fromkeys(("assert_list_equal", "assert_dict_equal"), (2, _compared(ast.Eq()))),
    **dict.fromkeys(("assert_set_equal", "assert_tuple_equal"), (2, _compared(ast.Eq()))),
    "assert_not_equal": (2, _compared(ast.NotEq())),
    "assert_greater": (2, _compared(ast.Gt())),
    "assert_greater_equal": (2, _compared(ast.GtE())),
    "assert_less": (2, _compared(ast.Lt())),
    "assert_less_equal": (2, _compared(ast.LtE())),
    "assert_in": (2, _compared(ast.In())),
    "assert_not_in": (2, _compared(ast.NotIn())),
    "assert_is": (2, _compared(ast.Is())),
    "assert_is_instance": (2, _isinstance),
    "assert_is_none": (1, _is_none),
    "assert_is_not_none": (1, _is_not_none),
    **dict.fromkeys(("assert_true", "ok_"), (1, _itself)),
    "assert_false": (1, _not),
}
