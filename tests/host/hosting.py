"""A host as a kernel starts it, and what speaks to it over its lines."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tests.driving.panel import PATIENCE, ClosedError, JsonObject, Panel


class HostProcess:
    """A running host. ``end`` ends it as its kernel's end does."""

    def __init__(self, process: asyncio.subprocess.Process, said: JsonObject) -> None:
        self.process = process
        self.said = said
        self._lines: list[Panel] = []

    @classmethod
    async def start(
        cls,
        data_dir: Path,
        courses: Path,
        kernel: str = "k",
        program: str = "jupyter_tutor.host",
    ) -> "HostProcess":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", program, "--kernel", kernel),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                "JUPYTER_TUTOR_DATA": str(data_dir),
                "JUPYTER_TUTOR_PATH": str(courses),
                "JUPYTERHUB_USER": "ada",
            },
        )
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        return cls(process, json.loads(line))

    async def end(self) -> tuple[int, bytes, bytes]:
        """Put its lines down and close its standard input; how it ended, and what else it wrote."""
        for line in self._lines:
            line.close()
            with suppress(ClosedError):
                while True:
                    await line.read()
        assert self.process.stdin is not None
        self.process.stdin.close()
        out, err = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        assert self.process.returncode is not None
        return self.process.returncode, out, err

    def request(self, path: str, **more: Any) -> HTTPRequest:
        headers = {"Authorization": f"tutor-session {self.said['secret']}", **more.pop("to", {})}
        return HTTPRequest(
            f"http://127.0.0.1:{self.said['port']}/{path}",
            headers=headers,
            request_timeout=PATIENCE,
            **more,
        )

    async def fetch(self, path: str, **more: Any) -> tuple[int, Any]:
        """Status and answer."""
        response = await AsyncHTTPClient().fetch(self.request(path, **more), raise_error=False)
        kind = response.headers["Content-Type"]
        text = response.body.decode()
        return response.code, json.loads(text) if kind.startswith("application/json") else text

    async def attach(self, course: str, lesson: str | None) -> tuple[int, Any]:
        asked = json.dumps({"course": course, "lesson": lesson})
        return await self.fetch("attach", method="POST", body=asked)

    async def line(self, lesson: str, course: str = "garden", kernel: str = "k") -> Panel:
        """A line to a lesson, once it shows something."""
        panel = await self.call(f"sessions/{course}/{lesson}/channel?kernel={kernel}")
        await panel.until(lambda: bool(panel.head))
        return panel

    async def call(self, path: str, **more: Any) -> Panel:
        """A line to whatever there is."""
        request = self.request(path, **more)
        request.url = request.url.replace("http", "ws", 1)
        panel = Panel(await websocket_connect(request))
        self._lines.append(panel)
        return panel
