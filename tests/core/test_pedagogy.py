"""What comes next, which hint, whether to reveal or skip, how a choice is judged."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.choice import judge_choice
from jupyter_tutor.core.commands import ChoiceAnswer, Rejected
from jupyter_tutor.core.events import (
    Explained,
    LessonCompleted,
    QuestionAsked,
    ReviewBegun,
    ShownOption,
)
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.pedagogy import (
    bare,
    is_stub,
    may_reveal,
    may_skip,
    next_events,
    next_hint,
    open_questions,
    solution_of,
)
from jupyter_tutor.core.questions import ChoiceQuestion, CodeQuestion, Hint
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Outcome,
    QuestionRecord,
    Remediation,
    Review,
    State,
)
from jupyter_tutor.core.verdict import Report
from tests.core.lessons import DOUBLE, EMPTY, EVEN, LESSON, LISTS, MEAN, PICK
from tests.core.play import AT
from tests.core.turns import summed_up

ASKED = QuestionAsked(at=AT, question=DOUBLE.id, kind="code", title="", words="", max_points=2.0)
FRESH = QuestionRecord(asked=ASKED)


def state(
    outcomes: dict[QuestionId, Outcome],
    *,
    cursor: str | None = None,
    pending: tuple[QuestionId, ...] = (),
    reviewing: bool = False,
    current: QuestionId = DOUBLE.id,
) -> State:
    records = {
        question: replace(FRESH, asked=replace(ASKED, question=question), outcome=outcome)
        for question, outcome in outcomes.items()
    }
    return State(
        phase=AwaitingAnswer(question=current),
        cursor=StepId(cursor) if cursor else None,
        pending=pending,
        reviewing=reviewing,
        questions=MappingProxyType(records),
    )


# -- what is open, what is next --------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "still_open"),
    [
        (state({}), (DOUBLE.id, PICK.id, EVEN.id, MEAN.id)),
        (state({DOUBLE.id: "correct", PICK.id: "open"}), (PICK.id, EVEN.id, MEAN.id)),
        (state({}, pending=(MEAN.id, PICK.id)), (MEAN.id, PICK.id, DOUBLE.id, EVEN.id)),
        (
            state({DOUBLE.id: "undecided", PICK.id: "correct"}, pending=(PICK.id, MEAN.id)),
            (MEAN.id, EVEN.id),
        ),
        (
            state({}, pending=(QuestionId("of-another-version"),)),
            tuple(q.id for q in LESSON.questions),
        ),
    ],
    ids=["all", "without-the-answered", "the-queue-first", "the-queue-without-the-done", "stray"],
)
def test_which_questions_are_open_and_in_which_order(
    before: State, still_open: tuple[QuestionId, ...]
) -> None:
    assert open_questions(before, LESSON) == still_open


ALL_DONE: dict[QuestionId, Outcome] = {
    DOUBLE.id: "correct",
    PICK.id: "undecided",
    EVEN.id: "correct",
    MEAN.id: "correct",
}
EVEN_ASKED = QuestionAsked(
    at=AT,
    question=EVEN.id,
    kind="choice",
    title="Which are lists",
    words="Pick every list.",
    max_points=1.5,
    options=(
        ShownOption(id="a", text="`[1, 2]`"),
        ShownOption(id="b", text="`(1, 2)`"),
        ShownOption(id="c", text="`[]`"),
    ),
    many=True,
)


@pytest.mark.parametrize(
    ("before", "event"),
    [
        (
            state({}, cursor="pick"),
            Explained(at=AT, step=LISTS.id, title="Lists", words="A list holds several values."),
        ),
        (state({}, cursor="lists"), EVEN_ASKED),
        (
            state({}, cursor="mean", pending=(PICK.id,)),
            ReviewBegun(
                at=AT,
                questions=(PICK.id, DOUBLE.id, EVEN.id, MEAN.id),
                words=words.review([q.title for q in LESSON.questions]),
            ),
        ),
        (
            state(ALL_DONE | {EVEN.id: "open"}, cursor="mean", pending=(EVEN.id,), reviewing=True),
            replace(EVEN_ASKED, again=True),
        ),
        (
            state(ALL_DONE, cursor="mean"),
            LessonCompleted(
                at=AT,
                points=0.0,
                max_points=5.5,
                words=words.completed("Functions and lists", 0.0, 5.5, 0, 4),
            ),
        ),
    ],
    ids=["explain", "ask", "review", "ask-again", "complete"],
)
def test_what_comes_next(before: State, event: object) -> None:
    first, *rest = next_events(before, LESSON, AT)

    assert first == event
    ended = isinstance(first, LessonCompleted)
    assert rest == ([summed_up(evolve(before, first), LESSON)] if ended else [])


def test_a_question_that_was_answered_is_not_asked_on_the_way() -> None:
    before = state({PICK.id: "correct"}, cursor="double")

    (event,) = next_events(before, LESSON, AT)

    assert isinstance(event, Explained)
    assert event.step == LISTS.id


def test_the_end_counts_only_what_was_right_at_the_first_try_and_unaided() -> None:
    first_try = replace(FRESH, outcome="correct", attempts=1, points=1.0)
    records = {
        DOUBLE.id: first_try,
        PICK.id: replace(first_try, attempts=2, asked=replace(ASKED, max_points=PICK.points)),
        EVEN.id: replace(first_try, revealed=True, points=0.0),
        MEAN.id: replace(first_try, outcome="undecided", points=0.0),
    }
    before = replace(state({}, cursor="mean"), questions=MappingProxyType(records))

    completed = LessonCompleted(
        at=AT,
        points=2.0,
        max_points=5.5,
        words=words.completed("Functions and lists", 2.0, 5.5, 1, 4),
    )
    assert next_events(before, LESSON, AT) == (
        completed,
        summed_up(evolve(before, completed), LESSON),
    )


# -- the ladder ------------------------------------------------------------------------------

FIRST, SECOND, OWN = DOUBLE.hints


@pytest.mark.parametrize(
    ("record", "hint"),
    [
        (FRESH, FIRST),
        (replace(FRESH, last_misconception="adds"), OWN),
        (replace(FRESH, last_misconception="something-else"), FIRST),
        (replace(FRESH, hints=(FIRST.text,)), Rejected(words.HINT_NEEDS_A_TRY)),
        (replace(FRESH, hints=(FIRST.text,), evidence=1), SECOND),
        (replace(FRESH, hints=(FIRST.text,), evidence=1, last_misconception="adds"), OWN),
        (
            replace(FRESH, hints=(FIRST.text,), last_misconception="adds"),
            Rejected(words.HINT_NEEDS_A_TRY),
        ),
        (
            replace(FRESH, hints=(FIRST.text,), evidence=3, evidence_at_hint=3),
            Rejected(words.HINT_NEEDS_A_TRY),
        ),
        (
            replace(
                FRESH,
                hints=(OWN.text,),
                evidence=4,
                evidence_at_hint=3,
                last_misconception="adds",
            ),
            FIRST,
        ),
        (
            replace(FRESH, hints=(FIRST.text, SECOND.text), evidence=9),
            Rejected(words.NO_MORE_HINTS),
        ),
    ],
    ids=[
        "first-is-free",
        "own-outranks",
        "of-another-misconception",
        "no-try-yet",
        "after-a-try",
        "own-in-the-middle",
        "own-wants-a-try-too",
        "no-try-since",
        "own-given-already",
        "all-given",
    ],
)
def test_the_next_rung(record: QuestionRecord, hint: Hint | Rejected) -> None:
    assert next_hint(record, DOUBLE) == hint


def test_a_question_without_hints_has_none() -> None:
    assert next_hint(FRESH, MEAN) == Rejected(words.NO_MORE_HINTS)


def test_rungs_go_by_level_whatever_the_order_in_the_notebook() -> None:
    upside_down = replace(DOUBLE, hints=(SECOND, FIRST))

    assert next_hint(FRESH, upside_down) == FIRST


# -- revealing and skipping ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "attempts", "reason"),
    [
        (None, 99, words.SOLUTION_NEVER),
        (3, 0, "You can see the solution after 3 more tries. A hint may help now."),
        (3, 2, "You can see the solution after one more try. A hint may help now."),
        (3, 3, None),
        (1, 0, "You can see the solution after one more try. A hint may help now."),
        (1, 1, None),
        (0, 0, None),
    ],
)
def test_when_the_solution_may_be_shown(
    after: int | None, attempts: int, reason: str | None
) -> None:
    question = replace(DOUBLE, reveal_after=after)
    refusal = may_reveal(replace(FRESH, attempts=attempts), question)

    assert refusal == (Rejected(reason) if reason else None)


def test_a_solution_is_shown_once() -> None:
    revealed = replace(FRESH, attempts=5, revealed=True)

    assert may_reveal(revealed, DOUBLE) == Rejected(words.SOLUTION_ALREADY_SHOWN)


def test_what_a_solution_looks_like() -> None:
    assert solution_of(DOUBLE) == "```python\ndef double(x):\n    return 2 * x\n```"
    assert solution_of(EVEN) == "- `[1, 2]`\n- `[]`"


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (state({DOUBLE.id: "open"}), None),
        (state(ALL_DONE | {DOUBLE.id: "open"}), None),
        (state(ALL_DONE | {DOUBLE.id: "open", MEAN.id: "open"}, reviewing=True), None),
        (state(ALL_DONE | {DOUBLE.id: "open"}, reviewing=True), words.LAST_OPEN_QUESTION),
        (state(ALL_DONE, reviewing=True, current=PICK.id), words.NO_NEED_TO_SKIP),
        (state({PICK.id: "undecided"}, current=PICK.id), words.NO_NEED_TO_SKIP),
        (
            replace(state({PICK.id: "undecided"}), phase=Remediation(question=PICK.id)),
            words.NO_NEED_TO_SKIP,
        ),
        (
            replace(state(ALL_DONE | {MEAN.id: "open"}, reviewing=True), phase=Review()),
            words.LAST_OPEN_QUESTION,
        ),
    ],
)
def test_when_a_question_may_be_skipped(before: State, reason: str | None) -> None:
    assert may_skip(before, LESSON) == (Rejected(reason) if reason else None)


# -- judging a choice ------------------------------------------------------------------------


def right(points: float, message: str) -> Report:
    return Report(verdict="correct", points=points, max_points=points, message=message)


def wrong(max_points: float, message: str) -> Report:
    return Report(verdict="incorrect", points=0.0, max_points=max_points, message=message)


@pytest.mark.parametrize(
    ("question", "picked", "judged"),
    [
        (PICK, ("b",), right(1.0, "The brackets call it.")),
        (PICK, ("b", "b"), right(1.0, "The brackets call it.")),
        (PICK, ("a",), wrong(1.0, "Not quite. That only names it.")),
        (PICK, ("c",), wrong(1.0, wording.choice_wrong([], many=False))),
        (PICK, (), Rejected(wording.PICK_ONE)),
        (PICK, ("a", "b"), Rejected(wording.PICK_ONLY_ONE)),
        (PICK, ("b", "z"), Rejected(wording.UNKNOWN_OPTION)),
        (EVEN, ("c", "a"), right(1.5, "")),
        (EVEN, ("a",), wrong(1.5, wording.choice_wrong([], many=True))),
        (EVEN, ("a", "b", "c"), wrong(1.5, "Not quite. Round brackets make a tuple.")),
        (EVEN, ("b",), wrong(1.5, "Not quite. Round brackets make a tuple.")),
    ],
)
def test_the_verdict_on_a_choice(
    question: ChoiceQuestion, picked: tuple[str, ...], judged: Report | Rejected
) -> None:
    assert judge_choice(question, ChoiceAnswer(options=picked)) == judged


# -- comparing answers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "question", "untouched"),
    [
        (DOUBLE.stub, DOUBLE, True),
        ("\n\n# a note\n" + DOUBLE.stub.replace("...", "...   ") + "\n", DOUBLE, True),
        (DOUBLE.stub.replace("...", "return x"), DOUBLE, False),
        (DOUBLE.stub.replace("    ...", "  ..."), DOUBLE, False),
        ("", DOUBLE, False),
        ("", MEAN, True),
        ("# only a note", MEAN, True),
    ],
)
def test_whether_the_stub_is_untouched(
    source: str, question: CodeQuestion, untouched: bool
) -> None:
    assert is_stub(source, question) is untouched


def test_what_is_bare_of_a_source() -> None:
    assert bare("# note\n\ndef f():  \n    # why\n    return 1  # kept\n\n") == (
        "def f():\n    return 1  # kept"
    )
    assert bare("") == ""


def test_an_empty_lesson_has_nothing_open() -> None:
    assert open_questions(State(), EMPTY) == ()
