"""The assistant, with a scripted model and a target that finds every answer wrong."""

import pytest

from jupyter_tutor.assistance import Hinted
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core import words
from jupyter_tutor.core.asking import as_met, offered_to
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, RequestId, StepId
from jupyter_tutor.core.questions import ChoiceQuestion, CodeQuestion, FormulaQuestion
from jupyter_tutor.core.talk import Context, Ground, Reply
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.model import ModelError
from tests.dialogue.scripted import ASKER, ScriptedModel
from tests.driving.process import SYLLABI


class NeverRight:
    """Judges every code and formula as wrong."""

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        return Report(verdict="incorrect", points=0.0, max_points=1.0, message="No.")

    async def judge(self, question: FormulaQuestion, text: str) -> Report:
        return Report(verdict="incorrect", points=0.0, max_points=1.0, message="No.")


def shuffled_choice():
    """A lesson with a choice whose right option this learner meets in another place."""
    course = read_source(SYLLABI / "beam-concepts").course
    assert course is not None
    for lesson in course.lessons:
        for question in lesson.questions:
            if isinstance(question, ChoiceQuestion) and question.shuffle and not question.many:
                met = offered_to(ASKER.learner, question)
                place = [option.right for option in met].index(True)
                if place != [option.right for option in question.options].index(True):
                    return lesson, question, place
    raise AssertionError("no such choice")


def open_at(question: QuestionId) -> Context:
    return Context(
        question=question,
        guarded=(question,),
        seen=(StepId(question),),
        answers=(),
        turns=(),
        shown=(),
    )


async def reply(
    assistant: DialogueAssistant,
    lesson: Lesson,
    context: Context,
    asked: str,
    *,
    heard: list[str] | None = None,
    grown: list[str] | None = None,
) -> Reply:
    """A reply; ``heard`` and ``grown`` take in what is shown of it on its way."""

    async def grow(words: str) -> None:
        if grown is not None:
            grown.append(words)

    return await assistant.reply(
        asked,
        request=RequestId("reply-1"),
        context=context,
        lesson=lesson,
        asker=ASKER,
        grow=grow,
        hear=(heard if heard is not None else []).append,
    )


async def test_an_option_is_counted_as_its_learner_sees_it() -> None:
    lesson, question, place = shuffled_choice()
    told = (
        f"CONFIDENCE: 0.9 | RESTS ON: 1\nPick option {'ABCDEFGH'[place]}, that is the right one.\n"
    )
    target = NeverRight()
    assistant = DialogueAssistant(ScriptedModel([told, told]), target, target)
    answered = await reply(assistant, lesson, open_at(question.id), "Which one is right?")
    assert (answered.ending, answered.caught) == ("withheld", ("option", "option"))


@pytest.mark.parametrize(
    ("said", "cited"), [("| RESTS ON: 1", True), ("| RESTS ON: none", False), ("", True)]
)
async def test_a_reply_that_rests_on_nothing_cites_nothing(said: str, cited: bool) -> None:
    lesson, question, _ = shuffled_choice()
    told = f"CONFIDENCE: 0.9 {said}\nThink of what each of them does, and try it with one first.\n"
    target = NeverRight()
    assistant = DialogueAssistant(ScriptedModel([told]), target, target)
    answered = await reply(assistant, lesson, open_at(question.id), question.prompt)
    best = Ground(type="section", id=StepId(question.id), title=question.title)
    assert answered.rests_on == ((best,) if cited else ())


def test_a_lesson_as_met_has_the_same_options_in_the_order_of_the_learner() -> None:
    lesson, question, _ = shuffled_choice()
    met = as_met(lesson, ASKER.learner)
    again = met.known_question(question.id)
    assert isinstance(again, ChoiceQuestion)
    assert again.options == offered_to(ASKER.learner, question)
    assert set(again.options) == set(question.options)
    assert as_met(lesson, None).known_question(question.id) == question or question.shuffle


@pytest.mark.parametrize("reason", ["slow", "unreachable", "too_often", "spent"])
async def test_a_hint_that_cannot_be_had_says_why(reason) -> None:
    lesson, question, _ = shuffled_choice()
    target = NeverRight()
    assistant = DialogueAssistant(ScriptedModel([ModelError(reason)]), target, target)
    hinted = await assistant.hint(
        question.id, context=open_at(question.id), lesson=lesson, asker=ASKER
    )
    assert hinted.words is None
    assert "The lesson goes on without it" in hinted.why


async def test_a_hint_that_gives_the_answer_away_is_written_anew_once() -> None:
    lesson, question, place = shuffled_choice()
    leak = f"The right answer is option {'ABCDEFGH'[place]}."
    good = "Think of what happens to the others when one of them stops. Who would notice it?"
    target = NeverRight()
    withheld = Hinted(words=None, why=words.HINT_WITHHELD, caught=("option", "option"))
    for script, expected in (
        ([good], Hinted(words=good)),
        ([leak, good], Hinted(words=good, caught=("option",))),
        ([leak, leak], withheld),
    ):
        assistant = DialogueAssistant(ScriptedModel(script), target, target)
        hinted = await assistant.hint(
            question.id, context=open_at(question.id), lesson=lesson, asker=ASKER
        )
        assert hinted == expected
