"""What of a lesson and a session may stand in a prompt, as text.

Of a question that is what its learner sees before they answer: never a solution, a check, an
expected output, an option that is right, a sample answer or what a blank accepts. Options are left
out as a whole, for the right ones are among them.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from jupyter_tutor.core.course import Exposition, Lesson
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
from jupyter_tutor.core.talk import Context, RecentAnswer, Turn
from jupyter_tutor.dialogue.caution import without_caution
from jupyter_tutor.dialogue.prompting import in_part

TURNS_USED = 3
"""Of the turns that are kept, the last ones go into a prompt."""

ANSWERS_USED = 4
LONGEST_ANSWER = 3000
LONGEST_TURN = 1500
LONGEST_SECTION = 2500


def question_text(question: Question) -> str:
    """The question as it is asked."""
    parts = [f"{question.title}\n{question.prompt}"]
    match question:
        case CodeQuestion(stub=stub):
            parts.append(stub)
        case PredictQuestion(program=program):
            parts.append(program)
        case OrderQuestion(lines=lines):
            parts.append("\n".join(line.text for line in lines))
        case BlanksQuestion(pieces=pieces):
            parts.append("____".join(pieces))
        case (
            ChoiceQuestion()
            | NumberQuestion()
            | ExpressionQuestion()
            | FormulaQuestion()
            | ProseQuestion()
        ):
            pass
        case _:
            assert_never(question)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def exposition_text(step: Exposition) -> str:
    """What is explained, with its examples."""
    return "\n\n".join((step.text, *step.examples))


def open_questions(context: Context, lesson: Lesson) -> str:
    """The questions that no reply may solve, the open one first."""
    asked = (lesson.question(question) for question in context.guarded)
    return "\n\n---\n\n".join(question_text(question) for question in asked if question)


def answer_text(answer: RecentAnswer, lesson: Lesson) -> str:
    """An answer of the learner, and what came of it."""
    question = lesson.question(answer.question)
    title = question.title if question else answer.question
    state = "still open" if answer.open else "done"
    parts = [f"To “{title}” ({state}, tries: {answer.attempts}):"]
    parts.append(in_part(answer.source, LONGEST_ANSWER))
    if answer.error is not None:
        parts.append(f"The cell ended in: {answer.error}")
    if answer.said is not None:
        parts.append(f"The learner was told: {answer.said}")
    return "\n".join(parts)


def answers_text(context: Context, lesson: Lesson) -> str:
    """The newest answers, that to the open question first."""
    ordered = sorted(context.answers, key=lambda answer: answer.question != context.question)
    return "\n\n".join(answer_text(answer, lesson) for answer in ordered[:ANSWERS_USED])


def turns_text(turns: Sequence[Turn]) -> str:
    """The last turns of a conversation, oldest first, without the tutor's own cautions."""
    return "\n\n".join(
        f"Learner: {in_part(turn.asked, LONGEST_TURN)}\n"
        f"Tutor: {in_part(without_caution(turn.reply), LONGEST_TURN)}"
        for turn in turns[-TURNS_USED:]
    )


def in_numbers(sections: Iterable[tuple[str, str]]) -> str:
    """Sections (a title and a text each) with the numbers that a reply names them by, from 1."""
    return "\n\n".join(
        f"{number}. {title}\n{in_part(text, LONGEST_SECTION)}"
        for number, (title, text) in enumerate(sections, start=1)
    )
