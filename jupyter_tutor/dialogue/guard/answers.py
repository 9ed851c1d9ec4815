"""The answers that can be made of a piece of code: as it is, renamed, or filled in.

Only what may be right is made: what binds or hands back what the question asks for and works with
what it is given. A right answer may be far smaller than any that the author knows; to run all of
these takes long, so it is done where it is most likely to matter.
"""

import ast
import copy
import itertools
from collections.abc import Iterator, Mapping

from jupyter_tutor.checks.names import names_used, parse, same_code, top_level_names
from jupyter_tutor.dialogue.giveaway.code import filled, size
from jupyter_tutor.dialogue.guard.statements import Seen, all_shown, shapes
from jupyter_tutor.dialogue.guard.task import Task, hands_back

_HIDING = frozenset({"exec", "eval", "compile", "globals", "locals", "vars", "setattr"})


def answers_of(
    task: Task, piece: str, *, loosely: bool, however_small: bool = True
) -> Iterator[str]:
    """The answers that a piece of code makes by itself.

    ``loosely``: also by other names than the question's, and as a part of an answer; then only
    those that are not far smaller than all known ones, unless ``however_small``.
    """
    tree = parse(piece)
    if tree is None or not tree.body:
        return
    bound = list(_bound(task, piece, tree))
    made = list[str]()
    if loosely or _is_known_way(task, tree):
        made += _renamed(task, tree)
    if loosely or not _strange(task, piece):
        made += _filled_in(task, piece, tree)
    if not however_small:
        made = [source for source in made if not _is_small(task, source)]
    for source in dict.fromkeys((*bound, *made)):
        if _plausible(task, source):
            yield source


def _is_small(task: Task, source: str) -> bool:
    tree, given = parse(source), parse(task.question.stub)
    own = size(tree) - (size(given) if given else 0) if tree else 0
    return own < task.fewest // 2 - 1


def _plausible(task: Task, source: str) -> bool:
    tree = parse(source)
    if tree is None or same_code(source, task.question.stub):
        return False
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if used & _HIDING:
        return True
    if task.function is None:
        return bool(task.wanted & set(_own_names(task, tree)))
    made = next((n for n in reversed(tree.body) if getattr(n, "name", None) == task.function), None)
    if not isinstance(made, ast.FunctionDef):
        return True
    if task.returns and not hands_back(made):
        return False
    if task.prints and not any(word in source for word in ("print", "write")):
        return False
    taken = {arg.arg for arg in ast.walk(made.args) if isinstance(arg, ast.arg)}
    inside = {n.id for part in made.body for n in ast.walk(part) if isinstance(n, ast.Name)}
    return not task.inputs or bool(taken & inside)


def _own_names(task: Task, tree: ast.Module) -> Iterator[str]:
    """What an answer binds beyond what it was given."""
    stub = parse(task.question.stub)
    given = {ast.dump(each) for each in (stub.body if stub else ())}
    for statement in tree.body:
        if ast.dump(statement) not in given:
            yield from top_level_names(ast.unparse(statement))


def _bound(task: Task, piece: str, tree: ast.Module) -> Iterator[str]:
    """The piece itself, where it binds what is asked for, or might."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if task.wanted & set(top_level_names(piece, imports=True)) or used & _HIDING:
        yield piece
        missing = set(task.inputs) - set(top_level_names(piece))
        if task.function is None and missing:
            yield f"{task.question.stub}\n{piece}"


def _renamed(task: Task, tree: ast.Module) -> Iterator[str]:
    """What defines something else, under the name that is asked for."""
    if task.function is None:
        yield from _given_the_name(task, tree)
        return
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() if node.name not in task.wanted and _fits(task, node.args):
                made = copy.deepcopy(node)
                made.decorator_list = []
                if made.args.args[len(task.inputs) :] and made.args.args[0].arg in ("self", "cls"):
                    del made.args.args[0]
                others = [s for s in tree.body if s is not node and _defines(s)]
                _call(made, node.name, task.function)
                made.name = task.function
                yield ast.unparse(ast.Module(body=[*others, made], type_ignores=[]))
            case ast.Lambda() if _fits(task, node.args):
                yield f"{task.function} = {ast.unparse(node)}"
            case _:
                pass


def _given_the_name(task: Task, tree: ast.Module) -> Iterator[str]:
    """A value under another name than the one asked for."""
    if len(task.wanted) != 1:
        return
    (name,) = task.wanted
    match tree.body[-1]:
        case ast.Assign(targets=[ast.Name(id=other)]) if other not in task.wanted:
            for source in _in_its_names(task, ast.unparse(tree)):
                yield f"{task.question.stub}\n{source}\n{name} = {other}"
        case _:
            pass


def _fits(task: Task, args: ast.arguments) -> bool:
    """Whether as many values can be handed over as the question does."""
    most = len(args.posonlyargs) + len(args.args)
    fewest, count = most - len(args.defaults), len(task.inputs)
    method = most == count + 1 and args.args and args.args[0].arg in ("self", "cls")
    return (fewest <= count and (count <= most or args.vararg is not None)) or bool(method)


def _defines(statement: ast.stmt) -> bool:
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign)
    return isinstance(statement, kinds)


def _call(tree: ast.AST, name: str, other: str) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = other


def _filled_in(task: Task, piece: str, tree: ast.Module) -> Iterator[str]:
    """The stub with the piece in it, or with a value of the piece handed back, shown or named."""
    made = [piece]
    if len(tree.body) == 1:
        value = _value(tree.body[0])
        if value is not None and size(value) > 1:
            text = ast.unparse(value)
            names = [*task.wanted] if task.function is None else []
            made += [f"{name} = {text}" for name in names if len(names) == 1]
            if task.function is not None:
                made.append(f"return {text}" if task.returns else f"print({text})")
    for code in made:
        for source in _in_its_names(task, code):
            whole = filled(task.question.stub, source)
            if whole is not None:
                yield whole


def _value(statement: ast.stmt) -> ast.expr | None:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[value])):
            return value
        case ast.Return(value=value) | ast.Expr(value=value) | ast.Assign(value=value):
            return value
        case _:
            return None


def _strange(task: Task, code: str) -> list[str]:
    """Names that a piece uses and that mean nothing where it would be filled in, as they come."""
    tree = parse(code)
    if tree is None:
        return []
    free = names_used(code) - set(top_level_names(code, imports=True)) - task.others
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in free]
    places.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in places))


def _in_its_names(task: Task, code: str) -> Iterator[str]:
    """The code with what the question gives in place of names that mean nothing there."""
    strange = _strange(task, code)
    tree = parse(code)
    if not strange or tree is None:
        yield code
        return
    if len(strange) > len(task.inputs):
        return
    orders = itertools.permutations(task.inputs, len(strange))
    for order in itertools.islice(orders, 2):
        yield ast.unparse(_Names(dict(zip(strange, order, strict=True))).visit(copy.deepcopy(tree)))


class _Names(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id=self._names.get(node.id, node.id), ctx=node.ctx)


def _is_known_way(task: Task, tree: ast.Module) -> bool:
    """Whether the program is one of the known answers but for its names."""
    shown = [Seen(shape, new=True) for shape in shapes(tree)]
    return any(all_shown(way, shown) for way, _ in task.ways)
