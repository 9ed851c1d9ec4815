"""Which forms of Python a check may not use, found by reading it: nothing is run.

A check runs in one process and the learner's objects live in another. A form that cannot be
carried across is refused here, when the course is validated, with the line and a way to write it;
nothing falls back silently.
"""

import ast
import builtins
from collections.abc import Collection
from dataclasses import dataclass

from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.vocabulary import HELPERS

_BUILTINS = frozenset(dir(builtins))
_BLIND = frozenset({"eval", "exec", "compile", "globals", "locals", "vars", "__import__"})
_LOOKING_INSIDE = frozenset({"dir", "id", "vars", "callable", "super", "setattr", "delattr"})
_KNOWN_DUNDERS = frozenset({"__name__", "__doc__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A form that cannot be used. ``line`` counts from 1 in the check's source.

    ``message`` says what is refused and why, ``instead`` how to write it.
    """

    line: int
    message: str
    instead: str


def refused_forms(source: str, learner_names: Collection[str]) -> list[Refusal]:
    """Return what in a check cannot be used, in order of lines; empty when all is well."""
    if parse(source) is None:
        return [_not_python(source)]
    tree = ast.parse(source)
    reader = _Reader(frozenset(learner_names), _assigned(tree))
    reader.visit(tree)
    if not reader.judges:
        reader.refuse(
            tree.body[-1] if tree.body else None,
            "This check judges nothing: it has no assert and no raises(...).",
            "Add an assert on what the learner's code should give.",
        )
    return sorted(reader.refusals, key=lambda refusal: refusal.line)


def _not_python(source: str) -> Refusal:
    try:
        compile(source, "<check>", "exec", dont_inherit=True)
        line, said = 1, "it could not be read"
    except SyntaxError as error:
        line, said = error.lineno or 1, error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        line, said = 1, str(error)
    return Refusal(
        line=line,
        message=f"This is not Python: {said}.",
        instead="Correct the line; the cell should run by itself under the solution.",
    )


class _Reader(ast.NodeVisitor):
    def __init__(self, learner: frozenset[str], assigned: frozenset[str]) -> None:
        self._learner = learner
        self._assigned = assigned
        self._own_functions = assigned - learner
        self.refusals: list[Refusal] = []
        self.judges = False

    def refuse(self, node: ast.AST | None, message: str, instead: str) -> None:
        line = getattr(node, "lineno", 1)
        refusal = Refusal(line=line, message=message, instead=instead)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.judges = True
        if isinstance(node.test, ast.Tuple) and node.test.elts:
            self.refuse(
                node,
                "This assert always holds: it is given a tuple.",
                "Leave the parentheses out: assert condition, message",
            )
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
        caught = _dotted(node.type) if node.type is not None else ""
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
        if any(self._is_learner(base) for base in [*node.bases, *[k.value for k in node.keywords]]):
            self.refuse(
                node,
                "A class here cannot derive from a class of the learner's.",
                "Use the learner's class itself: make an object and call its methods.",
            )
        self._definition(node)

    def _definition(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        if node.name in self._learner:
            self._refuse_binding(node, node.name)
        if any(self._is_learner(decorator) for decorator in node.decorator_list):
            self.refuse(
                node,
                "The learner's code cannot decorate something that is defined here.",
                "Let the answer or an example cell define and decorate it, and call it here.",
            )
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
            if isinstance(call, ast.Call) and _dotted(call.func) == "raises":
                self.judges = True
                self._check_raises(node)
            elif self._is_learner(call):
                self.refuse(
                    node,
                    "An object of the learner's cannot be used in a with statement.",
                    "Let a function of the answer use it, and check what that returns.",
                )
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        asks_type = any(isinstance(s, ast.Call) and _dotted(s.func) == "type" for s in sides)
        if asks_type and any(isinstance(s, ast.Name) and s.id in self._learner for s in sides):
            self._refuse_class(node)
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        if self._is_learner(node.cls):
            self._refuse_class(node)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if self._is_learner(node.value):
            if not isinstance(node.ctx, ast.Load):
                self.refuse(
                    node,
                    f"The attribute {node.attr} of a learner's object cannot be set from here.",
                    "Call a method that sets it, or a function of the answer.",
                )
            elif node.attr.startswith("__") and node.attr not in _KNOWN_DUNDERS:
                self.refuse(
                    node,
                    f"{node.attr} of a learner's object cannot be looked at from here.",
                    "Check what the object does: call it, or its methods.",
                )
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _dotted(node.func)
        if name == "raises":
            self.judges = self.judges or len(node.args) > 1
        if name in ("isinstance", "issubclass") and any(
            self._mentions_learner(arg) for arg in node.args[1:]
        ):
            self._refuse_class(node)
        if name in _LOOKING_INSIDE and any(self._is_learner(arg) for arg in node.args):
            self.refuse(
                node,
                f"{name} cannot look at an object of the learner's from here.",
                "Check what the object does: call it, or its methods.",
            )
        if self._reaches_learner(node.func):
            for arg in [*node.args, *[keyword.value for keyword in node.keywords]]:
                self._handed_over(arg)
        self.generic_visit(node)

    def _check_raises(self, node: ast.With) -> None:
        if not any(self._mentions_learner(statement) for statement in node.body):
            self.refuse(
                node,
                "The block of raises(...) does not use the learner's code.",
                "Call the learner's function in it.",
            )

    def _handed_over(self, arg: ast.expr) -> None:
        """Refuse an argument to the learner's code that is itself code of this process."""
        arg = arg.value if isinstance(arg, ast.Starred) else arg
        what = None
        if isinstance(arg, ast.Lambda):
            what = "A lambda"
        elif isinstance(arg, ast.GeneratorExp):
            what = "A generator"
        elif isinstance(arg, ast.Name) and arg.id not in self._learner:
            if arg.id in self._functions:
                what = f"The function or class {arg.id}"
            elif arg.id in _BUILTINS and arg.id not in self._assigned and _is_code(arg.id):
                what = f"Python's {arg.id}"
        if what is not None:
            self.refuse(
                arg,
                f"{what} cannot be handed to the learner's code, which runs in another process.",
                "Hand over plain data, such as a list; or let an example cell define the function.",
            )

    @property
    def _functions(self) -> frozenset[str]:
        return self._own_functions & self._defined

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

    def _refuse_class(self, node: ast.AST) -> None:
        self.refuse(
            node,
            "A class of the learner's cannot be tested for from here.",
            "Check what the object does, or compare type(x).__name__ in a function of the answer.",
        )

    def _refuse_async(self, node: ast.AST) -> None:
        self.refuse(
            node,
            "A check cannot use async or await.",
            "Let a function of the answer run it, for example with asyncio.run.",
        )

    def _is_learner(self, node: ast.expr) -> bool:
        """Whether an expression gives, as far as can be seen, an object of the learner's."""
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self._learner

    def _reaches_learner(self, function: ast.expr) -> bool:
        if self._is_learner(function):
            return True
        helper = isinstance(function, ast.Call) and (
            _dotted(function.func) in HELPERS or isinstance(function.func, ast.Call)
        )
        return helper and self._mentions_learner(function)

    def _mentions_learner(self, node: ast.AST) -> bool:
        return any(isinstance(n, ast.Name) and n.id in self._learner for n in ast.walk(node))


def _assigned(tree: ast.AST) -> frozenset[str]:
    """Return every name that the check itself binds, in whatever way and scope."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=alias):
                names.add(alias or name.split(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                names.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                names.add(name)
            case _:
                pass
    return frozenset(names)


def _dotted(node: ast.expr | None) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _is_code(name: str) -> bool:
    return callable(getattr(builtins, name, None))
