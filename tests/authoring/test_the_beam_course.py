"""The course on the ideas of the BEAM keeps its word: judged in the core, as in the panel."""

from collections import Counter
from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.answers.order import judge_order
from jupyter_tutor.core.commands import ChoiceAnswer, OrderAnswer
from jupyter_tutor.core.course import Course, Exposition
from jupyter_tutor.core.questions import ChoiceQuestion, CodeQuestion, OrderQuestion, PanelQuestion
from jupyter_tutor.core.verdict import Report
from tests.core.play import right_answer

FOLDER = Path(__file__).parents[2] / "syllabi" / "beam-concepts"
FEW_WORDS = 150


def course() -> Course:
    source = read_course(FOLDER)
    assert source.faults == ()
    assert source.course is not None
    return source.course


LESSONS = course().lessons
QUESTIONS = [
    question
    for lesson in LESSONS
    for question in lesson.questions
    if not isinstance(question, CodeQuestion)
]


def test_it_is_as_long_and_as_varied_as_it_should_be() -> None:
    assert [lesson.title for lesson in LESSONS] == [
        "Processes and mailboxes",
        "Links and supervisors",
        "OTP and what it is good for",
    ]
    kinds = Counter(question.type for lesson in LESSONS for question in lesson.questions)
    assert kinds == {"choice": 8, "prose": 5, "order": 4, "number": 1, "blanks": 1}
    for question in QUESTIONS:
        assert len(question.hints) >= 2, question.id
        assert question.skills, question.id


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_author_s_answer_is_right(question: PanelQuestion) -> None:
    report = judge_answer(question, right_answer(question))
    assert isinstance(report, Report)
    assert (report.verdict, report.points) == ("correct", question.points)


def test_every_wrong_option_has_words_of_its_own() -> None:
    for question in QUESTIONS:
        if isinstance(question, ChoiceQuestion):
            assert question.shuffle
            for option in question.options:
                report = judge_answer(question, ChoiceAnswer(options=(option.id,)))
                assert isinstance(report, Report)
                if not option.right:
                    assert option.feedback is not None
                    assert option.feedback in report.message


def test_every_foreseen_order_hears_its_own_words() -> None:
    for question in QUESTIONS:
        if isinstance(question, OrderQuestion):
            for wrong in question.wrong:
                report = judge_order(question, OrderAnswer(lines=wrong.lines))
                assert isinstance(report, Report)
                assert (report.misconception, report.message) == (wrong.misconception, wrong.says)


def test_every_step_fits_beside_a_notebook() -> None:
    counted = {
        step.id: len((step.text if isinstance(step, Exposition) else step.prompt).split())
        for lesson in LESSONS
        for step in lesson.steps
    }
    assert {step: count for step, count in counted.items() if count > FEW_WORDS} == {}
