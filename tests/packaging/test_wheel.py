"""A wheel built from the tree works without the tree."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import read_course
from tests.driving.process import ServerProcess

TREE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel was installed: a prefix of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    environment = {**os.environ, "HATCH_JUPYTER_BUILDER_SKIP_NPM": "1"}
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(TREE)],
        check=True,
        env=environment,
    )
    (wheel,) = folder.glob("*.whl")
    prefix = folder / "prefix"
    subprocess.run(
        [*pip, "install", "--no-deps", "--ignore-installed", f"--prefix={prefix}", str(wheel)],
        check=True,
    )
    return prefix


@pytest.fixture
def environment(installed: Path, tmp_path: Path) -> dict[str, str]:
    """An environment in which only the installed wheel is found."""
    (packages,) = installed.glob("lib/python3*/site-packages")
    cleared = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    return {
        **cleared,
        "PYTHONPATH": str(packages),
        "JUPYTER_PATH": str(installed / "share" / "jupyter"),
        "JUPYTER_CONFIG_PATH": str(installed / "etc" / "jupyter"),
        "JUPYTER_TUTOR_DATA": str(tmp_path / "record"),
    }


def test_the_package_its_panel_and_its_courses_are_found(
    environment: dict[str, str], installed: Path, tmp_path: Path
) -> None:
    doctor = subprocess.run(
        [sys.executable, "-m", "jupyter_tutor.cli.main", "doctor", "--json"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    findings = [(finding["about"], finding["words"]) for finding in json.loads(doctor.stdout)]
    source = read_course(TREE / "syllabi" / "python-foundations").course
    assert source is not None
    counted = "1 lesson" if len(source.lessons) == 1 else f"{len(source.lessons)} lessons"
    shared = installed / "share" / "jupyter"
    course = shared / "tutor" / "courses" / "python-foundations"
    assert ("panel", str(shared / "labextensions" / "jupyter-tutor")) in findings
    assert ("course", f"python-foundations ({counted}) in {course}") in findings
    assert ("server extension", "enabled") in findings


def test_a_server_with_the_wheel_serves_the_courses(
    environment: dict[str, str], installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    async def courses() -> list[str]:
        process = await ServerProcess.start(
            tmp_path / "record", root_dir=tmp_path, courses=None, learner="ada"
        )
        try:
            answer = await process.server.fetch("api/jupyter-tutor/courses")
        finally:
            await process.stop()
        return [course["id"] for course in answer["courses"]]

    assert asyncio.run(courses()) == sorted(
        path.parent.name for path in (TREE / "syllabi").glob("*/course.yaml")
    )


def test_a_course_can_be_begun_with_the_wheel_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    for words in (["new", "mine"], ["validate", "mine"]):
        ran = subprocess.run(
            [sys.executable, "-m", "jupyter_tutor.cli.main", *words],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "mine: 1 lesson with 9 questions in order (0 errors, 0 warnings).\n"


def test_the_wheel_holds_the_widget_and_no_more_than_it_should(installed: Path) -> None:
    (package,) = installed.glob("lib/python3*/site-packages/jupyter_tutor")
    assert not (package / "labextension").exists()
    assert (package / "widgets" / "static" / "widget.js").is_file()
    names = {path.name for path in installed.rglob("*") if path.is_file()}
    assert "panel.tsx" not in names
    assert "functions-solved.ipynb" not in names


def test_the_prompts_are_in_the_wheel(installed: Path) -> None:
    names = {path.name for path in (TREE / "jupyter_tutor" / "dialogue" / "prompts").iterdir()}
    (found,) = installed.glob("lib/python3*/site-packages/jupyter_tutor/dialogue/prompts")

    assert {path.name for path in found.iterdir()} == names
