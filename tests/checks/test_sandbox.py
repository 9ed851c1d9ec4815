"""The sandbox: what an answer finds in it, what it may use, and that nothing of it stays."""

import asyncio
import os
import select
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.checker.belongings import MOST_FILES
from jupyter_tutor.checker.enclosed import DISK, MOST_PROCESSES
from jupyter_tutor.checker.fresh import FreshProcess
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.checker.sandbox import find_sandbox
from jupyter_tutor.checker.syscalls import call_filter
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.kernel_agent import agent_path
from jupyter_tutor.ports import CheckUnavailableError
from tests.checks.questions import MEAN, MEAN_SOLUTION, question
from tests.checks.sandboxes import SECONDS, found, value_of, walled

PYTHONS = [Path(prefix).parts for prefix in (sys.prefix, sys.base_prefix)]
BELOW_TMP = sorted({parts[2] for parts in PYTHONS if parts[:2] == ("/", "tmp")})
"""Where this Python is, if it is installed there: that much is seen of `/tmp`."""

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")


def inside(source: str, files: Path | None = None, hide: tuple[Path, ...] = ()) -> Any:
    """What ``seen`` stands for after the source has run within walls."""
    return value_of("seen", [textwrap.dedent(source)], walled().enclosure(files, hide))


@LINUX
def test_where_bubblewrap_works_it_is_used() -> None:
    program = shutil.which("bwrap")
    if program is None:
        pytest.skip("bubblewrap is not installed here")
    simplest = [program, "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"]
    tried = subprocess.run(simplest, capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"bubblewrap is not usable here: {tried.stderr.strip()}")
    assert (found().program, found().why, found().target) == (program, None, "sandbox")


def test_without_bubblewrap_it_is_said_why() -> None:
    sandbox = find_sandbox("no-such-program")
    assert (sandbox.program, sandbox.target) == (None, "process")
    assert (sandbox.why or "").startswith("there is no bubblewrap (no-such-program)")


@LINUX
def test_a_bubblewrap_that_does_not_work_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text(
        "#!/bin/sh\n[ $1 = --help ] && echo ' --perms' && exit\necho 'No permission.' >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    (tmp_path / "setpriv").symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    sandbox = find_sandbox()
    assert (sandbox.program, sandbox.why) == (None, "No permission.")
    broken.write_text("#!/bin/sh\necho ' --bind'\n")
    assert find_sandbox("bwrap").target == "process"


@LINUX
def test_a_server_that_is_not_root_has_one_too() -> None:
    """Root takes another way, so that what everybody else does is tried as somebody else."""
    if os.getuid() != 0:
        assert found().program is not None or found().why
        return
    walled()
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    somebody = ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups"]
    script = "import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1])\n"
    script += "from jupyter_tutor.checker.sandbox import find_sandbox\n"
    command = [*somebody, python or "", "-I", "-c"]
    root = str(Path(__file__).parents[2])
    able = subprocess.run([*command, script, root], capture_output=True, text=True, check=False)
    if python is None or able.returncode != 0:
        pytest.skip(f"nobody but root can use these files and a Python here: {able.stderr}")
    script += "print(find_sandbox())"
    told = subprocess.run([*command, script, root], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(found())


def test_nobody_else_is_in_it() -> None:
    seen = inside(
        """
        import os, socket
        seen = {
            "root": os.getuid() == 0,
            "processes": all(int(n) < 100 for n in os.listdir("/proc") if n.isdecimal()),
            "network": [name for _, name in socket.if_nameindex()],
            "host": socket.gethostname(),
            "home": (os.getcwd(), os.path.expanduser("~"), os.listdir()),
            "temporary": os.listdir("/tmp"),
            "gained": os.system("grep -q 'NoNewPrivs:.1' /proc/self/status"),
            "powers": os.system("grep -q 'CapEff:.0*$' /proc/self/status"),
        }
        """
    )
    assert seen == {
        "root": False,
        "processes": True,
        "network": ["lo"],
        "host": "sandbox",
        "home": ("/home/learner", "/home/learner", []),
        "temporary": BELOW_TMP,
        "gained": 0,
        "powers": 0,
    }


def test_its_environment_is_told_name_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hush")
    monkeypatch.setenv("HARMLESS", "but nobody's business")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    seen = inside("import os\nseen = dict(os.environ)")
    assert seen["TZ"] == "Asia/Tokyo"
    known = {"HOME", "LANG", "LOGNAME", "PATH", "PWD", "TZ", "USER"}
    more = {"LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"}
    threads = {f"{name}_NUM_THREADS" for name in ("MKL", "OMP", "OPENBLAS")}
    threads.add("POLARS_MAX_THREADS")
    assert set(seen) - known - more - threads == set()


def test_it_sees_this_python_and_none_of_our_files(tmp_path: Path) -> None:
    ours = [agent_path(), Path(__file__), tmp_path, Path(sys.prefix, "share", "jupyter", "kernels")]
    seen = inside(
        f"""
        import os, sys, nbformat
        seen = [sys.prefix] + [path for path in {list(map(str, ours))!r} if os.path.exists(path)]
        """
    )
    assert seen == [sys.prefix]


def test_what_is_to_be_hidden_is_not_even_seen_beside_this_python() -> None:
    folder = Path(sys.prefix, "share", "a-course-of-a-test")
    folder.mkdir(parents=True)
    try:
        (folder / "solution.txt").write_text("42")
        source = f"import os\nseen = os.listdir({str(folder)!r})"
        assert inside(source) == ["solution.txt"]
        assert inside(source, hide=(folder,)) == []
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("path", ["/", "/usr", "/etc", "/dev", "/tutor", "/proc", sys.prefix])
def test_nothing_but_its_own_folders_can_be_written(path: str) -> None:
    source = f"""
        import os
        try:
            open(os.path.join({path!r}, "x"), "w")
            seen = "written"
        except OSError as error:
            seen = "refused"
        for own in ("", "/tmp/", "/dev/shm/"):
            open(own + "x", "w").close()
    """
    assert inside(source) == "refused"


def test_its_files_are_copies(tmp_path: Path) -> None:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "numbers.csv").write_text("1,2\n")
    (tmp_path / "data" / "deep" / "x.bin").write_bytes(bytes(range(256)))
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "fifo")
    seen = inside(
        """
        import os
        found = sorted(os.path.join(f, n) for f, _, names in os.walk(".") for n in names)
        seen = (found, open("numbers.csv").read(), len(open("data/deep/x.bin", "rb").read()))
        open("numbers.csv", "a").write("3,4")
        open("data/deep/new", "w").close()
        os.remove("data/deep/x.bin")
        """,
        files=tmp_path,
    )
    assert seen == (["./data/deep/x.bin", "./numbers.csv"], "1,2\n", 256)
    assert (tmp_path / "numbers.csv").read_text() == "1,2\n"
    assert [path.name for path in (tmp_path / "data" / "deep").iterdir()] == ["x.bin"]


def test_what_each_process_may_use_cannot_be_raised() -> None:
    seen = inside(
        """
        import resource
        seen = {}
        for name in ("AS", "CORE", "CPU", "FSIZE", "NOFILE", "NPROC"):
            number = getattr(resource, "RLIMIT_" + name)
            hard = resource.getrlimit(number)[1]
            try:
                resource.setrlimit(number, (hard + 1, hard + 1))
            except (ValueError, OSError):
                seen[name] = hard
        """
    )
    counted = {"CORE": 0, "FSIZE": DISK, "NOFILE": 256, "NPROC": MOST_PROCESSES}
    assert seen == {**seen, **counted}
    assert set(seen) == {"AS", "CPU", *counted}
    assert seen["CPU"] < 200


def test_calls_of_the_kernel_that_no_answer_needs_are_refused() -> None:
    if call_filter() is None:
        pytest.skip("the numbers of this machine's system calls are not known")
    seen = inside(
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        def refused(call, *args):
            ctypes.set_errno(0)
            return call(*args) == -1 and ctypes.get_errno() == 1
        seen = [
            refused(libc.unshare, 0x10000000),
            refused(libc.ptrace, 0, 0, 0, 0),
            refused(libc.mount, b"x", b"/tmp", b"tmpfs", 0, None),
            refused(libc.shmget, 0, 4096, 0o1600),
            refused(libc.memfd_create, b"x", 0),
        ]
        pid = os.fork()
        if pid == 0:
            os._exit(7)
        seen.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """
    )
    assert seen == [True, True, True, True, True, 7]


def test_all_that_it_started_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """Even when that is killed: a server that crashes leaves no sandbox behind."""
    walled()
    source = """
        import os, time
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                time.sleep(1000)
    """
    script = f"""
        import sys
        from tests.checks.sandboxes import found
        from jupyter_tutor.checker.fresh import FreshProcess
        sources = [{textwrap.dedent(source)!r}]
        with FreshProcess(sources, seconds={SECONDS}, enclosure=found().enclosure()):
            print("ready", flush=True)
            sys.stdin.read()
    """
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert starter.stdout is not None
    assert starter.stdin is not None
    assert starter.stdout.readline() == "ready\n"
    family = [os.pidfd_open(pid) for pid in _descendants(starter.pid)]
    assert len(family) >= 6
    starter.kill()
    starter.wait()
    starter.stdin.close()
    starter.stdout.close()
    for number in family:
        assert select.select([number], [], [], 30.0)[0]
        os.close(number)


def _descendants(pid: int) -> list[int]:
    found = [
        int(child)
        for told in Path(f"/proc/{pid}/task").glob("*/children")
        for child in told.read_text().split()
    ]
    return found + [more for child in found for more in _descendants(child)]


def test_each_answer_begins_where_nobody_was() -> None:
    enclosure = walled().enclosure()
    source = """
import os
seen = [os.listdir(path) for path in (".", "/tmp", "/dev/shm")]
for path in (".", "/tmp", "/dev/shm"):
    open(os.path.join(path, "left"), "w").close()
if os.fork() == 0:
    os.setsid()
    while True: pass
"""
    assert value_of("seen", [source], enclosure) == [[], BELOW_TMP, []]
    assert value_of("seen", [source], enclosure) == [[], BELOW_TMP, []]


async def test_a_pool_says_which_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    strong, weak = CheckerPool(size=1), CheckerPool(size=1)
    try:
        assert await strong.sandbox() == found()
        monkeypatch.setenv("PATH", "/nowhere")
        sandbox = await weak.sandbox()
        assert (sandbox.program, sandbox.target) == (None, "process")
        report = await weak.check_sandboxed(MEAN, MEAN_SOLUTION)
        assert (report.verdict, report.target, report.weaker) == ("correct", "process", True)
    finally:
        await strong.close()
        await weak.close()


async def test_warm_sandboxes_are_each_used_once(tmp_path: Path) -> None:
    """Other files, and files that were changed, want another sandbox than the one that waits."""
    asked = question(
        "seen = ''",
        "assert seen == expected",
        setup=("import os",),
        names=("expected",),
    )
    source = "seen = [open(n).read() for n in os.listdir()]\nopen('left', 'w').close()\n"
    pool = CheckerPool(size=1)

    async def judged(expected: list[str], files: Path | None) -> Report:
        return await pool.check_sandboxed(asked, f"{source}expected = {expected}", files=files)

    try:
        for _ in range(3):
            assert (await judged([], None)).verdict == "correct"
        for content in ("first", "second, longer"):
            (tmp_path / "file").write_text(content)
            for _ in range(2):
                assert (await judged([content], tmp_path)).verdict == "correct"
        assert (await judged([], None)).verdict == "correct"
        for number in range(MOST_FILES):
            (tmp_path / str(number)).touch()
        with pytest.raises(CheckUnavailableError, match="holds more than"):
            await judged([], tmp_path)
        assert (await judged([], None)).verdict == "correct"
    finally:
        await pool.close()


async def test_setup_and_earlier_answers_come_first() -> None:
    asked = question("def f(): return A + B", "assert f() == 3", setup=("A = 1", "1 / 0"))
    pool = CheckerPool(size=1)
    try:
        report = await pool.check_sandboxed(asked, asked.solution, ["raise ValueError", "B = 2"])
        early = await pool.check_sandboxed(asked, "")
    finally:
        await pool.close()
    assert (report.verdict, report.target) == ("correct", found().target)
    assert (early.verdict, early.target, early.weaker) == ("unattempted", "none", False)


def test_what_takes_its_place_has_limits_and_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "numbers.csv").write_text("1,2\n")
    (tmp_path / "link").symlink_to("/etc/passwd")
    monkeypatch.setenv("HARMLESS", "but nobody's business")
    source = """
import os, resource, tempfile
folders = {os.path.realpath(f) for f in (os.getcwd(), os.environ["HOME"], tempfile.gettempdir())}
limits = [resource.getrlimit(getattr(resource, f"RLIMIT_{n}"))[1] for n in ("FSIZE", "NOFILE")]
seen = [os.environ.get("HARMLESS"), len(folders), os.listdir(), open("data/numbers.csv").read()]
seen += [*limits, os.getcwd()]
open("data/numbers.csv", "a").write("3,4")
"""
    weak = find_sandbox("no-such-program")
    *seen, folder = value_of("seen", [source], weak.enclosure(tmp_path))
    assert seen == [None, 1, ["data"], "1,2\n", DISK, 256]
    assert not Path(folder).exists()
    assert (tmp_path / "data" / "numbers.csv").read_text() == "1,2\n"


def test_no_files_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for sandbox in (find_sandbox("no-such-program"), found()):
        with FreshProcess(["x = 1"], seconds=SECONDS, enclosure=sandbox.enclosure()) as process:
            assert process.state == "ready"
        assert list(tmp_path.iterdir()) == []


def until_something_is_in(folder: Path) -> None:
    while not any(folder.iterdir()):
        pass


@pytest.mark.parametrize("path", ["/nowhere", os.environ["PATH"]], ids=["process", "sandbox"])
async def test_a_pool_leaves_no_files_of_those_that_wait(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("PATH", path)
    pool = CheckerPool(size=1)
    try:
        report = await pool.check_sandboxed(MEAN, MEAN_SOLUTION)
        assert report.verdict == "correct", report
        # The next one is made in a thread beside this.
        await asyncio.to_thread(until_something_is_in, tmp_path)
    finally:
        await pool.close()
    assert list(tmp_path.iterdir()) == []
