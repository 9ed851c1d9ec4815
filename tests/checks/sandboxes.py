"""What tests of the sandbox share: the one that can be had here, and values out of it."""

import functools
import time
from collections.abc import Sequence
from typing import Any

import pytest

from jupyter_tutor.checker.connection import Connection
from jupyter_tutor.checker.fresh import Enclosure, FreshProcess
from jupyter_tutor.checker.sandbox import Sandbox, find_sandbox

SECONDS = 60.0


@functools.cache
def found() -> Sandbox:
    """The sandbox of this machine."""
    return find_sandbox()


def walled() -> Sandbox:
    """The same, where it has walls; the test is skipped where bubblewrap does not work."""
    if found().program is None:
        pytest.skip(f"bubblewrap is not usable here: {found().why}")
    return found()


def value_of(name: str, sources: Sequence[str], enclosure: Enclosure) -> Any:
    """What a name stands for once the sources have run, which they have to do without errors."""
    with FreshProcess(sources, seconds=SECONDS, enclosure=enclosure) as process:
        assert (process.state, process.failures) == ("ready", {})
        connection = Connection(process.address, time.monotonic() + SECONDS)
        try:
            connection.begin(_no_handles, _no_handles, _no_handles)
            return connection.get(name).value
        finally:
            connection.close()


def _no_handles(*told: Any) -> Any:
    raise AssertionError(f"not plain data: {told}")
