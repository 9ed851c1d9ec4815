"""Blanks in a text: each judged by itself, with points for each that is right."""

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import answer_words, judge_answer, wording
from jupyter_tutor.core.answers.blanks import LONGEST_BLANK, judge_blanks, with_gaps
from jupyter_tutor.core.commands import Answer, BlanksAnswer, Continue, Rejected, TextAnswer
from jupyter_tutor.core.events import QuestionAsked
from jupyter_tutor.core.evolve import text_of
from jupyter_tutor.core.pedagogy import solution_of
from jupyter_tutor.core.questions import BlanksQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.core.view import head
from tests.core.arranged import ARRANGED, CAPITAL, LARGEST, SUM_UP
from tests.core.play import AT, opened, played
from tests.core.turns import SKIP


def judged(question: BlanksQuestion, *texts: str) -> Report:
    report = judge_blanks(question, BlanksAnswer(texts=texts))
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (SUM_UP, ("0", "xs", "+=")),
        (SUM_UP, ("0.0", " xs ", "\t+=\n")),
        (CAPITAL, ("paris",)),
        (CAPITAL, ("PARIS",)),
        (CAPITAL, ("The  city of 'light'",)),
        (CAPITAL, ("the city of “Light”",)),
    ],
)
def test_what_is_accepted(question: BlanksQuestion, texts: tuple[str, ...]) -> None:
    assert judged(question, *texts) == Report(
        verdict="correct",
        points=question.points,
        max_points=question.points,
        message=wording.BLANKS_RIGHT,
    )


@pytest.mark.parametrize(
    ("texts", "points", "message", "misconception"),
    [
        (("0", "ys", "+="), 2.0, "Blank 2 is not right yet. The others are.", None),
        (("2", "ys", "+="), 1.0, "Blanks 1 and 2 are not right yet. The other one is.", None),
        (("2", "ys", "-="), 0.0, "Blanks 1, 2 and 3 are not right yet.", None),
        (
            ("0", "XS", "+="),
            2.0,
            "Blank 2 is not right yet. The others are. Look at capital and small letters in "
            "blank 2.",
            None,
        ),
        (
            ("0", "xs", "="),
            2.0,
            "Blank 3 is not right yet. The others are.\n\nThat forgets what was there.",
            "replaces",
        ),
        (
            ("1", "xs", " = "),
            1.0,
            "Blanks 1 and 3 are not right yet. The other one is.\n\nOne too many."
            "\n\nThat forgets what was there.",
            "from-one",
        ),
    ],
)
def test_the_blanks_that_are_wrong_are_named(
    texts: tuple[str, ...], points: float, message: str, misconception: str | None
) -> None:
    assert judged(SUM_UP, *texts) == Report(
        verdict="incorrect",
        points=points,
        max_points=3.0,
        message=message,
        misconception=misconception,
    )


def test_a_single_blank_has_no_number() -> None:
    assert judged(CAPITAL, "Lyon").message == ("Not quite: that does not belong in the blank.")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (BlanksAnswer(texts=("0", "", "+=")), wording.FILL_EVERY_BLANK),
        (BlanksAnswer(texts=("0", " \n", "+=")), wording.FILL_EVERY_BLANK),
        (BlanksAnswer(texts=("0",)), wording.OTHER_BLANKS),
        (BlanksAnswer(texts=()), wording.OTHER_BLANKS),
        (BlanksAnswer(texts=("0", "x" * (LONGEST_BLANK + 1), "+=")), words.TOO_LONG),
        (TextAnswer(text="0"), words.WRONG_KIND),
    ],
)
def test_what_cannot_be_an_answer(answer: Answer, reason: str) -> None:
    assert judge_answer(SUM_UP, answer) == Rejected(reason)
    assert judge_answer(LARGEST, BlanksAnswer(texts=("0",))) == Rejected(words.WRONG_KIND)


def test_the_text_is_shown_with_its_gaps_and_without_what_is_accepted() -> None:
    play = played(ARRANGED, opened(), Continue(at=AT), SKIP, SKIP)
    asked = play.events[-1]
    assert isinstance(asked, QuestionAsked)
    assert (asked.kind, asked.pieces, asked.verbatim) == ("blanks", SUM_UP.pieces, True)
    question = head(play.state, ARRANGED).question
    assert question is not None
    assert (question.pieces, question.verbatim, question.options) == (SUM_UP.pieces, True, ())
    message = play.state.transcript[-1]
    assert (message.pieces, message.verbatim) == (SUM_UP.pieces, True)


def test_what_was_filled_in_as_it_is_kept_and_as_it_is_shown() -> None:
    answer = BlanksAnswer(texts=(" 0", "x\ns", "`"))
    assert text_of(answer) == "0\nx s\n`"
    assert answer_words(SUM_UP, answer) == (
        "```\ntotal = 0\nfor x in x s:\n    total ` x\nprint('done')\n```"
    )
    assert answer_words(CAPITAL, BlanksAnswer(texts=("*Ly`on*",))) == (
        "The capital of France is ``*Ly`on*``."
    )
    assert solution_of(CAPITAL) == "The capital of France is `Paris`."
    assert with_gaps(CAPITAL.pieces, verbatim=False) == "The capital of France is `____`."
