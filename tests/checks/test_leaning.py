"""An answer that leans on what is not recorded: its verdict says so."""

import pytest

from jupyter_tutor.checker.leaning import told, unrecorded
from jupyter_tutor.checker.pool import CheckerPool
from tests.checks.questions import question


@pytest.mark.parametrize(
    ("source", "before", "names"),
    [
        ("def price(x): return x * rate", [], ("rate",)),
        ("def price(x): return x * rate", ["rate = 1.19"], ()),
        ("rate = 2\ndef price(x): return x * rate", [], ()),
        ("def price(x): return x * rate\nrate = 2", [], ()),
        ("total = sum(prices) + tip", ["from shop import prices"], ("tip",)),
        ("def f(x):\n    y = x\n    return [y for z in x if z]", [], ()),
        ("def f():\n    global count\n    count = 1\ndef g(): return count", [], ()),
        ("class A:\n    size = 1\n    def f(self): return A.size + self.size", [], ()),
        ("def f():\n    import math\n    return math.pi", [], ()),
        ("def f(a: Money) -> Money: return a", [], ("Money",)),
        ("from shop import *\ntotal = tip", [], ()),
        ("globals()['tip'] = 1\ntotal = tip", [], ()),
        ("total = tip", ["%matplotlib inline"], ()),
        ("def f(x) return x", [], ()),
        ("print(__name__, len, Exception)", [], ()),
    ],
)
def test_names_that_nothing_recorded_makes(
    source: str, before: list[str], names: tuple[str, ...]
) -> None:
    assert unrecorded(source, before) == names


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        (["a"], "`a`"),
        (["a", "b"], "`a` and `b`"),
        (["a", "b", "c", "d"], "`a`, `b` and `c`"),
    ],
)
def test_they_are_told(names: list[str], listed: str) -> None:
    assert told(names) == (
        f"Your answer uses {listed}, made neither in your answer cell nor in the lesson before it. "
        "What other cells of a notebook make is not there."
    )


async def test_a_verdict_says_so_unless_it_is_right() -> None:
    asked = question("def price(x): return x * 2", "assert price(3) == 6")
    leaning = "def price(x): return x * rate"
    pool = CheckerPool(size=1)
    try:
        without = await pool.check_sandboxed(asked, leaning)
        recorded = await pool.check_sandboxed(asked, leaning, ["rate = 2"])
        harmless = await pool.check_sandboxed(asked, f"{asked.solution}\ndef other(): return rate")
    finally:
        await pool.close()
    assert (without.verdict, without.notes) == ("error", (told(["rate"]),))
    assert (recorded.verdict, recorded.notes) == ("correct", ())
    assert (harmless.verdict, harmless.notes) == ("correct", ())
