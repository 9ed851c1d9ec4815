"""The answer cell of a learntools question: what its notebook gives, and what its module solves.

The two are written apart, and often the solution is only the piece that is missing. Here they are
put together, so that the solution can be taken out again.
"""

import ast
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from jupyter_tutor.authoring.importing.learntools_module import Problem
from jupyter_tutor.checks.names import parse, same_code, top_level_names

PLACEHOLDER = "____"
_CALL = re.compile(
    r"\s*#?\s*(?P<name>[A-Za-z_]\w*(?:\.[a-z])?)\.(?P<method>[a-z]\w*)\(.*\)\s*;?\s*"
)
_MACRO = re.compile(r"\s*#(?:_\w+(?:\(\w*\))?_|%%\w+(?:\(\w*\))?%%)\s*")
_TALK = re.compile(r"\s*#.*\b(?:check|hint|solution|credit|uncomment|completed)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer cell. ``solution`` is it without its markers; ``alternatives`` are right as well.

    ``given`` is code that learners were given to change, where the answer does not show it.
    """

    text: str
    solution: str
    given: str | None
    alternatives: tuple[str, ...]


def calls_in(source: str, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The calls to a problem in a cell, also those in comments: its name, and the method's."""
    for line in source.split("\n"):
        call = _CALL.fullmatch(line)
        if call is not None and call["name"] in known:
            yield call["name"], call["method"]


def without_calls(source: str, known: Sequence[str]) -> str:
    """A cell without those calls, and without the comments that only speak of them."""
    kept: list[str] = []
    for line in source.split("\n"):
        call = _CALL.fullmatch(line)
        if call is not None and call["name"] in known:
            while kept and (_TALK.fullmatch(kept[-1]) or not kept[-1].strip()):
                kept.pop()
        elif not _MACRO.fullmatch(line):
            kept.append(line)
    while kept and _TALK.fullmatch(kept[-1]):
        kept.pop()
    return "\n".join(kept).strip("\n")


def make_answer(
    stub: str, problem: Problem, passing: Sequence[str], known: Collection[str]
) -> Answer | None:
    """Put an answer cell together; None when no piece of code is a whole solution.

    ``stub`` is the cell that learners get, without calls; ``passing`` is code that is known to be
    right; ``known`` are names that are there before it.
    """
    wanted = [name for name in problem.variables if name not in known]
    whole = [
        code
        for piece in (*problem.codes, *passing)
        if (code := _completed(piece, stub, wanted)) is not None
    ]
    if not whole:
        return None
    text, solution, given = _joined(stub, whole[0], wanted)
    if parse(text) is None:
        return None
    alternatives: list[str] = []
    for code in whole[1:]:
        if not any(same_code(code, other) for other in (solution, whole[0], *alternatives)):
            alternatives.append(code)
    return Answer(text=text, solution=solution, given=given, alternatives=tuple(alternatives))


def _completed(piece: str, stub: str, variables: Sequence[str]) -> str | None:
    """A piece of code as a whole solution: one that defines all the names that are looked at."""
    tree = parse(piece)
    if tree is None or not tree.body or PLACEHOLDER in piece:
        return None
    defined = top_level_names(piece)
    if all(name in defined for name in variables):
        returns = any(isinstance(statement, ast.Return) for statement in tree.body)
        return None if returns else piece
    if len(variables) != 1:
        return None
    function = _function(parse(stub), variables[0])
    if function is not None and any(isinstance(node, ast.Return) for node in ast.walk(tree)):
        header = stub.split("\n")[function.lineno - 1 : function.body[0].lineno - 1]
        column = " " * function.body[0].col_offset
        made = "\n".join([*header, textwrap.indent(textwrap.dedent(piece), column)])
        return made if header and parse(made) is not None else None
    match tree.body:
        case [ast.Expr(value=value)] if not isinstance(value, ast.Constant) and function is None:
            return f"{variables[0]} = {piece.strip()}"
        case _:
            return None


def _joined(stub: str, solution: str, variables: Sequence[str]) -> tuple[str, str, str | None]:
    """The answer cell, the same without markers, and what was given and shows in neither."""
    tree = parse(stub)
    if tree is None or not stub.strip():
        return (*_marked("", solution, ""), None)
    if len(variables) == 1:
        function = _function(tree, variables[0])
        if function is not None:
            return _joined_function(stub, function, solution, variables[0])
    before, after = _around(stub, tree, variables)
    return (*_marked(before, solution, after), None)


def _joined_function(
    stub: str, function: ast.FunctionDef, solution: str, name: str
) -> tuple[str, str, str | None]:
    lines = stub.split("\n")
    above = "\n".join(lines[: function.lineno - 1]).rstrip("\n")
    solved = parse(solution)
    whole = solved.body if solved is not None else []
    other = whole[0] if len(whole) == 1 else None
    trivial = all(map(_is_nothing, function.body))
    if (
        isinstance(other, ast.FunctionDef)
        and trivial
        and ast.dump(other.args) == ast.dump(function.args)
        and other.name == name
        and other.body[0].lineno > other.lineno
    ):
        documented = isinstance(function.body[0], ast.Expr) and ast.get_docstring(function)
        end = (function.body[0].end_lineno or 0) if documented else function.body[0].lineno - 1
        header = lines[function.lineno - 1 : end]
        if not documented:
            header = [line for line in header if not line.lstrip().startswith("#")]
        inner = other.body[1:] if ast.get_docstring(other) and len(other.body) > 1 else other.body
        code = solution.split("\n")[_top(solution, other, inner[0]) - 1 : other.end_lineno]
        column = " " * function.body[0].col_offset
        body = textwrap.indent(textwrap.dedent("\n".join(code)), column)
        before = "\n".join([*([above] if above else []), *header])
        return (*_marked(before, body, "", column), None)
    given = None if trivial else "\n".join(lines[function.lineno - 1 : function.end_lineno])
    if given is not None and PLACEHOLDER in given:
        given = None
    return (*_marked(above, solution, ""), given)


def _top(source: str, function: ast.FunctionDef, first: ast.stmt) -> int:
    """The line on which the body begins, with the comments above its first statement."""
    lines = source.split("\n")
    line = first.lineno
    while line - 1 > function.lineno and lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def _around(stub: str, tree: ast.Module, variables: Sequence[str]) -> tuple[str, str]:
    """What of the stub stays: above the first thing that is to be replaced, and below it."""
    lines = stub.split("\n")
    replaced: set[int] = set()
    for statement in tree.body:
        text = ast.unparse(statement)
        if PLACEHOLDER in text or set(top_level_names(text)) & set(variables):
            replaced.update(range(statement.lineno, (statement.end_lineno or 0) + 1))
    first = min(replaced, default=len(lines) + 1)
    above = "\n".join(lines[: first - 1]).rstrip("\n")
    below = [line for n, line in enumerate(lines, start=1) if n > first and n not in replaced]
    return above, "\n".join(below).strip("\n")


def _marked(before: str, code: str, after: str, column: str = "") -> tuple[str, str]:
    marks = [f"{column}### BEGIN SOLUTION", code, f"{column}### END SOLUTION"]
    outer = ([before] if before else []), ([after] if after else [])
    return "\n".join([*outer[0], *marks, *outer[1]]), "\n".join([*outer[0], code, *outer[1]])


def _function(tree: ast.Module | None, name: str) -> ast.FunctionDef | None:
    for statement in tree.body if tree is not None else ():
        if isinstance(statement, ast.FunctionDef) and statement.name == name:
            return statement
    return None


def _is_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Name(id=name)) | ast.Return(value=ast.Name(id=name)):
            return name == PLACEHOLDER
        case _:
            return False
