"""The fixed sentences: whole, plain, and free of words only programmers use."""

import inspect
from typing import get_args

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.commands import CheckFailure, KernelStatus
from jupyter_tutor.core.questions import FormulaForm
from tests.core.sentences import LONGEST, jargon_in, longest_sentence, not_whole

MODULES = (words, wording)

CONSTANTS = {
    name: value
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str)
}

SAMPLES: dict[str, list[str]] = {
    "welcome": [words.welcome("Lists")],
    "recorded": [words.recorded("this conversation")],
    "welcome_back": [words.welcome_back("Lists"), words.welcome_back(None)],
    "yielded": [words.yielded("another window")],
    "cooling_off": [words.cooling_off(1, 1), words.cooling_off(3, 99)],
    "cell_cooling_off": [words.cell_cooling_off(3, 121)],
    "solution_not_yet": [words.solution_not_yet(3, 0), words.solution_not_yet(3, 2)],
    "answered_by_options": [wording.answered_by_options(["It is a list.", "It is a call."])],
    "judged_correct": [
        words.judged_correct("", revealed=False),
        words.judged_correct("All is well.", revealed=False),
        words.judged_correct("", revealed=True),
    ],
    "judged_wrong": [
        words.judged_wrong("Look again.", first=first, hint=hint)
        for first in (False, True)
        for hint in (False, True)
    ],
    "judged_undecided": [words.judged_undecided("I could not tell.")],
    "choice_correct": [wording.choice_correct(["Yes."]), wording.choice_correct(["Yes.", "Yes."])],
    "choice_wrong": [
        wording.choice_wrong(["No list."], many=False),
        wording.choice_wrong([], many=False),
        wording.choice_wrong([], many=True),
    ],
    "other_unit": [wording.other_unit("cm"), wording.other_unit(None)],
    "unknown_unit": [
        wording.unknown_unit("smoot", unit, asked)
        for unit in ("cm", None)
        for asked in ("length", None)
    ],
    "unit_of_something_else": [
        wording.unit_of_something_else("kg", measures, unit, asked)
        for measures in ("mass", None)
        for unit in ("cm", None)
        for asked in ("length", None)
    ],
    "mispredicted": [
        wording.mispredicted(1, 1, 1),
        wording.mispredicted(1, 3, 3),
        wording.mispredicted(2, 3, 3),
        wording.mispredicted(None, 2, 3),
        wording.mispredicted(None, 3, 2),
    ],
    "expression_wrong": [
        wording.expression_wrong("With `n` = `1`, `n + 1`", "2", "3", truth=False),
        wording.expression_wrong("With `n` = `1`, `n + 1`", "2", "True", truth=True),
    ],
    "ends_in": [wording.ends_in("With `n` = `0`, `1 / n`", "ZeroDivisionError", "1.0")],
    "expression_too_large": [wording.expression_too_large("With `n` = `0`, `9 ** 9 ** 9`")],
    "formula_right": [wording.formula_right(in_form) for in_form in (False, True)],
    "formula_wrong": [
        wording.formula_wrong({"x": "2", "y": "-1"}, "4", "0"),
        wording.formula_wrong({"x": "2"}, None, "0"),
        wording.formula_wrong({}, "4", None),
        wording.formula_wrong({}, None, None),
    ],
    "formula_amiss": [
        wording.formula_amiss([(form, part)])
        for form in get_args(FormulaForm)
        for part in (None, "x^2 - 1")
    ],
    "prose_right": [wording.prose_right(["It is a list.", "It is a call."])],
    "prose_unclear": [
        wording.prose_unclear(["It is a list."], "What else is it?"),
        wording.prose_unclear([], "What is it?"),
    ],
    "judged_unclear": [words.judged_unclear("What else?", last=last) for last in (False, True)],
    "closed": [words.closed("Look again.")],
    "updated": [words.updated()],
    "check_failed": [words.check_failed(reason) for reason in get_args(CheckFailure)],
    "solution": [
        words.solution("Like this.", over=over, written=written)
        for over in (False, True)
        for written in (False, True)
    ],
    "review": [words.review(["Lists.", "Calls."])],
    "completed": [
        words.completed("Lists", 4.0, 5.5, 3, 4, following) for following in (None, "Loops")
    ],
    "order_unfinished": [wording.order_unfinished(1), wording.order_unfinished(4)],
    "out_of_place": [
        wording.out_of_place(0, "`return x`", None),
        wording.out_of_place(1, "“Pour it in.”", None),
        wording.out_of_place(3, "`return x`", "That would end it."),
    ],
    "blanks_wrong": [
        wording.blanks_wrong([1], 1, [1], []),
        wording.blanks_wrong([2], 2, [], []),
        wording.blanks_wrong([1, 2, 4], 6, [2, 4], ["One too many."]),
    ],
    "out_of_turn": [
        words.out_of_turn("Lists", standing, words.PRESS_CONTINUE)
        for standing in get_args(words.Standing)
    ],
    "open_question": [words.open_question("Lists")],
    "started_over": [words.started_over()],
    "no_model": [words.no_model()],
    "model_noted": [
        words.model_noted("qwen on this computer", again=again) for again in (False, True)
    ],
    "kernel_noted": [
        words.kernel_noted("attached", moved=True),
        words.kernel_noted("restarted", moved=True),
        words.kernel_noted("died", moved=True),
    ],
}

PARTS = {"duration", "in_short", "setting", "answered_by_formula"}
"""What stands within sentences and is none."""

SENTENCES = [
    *(pytest.param(text, id=name) for name, text in CONSTANTS.items()),
    *(
        pytest.param(text, id=f"{name}-{number}")
        for name, texts in SAMPLES.items()
        for number, text in enumerate(texts)
    ),
]


def test_every_sentence_is_looked_at() -> None:
    functions = {
        name
        for module in MODULES
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }

    assert set(SAMPLES) | PARTS == functions
    assert len(CONSTANTS) >= 20


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_whole(text: str) -> None:
    assert not_whole(text) == []
    assert "None" not in text


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_plain_and_kind(text: str) -> None:
    assert jargon_in(text) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_short(text: str) -> None:
    assert longest_sentence(text) <= LONGEST


@pytest.mark.parametrize(
    ("status", "moved"), [("attached", False), ("detached", False), ("detached", True)]
)
def test_there_is_nothing_to_tell_when_the_learner_need_do_nothing(
    status: KernelStatus, moved: bool
) -> None:
    assert words.kernel_noted(status, moved) == ""


def test_numbers_are_written_as_people_write_them() -> None:
    assert "4 of 5.5 points" in words.completed("Lists", 4.0, 5.5, 3, 4)
    assert "one more try." in words.solution_not_yet(3, 2)
    assert "2 more tries." in words.solution_not_yet(3, 1)


def test_the_learner_is_told_what_is_kept_and_what_is_not() -> None:
    said = words.welcome("Lists")

    assert "your answers, the answer cells you run, and this conversation" in said
    assert "Cells that an answer builds on are kept with it" in said
    assert "and the files in the notebook's" in said
    assert "Your other cells are not recorded." in said


def test_no_two_reasons_of_a_failed_check_sound_the_same() -> None:
    reasons = get_args(CheckFailure)

    assert len({words.check_failed(reason) for reason in reasons}) == len(reasons)
