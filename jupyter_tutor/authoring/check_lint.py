"""What can be told of a check without running it.

A check sees the learner's names and its own, never the notebook's other cells: a name from
elsewhere would make it fail for every learner, and is found here.
"""

import ast
import builtins

from jupyter_tutor.authoring.faults import Faults, listed
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.python_text import parse
from jupyter_tutor.checks.vocabulary import HELPERS


def lint_check(
    cell: Marked, learner_names: frozenset[str], taught: frozenset[str], faults: Faults
) -> None:
    """Note what cannot work in a check.

    ``learner_names`` stand for the learner's objects; ``taught`` are those of them that a right
    answer binds, the others coming only from wrong answers and alternatives.
    """
    tree = parse(cell.body)
    if isinstance(tree, SyntaxError) or not cell.body.strip():
        return
    nodes = list(ast.walk(tree))
    if not any(isinstance(node, ast.Assert | ast.Call) for node in nodes):
        faults.error(cell.place, "The check checks nothing.", "Write an `assert`.")
    for node in nodes:
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Tuple) and node.test.elts:
            faults.error(
                cell.body_place(node.lineno),
                "An `assert` with brackets around its message is always true.",
                'Take the brackets away: `assert value == 3, "words"`.',
            )
    own = _names_bound_anywhere(nodes)
    used: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in own:
            used.setdefault(node.id, node.lineno)
    known = learner_names | set(dir(builtins)) | HELPERS
    for name, line in used.items():
        if name not in known:
            faults.error(
                cell.body_place(line),
                f"The check uses `{name}`, which neither it nor the answer defines.",
                "Define or import it in the check: a check sees no other cell.",
            )
        elif name in learner_names - taught and hasattr(builtins, name):
            faults.warning(
                cell.body_place(line),
                f"In this check `{name}` is the learner's own, for a foreseen answer defines it.",
                "Name it otherwise in that answer, if Python's own is meant.",
            )
    if learner_names and not any(isinstance(n, ast.Name) and n.id in learner_names for n in nodes):
        faults.warning(
            cell.place,
            "The check looks at nothing that the learner defines.",
            f"Use one of {listed(sorted(taught), 'or')}." if taught else "Use what they define.",
        )


def _names_bound_anywhere(nodes: list[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update(a.asname or a.name.partition(".")[0] for a in aliases)
            case _:
                pass
    return names
