"""What a check can ask of the answer's own source: ``code``, read and never run.

``code.calls("sum")`` and the like give a count, so that ``assert code.calls("sum")``,
``assert not code.calls("sum")`` and ``assert code.calls(".append") == 1`` all say what they mean.
What is counted comes with the count (:class:`Found`), for the words when that does not hold.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from jupyter_tutor.checks.names import dotted, parse, top_level_names
from jupyter_tutor.checks.record import Failure
from jupyter_tutor.checks.showing import code as as_code
from jupyter_tutor.checks.showing import short
from jupyter_tutor.checks.signs import ARITHMETIC, COMPARISONS

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)

_KINDS: dict[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor),
    "while": (ast.While,),
    "loop": _LOOPS,
    "comprehension": _COMPREHENSIONS,
    "if": (ast.If, ast.IfExp),
    "match": (ast.Match,),
    "def": _FUNCTIONS,
    "class": (ast.ClassDef,),
    "lambda": (ast.Lambda,),
    "return": (ast.Return,),
    "yield": (ast.Yield, ast.YieldFrom),
    "try": (ast.Try, ast.TryStar),
    "with": (ast.With, ast.AsyncWith),
    "raise": (ast.Raise,),
    "assert": (ast.Assert,),
    "import": (ast.Import, ast.ImportFrom),
    "break": (ast.Break,),
    "continue": (ast.Continue,),
    "global": (ast.Global,),
    "del": (ast.Delete,),
    "f-string": (ast.JoinedStr,),
    "slice": (ast.Slice,),
    "and": (ast.And,),
    "or": (ast.Or,),
    "not": (ast.Not,),
    "in": (ast.In, ast.NotIn),
    "is": (ast.Is, ast.IsNot),
    # `in` and `is` are above, each with its opposite.
    **{sign: (kind,) for kind, sign in (ARITHMETIC | COMPARISONS).items() if not sign[0].isalpha()},
}
KINDS = frozenset(_KINDS)
"""What ``code.has`` and ``code.count`` know: Python's own words and signs, ``loop`` (``for`` and
``while``), ``comprehension``, ``f-string`` and ``slice``."""

_SPOKEN = {
    "loop": "a loop",
    "comprehension": "a comprehension",
    "slice": "a slice",
    "f-string": "an f-string",
}


Verb = Literal["use", "have", "make"]


class Found(int):
    """How often something is in the answer; true when it is there at all.

    ``what`` is it in a learner's words, behind the ``verb`` that follows "your answer does";
    ``lines`` say where, from 1.
    """

    what: str
    verb: Verb
    lines: tuple[int, ...]

    def __new__(
        cls, what: str, lines: Iterable[int], count: int | None = None, verb: Verb = "use"
    ) -> "Found":
        """``count`` None: as many as there are lines."""
        places = tuple(sorted(lines))
        made = super().__new__(cls, len(places) if count is None else count)
        made.what, made.verb, made.lines = what, verb, tuple(dict.fromkeys(places))
        return made


class Parameters(tuple[str, ...]):
    """The names of the parameters of ``function``, in order."""

    function: str

    def __new__(cls, function: str, names: Iterable[str]) -> "Parameters":
        """``names`` may be empty."""
        made = super().__new__(cls, names)
        made.function = function
        return made


class Code:
    """The source of an answer cell as a tree.

    ``give_up`` makes what is raised for a failure of the check. A cell that is not Python is as
    good as empty; lines that only IPython reads (``%time``, ``!ls``) are left out.
    """

    def __init__(self, source: str, give_up: Callable[[Failure], BaseException]) -> None:
        self.text = source
        self._give_up = give_up
        self._tree: ast.AST = parse(_python_of(source)) or ast.Module([], [])
        self._imported = dict(_imported(self._tree))

    def uses(self, *names: str) -> Found:
        """How often the answer reads the least used of these names."""
        found = [self._reads(name) for name in names]
        if not found:
            raise TypeError('uses takes the names to look for, as in code.uses("price")')
        return min(found, key=int)

    def calls(self, name: str) -> Found:
        """How often the answer calls something by this name.

        ``"sum"`` is that name as written or as imported; ``"math.sqrt"`` that function of the
        module, however imported; ``".append"`` a method of anything.
        """
        calls = (node for node in self._nodes() if isinstance(node, ast.Call))
        lines = [call.lineno for call in calls if self._is_called(call.func, name)]
        return Found(as_code(f"{name.removeprefix('.')}()"), lines)

    def imports(self, module: str) -> Found:
        """How often the answer imports a module or something of it."""
        lines: list[int] = []
        for node in self._nodes():
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                named = [node.module or ""]
            else:
                continue
            lines += [node.lineno for name in named if f"{name}.".startswith(f"{module}.")]
        return Found(as_code(f"import {module}"), lines)

    def count(self, kind: str) -> Found:
        """How often a word, sign or construct of Python's is used: see :data:`KINDS`."""
        known = _KINDS.get(kind)
        if known is None:
            raise ValueError(f"code.count does not know {kind!r}; it knows {', '.join(_KINDS)}")
        lines = [line for node, line in _with_lines(self._tree) if isinstance(node, known)]
        return Found(_SPOKEN.get(kind, as_code(kind)), lines)

    def has(self, *kinds: str) -> Found:
        """How often the least used of these is used, as :meth:`count` has it."""
        if not kinds:
            raise TypeError('has takes what to look for, as in code.has("while")')
        return min((self.count(kind) for kind in kinds), key=int)

    def recursion(self) -> Found:
        """How often a function of the answer calls itself by its name."""
        lines: list[int] = []
        for made in self._nodes():
            if isinstance(made, _FUNCTIONS):
                inside = (node for node in ast.walk(made) if isinstance(node, ast.Call))
                lines += [call.lineno for call in inside if dotted(call.func) == made.name]
        return Found("a function that calls itself", lines)

    def defines(self, *names: str) -> Found:
        """How many names these are, if the answer makes them all at its top level; else 0."""
        own = top_level_names(_python_of(self.text), imports=True)
        missing = next((name for name in names if name not in own), None)
        if missing is not None or not names:
            return Found(f"the name {as_code(missing or '')}", (), verb="make")
        return Found(f"the name {as_code(names[0])}", (), len(names), verb="make")

    def docstring(self, name: str | None = None) -> Found:
        """1 when the answer, or this function or class of it, says in a first text what it does."""
        part = self._tree if name is None else self._definition(name)
        text = ast.get_docstring(part) if isinstance(part, (*_DEFINITIONS, ast.Module)) else None
        owner = f"{as_code(name)} " if name else "it "
        what = f"a text at its beginning that says what {owner}does (a docstring)"
        return Found(what, (), 1 if text and text.strip() else 0, verb="have")

    def inside(self, name: str) -> "Code":
        """The part of the answer that is this function or class; a failure when there is none."""
        found = self._definition(name)
        lines = self.text.split("\n")[found.lineno - 1 : found.end_lineno]
        part = Code("", self._give_up)
        part.text = "\n".join(lines)
        part._tree, part._imported = found, self._imported
        return part

    def parameters(self, name: str) -> Parameters:
        """The names of a function's parameters, in order; a failure when it is not there."""
        found = self._definition(name)
        if not isinstance(found, _FUNCTIONS):
            return Parameters(name, ())
        args = found.args
        listed = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
        return Parameters(name, (arg.arg for arg in listed if arg is not None))

    def writes(self, value: Any) -> Found:
        """How often the answer writes down this number, text or other constant; not in docstrings.

        A constant of another type is another: ``1`` is not ``1.0``.
        """
        said = {id(_docstring_of(node)) for node in self._nodes()}
        lines = [
            node.lineno
            for node in self._nodes()
            if isinstance(node, ast.Constant)
            and id(node) not in said
            and (type(node.value), node.value) == (type(value), value)
        ]
        return Found(as_code(short(value)), lines)

    def __repr__(self) -> str:
        return "the code of your answer"

    def _nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self._tree)

    def _reads(self, name: str) -> Found:
        if "." in name:
            parts = (n for n in self._nodes() if isinstance(n, ast.Attribute))
            lines = [part.lineno for part in parts if self._is_called(part, name)]
        else:
            reads = (n for n in self._nodes() if isinstance(n, ast.Name))
            lines = [n.lineno for n in reads if n.id == name and isinstance(n.ctx, ast.Load)]
        return Found(as_code(name), lines)

    def _is_called(self, function: ast.expr, name: str) -> bool:
        if name.startswith("."):
            return isinstance(function, ast.Attribute) and function.attr == name[1:]
        written = dotted(function)
        first, _, rest = written.partition(".")
        meant = self._imported.get(first, first) + (f".{rest}" if rest else "")
        return name in (written, meant) or (first == written and meant.endswith(f".{name}"))

    def _definition(self, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef:
        for node in self._nodes():
            if isinstance(node, _DEFINITIONS) and node.name == name:
                return node
        raise self._give_up(
            Failure(message=f"There is no {as_code(f'def {name}')} in your answer.", ran=name)
        )


def _python_of(source: str) -> str:
    """Return a cell with the lines that only IPython reads made empty, line for line."""
    kept = []
    for line in source.split("\n"):
        bare = line.lstrip()
        only_ipython = bare.startswith(("%", "!")) or (bare.endswith("?") and "#" not in bare)
        kept.append(f"{line[: len(line) - len(bare)]}pass" if only_ipython else line)
    return "\n".join(kept)


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    alias.asname or alias.name.split(".")[0],
                    (alias.name if alias.asname else alias.name.split(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"


def _with_lines(tree: ast.AST, line: int = 1) -> Iterator[tuple[ast.AST, int]]:
    """Every node with its line; those without one, such as ``+``, have that of what they are in."""
    pending: list[tuple[ast.AST, int]] = [(tree, line)]
    while pending:
        node, above = pending.pop()
        line = getattr(node, "lineno", above)
        yield node, line
        # How a value in an f-string is to look is an f-string to the parser only.
        formats = node.format_spec if isinstance(node, ast.FormattedValue) else None
        pending += [(c, line) for c in ast.iter_child_nodes(node) if c is not formats]


def _docstring_of(node: ast.AST) -> ast.expr | None:
    if not isinstance(node, (*_DEFINITIONS, ast.Module)) or ast.get_docstring(node) is None:
        return None
    first = node.body[0]
    return first.value if isinstance(first, ast.Expr) else None
