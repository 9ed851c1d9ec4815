"""The exercise modules of learntools: classes that hold hints, solutions and checks.

Reads a module's source as a syntax tree. It is never imported, nor is anything it names.
"""

import ast
import re
import string
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.importing.constants import UnknownError, value_of
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.importing.surroundings import Surroundings
from jupyter_tutor.authoring.notebook import read_text
from jupyter_tutor.checks.names import parse

ProblemKind = Literal["equality", "function", "coding", "thought"]
_KINDS: Mapping[str, ProblemKind] = {
    "EqualityCheckProblem": "equality",
    "FunctionProblem": "function",
    "CodingProblem": "coding",
    "Problem": "coding",
    "ThoughtExperiment": "thought",
}
_FENCED = re.compile(r"^[ ]{0,3}```(?:python|py)?[ \t]*\n(.*?)```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A question of theirs, as far as its class says what it is.

    ``variables`` are the learner's names it looks at. ``codes`` are pieces of code among its
    solution, the first the most likely to be whole; ``words`` is the solution as it is told.
    ``values`` are the attributes of its class, ``methods`` its functions.
    """

    kind: ProblemKind
    source: str
    variables: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    words: str = ""
    values: Mapping[str, ast.expr] = field(default_factory=dict)
    methods: Mapping[str, ast.FunctionDef] = field(default_factory=dict)
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseModule:
    """A module: its problems by the name a notebook has for them (`q1`, `q3.a`).

    ``values`` are what its global names were assigned; ``above`` is what its checks can see.
    """

    problems: Mapping[str, Problem]
    values: Mapping[str, ast.expr]
    above: Surroundings


def read_module(name: str, roots: list[Path], place: Place) -> ExerciseModule:
    """Read the module of a dotted name; raises ImportRefusedError when it cannot be read.

    ``place`` is the cell that asks for it; the first of ``roots`` that holds it is taken.
    """
    path = _path_of(name, roots)
    if path is None:
        raise ImportRefusedError(
            place,
            f"The exercise module `{name}` is not found, which holds its checks and solutions.",
            f"Say with `--modules DIR` which folder the package `{name.split('.')[0]}` is in.",
        )
    source = _text(path)
    tree = parse(source)
    if tree is None:
        what = f"The exercise module `{name}` ({path.name}) is not Python that can be read."
        raise ImportRefusedError(place, what, "Correct the module, or take an older copy of it.")
    try:
        return _Reader(tree, source, roots).module()
    except RecursionError as error:
        what = f"The exercise module `{name}` is nested too deeply to be read."
        raise ImportRefusedError(place, what, "Write it simpler.") from error


def _path_of(name: str, roots: list[Path]) -> Path | None:
    parts = name.split(".")
    if not all(part.isidentifier() for part in parts):
        return None
    for root in roots:
        path = root.joinpath(*parts).with_suffix(".py")
        try:
            if path.is_file():
                return path
        except OSError:
            continue
    return None


def _text(path: Path) -> str:
    text = read_text(path, Place(file=path.name), Faults())
    return "" if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


class _Reader:
    def __init__(self, tree: ast.Module, source: str, roots: list[Path]) -> None:
        self._tree = tree
        self._lines = source.split("\n")
        self._roots = roots
        self._values: dict[str, ast.expr] = {}
        self._classes: dict[str, ast.ClassDef] = {}
        self._modules: dict[str, str] = {}
        self._above = Surroundings()

    def module(self) -> ExerciseModule:
        bound: ast.Call | None = None
        for statement in self._tree.body:
            match statement:
                case ast.ClassDef(name=name):
                    self._classes[name] = statement
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._values[name] = value
                    bound = _binding(value) or bound
                case ast.Expr(value=value):
                    bound = _binding(value) or bound
                case ast.Import(names=names):
                    for alias in names:
                        self._modules[alias.asname or alias.name] = alias.name
                case _:
                    pass
        self._above.take(self._tree)
        problems = dict(self._bound(bound)) if bound is not None else {}
        return ExerciseModule(problems=problems, values=self._values, above=self._above)

    def _bound(self, call: ast.Call) -> Iterator[tuple[str, Problem]]:
        """The problems that `bind_exercises` gives names, with those names."""
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        exercises = call.args[1] if len(call.args) > 1 else given.get("exercises")
        start = self._constant(given.get("start"), 1)
        form = self._constant(given.get("var_format"), "q{n}")
        if not isinstance(exercises, ast.List) or not isinstance(start, int):
            return
        for number, exercise in enumerate(exercises.elts, start=start):
            name = _named(form, number)
            parts = self._parts(exercise)
            if parts is None:
                problem = self._problem(exercise)
                if problem is not None:
                    yield name, problem
                continue
            for letter, part in zip(string.ascii_lowercase, parts, strict=False):
                problem = self._problem(part)
                if problem is not None:
                    yield f"{name}.{letter}", problem

    def _parts(self, exercise: ast.expr) -> list[ast.expr] | None:
        """The parts of a problem in several; None when it is one."""
        if isinstance(exercise, ast.Name):
            exercise = self._values.get(exercise.id, exercise)
        match exercise:
            case ast.Call(func=ast.Name(id="MultipartProblem"), args=parts):
                return parts
            case _:
                return None

    def _problem(self, exercise: ast.expr) -> Problem | None:
        chain = self._chain(exercise.id) if isinstance(exercise, ast.Name) else []
        if not chain:
            return None
        bases = [base.id for base in chain[-1].bases if isinstance(base, ast.Name)]
        kinds: list[ProblemKind] = [_KINDS[base] for base in bases if base in _KINDS]
        values: dict[str, ast.expr] = {}
        methods: dict[str, ast.FunctionDef] = {}
        for definition in reversed(chain):
            for statement in definition.body:
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value):
                        values[name] = value
                    case ast.FunctionDef(name=name):
                        methods[name] = statement
                    case _:
                        pass
        first = chain[0]
        problem = Problem(
            kind=kinds[0] if kinds else "coding",
            source="\n".join(self._lines[first.lineno - 1 : first.end_lineno]),
            variables=self._texts(values, "_var"),
            hints=self._texts(values, "_hint"),
            values=values,
            methods=methods,
            counts=self._constant(values.get("_counts_for_points"), True) is not False,
        )
        return self._solved(problem, values.get("_solution"))

    def _chain(self, name: str) -> list[ast.ClassDef]:
        """A class and those of this module that it derives from, the most general last."""
        chain: list[ast.ClassDef] = []
        while name in self._classes and self._classes[name] not in chain:
            chain.append(self._classes[name])
            bases = [base.id for base in chain[-1].bases if isinstance(base, ast.Name)]
            name = next((base for base in bases if base in self._classes), "")
        return chain

    def _texts(self, values: Mapping[str, ast.expr], name: str) -> tuple[str, ...]:
        """What stands in an attribute, or in the one with an `s` for several."""
        one = self._constant(values.get(name), None)
        many = self._constant(values.get(f"{name}s"), None)
        found = [one] if one is not None else many
        if not isinstance(found, list | tuple):
            return ()
        return tuple(text for text in found if isinstance(text, str) and text.strip())

    def _solved(self, problem: Problem, solution: ast.expr | None) -> Problem:
        match solution:
            case None:
                return problem
            case ast.Call(func=ast.Name(id="CS" | "CodeSolution"), args=lines):
                texts = [self._constant(line, None) for line in lines]
                code = "\n".join(text for text in texts if isinstance(text, str))
                return replace(problem, codes=(code.strip("\n"),), words=code)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="CS" | "CodeSolution"), attr="load"),
                args=[ast.Attribute(value=ast.Name(id=module), attr="__file__")],
            ):
                code = self._loaded(self._modules.get(module, ""))
                return replace(problem, codes=(code,), words=code)
            case _:
                words = self._constant(solution, None)
                if not isinstance(words, str):
                    return problem
                fenced = tuple(textwrap.dedent(code).strip("\n") for code in _FENCED.findall(words))
                return replace(problem, codes=fenced, words=words.strip("\n"))

    def _loaded(self, name: str) -> str:
        path = _path_of(name, self._roots) if name else None
        lines = _text(path).split("\n") if path is not None else []
        kept = [line for line in lines if not line.startswith("from learntools")]
        return "\n".join(kept).strip("\n")

    def _constant(self, node: ast.expr | None, default: object) -> object:
        if node is None:
            return default
        try:
            found: object = value_of(node, self._values)
        except UnknownError:
            return default
        return found


def _binding(value: ast.expr) -> ast.Call | None:
    match value:
        case ast.Call(func=ast.Name(id="bind_exercises") | ast.Attribute(attr="bind_exercises")):
            return value
        case _:
            return None


def _named(form: object, number: int) -> str:
    return form.replace("{n}", str(number)) if isinstance(form, str) else f"q{number}"
