"""A summary is words of a model's, too: of a lesson that is not finished, it solves nothing."""

from jupyter_tutor.core.summary import facts
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from tests.core.lessons import DOUBLE
from tests.core.summed import STATE, THREE
from tests.dialogue.examples import NOTHING
from tests.dialogue.guard.guarding import Unavailable
from tests.dialogue.scripted import ASKER, ScriptedModel
from tests.dialogue.test_assistant import open_at

FACTS = facts(STATE, THREE)
TELLING = (
    "You worked on “Functions”. For the rest, write def double(x): return x + x and it passes."
)
PLAIN = "You have done good work on “Functions” today. “Which are lists” is still to be looked at."


async def summed_up(context: Context, *written: str) -> str | None:
    judges = Unavailable()
    assistant = DialogueAssistant(ScriptedModel(written), judges, judges)
    return await assistant.summary(FACTS, context=context, lesson=THREE, asker=ASKER)


async def test_a_summary_that_solves_an_open_question_is_not_shown() -> None:
    assert await summed_up(open_at(DOUBLE.id), TELLING, TELLING) is None


async def test_one_that_does_is_written_anew_once() -> None:
    assert await summed_up(open_at(DOUBLE.id), TELLING, PLAIN) == PLAIN


async def test_a_summary_that_solves_nothing_is_shown() -> None:
    assert await summed_up(open_at(DOUBLE.id), PLAIN) == PLAIN


async def test_where_nothing_is_left_open_a_summary_may_show_code() -> None:
    assert await summed_up(NOTHING, TELLING) == TELLING
