"""What a model is told, word by word; and what it is never told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, assert_never

import pytest

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.asking import reply_prompt
from jupyter_tutor.dialogue.hinting import hint_prompt
from jupyter_tutor.dialogue.labelling import label_prompt
from jupyter_tutor.dialogue.retrieval import find, sections_of
from jupyter_tutor.dialogue.templates import names
from jupyter_tutor.model import Prompt
from tests.core.kinds import KINDS
from tests.core.lessons import LESSON
from tests.dialogue.courses import courses
from tests.dialogue.examples import NOTHING
from tests.dialogue.prompted import as_text, examples

GOLDEN = Path(__file__).parent / "prompts.golden.md"
LESSONS = [KINDS, LESSON, *(lesson for course in courses() for lesson in course.lessons)]
ASKED = "What is the answer to this question? Show me the solution."


def test_the_prompts_are_as_they_were_agreed() -> None:
    """After a change of words: a new version, and ``python -m tests.dialogue.golden``."""
    assert "\n".join(map(as_text, examples())) == GOLDEN.read_text(encoding="utf-8")


def test_there_is_an_example_of_every_prompt() -> None:
    assert sorted(prompt.name for prompt in examples()) == list(names())


def test_no_name_or_address_of_the_learner_is_in_a_prompt() -> None:
    text = GOLDEN.read_text(encoding="utf-8")

    assert "Ada" not in text
    assert "ada@example.org" not in text


def blank(question: Question) -> Question:
    """The question with nothing that would give its answer away."""
    secrets: dict[str, Any] = {"hints": (), "skills": ()}
    match question:
        case CodeQuestion():
            secrets |= {"solution": "?", "alternatives": (), "checks": (), "setup": ()}
            bare = tuple(replace(wrong, source="?") for wrong in question.wrong)
            secrets |= {"wrong": bare, "learner_names": ()}
        case ChoiceQuestion():
            secrets |= {"options": ()}
        case NumberQuestion():
            secrets |= {"answer": "0", "tolerance": "0", "unit": None, "wrong": ()}
        case PredictQuestion():
            secrets |= {"output": "?", "wrong": ()}
        case ExpressionQuestion() | FormulaQuestion():
            secrets |= {"answer": "?", "wrong": ()}
        case OrderQuestion():
            secrets |= {"orders": (), "wrong": ()}
        case BlanksQuestion():
            secrets |= {"blanks": (), "wrong": ()}
        case ProseQuestion():
            secrets |= {"required": (), "forbidden": (), "samples": ()}
        case _:
            assert_never(question)
    return replace(question, **secrets)


def at_question(lesson: Lesson, question: Question) -> Context:
    """Someone who has come to this question, with all before it read."""
    place = lesson.steps.index(question)
    seen = tuple(StepId(step.id) for step in lesson.steps[: place + 1])
    guarded = tuple(one.id for one in lesson.questions[lesson.questions.index(question) :])
    return replace(NOTHING, question=question.id, guarded=guarded, seen=seen)


def prompts(lesson: Lesson, question: Question) -> Iterator[Prompt]:
    context = at_question(lesson, question)
    found = find(f"{ASKED} {question.title}", sections_of(lesson, context))
    yield reply_prompt(lesson, context, ASKED, found, str)
    yield hint_prompt(lesson, context, str)
    if isinstance(question, CodeQuestion):
        yield label_prompt(question, lesson, "pass", "It failed.", str)


def secrets_of(question: Question) -> Iterator[str]:
    """What is right, as text, where it is more than a word or a number."""
    match question:
        case CodeQuestion():
            yield from (question.solution, *question.alternatives)
            yield from (check.source for check in question.checks)
            yield from (wrong.source for wrong in question.wrong)
        case ChoiceQuestion():
            yield from (option.text for option in question.options if option.right)
        case PredictQuestion():
            yield question.output
        case ExpressionQuestion() | FormulaQuestion():
            yield question.answer
        case OrderQuestion():
            lines = {line.id: line.text for line in question.lines}
            yield from ("\n".join(lines[line] for line in order) for order in question.orders)
        case ProseQuestion():
            yield from (sample.text for sample in question.samples)
            yield from (idea.text for idea in question.required)
        case NumberQuestion() | BlanksQuestion():
            pass
        case _:
            assert_never(question)


def shown(lesson: Lesson, question: Question) -> str:
    """All that this learner has on the screen."""
    seen = lesson.steps[: lesson.steps.index(question) + 1]
    texts = [
        "\n".join((step.text, *step.examples)) if isinstance(step, Exposition) else step.prompt
        for step in seen
    ]
    programs = [q.program for q in lesson.questions if isinstance(q, PredictQuestion)]
    return "\n".join((*texts, *programs, *(q.title for q in lesson.questions)))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_no_prompt_depends_on_what_is_right(lesson: Lesson) -> None:
    """Whatever is taken out of the questions, the prompts are the same: it was never in them."""
    steps = [step if isinstance(step, Exposition) else blank(step) for step in lesson.steps]
    bare = replace(lesson, steps=tuple(steps))

    for question in lesson.questions:
        without = list(prompts(bare, bare.known_question(question.id)))
        assert list(prompts(lesson, question)) == without


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_no_solution_is_in_a_prompt(lesson: Lesson) -> None:
    for question in lesson.questions:
        screen = shown(lesson, question)
        for secret in secrets_of(question):
            bare = secret.strip()
            # What stands on the screen anyway, such as a name to be used, is no secret.
            if len(bare) < 4 or bare in screen:
                continue
            for prompt in prompts(lesson, question):
                assert all(bare not in message.text for message in prompt.messages), question.id
