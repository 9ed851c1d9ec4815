"""The notebooks in the repository: fresh from their syllabi, valid, and true when run."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tutor.cli.main import main

ROOT = Path(__file__).parents[2]
COURSES = sorted(path.parent for path in (ROOT / "syllabi").glob("*/course.yaml"))
SOLVED = sorted((ROOT / "notebooks").glob("*/instructor/*-solved.ipynb"))
RUN = [path for path in SOLVED if '"cell_type": "code"' in path.read_text(encoding="utf-8")]
"""The walkthroughs with something to run: a lesson may ask without any code."""


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


@pytest.mark.parametrize("course", COURSES, ids=lambda path: path.name)
def test_the_notebooks_are_those_a_fresh_build_gives(course: Path, tmp_path: Path) -> None:
    assert main(["build", str(course), "-o", str(tmp_path)]) == 0
    assert contents(tmp_path / course.name) == contents(ROOT / "notebooks" / course.name)


@pytest.mark.parametrize(
    "path",
    [*(ROOT / "syllabi").rglob("*.ipynb"), *(ROOT / "notebooks").rglob("*.ipynb")],
    ids=lambda path: path.name,
)
def test_every_notebook_is_valid_and_holds_no_noise(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    # A program that is meant to end in an error says so to whoever runs the notebook.
    assert all(cell.metadata in ({}, {"tags": ["raises-exception"]}) for cell in notebook.cells)


def nbval(
    path: Path, folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run nbval on a notebook, in a process and a pytest of its own."""
    config = folder / "nbval.ini"
    config.write_text("[pytest]\n")
    words = ["pytest", "--nbval", "-q", "-p", "no:cacheprovider", "-c", str(config), str(path)]
    return _run(words, folder, environment)


def papermill(path: Path, folder: Path, environment: dict[str, str] | None = None) -> Path:
    """Run a notebook with papermill; the notebook that it writes.

    Papermill runs all cells of a notebook that means to show an error, and complains afterwards.
    """
    written = folder / f"{path.stem}-papermill.ipynb"
    ran = _run(["papermill", "--no-progress-bar", str(path), str(written)], folder, environment)
    meant = any("raises-exception" in cell.metadata.get("tags", ()) for cell in _cells(path))
    assert ran.returncode == int(meant), ran.stderr
    return written


def _run(
    words: list[str], folder: Path, environment: dict[str, str] | None
) -> subprocess.CompletedProcess[str]:
    # Otherwise this run's own settings, such as a count of workers, reach the inner one.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**env, "IPYTHONDIR": str(folder / "ipython"), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def outputs(path: Path) -> list[tuple[str, Any]]:
    """The code cells of a notebook, and what each shows: of an error what it is."""
    return [
        (cell.source, [{**output, "traceback": None} for output in _joined(cell.outputs)])
        for cell in _cells(path)
        if cell.cell_type == "code"
    ]


def _joined(shown: list[Any]) -> list[Any]:
    """What is printed may come in any number of pieces."""
    whole: list[Any] = []
    for output in shown:
        before = whole[-1] if whole else {}
        if output.output_type == "stream" and before.get("name") == output.name:
            whole[-1] = {**before, "text": before["text"] + output.text}
        else:
            whole.append(dict(output))
    return whole


def _cells(path: Path) -> Any:
    return nbformat.read(path, as_version=4).cells


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.name)
def test_a_solved_walkthrough_shows_what_running_it_shows(path: Path, tmp_path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    ran = nbval(path, tmp_path)
    code = sum(cell["cell_type"] == "code" for cell in cells)
    assert (ran.returncode, f"{code} passed" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.name)
def test_papermill_makes_of_a_solved_walkthrough_what_it_shows(path: Path, tmp_path: Path) -> None:
    assert outputs(papermill(path, tmp_path)) == outputs(path)


def test_a_walkthrough_that_shows_something_else_would_be_found(tmp_path: Path) -> None:
    data = json.loads(RUN[0].read_text(encoding="utf-8"))
    shown = next(
        output["data"]["text/plain"]
        for cell in data["cells"]
        for output in cell.get("outputs", ())
        if output["output_type"] == "execute_result"
    )
    shown[0] = f"not {shown[0]}"
    path = tmp_path / "altered.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    ran = nbval(path, tmp_path)
    assert (ran.returncode, "1 failed" in ran.stdout) == (1, True), ran.stdout
