"""Leaks that were thought of later, and what is like them and gives nothing away."""

import re
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
import pytest_asyncio

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.ports import Formulas
from tests.dialogue.guard.attempts import attempts
from tests.dialogue.guard.courses import asking
from tests.dialogue.guard.further import FURTHER, Leak
from tests.dialogue.guard.guarding import Remembering, streamed
from tests.dialogue.guard.held_out import HELD_OUT, PARAPHRASED
from tests.dialogue.guard.near import NEAR

Judges = tuple[Remembering, Formulas]
MOST_WITHHELD = 0.02


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judges() -> AsyncIterator[Judges]:
    pool, formulas = CheckerPool(), FormulaPool(1)
    await pool.start()
    yield Remembering(SandboxTarget(pool)), formulas
    await pool.close()
    await formulas.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", FURTHER)
async def test_no_leak_of_a_further_class_gets_through(family: str, judges: Judges) -> None:
    assert await _through(FURTHER[family], judges) == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", HELD_OUT)
async def test_of_the_held_out_leaks_only_paraphrases_get_through(
    family: str, judges: Judges
) -> None:
    assert set(await _through(HELD_OUT[family], judges)) <= set(PARAPHRASED)


@pytest.mark.asyncio(loop_scope="module")
async def test_harmless_replies_near_to_a_leak_are_shown(judges: Judges) -> None:
    target, formulas = judges
    withheld = []
    for name, text in NEAR:
        lesson, question = asking(name)
        _, caught = await streamed(lesson, question, text, target, formulas=formulas)
        if caught is not None:
            withheld.append((name, text, caught))
    assert len(withheld) <= MOST_WITHHELD * len(NEAR), withheld


def _escaped(line: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


def _emphasised(line: str) -> str:
    return re.sub(r"\b(return|for|if|in|else|not|len|sum)\b", r"**\1**", line)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("dress", [_escaped, _emphasised])
async def test_a_solution_as_a_list_is_caught_in_markdowns_dress_as_without(
    dress: Callable[[str], str], judges: Judges
) -> None:
    target, formulas = judges
    questions = {
        (attempt.lesson.id, attempt.question.id): attempt
        for attempt in attempts()
        if isinstance(attempt.question, CodeQuestion)
    }
    assert len(questions) > 10
    through = []
    for attempt in questions.values():
        lines = [line for line in attempt.question.solution.splitlines() if line.strip()]
        caught = []
        for dressed in (str, dress):
            text = "".join(f"- {dressed(line.strip())}\n" for line in lines)
            given = (attempt.lesson, attempt.question, text, target)
            caught.append((await streamed(*given, formulas=formulas))[1] is not None)
        if caught == [True, False]:
            through.append(attempt.question.id)
    assert through == []


async def _through(leaks: Sequence[Leak], judges: Judges) -> list[str]:
    """The last turns of the leaks of which nothing was caught."""
    target, formulas = judges
    through = []
    for name, *turns in leaks:
        lesson, question = asking(name)
        shown: list[str] = []
        caught = None
        for turn in turns:
            released, one = await streamed(
                lesson, question, turn, target, shown=shown, formulas=formulas
            )
            shown.append(released)
            caught = caught or one
        if caught is None:
            through.append(turns[-1])
    return through


@pytest.mark.asyncio(loop_scope="module")
async def test_pieces_that_were_shown_at_an_earlier_question_add_up(judges: Judges) -> None:
    lesson, question = asking("total-to")
    earlier = ["For later, note: `if n == 0: return 0`.", "Good. Go on to the next question."]
    last = "Then `return total_to(n - 1) + n`."
    _, caught = await streamed(lesson, question, last, judges[0], earlier=earlier)
    assert caught is not None
    assert (caught.question, caught.kind) == (question.id, "passes_checks")
    assert await streamed(lesson, question, last, judges[0]) == (last, None)


@pytest.mark.asyncio(loop_scope="module")
async def test_words_that_were_said_of_an_earlier_question_do_not_add_up(judges: Judges) -> None:
    lesson, question = asking("yes-or-no")
    earlier = ["Yes, it is a tuple."]
    _, caught = await streamed(lesson, question, "Yes, it does.", judges[0], earlier=earlier)
    assert caught is not None
    said = "Think of what the list holds afterwards."
    assert await streamed(lesson, question, said, judges[0], earlier=earlier) == (said, None)
