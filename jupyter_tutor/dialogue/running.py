"""Running code that a reply speaks of, where it can harm nothing."""

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import Check, CodeQuestion
from jupyter_tutor.ports import CheckUnavailableError, Target

SECONDS = 5.0

# The code is a text here, so that whatever it holds, the program around it stays whole.
_PROGRAM = """\
def shown():
    import ast

    names = {{"__name__": "__main__"}}
    try:
        tree = ast.parse({code!r})
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<example>", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<example>", "eval"), names)
            if value is not None:
                print(repr(value))
    except BaseException as error:
        print(type(error).__name__)
"""

# What a failed check says is all that comes back of what it saw.
_CHECK = "said = output_of(shown)()\nassert False, '>' + said + '<'"


async def run(code: str, target: Target) -> str | None:
    """All that Jupyter would show below a cell of this code; None where it could not be run.

    That is what it prints, the value of its last line, and the name of the error it ends in.
    """
    source = _PROGRAM.format(code=code)
    question = CodeQuestion(
        id=QuestionId("example"),
        title="",
        prompt="",
        stub="",
        solution=source,
        checks=(Check(id="shown", source=_CHECK, cell=1),),
        learner_names=("shown",),
        timeout=SECONDS,
    )
    try:
        report = await target.check(question, source, None)
    except CheckUnavailableError:
        return None
    if report.verdict != "incorrect" or not report.message.startswith(">"):
        return None
    # Behind it stands what the check adds of the call, which has no such sign.
    return report.message[1 : report.message.rindex("<")]
