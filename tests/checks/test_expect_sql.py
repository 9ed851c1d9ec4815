"""Queries: what they give, run in the learner's own copy and compared outside."""

import pytest

from tests.checks.conftest import Judged
from tests.checks.questions import question

SHOP = """\
import duckdb
shop = duckdb.connect()
shop.execute("create table sales (item varchar, n integer, price decimal(6, 2))")
shop.execute("insert into sales values ('tea', 1, 3.50), ('jam', 2, 4.25), ('tea', 3, null)")
"""
TOTALS = "select item, sum(n) as total from sales group by item order by item"
PD = "import pandas as pd\n"

CASES: dict[str, tuple[str, str, str, str]] = {
    # name: (check, right query, wrong query, what is said of it)
    "rows": (
        "expect(shop.sql(query), [('jam', 2), ('tea', 4)])",
        TOTALS,
        TOTALS.replace("sum", "count"),
        "The first difference is in column `'total'`, row `0`: `1` instead of `2`.",
    ),
    "names of columns": (
        "expect(shop.sql(query), {'item': ['jam', 'tea'], 'total': [2, 4]})",
        TOTALS,
        TOTALS.replace(" as total", ""),
        "It does not have the column `'total'`. It has `'item'`, `'sum(n)'`.",
    ),
    "a frame": (
        PD + "expect(shop.sql(query), pd.DataFrame({'item': ['jam', 'tea'], 'total': [2, 4]}))",
        TOTALS,
        TOTALS + " desc",
        "It has the right rows, but in another order.",
    ),
    "in any order": (
        "expect(shop.sql(query), [('jam', 2), ('tea', 4)], unordered=True)",
        TOTALS + " desc",
        TOTALS + " limit 1",
        "It does not have the row `('tea', 4)`. It has 1 row instead of 2.",
    ),
    "a number with decimals, and nothing": (
        "expect(shop.sql(query), {'price': [3.5, 4.25, None]})",
        "select price from sales",
        "select coalesce(price, 0) as price from sales",
        "row `2`: `Decimal('0.00')` instead of `nothing`.",
    ),
    "a relation of the check's own": (
        "import duckdb\nexpect(shop.sql(query), duckdb.sql(\"select 'tea' as item, 4 as total\"))",
        TOTALS + " desc limit 1",
        TOTALS + " limit 1",
        "The first difference is in column `'item'`, row `0`: `'jam'` instead of `'tea'`.",
    ),
    "no query": (
        "expect(shop.sql(query).fetchall(), [('jam',)])",
        "select item from sales where n = 2",
        "select item from sales where n = 3",
        "The first difference is at index 0, index 0: `'tea'` instead of `'jam'`.",
    ),
    "a relation that is a variable": (
        "expect(cheap, [('tea',)])",
        "select item from sales where price < 4",
        "select item from sales where price > 4",
        "`cheap` is `rows of item: ('jam',)`, expected `[('tea',)]`.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_learner_reads(judged: Judged, case: str) -> None:
    check, right, wrong, said = CASES[case]

    def answer(query: str) -> str:
        return f"{SHOP}query = {query!r}\ncheap = shop.sql(query)"

    asked = question(answer(right), check)
    report = judged(asked, answer(right))
    assert (report.verdict, report.fault) == ("correct", None)
    report = judged(asked, answer(wrong))
    assert report.verdict == "incorrect", report
    assert said in report.message


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select nope from sales", "The query does not fit its tables"),
        ("select * from nowhere", "The query names a table or a function that is not there."),
        ("selekt 1", "SQL could not read the query"),
    ],
)
def test_a_query_that_cannot_run_is_explained(judged: Judged, query: str, said: str) -> None:
    asked = question(f"{SHOP}query = {TOTALS!r}", "expect(shop.sql(query), [('jam', 2)])")
    report = judged(asked, f"{SHOP}query = {query!r}")
    assert (report.verdict, said in report.message) == ("error", True), report
