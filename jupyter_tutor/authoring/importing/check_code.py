"""From the code of someone's test to the code of a check of ours.

Changes only the statements it has to: the others keep their layout and comments. Whether a
check may be written so is not asked here; our own reader is, when the lesson is whole.
"""

import ast
import builtins
import sys
from collections.abc import Collection
from dataclasses import dataclass

from jupyter_tutor.authoring.importing.idioms import in_our_words
from jupyter_tutor.authoring.importing.plain_code import plain_code
from jupyter_tutor.authoring.importing.surroundings import Surroundings
from jupyter_tutor.checks import HELPERS
from jupyter_tutor.checks.names import parse, top_level_names
from jupyter_tutor.checks.origin import assigned_names

_TESTING = ("nose", "unittest", "pytest", "numpy.testing", "otter", "learntools")
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCode:
    """The code of a check; ``says`` are the words that stood at its top, if there were any.

    ``in_kernel`` is the same for a check that runs in the learner's kernel, None where that lacks
    something it uses. ``handles`` says that it uses a library for objects that are hardly plain
    data, such as arrays and plots.
    """

    text: str
    says: str | None
    in_kernel: str | None
    handles: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a test can see: names of the learner's answers, and what stands ``above`` it.

    ``there`` are the names that the code of the notebook gives the kernel.
    """

    learner: frozenset[str]
    above: Surroundings
    there: Collection[str]


def check_code(source: str, scope: Scope) -> CheckCode | SyntaxError:
    """Turn a test into a check, or say why it cannot be read."""
    code = plain_code(source)
    if isinstance(code, SyntaxError):
        return code
    says, made, needs = _rewritten(code.text, code.tree, in_kernel=False)
    text, _ = _completed(made, needs, scope.learner, scope.above)
    _, made, needs = _rewritten(code.text, ast.parse(code.text), in_kernel=True)
    in_kernel, missing = _completed(made, needs, scope.learner.union(scope.there), scope.above)
    return CheckCode(
        text=text,
        says=says,
        in_kernel=None if missing else in_kernel,
        handles=_has_library(text),
    )


def _has_library(text: str) -> bool:
    """Whether it imports something that is not Python's own."""
    tree = parse(text)
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case _:
                continue
        if any(name.split(".")[0] not in sys.stdlib_module_names for name in modules):
            return True
    return False


def _rewritten(
    source: str, tree: ast.Module, *, in_kernel: bool
) -> tuple[str | None, str, list[str]]:
    """The words at the top of a test, the rest in the words of a check, and what it imports."""
    own = _functions(tree)
    needs: set[str] = set()
    lines = source.split("\n")
    says = None
    made: list[str] = []
    done = 0
    whole = _shares_lines(tree)
    for number, statement in enumerate(tree.body):
        first = _first_line(statement)
        if not whole:
            made += lines[done : first - 1]
        done = statement.end_lineno or first
        if number == 0 and (words := _words(statement)):
            says = words
            continue
        if _only_talks(statement) or _for_testing(statement):
            continue
        changed, needed = in_our_words(statement, own, in_kernel=in_kernel)
        needs |= needed
        if whole or changed is not None:
            made.append(ast.unparse(changed or statement))
        else:
            made += lines[first - 1 : done]
    if not whole:
        made += lines[done:]
    return says, "\n".join(made).strip("\n"), sorted(needs)


def _completed(
    text: str, needs: Collection[str], known: Collection[str], above: Surroundings
) -> tuple[str, set[str]]:
    """The text with what it uses and only the code above defines, and the names still missing.

    ``needs`` are the imports it has to begin with, ``known`` are names that need nothing.
    """
    whole = "\n".join([*needs, text])
    tree = parse(whole)
    if tree is None:
        return whole, set()
    own = _BUILTINS | HELPERS | frozenset(known) | assigned_names(tree)
    used = {
        node.id: None
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    wanted = [name for name in used if name not in own]
    brought = above.lines_for(wanted, own)
    defined = frozenset().union(*(top_level_names(line, imports=True) for line in brought))
    return "\n".join([*needs, *brought, text]), set(wanted) - defined


def _first_line(statement: ast.stmt) -> int:
    match statement:
        case ast.FunctionDef(decorator_list=[first, *_]) | ast.ClassDef(decorator_list=[first, *_]):
            return min(first.lineno, statement.lineno)
        case _:
            return statement.lineno


def _shares_lines(tree: ast.Module) -> bool:
    """Whether two statements stand on one line."""
    ends = [statement.end_lineno for statement in tree.body[:-1]]
    starts = [_first_line(statement) for statement in tree.body[1:]]
    return any(end == start for end, start in zip(ends, starts, strict=True))


def _words(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(words))):
            return " ".join(words.split())
        case _:
            return ""


def _only_talks(statement: ast.stmt) -> bool:
    """Whether it only prints something that is the same whatever the answer is."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args, keywords=[])):
            return all(isinstance(arg, ast.Constant) for arg in args)
        case _:
            return False


def _for_testing(statement: ast.stmt) -> bool:
    """Whether it only brings in words for tests, which are not needed any more."""
    match statement:
        case ast.Import(names=names):
            return all(alias.name.split(".")[0] in _TESTING for alias in names)
        case ast.ImportFrom(module=str(module)):
            return module.startswith(_TESTING)
        case _:
            return False


def _functions(tree: ast.Module) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
