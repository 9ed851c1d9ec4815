"""A clock that a test can step under a running process: libfaketime (Debian: ``libfaketime``).

Only what the wall shows is stepped; what counts seconds (CLOCK_MONOTONIC) goes on, as it does when
an administrator or a time server sets a real clock.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

_PLACES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1")


def library() -> Path:
    """Where libfaketime is; where it is not, the test is skipped, but never in CI."""
    for place in _PLACES:
        for found in Path("/").glob(place[1:]):
            return found
    why = "libfaketime is not installed (apt install libfaketime): no clock can be stepped here"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


class SteppedClock:
    """The clock of the processes that have its environment."""

    def __init__(self, folder: Path) -> None:
        self._library = library()
        self._file = folder / "clock"
        self.set(0)

    @property
    def environment(self) -> Mapping[str, str]:
        """With this a process goes by the clock."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # The times of files are those of the disk.
            "NO_FAKE_STAT": "1",
        }

    def set(self, seconds: int) -> None:
        """Let it be so many seconds ahead of the true time."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}")
        new.replace(self._file)
