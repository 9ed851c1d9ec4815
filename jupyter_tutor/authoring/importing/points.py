"""What questions and their checks are worth, in the numbers that a course can hold."""

from collections.abc import Mapping
from dataclasses import replace

from jupyter_tutor.authoring.importing.draft import Draft, DraftCell

MOST = 1000.0
LEAST = 0.01


def give_points(draft: Draft, points: Mapping[str, float | None]) -> None:
    """Write the points of questions, and those of checks where they are not all worth the same.

    A question that has None is worth what its checks are together.
    """
    for question, total in points.items():
        checks = [c for c in draft.cells if c.question == question and c.role == "check"]
        whole = sum(check.weight for check in checks) if total is None else total
        alike = len({round(check.weight, 6) for check in checks}) <= 1
        if whole > MOST:
            what = f"`{question}` was worth {written(whole)} points, and is worth {MOST:g} now."
            _tell(draft, question, what, "A question can be worth no more.")
        if not alike and any(not LEAST <= check.weight <= MOST for check in checks):
            what = f"Tests of `{question}` that were worth nothing are checks worth {LEAST:g} now."
            _tell(draft, question, what, "A check has to be worth something, and at most 1000.")
        draft.cells = [
            _with_points(cell, whole, alike) if cell.question == question else cell
            for cell in draft.cells
        ]


def _tell(draft: Draft, question: str, what: str, fix: str) -> None:
    head = next(c for c in draft.cells if c.question == question and c.role == "question")
    draft.change(head.place, what, fix)


def _with_points(cell: DraftCell, whole: float, alike: bool) -> DraftCell:
    if cell.role == "question":
        worth = written(min(whole, MOST))
        return cell if worth == "1" else replace(cell, keys={**cell.keys, "points": worth})
    if cell.role != "check" or alike:
        return cell
    weight = written(min(max(cell.weight, LEAST), MOST))
    return cell if weight == "1" else replace(cell, keys={**cell.keys, "points": weight})


def written(number: float) -> str:
    """A number of points as an author writes it: 1, 0.5, 0.333333."""
    return f"{number:.6f}".rstrip("0").rstrip(".")
