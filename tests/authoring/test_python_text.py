"""Which global names a source binds, and what a learner is given of an answer."""

import ast

import pytest

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.markers import Marked, read_head
from jupyter_tutor.authoring.notebook import Cell
from jupyter_tutor.authoring.python_text import bound_names, imported_names
from jupyter_tutor.authoring.solution import SplitAnswer, split_answer


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = 1", {"a"}),
        ("a = b = 1", {"a", "b"}),
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("a: int = 1", {"a"}),
        ("a += 1", {"a"}),
        ("a.b = 1; a[0] = 2", set()),
        ("def f(x, y=(z := 1)):\n    w = x", {"f"}),
        ("async def f():\n    w = 1", {"f"}),
        ("class C:\n    x = 1\n    def m(self): y = 2", {"C"}),
        ("for i, j in []:\n    k = 1\nelse:\n    n = 1", {"i", "j", "k", "n"}),
        ("while True:\n    a = 1", {"a"}),
        ("if True:\n    a = 1\nelse:\n    b = 1", {"a", "b"}),
        ("with open('x') as f, open('y'):\n    a = 1", {"f", "a"}),
        ("try:\n    a = 1\nexcept OSError as e:\n    b = 1\nfinally:\n    c = 1", {"a", "b", "c"}),
        ("print(n := 10)", {"n"}),
        ("x = [y := 1 for z in range(3)]", {"x", "y"}),
        ("x = {k: v for k, v in {}.items() if (w := v)}", {"x", "w"}),
        ("f = lambda a: (b := a)", {"f"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("match 1:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass", {"a", "b", "c", "d"}),
        ("print(1)", set()),
    ],
)
def test_the_names_a_source_binds(source: str, names: set[str]) -> None:
    assert bound_names(ast.parse(source)) == names - {"z"}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import os.path, json as j", {"os", "j"}),
        ("if True:\n    from math import sqrt, pi as p", {"sqrt", "p"}),
        ("from math import *", set()),
        ("def f():\n    import os", set()),
        ("os = 1", set()),
    ],
)
def test_the_names_a_source_imports(source: str, names: set[str]) -> None:
    assert imported_names(ast.parse(source)) == names


def split(*lines: str) -> SplitAnswer | None:
    cell = Cell(
        place=Place(file="a.ipynb", cell=1),
        type="code",
        source="\n".join(("#| tutor: answer", "#| for: q", *lines)),
    )
    marked = read_head(cell, Faults())
    assert isinstance(marked, Marked)
    return split_answer(marked, Faults())


def test_the_stub_keeps_the_indentation_of_what_it_stands_for() -> None:
    answer = split(
        "import math",
        "class Circle:",
        "    def area(self):",
        "        ### BEGIN SOLUTION",
        "",
        "        square = self.r ** 2",
        "        return math.pi * square",
        "        ### END SOLUTION",
        "",
        "### BEGIN SOLUTION",
        "unit = Circle()",
        "### END SOLUTION",
        "print(unit)",
    )
    assert answer == SplitAnswer(
        stub="import math\nclass Circle:\n    def area(self):\n        ...  # your code here\n\n"
        "...  # your code here\nprint(unit)",
        solution="import math\nclass Circle:\n    def area(self):\n\n"
        "        square = self.r ** 2\n        return math.pi * square\n\n"
        "unit = Circle()\nprint(unit)",
    )


def test_the_indentation_is_that_of_the_code_wherever_the_markers_stand() -> None:
    answer = split("def f():", "### BEGIN SOLUTION", "    return 1", "### END SOLUTION")
    assert answer == SplitAnswer(
        stub="def f():\n    ...  # your code here", solution="def f():\n    return 1"
    )
