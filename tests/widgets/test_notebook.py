"""A notebook that nbclient runs, without any server: all kinds of questions, word for word."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.widgets.kernel import answer, plain, without_story

GOLDEN = Path(__file__).with_name("garden.golden.txt")

CELLS = (
    "from jupyter_tutor import Tutor\nt = Tutor('garden', 1)",
    "t.check()",
    "t.next()",
    "t.check()",
    "t.check('width * length')",
    answer("area", "def area(width, length):\n    return width + length"),
    answer("area", "area(1, 2) + lenght"),
    "t.hint()",
    "t.hint()",
    "t.solution()",
    answer("area", "def area(width, length):\n    return width * length"),
    "t.check()",
    "t.hint()",
    "t.next()",
    "t.next()",
    "t.check()",
    "t.check('c')",
    "t.check('A spade')",
    "t.check('A')",
    "t.next()",
    "t.check('two')",
    "t.check(2.5)",
    "t.next()",
    "t.skip()",
    "t.check('n')",
    "t.check('n % 2 == 0')",
    "t.next()",
    "t.check('It carries food.')",
    "t.ask('Is this all?')",
    "t.next()",
    "t.progress()",
    "t.next()",
    "t.check('0\\n1')",
    "t.next()",
    "t.next()",
    "t.answer('area')",
    "t.answer('tool')",
    "Tutor('garden').lesson",
    "Tutor('garden', 'beds').progress() == t.progress()",
    "t.transcript()",
    "t.start_over()",
    "t.update()",
    "Tutor('gardn')",
    "Tutor('garden', 'sees')",
)


def ran(cells: tuple[str, ...]) -> Any:
    """A notebook of these cells after nbclient has run it."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells]
    )
    NotebookClient(notebook, timeout=120, allow_errors=True, kernel_name="python3").execute()
    return notebook


def told(notebook: Any) -> str:
    """The notebook as one text: each cell, and what stands below it."""
    return "\n".join(
        "\n".join([f">>> {cell.source}", *map(plain, cell.outputs), ""]) for cell in notebook.cells
    )


def test_every_call_word_for_word() -> None:
    assert without_story(told(ran(CELLS))) == GOLDEN.read_text(encoding="utf-8")


def test_the_magic_lists_the_courses_and_leaves_a_name_that_is_taken() -> None:
    notebook = ran(("%load_ext jupyter_tutor", "%tutor", "tutor = 1", "%tutor garden 2", "tutor"))
    listed, _, opened, kept = notebook.cells[1:]
    assert "garden: In the garden\n\n1. `beds`: Beds\n2. `seeds`: Seeds" in plain(listed.outputs[0])
    assert plain(opened.outputs[-1]) == (
        "The name `tutor` is yours already, so I leave it alone. To lead the lesson by calls: "
        '`from jupyter_tutor import Tutor`, then `t = Tutor("garden", "seeds")`.'
    )
    assert plain(kept.outputs[0]) == "1"


BESIDE = "from pathlib import Path\nimport jupyter_tutor.widgets.panel as panel\npanel.PAGE = Path"


def test_a_lesson_is_shown_as_a_panel_with_its_text_beside_it(tmp_path: Path) -> None:
    page = tmp_path / "widget.js"
    page.write_text("export default {}")
    notebook = ran((f"{BESIDE}({str(page)!r})", "%load_ext jupyter_tutor", "%tutor garden seeds"))
    shown, named = notebook.cells[2].outputs
    assert sorted(shown.data) == [
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "text/markdown",
        "text/plain",
    ]
    assert plain(shown).endswith("Seeds\n=====\n\nSeeds are counted.\n\nNext: `tutor.next()`")
    assert plain(named) == "This lesson is called `tutor` here: try `tutor.progress()`."


def test_where_the_panel_was_not_built_the_text_says_so() -> None:
    notebook = ran((f"{BESIDE}('nowhere.js')", "%load_ext jupyter_tutor", "%tutor garden seeds"))
    shown, _ = notebook.cells[2].outputs
    assert sorted(shown.data) == ["text/html", "text/markdown", "text/plain"]
    assert plain(shown).endswith(
        "The panel is missing from this installation, so here is the lesson as text. "
        "All of it works by calls."
    )


def test_what_a_call_gives_shows_itself_in_three_ways() -> None:
    notebook = ran(("from jupyter_tutor import Tutor\nt = Tutor('garden', 2)", "t.next()"))
    (output,) = notebook.cells[1].outputs
    assert output.data == {
        "text/plain": (
            "Question: Count them\n====================\n\nWrite `count(seeds)`.\n\n"
            "Complete this in a cell of its own, and run the cell. Running it hands it in.\n\n"
            "    #| tutor: answer\n    #| for: count\n    def count(seeds):\n"
            "        ...  # your code here\n\n"
            "Next: run your answer cell and `t.check()`, or `t.skip()`"
        ),
        "text/markdown": (
            "## Question: Count them\n\nWrite `count(seeds)`.\n\n"
            "Complete this in a cell of its own, and run the cell. Running it hands it in.\n\n"
            "```python\n#| tutor: answer\n#| for: count\ndef count(seeds):\n"
            "    ...  # your code here\n```\n\n"
            "*Next:* run your answer cell and `t.check()`, or `t.skip()`"
        ),
        "text/html": (
            "<h2>Question: Count them</h2>\n<p>Write <code>count(seeds)</code>.</p>\n"
            "<p>Complete this in a cell of its own, and run the cell. Running it hands it in.</p>\n"
            '<pre><code class="language-python">#| tutor: answer\n#| for: count\n'
            "def count(seeds):\n    ...  # your code here\n</code></pre>\n"
            "<p><em>Next:</em> run your answer cell and <code>t.check()</code>, "
            "or <code>t.skip()</code></p>\n"
        ),
    }
