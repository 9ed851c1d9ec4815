"""How well the factors that need no model tell questions apart; prints JSON lines.

The set is `benchmarks/confidence_questions.json`: questions to the lessons of this repository,
each with a label of what it is: on the lesson and clear, ambiguous, off topic, or a follow-up of
the turn given with it. It was written by the authors of this program, and is in English: what is
measured holds for it, and for no other.

``auc`` is the chance that a question of a class has a higher score than one of another class
(ties count half). ``accuracy`` is how many questions are given their own label.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.talk import Context, Turn
from jupyter_tutor.dialogue.confidence import OUT_OF_SCOPE, clarity, floor, relevance
from jupyter_tutor.dialogue.retrieval import Found, find, sections_of

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "benchmarks" / "confidence_questions.json"
CLEAR = 0.9
"""The least clarity of a question that is called clear."""


def lessons() -> dict[tuple[str, str], Lesson]:
    folders = sorted(path.parent for path in (ROOT / "syllabi").glob("*/course.yaml"))
    return {
        (str(course.id), str(lesson.id)): lesson
        for course in (read_course(folder).course for folder in folders)
        for lesson in course.lessons
    }


def found_for(question: dict[str, object], lesson: Lesson) -> Found:
    """What is found by a learner who has seen the whole lesson."""
    before = question.get("before")
    turns = (Turn(**before),) if isinstance(before, dict) else ()
    seen = tuple(StepId(step.id) for step in lesson.steps)
    context = Context(question=None, guarded=(), seen=seen, answers=(), turns=turns, shown=())
    return find(str(question["asked"]), sections_of(lesson, context), turns)


def label_of(asked: str, found: Found) -> str:
    """The label that the factors give a question."""
    if found.follows_up:
        return "follow_up"
    clear = clarity(asked, found).value
    if found.relevance < OUT_OF_SCOPE and clear == 0.0:
        return "off_topic" if "leads away" in clarity(asked, found).why else "ambiguous"
    return "clear" if clear >= CLEAR else "ambiguous"


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    wins = sum((a > b) + 0.5 * (a == b) for a in higher for b in lower)
    return round(wins / (len(higher) * len(lower)), 3)


def measure() -> list[dict[str, object]]:
    every = lessons()
    scores: dict[str, dict[str, list[float]]] = {"relevance": {}, "clarity": {}, "both": {}}
    given: dict[str, Counter[str]] = {}
    for question in json.loads(QUESTIONS.read_text(encoding="utf-8")):
        label, asked = question["label"], question["asked"]
        found = found_for(question, every[question["course"], question["lesson"]])
        values = {
            "relevance": relevance(found).value,
            "clarity": clarity(asked, found).value,
            "both": floor(0.0, asked, found),
        }
        for factor, value in values.items():
            scores[factor].setdefault(label, []).append(value)
        given.setdefault(label, Counter())[label_of(asked, found)] += 1
    lines: list[dict[str, object]] = [
        {
            "benchmark": "confidence_labels",
            "class": label,
            "questions": counts.total(),
            "accuracy": round(counts[label] / counts.total(), 3),
            "given": dict(counts.most_common()),
        }
        for label, counts in given.items()
    ]
    lines += [
        {
            "benchmark": "confidence_factors",
            "factor": factor,
            "clear_over_off_topic": auc(of["clear"], of["off_topic"]),
            "clear_over_ambiguous": auc(of["clear"], of["ambiguous"]),
            "follow_up_over_off_topic": auc(of["follow_up"], of["off_topic"]),
        }
        for factor, of in scores.items()
    ]
    return lines


if __name__ == "__main__":
    for line in measure():
        print(json.dumps(line), flush=True)
