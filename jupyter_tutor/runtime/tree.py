"""A tree of processes as it is at a moment, as text and as a diagram.

Its events tell the same tree (:mod:`.told`), so that whoever has heard them needs to ask nobody.
Knows nothing of tutoring.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from jupyter_tutor.runtime.children import Child, Supervising
from jupyter_tutor.runtime.happenings import ProcessKind
from jupyter_tutor.runtime.process import Process

# Mermaid's own: an ampersand is written as a number sign, and backticks begin Markdown.
_ENTITIES = str.maketrans(
    {"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;"}
)

NodeState = Literal["running", "ending", "restarting", "unresponsive", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A process, or a place that nobody is in (``process`` is 0).

    ``restarts`` is how often its place was filled again, ``mailbox`` how many messages wait,
    ``age`` its seconds, ``memory`` an estimate of the bytes that are its own; None: not known.
    ``children`` are its places in their order, and after them those who are in none any more and
    have not ended yet.
    """

    process: int
    child: str
    kind: ProcessKind
    state: NodeState
    restarts: int
    mailbox: int | None
    age: float
    memory: int | None
    children: "tuple[Node, ...]" = ()


_OWN = tuple(field.name for field in fields(Node) if field.name != "children")


def live_tree(root: Process) -> Node:
    """The tree below ``root``, which belongs to one, as it is now."""
    chronicle = root.chronicle
    return _node(root, root.child, 0, chronicle.now() if chronicle else 0.0)


def messages_waiting(root: Process) -> int:
    """How many messages wait, of ``root`` and all below it."""
    below: Iterable[Process] = ()
    if isinstance(root, Supervising):
        placed = (place.process for place in root.places)
        below = (*(each for each in placed if each is not None), *root.leaving)
    return (root.mailbox_length or 0) + sum(map(messages_waiting, below))


def as_data(root: Node) -> dict[str, Any]:
    """The tree as nodes within nodes, by the names of their fields."""
    # A tree may have ten thousand nodes, and `dataclasses.asdict` takes six times as long.
    below = [as_data(child) for child in root.children]
    return {name: getattr(root, name) for name in _OWN} | {"children": below}


def as_text(root: Node, most: int = 20) -> str:
    """The tree as indented lines; of more than ``most`` children of one, the rest is counted."""
    return "\n".join(f"{'  ' * line.depth}{line.words}" for line in _lines(root, most))


def as_mermaid(root: Node, most: int = 20) -> str:
    """The tree as a Mermaid flowchart, with as many of its children as :func:`as_text` shows."""
    drawn = ["graph TD"]
    for line in _lines(root, most):
        drawn.append(f'  n{line.number}["{_quoted(line.words)}"]')
        if line.parent is not None:
            drawn.append(f"  n{line.parent} --> n{line.number}")
    return "\n".join(drawn)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    parent: int | None
    depth: int
    words: str


def _lines(root: Node, most: int) -> Iterator[_Line]:
    left: list[tuple[int | None, int, Node | str]] = [(None, 0, root)]
    number = 0
    while left:
        parent, depth, one = left.pop()
        number += 1
        if isinstance(one, str):
            yield _Line(number, parent, depth, one)
            continue
        yield _Line(number, parent, depth, f"{' '.join(one.child.split())} ({_facts(one)})")
        below: list[Node | str] = list(one.children[:most])
        if len(one.children) > most:
            below.append(f"… and {len(one.children) - most} more")
        left += [(number, depth + 1, each) for each in reversed(below)]


def _facts(node: Node) -> str:
    facts = [node.kind, node.state, f"{node.age:.0f} s"]
    if node.restarts:
        facts.append(f"started again: {node.restarts}")
    if node.mailbox:
        facts.append(f"mail: {node.mailbox}")
    if node.memory:
        facts.append(f"{node.memory / 1000:.1f} kB")
    return ", ".join(facts)


def _quoted(words: str) -> str:
    return words.translate(_ENTITIES)


def _node(process: Process, child: str, restarts: int, now: float) -> Node:
    children: tuple[Node, ...] = ()
    if isinstance(process, Supervising):
        children = (
            *(_of_place(place, now) for place in process.places),
            *(_node(gone, gone.child, times, now) for gone, times in process.leaving.items()),
        )
    state: NodeState = "running"
    if process.unresponsive:
        state = "unresponsive"
    elif process.ending:
        state = "ending"
    return Node(
        process=process.number,
        child=child,
        kind=process.kind,
        state=state,
        restarts=restarts,
        mailbox=process.mailbox_length,
        age=max(0.0, now - process.since),
        memory=process.memory,
        children=children,
    )


def _of_place(place: Child, now: float) -> Node:
    name = str(place.spec.id)
    # One who has ended is in the place until its supervisor has come to that.
    if place.process is not None and place.process.alive:
        return _node(place.process, name, place.restarts, now)
    return Node(
        process=0,
        child=name,
        kind=place.kind,
        state="restarting" if place.restarting else "absent",
        restarts=place.restarts,
        mailbox=0,
        age=0.0,
        memory=0,
    )
