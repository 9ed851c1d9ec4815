"""The labelled questions, and that the factors go on telling them apart."""

import json
from collections import Counter

import pytest

from benchmarks.confidence import QUESTIONS, lessons, measure

LABELS = ("clear", "ambiguous", "off_topic", "follow_up")


def test_the_set_is_in_order() -> None:
    questions = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    known = lessons()

    assert len(questions) >= 120
    assert {(one["course"], one["lesson"]) for one in questions} == set(known)
    assert min(Counter(one["label"] for one in questions).values()) >= 30
    assert {one["label"] for one in questions} == set(LABELS)
    assert all(("before" in one) == (one["label"] == "follow_up") for one in questions)
    assert len({(one["lesson"], one["asked"]) for one in questions}) == len(questions)


@pytest.fixture(scope="module")
def measured() -> list[dict[str, object]]:
    return measure()


@pytest.mark.parametrize("label", LABELS)
def test_most_questions_get_their_label(measured: list[dict[str, object]], label: str) -> None:
    (line,) = [one for one in measured if one.get("class") == label]

    assert float(str(line["accuracy"])) >= 0.8


def test_what_is_on_topic_scores_higher(measured: list[dict[str, object]]) -> None:
    (line,) = [one for one in measured if one.get("factor") == "both"]

    assert float(str(line["clear_over_off_topic"])) >= 0.95
    assert float(str(line["clear_over_ambiguous"])) >= 0.95
    assert float(str(line["follow_up_over_off_topic"])) >= 0.95
