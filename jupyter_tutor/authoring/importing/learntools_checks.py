"""What learntools compares, as asserts: expected values, test cases, or a `check` of its own."""

import ast
import copy
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jupyter_tutor.authoring.importing.check_code import CheckCode, Scope, check_code
from jupyter_tutor.authoring.importing.constants import UnknownError, value_of
from jupyter_tutor.authoring.importing.learntools_module import ExerciseModule, Problem

_FRAMES = ("DataFrame", "Series")
_MADE = (*_FRAMES, "array", "arange", "zeros", "ones", "len", "sum", "sorted", "set", "dict", "str")


class NoCheckError(Exception):
    """Why there is no check: in words, for its author."""


def check_of(
    problem: Problem, module: ExerciseModule, learner: frozenset[str], there: Collection[str]
) -> CheckCode:
    """The check of a problem; raises NoCheckError where its text does not say what it expects.

    ``there`` are the names that the notebook gives the kernel before the answer.
    """
    names = {**module.values, **problem.values}
    own = problem.methods.get("check")
    source = _default(problem, names) if own is None else _own(problem, own, names)
    scope = Scope(learner=learner, above=module.above, there=there)
    check = check_code(source, scope)
    if isinstance(check, SyntaxError):
        raise NoCheckError("Its check cannot be read.")
    if "learntools" in check.text:
        raise NoCheckError("What it expects is worked out by code of learntools itself.")
    if not any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(_tree(check.text))):
        raise NoCheckError("Its check finds every answer right.")
    return check


def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _default(problem: Problem, names: Mapping[str, ast.expr]) -> str:
    """The check that a kind of problem has when it has none of its own."""
    if problem.kind == "equality" and "_expected" in problem.values and problem.variables:
        return "\n".join(_equalities(problem, names))
    if problem.kind == "function" and "_test_cases" in problem.values and problem.variables:
        return "\n".join(_cases(problem, names))
    raise NoCheckError("It has no check: whoever takes it looks at the solution.")


def _equalities(problem: Problem, names: Mapping[str, ast.expr]) -> list[str]:
    expected: ast.expr = problem.values["_expected"]
    wanted: Sequence[ast.expr] = [expected]
    match expected:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            if len(problem.variables) > 1 or len(parts) == 1:
                wanted = parts
        case _:
            pass
    if len(wanted) != len(problem.variables):
        raise NoCheckError("It expects more or fewer values than it looks at names.")
    lines = [
        _equality(variable, value, names)
        for variable, value in zip(problem.variables, wanted, strict=True)
    ]
    return ["import math", *lines] if any("math.isclose(" in line for line in lines) else lines


def expected_values(problem: Problem, module: ExerciseModule) -> str:
    """Assignments that give the looked-at names what is expected; empty where it is not known."""
    try:
        wanted = value_of(problem.values["_expected"], {**module.values, **problem.values})
    except (KeyError, UnknownError):
        return ""
    several = len(problem.variables) > 1 or (isinstance(wanted, list | tuple) and len(wanted) == 1)
    values = wanted if several else [wanted]
    if not isinstance(values, list | tuple) or len(values) != len(problem.variables):
        return ""
    pairs = zip(problem.variables, values, strict=True)
    return "\n".join(f"{variable} = {value!r}" for variable, value in pairs)


def _equality(variable: str, wanted: ast.expr, names: Mapping[str, ast.expr]) -> str:
    try:
        value = value_of(wanted, names)
    except UnknownError:
        text = _made_here(wanted)
        name = text.partition("(")[0].rpartition(".")[2]
        if name in _FRAMES:
            return f"expected = {text}\nassert {variable}.equals(expected)"
        return f"expected = {text}\nassert {variable} == expected"
    if isinstance(value, float) and math.isfinite(value):
        return f"assert math.isclose({variable}, {value!r}, rel_tol=1e-06)"
    if value is None:
        return f"assert {variable} is None"
    return f"assert {variable} == {value!r}"


def _made_here(node: ast.expr) -> str:
    """The text of an expression that a check can work out for itself."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _MADE:
                pass
            case ast.Call(func=function):
                what = (
                    f"What it expects is worked out when it is run, by `{ast.unparse(function)}`."
                )
                raise NoCheckError(what)
            case ast.GeneratorExp() | ast.ListComp() | ast.Lambda() | ast.Await():
                raise NoCheckError("What it expects is worked out when it is run.")
            case _:
                pass
    return ast.unparse(node)


def _cases(problem: Problem, names: Mapping[str, ast.expr]) -> list[str]:
    function = problem.variables[0]
    cases = problem.values["_test_cases"]
    if not isinstance(cases, ast.List | ast.Tuple) or not cases.elts:
        raise NoCheckError("Its test cases are worked out when it is run.")
    lines: list[str] = []
    for case in cases.elts:
        if not isinstance(case, ast.Tuple | ast.List) or len(case.elts) != 2:
            raise NoCheckError("One of its test cases is not a pair of arguments and a result.")
        given, wanted = case.elts
        several = given.elts if isinstance(given, ast.Tuple) else [given]
        arguments = ", ".join(_literal(argument, names) for argument in several)
        result = _literal(wanted, names)
        sign = "is" if result == "None" else "=="
        lines.append(f"assert {function}({arguments}) {sign} {result}")
    return lines


def _literal(node: ast.expr, names: Mapping[str, ast.expr]) -> str:
    try:
        value: Any = value_of(node, names)
    except UnknownError:
        return _made_here(node)
    return repr(value)


def _own(problem: Problem, check: ast.FunctionDef, names: Mapping[str, ast.expr]) -> str:
    """The body of a `check` method, with the learner's names for its parameters."""
    parameters = [argument.arg for argument in check.args.args[1:]]
    if check.args.vararg is not None or len(parameters) != len(problem.variables):
        raise NoCheckError("Its check takes its arguments in a way of its own.")
    body = ast.Module(body=copy.deepcopy(check.body), type_ignores=[])
    renamed = dict(zip(parameters, problem.variables, strict=True))
    stored = {
        node.id
        for node in ast.walk(body)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    if any(isinstance(node, ast.Return) for node in ast.walk(body)) or stored & renamed.keys():
        raise NoCheckError("Its check is written in a way that a check of ours cannot be.")
    method = _Method(problem, names, renamed)
    statements = [made for statement in body.body for made in method.lines(statement)]
    wanted = [f"{name} = {_made_here(problem.values[name])}" for name in sorted(method.wanted)]
    return "\n".join([*wanted, *statements])


class _Method(ast.NodeTransformer):
    """A statement of a `check` method as one that stands alone."""

    def __init__(
        self, problem: Problem, names: Mapping[str, ast.expr], renamed: Mapping[str, str]
    ) -> None:
        self._problem = problem
        self._names = names
        self._renamed = renamed
        self.wanted: set[str] = set()

    def lines(self, statement: ast.stmt) -> list[str]:
        match statement:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"))))
            ):
                return _default(self._problem, self._names).split("\n")
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return []
            case _:
                return [ast.unparse(ast.fix_missing_locations(self.visit(statement)))]

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == "self":
            raise NoCheckError("Its check looks at more than the answer.")
        return ast.copy_location(ast.Name(self._renamed.get(node.id, node.id), node.ctx), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr="_var") if self._problem.variables:
                return ast.Constant(self._problem.variables[0])
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name in (
                self._problem.values
            ):
                self.wanted.add(name)
                return ast.Name(name, ast.Load())
            case _:
                self.generic_visit(node)
                return node

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        match node.exc:
            case ast.Name(id="Uncheckable") | ast.Call(func=ast.Name(id="Uncheckable")):
                raise NoCheckError("It cannot be checked, as its authors say themselves.")
            case ast.Name(id="NotAttempted"):
                node.exc = ast.Name("AssertionError", ast.Load())
            case ast.Call(func=ast.Name(id="NotAttempted")) as call:
                call.func = ast.Name("AssertionError", ast.Load())
            case _:
                pass
        self.generic_visit(node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        self.generic_visit(node)
        match node.value:
            case ast.Call(func=ast.Name(id=name), args=args) if name in _ASSERTS:
                text = _ASSERTS[name]
                if len(args) < text.count("{"):
                    return node
                made = ast.parse(text.format(*(f"({ast.unparse(arg)})" for arg in args))).body[0]
                return ast.parse(ast.unparse(made)).body[0]
            case _:
                return node


_ASSERTS = {
    "assert_equal": "assert {0} == {1}",
    "assert_isinstance": "assert isinstance({1}, {0})",
    "assert_is_one_of": "assert {0} in {1}",
    "assert_len": "assert len({0}) == {1}",
    "assert_df_equals": "assert {0}.equals({1})",
    "assert_series_equals": "assert {0}.equals({1})",
    "assert_has_columns": "assert set({1}) <= set({0}.columns)",
}
