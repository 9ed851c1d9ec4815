"""How a running tutor is, as data: its tree of processes and what has happened in it of late.

Holds ids and numbers only: no names of learners, nothing that anybody wrote.
"""

from dataclasses import asdict
from typing import Any

from jupyter_tutor.runtime.happenings import Chronicle
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.tree import as_data, as_mermaid, as_text, live_tree


def running_as_data(root: Process, chronicle: Chronicle) -> dict[str, Any]:
    """``tree`` (nodes within nodes), the same as ``text`` and as ``mermaid``, and ``happened``.

    ``happened`` are the latest events, oldest first; their times are ``now``'s, monotonic seconds.
    """
    tree = live_tree(root)
    return {
        "tree": as_data(tree),
        "text": as_text(tree),
        "mermaid": as_mermaid(tree),
        "now": chronicle.now(),
        "happened": [asdict(happening) for happening in chronicle.kept],
    }
