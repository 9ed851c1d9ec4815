"""A course of several lessons, for tests of what lessons have to do with each other."""

from pathlib import Path

from tests.authoring.syllabus import HEAD, IN_ORDER, notebook, write_course

LESSONS = ("numbers", "lists", "loops", "files")
HEADER = f"id: tiny\ntitle: Tiny\nlessons: [{', '.join(f'{name}.ipynb' for name in LESSONS)}]\n"


def four_lessons(folder: Path, more: str = "") -> Path:
    """Each asks two questions for 3 points; ``more`` are lines at the end of `course.yaml`."""
    notebooks = {
        f"{name}.ipynb": notebook(
            HEAD.replace("id: means\ntitle: Means", f"id: {name}\ntitle: About {name}"),
            *IN_ORDER[1:],
        )
        for name in LESSONS
    }
    return write_course(folder, {"course.yaml": HEADER + more, **notebooks})
