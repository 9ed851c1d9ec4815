"""Learners' and authors' texts within Markdown: none of them ends the code it stands in."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_tutor.core.answers import answer_words
from jupyter_tutor.core.commands import Answer, ChoiceAnswer, CodeAnswer, TextAnswer
from jupyter_tutor.core.questions import PanelQuestion
from jupyter_tutor.core.quoting import as_block, as_code
from tests.core.kinds import EVEN_NUMBER, LENGTH, LOOP, WHY
from tests.core.lessons import EVEN
from tests.core.values import STEADY

TEXTS = st.text(st.sampled_from("`` ~a\n\r\t#*<'\"\\"), min_size=1, max_size=24)


def runs(text: str) -> list[str]:
    return re.findall("`+", text)


@STEADY
@given(TEXTS)
@example("`")
@example("``` `` `")
@example("a\n\n# Ha")
def test_code_in_a_line_ends_only_where_it_should(text: str) -> None:
    """A run of backticks ends it where it is as long as the first; a blank line ends any."""
    quoted = as_code(text)

    fence = runs(quoted)[0]
    inner = quoted.removeprefix(fence).removesuffix(fence)
    assert quoted == f"{fence}{inner}{fence}"
    assert fence not in runs(inner)
    assert not inner.startswith("`")
    assert not inner.endswith("`")
    assert "\n" not in quoted
    assert "\r" not in quoted
    assert inner.split() == text.split()


@STEADY
@given(TEXTS, st.sampled_from(["", "python"]))
@example("```\n# Ha", "")
@example("````", "python")
def test_a_block_of_code_ends_only_where_it_should(text: str, language: str) -> None:
    """A line of as many backticks as the first, or more, ends it."""
    first, *lines, last = as_block(text, language).split("\n")

    assert "\n".join(lines) == text
    assert first == last + language
    assert set(last) == {"`"}
    assert len(last) >= 3
    assert [run for run in runs(text) if len(run) >= len(last)] == []


@pytest.mark.parametrize("ticks", [0, 1, 2, 3, 100_000])
def test_a_fence_is_no_longer_than_it_has_to_be(ticks: int) -> None:
    text = f"a {'`' * ticks} b ``"
    longer = "`" * (max(ticks, 2) + 1)
    assert as_block(text) == f"{longer}\n{text}\n{longer}"
    assert as_code(f"{text} c") == f"{longer}{text} c{longer}"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("n", "`n`"),
        ("a `b` c", "``a `b` c``"),
        ("`", "`` ` ``"),
        ("a``", "``` a`` ```"),
        ("(1 +\n\n2)", "`(1 +  2)`"),
    ],
)
def test_code_in_a_line(text: str, quoted: str) -> None:
    assert as_code(text) == quoted


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        (LENGTH, TextAnswer(text=" 12.5 cm\n"), "`12.5 cm`"),
        (EVEN_NUMBER, TextAnswer(text="(1 +\n\n2)"), "`(1 +  2)`"),
        (EVEN_NUMBER, TextAnswer(text="'`'"), "``'`'``"),
        (LOOP, TextAnswer(text="\n  0\n```\n# Ha\n\n"), "````\n  0\n```\n# Ha\n````"),
        (WHY, TextAnswer(text=" It *ends*.\n"), "It *ends*."),
        (EVEN, ChoiceAnswer(options=("c", "a")), "- `[1, 2]`\n- `[]`"),
        (LENGTH, ChoiceAnswer(options=("a",)), ""),
        (LENGTH, CodeAnswer(source="12"), ""),
    ],
)
def test_an_answer_as_the_transcript_keeps_it(
    question: PanelQuestion, answer: Answer, said: str
) -> None:
    assert answer_words(question, answer) == said
