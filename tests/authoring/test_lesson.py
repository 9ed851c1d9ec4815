"""What a syllabus notebook compiles to."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.authoring.content_hash import has_hash, hash_content, hash_json
from jupyter_tutor.authoring.source import read_course, read_source
from jupyter_tutor.core.course import Course, Exposition, Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, StepId
from jupyter_tutor.core.questions import (
    Check,
    ChoiceQuestion,
    CodeQuestion,
    Hint,
    Option,
    WrongAnswer,
)
from jupyter_tutor.wire import canonical, lesson_from_json, lesson_to_json
from tests.authoring.broken import GOOD
from tests.authoring.syllabus import (
    ANSWER,
    CHECK,
    COURSE,
    HEAD,
    IN_ORDER,
    QUESTION,
    notebook,
    read,
    spoiled,
    write_course,
)

NO_HASH = ContentHash("")

MEAN = CodeQuestion(
    id=QuestionId("mean"),
    title="The mean",
    prompt="Write `mean(numbers)`.",
    skills=("functions", "lists"),
    points=2.0,
    hints=(
        Hint(level=1, text="What is a mean?"),
        Hint(level=1, text="How many numbers are there?", misconception="halves"),
        Hint(level=2, text="Add up, then divide."),
    ),
    reveal_after=3,
    stub="def mean(numbers):\n    ...  # your code here",
    solution="def mean(numbers):\n    return sum(numbers) / len(numbers)",
    alternatives=("import statistics\nmean = statistics.fmean",),
    checks=(
        Check(
            id="check-1",
            source="assert mean([1, 2, 3]) == 2",
            says="The mean of 1, 2 and 3 is 2.",
            cell=6,
        ),
    ),
    wrong=(
        WrongAnswer(
            misconception="halves",
            says="You divide by 2 whatever the length of the list.",
            source="def mean(numbers):\n    return sum(numbers) / 2",
            cell=7,
        ),
    ),
    learner_names=("mean",),
    setup=("scores = [1, 2, 3]\nsum(scores)",),
    timeout=10.0,
    difference="place",
)

PICK = ChoiceQuestion(
    id=QuestionId("pick"),
    title="Which one?",
    prompt="Which of these is a list?",
    hints=(
        Hint(level=1, text="Look at the brackets."),
        Hint(level=2, text="Lists have square ones."),
    ),
    options=(
        Option(id="a", text="`[1]`", right=True, feedback="Yes."),
        Option(id="b", text="`(1)`", right=False, feedback="That is a number in brackets."),
    ),
)

LESSON = Lesson(
    id=LessonId("means"),
    title="Means",
    course_id=CourseId("tiny"),
    course_title="A tiny course",
    steps=(
        Exposition(id=StepId("means"), title="Means", text="Welcome."),
        Exposition(
            id=StepId("numbers"),
            title="Numbers",
            text="This is how to add.",
            examples=("scores = [1, 2, 3]\nsum(scores)",),
        ),
        MEAN,
        PICK,
    ),
    hash=NO_HASH,
)


def compiled(folder: Path, lesson: str) -> Lesson:
    course = read(folder, lesson).course
    assert course is not None
    return course.lessons[0]


def asked(folder: Path, lesson: str, question: str = "mean") -> CodeQuestion:
    found = compiled(folder, lesson).question(QuestionId(question))
    assert isinstance(found, CodeQuestion)
    return found


def test_a_notebook_in_order_gives_the_whole_course(tmp_path: Path) -> None:
    lesson = replace(LESSON, hash=hash_content(LESSON))
    course = Course(
        id=CourseId("tiny"),
        title="A tiny course",
        description="",
        authors=("The tests",),
        licence="BSD-3-Clause",
        language="en",
        lessons=(lesson,),
        hash=NO_HASH,
    )
    assert read(tmp_path, GOOD).course == replace(course, hash=hash_content(course))


def test_reading_twice_gives_the_same_hash_and_another_word_gives_another(tmp_path: Path) -> None:
    first = compiled(tmp_path / "a", GOOD)
    again = compiled(tmp_path / "b", GOOD)
    other = compiled(tmp_path / "c", spoiled("Welcome.", "Welcome!"))
    assert first.hash == again.hash != other.hash


def test_what_a_lesson_does_not_say_is_no_part_of_its_hash() -> None:
    """So that a tutor that knows of more finds the same lesson the same."""
    question: dict[str, Any] = {"id": "mean", "hints": ["Think."]}
    said: dict[str, Any] = {"title": "Means", "points": 0.0, "steps": [question]}
    later: dict[str, Any] = {"new": None, "flag": False, "list": [], "text": "", "table": {}}
    grown = {**said, **later, "steps": [{**question, **later}]}

    assert hash_json(grown) == hash_json(said)
    assert hash_json({**said, "new": 1}) != hash_json(said)
    assert hash_json({**said, "points": 1.0}) != hash_json(said)
    assert has_hash(grown, hash_json(grown))
    before = hashlib.sha256(
        json.dumps(grown, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
    assert has_hash(grown, ContentHash(before))
    assert not has_hash({**grown, "title": "Modes"}, ContentHash(before))


def test_the_hash_is_that_of_the_stored_form(tmp_path: Path) -> None:
    lesson = compiled(tmp_path, GOOD)
    data = lesson_to_json(lesson)
    assert hash_json(data) == lesson.hash
    assert lesson_from_json(data) == lesson
    assert canonical(lesson_to_json(lesson_from_json(data))) == canonical(data)


def test_the_layout_of_a_notebook_file_does_not_change_its_content(tmp_path: Path) -> None:
    windows = GOOD.replace("\\n", "\\r\\n")
    assert compiled(tmp_path / "a", windows) == compiled(tmp_path / "b", GOOD)
    assert compiled(tmp_path / "c", "\ufeff" + GOOD) == compiled(tmp_path / "b", GOOD)


def test_a_question_may_be_tried_alone_after_all_that_stands_above_its_answer(
    tmp_path: Path,
) -> None:
    later = notebook(
        HEAD,
        "first = 1",
        QUESTION,
        ANSWER,
        CHECK,
        "## On we go\n\nMore.",
        "mean([first])",
        QUESTION.replace("id: mean", "id: spread"),
        "#| tutor: setup\ngiven = [1, 5]",
        ANSWER.replace("for: mean", "for: spread").replace("def mean", "def spread"),
        CHECK.replace("for: mean", "for: spread").replace("assert mean", "assert spread"),
        "## The end\n\nBye.",
        "never = 1",
    )
    spread = asked(tmp_path, later, "spread")
    assert spread.setup == ("first = 1", MEAN.solution, "mean([first])", "given = [1, 5]")
    assert spread.learner_names == ("mean", "spread")


def test_an_import_is_the_learners_only_where_they_have_to_write_it(tmp_path: Path) -> None:
    given = ANSWER.replace("def mean", "import math\ndef mean")
    asked_for = given.replace("    return sum", "    import os\n    return sum")
    asked_for = asked_for.replace(
        "### END SOLUTION",
        "### END SOLUTION\n### BEGIN SOLUTION\nfrom json import loads\n### END SOLUTION",
    )
    assert asked(tmp_path / "a", spoiled(ANSWER, given)).learner_names == ("mean",)
    assert asked(tmp_path / "b", spoiled(ANSWER, asked_for)).learner_names == ("loads", "mean")


def test_a_setup_cell_is_no_step(tmp_path: Path) -> None:
    steps = compiled(tmp_path, spoiled("", "", "#| tutor: setup\ngiven = [1, 5]")).steps
    assert steps == LESSON.steps


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("reveal: never", None),
        ("reveal: after 1 attempt", 1),
        ("reveal: after 5 attempts", 5),
        ("points: 3", 4),
    ],
)
def test_a_question_overrides_the_policy_of_its_course(
    written: str, meant: int | None, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "course.yaml": COURSE + "policies:\n  reveal: after 4 attempts\n  check_on_run: no\n",
        "means.ipynb": spoiled("points: 2", written),
    }
    course = read_course(write_course(tmp_path, files)).course
    assert course is not None
    assert course.lessons[0].check_on_run is False
    assert [question.reveal_after for question in course.lessons[0].questions] == [meant, 4]


def test_words_are_taken_as_written_and_never_as_values(tmp_path: Path) -> None:
    says = "says: The mean of 1, 2 and 3 is 2."
    assert asked(tmp_path / "a", spoiled(says, "says: No")).checks[0].says == "No"
    long = "says: >\n#|   Two\n#|   lines: one thought."
    assert asked(tmp_path / "b", spoiled(says, long)).checks[0].says == "Two lines: one thought."


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    quarto = "#| echo: false\nscores = [1, 2, 3]"
    lesson = compiled(
        tmp_path, notebook(*IN_ORDER[:2], quarto, "<!-- note: mine -->\n\nHello.", *IN_ORDER[3:])
    )
    assert lesson.steps[1] == replace(LESSON.steps[1], examples=(quarto,))
    assert lesson.steps[2] == Exposition(
        id=StepId("numbers-2"), title="Numbers", text="<!-- note: mine -->\n\nHello."
    )


def test_a_question_may_have_several_right_options(tmp_path: Path) -> None:
    question = compiled(tmp_path, spoiled("- [ ]", "- [ ] `1`\n  A number.\n- [x]")).questions[1]
    assert isinstance(question, ChoiceQuestion)
    assert question.many is True
    assert [(o.id, o.right) for o in question.options] == [("a", True), ("b", False), ("c", True)]


def test_options_are_shuffled_where_the_author_says_so(tmp_path: Path) -> None:
    question = compiled(tmp_path, spoiled("kind: choice", "kind: choice\nshuffle: true")).questions[
        1
    ]
    assert question == replace(PICK, shuffle=True)


def test_a_title_may_be_given_or_made_from_the_id(tmp_path: Path) -> None:
    given = spoiled("points: 2\n-->", "points: 2\ntitle: Averages\n-->")
    assert asked(tmp_path / "a", given).title == "Averages"
    assert asked(tmp_path / "b", spoiled("## The mean\n\n", "")).title == "Mean"


def test_one_notebook_is_read_as_a_lesson_of_its_course(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, broken.ipynb]"),
        "means.ipynb": GOOD,
        "broken.ipynb": "{",
    }
    source = read_source(write_course(tmp_path, files) / "means.ipynb")
    assert source.course is not None
    assert source.course.lessons == (replace(LESSON, hash=hash_content(LESSON)),)


def test_a_notebook_without_a_course_is_a_course_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "alone.ipynb").write_text(GOOD, encoding="utf-8")
    course = read_source(tmp_path / "alone.ipynb").course
    assert course is not None
    assert (course.id, course.title, course.lessons[0].course_id) == ("means", "Means", "means")


def test_a_path_with_nothing_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is nothing at"):
        read_source(tmp_path / "nowhere.ipynb")
    with pytest.raises(FileNotFoundError, match=r"There is no course\.yaml in"):
        read_source(tmp_path)
