"""Orders that look like chance and are none.

The core has no randomness: an order follows from who is asked and what. So a learner meets the
same one on every day, in every window and after a crash, and others meet others.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

from jupyter_tutor.core.ids import LearnerId, QuestionId

Item = TypeVar("Item")


def shuffled(
    items: Iterable[Item],
    name: Callable[[Item], str],
    question: QuestionId,
    learner: LearnerId | None,
) -> tuple[Item, ...]:
    """The items in the order in which this learner meets them in this question.

    ``name`` tells them apart. ``learner`` None is nobody in particular: a notebook that all share.
    """

    def key(item: Item) -> bytes:
        return hashlib.sha256("\x00".join((learner or "", question, name(item))).encode()).digest()

    return tuple(sorted(items, key=key))
