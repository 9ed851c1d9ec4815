"""An answer cell, split at its solution markers into the stub and the solution."""

import re
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.core.questions import PLACEHOLDER

_BEGIN = re.compile(r"\s*#+\s*BEGIN SOLUTION\s*")
_END = re.compile(r"\s*#+\s*END SOLUTION\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAnswer:
    """What the learner is given, and what the author would write."""

    stub: str
    solution: str


def split_answer(marked: Marked, faults: Faults) -> SplitAnswer | None:
    """Split an answer; None when its markers are at fault, which is then noted.

    In the stub each marked part is one line in the part's indentation; in the solution only the
    marker lines are gone.
    """
    stub: list[str] = []
    solution: list[str] = []
    part: list[str] | None = None
    opened_at = parts = 0
    for number, line in enumerate(marked.body.split("\n"), start=1):
        if _BEGIN.fullmatch(line):
            if part is not None:
                faults.error(
                    marked.body_place(number),
                    "A solution begins inside another one.",
                    "Write `### END SOLUTION` before the second `### BEGIN SOLUTION`.",
                )
                return None
            part, opened_at = [], number
            parts += 1
        elif _END.fullmatch(line):
            if part is None:
                faults.error(
                    marked.body_place(number),
                    "A solution ends here that never began.",
                    "Write `### BEGIN SOLUTION` above its first line.",
                )
                return None
            stub.append(_indentation(part, line) + PLACEHOLDER)
            part = None
        else:
            solution.append(line)
            (stub if part is None else part).append(line)
    if part is not None:
        faults.error(
            marked.body_place(opened_at),
            "The solution that begins here never ends.",
            "Write `### END SOLUTION` below its last line.",
        )
        return None
    if not parts:
        faults.error(
            marked.place,
            "No part of the answer is marked as the solution, so learners would be given it all.",
            "Put `### BEGIN SOLUTION` and `### END SOLUTION` around what they are to write.",
        )
        return None
    return SplitAnswer(stub="\n".join(stub).rstrip(), solution="\n".join(solution).rstrip())


def _indentation(part: list[str], end: str) -> str:
    model = next((line for line in part if line.strip()), end)
    return model[: len(model) - len(model.lstrip())]
