"""A Python process of its own that runs sources and then serves checks like a kernel's agent.

For answers where no kernel can be forked, for those that are judged in a sandbox, and for the
author's own: the solution and the wrong answers. Blocking; used in the worker processes, never
on an event loop.
"""

import os
import re
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol

from jupyter_tutor.checker.connection import MEMORY, Address
from jupyter_tutor.checker.isolated import isolated, own_hash_seed
from jupyter_tutor.checker.started import Launch, Started
from jupyter_tutor.checker.watching import Allowance, Overrun, Watch
from jupyter_tutor.kernel_agent import agent_path
from jupyter_tutor.kernel_agent.codecs import sources

_SECRET = re.compile("KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)


class Enclosure(Protocol):
    """Where such a process runs, and what it may use there."""

    @property
    def allowance(self) -> Allowance | None:
        """What it may use together with all it starts; None leaves it unwatched."""
        ...

    def limits(self, seconds: float) -> Mapping[str, int]:
        """What each process may use, by names of :mod:`resource`, and cannot raise again.

        ``seconds`` is how long the sources may take, and each check.
        """
        ...

    def start(self) -> Started:
        """Start it; OSError when that is not possible."""
        ...


class Plain:
    """No enclosure: the process runs in ``folder``, or where this one does when that is None."""

    allowance = None

    def __init__(self, python: str = sys.executable, folder: Path | None = None) -> None:
        self._python = python
        self._folder = folder

    def limits(self, seconds: float) -> Mapping[str, int]:
        """None but that of memory, which every order has."""
        return {}

    def start(self) -> Started:
        """Start it with this process's environment, but for what is secret in it."""
        environment = {k: v for k, v in os.environ.items() if not _SECRET.search(k)}
        flags, environment = isolated(environment, own_hash_seed())
        command = (self._python, *flags, str(agent_path()))
        return Started(Launch(command=command, environment=environment, folder=self._folder))


class FreshProcess:
    """The process, from ``with`` to its end; then it is gone, and with it all it started.

    ``state`` is ``ready``, or, when the sources never came to an end, ``timeout``, or ``ended``
    when they ended the process. ``failures`` has, for each source that raised, its place in
    ``sources`` and the last line of its traceback.
    """

    def __init__(
        self,
        sources: Sequence[str],
        *,
        seconds: float,
        fork: bool = True,
        memory: int = MEMORY,
        enclosure: Enclosure | None = None,
    ) -> None:
        self._sources = list(sources)
        self._seconds = seconds
        self._fork = fork
        self._memory = memory
        self._enclosure = enclosure or Plain()
        self._started: Started | None = None
        self._watch: Watch | None = None
        self.state: Literal["ready", "timeout", "ended"] = "ended"
        self.failures: dict[int, str] = {}
        self.address = Address(address="", secret=secrets.token_hex(16))

    @property
    def overrun(self) -> Overrun | None:
        """Of what it used more than its allowance and was ended for it; None if it was not."""
        return self._watch.overrun if self._watch is not None else None

    def __enter__(self) -> "FreshProcess":
        self._started = self._enclosure.start()
        try:
            self._run(self._started)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process. Doing it twice is harmless."""
        if self._watch is not None:
            self._watch.stop()
        if self._started is not None:
            self._started.close()

    def _run(self, started: Started) -> None:
        if self._enclosure.allowance is not None:
            self._watch = Watch(started.pid, self._enclosure.allowance, started.kill)
            self._watch.start()
        order = {
            "secret": self.address.secret,
            "sources": self._sources,
            "fork": self._fork,
            "memory": self._memory,
            "codecs": sources(),
            "limits": dict(self._enclosure.limits(self._seconds)),
        }
        ready = started.tell(order, self._seconds)
        if ready is None:
            self.state = "timeout" if started.late else "ended"
            return
        self.state = "ready"
        self.address = Address(address=ready.address, secret=self.address.secret)
        self.failures = {one.index: one.error for one in ready.failed}
