"""Turns the source of a check into code that asks a bench wherever the learner comes in.

- A learner's name becomes ``__tutor__.fetch("name")``, looked up over there at every use.
- A call becomes a call of ``__tutor__.at(site, function)``, so that it is known which call in
  the text made which value.
- ``assert`` becomes a question to the bench that keeps both sides, and a failure in words.

The meaning is Python's own: order of evaluation, short cuts and scopes stay as written.
"""

import ast
import builtins
import copy
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from types import CodeType

from jupyter_tutor.checks.vocabulary import HELPERS

TUTOR = "__tutor__"

_OPERATORS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition that a check asserts, as its author wrote it.

    ``operator`` is that of a comparison between ``left`` and ``right``; otherwise it is
    ``isinstance``, ``isclose``, ``not`` or ``true``, the last two with no ``right``.
    """

    whole: ast.expr
    operator: str
    left: ast.expr
    right: ast.expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A check ready to run, and the conditions its ``__tutor__`` will be asked about."""

    code: CodeType
    conditions: tuple[Condition, ...]


def rewrite(source: str, filename: str, learner_names: Collection[str]) -> Rewritten:
    """Return the check as code; raises SyntaxError when it is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an author hears of these from their editor
        tree = ast.parse(source, filename)
        for site, node in enumerate(ast.walk(tree)):
            if isinstance(node, ast.Call):
                node.tutor_site = site  # type: ignore[attr-defined]
        rewriter = _Rewriter(frozenset(learner_names))
        changed = ast.fix_missing_locations(rewriter.visit(tree))
        code = compile(changed, filename, "exec", dont_inherit=True)
    return Rewritten(code=code, conditions=tuple(rewriter.conditions))


def site_of(node: ast.Call) -> int:
    """Return the number under which the calls made by this piece of text are known."""
    return int(getattr(node, "tutor_site", -1))


class _Rewriter(ast.NodeTransformer):
    def __init__(self, learner_names: frozenset[str]) -> None:
        self._learner = learner_names
        self._plain = (HELPERS | frozenset(dir(builtins))) - learner_names
        self.conditions: list[Condition] = []

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if isinstance(node.ctx, ast.Load) and node.id in self._learner:
            return ast.copy_location(_ask("fetch", ast.Constant(node.id)), node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        site = site_of(node)
        plain = isinstance(node.func, ast.Name) and node.func.id in self._plain
        text = ast.unparse(node.func)
        self.generic_visit(node)
        if not plain:
            asked = _ask("at", ast.Constant(site), node.func, ast.Constant(text))
            node.func = ast.copy_location(asked, node)
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        target = node.targets[0]
        site = site_of(node.value) if isinstance(node.value, ast.Call) else -1
        self.generic_visit(node)
        if len(node.targets) > 1 or not isinstance(target, ast.Name):
            return [node]
        value = ast.Name(target.id, ast.Load())
        bound = _ask("bound", ast.Constant(target.id), value, ast.Constant(site))
        return [node, ast.copy_location(ast.Expr(bound), node)]

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        test = node.test
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            parts = [ast.Assert(part, copy.deepcopy(node.msg)) for part in test.values]
            return [new for part in parts for new in self.visit_Assert(_at(part, node))]
        number = ast.Constant(len(self.conditions))
        condition, asked = self._condition(test, number)
        self.conditions.append(condition)
        says = [] if node.msg is None else [self.visit(node.msg)]
        fails = ast.Expr(_ask("fail", number, *says))
        guard = ast.If(ast.UnaryOp(ast.Not(), asked), [fails], [])
        return [ast.copy_location(guard, node)]

    def _condition(self, test: ast.expr, number: ast.Constant) -> tuple[Condition, ast.expr]:
        whole = copy.deepcopy(test)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            left, right = copy.deepcopy(test.left), copy.deepcopy(test.comparators[0])
            operator = _OPERATORS[type(test.ops[0])]
            asked = _ask("compare", number, self.visit(test.left), self.visit(test.comparators[0]))
            return Condition(whole=whole, operator=operator, left=left, right=right), asked
        if isinstance(test, ast.Call) and (name := self._known_test(test)) is not None:
            left, right = copy.deepcopy(test.args[0]), copy.deepcopy(test.args[1])
            function = self.visit(test.func)
            args = [self.visit(arg) for arg in test.args]
            asked = _ask("tested", number, function, *args)
            asked.keywords = [self.visit(keyword) for keyword in test.keywords]
            return Condition(whole=whole, operator=name, left=left, right=right), asked
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            left = copy.deepcopy(test.operand)
            asked = _ask("true", number, self.visit(test.operand))
            return Condition(whole=whole, operator="not", left=left), asked
        asked = _ask("true", number, self.visit(test))
        return Condition(whole=whole, operator="true", left=whole), asked

    def _known_test(self, test: ast.Call) -> str | None:
        """Return ``isinstance`` or ``isclose`` for a call of Python's own function of that name."""
        starred = any(isinstance(arg, ast.Starred) for arg in test.args)
        function = test.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            name = function.attr if function.value.id not in self._learner else ""
        else:
            name = function.id if isinstance(function, ast.Name) else ""
        known = name in ("isinstance", "isclose") and name not in self._learner
        return name if known and len(test.args) == 2 and not starred else None


def _ask(method: str, *args: ast.expr) -> ast.Call:
    tutor = ast.Name(TUTOR, ast.Load())
    return ast.Call(ast.Attribute(tutor, method, ast.Load()), list(args), [])


def _at(node: ast.Assert, place: ast.Assert) -> ast.Assert:
    return ast.copy_location(node, place)
