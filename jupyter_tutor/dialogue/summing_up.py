"""A session's summary in a model's words, each fact of it checked against the record.

A summary is refused that has a number the facts do not have, names a thing in quotation marks that
they do not, says that a question was answered rightly that was not, a skill learned that was not,
or how long something took, and one that gives the answer to an open question away. The model is
told once what is wrong; after that, and whenever there is
no model, there is none but the narrative of :mod:`jupyter_tutor.core.summary`, which is not the
model's.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

from jupyter_tutor.core.summary import Facts
from jupyter_tutor.dialogue.fact_check import untrue
from jupyter_tutor.dialogue.pictures import without_pictures
from jupyter_tutor.dialogue.prompting import TOKENS_A_WORD, Strip, prompt_of
from jupyter_tutor.model import Asker, Model, ModelError, Prompt, PromptMessage

LONGEST = 150
"""Words that are asked for; twice as many are refused."""

CHARACTERS_A_WORD = 20
"""More than that on average are no words."""

NOT_LIKE_THAT = "That would give away the answer to a question that is still open. Write it anew."


async def sum_up(
    model: Model,
    facts: Facts,
    asker: Asker,
    strip: Strip,
    gives_away: Callable[[str], Awaitable[bool]],
) -> str | None:
    """The summary, as Markdown; None: the model has written none that is true.

    ``gives_away`` says of a text whether it answers a question that still asks for an answer.
    """
    prompt = summary_prompt(facts, strip)
    try:
        for _ in range(2):
            text = without_pictures((await model.ask(prompt, asker)).text.strip())
            wrong = _wrong(text, facts)
            if wrong is not None:
                told = f"The facts do not say that: {wrong} Write it anew."
            elif await gives_away(text):
                told = NOT_LIKE_THAT
            else:
                return text
            again = (PromptMessage("assistant", text), PromptMessage("user", told))
            prompt = replace(prompt, messages=(*prompt.messages[:2], *again))
    except ModelError:
        return None
    return None


def _wrong(text: str, facts: Facts) -> str | None:
    length = len(text.split())
    if not length:
        return "there is no text."
    if length > 2 * LONGEST or len(text) > 2 * LONGEST * CHARACTERS_A_WORD:
        return "it is too long."
    return untrue(text, facts)


def summary_prompt(facts: Facts, strip: Strip) -> Prompt:
    """The prompt: the facts, a line each."""
    return prompt_of(
        "summary@1",
        {"facts": facts_text(facts)},
        strip,
        own={"longest": str(LONGEST)},
        longest=2 * TOKENS_A_WORD * LONGEST,
    )


def facts_text(facts: Facts) -> str:
    """The facts as lines."""
    lines = [
        f"Course: “{facts.course}”",
        f"Lesson: “{facts.lesson}” ({'finished' if facts.finished else 'not finished'})",
        f"Questions of the lesson: {facts.total}; answered rightly: {len(facts.correct)}; at the "
        f"first try and without help: {facts.at_first_try}",
        f"Points: {facts.points:g} of {facts.max_points:g}",
    ]
    for one in facts.questions:
        how = [one.outcome, f"tries: {one.attempts}", f"hints: {one.hints}"]
        how += ["the solution was shown"] if one.revealed else []
        lines.append(f"Question “{one.title}”: {', '.join(how)}")
    lines.append(f"Learned: {_quoted(facts.learned)}")
    lines.append(f"Hard: {_quoted([one.title for one in facts.hard])}")
    lines.append(f"Next: {_quoted([f'{step.title}' for step in facts.next])}")
    return "\n".join(lines)


def _quoted(names: Collection[str]) -> str:
    return ", ".join(f"“{name}”" for name in names) or "nothing"
