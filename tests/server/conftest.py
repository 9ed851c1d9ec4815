"""A real Jupyter server with the extension, and the first course."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Lesson
from tests.driving.panel import Server

SYLLABI = Path(__file__).parents[2] / "syllabi"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where this server keeps its record."""
    return tmp_path / "record"


@pytest.fixture
def jp_server_config(data_dir: Path) -> dict[str, Any]:
    """Only with a token, and with the courses of this tree."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_tutor": True},
            "allow_unauthenticated_access": False,
        },
        "JupyterTutor": {"data_dir": str(data_dir), "course_path": [str(SYLLABI)]},
    }


@pytest.fixture
async def server(jp_serverapp: Any) -> AsyncIterator[Server]:
    """The server, and how to reach it; kernels are gone afterwards."""
    yield Server(jp_serverapp.connection_url, jp_serverapp.identity_provider.token)
    await jp_serverapp.kernel_manager.shutdown_all()


@pytest.fixture(scope="session")
def first_lesson() -> Lesson:
    """The first lesson of the first course."""
    course = read_source(SYLLABI / "python-foundations").course
    assert course is not None
    return course.lessons[0]


@pytest.fixture(autouse=True)
def quiet_frozen_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debugging support in kernels only costs time here."""
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    assert os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] == "1"
