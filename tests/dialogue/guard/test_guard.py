"""Nothing that solves an open question gets by the guard, and what is harmless does."""

from collections import Counter

import pytest

from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.guard import Guard
from tests.dialogue.guard.attempts import EACH, FAMILIES, Attempt, attempts
from tests.dialogue.guard.courses import CODE
from tests.dialogue.guard.guarding import Remembering, Unavailable, streamed
from tests.dialogue.guard.harmless import COUNT, authored, harmless
from tests.dialogue.guard.learner import solves

ATTEMPTS = attempts()
MOST_WITHHELD = 0.02


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", FAMILIES)
async def test_no_attempt_of_a_family_gets_an_answer_through(
    family: str, target: Remembering
) -> None:
    made = [attempt for attempt in ATTEMPTS if attempt.family == family]
    assert len(made) == EACH
    caught, through = Counter[str](), list[Attempt]()
    for attempt in made:
        shown: list[str] = []
        found = None
        for turn in attempt.turns:
            released, one = await streamed(
                attempt.lesson, attempt.question, turn, target, shown=shown
            )
            shown.append(released)
            found = found or one
        caught[found.kind if found else "nothing"] += 1
        if await _solves(attempt, shown, target) or (found is None and not _is_code(attempt)):
            through.append(attempt)
    assert through == [], dict(caught)


@pytest.mark.asyncio(loop_scope="module")
async def test_harmless_replies_are_shown(target: Remembering) -> None:
    replies = harmless()
    assert len(replies) == COUNT
    withheld = []
    for reply in replies:
        _, caught = await streamed(reply.lesson, reply.question, reply.text, target, own=reply.own)
        if caught is not None:
            withheld.append((reply.kind, reply.question.id, caught, reply.text))
    assert len(withheld) <= MOST_WITHHELD * COUNT, withheld


@pytest.mark.asyncio(loop_scope="module")
async def test_every_hint_of_an_author_is_shown(target: Remembering) -> None:
    for hint in authored():
        _, caught = await streamed(hint.lesson, hint.question, hint.text, target)
        assert caught is None, hint


async def test_without_a_sandbox_code_that_may_be_an_answer_is_withheld() -> None:
    lesson, question = next((lesson, q) for lesson, q in CODE if q.id == "larger")
    text = "```python\ndef larger(a, b):\n    return sorted([a, b])[-1]\n```\n"
    _, caught = await streamed(lesson, question, text, Unavailable())
    assert caught is not None
    assert (caught.question, caught.kind) == ("larger", "untried")


@pytest.mark.parametrize("number", ["0x" + "f" * 6000, "9" * 6000 + " thousand"])
async def test_a_number_that_is_too_long_to_be_read_is_withheld(number: str) -> None:
    lesson, question = next((lesson, q) for lesson, q in CODE if q.id == "larger")
    _, caught = await streamed(lesson, question, f"Look at {number}.", Unavailable())
    assert caught is not None
    assert (caught.question, caught.kind) == ("larger", "untried")


async def test_code_that_is_too_deep_to_be_looked_through_is_withheld() -> None:
    lesson, question = next((lesson, q) for lesson, q in CODE if q.id == "larger")
    _, caught = await streamed(lesson, question, "x + " * 900 + "x", Unavailable())
    assert caught is not None
    assert (caught.question, caught.kind) == ("larger", "untried")


async def test_the_learners_own_code_may_be_quoted() -> None:
    lesson, question = next((lesson, q) for lesson, q in CODE if q.id == "larger")
    own = "def larger(a, b):\n    return sorted([b, a])[0]"
    text = f"You wrote\n\n```python\n{own}\n```\n"
    assert await streamed(lesson, question, text, Unavailable(), own=[own]) == (text, None)


async def test_where_nothing_is_open_there_is_nothing_to_guard() -> None:
    lesson, question = CODE[0]
    guard = Guard(lesson, [], [], Unavailable(), Unavailable())
    assert guard.idle
    assert await guard.examine(question.solution) is None
    assert not Guard(lesson, [question.id], [], Unavailable(), Unavailable()).idle


def _is_code(attempt: Attempt) -> bool:
    return isinstance(attempt.question, CodeQuestion)


async def _solves(attempt: Attempt, shown: list[str], target: Remembering) -> bool:
    question = attempt.question
    return isinstance(question, CodeQuestion) and await solves(
        question, shown, attempt.undo, target
    )
