"""What a look at a live tree shows beyond what its events tell, taken away."""

from dataclasses import replace

from jupyter_tutor.runtime.tree import Node


def as_told(node: Node) -> Node:
    """A live tree as its events should tell it: without the mail and the memory of processes."""
    if node.process:
        node = replace(node, mailbox=None, memory=None)
    return replace(node, children=tuple(map(as_told, node.children)))
