"""What others write where our checks say it otherwise: a tree in, a tree out.

Assertions by function (nose, unittest, numpy.testing) become plain asserts, and every way to
expect an exception becomes ``raises``; in a check that runs in the kernel, where that is not
known, a ``try``. What is not known here stays as it is.
"""

import ast

from jupyter_tutor.authoring.importing.assertions import as_assert, asserting_name, negated

_RAISED = frozenset({"AssertionError", "Incorrect", "Exception"})


def in_our_words(
    statement: ast.stmt, own: frozenset[str], *, in_kernel: bool
) -> tuple[ast.stmt | None, frozenset[str]]:
    """A statement of a test as a check says it, and the imports that it then needs.

    None where a check says it as it is. ``own`` are names that the test itself defines and
    therefore means. The tree that is given is used up.
    """
    idioms = _Idioms(own, in_kernel)
    made = idioms.visit(statement)
    if not idioms.changed or not isinstance(made, ast.stmt):
        return None, frozenset()
    return ast.fix_missing_locations(made), frozenset(idioms.needs)


class _Idioms(ast.NodeTransformer):
    def __init__(self, own: frozenset[str], in_kernel: bool) -> None:
        self._own = own
        self._in_kernel = in_kernel
        self.needs: set[str] = set()
        self.changed = False

    def visit(self, node: ast.AST) -> ast.AST:
        made: ast.AST = super().visit(node)
        self.changed = self.changed or made is not node
        return made

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return node  # ours already, and no statement stands in it

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        call = node.value
        if not isinstance(call, ast.Call) or any(isinstance(a, ast.Starred) for a in call.args):
            return node
        name = asserting_name(call.func)
        if name is None or name in self._own:
            return node
        if name in ("assert_raises", "assertRaises") and len(call.args) > 1:
            return self._raises_call(node, call)
        made = as_assert(name, call)
        if made is None:
            return node
        self.needs |= {made.needs} - {""}
        return ast.copy_location(made.statement, node)

    def visit_With(self, node: ast.With) -> ast.stmt:
        self.generic_visit(node)
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or call.keywords or len(call.args) != 1:
                continue
            wanted = _exception(call.args[0])
            if wanted is None or not _expecting(call.func):
                continue
            if not self._in_kernel:
                item.context_expr = _call("raises", ast.Constant(wanted))
                self.changed = True
            elif len(node.items) == 1 and item.optional_vars is None:
                return ast.copy_location(_try(wanted, call.args[0], node.body), node)
        return node

    def visit_Try(self, node: ast.Try) -> ast.stmt:
        expected = None if self._in_kernel else _expected_exception(node)
        if expected is None:
            self.generic_visit(node)
            return node
        wanted, body = expected
        item = ast.withitem(context_expr=_call("raises", ast.Constant(wanted)))
        return ast.copy_location(ast.With(items=[item], body=body), node)

    def visit_If(self, node: ast.If) -> ast.stmt:
        self.generic_visit(node)
        match node:
            case ast.If(body=[ast.Assert(test=ast.Constant(value=False), msg=says)], orelse=[]):
                return ast.copy_location(ast.Assert(test=negated(node.test), msg=says), node)
            case _:
                return node

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        raised = node.exc
        says: ast.expr | None = None
        if isinstance(raised, ast.Call) and len(raised.args) <= 1 and not raised.keywords:
            says = raised.args[0] if raised.args else None
            raised = raised.func
        if isinstance(raised, ast.Name) and raised.id in _RAISED - self._own:
            return ast.copy_location(ast.Assert(test=ast.Constant(value=False), msg=says), node)
        return node

    def _raises_call(self, node: ast.Expr, call: ast.Call) -> ast.stmt:
        wanted = _exception(call.args[0])
        if wanted is None:
            return node
        if self._in_kernel:
            called = ast.Call(func=call.args[1], args=call.args[2:], keywords=call.keywords)
            return _try(wanted, call.args[0], [ast.Expr(value=called)])
        made = ast.Call(
            func=ast.Name("raises", ast.Load()),
            args=[ast.Constant(wanted), *call.args[1:]],
            keywords=call.keywords,
        )
        return ast.copy_location(ast.Expr(value=made), node)


def _expecting(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id="pytest"), attr="raises"):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in ("assert_raises", "assertRaises")
        case _:
            return False


def _exception(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None


def _expected_exception(node: ast.Try) -> tuple[str, list[ast.stmt]] | None:
    """The exception that has to come, and where, of a ``try`` that is there to say just that."""
    if node.finalbody or len(node.handlers) != 1:
        return None
    handler = node.handlers[0]
    wanted = _exception(handler.type) if handler.type is not None else None
    if wanted is None or wanted in ("AssertionError", "BaseException"):
        return None
    if not all(_says_nothing(statement) for statement in handler.body):
        return None
    if len(node.orelse) == 1 and _fails(node.orelse[0]):
        return wanted, node.body
    if not node.orelse and len(node.body) > 1 and _fails(node.body[-1]):
        return wanted, node.body[:-1]
    return None


def _try(wanted: str, exception: ast.expr, body: list[ast.stmt]) -> ast.Try:
    """Plain Python that fails unless the exception comes."""
    says = ast.Constant(f"{wanted} should have been raised.")
    return ast.Try(
        body=body,
        handlers=[ast.ExceptHandler(type=exception, body=[ast.Pass()])],
        orelse=[ast.Assert(test=ast.Constant(value=False), msg=says)],
        finalbody=[],
    )


def _says_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Assert(test=ast.Constant(value=True)):
            return True
        case ast.Expr(value=ast.Constant() | ast.Call(func=ast.Name(id="print"))):
            return True
        case _:
            return False


def _fails(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assert(test=ast.Constant(value=False | 0)):
            return True
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name in _RAISED
        case _:
            return False


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(name, ast.Load()), args=list(args), keywords=[])
