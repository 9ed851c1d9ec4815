"""What a soak prints: JSON lines, and how far it is."""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

EVERY = 10.0
"""Seconds between two words about how far it is."""


def say(line: dict[str, Any]) -> None:
    """Print a line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """The median, the 99th of a hundred, and the longest; empty where nothing was measured."""
    ordered = sorted(1000 * each for each in seconds)
    if not ordered:
        return {}
    picked = {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(0.99 * (len(ordered) - 1))],
        "max": ordered[-1],
    }
    return {name: round(value, 1) for name, value in picked.items()}


class Progress:
    """Says on standard error how far it is, now and then."""

    def __init__(self) -> None:
        self._begun = self._said = time.monotonic()

    def __call__(self, words: str) -> None:
        """This far it is."""
        now = time.monotonic()
        if now - self._said > EVERY:
            self._said = now
            sys.stderr.write(f"{now - self._begun:6.0f} s  {words}\n")
