"""The tour of the Python surface, ``notebooks/tour.ipynb``, from its cells.

Run as a module (``python -m tests.notebooks.tour``) it writes the notebook anew, with what its
cells show now: wanted whenever the first lesson, or words of the tutor, have changed.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "notebooks" / "tour.ipynb"

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


class Text(str):
    """A cell of Markdown; the others are code."""


CELLS = (
    Text("""\
# A lesson in calls

In JupyterLab the tutor is a panel beside your notebook. It also works without one: in any \
notebook, and in a terminal, by calls. This tour goes through the beginning of the first lesson \
that way. Run its cells one after the other with **Shift+Enter**.

Running it counts as learning: you will have begun the lesson “Values and names”, and can go on \
with it wherever you like."""),
    Text("""\
`%tutor` opens a lesson and shows it as a panel: write `%tutor python-foundations`. \
`%tutor` alone lists the courses that are installed. Here we make a `Tutor` ourselves."""),
    """\
%load_ext jupyter_tutor
from jupyter_tutor import Tutor

t = Tutor("python-foundations", "values-and-names")""",
    Text("Looking at `t` shows the step you are at. `t.next()` goes on to the next one."),
    "t.next()",
    "t.next()",
    Text("That was a question. A hint is free; each further one wants another try of yours."),
    "t.hint()",
    Text("An answer goes into the brackets of `t.check(…)`. This one is wrong on purpose."),
    "t.check(17)",
    "t.check(13)",
    "t.next()",
    "t.next()",
    Text("A question can wait until the end of the lesson."),
    "t.skip()",
    "t.next()",
    Text("""\
A question like this one is answered by code, in a cell of its own that begins with two lines \
for the tutor. Running the cell hands it in, and what the tutor says stands below it."""),
    """\
#| tutor: answer
#| for: bill
ticket = 12
popcorn = 5
bill = ticket + popcorn""",
    """\
#| tutor: answer
#| for: bill
ticket = 12
popcorn = 5
bill = 2 * ticket + popcorn""",
    Text("`t.check()` looks at the newest answer once more."),
    "t.check()",
    Text("How far have you come?"),
    "t.progress()",
    Text("""\
`t.answer("bill")` shows your newest answer, and `t.restore("bill")` puts it into a new cell, \
should you have lost yours."""),
    't.answer("bill")',
    Text("""\
All that was said is kept. `t.transcript().save("lesson.html")` makes a page of it that you can \
keep; here are its first words."""),
    'print(str(t.transcript())[:250], "…")',
    Text("`t.record()` shows what is recorded about you, and where. `help(t)` lists all calls."),
)


def built() -> Any:
    """The tour without outputs."""
    cells = []
    for number, source in enumerate(CELLS, 1):
        new = (
            nbformat.v4.new_markdown_cell if isinstance(source, Text) else nbformat.v4.new_code_cell
        )
        cells.append(new(source, id=f"tour-{number:02}"))
    return nbformat.v4.new_notebook(cells=cells, metadata=METADATA)


def ran() -> Any:
    """The tour with what it shows, for a learner who begins."""
    notebook = built()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.update(environment(Path(folder)), IPYTHONDIR=f"{folder}/ipython")
        NotebookClient(notebook, timeout=120, kernel_name="python3", record_timing=False).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def environment(folder: Path) -> dict[str, str]:
    """A computer on which nobody has learnt yet, and that runs no server."""
    return {
        "JUPYTER_TUTOR_DATA": str(folder / "record"),
        "JUPYTER_TUTOR_PATH": str(ROOT / "syllabi"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }


if __name__ == "__main__":
    TOUR.write_text(nbformat.writes(ran()) + "\n", encoding="utf-8")
