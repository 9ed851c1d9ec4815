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
class JudgeProse:
    """Judge the sentences written for ``question``; returns as FinishCheck."""

    type: Literal["judge_prose"] = "judge_prose"
    request: RequestId
    question: QuestionId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReply:
    """Reply to ``asked``; returns as any number of GrowReply and an EndReply."""

    type: Literal["write_reply"] = "write_reply"
    request: RequestId
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteHint:
    """Write a hint for ``question``; returns as EndHint."""

    type: Literal["write_hint"] = "write_hint"
    request: RequestId
    question: QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSummary:
    """Put the facts of the session into words; returns as EndSummary."""

    type: Literal["write_summary"] = "write_summary"
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelError:
    """See what misconception a wrong answer shows; returns as LabelAnswer, or not at all."""

    type: Literal["label_error"] = "label_error"
    request: RequestId
    question: QuestionId
    source: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWriting:
    """Give up what is being written under that request."""

    type: Literal["cancel_writing"] = "cancel_writing"
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCheck:
    """Give up the check of that request; its late result will be refused."""

    type: Literal["cancel_check"] = "cancel_check"
    request: RequestId


CheckEffect = RunCheck | CompareFormula | JudgeProse
"""What judges an answer."""

WritingEffect = WriteReply | WriteHint | WriteSummary | LabelError
"""What a language model is asked for, beside judging."""

Effect = CheckEffect | WritingEffect | CancelCheck | CancelWriting
