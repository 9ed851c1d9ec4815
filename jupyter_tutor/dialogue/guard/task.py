"""A code question as the guard sees it: what an answer has to bind, to use and to hand back."""

import ast
import builtins
import functools
from dataclasses import dataclass

from jupyter_tutor.checks.names import parse, top_level_names
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.giveaway.code import own_part, size
from jupyter_tutor.dialogue.guard.statements import Shape, shapes

_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What can be told of right answers by reading those that the author wrote.

    ``wanted`` are the names an answer binds, ``function`` the one of these that is a function,
    None where that is not exactly one. ``inputs`` are the names an answer works with: its
    parameters, or what the stub gives it. ``others`` are further names that mean something there.
    ``fewest`` is the size of the smallest answer known, ``ways`` each with its statements and size.
    """

    question: CodeQuestion
    wanted: frozenset[str]
    function: str | None
    inputs: tuple[str, ...]
    others: frozenset[str]
    returns: bool
    prints: bool
    fewest: int
    ways: tuple[tuple[tuple[Shape, ...], int], ...]


@functools.lru_cache(256)
def task_of(question: CodeQuestion) -> Task:
    """Read a question."""
    stub, solution = parse(question.stub), parse(question.solution)
    given = {ast.dump(each) for each in (stub.body if stub else ())}
    own = [s for s in (solution.body if solution else ()) if ast.dump(s) not in given]
    bound = [name for each in own for name in top_level_names(ast.unparse(each))]
    functions = [node for node in own if isinstance(node, ast.FunctionDef)]
    function = functions[0] if len(functions) == 1 else None
    if function is not None:
        inputs = tuple(arg.arg for arg in (*function.args.posonlyargs, *function.args.args))
    else:
        inputs = tuple(name for name in top_level_names(question.stub) if name not in bound)
    sources = (question.solution, *question.alternatives)
    parts = [own_part(question, source) for source in sources]
    setup = (n for cell in question.setup for n in top_level_names(cell, imports=True))
    return Task(
        question=question,
        wanted=frozenset(bound),
        function=function.name if function is not None else None,
        inputs=inputs,
        others=frozenset(setup) | set(question.learner_names) | set(inputs) | _BUILTINS,
        returns=function is not None and hands_back(function),
        prints=function is not None and not hands_back(function) and _prints(sources),
        fewest=min(size(part) for part in parts),
        ways=tuple((shapes(part), size(part)) for part in parts),
    )


def hands_back(function: ast.FunctionDef) -> bool:
    """Whether a function hands a value back."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if isinstance(node, ast.Return) and node.value is not None:
            return True
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(node)
    return False


def _prints(sources: tuple[str, ...]) -> bool:
    return all("print(" in source for source in sources)
