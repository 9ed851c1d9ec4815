"""A syllabus kept as text by jupytext: the same cells come back, and the same course of them.

Text formats leave outputs out, as they are meant to; jupytext takes them from the notebook that
a text is paired with. Only programs to predict need theirs.
"""

from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from jupytext.combine import combine_inputs_with_outputs
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from jupyter_tutor.authoring.source import read_course

SYLLABI = Path(__file__).parents[2] / "syllabi"
STARTER = Path(__file__).parents[2] / "jupyter_tutor" / "cli" / "starter"
COURSES = [*sorted(SYLLABI.iterdir()), STARTER]
FORMATS = ("py:percent", "md", "md:myst")


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def through(notebook: Any, form: str) -> Any:
    """The notebook as it comes back from a text, with the outputs of the one it is paired with."""
    text = jupytext.writes(notebook, fmt=form)
    return combine_inputs_with_outputs(jupytext.reads(text, fmt=form), notebook)


def cells(notebook: Any) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_round_trip_loses_nothing(folder: Path, form: str, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    copy.mkdir()
    (copy / "course.yaml").write_bytes((folder / "course.yaml").read_bytes())
    for path in sorted(folder.glob("*.ipynb")):
        before = read(path)
        after = through(before, form)
        assert cells(after) == cells(before)
        nbformat.write(after, copy / path.name)
    course, again = read_course(folder).course, read_course(copy).course
    assert course is not None
    assert again is not None
    assert again.hash == course.hash
    assert again == course


TRICKY = {
    "blank lines": new_markdown_cell("## A title\n\n\nSome words."),
    "a task list": new_markdown_cell("<!-- tutor: choices\nfor: a\n-->\n- [x] a\n  Yes.\n- [ ] b"),
    "code in Markdown": new_markdown_cell("Look:\n\n```python\nx = 1\n```\n"),
    "words in paragraphs": new_code_cell(
        "#| tutor: check\n#| says: >\n#|   a\n#|\n#|   b\nassert x"
    ),
    "markers": new_code_cell(
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    ),
    "code that looks like a cell": new_code_cell('s = """\n# %% [markdown]\n```\n"""'),
    "a command": new_code_cell("%matplotlib inline\nx = 1"),
    "a raw cell": new_raw_cell(
        "Not carried over from a.ipynb, cell 3.\n\n#| tutor: check\nassert x"
    ),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", TRICKY)
def test_cells_that_could_be_taken_for_something_else(name: str, form: str) -> None:
    first, last = new_markdown_cell("First."), new_code_cell("last = 1")
    notebook = new_notebook(cells=[first, TRICKY[name], last])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    after = jupytext.reads(jupytext.writes(notebook, fmt=form), fmt=form)
    assert [(kind, source.rstrip("\n")) for kind, source in cells(after)] == [
        (kind, source.rstrip("\n")) for kind, source in cells(notebook)
    ]
