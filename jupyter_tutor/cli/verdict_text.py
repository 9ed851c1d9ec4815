"""A verdict as the command line tells it: in words, or as JSON."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_tutor.core.questions import Question
    from jupyter_tutor.core.verdict import Report

HEADLINES = {
    "correct": "Right.",
    "incorrect": "Not right yet.",
    "unattempted": "Not answered yet.",
    "error": "It ends in an error.",
    "timeout": "It takes too long.",
    "undecided": "No verdict: the check itself failed, which is not the answer's fault.",
}

JUDGED = {
    "sandbox": "Judged in a sandbox.",
    "process": "Judged in a plain process with limits instead of a sandbox, which is weaker. "
    "`jupyter tutor doctor` says why, and what to do.",
}

RUBRIC_CANNOT_TELL = "No verdict: the rubric cannot tell, so a learner is asked for more."


def as_json(report: "Report") -> str:
    """The verdict as one line of JSON."""
    facts = ("verdict", "points", "max_points", "misconception", "message", "seen", "expected")
    told = {key: getattr(report, key) for key in (*facts, "target", "weaker")}
    return json.dumps(told, ensure_ascii=False) + "\n"


def as_text(report: "Report", question: "Question") -> str:
    """The verdict in words, with what was seen."""
    points = f"{report.points:g} of {report.max_points:g} points"
    headline = HEADLINES[report.verdict]
    if question.type == "prose" and report.verdict == "undecided":
        headline = RUBRIC_CANNOT_TELL
    lines = [f"{headline}  ({points})", "", report.message]
    facts = (
        ("ran", report.ran),
        ("seen", report.seen),
        ("expected", report.expected),
        ("misconception", report.misconception),
    )
    shown = [f"  {name + ':':<14} {value}" for name, value in facts if value is not None]
    if shown:
        lines += ["", *shown]
    lines += [f"Note: {note}" for note in report.notes]
    if report.target in JUDGED:
        lines += ["", JUDGED[report.target]]
    if report.fault:
        lines += ["", "What failed, for the author:", report.fault]
    return "\n".join(lines) + "\n"
