"""A Jupyter server of its own, in a process that can be killed."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.driving.panel import PATIENCE, Server

SYLLABI = Path(__file__).parents[2] / "syllabi"

TOKEN = "tests-only"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until_listening(port: int) -> None:
    """Return once somebody listens there."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            await writer.wait_closed()
            return


def _own_folders(root_dir: Path) -> dict[str, str]:
    """An environment in which nothing of the user's own Jupyter is read or changed."""
    home = root_dir.parent / f"{root_dir.name}-jupyter"
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    return {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }


class ServerProcess:
    """A running server; its record outlives it."""

    server: Server

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.log: list[str] = []
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        data_dir: Path,
        *,
        root_dir: Path,
        extension: bool = True,
        lab: bool = False,
        learner: str = "",
        courses: Path | None = SYLLABI,
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ) -> "ServerProcess":
        """Start a server and wait until it answers; ``courses`` None: those that are installed.

        ``options`` and ``environment`` are added to its own; ``within`` is a command that becomes
        the one that follows it, in other surroundings.
        """
        port = free_port()
        command = [
            *within,
            sys.executable,
            "-m",
            "jupyterlab" if lab else "jupyter_server",
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=50",
            f"--ServerApp.root_dir={root_dir}",
            f"--IdentityProvider.token={TOKEN}",
            "--ServerApp.allow_unauthenticated_access=False",
            f"--JupyterTutor.data_dir={data_dir}",
            f"--JupyterTutor.learner={learner}",
        ]
        if courses is not None:
            command.append(f"--JupyterTutor.course_path={courses}")
        others = () if lab else ("jupyterlab", "jupyter_lsp", "notebook", "notebook_shim")
        off = [*others, *(() if extension else ("jupyter_tutor",))]
        command += [f"--ServerApp.jpserver_extensions={name}=False" for name in off]
        command += options
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                **_own_folders(root_dir),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                **(environment or {}),
            },
            start_new_session=True,
        )
        started = cls(process)
        await asyncio.wait_for(started._ready(), PATIENCE)
        started._reading = asyncio.create_task(started._read())
        return started

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    async def kill(self) -> None:
        """SIGKILL, as the machine would do it; its kernels notice and end by themselves."""
        self._process.send_signal(signal.SIGKILL)
        await self._ended()

    async def stop(self) -> None:
        """Stop it in good order."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await self._ended()

    async def _ready(self) -> None:
        assert self._process.stderr is not None
        while line := (await self._process.stderr.readline()).decode():
            self.log.append(line)
            # The port is not always the one asked for: another may have taken it meanwhile.
            if address := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.server = Server(address[0], TOKEN)
                # It says that it runs a moment before it listens.
                await until_listening(int(address[1]))
                return
        raise AssertionError("the server did not start:\n" + "".join(self.log))

    async def _read(self) -> None:
        assert self._process.stderr is not None
        while line := (await self._process.stderr.readline()).decode():
            self.log.append(line)

    async def _ended(self) -> None:
        self.server.close()
        await asyncio.wait_for(self._process.wait(), PATIENCE)
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
