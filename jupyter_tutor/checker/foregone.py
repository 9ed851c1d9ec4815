"""What can be said of an answer cell before anything that it left behind is looked at.

A kernel may hold what an earlier run made. An answer is not right because of that, and what is
said of it must not be about code that is no longer there.
"""

import ast
import difflib
from dataclasses import replace

from jupyter_tutor.checker.explain import cell_stopped
from jupyter_tutor.checks.names import is_blank, parse, same_code, top_level_names
from jupyter_tutor.checks.showing import code
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report, Verdict

UNTOUCHED = "Your answer cell is still as it was given. Write your answer in it and run the cell."
EMPTY = "Your answer cell is empty. Write your answer in it and run the cell."
AGAIN = "Mend it, then run the cell again."


def foregone(question: CodeQuestion, source: str, cell_error: str | None) -> Report | None:
    """Return the report on a cell that cannot be an answer yet; None when it has to be judged.

    ``cell_error`` is the last line of the traceback of its last run, None when that went well.
    """
    early = unattempted(question, source)
    if early is not None:
        return early
    if cell_error is not None:
        return _report(question, "error", f"{cell_stopped(cell_error)} {AGAIN}")
    return _nameless(question, source)


def unattempted(question: CodeQuestion, source: str) -> Report | None:
    """Return the report on an answer that has not been begun, or None when it has."""
    if is_blank(source):
        return _report(question, "unattempted", EMPTY)
    if same_code(source, question.stub):
        return _report(question, "unattempted", UNTOUCHED)
    return None


def _nameless(question: CodeQuestion, source: str) -> Report | None:
    if parse(source) is None or "import *" in source:
        return None
    own = top_level_names(source, imports=True)
    asked = next((name for name in _asked_for(question) if name not in own), None)
    if asked is None:
        return None
    near = difflib.get_close_matches(asked.lower(), [name.lower() for name in own], 1)
    if near:
        meant = next(name for name in own if name.lower() == near[0])
        text = f"Your cell makes {code(meant)}. Is it meant to be {code(asked)}?"
    else:
        text = f"Your answer cell makes no {code(asked)} yet. The question asks for that name."
    wrong = next((wrong for wrong in question.wrong if same_code(wrong.source, source)), None)
    if wrong is None:
        return _report(question, "incorrect", text)
    report = _report(question, "incorrect", f"{wrong.says}\n\n{text}")
    return replace(report, misconception=wrong.misconception)


def _asked_for(question: CodeQuestion) -> list[str]:
    """Return the names that the checks look at and the learner has to make.

    What the solution takes over from the stub as it is was given to the learner.
    """
    used: set[str] = set()
    for check in question.checks:
        tree = parse(check.source)
        nodes = ast.walk(tree) if tree is not None else ()
        used.update(node.id for node in nodes if isinstance(node, ast.Name))
    stub, solution = parse(question.stub), parse(question.solution)
    given = {ast.dump(statement) for statement in stub.body} if stub is not None else set()
    made = [s for s in solution.body if ast.dump(s) not in given] if solution is not None else []
    names = top_level_names(ast.unparse(ast.Module(body=made, type_ignores=[])))
    return [name for name in names if name in used]


def _report(question: CodeQuestion, verdict: Verdict, message: str) -> Report:
    return Report(verdict=verdict, points=0.0, max_points=question.points, message=message)
