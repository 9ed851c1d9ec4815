"""Owns what the bridge needs to know of who runs a kernel: where it is, whether it lives.

:class:`ManagedKernel` is a kernel of this server (or of a kernel manager of our own);
:class:`RemoteKernel` is one of which only the connection is known. Neither starts, restarts or
ends a kernel.
"""

import logging
from collections.abc import Mapping
from typing import Any, Protocol

from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_async

logger = logging.getLogger(__name__)


class KernelHandle(Protocol):
    """One kernel, whichever process it is in now."""

    def connection(self) -> Mapping[str, Any] | None:
        """Where to connect now, as a connection file has it; None while it has no ports."""
        ...

    async def alive(self) -> bool:
        """Whether its process is there, as far as can be known; True where it cannot."""
        ...

    @property
    def may_return(self) -> bool:
        """Whether someone may start it again once it has gone."""
        ...

    async def interrupt(self) -> bool:
        """Interrupt what it runs; False when this takes a message over its own connection."""
        ...


class ManagedKernel:
    """A kernel that a ``KernelManager`` (async or not, of a server or not) looks after."""

    may_return = True

    def __init__(self, manager: KernelManager) -> None:
        self._manager = manager

    def connection(self) -> Mapping[str, Any] | None:
        """Where the manager says it is; None while it is being started."""
        if 0 in (self._manager.shell_port, self._manager.iopub_port):
            return None
        return self._manager.get_connection_info()

    async def alive(self) -> bool:
        """Whether the manager still has its process."""
        return bool(await ensure_async(self._manager.is_alive()))

    async def interrupt(self) -> bool:
        """Interrupt it as the manager would for anyone; a kernel that is gone is left alone."""
        try:
            await ensure_async(self._manager.interrupt_kernel())
        except RuntimeError:
            logger.info("There was no kernel to interrupt")
        return True


class RemoteKernel:
    """A kernel of which only the connection (host, ports, key) is known."""

    may_return = False

    def __init__(self, connection: Mapping[str, Any]) -> None:
        self._connection = dict(connection)

    def connection(self) -> Mapping[str, Any] | None:
        """Where it was said to be."""
        return self._connection

    async def alive(self) -> bool:
        """Always True: only its connection can tell, by breaking."""
        return True

    async def interrupt(self) -> bool:
        """False: it has to be asked by message."""
        return False
