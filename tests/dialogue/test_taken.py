"""The names to which a lesson gives a meaning of its own."""

from dataclasses import replace

from jupyter_tutor.checks.names import names_bound
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    CodeQuestion,
    OrderQuestion,
    PredictQuestion,
    Question,
)
from jupyter_tutor.core.questions import Line as OrderLine
from jupyter_tutor.dialogue.taken import taken_names
from tests.core.lessons import LESSON
from tests.dialogue.test_assistant import open_at

ID = QuestionId("own")


def taken(step: Exposition | Question) -> frozenset[str]:
    lesson: Lesson = replace(LESSON, steps=(step,))
    return taken_names(lesson, open_at(ID), "Why?")


def test_what_a_question_asks_for_or_shows_is_the_lessons() -> None:
    code = CodeQuestion(
        id=ID, title="", prompt="", stub="def max(list): ...", solution="sum = 1",
        alternatives=("min = 1",), setup=("from math import pow",), learner_names=("len",),
    )  # fmt: skip
    assert taken(code) == {"max", "list", "sum", "min", "pow", "len"}
    shown = PredictQuestion(id=ID, title="", prompt="", program="str = 'a'\nstr", output="a")
    assert taken(shown) == {"str"}
    blanks = BlanksQuestion(id=ID, title="", prompt="", pieces=("", " = 1"), blanks=(("all",),))
    assert taken(blanks) == {"all"}
    lines = (OrderLine(id="a", text="any = 1"), OrderLine(id="b", text="print(any)"))
    order = OrderQuestion(id=ID, title="", prompt="", lines=lines, orders=(("a", "b"),))
    assert taken(order) == {"any"}
    explained = Exposition(id=StepId("own"), title="", text="", examples=("set = 1", "set + 1"))
    assert taken(explained) == {"set"}


def test_names_are_bound_anywhere_or_only_inside() -> None:
    source = (
        "import re as b\ndef a(c, *d):\n    e = f\nclass g:\n    h = [i for i in b]\nj: int = 1"
    )
    assert names_bound(source) - {".0"} == {*"abcdeghij"}
    assert names_bound(source, inside=True) - {".0"} == {*"cdehi"}
    assert names_bound("1 +") == frozenset()
