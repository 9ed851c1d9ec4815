"""Being told when a kernel of this server may have ended."""

import asyncio
from collections.abc import Callable
from typing import Any

from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"
"""Jupyter's events of kernels being started, restarted and shut down."""


class KernelEnd:
    """Calls ``look`` whenever the kernel may no longer be one of its manager's, until ``close``.

    The end of a kernel shows in two ways: as an event when it was shut down, and at its restarter
    when that gives up.
    """

    def __init__(self, process: KernelManager, kernel: str, look: Callable[[], None]) -> None:
        self._process = process
        self._kernel = kernel
        self._look = look
        process.add_restart_callback(self._given_up, "dead")
        if isinstance(process, ServerKernelManager):
            process.event_logger.add_listener(schema_id=KERNEL_ACTIONS, listener=self._acted_on)

    def close(self) -> None:
        """Call no more."""
        self._process.remove_restart_callback(self._given_up, "dead")
        if isinstance(self._process, ServerKernelManager):
            self._process.event_logger.remove_listener(
                schema_id=KERNEL_ACTIONS, listener=self._acted_on
            )

    def _given_up(self) -> None:
        # The manager is told in the same breath, perhaps after us.
        asyncio.get_running_loop().call_soon(self._look)

    async def _acted_on(self, logger: object, schema_id: str, data: dict[str, Any]) -> None:
        if data.get("kernel_id") == self._kernel:
            self._look()
