"""A plain Python process that plays the kernel: it runs cells and tells what its names hold."""

import json
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_tutor.checker.connection import Address
from jupyter_tutor.kernel_agent import install_code

_HOST = r"""
def main(space, exec=exec, compile=compile, type=type, set=set, repr=repr, len=len, eval=eval):
    import json, linecache, os
    kept = set(space)
    commands, answers = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    for line in commands:
        command, reply = json.loads(line), {}
        if "run" in command:
            reply["error"] = None
            try:
                name = "<cell %d>" % len(linecache.cache)
                linecache.cache[name] = (1, None, command["run"].splitlines(True), name)
                exec(compile(command["run"], name, "exec", dont_inherit=True), space)
            except BaseException as error:
                reply["error"] = "%s: %s" % (type(error).__name__, error)
        if "eval" in command:
            reply["value"] = eval(command["eval"], space)
        if "clear" in command:
            for name in set(space) - kept:
                del space[name]
        if "clear" in command:
            for name in [name for name in space if name[:2] != "__"]:
                del space[name]
        if "names" in command:
            reply["names"] = {k: repr(v) for k, v in space.items() if k[:2] != "__"}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()

import sys
space = sys.modules["__main__"].__dict__
run = space.pop("main")
del space["sys"]
run(space)
"""


class Host:
    """A kernel of the plainest kind, with the agent in it."""

    def __init__(self, python: str = sys.executable) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="jt-"))
        self.secret = secrets.token_hex(8)
        self.process = subprocess.Popen(
            [python, "-c", _HOST],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
        self.run("")
        self.before = self.names()
        code, expression = install_code(str(self.directory), self.secret)
        assert self.run(code) is None
        self.report = json.loads(self._ask(eval=expression)["value"])

    @property
    def address(self) -> Address:
        return Address(address=self.report["address"], secret=self.secret)

    def run(self, cell: str) -> str | None:
        """Run a cell; the last line of its traceback, or None."""
        error: str | None = self._ask(run=cell)["error"]
        return error

    def names(self) -> dict[str, str]:
        """Every global of the namespace, by its repr."""
        names: dict[str, str] = self._ask(names=True)["names"]
        return names

    def value(self, expression: str) -> Any:
        return self._ask(eval=expression)["value"]

    def clear(self) -> None:
        """Forget every name."""
        self._ask(clear=True)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self.directory.rmdir()

    def _ask(self, **command: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        reply: dict[str, Any] = json.loads(self.process.stdout.readline())
        return reply
