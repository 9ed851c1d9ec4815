"""What an author may say of a check: it waits for another, is hidden, or runs in the kernel."""

from dataclasses import replace

import pytest

from jupyter_tutor.checker.explain import HIDDEN, HIDDEN_TIMEOUT
from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.checker.running import IN_KERNEL
from jupyter_tutor.checks import refused_in_kernel
from jupyter_tutor.core.questions import Check
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.questions import HALVES, MEAN_SOLUTION, question


def check(id_: str, source: str, **rules: object) -> Check:
    return replace(Check(id=id_, source=source, cell=1), **rules)  # type: ignore[arg-type]


LADDER = question(
    MEAN_SOLUTION,
    check("there", "assert mean([2]) == 2", points=1.0),
    check("many", "assert mean([1, 2, 6]) == 3", points=2.0, requires=("there",)),
    check("empty", "with raises('ZeroDivisionError'):\n    mean([])", requires=("there", "many")),
    points=8.0,
)


@pytest.mark.parametrize(
    ("answer", "points", "said"),
    [
        (MEAN_SOLUTION, 8.0, "It passed all 3 checks."),
        ("def mean(xs): return 0", 0.0, "`mean([2])` returned `0`, expected `2`."),
        (
            "def mean(xs): return 2",
            2.0,
            "`mean([1, 2, 6])` returned `2`, expected `3`. It is off by one.",
        ),
        (
            "def mean(xs): return sum(xs) / len(xs) if xs else 0",
            6.0,
            "`mean([])` returned `0`, expected it to raise `ZeroDivisionError`.",
        ),
    ],
)
def test_a_check_waits_for_those_it_requires(
    judged: Judged, answer: str, points: float, said: str
) -> None:
    report = judged(LADDER, answer)
    assert (report.points, report.message) == (points, said)


def test_one_that_waits_in_vain_does_not_speak(judged: Judged) -> None:
    asked = question(
        MEAN_SOLUTION,
        check("hard", "assert mean([1, 2]) == 1.5", requires=("easy",)),
        check("easy", "assert mean([2]) == 2"),
    )
    report = judged(asked, "def mean(xs): return 7")
    assert report.message == "`mean([2])` returned `7`, expected `2`."


SECRET = question(
    MEAN_SOLUTION,
    check("seen", "assert mean([2]) == 2"),
    check("unseen", "assert mean([1, 2, 6]) == 3", hidden=True),
    check("empty", "with raises('ZeroDivisionError'):\n    mean([])", hidden=True),
    wrong=(HALVES,),
)


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        ("def mean(xs): return 2", "incorrect", HIDDEN),
        ("def mean(xs): return sum(xs) / len(xs) if xs else 0", "incorrect", HIDDEN),
        (
            "def mean(xs):\n    if len(xs) == 1: return xs[0]\n    return xs[9]",
            "error",
            "In a further check your code stopped with `IndexError`. "
            "It asked for an item beyond the end. Counting starts at 0.",
        ),
        ("def mean(xs):\n    print(xs)\n    if xs == [2]: return 2", "incorrect", HIDDEN),
        (
            "def mean(xs):\n    while len(xs) > 1: pass\n    return xs[0]",
            "timeout",
            HIDDEN_TIMEOUT,
        ),
    ],
)
def test_a_hidden_check_keeps_its_values_to_itself(
    judged: Judged, answer: str, verdict: str, said: str
) -> None:
    report = judged(replace(SECRET, timeout=2.0), answer)
    assert (report.verdict, report.message) == (verdict, said)
    assert (report.ran, report.seen, report.expected) == (None, None, None)


def test_a_hidden_check_says_what_its_author_wrote(judged: Judged) -> None:
    says = "Think of a list with an even number of items."
    asked = question(
        MEAN_SOLUTION, check("h", "assert mean([1, 2]) == 1.5", hidden=True, says=says)
    )
    assert judged(asked, "def mean(xs): return xs[0]").message == f"{says}\n\n{HIDDEN}"


def test_a_misconception_shows_in_a_hidden_check(judged: Judged) -> None:
    asked = question(
        MEAN_SOLUTION, check("h", "assert mean([1, 2, 3]) == 2", hidden=True), wrong=(HALVES,)
    )
    report = judged(asked, "def mean(xs):\n    return sum(xs) * 0.5")
    assert (report.misconception, report.message) == ("halves", f"{HALVES.says}\n\n{HIDDEN}")


def in_kernel(source: str, **rules: object) -> Check:
    return check("k", source, where="kernel", **rules)


TOUCHED = in_kernel(
    "def inner(thing):\n    return vars(thing)\nassert inner(model)['slope'] == 2, 'Fit it first.'"
)
MODEL = "class Model:\n    pass\n\nmodel = Model()\nmodel.slope = 2"


def test_a_check_in_the_kernel_touches_things_in_place_and_says_so(judged: Judged) -> None:
    report = judged(question(MODEL, TOUCHED), MODEL)
    assert report == Report(
        verdict="correct",
        points=1.0,
        max_points=1.0,
        message="It does what it should.",
        notes=(IN_KERNEL,),
        target="fork",
    )


@pytest.mark.parametrize(
    ("source", "answer", "verdict", "said"),
    [
        (
            TOUCHED.source,
            MODEL.replace("2", "3"),
            "incorrect",
            "Fit it first.\n\n`inner(model)['slope'] == 2` is not true.",
        ),
        (
            "assert (\n    model.slope\n    == 2\n)",
            MODEL.replace("2", "3"),
            "incorrect",
            "`model.slope == 2` is not true.",
        ),
        (
            "assert model.slope == 2",
            "class Model: pass\nmodel = Model()",
            "incorrect",
            "Looking at your answer stopped with "
            "`AttributeError: 'Model' object has no attribute 'slope'`.",
        ),
        (
            "assert model.slope == 2",
            "class Model:\n    @property\n    def slope(self):\n        return 1 / 0\n"
            "model = Model()",
            "error",
            "Your code stopped with `ZeroDivisionError: division by zero`, "
            "on line 4 of your answer: `return 1 / 0`. A number was divided by zero.",
        ),
        ("assert modell == 2", MODEL, "undecided", OUR_MISTAKE),
        ("assert model.slope == 2\n1 / 0", MODEL, "undecided", OUR_MISTAKE),
        (
            "assert model.slope == 2",
            "import os\nclass Model:\n    @property\n    def slope(self):\n        os._exit(0)\n"
            "model = Model()",
            "error",
            "Your code ended Python itself (`sys.exit` or `os._exit`). Leave that out.",
        ),
    ],
)
def test_a_check_in_the_kernel_tells_mistakes_apart(
    judged: Judged, source: str, answer: str, verdict: str, said: str
) -> None:
    report = judged(question(MODEL, in_kernel(source)), answer)
    assert (report.verdict, report.message) == (verdict, said)


def test_it_leaves_the_kernel_as_it_was(judged: Judged) -> None:
    changing = in_kernel("model.slope = 2\nleft_over = 1\nassert model.slope == 2")
    assert judged(question(MODEL, changing), MODEL.replace("2", "3")).verdict == "correct"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("assert vars(model)", []),
        ("assert plt.gcf().axes", []),
        (
            "x = 1",
            ["This check judges nothing: it has no assert, no expect(...) and no raises(...)."],
        ),
        ("assert (1, 2)", ["This assert always holds: it is given a tuple."]),
        (
            "with raises('ValueError'): model()\nassert 1 < model",
            ["raises is not there in a check that runs in the kernel."],
        ),
        ("assert f(", ["This is not Python: '(' was never closed."]),
    ],
)
def test_what_it_may_not_use_is_refused(source: str, said: list[str]) -> None:
    assert [refused.message for refused in refused_in_kernel(source, ["model"])] == said
