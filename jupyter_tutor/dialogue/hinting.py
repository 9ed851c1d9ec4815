"""A hint of a model's, between the rungs an author wrote: one idea, short, and no answer.

What comes is cut to length and loses its blocks of code. Whether it gives something away is for the
caller to look at: that is the guard's part.
"""

import re

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.talk import Context, Ground
from jupyter_tutor.dialogue.material import (
    answers_text,
    exposition_text,
    in_numbers,
    question_text,
)
from jupyter_tutor.dialogue.pictures import without_pictures
from jupyter_tutor.dialogue.prompting import TOKENS_A_WORD, Strip, prompt_of
from jupyter_tutor.dialogue.retrieval import Section, find
from jupyter_tutor.model import Asker, Model, ModelError, Prompt

SHORTEST = 80
LONGEST = 160
"""Words of a hint. A shorter one is as good; what is longer hides its one idea, and is cut."""

LONGEST_CODE = 60
"""Characters of the one line of code that a hint may show."""

_LEVELS = (
    "Only point to where to look, or ask a question that leads there. Do not name what is needed.",
    "Name the idea of the lesson that helps here, and ask how it could be used.",
    "Say which step comes next, in words, and leave it to the learner to write it.",
)

_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n?(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_LINES_OF_CODE = re.compile(r"(?:^(?: {4}|\t|>>> |\.\.\. ).*(?:\n|\Z))+", re.M)
_SENTENCE_ENDS = re.compile(r"[.!?][\"\u201d\u2019)*_`]*(?=\s|\Z)")
_BLANK_LINES = re.compile(r"\n\s*\n+")


async def hint(model: Model, lesson: Lesson, context: Context, asker: Asker, strip: Strip) -> str:
    """A hint on the open question, as Markdown; ModelError: there is none.

    ``context`` has to have an open question of this lesson.
    """
    said = (await model.ask(hint_prompt(lesson, context, strip), asker)).text
    text = in_bounds(without_pictures(said))
    if not _SENTENCE_ENDS.search(text):
        raise ModelError("garbled", detail="the hint has no sentence")
    return text


def hint_prompt(lesson: Lesson, context: Context, strip: Strip) -> Prompt:
    """The prompt for it. How much it may say follows from the level of the last hint."""
    if context.question is None:
        raise ValueError("there is no open question")
    question = lesson.known_question(context.question)
    data = {
        "question": question_text(question),
        "sections": in_numbers(
            (section.ground.title, section.text) for section in _sections(lesson, context, question)
        ),
        "finished": "\n".join(context.finished),
        "hints": "\n\n".join(f"- {given}" for given in context.hints),
        "answers": answers_text(context, lesson),
    }
    level = _LEVELS[min(max(context.level, 0), len(_LEVELS) - 1)]
    own = {"shortest": str(SHORTEST), "longest": str(LONGEST), "level": level}
    return prompt_of("hint@2", data, strip, own=own, longest=2 * TOKENS_A_WORD * LONGEST)


def _sections(lesson: Lesson, context: Context, question: Question) -> tuple[Section, ...]:
    """What was explained so far and fits the question."""
    explained = [
        Section(Ground(type="section", id=step.id, title=step.title), exposition_text(step))
        for step in lesson.steps
        if isinstance(step, Exposition) and step.id in context.seen
    ]
    return find(question_text(question), explained).sections[:2]


def in_bounds(text: str) -> str:
    """The hint without blocks of code, but for one short line, and no longer than it may be."""
    shown = 0

    def block(found: re.Match[str]) -> str:
        nonlocal shown
        code = found[2].strip()
        if shown or not code or "\n" in code or len(code) > LONGEST_CODE:
            return "\n"
        shown += 1
        return found[0]

    text = _LINES_OF_CODE.sub("\n", _BLOCK.sub(block, text.strip()))
    return _BLANK_LINES.sub("\n\n", _cut(text.strip()))


def _cut(text: str) -> str:
    """The text up to the last sentence that ends within the longest length."""
    words = list(re.finditer(r"\S+", text))
    if len(words) <= LONGEST:
        return text
    text = text[: words[LONGEST - 1].end()]
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    return text[: ends[-1]] if ends else f"{text} …"
