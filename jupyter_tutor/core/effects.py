"""What a session wants done. Values only: ids and data, never clients or callbacks.

Every effect that is to have a result carries the request id under which the result returns.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId, RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCheck:
    """Judge the code answer to ``question``; returns as FinishCheck or FailCheck."""

    type: Literal["run_check"] = "run_check"
    request: RequestId
    question: QuestionId
    source: str
    cell_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareFormula:
    """Judge the formula typed for ``question``; returns as FinishCheck or FailCheck."""

    type: Literal["compare_formula"] = "compare_formula"
    request: RequestId
    question: QuestionId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheck:
    """Give up the check of that request; its late result will be refused."""

    type: Literal["cancel_check"] = "cancel_check"
    request: RequestId


Effect = RunCheck | CompareFormula | CancelCheck
