"""Units that only pint knows: their value goes into the question. Pint is loaded for no other."""

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_tutor.authoring.unit_values import unit_values
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.number import judge_number
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import NumberQuestion, UnitValue
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.wire import lesson_from_json, lesson_to_json
from tests.authoring.kinds import spoiled
from tests.authoring.syllabus import read

FURLONG = UnitValue(names=("furlong", "furlongs", "fur"), value="792000/3937 length^1")
FORTNIGHT = UnitValue(names=("fortnight", "fortnights"), value="1209600 time^1")
READS_COURSES = """
import sys
from pathlib import Path
from jupyter_tutor.authoring.source import read_course
courses = [read_course(folder).course for folder in sorted(Path("syllabi").iterdir())]
print([course is not None for course in courses], "pint" in sys.modules)
"""


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("furlong", (FURLONG,)),
        ("furlong/fortnight", (FURLONG, FORTNIGHT)),
        ("km/fortnight", (FORTNIGHT,)),
        (
            "gallons",
            (
                UnitValue(
                    names=("gallons", "gallon", "gal"), value="473176473/125000000000 length^3"
                ),
            ),
        ),
        ("km/h", ()),
        ("apples", ()),
        ("points", ()),
        ("cats", ()),
        ("molecules", ()),
        ("furlongs per apple", ()),
        ("\u20ac", ()),
        ("a", ()),
    ],
)
def test_a_unit_that_the_table_lacks_is_asked_of_pint(
    unit: str, values: tuple[UnitValue, ...]
) -> None:
    assert unit_values(unit) == values


def number(folder: Path, unit: str) -> NumberQuestion:
    source = read(folder, spoiled("unit: cm", f"unit: {unit}"))
    assert source.course is not None, source.faults
    question = source.course.lessons[0].questions[0]
    assert isinstance(question, NumberQuestion)
    return question


def test_its_value_goes_into_the_question(tmp_path: Path) -> None:
    question = number(tmp_path, "furlong")
    assert question.units == (FURLONG,)
    right = Report(verdict="correct", points=2.0, max_points=2.0, message=wording.NUMBER_RIGHT)
    assert judge_number(question, "12.5 furlongs") == right
    assert judge_number(question, "2514.6 m") == right
    assert judge_number(question, "12.5 s") == Rejected(
        wording.unit_of_something_else("s", "time", "furlong", "length")
    )


def test_a_lesson_that_was_compiled_before_there_were_units_is_read(tmp_path: Path) -> None:
    source = read(tmp_path, spoiled("", ""))
    assert source.course is not None
    lesson = source.course.lessons[0]
    data = lesson_to_json(lesson)
    for key in ("units", "exact_unit", "unit_needed"):
        del data["steps"][1][key]
    assert lesson_from_json(data) == lesson


def test_our_courses_are_read_without_pint() -> None:
    root = Path(__file__).parents[2]
    shown = subprocess.run(
        [sys.executable, "-c", READS_COURSES], capture_output=True, text=True, check=True, cwd=root
    )
    assert shown.stdout == "[True, True, True] False\n"
