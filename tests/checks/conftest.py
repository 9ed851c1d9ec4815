"""A host that plays the kernel, shared by the tests that leave it as they found it."""

import functools
from collections.abc import Callable, Iterator

import pytest

from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from tests.checks.host import Host

Judged = Callable[[CodeQuestion, str], Report]


@pytest.fixture(scope="session")
def shared_host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@pytest.fixture
def host(shared_host: Host) -> Host:
    """A kernel whose namespace is empty."""
    shared_host.clear()
    return shared_host


_foreseen = functools.cache(foresee)


@pytest.fixture
def judged(host: Host) -> Judged:
    """Runs an answer as a cell and judges it, which leaves the kernel's names unchanged."""

    def run(question: CodeQuestion, source: str) -> Report:
        error = host.run(source)
        before = host.names()
        report = judge(question, source, error, host.address, "fork", _foreseen)
        assert host.names() == before
        return report

    return run
