"""A learner who copies whatever looks like code out of what they were shown, and tries it.

Written apart from the guard, on purpose: it shows what the guard let by.
"""

import ast
import contextlib
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence

from jupyter_tutor.core.questions import PLACEHOLDER, CodeQuestion
from jupyter_tutor.ports import Target

_SIGNS = re.compile(r"^\s*(?:>>>|\.\.\.|In \[\d+\]:|\d+\.|[>+#-])(?: |(?=\S)|$)")
_CODE = re.compile(r"[=(\[]|\breturn\b|:$")


def tries(question: CodeQuestion, shown: str) -> Iterator[str]:
    """The cells that can be made of it."""
    if not shown.strip():
        return
    fences = [textwrap.dedent(found) for found in re.findall(r"```\w*\n(.*?)```", shown, re.DOTALL)]
    spans = re.findall(r"`([^`\n]+)`", shown)
    bare = [_SIGNS.sub("", line) for line in shown.splitlines()]
    lines = [line for line in bare if _CODE.search(line) and "```" not in line]
    whole = [shown, "".join(fences), "\n".join(spans), "\n".join(bare), "\n".join(lines)]
    for code in dict.fromkeys([*fences, *spans, *whole, *lines, "\n".join(fences + spans)]):
        for cell in (
            textwrap.dedent(code),
            _filled(question, code),
            _filled(question, _value(code)),
        ):
            if cell is not None and _worth_trying(question, cell):
                yield cell


async def solves(
    question: CodeQuestion, shown: Sequence[str], undo: Callable[[str], str], target: Target
) -> bool:
    """Whether they have an answer, who also know how to ``undo`` what it was dressed up as."""
    if not any(shown):
        return False
    whole = "\n".join(shown)
    texts = [whole]
    with contextlib.suppress(ValueError, IndexError):  # nothing of it was shown
        texts.append(undo(whole))
    for cell in dict.fromkeys(cell for text in texts for cell in tries(question, text)):
        if (await target.check(question, cell, None)).verdict == "correct":
            return True
    return False


def _filled(question: CodeQuestion, code: str | None) -> str | None:
    for line in question.stub.splitlines() if code is not None else ():
        if line.strip() == PLACEHOLDER:
            indent = line[: len(line) - len(line.lstrip())]
            made = textwrap.indent(textwrap.dedent(str(code)).strip("\n"), indent)
            return question.stub.replace(line, made)
    return None


def _value(code: str) -> str | None:
    try:
        ast.parse(code.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return None
    return f"return {code.strip()}"


def _worth_trying(question: CodeQuestion, cell: str) -> bool:
    """Whether it is Python, and hands something back where that is asked for."""
    try:
        tree = ast.parse(cell)
    except (SyntaxError, ValueError):
        return False
    wanted = "return " in question.solution
    hands_back = re.search(r"\breturn\b|lambda|exec|import|=\s*\w+$", cell) is not None
    new = ast.dump(tree) != ast.dump(ast.parse(question.stub))
    return new and bool(tree.body) and (hands_back or not wanted)
