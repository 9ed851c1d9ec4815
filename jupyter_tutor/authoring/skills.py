"""Skills: what a course says learners can do afterwards, and which questions ask for what.

`skills:` of `course.yaml` declares them, `skills:` of a question practises them, and `needs:` of
a question are those that a learner has to bring along. A skill counts as taught from the first
question that practises it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, Place, did_you_mean, listed
from jupyter_tutor.authoring.kinds.parts import Parts, values_of
from jupyter_tutor.authoring.values import ID, Values
from jupyter_tutor.core.ids import QuestionId

_EXAMPLE = "Write, indented below it, an id and what it is: `lists: Make a list and use its items`."

DeclaredSkills = Mapping[str, int]
"""The ids that a course declares, each with its line in `course.yaml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillUse:
    """A question that practises a skill, or ``needed``: one that expects it to be there."""

    skill: str
    question: QuestionId
    needed: bool
    place: Place


def read_skills(values: Values, faults: Faults) -> DeclaredSkills:
    """Read `skills:` of a course; what learners can do with them is for people to read."""
    entry = values.entries.get("skills")
    if entry is None or entry.value == "":
        return {}
    if not isinstance(entry.value, dict):
        faults.error(values.place.at(entry.line), "`skills` has no keys.", _EXAMPLE)
        return {}
    declared: dict[str, int] = {}
    for skill, said in entry.value.items():
        place = values.place.at(said.line)
        if not ID.fullmatch(skill):
            fix = "Use lower-case letters, digits and single hyphens."
            faults.error(place, f"`{skill}` is no id of a skill.", fix)
            continue
        declared[skill] = said.line
        if not isinstance(said.value, str) or not said.value:
            faults.error(place, f"Nothing is said of the skill `{skill}`.", _EXAMPLE)
    return declared


def skill_uses(parts: Parts, faults: Faults) -> tuple[SkillUse, ...]:
    """The skills of one question: what it needs, then what it practises.

    Faults of its `needs` are noted; those of its `skills` have been, where it was read.
    """
    noted_already = Faults()
    practised = values_of(parts.head, noted_already).identifiers("skills")
    needed = values_of(parts.head, faults).identifiers("needs")
    return tuple(
        SkillUse(skill=skill, question=parts.id, needed=key == "needs", place=place)
        for key, skills in (("needs", needed), ("skills", practised))
        for skill in skills
        for place in (parts.head.line_of(key),)
    )


def judge_declared(
    declared: DeclaredSkills, uses: Sequence[SkillUse], place: Place, faults: Faults
) -> None:
    """Note skills of questions that the course does not declare, if it declares any."""
    for use in uses:
        if declared and use.skill not in declared:
            what = f"The course declares no skill `{use.skill}`.{did_you_mean(use.skill, declared)}"
            fix = f"Use {listed(declared, 'or')}, or add it to `skills:` of {place.file}."
            faults.error(use.place, what, fix)


def judge_order(
    declared: DeclaredSkills, uses: Sequence[SkillUse], place: Place, faults: Faults
) -> None:
    """Note skills that no question practises, or that one needs before they are taught.

    ``uses`` are those of the whole course, in its order.
    """
    first: dict[str, SkillUse] = {}
    early: list[SkillUse] = []
    for use in uses:
        if not use.needed:
            first.setdefault(use.skill, use)
        elif use.skill not in first:
            early.append(use)
    for skill, line in declared.items():
        if skill not in first:
            what = f"The skill `{skill}` is used nowhere: no question practises it."
            fix = f"Add it to `skills:` of the questions that do, or take it out of {place.file}."
            faults.warning(place.at(line), what, fix, fails_rehearsal=True)
    for use in early:
        what, fix = _untaught(use, first.get(use.skill))
        faults.warning(use.place, what, fix, fails_rehearsal=True)


def _untaught(use: SkillUse, first: SkillUse | None) -> tuple[str, str]:
    """What is wrong with a need that nothing above meets; ``first`` practises it, if any does."""
    whole = f"`{use.question}` needs the skill `{use.skill}`, which"
    if first is None:
        fix = "Add a question that practises it (`skills:`), or take it out of `needs:`."
        return f"{whole} no question practises.", fix
    fix = "Move that question further up, or take the skill out of `needs:`."
    if (first.place.file, first.question) == (use.place.file, use.question):
        fix = "Ask a question that practises it further up, or take it out of `needs:`."
        return f"{whole} no question above it practises.", fix
    return (
        f"{whole} is taught later: `{first.question}` ({first.place}) is the first to practise it.",
        fix,
    )
