"""What a supervisor tells of its children. Knows nothing of tutoring."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.runtime.children import Child
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildType

WhoIsThere = Process | Literal["restarting"] | None
"""Who is in a child's place; None: nobody."""


@dataclass(frozen=True, slots=True)
class ChildInfo:
    """What `which_children` tells of a child."""

    id: Hashable
    process: WhoIsThere
    type: ChildType


@dataclass(frozen=True, slots=True)
class Counts:
    """What `count_children` tells."""

    specs: int
    active: int
    supervisors: int
    workers: int


def tell(child: Child) -> ChildInfo:
    """What is told of a child."""
    there: WhoIsThere = child.process
    if child.restarting and there is None:
        there = "restarting"
    return ChildInfo(child.spec.id, there, child.spec.type)


def count(children: Sequence[Child]) -> Counts:
    """How many of each there are."""
    supervisors = sum(child.spec.type == "supervisor" for child in children)
    return Counts(
        specs=len(children),
        active=sum(child.alive for child in children),
        supervisors=supervisors,
        workers=len(children) - supervisors,
    )
