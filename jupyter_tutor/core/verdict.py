"""What came of judging an answer."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.basis import Basis

Verdict = Literal["correct", "incorrect", "unattempted", "error", "timeout", "undecided"]

LiveTarget = Literal["fork", "fresh", "none"]
"""Where the answers of a notebook that is open are judged; see :data:`Target`."""

Target = LiveTarget | Literal["sandbox", "process"]
"""Where code was judged: a forked child of the live kernel, a fresh process, a sandbox, a process
with limits where a sandbox was wanted and none could be had, or nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an answer in words says, or does not say, of one idea of its rubric.

    ``idea`` is what the learner may read of it: its text where it was found, else what is asked of
    it. ``quote`` are the learner's own words for it; None where there are none.
    """

    idea: str
    found: bool
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A verdict and all a learner or an instructor may want to know of it.

    ``message`` is plain words for the learner (Markdown), never None and never the solution.
    ``ran``, ``seen`` and ``expected`` are short Python text, None where there is nothing to show.
    ``misconception`` is the id of the foreseen wrong answer this one behaves like, or None.
    ``undecided`` with a ``fault`` means that the check itself failed: an author's mistake, never
    the learner's; the fault is what an author needs (a traceback), and is not shown to learners.
    Without one it means that a rubric cannot tell whether what was written is right.
    ``basis`` is what else of the notebook a code answer stood on; None where that is not known, or
    where it was judged by its text alone. It goes into the record, and is not shown.
    ``evidence`` is what a language model found in an answer in words; empty where none was asked.
    """

    verdict: Verdict
    points: float
    max_points: float
    message: str
    ran: str | None = None
    seen: str | None = None
    expected: str | None = None
    misconception: str | None = None
    notes: tuple[str, ...] = ()
    target: Target = "none"
    fault: str | None = None
    basis: Basis | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def weaker(self) -> bool:
        """Whether a sandbox was wanted and something less had to do."""
        return self.target == "process"
