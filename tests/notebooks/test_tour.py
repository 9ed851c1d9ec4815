"""The tour of the Python surface shows what running it shows, on a computer without a server."""

from pathlib import Path

import nbformat

from tests.notebooks.test_notebooks import nbval, outputs, papermill
from tests.notebooks.tour import TOUR, built, environment


def test_the_tour_is_the_one_of_its_source() -> None:
    kept = nbformat.reads(TOUR.read_text(encoding="utf-8"), as_version=4)
    for cell in kept.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    assert kept == built()


def test_the_tour_shows_what_running_it_shows(tmp_path: Path) -> None:
    done = nbval(TOUR, tmp_path, environment(tmp_path))
    code = sum(cell.cell_type == "code" for cell in built().cells)
    assert (done.returncode, f"{code} passed" in done.stdout) == (0, True), done.stdout


def test_papermill_makes_of_the_tour_what_it_shows(tmp_path: Path) -> None:
    assert outputs(papermill(TOUR, tmp_path, environment(tmp_path))) == outputs(TOUR)
