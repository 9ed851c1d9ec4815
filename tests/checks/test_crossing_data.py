"""Arrays, frames and dates across the border, as values and as arguments, in checks as written."""

import sys

import pytest

from jupyter_tutor.checker import connection
from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.checks import refused_forms
from jupyter_tutor.core.questions import WrongAnswer
from jupyter_tutor.kernel_agent import codecs
from tests.checks.conftest import Judged
from tests.checks.host import Host
from tests.checks.questions import question

NP = "import numpy as np\n"
PD = "import pandas as pd\n"

FORMS: dict[str, tuple[str, str, str, str]] = {
    # name: (check, right answer, wrong answer, what is said of it)
    "an array given back": (
        NP + "assert np.array_equal(steps(3), [0, 1, 2])",
        NP + "def steps(n): return np.arange(n)",
        NP + "def steps(n): return np.arange(1, n)",
        "is not true.",
    ),
    "an item of an array": (
        "assert steps(3)[1] == 5",
        NP + "def steps(n): return np.arange(n) * 5",
        NP + "def steps(n): return np.arange(n)",
        "`steps(3)[1]` is `1`, expected `5`.",
    ),
    "the shape and the dtype": (
        "assert grid.shape == (2, 3)\nassert grid.dtype == float",
        NP + "grid = np.zeros((2, 3))",
        NP + "grid = np.zeros((3, 2))",
        "`grid.shape` is `(3, 2)`, expected `(2, 3)`.",
    ),
    "a number of numpy's": (
        "assert mean([1, 2, 6]) == 3",
        NP + "def mean(xs): return np.mean(xs)",
        NP + "def mean(xs): return np.median(xs)",
        "`mean([1, 2, 6])` returned `2.0`, expected `3`.",
    ),
    "an array handed over": (
        NP + "assert total(np.array([1, 2, 3])) == 6",
        NP + "def total(xs): return xs.sum()",
        NP + "def total(xs): return xs.max()",
        "`total(array([1, 2, 3]))` returned `3`, expected `6`.",
    ),
    "an array sorted in place": (
        NP + "xs = np.array([3, 1, 2])\norder(xs)\nassert xs.tolist() == [1, 2, 3]",
        NP + "def order(xs): xs.sort()",
        NP + "def order(xs): np.sort(xs)",
        "After `order(array([3, 1, 2]))`, `xs.tolist()` is `[3, 1, 2]`, expected `[1, 2, 3]`.",
    ),
    "an array left alone": (
        NP + "xs = np.array([3, 1, 2])\nsmallest(xs)\n"
        "assert xs.tolist() == [3, 1, 2], 'Leave the array as it was.'",
        NP + "def smallest(xs): return xs.min()",
        NP + "def smallest(xs): xs.sort(); return xs[0]",
        "Leave the array as it was.",
    ),
    "an array handed in and out": (
        NP + "xs = np.zeros(2)\nassert same(xs) is xs",
        NP + "def same(xs): return xs",
        NP + "def same(xs): return xs.copy()",
        "It looks the same, but it is a copy; the object itself was expected.",
    ),
    "arrays in a dictionary": (
        "found = halves(4)\nassert found['low'].tolist() == [0, 1]",
        NP + "def halves(n): return {'low': np.arange(n // 2)}",
        NP + "def halves(n): return {'low': np.arange(n)}",
        "expected `[0, 1]`.",
    ),
    "a function over an array": (
        NP + "assert apply(lambda xs: xs.sum(), 3) == 3",
        NP + "def apply(f, n): return f(np.arange(n))",
        NP + "def apply(f, n): return f(np.arange(n + 1))",
        "returned `6`, expected `3`.",
    ),
    "a frame given back": (
        "assert list(table().columns) == ['n', 'name']\nassert table()['n'].sum() == 3",
        PD + "def table(): return pd.DataFrame({'n': [1, 2], 'name': ['a', 'b']})",
        PD + "def table(): return pd.DataFrame({'n': [1, 2]})",
        "expected `['n', 'name']`.",
    ),
    "a frame that is a variable": (
        "assert len(prices) == 2\nassert prices.loc['tea', 'price'] == 3.5",
        PD + "prices = pd.DataFrame({'price': [3.5, 4.0]}, index=['tea', 'jam'])",
        PD + "prices = pd.DataFrame({'price': [3.5]}, index=['tea'])",
        "`len(prices)` is `1`, expected `2`.",
    ),
    "a frame handed over": (
        PD + "sales = pd.DataFrame({'kind': ['a', 'b', 'a'], 'n': [1, 2, 3]})\n"
        "assert totals(sales).to_dict() == {'a': 4, 'b': 2}",
        PD + "def totals(df): return df.groupby('kind')['n'].sum()",
        PD + "def totals(df): return df.groupby('kind')['n'].max()",
        "The first difference is at key `'a'`: `3` instead of `4`.",
    ),
    "a frame changed in place": (
        PD + "df = pd.DataFrame({'n': [1, 2]})\nadd_twice(df)\n"
        "assert df['twice'].tolist() == [2, 4]",
        PD + "def add_twice(df): df['twice'] = 2 * df['n']",
        PD + "def add_twice(df): df['twice'] = df['n']",
        "After `add_twice(DataFrame({'n': [1, 2]}))`, `df['twice'].tolist()` is `[1, 2]`, "
        "expected `[2, 4]`.",
    ),
    "a frame left alone": (
        PD + "df = pd.DataFrame({'n': [1, None]})\nbefore = df.copy()\nclean(df)\n"
        "assert df.equals(before), 'Leave the table as it was.'",
        PD + "def clean(df): return df.dropna()",
        PD + "def clean(df): df['n'] = df['n'].fillna(0); return df",
        "Leave the table as it was.",
    ),
    "a series": (
        "assert cheap().index.tolist() == ['tea']",
        PD + "def cheap(): return pd.Series({'tea': 1, 'jam': 9}).loc[lambda s: s < 5]",
        PD + "def cheap(): return pd.Series({'tea': 1, 'jam': 9})",
        "expected `['tea']`.",
    ),
    "a time stamp": (
        PD + "assert start() == pd.Timestamp('2024-03-01', tz='UTC')",
        PD + "def start(): return pd.Timestamp('2024-03-01', tz='UTC')",
        PD + "def start(): return pd.Timestamp('2024-03-02', tz='UTC')",
        "expected `Timestamp('2024-03-01 00:00:00+0000', tz='UTC')`.",
    ),
    "a date": (
        "from datetime import date\nassert next_day(date(2024, 2, 28)) == date(2024, 2, 29)",
        "from datetime import timedelta\ndef next_day(d): return d + timedelta(days=1)",
        "from datetime import timedelta\ndef next_day(d): return d.replace(day=1)",
        "`next_day(datetime.date(2024, 2, 28))` returned `datetime.date(2024, 2, 1)`, "
        "expected `datetime.date(2024, 2, 29)`.",
    ),
    "a decimal": (
        "from decimal import Decimal\nassert add(Decimal('0.1'), Decimal('0.2')) == Decimal('0.3')",
        "def add(a, b): return a + b",
        "def add(a, b): return float(a) + float(b)",
        "returned `0.30000000000000004`, expected `Decimal('0.3')`.",
    ),
    "isinstance of a frame": (
        PD + "assert isinstance(table(), pd.DataFrame)",
        PD + "def table(): return pd.DataFrame()",
        PD + "def table(): return pd.Series(dtype=float)",
        "expected a `DataFrame`.",
    ),
    "a group, by its handle": (
        "assert groups()['n'].sum().tolist() == [4, 2]",
        PD + "def groups(): return pd.DataFrame({'k': [1, 2, 1], 'n': [1, 2, 3]}).groupby('k')",
        PD + "def groups(): return pd.DataFrame({'k': [1, 2, 2], 'n': [1, 2, 3]}).groupby('k')",
        "expected `[4, 2]`.",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_it_crosses_as_an_author_expects(judged: Judged, form: str) -> None:
    check, right, wrong, said = FORMS[form]
    asked = question(right, check)
    assert refused_forms(check, asked.learner_names) == []
    report = judged(asked, right)
    assert (report.verdict, report.fault) == ("correct", None)
    report = judged(asked, wrong)
    assert report.verdict == "incorrect", report
    assert said in report.message


def test_comparing_place_by_place_is_the_authors_mistake(judged: Judged) -> None:
    answer = NP + "def steps(n): return np.arange(n)"
    report = judged(question(answer, "wanted = steps(2)\nassert steps(2) == wanted"), answer)
    assert report.verdict == "undecided"
    assert "write expect(f(1), expected)" in (report.fault or "")


def test_a_misconception_shows_in_a_table(judged: Judged) -> None:
    asked = question(
        PD + "def totals(df): return df.groupby('k')['n'].sum()",
        PD + "df = pd.DataFrame({'k': list('aab'), 'n': [1, 2, 3]})\n"
        "assert totals(df).to_dict() == {'a': 3, 'b': 3}",
        PD + "df = pd.DataFrame({'k': list('abb'), 'n': [1, 2, 3]})\n"
        "assert totals(df).to_dict() == {'a': 1, 'b': 5}",
        PD + "df = pd.DataFrame({'k': list('bbb'), 'n': [1, 2, 3]})\n"
        "assert totals(df).to_dict() == {'b': 6}",
        wrong=(
            WrongAnswer(
                misconception="counts",
                says="You count the rows.",
                source=PD + "def totals(df): return df.groupby('k')['n'].count()",
                cell=7,
            ),
        ),
    )
    report = judged(asked, PD + "def totals(df):\n    return df.groupby('k').n.size()")
    assert (report.verdict, report.misconception) == ("incorrect", "counts")


def test_a_library_that_the_notebook_has_not_imported(host: Host) -> None:
    fresh = Host()
    try:
        fresh.run("def total(xs): return sum(xs)")
        asked = question(
            "import fractions\ndef total(xs): return sum(xs)",
            "import numpy as np\nassert total(np.arange(3)) == 3",
        )
        report = judge(asked, "def total(xs): return sum(xs)", None, fresh.address, "fork", foresee)
    finally:
        fresh.close()
    assert (report.verdict, report.message) == (
        "error",
        "This check works with a value of `numpy`, which your notebook has not imported. "
        "Run the cells that import it, then check again.",
    )


def test_a_library_that_the_checker_does_not_have(
    judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "all_of_them", codecs.all_of_them.__wrapped__)
    monkeypatch.setitem(sys.modules, "numpy", None)
    answer = NP + "def steps(n): return np.arange(n)"
    report = judged(question(answer, "assert steps(2)[1] == 1"), answer)
    assert (report.verdict, report.fault) == (
        "undecided",
        "The answer gave a value of numpy, which is not installed where answers are checked. "
        "Name it under `requires:` in course.yaml, and install it there: pip install numpy",
    )
