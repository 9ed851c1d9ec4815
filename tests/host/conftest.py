"""The garden course, and hosts that are put away."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.host.hosting import HostProcess
from tests.widgets.garden import plant


@pytest.fixture(scope="session")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("courses"))


@pytest.fixture
async def start_host(
    tmp_path: Path, courses: Path
) -> AsyncIterator[Callable[[str], Awaitable[HostProcess]]]:
    """Starts hosts on one data directory."""
    started: list[HostProcess] = []

    async def start(kernel: str = "k") -> HostProcess:
        host = await HostProcess.start(tmp_path / "record", courses, kernel)
        started.append(host)
        return host

    yield start
    for host in started:
        await host.end()


@pytest.fixture
async def host(start_host: Callable[[str], Awaitable[HostProcess]]) -> HostProcess:
    return await start_host("k")
