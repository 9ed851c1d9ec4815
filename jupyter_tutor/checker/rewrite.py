"""Turns the source of a check into code that asks a bench wherever the learner comes in.

- A learner's name becomes ``__tutor__.fetch("name")``, looked up over there at every use.
- A call becomes a call of ``__tutor__.at(site, function)``, so that it is known which call in
  the text made which value.
- ``assert`` becomes a question to the bench that keeps both sides, and a failure in words.
- ``expect`` as a statement or after ``assert`` becomes such a question, too.
- Of a loop with an ``assert`` in it the bench is told whether it was reached and went round.
- ``type(x)``, ``x.__name__`` and ``except StopIteration`` ask the bench, as a handle is not what
  Python would take it for.

The meaning is Python's own: order of evaluation, short cuts and scopes stay as written.
"""

import ast
import builtins
import copy
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from types import CodeType

from jupyter_tutor.checks.expect_forms import is_expect
from jupyter_tutor.checks.signs import COMPARISONS
from jupyter_tutor.checks.vocabulary import HELPERS

TUTOR = "__tutor__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition that a check asserts, as its author wrote it.

    ``operator`` is that of a comparison between ``left`` and ``right``; otherwise it is ``expect``,
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
        rewriter = _Rewriter(frozenset(learner_names), _bound(tree))
        changed = ast.fix_missing_locations(rewriter.visit(tree))
        code = compile(changed, filename, "exec", dont_inherit=True)
    return Rewritten(code=code, conditions=tuple(rewriter.conditions))


def site_of(node: ast.Call) -> int:
    """Return the number under which the calls made by this piece of text are known."""
    return int(getattr(node, "tutor_site", -1))


class _Rewriter(ast.NodeTransformer):
    def __init__(self, learner_names: frozenset[str], bound: frozenset[str]) -> None:
        self._learner = learner_names
        self._own = learner_names | bound
        self._loops = 0
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
        asks_type = self._is(node.func, "type") and len(node.args) == 1 and not node.keywords
        if not self._is(node.func, "isinstance"):
            node.args = [self._asking_type(arg) for arg in node.args]
        nameless = {} if plain else _nameless(node)
        self.generic_visit(node)
        node.args = [_named(arg, nameless.get(place)) for place, arg in enumerate(node.args)]
        for keyword in node.keywords:
            keyword.value = _named(keyword.value, nameless.get(keyword.arg))
        if self._is(node.func, "all") and len(node.args) == 1:
            self._watch(node.args[0])
        if asks_type:
            node.func = _tutor("type_of")
        elif not plain:
            asked = _ask("at", ast.Constant(site), node.func, ast.Constant(text))
            node.func = ast.copy_location(asked, node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        special = node.attr.startswith("__") and node.attr.endswith("__")
        if not special or not isinstance(node.ctx, ast.Load):
            return node
        return ast.copy_location(_ask("attribute", node.value, ast.Constant(node.attr)), node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.generic_visit(node)
        if node.type is not None:
            node.type = ast.copy_location(_ask("caught", node.type), node.type)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        return node  # a pattern may hold no calls

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        return self._loop(node)

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        return self._loop(node)

    def _loop(self, node: ast.For | ast.While) -> list[ast.stmt]:
        if not self._judges(node.body):
            self.generic_visit(node)
            return [node]
        number = self._next_loop()
        self.generic_visit(node)
        reached, entered = (ast.Expr(_ask(tell, number)) for tell in ("reached", "entered"))
        node.body.insert(0, ast.copy_location(entered, node))
        return [ast.copy_location(reached, node), node]

    def _watch(self, node: ast.expr) -> None:
        """Watch whether what is given to ``all`` has any items; it holds of none."""
        if not isinstance(node, ast.GeneratorExp | ast.ListComp):
            return
        if any(part.ifs for part in node.generators):
            return
        number = self._next_loop()
        first = node.generators[0]
        first.iter = ast.copy_location(_ask("reached", number, first.iter), first.iter)
        node.elt = ast.copy_location(_ask("entered", number, node.elt), node.elt)

    def _judges(self, body: list[ast.stmt]) -> bool:
        """Whether going round once means that something is judged."""
        for statement in body:
            if isinstance(statement, ast.Assert):
                return True
            if isinstance(statement, ast.Expr) and is_expect(statement.value, self._own):
                return True
            if isinstance(statement, ast.With) and (
                any("raises(" in ast.unparse(item) for item in statement.items)
                or self._judges(statement.body)
            ):
                return True
        return False

    def _next_loop(self) -> ast.Constant:
        self._loops += 1
        return ast.Constant(self._loops)

    def _asking_type(self, node: ast.expr) -> ast.expr:
        return ast.copy_location(_tutor("type_of"), node) if self._is(node, "type") else node

    def _is(self, node: ast.expr, name: str) -> bool:
        """Whether an expression is Python's own function of that name."""
        return isinstance(node, ast.Name) and node.id == name and name not in self._own

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        target = node.targets[0]
        site = site_of(node.value) if isinstance(node.value, ast.Call) else -1
        self.generic_visit(node)
        if len(node.targets) > 1 or not isinstance(target, ast.Name):
            return [node]
        value = ast.Name(target.id, ast.Load())
        bound = _ask("bound", ast.Constant(target.id), value, ast.Constant(site))
        return [node, ast.copy_location(ast.Expr(bound), node)]

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | list[ast.stmt]:
        if is_expect(node.value, self._own):
            return self.visit_Assert(ast.copy_location(ast.Assert(node.value, None), node))
        self.generic_visit(node)
        return node

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
            operator = COMPARISONS[type(test.ops[0])]
            asked = _ask("compare", number, self.visit(test.left), self.visit(test.comparators[0]))
            return Condition(whole=whole, operator=operator, left=left, right=right), asked
        if isinstance(test, ast.Call) and is_expect(test, self._own) and len(test.args) == 2:
            left, right = copy.deepcopy(test.args[0]), copy.deepcopy(test.args[1])
            asked = _ask("expected", number, *[self.visit(arg) for arg in test.args])
            asked.keywords = [self.visit(keyword) for keyword in test.keywords]
            return Condition(whole=whole, operator="expect", left=left, right=right), asked
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


def _nameless(call: ast.Call) -> dict[int | str | None, str]:
    """Return the text of the arguments that are functions or generators without a name."""
    given: list[tuple[int | str | None, ast.expr]] = [
        *enumerate(call.args),
        *[(keyword.arg, keyword.value) for keyword in call.keywords],
    ]
    return {
        place: ast.unparse(value)
        for place, value in given
        if isinstance(value, ast.Lambda | ast.GeneratorExp)
    }


def _named(value: ast.expr, text: str | None) -> ast.expr:
    return (
        value
        if text is None
        else ast.copy_location(_ask("named", value, ast.Constant(text)), value)
    )


def _bound(tree: ast.AST) -> frozenset[str]:
    return frozenset(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    )


def _ask(method: str, *args: ast.expr) -> ast.Call:
    return ast.Call(_tutor(method), list(args), [])


def _tutor(name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(TUTOR, ast.Load()), name, ast.Load())


def _at(node: ast.Assert, place: ast.Assert) -> ast.Assert:
    return ast.copy_location(node, place)
