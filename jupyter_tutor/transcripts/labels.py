"""The words that a transcript adds: whose an entry is, what it is, how a question stands."""

from typing import assert_never

from jupyter_tutor.core.state import Message
from jupyter_tutor.core.talk import ConfidenceLabel, Ending, Reply
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.core.view import Progress, ProgressStatus

VERDICTS: dict[Verdict, str] = {
    "correct": "Right",
    "incorrect": "Not right yet",
    "unattempted": "Not tried yet",
    "error": "It ended in an error",
    "timeout": "It took too long",
    "undecided": "Not decided",
}


CONFIDENCE: dict[ConfidenceLabel, str] = {
    "verified": "verified by running",
    "high": "confident",
    "medium": "fairly sure",
    "low": "not sure",
}

ENDINGS: dict[Ending, str] = {
    "finished": "",
    "stopped": "stopped before its end",
    "lost": "lost before its end",
    "withheld": "held back",
    "failed": "not answered",
    "broke_off": "broke off",
}

STANDINGS: dict[ProgressStatus, str] = {
    "ahead": "still to come",
    "open": "open",
    "skipped": "skipped for now",
    "correct": "right",
    "undecided": "answered, not decided",
    "missed": "closed without points",
}

YOU = "You"
"""How learners are called in what they read themselves."""


def progress_words(progress: Progress) -> str:
    """How far a lesson has come, in a sentence."""
    return (
        f"{progress.done} of {progress.total} questions done, "
        f"{progress.points:g} of {progress.max_points:g} points."
    )


def heading(message: Message) -> str | None:
    """The title under which a new step begins; None for what belongs to the step before."""
    match message.kind:
        case "exposition":
            return message.title
        case "question":
            return f"Question: {message.title}"
        case _:
            return None


def label(message: Message, learner: str) -> str | None:
    """Who says what, in a few words of plain text; None where a heading says so already."""
    match message.kind:
        case "exposition" | "question":
            return None
        case "welcome":
            return "Welcome"
        case "answer":
            return f"{learner} answered"
        case "said":
            return f"{learner} wrote"
        case "verdict":
            return _verdict(message.report)
        case "hint":
            return "Hint"
        case "skipped":
            return "Skipped"
        case "solution":
            return "Solution"
        case "review":
            return "Still open"
        case "completed":
            return "Finished"
        case "reply":
            return _replied(message.reply)
        case "summary":
            return "Summary"
        case "notice":
            return "Note"
        case _:
            assert_never(message.kind)


def _replied(reply: Reply | None) -> str:
    if reply is None:
        return "Tutor"
    said = CONFIDENCE[reply.confidence.label] if reply.confidence else ENDINGS[reply.ending]
    return f"Tutor, by language model ({said})" if said else "Tutor, by language model"


def _verdict(report: Report | None) -> str:
    if report is None:
        return "Tutor"
    said = VERDICTS[report.verdict]
    if report.verdict != "correct":
        return said
    return f"{said} ({report.points:g} of {report.max_points:g} points)"
