"""What holds a processor for a while; a module of its own, so that a process can find it."""

import time


def compute(given: bytes) -> bytes:
    """Hold the processor for so many milliseconds."""
    until = time.perf_counter() + int(given) / 1000
    while time.perf_counter() < until:
        pass
    return given
