"""Kernels of every kind: bare environments, no forking, other languages, a server's own."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.ports import CheckUnavailableError
from tests.kernel.notebooks import PATIENCE, Heard, ask, attached, started_kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOUBLE = ask("double", "assert double(4) == 8")
RIGHT = "def double(x): return 2 * x"

WITHOUT_US = """
import sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "jupyter_tutor":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Without())
"""

PYTHON = """
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""

GUARDED = """
import os, sys

def guard(event, details):
    if event == "compile" and "tutor" in str(details[1]):
        REACT

sys.addaudithook(guard)
"""

ECHO = """
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

class Echo(Kernel):
    implementation = banner = "echo"
    implementation_version = "1"
    language_info = {"name": "echo", "mimetype": "text/plain", "file_extension": ".txt"}

    async def do_execute(self, code, silent, *args, **kwargs):
        return {"status": "ok", "execution_count": 0, "payload": [], "user_expressions": {}}

IPKernelApp.launch_instance(kernel_class=Echo)
"""


@pytest.fixture
def kernel_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Install a kernel that a program makes; its name."""

    def install(program: str) -> str:
        folder = tmp_path / "kernels" / "other"
        folder.mkdir(parents=True)
        script = folder / "kernel.py"
        script.write_text(program, encoding="utf-8")
        argv = [sys.executable, "-Xfrozen_modules=off", str(script), "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": "Other", "language": "other"}
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
        return "other"

    return install


async def test_a_kernel_whose_environment_knows_nothing_of_us_is_judged(
    pool: CheckerPool, kernel_kind: Callable[[str], str]
) -> None:
    kind = kernel_kind(WITHOUT_US + PYTHON)
    async with started_kernel(kernel_name=kind) as manager, attached(manager, pool) as notebook:
        reply = await notebook.learner.run("import jupyter_tutor")
        report = await notebook.judge(DOUBLE, RIGHT)
        assert reply["ename"] == "ModuleNotFoundError"
        assert (report.verdict, report.target, notebook.bridge.checks) == (
            "correct",
            "fork",
            "fork",
        )


async def test_where_forking_is_missing_a_fresh_process_judges(
    pool: CheckerPool, kernel_kind: Callable[[str], str]
) -> None:
    kind = kernel_kind("import os\ndel os.fork\n" + PYTHON)
    shifted = ask("shifted", "assert shifted(1) == 11", setup=("offset = 10",))
    async with started_kernel(kernel_name=kind) as manager, attached(manager, pool) as notebook:
        right = await notebook.judge(shifted, "def shifted(x): return x + offset")
        wrong = await notebook.judge(shifted, "def shifted(x): return x")
        note = notebook.bridge.note or ""
        assert (right.verdict, right.target) == ("correct", "fresh")
        assert (wrong.verdict, wrong.target) == ("incorrect", "fresh")
        assert (notebook.bridge.checks, "fresh Python" in note) == ("fresh", True)


async def test_where_the_agent_is_not_let_in_a_fresh_process_judges(
    pool: CheckerPool, kernel_kind: Callable[[str], str]
) -> None:
    kind = kernel_kind(GUARDED.replace("REACT", "raise RuntimeError('not here')") + PYTHON)
    async with started_kernel(kernel_name=kind) as manager, attached(manager, pool) as notebook:
        report = await notebook.judge(DOUBLE, RIGHT)
        assert (report.verdict, report.target, notebook.bridge.checks) == (
            "correct",
            "fresh",
            "fresh",
        )


async def test_a_kernel_that_dies_of_the_agent_is_soon_left_alone(
    pool: CheckerPool, kernel_kind: Callable[[str], str]
) -> None:
    kind = kernel_kind(GUARDED.replace("REACT", "os._exit(9)") + PYTHON)
    async with started_kernel(kernel_name=kind) as manager, attached(manager, pool) as notebook:
        report = await notebook.judge(DOUBLE, RIGHT)
        assert notebook.statuses.items.count("restarting") == 2
        assert (report.verdict, report.target, notebook.bridge.checks) == (
            "correct",
            "fresh",
            "fresh",
        )


async def test_a_kernel_of_another_language_is_told_of_plainly(
    pool: CheckerPool, kernel_kind: Callable[[str], str]
) -> None:
    kind = kernel_kind(ECHO)
    async with started_kernel(kernel_name=kind) as manager, attached(manager, pool) as notebook:
        assert (notebook.bridge.status, notebook.bridge.checks, notebook.bridge.note) == (
            "idle",
            "none",
            "This notebook runs echo. Answers can be checked in a Python notebook only.",
        )
        with pytest.raises(CheckUnavailableError) as refused:
            await notebook.bridge.check(DOUBLE, RIGHT, None)
        assert refused.value.reason == "no_kernel"


async def test_the_servers_picture_of_its_kernel_stays_right(
    pool: CheckerPool, tmp_path: Path
) -> None:
    kernels = AsyncMappingKernelManager()
    kernel_id = await kernels.start_kernel()
    manager = kernels.get_kernel(kernel_id)
    states = Heard()
    manager.observe(lambda change: states(change["new"]), "execution_state")
    try:
        async with attached(manager, pool) as notebook:
            async with asyncio.timeout(PATIENCE):
                while manager.execution_state != "idle":  # the server may join late
                    await notebook.learner.run("pass")
            cell = await notebook.learner.begin_endless(tmp_path)
            await notebook.statuses.until(lambda statuses: statuses[-1] == "busy")
            await states.until(lambda seen: manager.execution_state == "busy")
            with pytest.raises(CheckUnavailableError, match="busy"):
                await notebook.bridge.check(DOUBLE, RIGHT, None)
            assert manager.execution_state == "busy"
            await notebook.bridge.interrupt()
            await cell
            assert (await notebook.judge(DOUBLE, RIGHT)).verdict == "correct"
            await states.until(lambda seen: manager.execution_state == "idle")
            before = await notebook.learner.value("__import__('os').getpid()")
            seen = len(notebook.statuses.items)
            await manager.restart_kernel()
            await notebook.statuses.until(
                lambda told: "restarting" in told[seen:] and told[-1] == "idle"
            )
            assert (await notebook.judge(DOUBLE, RIGHT)).verdict == "correct"
            assert await notebook.learner.value("__import__('os').getpid()") != before
    finally:
        await kernels.shutdown_kernel(kernel_id, now=True)


HOLD_THE_GIL = """\
import ctypes, threading
def hold():
    ctypes.PyDLL(None).sleep(14)
threading.Timer(0.1, hold).start()
"""


async def test_a_kernel_held_by_c_code_is_busy_and_recovers(pool: CheckerPool) -> None:
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        run = await notebook.answer(DOUBLE, RIGHT)
        await notebook.learner.run(HOLD_THE_GIL)
        held = asyncio.create_task(notebook.learner.run("import time; time.sleep(0.2)"))
        await asyncio.wait({held}, timeout=1.0)
        with pytest.raises(CheckUnavailableError) as busy:
            await notebook.bridge.check(DOUBLE, run.source, None)
        await held
        await notebook.statuses.until(lambda statuses: statuses[-1] == "idle")
        report = await notebook.bridge.check(DOUBLE, run.source, None)
        assert (busy.value.reason, report.verdict) == ("busy", "correct")


async def test_a_kernel_in_which_polars_works_is_not_copied(pool: CheckerPool) -> None:
    setup = "import polars as pl\nsales = pl.DataFrame({'n': [1, 2, 3]})"
    asked = ask("total", "assert total() == 6", "assert total() < 7", setup=(setup,))
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        plain = await notebook.judge(DOUBLE, RIGHT)
        await notebook.learner.run(f"{setup}\nsales.lazy().select(pl.col('n') * 2).collect()")
        report = await notebook.judge(asked, "def total(): return sales['n'].sum()")
        note = notebook.bridge.note or ""
        assert (plain.verdict, plain.target) == ("correct", "fork")
        assert (report.verdict, report.target) == ("correct", "fresh")
        assert (notebook.bridge.checks, "fresh Python" in note) == ("fresh", True)
