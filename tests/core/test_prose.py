"""Questions answered in words: what a sign is, what a rubric can tell, and what it leaves open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import LONGEST_TEXT, judge_answer, wording
from jupyter_tutor.core.answers.prose import judge_prose, rate
from jupyter_tutor.core.answers.sentences import plain
from jupyter_tutor.core.commands import Rejected, TextAnswer
from jupyter_tutor.core.questions import Idea
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import ENDS, RETURNS, SHOWS, WHY
from tests.core.values import STEADY


def finds(sign: str, text: str) -> bool:
    """Whether a rubric that asks for this sign alone finds it."""
    asked = Idea(text="It.", signs=(sign,), says="What?")
    return rate(replace(WHY, required=(asked,), forbidden=()), text) == "right"


# -- signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("gives back", "It gives back a value."),
        ("gives back", "IT GIVES BACK a value!"),
        ("Gives Back", "it gives back a value"),
        ("gives back", "It gives the value back."),
        ("gives back", "It gives one two three back."),
        ("gives back", "It gives, as we saw, back (a value)."),
        ("gives back", "It gives some, gives one two three back."),
        ("gives value back", "It gives you the value right back."),
        ("return*", "Returning is what it does."),
        ("return*", "What it does is return"),
        ("re* ba*", "It really goes back."),
        ("back", "First it ends. Then it goes back."),
        ("2.5", "It is 2.5 in all."),
        ("don't print", "Functions don't print it."),
        ("don\u2019t print", "Functions don't print it."),
        ("don't print", "Functions don\u2019t print it."),
        ("return", "It uses 'return' for that."),
        ("return", "It uses `return` for that."),
        ("return", "It uses \u2018return\u2019 for that."),
        ("return", "It uses *return* or _return_ there."),
        ("__init__", "It is called __init__ in Python."),
        ("x_y", "Give x_y a value."),
        ("stra\u00dfe", "Die STRASSE ist lang."),
        ("caf\u00e9", "In the cafe\u0301 we sat."),
        ("cafe\u0301", "In the caf\u00e9 we sat."),
        ("fine", "It is \ufb01ne like that."),
    ],
)
def test_a_sign_is_found(sign: str, text: str) -> None:
    assert finds(sign, text)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("gives back", "It gives one two three four back."),
        ("gives back", "It goes back and gives."),
        ("gives back", "It gives. Back it goes."),
        ("gives back", "It gives; back it goes."),
        ("gives back", "What it gives: back it goes."),
        ("gives back", "What it gives\n\nback it goes."),
        ("gives back", "It gave it back to you."),
        ("give", "It gives it back."),
        ("turn*", "It will return something."),
        ("return", "It has returned something."),
        ("gives gives", "It only gives it once."),
        ("==", "It asks == of both."),
        ("*", "It asks anything of both."),
    ],
)
def test_a_sign_is_not_found(sign: str, text: str) -> None:
    assert not finds(sign, text)


@pytest.mark.parametrize(
    "negation",
    ["not", "never", "no", "without", "cannot", "neither", "nor", "doesn't", "isn\u2019t"],
)
def test_a_negation_shortly_before_takes_a_sign_away(negation: str) -> None:
    assert not finds("print*", f"It does {negation} print it")
    assert not finds("print*", f"It does {negation} one, and print it")
    assert finds("print*", f"It does {negation} one two three and print it")
    assert finds("print*", f"It prints it and {negation} more")
    assert finds("print*", f"{negation}. It prints it there")


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("gibt wert zur\u00fcck", "Es gibt den Wert nicht zur\u00fcck."),
        ("gibt wert zur\u00fcck", "Es gibt keinen Wert zur\u00fcck."),
        ("zur\u00fcckgeb*", "Sie kann nie etwas zur\u00fcckgeben."),
        ("rend valeur", "Elle ne rend pas la valeur."),
        ("devuelve valor", "Nunca devuelve el valor."),
    ],
)
def test_a_negation_of_another_language_denies(sign: str, text: str) -> None:
    assert not finds(sign, text)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("gibt wert zur\u00fcck", "Es gibt den Wert zur\u00fcck."),
        ("nicht zeig*", "Es kann ihn nicht zeigen."),
        ("rend valeur", "Elle rend la valeur au programme."),
    ],
)
def test_what_is_said_in_another_language_is_found(sign: str, text: str) -> None:
    assert finds(sign, text)


def test_a_sign_that_is_negated_once_may_stand_elsewhere() -> None:
    assert finds("print*", "It does not print one. Then it prints two.")
    assert finds("print*", "It does not print one, but then in the end it prints two.")


def test_a_sign_may_hold_a_negation() -> None:
    assert finds("not print", "It does not print it.")
    assert not finds("not print", "It does print it.")


# -- what is denied --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It does not one two three print it.",
        "It is false that it prints the value.",
        "It is wrong, I think, and it is untrue that it prints the value.",
        "That it prints the value is wrong.",
        "Printing it is not what it does.",
        "Printing the value isn't done by it.",
        "It prints nothing at all.",
        "It prints not one thing.",
        "It hardly ever in all of its long life prints it.",
        "It prints the value, which is false.",
        "It prints the value, but that is not true.",
        "It prints the value (this is nonsense).",
        "It prints the value \u2014 wrong!",
        "It prints the value. That is not right.",
        "It prints the value. No, it is not so.",
        "It prints a value that is not true.",
        "The idea that it prints the value is a myth.",
        "It fails to print the value.",
        "It doesnt ever in all of its days print the value.",
        "Nobody has seen that it prints the value.",
    ],
)
def test_an_idea_that_is_denied_is_not_found(text: str) -> None:
    assert not finds("print*", text)


@pytest.mark.parametrize(
    "text",
    [
        "It prints the value and not the name.",
        "It prints the value, not the name.",
        "It prints the value (not the name).",
        "It prints the value - not the name.",
        "It prints the value, but never the name.",
        "It prints a value that is not shown before.",
        "It prints the value without asking.",
        "It does not keep the value for itself, it prints it.",
        "It does not keep the value for itself but prints it.",
        "My friend is wrong, it prints the value.",
        "My friend is wrong because it prints the value.",
        "It is false that it keeps it. It prints the value.",
        "It prints the value. That is not all.",
        "It prints the value, doesn't it?",
        "It prints the value. It is not so bad.",
        "It is not true. It prints the value.",
    ],
)
def test_what_is_denied_beside_an_idea_does_not_touch_it(text: str) -> None:
    assert finds("print*", text)


def test_what_a_rubric_itself_denies_puts_nothing_in_doubt() -> None:
    text_ = Idea(text="Text.", signs=("text*",), says="What is it?")
    no_sums = Idea(text="No sums.", signs=("cannot add", "not a number"), says="What not?")
    rubric = replace(WHY, required=(text_, no_sums), forbidden=())
    for said, rating in (
        ("It is a text you cannot add to.", "right"),
        ("It is a text not a number.", "right"),
        ("It is false that it is a text you cannot add to.", "partial"),
        ("It is not true that it is a text you cannot add to.", "partial"),
        ("It is a text you never like.", "partial"),
    ):
        assert rate(rubric, said) == rating, said


def test_a_telltale_idea_that_may_be_denied_leaves_it_open() -> None:
    right = "It gives back a value and stops."
    for said, verdict in (
        (f"{right} It shows it.", "incorrect"),
        (f"{right} It does not show it.", "correct"),
        (f"{right} I would not say at all that it shows it.", "undecided"),
        (f"{right} It shows it, which is wrong.", "undecided"),
    ):
        judged = judge_prose(WHY, said)
        assert isinstance(judged, Report)
        assert judged.verdict == verdict, said
        assert (wording.DENIES_SOMETHING in judged.message) == (verdict == "undecided")


DENIED = st.sampled_from(
    [
        "It is false that {}",
        "It is not true that {}",
        "Nobody should ever think that {}",
        "I do not think for a moment that {}",
        "That {} is wrong",
        "That {} is not so",
        "{}, which is untrue",
        "{}. This is not true",
        "{}, but that's wrong",
    ]
)
TRUE = st.sampled_from(
    ["it gives back a value", "one gives the value back", "it hands it back", "it gives it back"]
)


@STEADY
@given(DENIED, TRUE, st.sampled_from(["", "It stops. ", "It ends the function, I know. "]))
def test_no_denial_is_right(denied: str, idea: str, before: str) -> None:
    asked = replace(WHY, required=(RETURNS,), forbidden=())

    assert rate(asked, f"{before}{idea}") == "right"
    assert rate(asked, f"{before}{denied.format(idea)}") == "partial"


# -- verdicts --------------------------------------------------------------------------------

RIGHT = Report(
    verdict="correct",
    points=1.5,
    max_points=1.5,
    message=(
        "Well said. What matters is in it:\n\n- It gives a value back.\n- It ends the function."
    ),
)
WRONG = Report(verdict="incorrect", points=0.0, max_points=1.5, message=SHOWS.says)
UNCLEAR = Report(verdict="undecided", points=0.0, max_points=1.5, message="")


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("It gives back a value. Then it stops.", RIGHT),
        ("It ends the function and hands a value back.", RIGHT),
        ("It prints the value.", WRONG),
        ("It gives back a value, stops, and prints it.", WRONG),
        (
            "It gives back a value.",
            replace(
                UNCLEAR,
                message=f"I find this in your answer:\n\n- It gives a value back.\n\n{ENDS.says}",
            ),
        ),
        (
            "It ends the function there.",
            replace(
                UNCLEAR,
                message=f"I find this in your answer:\n\n- It ends the function.\n\n{RETURNS.says}",
            ),
        ),
        ("It is used in functions.", replace(UNCLEAR, message=RETURNS.says)),
        ("It does not print.", replace(UNCLEAR, message=RETURNS.says)),
        ("No idea", Rejected(wording.WRITE_A_SENTENCE)),
        ("... !!! ???", Rejected(wording.WRITE_A_SENTENCE)),
        ("Right. Yes.", Rejected(wording.WRITE_A_SENTENCE)),
    ],
)
def test_the_verdict_on_sentences(text: str, report: Report | Rejected) -> None:
    assert judge_prose(WHY, text) == report


def test_what_is_missing_is_asked_for_and_never_named() -> None:
    for text in ("It gives back a value.", "It ends the function.", "It is something else."):
        judged = judge_prose(WHY, text)
        assert isinstance(judged, Report)
        missing = [idea for idea in WHY.required if idea.text not in judged.message]
        assert missing
        told = judged.message.replace(missing[0].says, "")
        for idea in missing:
            assert [part for part in (idea.text, *idea.signs) if part in told] == []


def test_the_author_rates_with_three_words() -> None:
    assert [rate(WHY, sample.text) for sample in WHY.samples] == ["right", "partial", "wrong"]
    assert rate(WHY, "Hm") == "partial"


SAID = "it gives give back value ends function stops prints not never the and 'return' don't"
WORDS = st.sampled_from(SAID.split())
SENTENCES = st.lists(WORDS, min_size=3, max_size=14)
MARKS = st.sampled_from([" ", "  ", ' "', '" ', " / ", " `", "* ", "\n", "-", " + "])
"""Not those that end a clause."""


@STEADY
@given(SENTENCES, st.lists(st.tuples(MARKS, st.booleans()), min_size=14, max_size=14))
def test_neither_case_nor_punctuation_within_a_sentence_changes_a_rating(
    sentence: list[str], dress: list[tuple[str, bool]]
) -> None:
    dressed = "".join(
        (word.upper() if loud else word) + mark
        for word, (mark, loud) in zip(sentence, dress, strict=False)
    )

    assert rate(WHY, dressed) == rate(WHY, " ".join(sentence))


@STEADY
@given(st.text(max_size=200))
def test_whatever_is_written_is_rated(text: str) -> None:
    assert rate(WHY, text) in ("right", "partial", "wrong")
    assert rate(WHY, text.upper()) in ("right", "partial", "wrong")


@STEADY
@given(SENTENCES, SENTENCES)
def test_a_telltale_idea_outranks_all_that_is_right(before: list[str], after: list[str]) -> None:
    text = f"{' '.join(before)}. It shows the value. After it {' '.join(after)}"

    assert judge_prose(WHY, text) == WRONG


LARGE = st.sampled_from(
    ["\ufdfa", "\ufdfb", "\u0390", "\ufb03", "\u3300", "\u0344", "a", "\u0149 "]
)
"""Each of these but one is many when it is compared."""


@STEADY
@given(LARGE, st.integers(1, LONGEST_TEXT + 1), LARGE)
def test_nothing_is_compared_that_is_longer_than_what_may_be_typed(
    one: str, times: int, other: str
) -> None:
    text = f"It is {one * times}{other}"
    fits = max(len(text), len(plain(text))) <= LONGEST_TEXT

    assert (judge_answer(WHY, TextAnswer(text=text)) != Rejected(words.TOO_LONG)) == fits


def test_one_character_that_is_eighteen_counts_so() -> None:
    sentence = TextAnswer(text="\ufdfa" * (LONGEST_TEXT // 18))
    too_long = TextAnswer(text="\ufdfa" * (LONGEST_TEXT // 18 + 1))
    assert judge_answer(WHY, sentence) != Rejected(words.TOO_LONG)
    assert judge_answer(WHY, too_long) == Rejected(words.TOO_LONG)
