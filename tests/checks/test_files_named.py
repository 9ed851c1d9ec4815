"""Which files a piece of code may read, by the texts in it."""

import pytest

from jupyter_tutor.checks.files_named import MOST, files_named, hidden_reads


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("open('a.csv')", ("a.csv",)),
        ("name = 'a.csv'\nopen(name)", ("a.csv",)),
        ("open('data' + '/' + 'a.csv')", ("data/a.csv", "data/", "a.csv", "/", "data")),
        ("Path('data') / 'a.csv'", ("data/a.csv", "a.csv", "data")),
        ("os.path.join('data', 'a.csv')", ("data/a.csv", "a.csv", "data")),
        ("db.sql(\"select * from 'a.csv'\")", ("select * from 'a.csv'", "a.csv")),
        ("import shop", ("shop.py", "shop/__init__.py")),
        (
            "from shop.till import price",
            (
                *("shop.py", "shop/__init__.py", "shop/till.py", "shop/till/__init__.py"),
                "shop/till/price.py",
            ),
        ),
        ("%time open('a.csv')", ()),
        ("def f(x) return x", ()),
        ("x = 1", ()),
        ("x = 'two\\nlines'", ()),
    ],
)
def test_texts_that_may_be_names_of_files(source: str, names: tuple[str, ...]) -> None:
    assert set(files_named([source])) == set(names)


def test_no_answer_names_more_files_than_that() -> None:
    assert len(files_named([f"open('{n}')" for n in range(MOST + 5)])) == MOST


@pytest.mark.parametrize("signs", [20, 900])
def test_a_long_sum_of_texts_comes_to_an_end(signs: int) -> None:
    source = "open(" + "+".join(["'a'"] * signs) + ")"
    assert ("a" * signs in files_named([source])) == (signs == 20)


@pytest.mark.parametrize(
    ("source", "hidden", "unless_found"),
    [
        ("open('a.csv')", False, False),
        ("open(f'{x}.csv')", True, True),
        ("pd.read_csv(folder / 'a.csv')", True, True),
        ("open(name)", True, False),
        ("pd.read_csv(buffer)", False, False),
        ("pd.read_csv(io.StringIO('a'))", False, False),
        ("def read(path): return open(path)", False, False),
        ("open()", False, False),
    ],
)
def test_a_name_that_is_put_together_as_the_code_runs(
    source: str, hidden: bool, unless_found: bool
) -> None:
    told = tuple(hidden_reads([source], any_found=found) for found in (False, True))
    assert told == (hidden, unless_found)
