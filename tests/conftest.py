"""What all tests share."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Halves of characters in what a test printed cannot be sent to another process.

    That is what happens where tests run side by side, as `make test` runs them.
    """
    return _sendable((yield))


def _sendable(data: Any) -> Any:
    match data:
        case str():
            return data.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: _sendable(value) for key, value in data.items()}
        case list() | tuple():
            return type(data)(_sendable(each) for each in data)
        case _:
            return data
