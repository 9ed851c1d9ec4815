"""Polars does not survive a fork, so what uses it is judged in a process that never forks."""

from collections.abc import Iterator

import pytest

from jupyter_tutor.checker.connection import UnreachableError
from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import WrongAnswer
from jupyter_tutor.ports import KernelNotCopiedError
from tests.checks.host import Host
from tests.checks.questions import question

SETUP = "import polars as pl\nsales = pl.DataFrame({'k': ['a', 'b', 'a'], 'n': [1, 2, 3]})"
RIGHT = "def totals(df):\n    return df.group_by('k').agg(pl.col('n').sum()).sort('k')"
COUNTS = "def totals(df):\n    return df.group_by('k').agg(pl.col('n').count()).sort('k')"
TOTALS = question(
    RIGHT,
    "assert totals(sales).rows() == [('a', 4), ('b', 2)]",
    "import polars as pl\n"
    "df = pl.DataFrame({'k': ['x', 'x'], 'n': [5, 6]})\n"
    "assert totals(df).rows() == [('x', 11)]",
    "import polars as pl\n"
    "df = pl.DataFrame({'k': ['x', 'y'], 'n': [5, 6]})\n"
    "assert totals(df)['n'].to_list() == [5, 6]",
    setup=(SETUP,),
    names=("sales",),
    wrong=(WrongAnswer(misconception="counts", says="You count.", source=COUNTS, cell=7),),
    timeout=20.0,
)


@pytest.fixture
def own_host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@pytest.mark.parametrize("use", ["", "\nsales.lazy().select(pl.col('n') * 2).collect()"])
def test_a_process_with_polars_in_it_is_not_forked(own_host: Host, use: str) -> None:
    own_host.run(SETUP + use)
    with pytest.raises(UnreachableError) as caught:
        judge(TOTALS, RIGHT, None, own_host.address, "fork", foresee)
    assert (caught.value.reason, caught.value.detail) == ("unforkable", "polars")


async def test_the_answer_is_judged_by_its_text_then(own_host: Host) -> None:
    own_host.run(f"{SETUP}\n{RIGHT}\ntotals(sales)")
    pool = CheckerPool(size=1)
    try:
        with pytest.raises(KernelNotCopiedError):
            await pool.check(TOTALS, RIGHT, None, own_host.address, "fork")
        right = await pool.check_fresh(TOTALS, RIGHT)
        wrong = await pool.check_fresh(TOTALS, f"{COUNTS}\nother = 1")
    finally:
        await pool.close()
    assert (right.verdict, right.points, right.fault) == ("correct", 1.0, None)
    assert (wrong.verdict, wrong.misconception) == ("incorrect", "counts")
    assert wrong.message.startswith("You count.")
