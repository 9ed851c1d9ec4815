"""A course that comes as a wheel is found where pip has put it."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.cli.main import main
from tests.authoring.courses import four_lessons

TREE = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "tiny-course"
version = "1.0"

[tool.hatch.build.targets.wheel]
only-include = ["no-package"]

[tool.hatch.build.targets.wheel.shared-data]
"course" = "share/jupyter/tutor/courses/tiny"
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that carries a course and nothing else."""
    project = tmp_path_factory.mktemp("project")
    (project / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    four_lessons(project / "course")
    words = ["wheel", "--no-deps", "--no-build-isolation", "-w", str(project / "dist")]
    subprocess.run([*PIP, *words, str(project)], check=True)
    (built,) = (project / "dist").glob("*.whl")
    return built


def test_installed_with_pip_it_is_found(wheel: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "environment"
    venv.create(prefix, symlinks=True)
    subprocess.run(
        [*PIP, "install", "--no-deps", "--ignore-installed", f"--prefix={prefix}", str(wheel)],
        check=True,
    )
    cleared = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    ran = subprocess.run(
        [prefix / "bin" / "python", "-m", "jupyter_tutor.cli.main", "courses", "--json"],
        env={
            **cleared,
            "PYTHONPATH": os.pathsep.join([str(TREE), sysconfig.get_path("purelib")]),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [(course["id"], course["folder"]) for course in json.loads(ran.stdout)]
    assert ("tiny", str(prefix / "share" / "jupyter" / "tutor" / "courses" / "tiny")) in found


def test_it_can_be_installed_without_pip_too(wheel: Path, tmp_path: Path) -> None:
    assert main(["install", str(wheel), "--dir", str(tmp_path / "courses")]) == 0
    course = read_course(tmp_path / "courses" / "tiny").course
    assert course is not None
    assert [lesson.id for lesson in course.lessons] == ["numbers", "lists", "loops", "files"]
