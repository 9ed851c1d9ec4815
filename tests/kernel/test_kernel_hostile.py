"""Answers that attack, in a real kernel: a clear verdict, and the learner's kernel as it was."""

import asyncio

import pytest

from jupyter_tutor.checker.pool import CheckerPool
from tests.kernel.notebooks import Attached, ask, attached, started_kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

TREASURES = """\
treasures = {"gold": [1, 2, 3]}
alias = treasures["gold"]
text = "kept"
"""

PICTURE = "[treasures, alias, alias is treasures['gold'], text, __import__('os').getpid(), len(In)]"


@pytest.mark.parametrize(
    ("answer", "check", "verdict"),
    [
        ("def attack():\n    while True: pass", "attack()", "timeout"),
        ("def attack():\n    return attack()", "attack()", "error"),
        ("import sys\ndef attack():\n    sys.exit(0)", "attack()", "error"),
        ("import os\ndef attack():\n    os._exit(0)", "attack()", "error"),
        (
            "import os, signal\ndef attack():\n    os.kill(os.getpid(), signal.SIGKILL)",
            "attack()",
            "error",
        ),
        (
            "def attack(xs):\n    xs.clear(); treasures.clear(); alias.append(9)\n    return 0",
            "xs = [1, 2]\nattack(xs)\nassert xs == [1, 2]",
            "incorrect",
        ),
        (
            "def attack():\n    for n in range(1_000_000): print('line', n)\n    return 1",
            "assert attack() == 2",
            "incorrect",
        ),
        (
            "def attack():\n    hoard = []\n    while True: hoard.append(bytearray(10_000_000))",
            "attack()",
            "error",
        ),
        (
            "class Yes:\n    def __eq__(self, other): return True\n"
            "    __hash__ = None\n    def __ne__(self, other): return False\n"
            "def attack(): return Yes()",
            "assert attack() == 42",
            "incorrect",
        ),
        (
            "class Int(int):\n    def __eq__(self, other): return True\n"
            "    __hash__ = int.__hash__\ndef attack(): return Int(1)",
            "assert attack() == 42",
            "incorrect",
        ),
    ],
    ids=[
        "loops for ever",
        "recurses without end",
        "sys.exit",
        "os._exit",
        "kills itself",
        "mutates",
        "prints a million lines",
        "eats memory",
        "equals everything",
        "is a number that equals everything",
    ],
)
async def test_an_attack_has_a_verdict_and_touches_nothing(
    notebook: Attached, answer: str, check: str, verdict: str
) -> None:
    question = ask("attack", check, timeout=4.0)
    await notebook.learner.run(TREASURES)
    run = await notebook.answer(question, answer)
    before = await notebook.learner.value(PICTURE)
    async with asyncio.timeout(60):
        report = await notebook.bridge.check(question, run.source, run.error)
    after = await notebook.learner.value(PICTURE)
    assert (report.verdict, report.points, report.target, after) == (verdict, 0.0, "fork", before)


REDEFINITIONS = (
    "def abs(x): return 0",
    "def len(x): return 3",
    "def print(*words): raise SystemExit",
    "class json:\n    dumps = loads = staticmethod(lambda *a, **k: 'true')",
    "import math\nmath.isclose = lambda *a, **k: True",
    "def isinstance(a, b): return True",
    "import builtins\nbuiltins.abs = lambda x: 0",
)


async def test_what_a_learner_redefines_changes_no_verdict(pool: CheckerPool) -> None:
    right = ask(
        "area",
        "import math\nassert math.isclose(area(2), 12.566370614359172)",
        "import json\nassert json.dumps([area(0)]) == '[0.0]'\nassert len([area(1)]) == 1",
    )
    wrong = ask("area", "import math\nassert abs(area(2) - 12) > 0.6 or math.isclose(1, 2)")
    source = "def area(r): return 3.141592653589793 * r * r"
    verdicts = []
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        await notebook.judge(right, source)
        for redefinition in REDEFINITIONS:
            await notebook.learner.run(redefinition)
            run = notebook.cells.items[-1]
            verdicts.append(
                [
                    (await notebook.bridge.check(question, run.source, None)).verdict
                    for question in (right, wrong)
                ]
            )
    assert verdicts == [["correct", "incorrect"]] * len(REDEFINITIONS)


ENDS_THE_AGENT = """\
import threading
(thread,) = [t for t in threading.enumerate() if hasattr(t, "tutor_key")]
threading.excepthook = lambda told: None
thread._listener._accept = None
"""


async def test_an_agent_that_a_learner_ended_comes_back(pool: CheckerPool) -> None:
    question = ask("one", "assert one() == 1")
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        await notebook.judge(question, "def one(): return 1")
        run = notebook.cells.items[-1]
        await notebook.learner.run(ENDS_THE_AGENT)
        reports = [await notebook.bridge.check(question, run.source, None) for _ in range(2)]
    assert [(report.verdict, report.target) for report in reports] == [("correct", "fork")] * 2
