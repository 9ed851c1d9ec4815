"""A checker and a kernel that the tests of this folder share, and a home for what kernels write."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from jupyter_client.ioloop import AsyncIOLoopKernelManager

from jupyter_tutor.checker.pool import CheckerPool
from tests.kernel.notebooks import Attached, attached, started_kernel


@pytest.fixture(scope="session", autouse=True)
def _kernel_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("kernels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(home / "runtime"))
        patch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool() -> AsyncIterator[CheckerPool]:
    """One warm checker for all tests."""
    checkers = CheckerPool()
    await checkers.start()
    yield checkers
    await checkers.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kernel() -> AsyncIterator[AsyncIOLoopKernelManager]:
    """A kernel that many tests share: none may end it or leave it busy."""
    async with started_kernel() as manager:
        yield manager


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def notebook(kernel: AsyncIOLoopKernelManager, pool: CheckerPool) -> AsyncIterator[Attached]:
    """The shared kernel, attached to for all tests that need no more than that."""
    async with attached(kernel, pool) as there:
        yield there
