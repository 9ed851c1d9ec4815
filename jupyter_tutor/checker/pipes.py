"""The two pipes of a worker to the pool that started it, and the frames that go through them."""

import os
import struct
from typing import Any, BinaryIO

from jupyter_tutor.kernel_agent.agent import pack, unpack

_HEADER = struct.Struct(">I")


class Pipes:
    """Made once, at the start: standard input and output then lead nowhere.

    So nothing that is printed on the way gets between the frames.
    """

    def __init__(self) -> None:
        self._requests: BinaryIO = os.fdopen(os.dup(0), "rb")
        self._replies: BinaryIO = os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        os.close(nowhere)

    def next_request(self) -> dict[str, Any] | None:
        """Wait for a request; None when there are no more, for whoever asked is gone."""
        header = self._requests.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return None
        return unpack(self._requests.read(_HEADER.unpack(header)[0]))

    def send(self, message: dict[str, Any]) -> None:
        """Send a message; BrokenPipeError when nobody is there to read it."""
        self._replies.write(pack(message))
        self._replies.flush()
