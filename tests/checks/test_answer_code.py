"""What a check finds in the source of an answer, and what a learner is told of it."""

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.checks import refused_forms
from jupyter_tutor.checks.answer_code import KINDS, Code
from jupyter_tutor.checks.record import CheckFailedError
from tests.checks.conftest import Judged
from tests.checks.questions import question

ANSWER = '''\
import math as m
from statistics import fmean as average
%time
LIMIT = 10

def total(prices, *rest, start=0, **more):
    """Add them up."""
    result = start
    for price in prices:
        if price < LIMIT and price not in rest:
            result += m.floor(price)
    while False:
        break
    return result

def again(n):
    return again(n - 1) if n else average([n])

texts = [f"{x:.2f}" for x in range(3)]
texts.append("a" + "b")
texts.append(texts[1:])
'''


def code(source: str = ANSWER) -> Code:
    return Code(source, CheckFailedError)


@pytest.mark.parametrize(
    ("asked", "count", "lines"),
    [
        ("uses('LIMIT')", 1, (10,)),
        ("uses('price', 'prices')", 1, (9,)),
        ("uses('price', 'nowhere')", 0, ()),
        ("uses('m.floor')", 1, (11,)),
        ("uses('math.floor')", 1, (11,)),
        ("calls('floor')", 0, ()),
        ("calls('m.floor')", 1, (11,)),
        ("calls('math.floor')", 1, (11,)),
        ("calls('.floor')", 1, (11,)),
        ("calls('fmean')", 1, (17,)),
        ("calls('average')", 1, (17,)),
        ("calls('statistics.fmean')", 1, (17,)),
        ("calls('.append')", 2, (20, 21)),
        ("calls('append')", 0, ()),
        ("calls('range')", 1, (19,)),
        ("imports('math')", 1, (1,)),
        ("imports('statistics')", 1, (2,)),
        ("imports('stat')", 0, ()),
        ("count('for')", 1, (9,)),
        ("count('loop')", 2, (9, 12)),
        ("count('comprehension')", 1, (19,)),
        ("count('if')", 2, (10, 17)),
        ("count('+')", 2, (11, 20)),
        ("count('in')", 1, (10,)),
        ("count('and')", 1, (10,)),
        ("count('f-string')", 1, (19,)),
        ("count('slice')", 1, (21,)),
        ("count('try')", 0, ()),
        ("has('for', 'while')", 1, (9,)),
        ("has('for', 'lambda')", 0, ()),
        ("recursion()", 1, (17,)),
        ("writes(1)", 2, (17, 21)),
        ("writes(1.0)", 0, ()),
        ("writes(True)", 0, ()),
        ("writes('a')", 1, (20,)),
        ("writes('Add them up.')", 0, ()),
        ("defines('total', 'texts', 'average')", 3, ()),
        ("defines('total', 'result')", 0, ()),
        ("docstring()", 0, ()),
        ("docstring('total')", 1, ()),
        ("docstring('again')", 0, ()),
        ("inside('total').count('return')", 1, (14,)),
        ("inside('total').calls('math.floor')", 1, (11,)),
        ("inside('again').count('loop')", 0, ()),
    ],
)
def test_it_counts_what_is_there_and_knows_where(
    asked: str, count: int, lines: tuple[int, ...]
) -> None:
    found: Any = eval(f"code.{asked}", {"code": code()})
    assert (int(found), found.lines) == (count, lines)


def test_it_knows_parameters_and_parts() -> None:
    assert code().parameters("total") == ("prices", "rest", "start", "more")
    assert code().inside("again").text == "def again(n):\n    return " + (
        "again(n - 1) if n else average([n])"
    )


def test_what_is_not_there_fails_the_check() -> None:
    with pytest.raises(CheckFailedError) as failed:
        code().inside("mean")
    assert failed.value.failure.message == "There is no `def mean` in your answer."


@pytest.mark.parametrize("asked", ["uses()", "has()", "count('whlie')"])
def test_a_question_without_sense_is_the_authors_mistake(asked: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        eval(f"code.{asked}", {"code": code()})


@pytest.mark.parametrize("source", ["def f(:", "\x00", "(" * 5000, "x" + "+x" * 20_000, "", "# a"])
def test_any_text_is_an_answer(source: str) -> None:
    asked = code(source)
    found = [asked.uses("sum"), asked.calls("sum"), asked.defines("f"), asked.docstring()]
    counted = [asked.count(kind) for kind in sorted(KINDS - {"+"})]
    assert [int(one) for one in [*found, *counted]] == [0] * (4 + len(KINDS) - 1)


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 30))
def test_a_count_is_blind_to_layout(kind: str, blank: int) -> None:
    plain = ANSWER.replace("%time\n", "")
    spread = "\n" * blank + ast.unparse(ast.parse(plain)) + "\n# the end"
    assert int(code(plain).count(kind)) == int(code(spread).count(kind))


def test_the_route_can_be_asked_for_and_the_value_too(judged: Judged) -> None:
    asked = question("bill = 20 + 9", "assert bill == 29", "assert code.has('+')", points=2.0)
    assert judged(asked, "bill = 20 + 9").verdict == "correct"
    report = judged(asked, "bill = 29")
    assert (report.verdict, report.points) == ("incorrect", 1.0)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "assert code.call('sum')",
            [("code has no call.", "Did you mean code.calls?")],
        ),
        (
            "assert code.inside('f').has('whlie')",
            [("code does not know 'whlie'.", "Did you mean while?")],
        ),
        ("code = 3\nassert code.zest", []),
        ("assert code.count('for') == 1", []),
    ],
)
def test_what_code_does_not_know_is_refused(check: str, said: list[tuple[str, str]]) -> None:
    found = [(refused.message, refused.instead) for refused in refused_forms(check, ["f"])]
    assert found == said
