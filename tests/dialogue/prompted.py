"""Every prompt, for a named example."""

from collections.abc import Iterator

from jupyter_tutor.core.summary import facts
from jupyter_tutor.dialogue.asking import assess_prompt, reply_prompt
from jupyter_tutor.dialogue.hinting import hint_prompt
from jupyter_tutor.dialogue.judging import judge_prompt
from jupyter_tutor.dialogue.labelling import label_prompt
from jupyter_tutor.dialogue.privacy import Stripper
from jupyter_tutor.dialogue.retrieval import find, sections_of
from jupyter_tutor.dialogue.summing_up import summary_prompt
from jupyter_tutor.model import Prompt
from tests.core.kinds import WHY
from tests.core.lessons import DOUBLE, LESSON
from tests.core.summed import STATE, THREE
from tests.dialogue.examples import CONTEXT

ASKED = "What does a function give back?"
STRIP = Stripper(["ada", "Ada Lovelace"])


def examples() -> Iterator[Prompt]:
    found = find(ASKED, sections_of(LESSON, CONTEXT), CONTEXT.turns)
    source = "# by Ada\ndef double(x):\n    return x + 2"
    yield reply_prompt(LESSON, CONTEXT, ASKED, found, STRIP)
    yield assess_prompt(ASKED, "It gives back a value.", found, STRIP)
    yield hint_prompt(LESSON, CONTEXT, STRIP)
    yield judge_prompt(WHY, "I am Ada, and it gives back a value.", STRIP)
    yield label_prompt(DOUBLE, LESSON, source, "`double(5)` returned `7`, expected `10`", STRIP)
    yield summary_prompt(facts(STATE, THREE), STRIP)


def as_text(prompt: Prompt) -> str:
    head = f"# {prompt.name}\n\nlongest: {prompt.longest}, temperature: {prompt.temperature}"
    return "\n\n".join([head, *(f"## {one.role}\n\n{one.text}" for one in prompt.messages)]) + "\n"
