"""Which cells an answer uses: those, run by themselves, leave it what all of them left it."""

import contextlib
import io
from types import FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_tutor.checks.cells_used import Used, cells_used
from jupyter_tutor.ports import CellSeen


def used(
    answer: str,
    cells: list[str],
    *,
    place: int | None = None,
    wanted: tuple[str, ...] = (),
    setup: tuple[str, ...] = (),
    failed: tuple[int, ...] = (),
) -> Used:
    ran = [CellSeen(source=cell, failed=n in failed) for n, cell in enumerate(cells)]
    return cells_used(answer, ran, len(ran) if place is None else place, wanted, setup)


@pytest.mark.parametrize(
    ("answer", "cells", "found"),
    [
        ("y = x", ["x = 1", "secret = 'p'"], (0,)),
        ("y = x", ["x = 1", "x = 2"], (1,)),
        ("y = x", ["x = 1", "x += 1"], (0, 1)),
        ("y = x", ["w = 1", "x = w", "w = 2"], (0, 1)),
        ("y = x", ["x = []", "x.append(1)", "print(x)", "x"], (0, 1)),
        ("y = x", ["x = {}", "x['a'] = 1", "del x['a']"], (0, 1, 2)),
        ("y = x", ["x = {}", "x.a = 1"], (0, 1)),
        ("y = x", ["x = []", "y = x", "y.append(1)"], (0, 1, 2)),
        ("y = x", ["x = [[]]", "for row in x:\n    row.append(1)"], (0, 1)),
        ("y = x", ["import random", "x = [1, 2]", "random.shuffle(x)"], (0, 1, 2)),
        ("y = math.pi", ["import math", "math.sqrt(4)", "print(math.e)"], (0,)),
        ("y = rnd.random()", ["import random as rnd", "rnd.seed(4)"], (0, 1)),
        ("y = x", ["n = 3", "if n:\n    x = 1\nelse:\n    x = 2"], (0, 1)),
        ("y = x", ["x = 1", "try:\n    x = 2\nexcept ValueError:\n    pass"], (0, 1)),
        ("y = x", ["x = 1", "with open('a') as f:\n    x = f.read()"], (1,)),
        ("def f(): return rate", ["rate = 1", "other = 2", "rate = 3"], (2,)),
        ("y = f(1)", ["def f(x): return x * rate", "rate = 2"], (0, 1)),
        ("y = x", ["x = []", "def add(): x.append(1)", "add()"], (0, 1, 2)),
        ("y = x", ["x = 0", "def up():\n    global x\n    x += 1", "up()"], (0, 1, 2)),
        ("y = x", ["x = 0", "def up():\n    global x\n    x += 1"], (0,)),
        ("y = s.get()", ["class S:\n    def get(self): return k", "k = 1", "s = S()"], (0, 1, 2)),
        ("y = x", ["%matplotlib inline\nx = 1", "!ls", "%%bash\nx=3"], (0,)),
        ("y = x", ["%%time\nx = 1"], (0,)),
        ("y = x", ["x = 1", "%reset -f"], ()),
        ("y = sqrt(x)", ["from math import *", "x = 4"], (0, 1)),
        ("y = [x for x in xs]", ["xs = [1]", "x = 2"], (0,)),
        ("y = lambda x: x", ["x = 1"], ()),
        (
            "y = df[df.a > 1]",
            [
                "import pandas as pd",
                "df = pd.read_csv('a.csv')",
                "df['b'] = 1",
                "df.head()",
                "df.dropna(inplace=True)",
                "total = df.groupby('a').sum()",
            ],
            (0, 1, 2, 4),
        ),
    ],
)
def test_the_cells_that_make_what_an_answer_uses(
    answer: str, cells: list[str], found: tuple[int, ...]
) -> None:
    assert used(answer, cells).cells == found


@pytest.mark.parametrize(
    ("answer", "cells", "names"),
    [
        ("y = x", [], ("x",)),
        ("y = x", ["z = 1"], ("x",)),
        ("y = x", ["x = w"], ("w",)),
        ("y = x", ["globals()['x'] = 1"], ("x",)),
        ("y = x", ["exec('x = 1')"], ("x",)),
        ("y = x", ["x.append(1)"], ("x",)),
        ("y = x", ["x = 1", "%reset -f"], ("x",)),
        ("y = x", ["from shop import *"], ()),
        ("y = x", ["if ready:\n    x = 1"], ("ready",)),
        ("print(_, _3, In, __name__, display, len)", [], ()),
        ("def f(n): return n and f(n - 1)", [], ()),
        ("import math\ny = math.pi", [], ()),
        ("for i in range(3):\n    total = i\nprint(total)", [], ()),
    ],
)
def test_names_that_no_cell_makes(answer: str, cells: list[str], names: tuple[str, ...]) -> None:
    assert used(answer, cells).unmade == names


def test_a_cell_that_failed_may_not_have_come_to_it() -> None:
    assert used("y = x", ["x = 1", "x = 1 / 0"], failed=(1,)).cells == (0, 1)


def test_the_lessons_own_cells_are_not_taken_along() -> None:
    own = ("x = 4", "z = 5")
    assert used("y = x", ["x = 4"], setup=own) == Used()
    assert used("y = x", [], setup=own) == Used()
    assert used("y = x", ["x = 4", "x += 1"], setup=own).cells == (0, 1)
    assert used("y = x", ["x = 7"], setup=own).cells == (0,)


def test_what_ran_after_the_answer_counts_where_it_changes_something() -> None:
    assert used("def f(): return k", ["a = 1", "k = 2"], place=1) == Used(cells=(1,))
    assert used("x = []", ["x.append(1)"], place=0, wanted=("x",)) == Used(changed=("x",))
    assert used("x = []", ["y = x"], place=0, wanted=("x",)) == Used()
    assert used("y = k", ["k = 1", "k = 2"], place=1, wanted=("y",)) == Used(cells=(0,))


NAMES = st.sampled_from("abcd")
FUNCTIONS = st.sampled_from("fg")
CELLS = st.sampled_from(
    [
        "{x} = {n}",
        "{x} = [{n}]",
        "{x} = {y}",
        "{x} = [{y}, {n}]",
        "{x} = list({y})",
        "{x} += [{n}]",
        "{x}.append({n})",
        "{x}[0] = {y}",
        "{x}, {y} = {y}, {x}",
        "del {x}",
        "print({x})",
        "{x}",
        "import math as {x}",
        "if {n} % 2:\n    {x} = {n}",
        "for item in {x}:\n    item.append({n})",
        "for item in [1, 2]:\n    {x} = [{y}, item]",
        "{x} = [item for item in {y}]",
        "try:\n    {x} = {y}[0]\nexcept Exception:\n    {x} = {n}",
        "def {f}():\n    return {x}",
        "def {f}():\n    {x}.append({n})",
        "def {f}():\n    global {x}\n    {x} = [{n}]",
        "def {f}():\n    {x} = [{n}]\n    return {x}",
        "{f}()",
        "{x} = {f}()",
        "{f} = {g}",
        "{x} = [{n}]\n{x}.append({y})",
        "{x} = {n}; {y} = [{x}]; del {x}",
    ]
)


@st.composite
def cells_of_a_notebook(draw: st.DrawFn) -> list[str]:
    return [
        draw(CELLS).format(
            x=draw(NAMES), y=draw(NAMES), n=draw(st.integers(0, 9)), f=draw(FUNCTIONS), g="f"
        )
        for _ in range(draw(st.integers(0, 9)))
    ]


def run(source: str, space: dict[str, Any]) -> str | None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, space)
    except Exception as error:  # noqa: BLE001 - cells put together by chance raise anything
        return type(error).__name__
    return None


def picture(value: Any, depth: int = 0) -> Any:
    if isinstance(value, FunctionType | ModuleType):
        return type(value).__name__
    if isinstance(value, list):
        return [picture(each, depth + 1) for each in value] if depth < 5 else "deep"
    return value


@settings(derandomize=True, database=None, deadline=None, max_examples=500)
@given(cells_of_a_notebook(), NAMES, st.booleans())
@example(["a = [1]", "def f():\n    return a", "b = f()", "b.append(2)"], "a", False)
@example(["def f():\n    return a", "g = f", "a = [1]"], "a", True)
def test_the_cells_found_do_what_all_of_them_do(cells: list[str], name: str, later: bool) -> None:
    answer = (
        f"def result():\n    return {name}" if later else f"kept = {name}\nresult = lambda: kept"
    )
    whole: dict[str, Any] = {}
    errors = [run(cell, whole) for cell in cells]
    ran = [CellSeen(source=c, failed=e is not None) for c, e in zip(cells, errors, strict=True)]
    error = run(answer, whole)
    found = cells_used(answer, ran, len(ran), ("result",))
    alone: dict[str, Any] = {}
    for number in found.cells:
        run(cells[number], alone)
    assert run(answer, alone) == error
    if error is None:
        assert run("shown = result()", alone) == run("shown = result()", whole)
        assert picture(alone.get("shown")) == picture(whole.get("shown"))
    if found.unmade == () and not later:
        assert error is None or name not in whole
