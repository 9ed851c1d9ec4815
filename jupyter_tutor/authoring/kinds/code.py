"""Code questions: answered in a notebook cell, judged by checks that run outside the kernel."""

import ast
from dataclasses import dataclass

from jupyter_tutor.authoring.check_lint import lint_check
from jupyter_tutor.authoring.faults import Faults, did_you_mean
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    cells_of_type,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.python_text import (
    bound_names,
    explain,
    imported_names,
    parse,
    parse_body,
    same_code,
)
from jupyter_tutor.authoring.solution import split_answer
from jupyter_tutor.core.questions import Check, CodeQuestion, WrongAnswer

_ROLES = ("answer", "check", "wrong", "alternative", "hint")
_WORDS = {"alternative": "alternative", "wrong": "wrong answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The answer cell, split, parsed and found to be in order."""

    stub: str
    solution: str
    stub_tree: ast.Module
    tree: ast.Module


def read_code(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> CodeQuestion | None:
    """Read a code question; None when there is too little to go on, which is then noted."""
    refuse_other_roles(parts, "code", _ROLES, faults)
    refuse_other_keys(parts, "code", faults)
    common = read_common(parts, policies, faults)
    timeout = values_of(parts.head, faults).number(
        "timeout", policies.timeout, least=0, most=300, above=True
    )
    difference = values_of(parts.head, faults).difference("difference", policies.difference)
    answer = _read_answer(parts, faults)
    cells_of_type(parts, "alternative", "code", faults)
    alternatives = _parsed(parts, "alternative", faults)
    wrongs = _parsed(parts, "wrong", faults)
    names = above.names.union(*(bound_names(tree) for _, tree in (*alternatives, *wrongs)))
    if answer is not None:
        names |= _names_taught(answer)
        _compare(answer, alternatives, wrongs, faults)
    checks = _read_checks(parts, faults)
    wrong = _read_wrong(parts, faults)
    if answer is None:
        return None
    for cell in parts.of("check"):
        there = any(check.cell == cell.cell.number and check.where == "kernel" for check in checks)
        lint_check(cell, names, _names_taught(answer) | above.names, there, faults)
    return CodeQuestion(
        **common.fields(),
        stub=answer.stub,
        solution=answer.solution,
        alternatives=tuple(cell.body for cell, _ in alternatives),
        checks=checks,
        wrong=wrong,
        learner_names=tuple(sorted(names)),
        setup=above.setup,
        timeout=timeout,
        difference=difference,
    )


def _read_answer(parts: Parts, faults: Faults) -> _Answer | None:
    fix = f"Add a code cell that begins with `#| tutor: answer` and `#| for: {parts.id}`."
    cell = one_cell(parts, "answer", fix, faults)
    if cell is None or parse_body(cell, faults) is None:
        return None
    split = split_answer(cell, faults)
    if split is None:
        return None
    tree, stub_tree = parse(split.solution), parse(split.stub)
    if isinstance(tree, SyntaxError):
        what, fix = explain(tree, split.solution)
        faults.error(cell.place, f"In the solution: {what}", fix)
        return None
    if isinstance(stub_tree, SyntaxError):
        faults.error(
            cell.place,
            "With the solution taken out, what the learner is given is not Python.",
            "Put the markers around whole statements.",
        )
        return None
    if same_code(tree, stub_tree) or not tree.body:
        faults.error(
            cell.place,
            "The solution is the same as what the learner is given.",
            "Write the solution between the markers.",
        )
        return None
    return _Answer(stub=split.stub, solution=split.solution, stub_tree=stub_tree, tree=tree)


def _names_taught(answer: _Answer) -> frozenset[str]:
    """What a right answer binds, as far as it is of the learner's making.

    An import counts only where the learner has to write it: a library that the stub imports, or
    that only some answers use, means in a check the checker's own, which no answer can tamper with.
    """
    imported = imported_names(answer.tree) - imported_names(answer.stub_tree)
    return bound_names(answer.tree) | bound_names(answer.stub_tree) | imported


def _parsed(parts: Parts, role: str, faults: Faults) -> list[tuple[Marked, ast.Module]]:
    return [
        (cell, tree)
        for cell in parts.of(role)
        if cell.cell.type == "code" and (tree := parse_body(cell, faults)) is not None
    ]


def _compare(
    answer: _Answer,
    alternatives: list[tuple[Marked, ast.Module]],
    wrongs: list[tuple[Marked, ast.Module]],
    faults: Faults,
) -> None:
    """Note a wrong answer that is also right, or that was written before."""
    known = [(answer.tree, "the solution"), (answer.stub_tree, "what the learner is given")]
    for cell, tree in (*alternatives, *wrongs):
        twin = next((name for other, name in known if same_code(tree, other)), None)
        if twin is not None:
            what = f"This {_WORDS[cell.role]} is the same as {twin}."
            faults.error(cell.place, what, "Change one of them, or take this cell away.")
        known.append((tree, f"the {_WORDS[cell.role]} of cell {cell.cell.number}"))


def _read_checks(parts: Parts, faults: Faults) -> tuple[Check, ...]:
    cells = parts.of("check")
    if not cells and not parts.incomplete:
        fix = f"Add a code cell that begins with `#| tutor: check` and `#| for: {parts.id}`."
        faults.error(parts.head.place, f"The question `{parts.id}` has no check.", fix)
    checks: list[Check] = []
    for number, cell in enumerate(cells, start=1):
        values = values_of(cell, faults)
        says = values.text("says")
        points = values.number("points", 1.0, least=0, most=1000, above=True)
        id_ = values.optional_identifier("id") or f"check-{number}"
        requires = _known_checks(values.identifiers("requires"), id_, checks, cell, faults)
        hidden = values.flag("hidden", False)
        where = values.where("where")
        if parse_body(cell, faults) is None:
            continue
        checks.append(
            Check(
                id=id_,
                source=cell.body,
                says=says,
                points=points,
                requires=requires,
                hidden=hidden,
                where=where,
                cell=cell.cell.number,
            )
        )
    return tuple(checks)


def _known_checks(
    required: tuple[str, ...], own: str, before: list[Check], cell: Marked, faults: Faults
) -> tuple[str, ...]:
    """Note a check whose id is taken, or that waits for what does not come before it."""
    known = [check.id for check in before]
    if own in known:
        what = f"Two checks of this question are called `{own}`."
        faults.error(cell.line_of("id"), what, "Give one of them another id.")
    for name in required:
        if name not in known:
            faults.error(
                cell.line_of("requires"),
                f"No check of this question before this one is called `{name}`."
                f"{did_you_mean(name, known)}",
                "Give that check a line `#| id: …`, and let it stand above this one.",
            )
    return tuple(name for name in required if name in known)


def _read_wrong(parts: Parts, faults: Faults) -> tuple[WrongAnswer, ...]:
    cells = cells_of_type(parts, "wrong", "code", faults)
    if not parts.of("wrong") and not parts.incomplete:
        faults.warning(
            parts.head.place,
            f"The question `{parts.id}` foresees no wrong answers.",
            "Add code cells with `#| tutor: wrong`, each with what it shows and what to say to it.",
        )
    wrong: list[WrongAnswer] = []
    for cell in cells:
        values = values_of(cell, faults)
        misconception = values.identifier(
            "misconception", "Name what it shows, such as `misconception: off-by-one`."
        )
        says = values.needed("says", "Write what a learner who answers this should hear.")
        if misconception is None or says is None:
            continue
        wrong.append(
            WrongAnswer(
                misconception=misconception,
                says=says,
                source=cell.body,
                cell=cell.cell.number,
            )
        )
    return tuple(wrong)
