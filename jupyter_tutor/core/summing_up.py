"""When and how the story of a session is told."""

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.summary import facts, narrative
from jupyter_tutor.core.talk_events import SummaryAsked, SummaryWritten


def sum_up(state: State, lesson: Lesson, at: str) -> SummaryAsked | SummaryWritten:
    """At the end of a lesson: by the model if it is free, else from the facts alone."""
    if state.model is not None and state.writing is None:
        return summary_asked(state, at)
    return summary_written(state, lesson, at)


def summary_asked(state: State, at: str) -> SummaryAsked:
    """Have it written."""
    return SummaryAsked(at=at, request=RequestId(f"summary-{state.seq}"))


def summary_written(
    state: State, lesson: Lesson, at: str, request: RequestId | None = None
) -> SummaryWritten:
    """The facts in the words of a template."""
    words = narrative(facts(state, lesson))
    return SummaryWritten(at=at, by="template", words=words, request=request)
