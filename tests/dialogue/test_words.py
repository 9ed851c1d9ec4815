"""What is said where a language model helps, or fails to: whole, plain and kind like all else."""

from collections.abc import Iterator
from types import ModuleType
from typing import get_args

import pytest

from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.talk import Factor, Ground
from jupyter_tutor.dialogue import caution, confidence, failing, instead, wording
from jupyter_tutor.dialogue.guard.caught import Caught
from jupyter_tutor.dialogue.retrieval import Found, Section
from jupyter_tutor.model import ModelError, ModelFailure
from tests.core.lessons import DOUBLE, LESSON
from tests.core.sentences import LONGEST, jargon_in, longest_sentence, not_whole
from tests.dialogue.examples import CONTEXT, NOTHING

MODULES: tuple[ModuleType, ...] = (caution, confidence, failing, instead, wording)

TEMPLATES = {"WITHHELD", "HINT"}
"""They have a place for something, and are read with it."""

ANSWER = Section(Ground(type="answer", id=StepId("double"), title="Double"), "x")
ASKED = (
    "What does a function give back?",
    "Why that?",
    "Function?",
    "the and of",
    "Function? List? Loop? Name?",
    "function " * 130,
)
REPLIES = ("", "It", "It is so.", "Lists are so. " * 5, "A function gives back. " * 4)
REPLIES_LONG = ("A function gives back a value. " * 8,)


def factors() -> Iterator[Factor]:
    """All that can be said of how sure a reply is."""
    for stated in (None, 0.2, 0.7, 0.9):
        yield confidence.self_assessment(stated)
    for value in (0.0, 0.3, 0.9):
        for follows_up in (False, True):
            for sections in ((), (ANSWER,)):
                found = Found(relevance=value, sections=sections, follows_up=follows_up)
                yield confidence.relevance(found)
                yield from (confidence.clarity(asked, found) for asked in ASKED)
    for reply in (*REPLIES, *REPLIES_LONG):
        yield confidence.completeness(ASKED[0], reply)


def said() -> Iterator[str]:
    """Every sentence once."""
    for module in MODULES:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str) and name not in TEMPLATES:
                yield value
    for reason in get_args(ModelFailure):
        yield from (failing.words_for(ModelError(reason, again_in=after)) for after in (None, 90.0))
    yield from (factor.why for factor in factors())
    for question in (DOUBLE, next(q for q in LESSON.questions if not q.hints)):
        for context in (CONTEXT, NOTHING):
            yield instead.instead_of(Caught(kind="untried", question=question.id), context, LESSON)
    ideas = [("It is a list.", "a list of them")]
    yield wording.all_found(ideas)
    yield from (wording.still_asked(some, "What else is it?") for some in (ideas, []))
    yield wording.asserted("A list is no call.", "lists are calls")


SENTENCES = list(dict.fromkeys(said()))


def test_all_that_can_be_said_of_a_reply_is_looked_at() -> None:
    assert len({factor.why for factor in factors()}) == 23


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_whole(text: str) -> None:
    assert not_whole(text) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_plain_and_kind(text: str) -> None:
    assert jargon_in(text) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_short(text: str) -> None:
    assert longest_sentence(text) <= LONGEST


def test_nobody_is_told_that_tries_are_free_for_they_may_be_few() -> None:
    assert [text for text in SENTENCES if "costs" in text] == []


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1", "`qwen` on this computer"),
        ("localhost", "`qwen` on this computer"),
        ("::1", "`qwen` on this computer"),
        ("10.0.0.1", "`qwen` at `10.0.0.1`"),
        ("api.openai.com", "`qwen` at `api.openai.com`"),
    ],
)
def test_where_a_model_is_is_told_by_its_host(host: str, told: str) -> None:
    assert wording.placed("qwen", host) == told
