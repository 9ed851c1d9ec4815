"""``jupyter tutor doctor``: is everything in place, and what to do if not."""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from jupyter_tutor.cli.help_text import HelpText

Health = Literal["good", "note", "bad"]

SANDBOX_REMEDY = {
    "linux": "install the package bubblewrap of your system; in a container or a locked-down "
    "system it also takes permission to make namespaces",
}

ANSWER_SECONDS = 5.0

MARKS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``todo`` is what to do, None when there is nothing to do."""

    health: Health
    about: str
    words: str
    todo: str | None = None


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="see whether everything is in place, and what to do if not",
        description="Look at everything the tutor needs and say what to do about what is wrong.",
        epilog="examples:\n  jupyter tutor doctor\n  jupyter tutor doctor --json",
        formatter_class=HelpText,
    )
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the findings: 0 when nothing is bad, else 1."""
    findings: list[Finding] = []
    for look in LOOKS:
        for finding in look():
            findings.append(finding)
            if not args.json:
                _print(finding)
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    bad = sum(finding.health == "bad" for finding in findings)
    if not args.json:
        print("\nEverything is in place." if not bad else f"\n{bad} to put right, see above.")
    return 1 if bad else 0


def _print(finding: Finding) -> None:
    words = finding.words.replace("\n", "\n        ")
    print(f"{MARKS[finding.health]}  {finding.about}: {words}")
    if finding.todo:
        print(f"      -> {finding.todo}")


def packages() -> Iterator[Finding]:
    """The packages the tutor stands on."""
    for name in ("jupyterlab", "jupyter_server", "ipykernel", "duckdb", "nbformat"):
        try:
            yield Finding("good", name, version(name))
        except PackageNotFoundError:
            yield Finding("bad", name, "is not installed", f"pip install {name}")


def server_extension() -> Iterator[Finding]:
    """Whether a Jupyter server would load the extension."""
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    paths = [str(Path(path)) for path in jupyter_config_path()]
    enabled = ExtensionConfigManager(read_config_path=paths).get_jpserver_extensions()
    if enabled.get("jupyter_tutor"):
        yield Finding("good", "server extension", "enabled")
    else:
        yield Finding(
            "bad",
            "server extension",
            "is not enabled",
            "jupyter server extension enable jupyter_tutor, or reinstall jupyter_tutor",
        )


def labextension() -> Iterator[Finding]:
    """Whether JupyterLab would find the panel."""
    from jupyter_core.paths import jupyter_path

    found = [
        folder
        for path in jupyter_path("labextensions")
        if (folder := Path(path) / "jupyter-tutor" / "package.json").is_file()
    ]
    if found:
        yield Finding("good", "panel", str(found[0].parent))
    else:
        yield Finding(
            "bad",
            "panel",
            "JupyterLab has no jupyter-tutor extension",
            "reinstall jupyter_tutor (from its sources: make lab)",
        )


def kernel() -> Iterator[Finding]:
    """Whether there is a Python kernel, and how answers would be judged in it."""
    from jupyter_client.kernelspec import KernelSpecManager

    specs = KernelSpecManager().get_all_specs()
    languages = {name: spec["spec"]["language"] for name, spec in specs.items()}
    python = [name for name, language in languages.items() if language == "python"]
    if not python:
        yield Finding("bad", "kernel", "there is no Python kernel", "pip install ipykernel")
        return
    yield Finding("good", "kernel", ", ".join(sorted(python)))
    if hasattr(os, "fork") and sys.platform != "darwin":
        yield Finding("good", "checks", "in a copy of the live kernel")
    else:
        yield Finding(
            "note", "checks", "in a fresh Python: this system cannot copy a live kernel safely"
        )


def courses() -> Iterator[Finding]:
    """Which courses are found, whether they are in order and have what their checks need."""
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.authoring.requirements import pip_line, unmet
    from jupyter_tutor.cli.courses import installed_courses

    found = installed_courses(default_data_dir())
    if not found:
        yield Finding(
            "bad",
            "courses",
            "none found",
            "reinstall jupyter_tutor, or set JUPYTER_TUTOR_PATH to a folder of courses",
        )
    for each in found:
        course, folder = each.source.course, each.folder
        if course is None:
            todo = f"jupyter tutor validate {folder}"
            yield Finding("bad", "course", f"{folder} has errors", todo)
            continue
        if each.installed is None:
            yield Finding("note", "course", f"{folder} is left out. {each.faults[-1].what}")
            continue
        count = len(course.lessons)
        lessons = "1 lesson" if count == 1 else f"{count} lessons"
        yield Finding("good", "course", f"{course.id} ({lessons}) in {folder}")
        missing = unmet(course.requires)
        if missing:
            words = " ".join(map(str, missing))
            yield Finding("bad", f"packages of {course.id}", words, pip_line(missing))


def record() -> Iterator[Finding]:
    """Whether the record can be written, and whether there is room."""
    from jupyter_tutor.adapters.record_paths import default_data_dir

    data_dir = default_data_dir()
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir) as probe:
            probe.write(b"x")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        todo = "make this folder writable, or set JUPYTER_TUTOR_DATA to another one"
        yield Finding("bad", "record", f"{data_dir} cannot be written ({error.strerror})", todo)
        return
    free = shutil.disk_usage(data_dir).free
    if free < 100_000_000:
        yield Finding("bad", "record", f"{data_dir} has {free // 1_000_000} MB left", "make room")
    else:
        yield Finding("good", "record", f"{data_dir} ({free // 1_000_000_000} GB free)")


def running() -> Iterator[Finding]:
    """The tutors that run now, with their processes as they tell of them."""
    from jupyter_tutor.adapters.record_paths import Layout, default_data_dir
    from jupyter_tutor.adapters.record_servers import address_of, is_alive, present
    from jupyter_tutor.adapters.record_socket import PeerError, call

    layout = Layout(default_data_dir())
    servers = present(layout) if layout.servers.is_dir() else []
    for server in servers:
        address = address_of(layout, server)
        if address is None or not is_alive(layout, server):
            continue
        try:
            told = asyncio.run(call(address, "runtime", {}, ANSWER_SECONDS))
        except PeerError as error:
            todo = "wait a moment and look again; if it stays so, restart that Jupyter server"
            yield Finding("bad", "running tutor", f"{server} does not answer ({error})", todo)
            continue
        yield Finding("good", "running tutor", f"{server}\n{told['text']}")


def checker() -> Iterator[Finding]:
    """Whether answers can be judged, and how they are shut in: starts the checker once."""
    from jupyter_tutor.checker.pool import CheckerPool
    from jupyter_tutor.checker.sandbox import Sandbox
    from jupyter_tutor.ports import CheckUnavailableError

    async def start_and_stop() -> Sandbox:
        pool = CheckerPool()
        try:
            await pool.start()
            return await pool.sandbox()
        finally:
            await pool.close()

    try:
        sandbox = asyncio.run(start_and_stop())
    except (OSError, CheckUnavailableError) as error:
        yield Finding("bad", "checker", f"could not be started ({error})", "see the message")
        return
    yield Finding("good", "checker", "starts")
    if sandbox.why is None:
        yield Finding("good", "sandbox", f"bubblewrap ({sandbox.program})")
    else:
        words = f"a plain process with limits, which is weaker: {sandbox.why}"
        yield Finding("note", "sandbox", words, SANDBOX_REMEDY.get(sys.platform))


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    packages,
    server_extension,
    labextension,
    kernel,
    courses,
    record,
    running,
    checker,
)
