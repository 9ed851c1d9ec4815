"""Which forms of Python a check may not use, found by reading it: nothing is run.

A check runs in one process and the learner's objects live in another. A form that cannot be
carried across is refused here, when the course is validated, with the line and a way to write it;
nothing falls back silently.
"""

import ast
import builtins
from collections.abc import Collection

from jupyter_tutor.checks.code_forms import code_forms
from jupyter_tutor.checks.data_forms import data_forms
from jupyter_tutor.checks.expect_forms import expect_forms, judging_expects
from jupyter_tutor.checks.loose import loose_forms
from jupyter_tutor.checks.names import dotted, parse
from jupyter_tutor.checks.origin import Origin, assigned_names
from jupyter_tutor.checks.refusal import NO_JUDGEMENT, Refusal, not_python, refusal
from jupyter_tutor.checks.vocabulary import HELPERS

_BUILTINS = frozenset(dir(builtins))
_BLIND = frozenset({"eval", "exec", "compile", "globals", "locals", "vars", "__import__"})
_LOOKING_INSIDE = frozenset(
    {"dir", "id", "vars", "callable", "super", "setattr", "delattr", "issubclass"}
)
_KNOWN_DUNDERS = frozenset({"__name__", "__doc__"})


def refused_forms(source: str, learner_names: Collection[str]) -> list[Refusal]:
    """Return what in a check cannot be used, in order of lines; empty when all is well."""
    if parse(source) is None:
        return [not_python(source)]
    tree = ast.parse(source)
    learner, assigned = frozenset(learner_names), assigned_names(tree)
    origin = Origin(tree, learner)
    reader = _Reader(origin, assigned)
    reader.visit(tree)
    reader.refusals += loose_forms(tree, origin, learner | assigned)
    reader.refusals += code_forms(tree, learner | assigned)
    reader.refusals += expect_forms(tree, learner | assigned)
    reader.refusals += data_forms(tree)
    if not reader.judges and not judging_expects(tree, learner | assigned):
        reader.refuse(tree.body[-1] if tree.body else None, *NO_JUDGEMENT)
    return sorted(reader.refusals, key=lambda refused: refused.line)


class _Reader(ast.NodeVisitor):
    def __init__(self, origin: Origin, assigned: frozenset[str]) -> None:
        self._origin = origin
        self._learner = origin.learner
        self._assigned = assigned
        self.refusals: list[Refusal] = []
        self.judges = False
        self._called: set[ast.expr] = set()

    def refuse(self, node: ast.AST | None, message: str, instead: str) -> None:
        refused = refusal(node, message, instead)
        if refused not in self.refusals:
            self.refusals.append(refused)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.judges = True
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            known = self._learner | self._assigned | _BUILTINS | HELPERS
            if node.id not in known:
                self.refuse(
                    node,
                    f"Nothing here is called {node.id}: it is not a name of the learner's answer, "
                    "nor of Python, nor made in this check.",
                    "Import or assign it first, or let the answer define it.",
                )
            elif node.id in _BLIND and node.id not in self._learner | self._assigned:
                self.refuse(
                    node,
                    f"{node.id} cannot see the learner's names, which live in another process.",
                    "Write what you want to look at as plain Python.",
                )
        elif node.id in self._learner:
            self._refuse_binding(node, node.id)

    def visit_arg(self, node: ast.arg) -> None:
        if node.arg in self._learner:
            self._refuse_binding(node, node.arg)
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        if node.name == "*":
            self.refuse(
                node,
                "import * hides which names are the learner's and which are yours.",
                "Import the names you use.",
            )
        name = node.asname or node.name.split(".")[0]
        if name in self._learner:
            self._refuse_binding(node, name)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        caught = dotted(node.type) if node.type is not None else ""
        if caught in ("", "BaseException", "AssertionError", "SystemExit", "KeyboardInterrupt"):
            self.refuse(
                node,
                f"except {caught}".rstrip() + " would catch the tutor's own signals.",
                'Use raises("…") for an exception that should come.',
            )
        if node.name in self._learner:
            self._refuse_binding(node, str(node.name))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(
            self._origin.is_learner(base)
            for base in [*node.bases, *[k.value for k in node.keywords]]
        ):
            self.refuse(
                node,
                "A class here cannot derive from a class of the learner's.",
                "Use the learner's class itself: make an object and call its methods.",
            )
        self._definition(node)

    def _definition(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        if node.name in self._learner:
            self._refuse_binding(node, node.name)
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._refuse_async(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._refuse_async(node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self._refuse_async(node)

    def visit_Await(self, node: ast.Await) -> None:
        self._refuse_async(node)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and dotted(call.func) == "raises":
                self.judges = True
                self._check_raises(node)
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        name = dotted(node.cls)
        known = (name in _BUILTINS and name not in self._assigned) or name in self._defined
        if self._origin.is_learner(node.cls) or not known:
            self.refuse(
                node,
                "A pattern with this class looks at what stands for a learner's object, not at it.",
                "Use isinstance(x, ...) in an if.",
            )
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._captured(node, node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._captured(node, node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._captured(node, node.rest)

    def _captured(self, node: ast.AST, name: str | None) -> None:
        if name is not None and name in self._learner:
            self._refuse_binding(node, name)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        for name in self._learner.intersection(node.names):
            self._refuse_binding(node, name)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        for name in self._learner.intersection(node.names):
            self._refuse_binding(node, name)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        called = node in self._called
        if self._origin.is_learner(node.value):
            if not isinstance(node.ctx, ast.Load):
                self.refuse(
                    node,
                    f"The attribute {node.attr} of a learner's object cannot be set from here.",
                    "Call a method that sets it, or a function of the answer.",
                )
            elif node.attr.startswith("__") and node.attr not in _KNOWN_DUNDERS and not called:
                self.refuse(
                    node,
                    f"{node.attr} of a learner's object cannot be looked at from here.",
                    "Check what the object does: call it, or its methods.",
                )
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._called.add(node.func)
        name = dotted(node.func)
        if name == "raises":
            self.judges = self.judges or len(node.args) > 1
        elif name == "same_as_solution" and name not in self._learner:
            self.judges = True
        if name in _LOOKING_INSIDE and any(self._origin.is_learner(arg) for arg in node.args):
            self.refuse(
                node,
                f"{name} cannot look at an object of the learner's from here.",
                "Check what the object does: call it, or its methods.",
            )
        self.generic_visit(node)

    def _check_raises(self, node: ast.With) -> None:
        if not any(self._origin.touches(statement) for statement in node.body):
            self.refuse(
                node,
                "The block of raises(...) does not use the learner's code.",
                "Call the learner's function in it.",
            )

    _defined: frozenset[str] = frozenset()

    def visit_Module(self, node: ast.Module) -> None:
        made = ast.FunctionDef | ast.ClassDef
        self._defined = frozenset(part.name for part in ast.walk(node) if isinstance(part, made))
        self.generic_visit(node)

    def _refuse_binding(self, node: ast.AST, name: str) -> None:
        self.refuse(
            node,
            f"{name} is a name of the learner's answer and cannot be given another meaning here.",
            "Choose another name.",
        )

    def _refuse_async(self, node: ast.AST) -> None:
        self.refuse(
            node,
            "A check cannot use async or await.",
            "Write asyncio.run(f(...)) for a coroutine of the answer.",
        )
