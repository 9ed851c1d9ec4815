"""What a check that runs in the learner's own process may not use, found by reading it."""

import ast
from collections.abc import Collection

from jupyter_tutor.checks.loose import loose_forms
from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.origin import Origin, assigned_names
from jupyter_tutor.checks.refusal import NO_JUDGEMENT, Refusal, not_python, refusal
from jupyter_tutor.checks.vocabulary import HELPERS


def refused_in_kernel(source: str, learner_names: Collection[str]) -> list[Refusal]:
    """Return what in a check with `where: kernel` cannot be used, in order of lines.

    It is plain Python in the learner's namespace: everything crosses, and nothing of ours is there.
    """
    tree = parse(source)
    if tree is None:
        return [not_python(source)]
    learner, assigned = frozenset(learner_names), assigned_names(tree)
    refusals = list(loose_forms(tree, Origin(tree, learner), learner | assigned))
    nodes = list(ast.walk(tree))
    if not any(isinstance(node, ast.Assert) for node in nodes):
        refusals.append(refusal(tree.body[-1] if tree.body else None, *NO_JUDGEMENT))
    for node in nodes:
        ours = isinstance(node, ast.Name) and node.id in HELPERS - learner - assigned
        if ours and isinstance(node, ast.Name):
            refusals.append(
                refusal(
                    node,
                    f"{node.id} is not there in a check that runs in the kernel.",
                    "Write it as plain Python, or let the check run in the checker.",
                )
            )
    return sorted(refusals, key=lambda refused: refused.line)
