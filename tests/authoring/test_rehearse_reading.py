"""What a rehearsal finds by reading: hints that give too much away, checks that change things.

And what it lets by: an author may quote what learners have before them, and show the way.
"""

import pytest

from jupyter_tutor.authoring.rehearsal.leaks import (
    Told,
    hint_sources,
    leak,
    told_on_the_way,
)
from jupyter_tutor.authoring.rehearsal.touching import Touch, find_touch
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, Hint, WrongAnswer
from jupyter_tutor.dialogue.giveaway.code import pieces

SOLUTION = """\
def count_warm(days):
    warm = 0
    for degrees in days:
        if degrees >= limit(days):
            warm = warm + 1
    return round(warm / len(days), 2)"""

STUB = "def count_warm(days):\n    ...  # your code here"


def asked(hint: str, solution: str = SOLUTION, stub: str = STUB, prompt: str = "?") -> CodeQuestion:
    return CodeQuestion(
        id=QuestionId("q"),
        title="A question",
        prompt=prompt,
        stub=stub,
        solution=solution,
        setup=("shown = [day * 2 + 1 for day in range(10)]",),
        hints=(Hint(level=1, text=hint),),
    )


def given_away(question: CodeQuestion) -> str | None:
    (told,) = told_on_the_way(question)
    return leak(question, told)


LEAKS = {
    "a line in backticks": ("Try `return round(warm / len(days), 2)`.", None),
    "a line in a sentence": ("Write return round(warm / len(days), 2) at the end.", None),
    "laid out otherwise": ("`return round( warm/len(days),2 )`", None),
    "with needless brackets": ("`return round((warm / len(days)), 2)`", None),
    "its value only": ("`round(warm / len(days), 2)`", "round(warm / len(days), 2)"),
    "within a block": (
        "So:\n\n```\nif days:\n    return round(warm / len(days), 2)\n```",
        None,
    ),
    "a value within a larger one": (
        "`print(round(warm / len(days), 2))`",
        "round(warm / len(days), 2)",
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_hint_that_holds_a_line_of_the_solution(name: str) -> None:
    hint, line = LEAKS[name]
    assert given_away(asked(hint)) == (line or "return round(warm / len(days), 2)")


FAIR = {
    "words": asked("Count the warm days, and divide by how many there are."),
    "trivial lines": asked("Begin with `warm = 0`, and in the loop `warm = warm + 1`."),
    "the head of a loop": asked("You need `for degrees in days:` and below it an `if`."),
    "the stub": asked("Below `def count_warm(days):` stand three dots."),
    "the prompt": asked(
        "Look again: `round(warm / len(days), 2)`.",
        prompt="The last line is `return round(warm / len(days), 2)`.",
    ),
    "an example of the lesson": asked(
        "Like `[day * 2 + 1 for day in range(10)]`.",
        "def f():\n    return [day * 2 + 1 for day in range(10)]",
        "def f():\n    ...  # your code here",
    ),
    "another calculation of the same kind": asked("`return round(cold / len(nights), 1)`"),
    "a part of a line": asked("`len(days)` says how many there are."),
    "no code at all": asked("```text\nreturn to the start, friends\n```"),
}


@pytest.mark.parametrize("name", FAIR)
def test_a_hint_that_is_fair(name: str) -> None:
    assert given_away(FAIR[name]) is None


def test_a_whole_solution_is_known_under_other_names() -> None:
    solution = "def total(xs):\n    s = 0\n    for x in xs:\n        s += x\n    return s"
    other = "def f(a):\n    r = 0\n    for b in a:\n        r += b\n    return r"
    stub = "def total(xs):\n    ...  # your code here"
    assert given_away(asked(f"```\n{other}\n```", solution, stub)) == (
        "s = 0\nfor x in xs:\n    s += x\nreturn s"
    )
    mixed = other.replace("return r", "return a")
    assert given_away(asked(f"```\n{mixed}\n```", solution, stub)) is None


def test_what_a_wrong_answer_hears_is_read_too() -> None:
    wrong = WrongAnswer(misconception="m", says="`round(warm / len(days), 2)`", source="", cell=1)
    question = CodeQuestion(
        id=QuestionId("q"), title="", prompt="?", stub=STUB, solution=SOLUTION, wrong=(wrong,)
    )
    told = Told(of="wrong", number=0, text=wrong.says)
    assert told_on_the_way(question) == (told,)
    assert leak(question, told) == "round(warm / len(days), 2)"


def test_the_code_of_a_hint() -> None:
    text = "Use `a`, ``b`c``, and\n\n```python\nfor x in y:\n    z\n```\n\n    indented\n\n`` ` ``"
    assert pieces(text) == ("a", "b`c", "for x in y:\n    z", "indented", "`")


SOURCES = {
    "a line goes where the dots are": (
        asked("`return len(days)`"),
        ["return len(days)", "def count_warm(days):\n    return len(days)"],
    ),
    "a value is returned as the solution does": (
        asked("`len(days)`", "def count_warm(days):\n    return len(days) + 0"),
        [
            "len(days)",
            "def count_warm(days):\n    len(days)",
            "def count_warm(days):\n    return len(days)",
        ],
    ),
    "a value is given the name that is asked for": (
        asked("`2 * 3`", "six = 6", "...  # your code here"),
        ["2 * 3", "six = 2 * 3"],
    ),
    "a value is printed": (
        asked("`2 * 3`", "print(6)", "...  # your code here"),
        ["2 * 3", "print(2 * 3)"],
    ),
    "a name says little": (asked("`days`, `2`, `'text'`"), []),
    "what stands in the question may stand here": (asked("`len(days)`", prompt="len(days)"), []),
    "what is no Python is no answer": (asked("`return …`, `for x in`"), []),
}


@pytest.mark.parametrize("name", SOURCES)
def test_answers_that_can_be_made_of_a_hint(name: str) -> None:
    question, sources = SOURCES[name]
    assert [found.source for found in hint_sources(question)] == sources


TOUCHES = {
    "x.append(4)": Touch(line=1, code="x.append(4)", by="check"),
    "assert x\nx[0] = 1": Touch(line=2, code="x[0] = 1", by="check"),
    "x['a']['b'] = 1": Touch(line=1, code="x['a']['b'] = 1", by="check"),
    "del x[0]": Touch(line=1, code="del x[0]", by="check"),
    "x += [1]": Touch(line=1, code="x += [1]", by="check"),
    "y = x\ny.sort()": Touch(line=2, code="y.sort()", by="check"),
    "for row in x:\n    row.sort()": Touch(line=2, code="row.sort()", by="check"),
    "assert f(x) == 1": Touch(line=1, code="f(x)", by="call"),
    "assert f(1, them=x[0]) == 1": Touch(line=1, code="f(1, them=x[0])", by="call"),
    "assert T().take(*x) == 1": Touch(line=1, code="T().take(*x)", by="call"),
    "assert x == [1]": None,
    "assert sorted(x) == [1] and len(x) == 1 and x.count(1) == 1": None,
    "for y in x:\n    assert y == 1": None,
    "assert f(list(x)) == 1": None,
    "assert f() == 1\nassert x == [1]": None,
    "mine = list(x)\nmine.append(4)\nassert mine": None,
    "assert g(x) == 1": None,
    "not Python at all": None,
}


@pytest.mark.parametrize("source", TOUCHES)
def test_how_a_check_changes_a_variable(source: str) -> None:
    assert find_touch(source, "x", ("x", "f", "T")) == TOUCHES[source]
