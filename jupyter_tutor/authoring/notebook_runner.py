"""Runs a notebook's cells as nbclient does, but leaves signals to whoever called.

nbclient answers Ctrl-C itself, and takes it for a kernel that died; here the loop is cancelled,
as everywhere, and the kernel ends with it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from traitlets.config import Config


def runner(text: str, folder: Path, seconds: int) -> NotebookClient:
    """What runs the notebook of that text in a folder, each cell for at most so many seconds.

    Cells run on after an error, as a learner would run on.
    """
    return _Runner(
        nbformat.reads(text, as_version=4),
        timeout=seconds,
        kernel_name="python3",
        record_timing=False,
        allow_errors=True,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        # Else a kernel that can encrypt complains that it was not asked to.
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )


class _Runner(NotebookClient):
    @asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncIterator[None]:
        """Have a kernel of its own for the length of the block."""
        manager = self.create_kernel_manager()
        try:
            await self.async_start_new_kernel(**kwargs)
            await self.async_start_new_kernel_client()
            yield
        finally:
            if self.kc is not None:
                self.kc.stop_channels()
            if await ensure_async(manager.is_alive()):
                await ensure_async(manager.shutdown_kernel(now=True))
            await ensure_async(manager.cleanup_resources())
