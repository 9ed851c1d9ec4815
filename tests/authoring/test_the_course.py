"""The course keeps its word: what is right passes, what was foreseen is recognised.

Judged for real, by the checker, in processes of their own.
"""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.course import Course, Exposition
from jupyter_tutor.core.questions import CodeQuestion

FOLDER = Path(__file__).parents[2] / "syllabi" / "python-foundations"
FEW_WORDS = 150


def course() -> Course:
    found = read_course(FOLDER).course
    assert found is not None
    return found


LESSONS = course().lessons
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
CODE = [question for question in QUESTIONS if isinstance(question, CodeQuestion)]
RIGHT = [
    pytest.param(question, source, id=f"{question.id}-{number}")
    for question in CODE
    for number, source in enumerate((question.solution, *question.alternatives))
]
UNSURE = {
    ("seconds", "forgets-the-brackets"),
    ("larger", "forgets-the-other-case"),
    ("add-up", "no-start-value"),
    ("deliver", "forgets-new-items"),
}
"""Nothing but exceptions or `None` comes of these, which many mistakes have in common."""
WRONG = [
    pytest.param(question, number, id=f"{question.id}-{number}-{wrong.misconception}")
    for question in CODE
    for number, wrong in enumerate(question.wrong)
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checker() -> AsyncIterator[CheckerPool]:
    pool = CheckerPool()
    await pool.start()
    yield pool
    await pool.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("question", "source"), RIGHT)
async def test_solutions_and_alternatives_are_correct(
    question: CodeQuestion, source: str, checker: CheckerPool
) -> None:
    report = await checker.check_fresh(question, source)
    assert (report.verdict, report.points) == ("correct", question.points)
    assert (report.notes, report.fault) == ((), None)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("question", "number"), WRONG)
async def test_a_wrong_answer_hears_its_own_words(
    question: CodeQuestion, number: int, checker: CheckerPool
) -> None:
    wrong = question.wrong[number]
    report = await checker.check_fresh(question, wrong.source)
    assert report.verdict == ("error" if "stopped with" in report.message else "incorrect")
    assert report.misconception == wrong.misconception
    assert report.message.startswith(wrong.says)
    assert report.points < question.points


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("question", "number"), WRONG)
async def test_a_wrong_answer_is_known_by_what_it_does(
    question: CodeQuestion, number: int, checker: CheckerPool
) -> None:
    """The same mistake in a cell that reads otherwise: recognised, or left open, never mixed up."""
    wrong = question.wrong[number]
    report = await checker.check_fresh(question, f"{wrong.source}\nanother_name = None")
    unsure = (question.id, wrong.misconception) in UNSURE
    assert report.misconception == (None if unsure else wrong.misconception)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("question", CODE, ids=lambda question: question.id)
async def test_the_stub_is_no_attempt(question: CodeQuestion, checker: CheckerPool) -> None:
    report = await checker.check_fresh(question, question.stub)
    assert (report.verdict, report.points) == ("unattempted", 0)


def test_the_course_is_as_long_and_as_varied_as_it_should_be() -> None:
    assert [lesson.title for lesson in LESSONS] == [
        "Values and names",
        "Functions",
        "Lists and loops",
        "Dictionaries and text",
    ]
    kinds = Counter(question.type for question in QUESTIONS)
    assert kinds == {
        "code": 21,
        "expression": 6,
        "predict": 5,
        "choice": 4,
        "number": 4,
        "prose": 4,
    }
    for question in QUESTIONS:
        assert sum(hint.misconception is None for hint in question.hints) >= 2
        assert question.skills
    for question in CODE:
        assert len(question.wrong) >= 2
        assert len(question.checks) >= 2


def test_each_lesson_ends_with_a_review_of_what_came_before() -> None:
    asked: list[frozenset[str]] = []
    for lesson in LESSONS:
        titles = [step.title for step in lesson.steps]
        review = titles.index("Review")
        for number, step in enumerate(lesson.steps):
            if isinstance(step, Exposition):
                continue
            skills = frozenset(step.skills)
            if number > review:
                assert skills <= frozenset().union(*asked), step.id
            asked.append(skills)
        mixed = [step for step in lesson.steps[review:] if not isinstance(step, Exposition)]
        assert len(mixed) >= 2
        assert all(len(question.skills) >= 2 for question in mixed), lesson.id


def test_every_step_fits_beside_a_notebook() -> None:
    words = {
        step.id: len((step.text if isinstance(step, Exposition) else step.prompt).split())
        for lesson in LESSONS
        for step in lesson.steps
    }
    assert {step: count for step, count in words.items() if count > FEW_WORDS} == {}


def test_no_hint_holds_a_line_of_the_solution() -> None:
    for question in CODE:
        given = {line.strip() for line in question.stub.splitlines()}
        kept = {line.strip() for line in question.solution.splitlines()} - given
        told = "\n".join([*(h.text for h in question.hints), *(w.says for w in question.wrong)])
        assert [line for line in kept if line in told] == []


def test_the_course_has_nothing_left_to_say_about() -> None:
    assert read_course(FOLDER).faults == ()
