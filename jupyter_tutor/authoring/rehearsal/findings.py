"""What a rehearsal can find, and the shape of a finding.

Every finding says where it is, what was seen and how to put it right, in an author's words. A
course without any is proved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.authoring.faults import Fault, Place
from jupyter_tutor.core.ids import QuestionId

Rule = Literal[
    "structure",
    "skill",
    "walkthrough",
    "solution",
    "alternative",
    "wrong",
    "stub",
    "check",
    "slow",
    "flaky",
    "touches",
    "hint",
    "answer",
    "sample",
    "unjudged",
]

RULES: Mapping[Rule, str] = {
    "structure": "The notebooks and `course.yaml` are in order, and no id is there twice.",
    "skill": "Every declared skill is practised, and none is needed before it is taught.",
    "walkthrough": "The lesson runs from top to end, and programs show what was saved.",
    "solution": "The solution passes every check.",
    "alternative": "Every alternative passes every check.",
    "wrong": "Every wrong answer fails, and its learner hears the words written for it.",
    "stub": "What the learner is given counts as no attempt, and is not right.",
    "check": "No check fails by itself.",
    "slow": "No check takes longer than the course allows.",
    "flaky": "Every answer gets the same verdict and words each time.",
    "touches": "No check changes a learner's variable, or leaves a file behind.",
    "hint": "No hint holds the solution.",
    "answer": "The answer of a question without code is right by its own rules.",
    "sample": "Every sample answer gets the verdict its author gave it.",
    "unjudged": "Every answer could be judged here.",
}
"""What each rule asks for, in the order in which they are told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it has to be. ``question`` is None where it is of none.

    ``seen`` is what the learner would read, or what came of running something; it may have
    several lines. None where ``what`` has it all.
    """

    rule: Rule
    place: Place
    question: QuestionId | None
    what: str
    fix: str
    seen: str | None = None


def of_fault(fault: Fault, rule: Rule) -> Finding:
    """A finding that says what a fault says."""
    return Finding(rule=rule, place=fault.place, question=None, what=fault.what, fix=fault.fix)


def in_order(findings: Iterable[Finding], files: Sequence[str]) -> tuple[Finding, ...]:
    """Each finding once, from the top of the first file to the end of the last one.

    Those of other files come first: of `course.yaml`, and of notebooks that could not be read.
    """
    order = {name: number for number, name in enumerate(files)}
    known = {rule: number for number, rule in enumerate(RULES)}
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda found: (
                order.get(found.place.file, -1),
                found.place.cell or 0,
                found.place.line or 0,
                known[found.rule],
            ),
        )
    )
