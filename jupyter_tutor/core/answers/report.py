"""The reports that all judges of the panel's questions give alike."""

from collections.abc import Callable, Sequence

from jupyter_tutor.core.questions import Asked, ForeseenText
from jupyter_tutor.core.verdict import Report


def right(question: Asked, message: str, seen: str | None = None) -> Report:
    """It is right: all points."""
    return Report(
        verdict="correct",
        points=question.points,
        max_points=question.points,
        message=message,
        seen=seen,
    )


def wrong(
    question: Asked,
    message: str,
    *,
    points: float = 0.0,
    ran: str | None = None,
    seen: str | None = None,
    expected: str | None = None,
    misconception: str | None = None,
) -> Report:
    """It is wrong: no points, unless a part of it is right."""
    return Report(
        verdict="incorrect",
        points=points,
        max_points=question.points,
        message=message,
        ran=ran,
        seen=seen,
        expected=expected,
        misconception=misconception,
    )


def recognised(
    foreseen: Sequence[ForeseenText], alike: Callable[[str], bool]
) -> ForeseenText | None:
    """The first foreseen wrong answer that is like the learner's, or None."""
    return next((one for one in foreseen if alike(one.answer)), None)
