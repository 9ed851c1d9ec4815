"""What the tutor adds after running what a reply claims: guarded as the reply itself is."""

from dataclasses import replace

import pytest

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from tests.dialogue.courses import courses
from tests.dialogue.guard.guarding import Unavailable
from tests.dialogue.scripted import ScriptedModel
from tests.dialogue.test_assistant import open_at, reply

ASKED = "How does print show a variable that holds a text, and what does upper do to the text?"
PROGRAM = 'word = "tea"\nword.upper()\nprint(word)\nword = word.upper()\nprint(word)'
OTHER = 'name = "ada"\nprint(name.title())'


class Shows:
    """A target that runs nothing, and finds that whatever is run shows this."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        message = f">{self._shown}<"
        return Report(verdict="incorrect", points=0.0, max_points=1.0, message=message)


def lesson_asking(question: str) -> Lesson:
    lessons = [lesson for course in courses() for lesson in course.lessons]
    return next(each for each in lessons if each.question(QuestionId(question)) is not None)


def claiming(program: str, shown: str) -> str:
    return (
        "CONFIDENCE: 0.9 | RESTS ON: 1\n"
        f"Let us see.\n\n```python\n{program}\n```\n\nIt prints `{shown}`.\n"
    )


async def answered(program: str, seen: str, *, open_question: str) -> tuple[str, tuple[str, ...]]:
    """The words of a reply that claims something wrong, and what it says was run."""
    lesson = lesson_asking(open_question)
    model = ScriptedModel([claiming(program, "wrong")])
    assistant = DialogueAssistant(model, Shows(seen), Unavailable())
    at = replace(open_at(QuestionId(open_question)), seen=tuple(step.id for step in lesson.steps))
    made = await reply(assistant, lesson, at, ASKED)
    assert made.ending == "finished"
    assert made.confidence is not None
    return made.words, made.confidence.ran


@pytest.mark.parametrize(
    ("question", "program", "output"),
    [
        ("text-stays", PROGRAM, "tea\nTEA"),
        ("old-value", "price = 4\ncost = price * 3\nprice = 5\ncost", "12"),
    ],
)
async def test_a_correction_does_not_show_the_output_that_is_asked_for(
    question: str, program: str, output: str
) -> None:
    words, ran = await answered(program, output, open_question=question)
    assert "I ran this, and it is not so." in words
    assert "It shows" not in words
    assert output not in words.partition("not so")[2]
    assert not any(" ".join(output.split()) in line for line in ran)
    assert len(ran) == 1


async def test_a_correction_of_another_program_shows_what_it_does() -> None:
    words, ran = await answered(OTHER, "Ada", open_question="text-stays")
    assert "I ran this, and it is not so. It shows:" in words
    assert "Ada" in words
    assert ran == ("`print(name.title())` gives `Ada`",)


async def told(target: Shows, text: str) -> tuple[str, str, tuple[str, ...]]:
    """The words of a reply of this text, its label, and what it says was run."""
    lesson = lesson_asking("text-stays")
    model = ScriptedModel([f"CONFIDENCE: 0.9 | RESTS ON: 1\n{text}\n"])
    at = replace(open_at(QuestionId("text-stays")), seen=tuple(step.id for step in lesson.steps))
    made = await reply(DialogueAssistant(model, target, Unavailable()), lesson, at, ASKED)
    assert made.ending == "finished"
    assert made.confidence is not None
    return made.words, made.confidence.label, made.confidence.ran


async def test_what_a_sentence_claims_is_run_and_corrected_below_it() -> None:
    said = "A text has a length: `len('ada')` returns `4`."
    corrected = "*I ran this, and it is not so. It shows:*\n\n```\n3\n```"
    words, label, ran = await told(Shows("3"), said)
    assert words.startswith(f"{said}\n\n\n{corrected}\n\n")
    assert (label, ran) == ("low", ("`len('ada')` gives `3`",))


async def test_a_sentence_that_is_so_makes_a_reply_verified() -> None:
    code = '```python\nname = "ada"\n```'
    said = f"{code}\n\nThat is a text.\n\nSo `name[0]` is `'a'`, as you see."
    assert await told(Shows("'a'"), said) == (said, "verified", ("`name[0]` gives `'a'`",))
