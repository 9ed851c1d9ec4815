"""In by a host: a process that this kernel starts for itself, and that ends with it."""

import asyncio
import json
import subprocess
import sys
import threading
from typing import Any

from tornado.httpclient import HTTPRequest

from jupyter_tutor.widgets.doors import ANSWER_SECONDS, DoorGoneError, Entry, ask
from jupyter_tutor.widgets.errors import TutorError

START_SECONDS = 60.0
"""Seconds until a host must have said that it is up; it takes one or two."""

NOT_STARTED = (
    "The tutor's own process could not be started here. Look whether this works in a terminal, "
    "with the same Python: `python -m jupyter_tutor.host --kernel try`"
)


class HostDoor:
    """A running host. Its standard input stays open as long as this process lives."""

    def __init__(self, kernel: str, process: "subprocess.Popen[bytes]", said: Any) -> None:
        self._kernel = kernel
        self._process = process
        self._url = f"http://127.0.0.1:{said['port']}"
        self._headers = {"Authorization": f"tutor-session {said['secret']}"}

    @classmethod
    async def start(cls, kernel: str) -> "HostDoor":
        """Start a host for the kernel of that name; raises TutorError where it does not come up."""
        process, line = await asyncio.to_thread(_start, kernel)
        try:
            said = json.loads(line)
        except ValueError:
            process.kill()
            raise TutorError(NOT_STARTED) from None
        if "error" in said:
            raise TutorError(str(said["error"]))
        return cls(kernel, process, said)

    async def attach(self, course: str, lesson: str | None) -> Entry:
        """See :class:`jupyter_tutor.widgets.doors.Door`."""
        if self._process.poll() is not None:
            raise DoorGoneError("the host has ended")
        status, said = await ask(
            HTTPRequest(
                f"{self._url}/attach",
                method="POST",
                body=json.dumps({"course": course, "lesson": lesson}),
                headers=self._headers,
                request_timeout=ANSWER_SECONDS,
            )
        )
        if said is None:
            raise DoorGoneError(f"status {status}")
        if status != 200:
            raise TutorError(str(said["message"]))
        return Entry(
            course=str(said["course"]),
            lesson=str(said["lesson"]),
            learner=str(said["learner"]),
            kernel=self._kernel,
            carrier="host",
            base_url="",
            root=self._url,
            headers=self._headers,
        )

    async def close(self) -> None:
        """End the host, and return once it has saved everything."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        await asyncio.to_thread(self._process.wait)


def _start(kernel: str) -> "tuple[subprocess.Popen[bytes], bytes]":
    """A new host and the first line it says, empty where it says none."""
    process = subprocess.Popen(  # noqa: S603 - our own module, by this very Python
        # -P: a learner's own files, such as a random.py beside the notebook, must not be in it.
        [sys.executable, "-P", "-m", "jupyter_tutor.host", "--kernel", kernel],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Ctrl-C in a terminal is meant for the learner's code.
        start_new_session=True,
    )
    if process.stdout is None:
        raise TypeError("its output is a pipe")
    # A host that never says anything is of no use to anyone.
    silent = threading.Timer(START_SECONDS, process.kill)
    silent.start()
    try:
        with process.stdout as said:
            return process, said.readline()
    finally:
        silent.cancel()
