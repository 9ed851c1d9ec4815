"""A rehearsal as data, for a program to read."""

from typing import Any

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.rehearsal.findings import Finding
from jupyter_tutor.authoring.rehearsal.results import QuestionResult, Rehearsal


def as_data(rehearsal: Rehearsal, seconds: float) -> dict[str, Any]:
    """The whole of it, as JSON has it."""
    agreeing, samples = rehearsal.agreement
    return {
        "folder": str(rehearsal.folder),
        "course": rehearsal.course,
        "ok": not rehearsal.findings,
        "seconds": round(seconds, 3),
        "runs": rehearsal.runs,
        "remembered": rehearsal.remembered,
        "samples": {"agreeing": agreeing, "of": samples},
        "findings": [_finding(finding) for finding in rehearsal.findings],
        "warnings": [
            {**_place(fault.place), "what": fault.what, "fix": fault.fix}
            for fault in rehearsal.thoughts
        ],
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title,
                "file": lesson.file,
                "questions": [_question(question) for question in lesson.questions],
            }
            for lesson in rehearsal.lessons
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        **_place(finding.place),
        "question": finding.question,
        "what": finding.what,
        "seen": finding.seen,
        "fix": finding.fix,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "cell": place.cell, "line": place.line}


def _question(question: QuestionResult) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "kind": question.kind,
        "ok": not question.findings,
        "answers": question.tried,
        "slowest_check": question.slowest,
        "samples": question.agreement and list(question.agreement),
        "remembered": question.remembered,
    }
