"""A real Jupyter server with the extension in this process, and the first course."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.core.course import Lesson
from tests.driving.model_mind import minded
from tests.driving.model_server import ModelServer
from tests.driving.panel import Server
from tests.driving.process import SYLLABI, TOKEN
from tests.driving.server import running_server
from tests.server.routes import INSTALLED
from tests.server.talking import MIND


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where this server keeps its record."""
    return tmp_path / "record"


@pytest.fixture
def server_config(data_dir: Path) -> dict[str, Any]:
    """Only with a token, and with the courses of this tree."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_tutor": True},
            "allow_unauthenticated_access": False,
        },
        "IdentityProvider": {"token": TOKEN},
        "JupyterTutor": {"data_dir": str(data_dir), "course_path": [str(SYLLABI)]},
    }


@pytest.fixture
async def server_app(
    server_config: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServerApp]:
    """A running server, told apart from the user's own by folders of its own."""
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    async with running_server(server_config, tmp_path) as app:
        yield app


@pytest.fixture
async def server(server_app: ServerApp) -> AsyncIterator[Server]:
    """How to reach the server."""
    reached = Server(server_app.connection_url, TOKEN)
    yield reached
    reached.close()


@pytest.fixture(scope="session")
def first_lesson() -> Lesson:
    """A lesson of the first course in which code is to be written."""
    return INSTALLED


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    """A language model that does as it is told."""
    async with ModelServer() as model:
        model.will(minded(MIND))
        yield model
