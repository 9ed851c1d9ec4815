"""The life of the host's process: from one line on standard output to the end of its kernel.

Nothing of it is ever shown in the notebook: what happens is in ``host.log`` beside the record.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jupyter_tutor.adapters.log_output import open_log
from jupyter_tutor.host.composition import Host
from jupyter_tutor.host.web import LONGEST_FRAME, application

log = logging.getLogger(__name__)

PARENT_SECONDS = 1.0
"""How often it looks whether its kernel is still there."""


def main() -> int:
    """Serve the kernel that started it, and end with it; 1 where it cannot even begin."""
    parent = os.getppid()
    # An editor that stops a cell interrupts all that runs below the kernel. The checkers that
    # are started here take this over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser = argparse.ArgumentParser(prog="python -m jupyter_tutor.host")
    parser.add_argument("--kernel", required=True, help="the id of the kernel that starts it")
    # What is recorded is the learner's own, whatever the account's habits.
    os.umask(0o077)
    return asyncio.run(_serve(parser.parse_args().kernel, parent))


async def _serve(kernel: str, parent: int) -> int:
    try:
        host = await Host(kernel).start()
    except OSError as error:
        _tell({"error": f"The tutor cannot open its record: {error}."})
        return 1
    close_log = _log_into(host.record.data_dir)
    try:
        await _serve_until_the_end(host, parent)
    except BrokenPipeError:
        # The kernel has gone before it could hear where its host is.
        log.info("nobody heard where this host is")
    finally:
        await host.close()
        close_log()
    return 0


async def _serve_until_the_end(host: Host, parent: int) -> None:
    secret = secrets.token_hex(32)
    (socket,) = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(application(host, secret), max_body_size=LONGEST_FRAME)
    server.add_sockets([socket])
    ended = asyncio.Event()
    # One whose parts broke too often helps nobody: its kernel starts another.
    host.root.monitor(lambda _root, _reason: ended.set())
    _watch_for_the_end(asyncio.get_running_loop(), ended)
    try:
        _tell({"port": socket.getsockname()[1], "secret": secret, "pid": os.getpid()})
        await _gone(parent, ended)
    finally:
        server.stop()


async def _gone(parent: int, ended: asyncio.Event) -> None:
    """Return when ``ended`` is set, or the kernel is gone though a copy of it holds our input."""
    while not ended.is_set() and os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PARENT_SECONDS):
                await ended.wait()


def _tell(line: dict[str, object]) -> None:
    """Say the one line there is to say, and nothing more ever after."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _watch_for_the_end(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Set ``ended`` at the end of standard input, or when this process is asked to stop."""

    def read() -> None:
        with contextlib.suppress(OSError):
            while os.read(sys.stdin.fileno(), 1024):
                pass
        with contextlib.suppress(RuntimeError):  # it has ended by itself meanwhile
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="tutor-stdin", daemon=True).start()
    with contextlib.suppress(NotImplementedError):  # Windows
        loop.add_signal_handler(signal.SIGTERM, ended.set)


def _log_into(data_dir: Path) -> Callable[[], None]:
    """Write all that is said in this process into a file; what is returned ends that."""
    try:
        return open_log("text", logging.INFO, data_dir / "host.log", logger=None)
    except OSError:  # a host without a log is better than none
        return lambda: None
