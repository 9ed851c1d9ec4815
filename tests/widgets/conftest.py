"""A learner's computer of their own: a record, the garden course, and no server's files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.widgets.garden import plant
from tests.widgets.kernel import LearnersKernel


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture(autouse=True)
def computer(tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(data_dir))
    monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(plant(tmp_path / "courses")))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[LearnersKernel]:
    """A kernel on its own, as nbclient, papermill or VS Code start one."""
    with LearnersKernel(tmp_path) as started:
        yield started
