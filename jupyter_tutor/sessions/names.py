"""The names of the people behind learners, so that they can be kept from a language model.

They are told by whoever lets people in, stay in memory, and are written down nowhere.
"""

from collections.abc import Iterable

from jupyter_tutor.core.ids import LearnerId


class KnownNames:
    """Who is known by which names here; several people may be one learner."""

    def __init__(self) -> None:
        self._names: dict[LearnerId, tuple[str, ...]] = {}

    def tell(self, learner: LearnerId, names: Iterable[str]) -> None:
        """They are this learner's, too."""
        known = dict.fromkeys((*self.of(learner), *names))
        if known:
            self._names[learner] = tuple(known)

    def of(self, learner: LearnerId) -> tuple[str, ...]:
        """All that are known, beside the learner's own id."""
        return self._names.get(learner, ())
