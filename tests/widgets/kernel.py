"""A real kernel and a learner's cells in it, with what stands below each."""

import re
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

PATIENCE = 60.0

HOST_PID = "__import__('jupyter_tutor.widgets.client', fromlist=['client']).client()._doors._door"


class LearnersKernel:
    """Runs cells one after another."""

    client: BlockingKernelClient

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.manager = KernelManager()

    def __enter__(self) -> Self:
        self.manager.start_kernel(cwd=str(self._folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def outputs(self, source: str) -> list[dict[str, Any]]:
        """The contents of all that a cell shows."""
        shown: list[dict[str, Any]] = []

        def hear(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                shown.append(message["content"])

        self.client.execute_interactive(source, timeout=PATIENCE, output_hook=hear)
        return shown

    def run(self, source: str) -> str:
        """What a cell shows, as plain text."""
        return "\n".join(plain(output) for output in self.outputs(source))

    def host(self) -> psutil.Process:
        """The process that hosts this kernel's lessons now."""
        return psutil.Process(int(self.run(f"{HOST_PID}._process.pid")))


def plain(output: dict[str, Any]) -> str:
    """An output of a cell as plain text."""
    if "ename" in output:
        whole: list[str] = output["traceback"]
        # Of IPython's own tracebacks, which change from version to version, the last line.
        return whole[0] if len(whole) == 1 else f"{output['ename']}: {output['evalue']}"
    text: str = output["text"] if "text" in output else output["data"]["text/plain"]
    return text


def answer(question: str, source: str) -> str:
    """An answer cell."""
    return f"#| tutor: answer\n#| for: {question}\n{source}"


def without_story(shown: str) -> str:
    """What is shown, without the story of how the lesson went: that is tested where it is told."""
    return re.sub(r"(?ms)^Summary\n\n.*?(?=\n+>>> |\Z)", "Summary\n\n(How it went.)", shown)
