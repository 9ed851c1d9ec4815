"""The agent in a kernel: it leaves nothing where a learner looks, and takes everything along."""

import json
import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jupyter_tutor.checker.bench import CheckBench
from jupyter_tutor.checker.connection import Address, Connection, EndedError, UnreachableError
from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.kernel_agent import agent_source, install_code
from jupyter_tutor.kernel_agent.agent import LostError, receive, send
from jupyter_tutor.kernel_agent.codecs import sources
from tests.checks.host import Host
from tests.checks.questions import MEAN, MEAN_SOLUTION

LATER = 60.0


@pytest.fixture
def own_host() -> Iterator[Host]:
    """A kernel that a test may harm."""
    kernel = Host()
    yield kernel
    kernel.close()


def children(pid: int) -> list[int]:
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def wait_until_childless(pid: int) -> None:
    deadline = time.monotonic() + LATER
    while children(pid):
        assert time.monotonic() < deadline
        os.sched_yield()


def connection(host: Host) -> Connection:
    return Connection(host.address, time.monotonic() + LATER)


def test_installing_leaves_the_namespace_as_it_was(own_host: Host) -> None:
    assert own_host.names() == own_host.before
    own_host.run("exec = compile = globals = vars = dict = type = None\n_ = 5")
    before = own_host.names()
    code, expression = install_code(str(own_host.directory), own_host.secret)
    assert own_host.run(code) is None
    assert json.loads(own_host.value(expression)) == own_host.report
    assert own_host.names() == before


def test_the_report_says_where_and_what(own_host: Host) -> None:
    pid = own_host.process.pid
    assert own_host.report == {
        "address": str(own_host.directory / f"{pid}.sock"),
        "pid": pid,
        "fork": True,
        "python": sys.version.split()[0],
    }


def test_installing_again_changes_nothing(own_host: Host) -> None:
    count = "len(__import__('threading').enumerate())"
    before = own_host.value(count)
    code, expression = install_code(str(own_host.directory), own_host.secret)
    own_host.run(code)
    assert own_host.value(count) == before == 2
    assert json.loads(own_host.value(expression)) == own_host.report


def test_a_new_server_takes_the_place_of_an_old_one(own_host: Host, tmp_path: Path) -> None:
    old = own_host.address
    own_host.run(MEAN_SOLUTION)
    code, expression = install_code(str(tmp_path / "new"), "other")
    assert own_host.run(code) is None
    report = json.loads(own_host.value(expression))
    new = Address(address=report["address"], secret="other")
    assert judge(MEAN, MEAN_SOLUTION, None, new, "fork", foresee).verdict == "correct"
    with pytest.raises(UnreachableError):
        Connection(old, time.monotonic() + LATER)


def test_the_socket_is_private_and_goes_with_the_kernel(tmp_path: Path) -> None:
    host = Host()
    path = Path(host.report["address"])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    host.close()  # which removes the directory, and so fails if anything is left in it
    assert not path.parent.exists()


def test_a_wrong_secret_is_not_answered(own_host: Host) -> None:
    wrong = Address(address=own_host.report["address"], secret="guess")
    with pytest.raises(UnreachableError):
        Connection(wrong, time.monotonic() + LATER)
    assert children(own_host.process.pid) == []


@pytest.mark.parametrize(
    "opening",
    [b"", b"\x00", b"\x00\x00\x00\x02{}", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n" * 9],
    ids=["nothing", "half", "empty", "huge", "http"],
)
def test_a_stranger_does_no_harm(opening: bytes, own_host: Host) -> None:
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(own_host.report["address"])
        stranger.sendall(opening)
    own_host.run(MEAN_SOLUTION)
    assert judge(MEAN, MEAN_SOLUTION, None, own_host.address, "fork", foresee).points == 3.0


@pytest.mark.parametrize("field", ["seconds", "memory", "checks"])
@pytest.mark.parametrize("value", [None, "1e3", -1, 0, 1e400, [], {}])
def test_an_opening_without_limits_is_not_answered(
    field: str, value: object, own_host: Host
) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(own_host.report["address"])
        limits = {"seconds": 1.0, "memory": 1 << 30, "checks": 1, field: value}
        send(sock, {"secret": own_host.secret, **limits})
        if value == "1e3":
            assert (field == "seconds") == ("hello" in json.dumps(_said(sock)))
        else:
            with pytest.raises(LostError):
                receive(sock)


def _said(sock: socket.socket) -> object:
    try:
        return receive(sock)
    except LostError:
        return None


def test_every_child_is_reaped(own_host: Host) -> None:
    own_host.run(MEAN_SOLUTION)
    for _ in range(5):
        judge(MEAN, MEAN_SOLUTION, None, own_host.address, "fork", foresee)
    wait_until_childless(own_host.process.pid)


def test_hanging_up_ends_what_was_running(own_host: Host, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    own_host.run(
        "import os, subprocess\n"
        "def f():\n"
        f"    fifo = os.open({str(fifo)!r}, os.O_WRONLY)\n"
        "    subprocess.Popen(['sleep', '1000'], pass_fds=[fifo])\n"
        "    os.write(fifo, b'!')\n"
        "    while True: pass"
    )
    line = connection(own_host)
    bench = CheckBench(line, ["f"])
    document = bench.fetch("f")
    send(
        line._sock,
        {
            "id": 99,
            "op": "call",
            "apply": None,
            "stdin": [],
            "doc": line._known().encode((document, (), ())),
        },
    )
    with fifo.open("rb") as reader:
        assert reader.read(1) == b"!"
        line.close()
        assert reader.read() == b""  # the end of both the loop and what it had started
    wait_until_childless(own_host.process.pid)


def test_an_interrupt_of_all_below_the_kernel_ends_no_check(own_host: Host) -> None:
    own_host.run("x, y = 1, 2")
    line = connection(own_host)
    bench = CheckBench(line, ["x", "y"])
    assert bench.fetch("x") == 1
    below = psutil.Process(own_host.process.pid).children(recursive=True)
    for process in below:
        process.send_signal(signal.SIGINT)
    assert (bench.fetch("y"), len(below)) == (2, 2)
    line.close()


def test_checks_of_one_connection_do_not_see_each_other(own_host: Host) -> None:
    own_host.run("seen = []\ndef add(x):\n    seen.append(x)\n    return len(seen)")
    line = connection(own_host)
    counts = []
    for _ in range(3):
        bench = CheckBench(line, ["add", "seen"])
        counts.append((bench.fetch("add")(1), bench.fetch("seen")))
        line.end()
    line.close()
    assert counts == [(1, [1])] * 3
    assert own_host.value("seen") == []


def test_a_check_sees_what_the_kernel_holds_now(own_host: Host) -> None:
    seen = []
    for value in (1, 2):
        own_host.run(f"x = {value}")
        line = connection(own_host)
        seen.append(CheckBench(line, ["x"]).fetch("x"))
        line.close()
    assert seen == [1, 2]


def test_a_check_while_a_cell_is_running(own_host: Host, tmp_path: Path) -> None:
    own_host.run(MEAN_SOLUTION)
    go = tmp_path / "go"
    os.mkfifo(go)
    assert own_host.process.stdin is not None
    cell = {"run": f"print(open({str(go)!r}).read())"}
    own_host.process.stdin.write(json.dumps(cell) + "\n")
    own_host.process.stdin.flush()
    assert judge(MEAN, MEAN_SOLUTION, None, own_host.address, "fork", foresee).points == 3.0
    go.write_text("go")
    assert own_host.process.stdout is not None
    assert json.loads(own_host.process.stdout.readline()) == {"error": None}


def test_what_a_child_prints_or_reads_does_not_reach_the_kernels_terminal() -> None:
    code, expression = install_code("{directory}", "s")
    program = (
        "import sys\nout = sys.stdout\n"
        "def f():\n    print('one')\n    print('two', file=out)\n    sys.stderr.write('three')\n"
        "    return input('name? ')\n"
        "space = {'f': f, '__builtins__': __builtins__}\n"
        "exec(sys.argv[1], globals())\n"
        "print(eval(sys.argv[2]))\nsys.stdout.flush()\nsys.stdin.read()"
    )
    directory = f"/tmp/jt-{secrets.token_hex(4)}"
    arguments = [text.replace("{directory}", directory) for text in (code, expression)]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    line = Connection(Address(address=address, secret="s"), time.monotonic() + LATER)
    bench = CheckBench(line, ["f"])
    with bench.scripted(("Ada", "Bob")):
        answer = (bench.fetch("f")(), bench.calls[0].output, bench.calls[0].used_input)
    line.close()
    rest = process.communicate("")
    Path(directory).rmdir()
    assert (answer, rest) == (("Ada", "one\ntwo\n", 1), ("", ""))


def test_too_much_output_is_cut(own_host: Host) -> None:
    own_host.run("def f(): print('x' * 10 ** 8)")
    line = connection(own_host)
    bench = CheckBench(line, ["f"])
    bench.fetch("f")()
    line.close()
    assert (len(bench.calls[0].output), bench.calls[0].output_cut) == (100_000, True)


def test_a_kernel_that_is_killed_leaves_a_check_to_its_end(own_host: Host) -> None:
    own_host.run(MEAN_SOLUTION)
    line = connection(own_host)
    bench = CheckBench(line, ["mean"])
    mean = bench.fetch("mean")
    own_host.process.kill()
    own_host.process.wait()
    assert mean([1, 3]) == 2.0
    line.close()
    with pytest.raises(UnreachableError):
        connection(own_host)
    Path(own_host.report["address"]).unlink()


def test_the_deadline_holds_at_the_other_end_too(own_host: Host) -> None:
    own_host.run("def f():\n    while True: pass")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(own_host.report["address"])
        send(sock, {"secret": own_host.secret, "seconds": 0.5, "memory": 1 << 30, "checks": 1})
        assert receive(sock) == {"hello": 1}
        send(sock, {"id": 1, "op": "get", "name": "f"})
        receive(sock)
        nodes = [["h", 0, "", "", True], ["t"], ["t", [0], [1], [1]]]
        document = {"root": [2], "nodes": nodes, "shared": []}
        send(sock, {"id": 2, "op": "call", "doc": document, "apply": None, "stdin": []})
        assert receive(sock) in ({"ended": {"signal": 9}}, {"ended": {"signal": 14}})
    wait_until_childless(own_host.process.pid)


@pytest.mark.parametrize("request_", [{"op": "eval"}, {}, {"op": "get"}, {"op": "call"}])
def test_an_unknown_request_ends_the_check(request_: dict[str, object], own_host: Host) -> None:
    line = connection(own_host)
    CheckBench(line, [])
    with pytest.raises(EndedError):
        line._ask(request_)
    wait_until_childless(own_host.process.pid)


def test_the_agent_stands_alone() -> None:
    for source in (agent_source(), *[text for _name, text in sources()]):
        imported = {
            line.split()[1].partition(".")[0]
            for line in source.splitlines()
            if line.startswith(("import ", "from "))
        }
        assert imported <= sys.stdlib_module_names
