"""Whatever is in a notebook or `course.yaml`, reading it ends in a course or in faults."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.report import report
from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.wire import canonical, course_to_json
from tests.authoring.broken import GOOD
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import COURSE, as_notebook, write_course

WHOLE = [GOOD, TYPED]

NASTY = """\
-->
<!-- tutor: question
#| tutor: answer
#| for: mean
### BEGIN SOLUTION
### END SOLUTION
- [x] a
- [ ] a: `b*`
given:
  n: [0, [1, 2]]
answer: 9**9**9
answer: 1e999999999
retry: 1 attempt
tolerance: 1e-999999999
unit: '*'
verdict: wrong
id: mean
kind: choice
&a [*a]
? [1]
!!python/x
<<: *a
\'\'\'
---
%matplotlib
"\\ud800"
""".splitlines()

nasty = st.sampled_from(
    [*NASTY, "\x00", "\ud800", "(" * 500, "{" * 500, "[" * 5000, "x" + ".a" * 3000, "  ", "\t"]
)
words = st.one_of(nasty, st.text(max_size=30))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def spoiled_text(draw: st.DrawFn, text: str) -> str:
    """The text with some lines dropped, doubled, moved or written over."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "put", "over", "within", "move"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "put":
                lines.insert(at, draw(words))
            case "over":
                lines[at] = draw(words)
            case "within":
                cut = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:cut] + draw(words) + lines[at][cut:]
            case _:
                lines.append(lines.pop(at))
    return "\n".join(lines)


@st.composite
def spoiled_cells(draw: st.DrawFn) -> bytes:
    """A notebook in order with some of its cells spoiled."""
    whole = json.loads(draw(st.sampled_from(WHOLE)))["cells"]
    cells: list[Any] = list(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(cells) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "type", "source", "key", "any"])):
            case "drop" if len(cells) > 1:
                del cells[at]
            case "double":
                cells.insert(draw(st.integers(0, len(cells))), cells[at])
            case "swap":
                cells.append(cells.pop(at))
            case "type" if isinstance(cells[at], dict):
                kinds = st.sampled_from(["markdown", "code", "raw", "other"])
                cells[at] = {**cells[at], "cell_type": draw(kinds)}
            case "source" if isinstance(cells[at], dict):
                source = "".join(whole[at % len(whole)]["source"])
                cells[at] = {**cells[at], "source": draw(spoiled_text(source))}
            case "key" if isinstance(cells[at], dict):
                key = draw(st.sampled_from(["source", "cell_type", "metadata", "outputs", "id"]))
                cells[at] = {**cells[at], key: draw(anything)}
            case _:
                cells[at] = draw(anything)
    return as_notebook(cells).encode()


@st.composite
def spoiled_bytes(draw: st.DrawFn) -> bytes:
    """A notebook's file with some bytes written over, put in or cut out."""
    data = draw(st.sampled_from(WHOLE)).encode()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 20))
        data = data[:at] + draw(st.binary(max_size=12)) + data[at + cut :]
    return data


def read_and_build(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = read_course(write_course(Path(folder), {"means.ipynb": GOOD, **files}))
    errors = [fault for fault in source.faults if fault.severity == "error"]
    assert (source.course is None) == bool(errors)
    for fault in source.faults:
        str(fault).encode()
    if source.course is not None:
        canonical(course_to_json(source.course)).encode()
        report(source.course, source.faults).encode()
        for compiled in source.lessons:
            to_text(learner_notebook(compiled)).encode()


@settings(max_examples=200, deadline=None)
@given(lesson=spoiled_cells())
def test_spoiled_cells_are_faults_and_never_a_crash(lesson: bytes) -> None:
    read_and_build({"means.ipynb": lesson})


@settings(max_examples=100, deadline=None)
@given(lesson=spoiled_bytes())
def test_spoiled_bytes_are_faults_and_never_a_crash(lesson: bytes) -> None:
    read_and_build({"means.ipynb": lesson})


@settings(max_examples=100, deadline=None)
@given(course=spoiled_text(COURSE + "policies:\n  reveal: never\n"))
def test_a_spoiled_course_file_is_faults_and_never_a_crash(course: str) -> None:
    read_and_build({"course.yaml": course.encode(errors="surrogatepass")})
