"""A data directory, records on it that are closed in the end, and child servers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import Layout, prepare
from tests.record.children import Child


@pytest.fixture(autouse=True)
def own_runtime_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where sockets go whose data directory has too long a name."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return prepare(tmp_path / "data")


@pytest_asyncio.fixture
async def open_record(layout: Layout) -> AsyncIterator[Callable[[], Awaitable[Record]]]:
    opened: list[Record] = []

    async def open_one() -> Record:
        opened.append(await Record.open(layout.root))
        return opened[-1]

    yield open_one
    for record in opened:
        await record.close()


@pytest_asyncio.fixture
async def start_child(layout: Layout) -> AsyncIterator[Callable[[], Awaitable[Child]]]:
    started: list[Child] = []

    async def start_one() -> Child:
        started.append(await Child.start(layout.root))
        return started[-1]

    yield start_one
    for child in started:
        await child.kill()
