"""Answers that loop, end Python, eat memory or lie: a clear verdict, and a kernel left in peace."""

import dataclasses

import pytest

from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.core.verdict import Report
from tests.checks.conftest import Judged
from tests.checks.host import Host
from tests.checks.questions import MEAN, question

SQUARE = question("def square(n):\n    return n * n", "assert square(3) == 9")
SOON = dataclasses.replace(SQUARE, timeout=1.5)


def error(message: str, seen: str | None = None) -> Report:
    return Report(
        verdict="error",
        points=0.0,
        max_points=1.0,
        message=message,
        ran="square(3)",
        seen=seen,
        target="fork",
    )


LATE = Report(
    verdict="timeout",
    points=0.0,
    max_points=1.0,
    message="`square(3)` did not finish within 1.5 seconds. Is there a loop that never ends?",
    ran="square(3)",
    target="fork",
)
ENDED = "`square(3)` ended Python itself (`sys.exit` or `os._exit`). Leave that out."
KILLED = (
    "`square(3)` was killed (signal 9). "
    "Your code may have ended its own process, or used too much memory."
)


@pytest.mark.parametrize(
    "answer",
    [
        "def square(n):\n    while True: pass",
        "import time\ndef square(n): time.sleep(1e6)",
        "def square(n): return sum(range(10 ** 18))",  # in C, holding the interpreter
        "import os, signal\ndef square(n): os.kill(os.getpid(), signal.SIGSTOP)",
        "import signal\ndef square(n):\n"
        "    signal.setitimer(signal.ITIMER_REAL, 0)\n"
        "    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    while True:\n"
        "        try:\n"
        "            while True: pass\n"
        "        except BaseException: pass",
        "import subprocess, sys\n"
        "def square(n): subprocess.run([sys.executable, '-c', 'while True: pass'])",
        "class Slow:\n    def __repr__(self):\n        while True: pass\n"
        "def square(n): return Slow()",
    ],
)
def test_what_never_ends_is_ended(answer: str, judged: Judged) -> None:
    assert judged(SOON, answer) == LATE


@pytest.mark.parametrize(
    ("answer", "report"),
    [
        ("import os\ndef square(n): os._exit(0)", error(ENDED)),
        ("import os\ndef square(n): os.kill(os.getpid(), 9)", error(KILLED)),
        ("import os\ndef square(n): os.killpg(0, 9)", error(KILLED)),
        (
            "import os\ndef square(n): os.abort()",
            error("`square(3)` crashed Python itself. Endless recursion can do that."),
        ),
        (
            "import os\ndef square(n): os.closerange(3, 200)",
            error(ENDED),
        ),
        (
            "import sys\ndef square(n): sys.exit(n)",
            error(
                "`square(3)` ended Python itself, on line 2 of your answer: "
                "`def square(n): sys.exit(n)`. "
                "Leave `exit` out: a function ends with `return`, or at its last line.",
                seen="SystemExit: 3",
            ),
        ),
        (
            "def square(n): return square(n)",
            error(
                "`square(3)` stopped with `RecursionError: maximum recursion depth exceeded`, "
                "on line 1 of your answer: `def square(n): return square(n)`. "
                "It calls itself again and again without end. "
                "Is there a case in which it returns without calling itself?",
                seen="RecursionError: maximum recursion depth exceeded",
            ),
        ),
        (
            "def square(n): return [0] * 10 ** 10",
            error(
                "`square(3)` stopped with `MemoryError`, on line 1 of your answer: "
                "`def square(n): return [0] * 10 ** 10`. It used far too much memory. "
                "Is there a list or text that grows without end?",
                seen="MemoryError",
            ),
        ),
        (
            "def square(n): return list(range(10 ** 6))",
            error(
                "`square(3)` gave a value too large to look at. Is there a list or text that grows?"
            ),
        ),
    ],
)
def test_what_ends_python_is_told(answer: str, report: Report, judged: Judged) -> None:
    assert judged(SQUARE, answer) == report


def test_memory_that_grows_is_stopped(judged: Judged) -> None:
    answer = "def square(n):\n    kept = []\n    while True: kept.append(bytes(1 << 24))"
    report = judged(SQUARE, answer)
    assert (report.verdict, report.seen) == ("error", "MemoryError")


def test_recursion_without_a_limit_ends(judged: Judged) -> None:
    answer = "import sys\nsys.setrecursionlimit(10 ** 9)\ndef square(n): return square(n)"
    report = judged(SQUARE, answer)
    assert (report.verdict, report.seen) == (
        "error",
        "RecursionError: maximum recursion depth exceeded",
    )


def test_a_million_lines_are_printed(judged: Judged) -> None:
    answer = "def square(n):\n    for i in range(10 ** 6): print(i)\n    return n * n"
    assert judged(SQUARE, answer) == Report(
        verdict="correct",
        points=1.0,
        max_points=1.0,
        message="It does what it should.",
        target="fork",
    )


@pytest.mark.parametrize(
    "answer",
    [
        "class All:\n    def __eq__(self, other): return True\n"
        "    __hash__ = None\n    def __bool__(self): return True\n"
        "def square(n): return All()",
        "class All(int):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "def square(n): return All(9)",
        "class Meta(type):\n    def __eq__(cls, other): return True\n    __hash__ = None\n"
        "class All(metaclass=Meta): pass\ndef square(n): return All",
        "class All:\n    __class__ = int\n    def __eq__(self, other): return True\n"
        "def square(n): return All()",
    ],
)
def test_an_object_that_equals_everything_equals_nothing(answer: str, judged: Judged) -> None:
    assert judged(SQUARE, answer).verdict == "incorrect"


def test_arguments_and_globals_that_are_changed_stay_in_the_child(host: Host) -> None:
    asked = question(
        "seen = []\ndef take(xs):\n    xs.append(4)\n    seen.append(xs)\n    return xs",
        "xs = [1]\nassert take(xs) is xs\nassert xs == [1, 4]\nassert seen == [[1, 4]]",
        "assert seen == []",
    )
    host.run(asked.solution)
    before = host.names()
    report = judge(asked, asked.solution, None, host.address, "fork", foresee)
    assert (report.verdict, host.names()) == ("correct", before)


def test_what_stops_one_check_does_not_stop_the_next(judged: Judged) -> None:
    answer = "import os\ndef mean(xs):\n    if xs == [4]: os._exit(1)\n    return sum(xs) / len(xs)"
    report = judged(MEAN, answer)
    assert (report.verdict, report.points, report.message) == (
        "error",
        2.0,
        "`mean([4])` ended Python itself (`sys.exit` or `os._exit`). Leave that out.",
    )


NAMES = ("abs", "len", "print", "json", "math", "isinstance", "sum", "ValueError", "__import__")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer_is_right", [True, False])
def test_a_learners_own_names_judge_nothing(name: str, answer_is_right: bool, host: Host) -> None:
    asked = question(
        "def value():\n    return 2.5",
        "import json, math\n"
        "assert abs(value() - 2.5) < 0.1 and isinstance(value(), float)\n"
        "assert math.isclose(value(), 2.5) and json.loads('2.5') == value()\n"
        "assert len([value()]) == 1 and sum([value()]) == 2.5",
    )
    host.run(
        "class Anything:\n"
        "    def __getattr__(self, name): return lambda *args, **kwargs: True\n"
        "    def __call__(self, *args, **kwargs): return 0\n"
        f"{name} = Anything()"
    )
    host.run(f"def value(): return {2.5 if answer_is_right else 7.5}")
    before = host.names()
    report = judge(asked, "value = ...", None, host.address, "fork", foresee)
    assert report.verdict == ("correct" if answer_is_right else "incorrect")
    assert host.names() == before


def test_a_question_about_max_tests_the_learners(judged: Judged) -> None:
    asked = question(
        "def max(xs):\n    best = xs[0]\n    for x in xs:\n        if x > best: best = x\n"
        "    return best",
        "assert max([1, 3, 2]) == 3",
    )
    answers = (asked.solution, "def max(xs): return xs[0]")
    assert [judged(asked, answer).verdict for answer in answers] == ["correct", "incorrect"]


def test_a_learner_who_has_no_max_is_not_given_pythons(host: Host) -> None:
    asked = question("def max(xs): return sorted(xs)[-1]", "assert max([1, 3, 2]) == 3")
    assert judge(asked, "x = 1", None, host.address, "fork", foresee).verdict == "incorrect"


def test_a_patched_builtin_or_json_does_not_lie(judged: Judged) -> None:
    answer = (
        "import builtins, json\n"
        "def square(n):\n"
        "    builtins.type = lambda thing: int\n"
        "    builtins.repr = lambda thing: '9'\n"
        "    json.dumps = lambda *args, **kwargs: '{}'\n"
        "    class Nine:\n        def __eq__(self, other): return True\n"
        "    return Nine()"
    )
    assert judged(SQUARE, answer).verdict in ("incorrect", "error")
