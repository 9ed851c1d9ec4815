"""What is shown of a reply that cannot be relied on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.talk import Turn
from jupyter_tutor.dialogue.caution import (
    CAUTION,
    LONGEST_OUTLINE,
    NOTHING_TO_OUTLINE,
    OFFER_OF_PERSON,
    outline,
)
from jupyter_tutor.dialogue.material import turns_text
from tests.core.values import STEADY


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A list holds values. It can grow.", "A list holds values."),
        ("First. More.\n\nSecond! More.", "First.\n\nSecond!"),
        ("# Lists\nThey hold. They grow.", "# Lists\n\nThey hold."),
        ("Three:\n\n- One. More.\n- Two\n  goes on.", "- One.\n\n- Two goes on."),
        ("Write this:\n\n```python\nx = 1\n```\n\nThen run it. So.", "Then run it."),
        ("So.\n\n```python\nx = 1", "So."),
        ("So.\n\n    x = 1\n    y = 2", "So."),
        (">>> 1 + 1\n2", "2"),
        ("```\nx\n```", NOTHING_TO_OUTLINE),
        ("", NOTHING_TO_OUTLINE),
        ("Use 3.5 here, e.g. now. So.", "Use 3.5 here, e.g."),
    ],
)
def test_outline(text: str, shown: str) -> None:
    assert outline(text) == shown


@STEADY
@given(st.text(alphabet="a b.\n`~-#1 ", max_size=300))
def test_an_outline_is_short_and_has_no_blocks_of_code(text: str) -> None:
    shown = outline(text + "\n```\nsecret\n```\n" + "long " * 300)

    assert len(shown.split()) <= LONGEST_OUTLINE + 1
    assert "```\nsecret" not in shown


def test_what_the_tutor_added_to_its_replies_is_not_given_back_to_the_model() -> None:
    turns = (
        Turn(asked="What is a list?", reply=f"It holds values.\n\n{CAUTION}"),
        Turn(asked="And a tuple?", reply=f"{NOTHING_TO_OUTLINE}\n\n{OFFER_OF_PERSON}"),
        Turn(asked="Is that so?", reply="Yes."),
    )

    assert turns_text(turns) == (
        "Learner: What is a list?\nTutor: It holds values.\n\n"
        f"Learner: And a tuple?\nTutor: {NOTHING_TO_OUTLINE}\n\n"
        "Learner: Is that so?\nTutor: Yes."
    )
