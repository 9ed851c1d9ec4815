"""The course on data is as long and as varied as it should be; rehearsing proves the rest."""

from collections import Counter
from pathlib import Path

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Course, Exposition
from jupyter_tutor.core.questions import CodeQuestion

FOLDER = Path(__file__).parents[2] / "syllabi" / "data-with-duckdb"
FEW_WORDS = 150


def course() -> Course:
    source = read_course(FOLDER)
    assert source.faults == ()
    assert source.course is not None
    return source.course


LESSONS = course().lessons
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]


def test_it_is_as_long_and_as_varied_as_it_should_be() -> None:
    assert [lesson.title for lesson in LESSONS] == [
        "Tables",
        "Questions to a database",
        "Pictures of data",
    ]
    kinds = Counter(question.type for question in QUESTIONS)
    assert kinds == {"code": 10, "choice": 4, "number": 2, "predict": 2}
    for question in QUESTIONS:
        assert sum(hint.misconception is None for hint in question.hints) >= 2, question.id
        assert question.skills, question.id
    for question in QUESTIONS:
        if isinstance(question, CodeQuestion):
            assert len(question.wrong) >= 3, question.id
            assert len(question.checks) >= 2, question.id


def test_it_says_what_it_needs() -> None:
    assert course().requires == ("duckdb", "matplotlib", "pandas")


def test_every_step_fits_beside_a_notebook() -> None:
    words = {
        step.id: len((step.text if isinstance(step, Exposition) else step.prompt).split())
        for lesson in LESSONS
        for step in lesson.steps
    }
    assert {step: count for step, count in words.items() if count > FEW_WORDS} == {}
