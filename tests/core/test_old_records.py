"""Records of former days: what learners saw then is what everybody sees of it now.

``records/NAME.jsonl`` are event bodies as they were stored, one a line; beside each lies the
transcript it gave on that day. None of these files is ever made anew.
"""

import inspect
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args

import pytest

from jupyter_tutor.core import answers, pedagogy, words
from jupyter_tutor.core.answers import choice
from jupyter_tutor.core.commands import ChoiceAnswer, Command, Rejected
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.events import AnswerJudged, Event, QuestionAsked
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.questions import ChoiceQuestion, PanelQuestion, Question, QuestionKind
from jupyter_tutor.core.state import Message, State
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.wire import canonical, event_from_body, to_json
from tests.core.kinds import KINDS
from tests.core.lessons import LESSON
from tests.core.play import Play
from tests.core.script import SCRIPT
from tests.core.script_kinds import BEFORE

RECORDS = sorted((Path(__file__).parent / "records").glob("*.jsonl"))


def events_of(record: Path) -> list[Event]:
    return [event_from_body(line) for line in record.read_text(encoding="utf-8").splitlines()]


class Transcript:
    """What learners saw, equal to what they see now; fields that came later are not in it."""

    def __init__(self, record: Path) -> None:
        text = record.with_suffix(".transcript.json").read_text(encoding="utf-8")
        self._entries: list[dict[str, Any]] = json.loads(text)

    def __eq__(self, other: object) -> bool:
        now = to_json(tuple[Message, ...], other)
        pairs = zip_longest(self._entries, now, fillvalue={})
        return self._entries == [_as_of(old, new) for old, new in pairs]


def _as_of(old: Any, new: Any) -> Any:
    """What is now, without the fields that there were not then."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {key: _as_of(old[key], new.get(key)) for key in old}


def transcript_beside(record: Path) -> Transcript:
    return Transcript(record)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_an_old_record_gives_the_transcript_it_gave(record: Path) -> None:
    assert fold(events_of(record)).transcript == transcript_beside(record)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_an_old_record_is_in_the_one_form_that_a_body_has(record: Path) -> None:
    lines = record.read_text(encoding="utf-8").splitlines()

    assert [canonical(json.loads(line)) for line in lines] == lines


def test_the_records_hold_every_event_and_every_verdict() -> None:
    events = [event for record in RECORDS for event in events_of(record)]

    assert {type(event) for event in events} == set(get_args(Event))
    judged = [event for event in events if isinstance(event, AnswerJudged)]
    assert {event.report.verdict for event in judged} == set(get_args(Verdict))
    assert {event.closed for event in judged} == {False, True}
    kinds = {event.kind for event in events if isinstance(event, QuestionAsked)}
    assert kinds == set(get_args(QuestionKind))


# -- and it stays so when teaching changes ---------------------------------------------------


def replace_everywhere(monkeypatch: pytest.MonkeyPatch, old: Any, new: Any) -> None:
    """Put ``new`` wherever a module of the core holds ``old`` under any name."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("jupyter_tutor.core"):
            for name, value in list(vars(module).items()):
                if value is old:
                    monkeypatch.setattr(module, name, new)


def other_words(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    def reworded(function: Callable[..., str]) -> Callable[..., str]:
        return lambda *args, **kwargs: "Anders: " + function(*args, **kwargs)

    for value in list(vars(words).values()):
        if inspect.isfunction(value):
            replace_everywhere(monkeypatch, value, reworded(value))
    monkeypatch.setattr(words, "SKIPPED", "Übersprungen.")
    return LESSON


def another_ladder(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    def last_first(_record: object, question: Question) -> Any:
        return question.hints[-1] if question.hints else Rejected("None.")

    replace_everywhere(monkeypatch, pedagogy.next_hint, last_first)
    return LESSON


def another_order(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    today = pedagogy.next_events

    def backwards(state: State, lesson: Lesson, at: str) -> tuple[Event, ...]:
        return today(state, replace(lesson, steps=lesson.steps[::-1]), at)

    replace_everywhere(monkeypatch, today, backwards)
    return LESSON


def another_judge(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    def strict(question: ChoiceQuestion, _answer: ChoiceAnswer) -> Report:
        return Report(verdict="incorrect", points=0, max_points=question.points, message="No.")

    replace_everywhere(monkeypatch, choice.judge_choice, strict)
    return LESSON


def another_rule_for_solutions(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    replace_everywhere(monkeypatch, pedagogy.may_reveal, lambda *_: Rejected("Never."))
    return LESSON


def another_course(_monkeypatch: pytest.MonkeyPatch) -> Lesson:
    steps = tuple(
        replace(step, text="Rewritten.")
        if isinstance(step, Exposition)
        else replace(step, prompt="Rewritten.", hints=(), reveal_after=None, points=9.0)
        for step in LESSON.steps
    )
    return replace(LESSON, title="Rewritten", steps=steps)


def new_session(lesson: Lesson, script: tuple[Command, ...] = SCRIPT) -> State:
    """What the scripted learner gets today, as far as the lesson lets them."""
    play = Play(lesson)
    for command in script:
        play.do(command)
    return play.state


@pytest.mark.parametrize(
    "change",
    [
        other_words,
        another_ladder,
        another_order,
        another_judge,
        another_rule_for_solutions,
        another_course,
    ],
)
def test_a_change_of_teaching_changes_new_sessions_and_no_old_record(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], Lesson]
) -> None:
    today = new_session(LESSON)

    lesson = change(monkeypatch)

    assert new_session(lesson).transcript != today.transcript
    for record in RECORDS:
        assert fold(events_of(record)).transcript == transcript_beside(record)


@pytest.mark.parametrize("kind", ["number", "prediction", "expression", "prose"])
def test_a_change_of_a_judge_changes_new_sessions_and_no_old_record(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def strict(question: PanelQuestion, _text: str) -> Report:
        return Report(verdict="incorrect", points=0, max_points=question.points, message="No.")

    today = new_session(KINDS, BEFORE)

    replace_everywhere(monkeypatch, getattr(answers, f"judge_{kind}"), strict)

    assert new_session(KINDS, BEFORE).transcript != today.transcript
    for record in RECORDS:
        assert fold(events_of(record)).transcript == transcript_beside(record)
