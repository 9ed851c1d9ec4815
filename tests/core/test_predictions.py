"""Questions about a program's output: what looks the same is right, what is said of the rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.predict import alike, judge_prediction
from jupyter_tutor.core.questions import ForeseenText, PredictQuestion
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import LOOP
from tests.core.values import STEADY

RIGHT = Report(verdict="correct", points=1.0, max_points=1.0, message=wording.PREDICTED)
WRONG = Report(verdict="incorrect", points=0.0, max_points=1.0, message="")


def shows(output: str) -> PredictQuestion:
    return replace(LOOP, output=output, wrong=())


@pytest.mark.parametrize(
    ("typed", "output"),
    [
        ("0\n1\n2", "0\n1\n2"),
        ("\n\n0\n1  \n2\t\n\n", "0\n1\n2"),
        ("0\r\n1\r\n2", "0\n1\n2"),
        ("a\n\nb", "a\n\nb"),
        ('"Ada"', "'Ada'"),
        ("\u201cAda\u201d", "'Ada'"),
        ("\u2018Ada\u2019", "'Ada'"),
        ("NameError", "NameError"),
        ("NameError: name 'x' is not defined", "NameError"),
        ("0\nZeroDivisionError: division by zero", "0\nZeroDivisionError"),
        ("0\nMyException : no", "0\nMyException"),
    ],
)
def test_what_looks_the_same_is_right(typed: str, output: str) -> None:
    assert judge_prediction(shows(output), typed) == RIGHT


@pytest.mark.parametrize(
    ("typed", "output"),
    [
        ("0 1 2", "0\n1\n2"),
        ("a\nb", "a\n\nb"),
        ("  a", "a"),
        ("a  b", "a b"),
        ("A", "a"),
        ("Ada", "'Ada'"),
        ("1.0", "1"),
        ("NameError", "ValueError"),
        ("Error", "NameError"),
        ("an error", "NameError"),
        ("NameError: x\n0", "NameError\n0"),
        ("Ada: 3", "Ada"),
    ],
)
def test_what_looks_different_is_wrong(typed: str, output: str) -> None:
    assert not alike(typed, output)
    assert judge_prediction(shows(output), typed).verdict == "incorrect"


@pytest.mark.parametrize(
    ("typed", "output", "message"),
    [
        ("0 1 2", "0\n1\n2", wording.MISPREDICTED_LAYOUT),
        ("0, 1, 2", "0\n1\n2", wording.MISPREDICTED_LAYOUT),
        ("[0,1,2]", "[0, 1, 2]", wording.MISPREDICTED_LAYOUT),
        ("'Ada' 3", "'Ada',3", wording.MISPREDICTED_LAYOUT),
        ("ADA", "Ada", wording.MISPREDICTED_CASE),
        ("cost = 12", "12", wording.MISPREDICTED_NAME),
        ("a=1\nb = 2", "1\n2", wording.MISPREDICTED_NAME),
        ("true\n1", "True\n1", wording.MISPREDICTED_CASE),
        ("'Ada'", "Ada", wording.MISPREDICTED_QUOTES),
        ("1\nAda", "1\n'Ada'", wording.MISPREDICTED_QUOTES),
    ],
)
def test_what_is_nearly_right_is_told_what_differs(typed: str, output: str, message: str) -> None:
    assert judge_prediction(shows(output), typed) == replace(WRONG, message=message)


@pytest.mark.parametrize(
    ("typed", "output", "message"),
    [
        (
            "1",
            "2",
            "Not quite. Go through the program line by line, and note what each name stands for.",
        ),
        (
            "9\n1\n2",
            "0\n1\n2",
            "Not quite. Begin with the first line that is shown: what stands there?",
        ),
        ("0\n9\n2", "0\n1\n2", "Not quite. All is right above line 2; look at that line again."),
        ("0\n1\n9", "0\n1\n2", "Not quite. All is right above line 3; look at that line again."),
        ("0\n9", "0\n1\n2", "Not quite. All is right above line 2; look at that line again."),
        ("0\n1", "0\n1\n2", "What you have is right so far, but the program shows more than that."),
        ("0\n1\n2\n3", "0\n1\n2", "It begins right, but the program shows less than that."),
    ],
)
def test_the_first_line_that_differs_is_named(typed: str, output: str, message: str) -> None:
    assert judge_prediction(shows(output), typed) == replace(WRONG, message=message)


def test_a_foreseen_answer_is_known_however_it_is_spaced() -> None:
    assert judge_prediction(LOOP, "1 \n2\n3\n") == replace(
        WRONG, message="Where does it begin?", misconception="from-one"
    )


def test_what_is_right_is_right_though_it_was_foreseen_as_wrong() -> None:
    odd = ForeseenText(answer="0\n1\n2", misconception="odd", says="No.", cell=1)

    assert judge_prediction(replace(LOOP, wrong=(odd,)), "0\n1\n2") == RIGHT


LINES = st.lists(st.text("abc '\"1=", max_size=8), min_size=1, max_size=6)


@STEADY
@given(LINES, st.lists(st.sampled_from(["", " ", "\t "]), min_size=6, max_size=6))
def test_space_at_the_ends_and_the_kind_of_quotes_change_no_verdict(
    lines: list[str], space: list[str]
) -> None:
    output = "\n".join(lines)
    dressed = "\n\n" + "\n".join(a + b for a, b in zip(lines, space, strict=False)) + "\n \n"

    assert alike(output, output)
    assert alike(dressed, output)
    assert alike(dressed.replace("'", '"'), output)


SECRETS = st.text("klmnop", min_size=2, max_size=6)


@STEADY
@given(st.lists(SECRETS, min_size=1, max_size=5), st.text("0123456789\n", min_size=1, max_size=12))
def test_what_is_said_never_tells_what_is_shown(shown: list[str], typed: str) -> None:
    """The answer is of other letters than all that can be said to it."""
    secret = [line.replace("l", "ł").replace("o", "ø") + "¶" for line in shown]

    judged = judge_prediction(shows("\n".join(secret)), typed)

    assert judged.verdict == "incorrect"
    assert (judged.ran, judged.seen, judged.expected) == (None, None, None)
    assert [line for line in secret if line in judged.message] == []
