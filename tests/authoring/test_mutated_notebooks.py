"""10,000 spoiled notebooks through `validate`, `build` and `import`: no crash, and none is slow."""

import argparse
import contextlib
import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.authoring import build as building
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.notebook_text import notebook
from jupyter_tutor.authoring.solved_notebook import solved_cells
from jupyter_tutor.cli import build, import_course, validate
from tests.authoring.mutants import Mutant, mutant, ours, whole
from tests.authoring.syllabus import write_course

MUTANTS = 10_000
AT_ONCE = 250
LONGEST = 2.0
"""Seconds of a processor that one command may take over one notebook."""

FORMATS = ("nbgrader", "otter", "learntools")


@pytest.fixture(autouse=True)
def _no_walkthrough_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build makes the walkthrough's cells and does not start a kernel for them."""

    def unrun(compiled: CompiledLesson) -> dict[str, Any]:
        return notebook([data for _, data in solved_cells(compiled)])

    monkeypatch.setattr(building, "solved_notebook", unrun)


def commanded(run: Callable[[argparse.Namespace], int], **given: Any) -> int:
    """What the command returns, which has to come soon."""
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = run(argparse.Namespace(**given))
    taken = time.process_time() - begun
    assert taken < LONGEST
    return code


def put_through(spoiled: Mutant, folder: Path) -> None:
    """Validate and build it as a course of ours; bring it over, and validate what came of it."""
    course = folder / "ours"
    files = {"course.yaml": spoiled.course, "means.ipynb": spoiled.notebook}
    write_course(
        course, {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    )
    faults = commanded(validate.run, path=course, json=False)
    assert faults in (0, 1)
    if faults == 0:
        assert commanded(build.run, syllabus=course, output=folder / "built") == 0
    theirs = folder / "theirs"
    beside = {name: text.encode("utf-8", "surrogatepass") for name, text in spoiled.beside}
    write_course(theirs, {"a.ipynb": spoiled.notebook.encode("utf-8", "surrogatepass"), **beside})
    form = spoiled.form or FORMATS[len(spoiled.notebook) % len(FORMATS)]
    brought = folder / "brought"
    came = commanded(
        import_course.run,
        format=form,
        path=theirs / "a.ipynb",
        output=brought,
        id=None,
        title=None,
        modules=None,
        force=False,
        json=False,
    )
    assert came in (0, 1, 2)
    if came != 2:
        asks = "lessons:" in (brought / "course.yaml").read_text(encoding="utf-8")
        assert commanded(validate.run, path=brought, json=True) == (0 if asks else 1)


@pytest.mark.parametrize("first", range(0, MUTANTS, AT_ONCE))
def test_a_spoiled_notebook_is_told_of_and_never_a_crash(first: int, tmp_path: Path) -> None:
    for number in range(first, first + AT_ONCE):
        spoiled = mutant(number)
        folder = tmp_path / str(number)
        try:
            put_through(spoiled, folder)
        except BaseException as error:
            error.add_note(f"mutant({spoiled.name})")
            raise
        shutil.rmtree(folder)


def test_what_is_spoiled_is_in_order_before(tmp_path: Path) -> None:
    assert len(ours()) > 60
    for number, one in enumerate((*ours(), *whole())):
        folder = write_course(tmp_path / str(number), {"means.ipynb": one.notebook})
        assert (one.name, commanded(validate.run, path=folder, json=False)) == (one.name, 0)
