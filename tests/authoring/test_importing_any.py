"""Whatever is in someone's notebook, bringing it over ends in a course in order, or is refused."""

import json
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.authoring.importing.course import Format
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.source import read_course
from tests.authoring.foreign import bring, code, graded, md, nb, notebook, raw, solution, value
from tests.authoring.test_any_notebook import anything, spoiled_text, words
from tests.authoring.test_importing_course import SOURCES, TEST, TOTAL
from tests.authoring.test_importing_learntools import FUNCTION, SETUP, STUB, module
from tests.authoring.test_importing_otter import CONFIG, asked

LONGEST = 2.0
WHOLE: dict[Format, dict[str, str]] = {
    "nbgrader": {
        "a.ipynb": notebook(
            md("# Title"),
            code("import math\nnumbers = [1, 2]\n%matplotlib inline"),
            md("---\n## Part\n\nWrite it."),
            solution("total", TOTAL),
            graded(
                "a",
                f'"""Words"""\n{TEST}\n### BEGIN HIDDEN TESTS\nassert total(numbers) == 3\n'
                "### END HIDDEN TESTS",
                2,
            ),
            md("Why?"),
            md(
                "### BEGIN SOLUTION\n<!-- tutor: question\nid: x\nkind: number\nanswer: 2\n-->\n"
                "How many?\n### END SOLUTION",
                **nb("x", grade=True, solution=True, points=1),
            ),
            md("Do.\n=== BEGIN MARK SCHEME ===\n1\n=== END MARK SCHEME ===", **nb("t", task=True)),
        )
    },
    "otter": {
        "a.ipynb": notebook(
            raw("# ASSIGNMENT CONFIG\nrequirements:\n  - numpy\nfiles: [a.csv]"),
            *asked(
                code(f"{CONFIG}square(3)", value("9")),
                code(
                    "# HIDDEN\ndef test_it(env):\n    assert env['square'](2) == 4\ntest_it(square)"
                ),
                begin="# BEGIN QUESTION\nname: q1\npoints:\n  each: 2\nall_or_nothing: true",
            ),
            md("```otter\n# BEGIN QUESTION\nname: q2\nmanual: true\n```\nWhy?"),
            raw("# END QUESTION"),
        )
    },
    "learntools": SOURCES["learntools"],
}
MODULE = module(
    "half = 3 / 2\nimport pandas as pd",
    FUNCTION,
    "class Q2(EqualityCheckProblem):\n    _vars = ['a', 'b']\n"
    "    _expected = [half, pd.Series([1])]\n"
    "    _hint = 'x' * 3\n    _solution = CS('a = 1.5', 'b = pd.Series([1])')\n"
    "    def check(self, a, b):\n        super().check(a, b)\n        assert self.limit < a, 'no'",
    "class Q3(ThoughtExperiment):\n    _solution = '''```python\nx = 1\n```'''",
    bind="Q1, MultipartProblem(Q2, Q3)",
    more=", start=1, var_format='q{n}'",
)
LEARN = notebook(
    code(SETUP),
    md("Do it."),
    code(STUB),
    code("#%%RM_IF(PROD)%%\ndef double(n):\n    return n\nq1.assert_check_failed()"),
    md("Then this."),
    code("a = ____\n# b\nb = 3\nq2.a.check()"),
    code("q2.b.solution()"),
)
FLAGS = ["grade", "solution", "locked", "task", "points", "grade_id", "schema_version"]
LINES = [
    "### BEGIN SOLUTION",
    "### END SOLUTION",
    "# BEGIN SOLUTION",
    "# END SOLUTION",
    "x = 1 # SOLUTION",
    "# BEGIN QUESTION",
    "# END QUESTION",
    "# BEGIN TESTS",
    "# HIDDEN",
    '""" # BEGIN PROMPT',
    '""" # END PROMPT',
    "### BEGIN HIDDEN TESTS",
    "q1.check()",
    "____",
    "#%%RM%%",
    "```otter",
    "```",
    "with pytest.raises(ValueError):",
    "    pass",
    "try:",
    "except ValueError:",
    "else:",
    "    raise AssertionError()",
    "assert_equal(1, 2)",
    "assert_almost_equal(1, 2, 10 ** 9)",
    "np.testing.assert_allclose(a, b, rtol=[])",
    "a = a",
    "lambda: (yield)",
    "'\\d'",
    "%%bash",
    "def f(",
    "if x: raise AssertionError",
    "import a.b as c, d; from e import *",
    "<!-- tutor: question\nid: z\n-->",
]

REPEATED = ["x = 1", "assert total([1]) == 1", "# BEGIN TESTS", "-", "x = x + 1", "(", "if x:"]


@st.composite
def spoiled_source(draw: st.DrawFn, source: str) -> str:
    lines = draw(spoiled_text(source)).split("\n")
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(LINES)))
    return "\n".join(lines)


@st.composite
def spoiled_notebook(draw: st.DrawFn, text: str) -> str:
    """A notebook of theirs with some of its cells spoiled."""
    data = json.loads(text)
    cells: list[Any] = list(data["cells"])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(cells) - 1))
        cell = cells[at] if isinstance(cells[at], dict) else {}
        match draw(
            st.sampled_from(["source", "source", "meta", "key", "drop", "swap", "huge", "any"])
        ):
            case "source":
                source = "".join(map(str, cell.get("source", "x") or "x"))
                cells[at] = {**cell, "source": draw(spoiled_source(source))}
            case "meta":
                known = cell.get("metadata")
                inner = known.get("nbgrader") if isinstance(known, dict) else None
                flag = draw(st.sampled_from(FLAGS))
                made = {**(inner if isinstance(inner, dict) else {}), flag: draw(anything)}
                cells[at] = {
                    **cell,
                    "metadata": {"nbgrader": draw(st.sampled_from([made, draw(anything)]))},
                }
            case "key":
                key = draw(
                    st.sampled_from(["source", "cell_type", "metadata", "outputs", "attachments"])
                )
                kinds = st.sampled_from(["raw", "code", "markdown"])
                cells[at] = {**cell, key: draw(st.one_of(anything, kinds))}
            case "drop" if len(cells) > 1:
                del cells[at]
            case "swap":
                cells.append(cells.pop(at))
            case "huge":
                # Written out only when the file is: Hypothesis would rather not show it all.
                cells[at] = {**cell, "source": f"@huge {draw(st.sampled_from(REPEATED))}"}
            case _:
                cells[at] = draw(anything)
    if draw(st.booleans()):
        data["metadata"] = draw(anything)
    return json.dumps({**data, "cells": cells})


def huge(text: str) -> str:
    """The text with its lines that are to be repeated written out."""
    return re.sub(r'@huge ([^"]*)', lambda found: f"{found[1]}\\n" * 1000, text)


def brought(form: Format, files: dict[str, str]) -> None:
    """Bring it over; what comes of it is in order, and took no longer than anyone would wait."""
    files = {**files, "a.ipynb": huge(files["a.ipynb"])}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.process_time()
        imported = None
        with suppress(ImportRefusedError):
            imported = bring(form, folder, files, "a.ipynb")
        assert time.process_time() - begun < LONGEST
        if imported is None:
            return
        for remark in imported.remarks:
            f"{remark.place} {remark.what} {remark.fix}".encode()
        out = folder / "out"
        out.mkdir()
        for file, text in imported.files.items():
            (out / file).write_text(text, encoding="utf-8")
        source = read_course(out)
    errors = [fault for fault in source.faults if fault.severity == "error"]
    if imported.lessons:
        assert errors == []
        assert source.course is not None
        carried = [lesson.questions for lesson in source.course.lessons]
        assert carried == [lesson.questions for lesson in imported.lessons]
        for compiled in source.lessons:
            to_text(learner_notebook(compiled)).encode()
    else:
        assert [fault.what for fault in errors] == ["The course has no lessons."]


@settings(max_examples=150, deadline=None)
@given(text=spoiled_notebook(WHOLE["nbgrader"]["a.ipynb"]))
def test_any_notebook_of_nbgraders(text: str) -> None:
    brought("nbgrader", {"a.ipynb": text})


@settings(max_examples=150, deadline=None)
@given(text=spoiled_notebook(WHOLE["otter"]["a.ipynb"]))
def test_any_notebook_of_otters(text: str) -> None:
    brought("otter", {"a.ipynb": text})


@settings(max_examples=100, deadline=None)
@given(text=spoiled_notebook(LEARN))
def test_any_notebook_of_learntools(text: str) -> None:
    brought("learntools", {"a.ipynb": text, "learntools/garden/ex1.py": MODULE})


@settings(max_examples=100, deadline=None)
@given(text=spoiled_source(MODULE))
def test_any_module_of_learntools(text: str) -> None:
    brought("learntools", {"a.ipynb": LEARN, "learntools/garden/ex1.py": text})


@settings(max_examples=60, deadline=None)
@given(data=st.data(), form=st.sampled_from(list(WHOLE)))
def test_any_bytes(data: st.DataObject, form: Format) -> None:
    files = dict(WHOLE[form])
    text = files["a.ipynb"]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 20))
    files["a.ipynb"] = text[:at] + data.draw(words) + text[at + cut :]
    brought(form, files)
