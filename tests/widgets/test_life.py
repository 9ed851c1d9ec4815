"""A kernel, its host, and what happens when either ends."""

import json
import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from jupyter_tutor.checker.basis import NOT_ENOUGH
from jupyter_tutor.cli.main import main
from tests.widgets.kernel import PATIENCE, LearnersKernel, answer

RIGHT = answer("count", "def count(seeds):\n    return len(seeds)")
WRONG = answer("count", "def count(seeds):\n    return 3")

OPEN = "from jupyter_tutor import Tutor\nt = Tutor('garden', 'seeds')"


def first_line(text: str) -> str:
    return text.split("\n", 1)[0]


def test_a_killed_kernel_ends_its_host_and_the_lesson_is_saved(
    kernel: LearnersKernel, tmp_path: Path
) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    assert first_line(kernel.run(WRONG)) == "Not right yet"
    host = kernel.host()
    kernel.manager.provisioner.process.kill()
    host.wait(PATIENCE)
    with LearnersKernel(tmp_path) as other:
        other.run(OPEN)
        assert first_line(other.run("t")) == "Question: Count them"
        assert first_line(other.run(RIGHT)) == "Right (1 of 1 points)"


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be copied there")
def test_a_killed_kernel_ends_its_host_though_a_copy_of_it_lives_on(
    kernel: LearnersKernel,
) -> None:
    kernel.run(OPEN)
    copied = "import os, signal\nif not (copy := os.fork()): signal.pause()\nprint(copy)"
    copy = psutil.Process(int(kernel.run(copied)))
    host = kernel.host()
    kernel.manager.provisioner.process.kill()
    try:
        host.wait(PATIENCE)
        assert copy.is_running(), "it held the pipe to the end"
    finally:
        copy.kill()


def test_what_a_killed_kernel_leaves_behind_is_taken_away_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A socket's path is limited, so its folder has a short name.
    with tempfile.TemporaryDirectory(prefix="t") as home:
        monkeypatch.setenv("TMPDIR", home)
        with LearnersKernel(tmp_path) as kernel:
            kernel.run(OPEN)
            (left,) = Path(home).glob("jt-*")
            kernel.manager.provisioner.process.kill()
        assert left.is_dir()
        os.utime(left, (0, 0))
        with LearnersKernel(tmp_path) as kernel:
            kernel.run(OPEN)
            assert left not in set(Path(home).glob("jt-*"))


def test_after_a_restart_the_lesson_goes_on(kernel: LearnersKernel) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    kernel.run(RIGHT)
    before = kernel.host()
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=PATIENCE)
    kernel.run(OPEN)
    assert first_line(kernel.run("t.next()")) == "Finished"
    before.wait(PATIENCE)


@pytest.mark.parametrize("then", ["t.next()", RIGHT], ids=["a call", "an answer cell"])
def test_after_a_killed_host_the_next_thing_starts_another_and_the_lesson_goes_on(
    kernel: LearnersKernel, then: str
) -> None:
    kernel.run(OPEN)
    if then == RIGHT:
        kernel.run("t.next()")
    host = kernel.host()
    host.kill()
    gone(host)
    shown = kernel.run(then)
    expected = "Right (1 of 1 points)" if then == RIGHT else "Question: Count them"
    assert first_line(shown) == expected
    assert kernel.host().pid != host.pid


def gone(process: psutil.Process) -> None:
    """Return when it has ended, whether or not its parent has taken note."""
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        pass


def test_a_lesson_goes_to_the_notebook_that_asks_for_it(
    kernel: LearnersKernel, tmp_path: Path
) -> None:
    kernel.run(OPEN)
    with LearnersKernel(tmp_path) as other:
        other.run(OPEN)
        other.run("t.next()")
        # The lesson is elsewhere: a cell here does not take it back.
        assert kernel.run(RIGHT) == ""
        assert first_line(kernel.run("t.progress()")) == (
            "Seeds: 0 of 1 questions done, 0 of 1 points."
        )
        # Somebody asked for it here: it is here again, as it was left there.
        assert first_line(kernel.run(RIGHT)) == "Right (1 of 1 points)"
        assert other.run(RIGHT) == ""
        assert first_line(other.run("t.next()")) == "Finished"


def test_a_cell_whose_question_is_not_open_is_answered_with_a_word_once(
    kernel: LearnersKernel,
) -> None:
    kernel.run(OPEN)
    ahead = (
        "The cell you ran answers “Count them”, which comes later. "
        "Read the text above, then call `t.next()`.\n\nNext: `t.next()`"
    )
    assert kernel.run(RIGHT) == f"Note\n\n{ahead}"
    assert kernel.run(RIGHT) == ""
    assert kernel.run("t.check()") == ahead
    kernel.run("t.next()")
    assert first_line(kernel.run(RIGHT)) == "Right (1 of 1 points)"
    assert kernel.run(RIGHT) == (
        "Note\n\nThe cell you ran answers “Count them”, which you have already answered. "
        "Call `t.next()` to go on.\n\nNext: `t.next()`"
    )
    assert kernel.run(RIGHT) == ""
    kernel.run("t.next()")
    assert kernel.run(RIGHT) == (
        "Note\n\nThe cell you ran answers “Count them”, which you have already answered. "
        "This lesson is finished. To do it again, call `t.start_over()`."
    )


def test_cells_that_are_no_answers_stay_out_of_the_record(
    kernel: LearnersKernel, data_dir: Path
) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    kernel.run("password = 'kept to myself'")
    kernel.run(answer("count", "mine = 'count what I answered'"))
    kernel.run(answer("elsewhere", "other = 'for another lesson'"))
    kernel.run("t.record()")
    recorded = "".join(
        path.read_text(encoding="utf-8") for path in (data_dir / "journal").rglob("*.jsonl")
    )
    assert "count what I answered" in recorded
    assert "kept to myself" not in recorded
    assert "for another lesson" not in recorded


def test_a_cell_on_which_an_answer_builds_is_recorded_with_it_and_runs_again(
    kernel: LearnersKernel,
    data_dir: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    kernel.run("password = 'kept to myself'")
    kernel.run("more = 0")
    kernel.run("more / 0")
    verdict = kernel.run(answer("count", "def count(seeds): return len(seeds) + more"))
    assert first_line(verdict) == "Right (1 of 1 points)"
    assert NOT_ENOUGH not in verdict
    kernel.run("t.record()")
    recorded = "".join(
        path.read_text(encoding="utf-8") for path in (data_dir / "journal").rglob("*.jsonl")
    )
    assert "more = 0" in recorded
    assert "kept to myself" not in recorded
    garden = tmp_path / "courses" / "garden"
    assert main(["try", str(garden), "--question", "count", "--recorded", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["verdict"], again["recorded_verdict"]) == ("correct", "correct")


def test_an_interrupt_ends_the_waiting_and_the_check(kernel: LearnersKernel) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    endless = answer("count", "def count(seeds):\n    while True: pass")
    # The kernel interrupts itself once the answer is being looked at; where the cell does not wait
    # for that yet, once more.
    kernel.run(
        "import signal, threading, time\n"
        "from jupyter_tutor.widgets.client import client\n"
        "def stop_waiting():\n"
        "    line = client().host_lines[0]\n"
        "    while line.head.checking is None: time.sleep(0.01)\n"
        "    while line.head.checking is not None:\n"
        "        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)\n"
        "        time.sleep(2)\n"
        "stopping = threading.Thread(target=stop_waiting)\n"
        "stopping.start()"
    )
    kernel.run(endless)
    # It may interrupt this, too, while the end of the check is on its way.
    kernel.run(
        "while stopping.is_alive():\n    try: stopping.join()\n    except KeyboardInterrupt: pass"
    )
    assert "I stopped looking at your answer." in kernel.run("t.transcript()")


def test_a_lesson_is_led_by_several_tutors_at_once(kernel: LearnersKernel) -> None:
    kernel.run(f"{OPEN}\nbeds = Tutor('garden', 'beds')\nagain = Tutor('garden')")
    kernel.run("t.next(), beds.next()")
    area = answer("area", "def area(width, length):\n    return width * length")
    assert first_line(kernel.run(area)) == "Right (2 of 2 points)"
    assert first_line(kernel.run(RIGHT)) == "Right (1 of 1 points)"
    assert first_line(kernel.run("again.next()")) == "Question: A tool"
    assert kernel.run("beds.transcript() == again.transcript()") == "True"


def test_the_record_is_shown(kernel: LearnersKernel, data_dir: Path) -> None:
    kernel.run(OPEN)
    said = kernel.run("t.record()")
    assert f"You are known as `ada`. Your record is in `{data_dir}`." in said
    assert said.endswith("- Seeds: begun, 3 entries")
    kept = kernel.run("print(t.transcript().save('seeds.html').read_text()[:15])")
    assert kept.strip() == "<!doctype html>"


def test_an_answer_comes_back_in_the_next_cell(kernel: LearnersKernel) -> None:
    kernel.run(OPEN)
    kernel.run("t.next()")
    kernel.run(RIGHT)
    reply = kernel.client.execute_interactive("t.restore()", output_hook=lambda _: None)
    assert reply["content"]["payload"] == [
        {"source": "set_next_input", "text": RIGHT, "replace": False}
    ]
