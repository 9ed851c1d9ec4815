"""What a model says of its own certainty is read, in whatever form, and never shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.heading import Head, Heading
from tests.core.values import STEADY

ANSWER = "A function *gives back* a value.\n\n```python\nconfidence = 0.8\n```\n\nTry it."


def read(text: str, piece: int) -> tuple[Head, str]:
    heading = Heading()
    shown = [heading.feed(text[start : start + piece]) for start in range(0, len(text), piece)]
    shown.append(heading.close())
    return heading.head, "".join(shown)


@pytest.mark.parametrize("piece", [1, 3, 1000])
@pytest.mark.parametrize(
    ("heading", "head"),
    [
        ("CONFIDENCE: 0.8 | RESTS ON: 1, 3\n", Head(0.8, (1, 3))),
        ("\n\nCONFIDENCE: 0.8 | RESTS ON: none\n\n", Head(0.8, ())),
        ("CONFIDENCE: 0.8\nRESTS ON: none\n", Head(0.8, ())),
        ("RESTS ON: none\nCONFIDENCE: 0.8\n", Head(0.8, ())),
        ("Confidence: 80% | Rests on: sections 1 and 3\n", Head(0.8, (1, 3))),
        ("**Confidence:** 8/10; **Rests on:** [2]\n\n", Head(0.8, (2,))),
        ("**CONFIDENCE: 0,8 | RESTS ON: 2**\n", Head(0.8, (2,))),
        ("# Confidence: high\n", Head(0.85, None)),
        ("- Confidence: low\n- Rests on: 1\n\n", Head(0.3, (1,))),
        ("CONFIDENCE: 0.8\nRESTS ON: 1, 1, 2\n", Head(0.8, (1, 2))),
        ("RESTS ON: 2 | CONFIDENCE: 1\n", Head(1.0, (2,))),
        ("[CONFIDENCE: 0.8 | RESTS ON: 1]\n", Head(0.8, (1,))),
        ("```\nCONFIDENCE: 0.8 | RESTS ON: 1\n```\n", Head(0.8, (1,))),
        ('{"confidence": 0.8, "rests_on": [1, 2]}\n', Head(0.8, (1, 2))),
        ("<think>Confidence: 1? Hm.</think>\nCONFIDENCE: 0.8\n", Head(0.8, None)),
        ("CONFIDENCE: 0.8 | RESTS ON: 1, 3 ", Head(0.8, (1, 3))),
        ("My confidence level: 0.8\n", Head(0.8, None)),
        ("CONFIDENCE: 95\n", Head(0.95, None)),
        ("CONFIDENCE: 7\n", Head(0.7, None)),
        ("CONFIDENCE: 300 %\n", Head(1.0, None)),
        ("", Head(None, None)),
    ],
)
def test_a_heading_is_read_and_not_shown(heading: str, head: Head, piece: int) -> None:
    found, shown = read(heading + ANSWER, piece)

    assert found == head
    assert shown == ANSWER


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_a_heading_at_the_end_counts_and_is_not_shown(piece: int) -> None:
    found, shown = read(f"{ANSWER}\n\nCONFIDENCE: 0.8 | RESTS ON: 2", piece)

    assert found == Head(0.8, (2,))
    assert shown.rstrip() == ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Confidence comes with practice.\n",
        "Confident programmers test.\n",
        "`confidence = 3` binds a name.\n",
        "```python\nconfidence = 0.8\n```\n",
        "Rest assured: it works.\n",
        "1. First\n2. Second\n",
        "My",
    ],
)
def test_what_is_no_heading_is_shown(answer: str) -> None:
    assert read(answer, 1) == (Head(), answer)


def test_thoughts_that_do_not_end_are_not_shown() -> None:
    assert read("<think>What do they want?", 4) == (Head(), "")


@pytest.mark.parametrize("piece", [1, 3, 8, 1000])
def test_long_thoughts_are_not_shown(piece: int) -> None:
    thoughts = f"<think>{'Hm, </thin ' * 2000}</think>"

    assert read(f"{thoughts}CONFIDENCE: 0.8\nYes.", piece) == (Head(0.8), "Yes.")


def test_text_goes_on_as_soon_as_it_can() -> None:
    heading = Heading()

    assert heading.feed("CONFIDENCE: 0.8 | RESTS ON: 1\nA fun") == "A fun"
    assert heading.feed("ction") == "ction"


@STEADY
@given(st.text(alphabet="coCfidence:0.8|restsON ,1\n`*#<thk>/", max_size=60), st.integers(1, 9))
def test_pieces_make_no_difference(text: str, piece: int) -> None:
    assert read(text, piece) == read(text, 1000)


@STEADY
@given(st.text(alphabet="abcd e.\n*#`", max_size=80), st.integers(1, 9))
def test_a_text_without_a_heading_loses_nothing_but_space_above_it(text: str, piece: int) -> None:
    assert read(text, piece)[1] == text.lstrip()
