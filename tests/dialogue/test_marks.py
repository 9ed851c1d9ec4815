"""No mark of a prompt reaches a learner, wherever a model repeats it."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.summary import facts
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.dialogue.marks import LONGEST, Marks, Unmarked, without_marks
from jupyter_tutor.model import ModelError
from tests.core.kinds import KINDS, WHY
from tests.core.lessons import DOUBLE
from tests.core.lessons import LESSON as SMALL
from tests.core.summed import STATE, THREE
from tests.core.values import STEADY
from tests.dialogue.examples import NOTHING
from tests.dialogue.prompted import examples
from tests.dialogue.scripted import ASKER, ScriptedModel
from tests.dialogue.test_assistant import NeverRight, open_at, reply, shuffled_choice
from tests.dialogue.test_judging import BOTH, findings

KEY = "a5661f2e3d4c"
OTHER = "0123456789ab"
OPENS, ENDS = f"[data {KEY} turns]", f"[end {KEY}]"
SURE = "CONFIDENCE: 0.9 | RESTS ON: 1\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{OPENS}\nLists have an order.\n{ENDS}\n", "Lists have an order.\n"),
        (f"Lists {OPENS} have an order {ENDS}.", "Lists have an order."),
        (f"{OPENS} {ENDS}   So it is.", "So it is."),
        (f"One.\n\n  `{ENDS}`  \nTwo.", "One.\n\nTwo."),
        (f"Look:\n\n    {OPENS} x = 1\n", "Look:\n\nx = 1\n"),
        (f"[data {KEY} …] and [END {KEY}] and [/data {KEY}]", "and and"),
        (f"[data {KEY}\nOne.\n[{KEY}]", "One.\n"),
        (f"So it is. [end {KEY[:4]}", "So it is."),
        (f"Told before. [data {OTHER} asked] And [end {OTHER}].", "Told before. And."),
        (f'{{"quote": "{OPENS} a list"}}', '{"quote": " a list"}'),
    ],
)
def test_marks_are_cut_and_what_is_around_them_stays(text: str, left: str) -> None:
    assert without_marks(text, KEY) == left


@pytest.mark.parametrize(
    "text",
    [
        "The block ends with `[end]`, and begins with [data turns].",
        "x[end] and x[data] and [data, end] and [end 1] and [1, 2][0]",
        f"The key {KEY} is `{KEY}`.",
        f"[end {OTHER[:6]}] and [data {OTHER}, turns] and [data {OTHER} the turns]",
        "[end ", "[", "[data", "a `[", "  \n\n \t\n[]\n",
    ],
)  # fmt: skip
def test_what_only_looks_a_little_like_a_mark_stays(text: str) -> None:
    assert without_marks(text, KEY) == text


def test_a_prompt_without_blocks_has_marks_of_others_only() -> None:
    assert without_marks(f"One {ENDS} and [None] [end None].", None) == "One and [None] [end None]."


def in_pieces(pieces: Sequence[str]) -> str:
    marks = Marks(KEY)
    return "".join([*(marks.feed(piece) for piece in pieces), marks.end()])


PIECES = st.sampled_from(
    [
        *(OPENS, ENDS, f"[end {OTHER}]", f"[data {KEY}", f"[end {KEY[:5]}", KEY, "[", "]", "[end "),
        *("`", " ", "\n", "\t", "a", "[end]", "[1, 2]", '"', "…", "long " * 25, "[" * 3, " " * 30),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@STEADY
@given(TEXTS, st.lists(st.integers(0, 300)))
def test_it_is_the_same_however_the_text_was_cut(text: str, places: list[int]) -> None:
    at = [0, *sorted(place for place in places if place < len(text)), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(at)]
    assert in_pieces(pieces) == in_pieces(list(text)) == without_marks(text, KEY)


@STEADY
@given(st.lists(st.text(alphabet="ab [e`\t", max_size=8), max_size=6), st.integers(0, 6))
def test_lines_of_marks_leave_no_trace(lines: list[str], place: int) -> None:
    marked = [*lines[:place], f" {OPENS} `{ENDS}` ", *lines[place:], "."]
    assert without_marks("\n".join(marked), KEY) == "\n".join([*lines, "."])


def test_all_that_cannot_be_a_mark_is_given_at_once() -> None:
    marks = Marks(KEY)
    given = [
        marks.feed(piece) for piece in ("One [", "1, 2]", " and", " [end a566", "1f2e3d4c] so")
    ]
    assert [*given, marks.end()] == ["One", "", " [1, 2] and", "", " so", ""]


def test_every_prompt_says_what_marks_its_blocks() -> None:
    for prompt in examples():
        assert f"[end {prompt.boundary}]" in prompt.messages[0].text
        assert f"\n[end {prompt.boundary}]" in prompt.messages[1].text


async def test_none_is_shown_or_recorded_in_a_reply_in_whatever_pieces_it_comes() -> None:
    lesson, question, _ = shuffled_choice()
    told = f"{OPENS}\n{SURE}Think of {ENDS} what each does.\n\n{OPENS}\n\nThen try one.\n{ENDS}"
    shown: list[list[str]] = []

    for piece in (1, 7, 1000):
        heard: list[str] = []
        grown: list[str] = []
        assistant = DialogueAssistant(ScriptedModel([told], piece), NeverRight(), NeverRight())
        answered = await reply(
            assistant, lesson, open_at(question.id), question.prompt, heard=heard, grown=grown
        )
        shown.append([answered.words, *grown])
        assert [text for text in heard if KEY in text or "[" in text] == []

    first, second = "Think of what each does.\n\n\n", "Then try one.\n"
    assert shown == [[(first + second).strip(), first, second]] * 3


async def test_the_guard_looks_at_what_would_be_shown() -> None:
    lesson, question, place = shuffled_choice()
    told = f"{SURE}Pick option {ENDS} {'ABCDEFGH'[place]}, that is the right one.\n"
    assistant = DialogueAssistant(ScriptedModel([told, told]), NeverRight(), NeverRight())

    answered = await reply(assistant, lesson, open_at(question.id), "Which one is right?")

    assert (answered.ending, answered.caught) == ("withheld", ("option", "option"))


async def test_none_is_in_a_hint_or_a_summary() -> None:
    lesson, question, _ = shuffled_choice()
    model = ScriptedModel([f"{OPENS}\nLook at this. {ENDS}", f"You {ENDS} have gone on well."])
    assistant = DialogueAssistant(model, NeverRight(), NeverRight())

    hinted = await assistant.hint(
        question.id, context=open_at(question.id), lesson=lesson, asker=ASKER
    )
    summed = await assistant.summary(
        facts(STATE, THREE), context=NOTHING, lesson=THREE, asker=ASKER
    )

    assert (hinted.words, summed) == ("Look at this.", "You have gone on well.")


async def test_none_is_in_the_words_of_a_verdict_or_of_a_label() -> None:
    model = ScriptedModel(
        [
            findings(f"{OPENS} gives back a value", f"ends the function {ENDS}", None),
            f'{{"type": "new", "id": "sums", "says": "It is added {ENDS}.", "confidence": 0.9}}',
        ]
    )
    assistant = DialogueAssistant(model, NeverRight(), NeverRight())

    report = await assistant.judge(WHY, BOTH, lesson=KINDS, asker=ASKER)
    label = await assistant.label(DOUBLE, "pass", "It failed.", lesson=SMALL, asker=ASKER)

    assert report.verdict == "correct"
    assert KEY not in report.message
    assert label is not None
    assert label.words == "It is added."


async def test_an_answer_of_nothing_but_marks_is_none() -> None:
    lesson, question, _ = shuffled_choice()
    prompt = next(examples())
    # Of this prompt's own boundary also what is not written quite as its marks are.
    model = ScriptedModel([f"[/data {prompt.boundary}]\n\n{ENDS}", f"{OPENS}\n\n{ENDS}"])
    heard: list[str] = []

    with pytest.raises(ModelError, match="nothing but marks"):
        await Unmarked(model).ask(prompt, ASKER, heard.append)
    assistant = DialogueAssistant(model, NeverRight(), NeverRight())
    answered = await reply(assistant, lesson, open_at(question.id), question.prompt)

    assert (heard, answered.ending) == (["\n"], "failed")


def test_of_a_line_of_brackets_no_more_is_held_than_a_mark_is_long() -> None:
    marks = Marks("0123456789ab")
    given = "".join(marks.feed("[") for _ in range(1000))
    assert len(given) >= 1000 - LONGEST - 1
    assert given + marks.end() == "[" * 1000
