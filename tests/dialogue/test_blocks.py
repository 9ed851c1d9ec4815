"""A reply as it streams in: cut into blocks that can be judged and shown one after the other."""

import itertools
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.blocks import LONG, Blocks

PARTS = st.sampled_from(
    [
        *("\n", "\n\n", "```", "~~~", "```python\n", "\n```\n", "~~~~", "# ", "- ", "1. ", "> "),
        *("`", "x = 1", "    y", "A sentence. ", "Is it? ", "word ", " ", "\t", "e.g. ", "``"),
        "long words here " * 20,
    ]
)
TEXTS = st.lists(PARTS, max_size=40).map("".join)


def blocks_of(pieces: Sequence[str]) -> list[str]:
    blocks = Blocks()
    done = [block for piece in pieces for block in blocks.feed(piece)]
    return done + blocks.end()


@given(TEXTS, st.lists(st.integers(0, 2000)))
def test_blocks_are_the_text_however_it_was_cut(text: str, places: list[int]) -> None:
    at = [0, *sorted(place for place in places if place < len(text)), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(at)]
    whole = blocks_of([text])
    assert "".join(whole) == text
    assert blocks_of(pieces) == whole
    assert blocks_of(list(text)) == whole


def test_paragraphs_headings_lists_and_code_are_blocks() -> None:
    text = "# Loops\nA loop\nrepeats.\n\n- one\n- two\n\nSo:\n"
    text += "```python\nfor x in xs:\n\n    x\n```\nEnd."
    assert blocks_of([text]) == [
        "# Loops\n",
        "A loop\nrepeats.\n\n",
        "- one\n- two\n\n",
        "So:\n",
        "```python\nfor x in xs:\n\n    x\n```\n",
        "End.",
    ]


def test_a_fence_that_is_never_closed_is_one_block() -> None:
    assert blocks_of(["A.\n\n```\nx = 1\n\n# y\n"]) == ["A.\n\n", "```\nx = 1\n\n# y\n"]


def test_a_block_is_given_as_soon_as_it_is_complete() -> None:
    blocks = Blocks()
    assert blocks.feed("One.\n\nTw") == []
    assert blocks.feed("o.\n") == ["One.\n\n"]
    assert blocks.end() == ["Two.\n"]


def test_a_long_paragraph_is_given_by_its_sentences() -> None:
    blocks = Blocks()
    first = "word " * (LONG // 5) + "ends. "
    assert blocks.feed(first) == []
    assert blocks.feed("N") == [first]
    assert blocks.feed(" `a. b` c. d") == []
    assert blocks.end() == ["N `a. b` c. d"]
