"""What can be told of a check without running it.

Which forms of Python a check may use is the affair of :mod:`jupyter_tutor.checks`; here its
refusals are given their place in the notebook, and what is allowed but unwise is added.
"""

import ast
import builtins

from jupyter_tutor.authoring.faults import Faults, listed
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.python_text import parse
from jupyter_tutor.checks import refused_forms, refused_in_kernel


def lint_check(
    cell: Marked,
    learner_names: frozenset[str],
    taught: frozenset[str],
    in_kernel: bool,
    faults: Faults,
) -> None:
    """Note what cannot work in a check, and what may not be meant.

    ``learner_names`` stand for the learner's objects; ``taught`` are those of them that a right
    answer binds, the others coming only from wrong answers and alternatives. A check that is
    empty or no Python is passed over: that has been noted where it was read.
    """
    tree = parse(cell.body)
    if isinstance(tree, SyntaxError) or not cell.body.strip():
        return
    try:
        find = refused_in_kernel if in_kernel else refused_forms
        refusals = find(cell.body, learner_names)
    except RecursionError:
        faults.error(cell.place, "This check is nested too deeply to be read.", "Write it simpler.")
        return
    for refusal in refusals:
        faults.error(cell.body_place(refusal.line), refusal.message, refusal.instead)
    used = {
        node.id: node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in learner_names
    }
    for name, line in used.items():
        if name not in taught and hasattr(builtins, name):
            faults.warning(
                cell.body_place(line),
                f"In this check `{name}` is the learner's own, for a foreseen answer defines it.",
                "Name it otherwise in that answer, if Python's own is meant.",
            )
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if not used and taught and "code" not in names:
        faults.warning(
            cell.place,
            "The check looks at nothing that the learner defines.",
            f"Use {listed(sorted(taught), 'or')}.",
        )
