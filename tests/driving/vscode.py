"""A kernel as the Jupyter extension of VS Code starts and drives one, and the page of its widgets.

VS Code itself cannot be run here. What it does is written after its extension's own source
(2026.6): no Jupyter server; ``python -m ipykernel_launcher --f=…/kernel-v3….json`` with a
connection file of its own making, in Jupyter's runtime folder; one client for all, whose cells
carry a ``cellId``; code of its own that is run before and between the learner's cells; a page of
widgets whose messages go over the same channels; and signals to the kernel and every process
below it, when a cell is stopped or the kernel restarted.
"""

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

import psutil
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.session import Session
from tornado.websocket import WebSocketClientConnection

from tests.driving.panel import PATIENCE, JsonObject, Panel

WIDGET = "application/vnd.jupyter.widget-view+json"

BEFORE_ALL = (
    "try:\n    import ipywidgets as _VSCODE_ipywidgets\n"
    '    print("version", _VSCODE_ipywidgets.__version__)\n    del _VSCODE_ipywidgets\n'
    "except:\n    pass",
    '__vsc_ipynb_file__ = "{notebook}"\n%config Completer.use_jedi = False',
)
"""What VS Code runs in a new kernel, unseen."""

BETWEEN = "import sys as _VSCODE_sys\nprint(_VSCODE_sys.executable); del _VSCODE_sys"
"""Such as it runs after a cell, unseen, to fill its list of variables."""


class VsCode:
    """A notebook that is open in VS Code: runs cells, shows widgets."""

    process: psutil.Popen

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._cells = 0
        self._subshell: str | None = None
        self._listening: list[asyncio.Task[None]] = []
        self._more = asyncio.Condition()
        self._replies: dict[str, JsonObject] = {}
        self._idle: set[str] = set()
        self._shown: dict[str, list[JsonObject]] = {}
        self._pages: list[PagesLine] = []
        self.widgets: dict[str, JsonObject] = {}
        """The state of each widget the kernel has made, by its id."""

    # -- the kernel's life

    async def start(self) -> None:
        """Start a kernel and run in it what comes before all cells."""
        runtime = Path(self._environment["JUPYTER_RUNTIME_DIR"])
        runtime.mkdir(parents=True, exist_ok=True)
        ports = ("hb_port", "control_port", "shell_port", "stdin_port", "iopub_port")
        info = {
            "key": str(uuid.uuid4()),
            "signature_scheme": "hmac-sha256",
            "transport": "tcp",
            "ip": "127.0.0.1",
            **dict(zip(ports, free_ports(len(ports)), strict=True)),
            "kernel_name": "python3",
        }
        self._file = runtime / f"kernel-v3{secrets.token_hex(20)}.json"
        self._file.write_text(json.dumps(info))
        quoted = f'"{self._file}"' if " " in str(self._file) else str(self._file)
        self.process = psutil.Popen(
            [sys.executable, "-m", "ipykernel_launcher", f"--f={quoted}"],
            cwd=self._folder,
            env={**os.environ, **self._environment, "PYDEVD_IPYTHON_COMPATIBLE_DEBUGGING": "1"},
            stdin=-1,
            stdout=-3,
            stderr=-3,
        )
        self._connect(info)
        self._send("control", "kernel_info_request", {})
        # What is told to everybody is heard from some moment on; nothing may be run before it.
        while not self._idle:
            asked = self._send("shell", "kernel_info_request", {})
            await self.until(partial(self._replies.__contains__, asked))
        for source in BEFORE_ALL:
            await self._run(source.format(notebook=self._folder / "lesson.ipynb"), seen=False)

    async def stop(self) -> None:
        """End the kernel, and before it every process below it."""
        for process in (*self.process.children(recursive=True), self.process):
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        await asyncio.to_thread(self.process.wait, PATIENCE)
        self.process.stdin.close()
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        self._listening.clear()
        self._client.stop_channels()
        self._client.context.destroy()
        self._file.unlink()
        self.widgets.clear()
        self._idle.clear()

    async def restart(self) -> None:
        """Restart the kernel: another process, with another connection file."""
        await self.stop()
        await self.start()

    def interrupt(self) -> None:
        """Stop the running cell: interrupt every process below the kernel, and then the kernel."""
        for process in (*self.process.children(recursive=True), self.process):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGINT)

    # -- cells

    async def run(self, source: str) -> str:
        """Run a cell to its end: ``ok`` or ``error``."""
        reply, _ = await self._run(source, seen=True)
        await self._run(BETWEEN, seen=False)
        return str(reply["status"])

    async def shows(self, source: str) -> str:
        """What stands below a cell, as plain text."""
        _, shown = await self._run(source, seen=True)
        return "\n".join(plain(content) for content in shown)

    async def begin(self, source: str) -> str:
        """Begin to run a cell; the number to wait for it by."""
        self._cells += 1
        metadata = {"cellId": f"vscode-notebook-cell:lesson.ipynb#W{self._cells}sZmlsZQ=="}
        return self._execute(source, metadata, store_history=True)

    async def end_of(self, request: str) -> tuple[JsonObject, list[JsonObject]]:
        """The reply to a cell, and what it showed."""
        await self.until(lambda: request in self._replies and request in self._idle)
        return self._replies[request], self.shown(request)

    def shown(self, request: str) -> list[JsonObject]:
        """What a cell has shown so far."""
        return self._shown.get(request, [])

    async def _run(self, source: str, *, seen: bool) -> tuple[JsonObject, list[JsonObject]]:
        if seen:
            return await self.end_of(await self.begin(source))
        return await self.end_of(self._execute(source, {}, store_history=False))

    def _execute(self, source: str, metadata: JsonObject, *, store_history: bool) -> str:
        content = {
            "code": source,
            "silent": False,
            "stop_on_error": False,
            "allow_stdin": True,
            "store_history": store_history,
        }
        return self._send("shell", "execute_request", content, metadata)

    # -- widgets

    async def show(self, expression: str) -> JsonObject:
        """Show a widget; its state."""
        _, shown = await self._run(expression, seen=True)
        self._widget = next(one["data"][WIDGET]["model_id"] for one in shown if "data" in one)
        return self.widgets[self._widget]

    async def use_subshells(self) -> None:
        """Send what pages say to a subshell of the kernel from now on."""
        asked = self._send("control", "create_subshell_request", {})
        await self.until(lambda: asked in self._replies)
        self._subshell = self._replies[asked]["subshell_id"]

    async def page(self) -> Panel:
        """A page on the widget that was shown last; returns once it shows something."""
        line = PagesLine(self, self._widget, len(self._pages) + 1)
        self._pages.append(line)
        line.say({"open": line.number, "kernel": self.widgets[self._widget]["kernel"]})
        panel = Panel(cast(WebSocketClientConnection, line))
        await panel.until(lambda: bool(panel.head))
        return panel

    def say(self, widget: str, content: JsonObject) -> None:
        """Say something to a widget as its page does."""
        data = {"method": "custom", "content": content}
        self._send("shell", "comm_msg", {"comm_id": widget, "data": data}, subshell=self._subshell)

    # -- messages

    async def until(self, met: Callable[[], bool]) -> None:
        """Return once this holds of what was heard."""
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(met)

    def _connect(self, info: JsonObject) -> None:
        self._client = AsyncKernelClient()
        self._client.load_connection_info(info)
        names = {"session": str(uuid.uuid4()), "username": str(uuid.uuid4())}
        self._client.session = Session(key=info["key"].encode(), **names)
        self._client.start_channels(hb=False)
        self._listening = [
            asyncio.create_task(self._listen(self._client.get_shell_msg)),
            asyncio.create_task(self._listen(self._client.get_control_msg)),
            asyncio.create_task(self._listen(self._client.get_iopub_msg)),
        ]

    def _send(
        self,
        channel: str,
        kind: str,
        content: JsonObject,
        metadata: JsonObject | None = None,
        subshell: str | None = None,
    ) -> str:
        message = self._client.session.msg(kind, content, metadata=metadata)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        getattr(self._client, f"{channel}_channel").send(message)
        return str(message["header"]["msg_id"])

    async def _listen(self, read: Callable[[], Any]) -> None:
        while True:
            message = await read()
            async with self._more:
                self._hear(message)
                self._more.notify_all()

    def _hear(self, message: JsonObject) -> None:
        parent, content = message["parent_header"].get("msg_id", ""), message["content"]
        match message["msg_type"]:
            case "status" if content["execution_state"] == "idle":
                self._idle.add(parent)
            case "stream" | "display_data" | "execute_result" | "error":
                self._shown.setdefault(parent, []).append(content)
            case "comm_open":
                self.widgets[content["comm_id"]] = content["data"]["state"]
            case "comm_msg" if content["data"]["method"] == "custom":
                for line in self._pages:
                    line.hear(content["comm_id"], content["data"]["content"])
            case kind if kind.endswith("_reply"):
                self._replies[parent] = content
            case _:
                pass


class PagesLine:
    """A line of a widget's page, in the place of the WebSocket of a :class:`Panel`."""

    def __init__(self, editor: VsCode, widget: str, number: int) -> None:
        self._editor = editor
        self._widget = widget
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self.number = number
        self.close_code: int | None = None
        self.close_reason: str | None = None

    def say(self, content: JsonObject) -> None:
        """Say something to the widget."""
        self._editor.say(self._widget, content)

    def hear(self, widget: str, content: JsonObject) -> None:
        """Take in what a widget says, if it is meant for this line."""
        if widget != self._widget:
            return
        if content.get("line") == self.number:
            self._frames.put_nowait(content["frame"])
        elif content.get("close") == self.number:
            self.close_code, self.close_reason = content["code"], content["reason"]
            self._frames.put_nowait(None)

    async def read_message(self) -> str | None:
        """The next frame; None at the end."""
        return await self._frames.get()

    async def write_message(self, data: str, *, binary: bool) -> None:
        """Send a frame."""
        assert not binary
        self.say({"line": self.number, "frame": data})

    def close(self) -> None:
        """Hang up."""
        self.say({"close": self.number})


@asynccontextmanager
async def vs_code(folder: Path, environment: dict[str, str]) -> AsyncIterator[VsCode]:
    """A notebook of that folder in VS Code, whose kernel has started."""
    editor = VsCode(folder, environment)
    await editor.start()
    try:
        yield editor
    finally:
        await editor.stop()


def plain(content: JsonObject) -> str:
    """An output as plain text."""
    if "ename" in content:
        return f"{content['ename']}: {content['evalue']}"
    text: str = content["text"] if "text" in content else content["data"]["text/plain"]
    return text


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, no two of them the same."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
