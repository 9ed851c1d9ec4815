"""IPython in a terminal, and plain Python: no kernel, no server, the same lesson."""

import subprocess
import sys
from pathlib import Path

from tests.widgets.kernel import PATIENCE, answer, without_story

IPYTHON = """\
from IPython.terminal.interactiveshell import TerminalInteractiveShell

shell = TerminalInteractiveShell.instance(colors="nocolor", simple_prompt=True)
for cell in {cells!r}:
    print(">>>", cell)
    shell.run_cell(cell, store_history=True)
"""

CELLS = (
    "%load_ext jupyter_tutor",
    "%tutor garden seeds",
    "tutor.next();",
    answer("count", "def count(seeds):\n    return 3"),
    answer("count", "def count(seeds):\n    return len(seeds)"),
    "tutor.next()",
)

SHOWN = """\
>>> %load_ext jupyter_tutor
>>> %tutor garden seeds
Welcome

Welcome to Seeds. I explain one thing at a time, then ask you to try it. Mistakes are welcome \
here: they show both of us what to look at next. You can stop at any time and go on later.

What is recorded: your answers, the answer cells you run, and this conversation, so that you can \
carry on and your instructor can see how it went. Cells that an answer builds on are kept with \
it, and the files in the notebook's folder that they read. Your other cells are not recorded.

Seeds
=====

Seeds are counted.

Next: `tutor.next()`
This lesson is called `tutor` here: try `tutor.progress()`.
>>> tutor.next();
>>> #| tutor: answer
#| for: count
def count(seeds):
    return 3
Not right yet

`count([1, 2])` returned `3`, expected `2`. It is off by one.

Line 4, `return 3`: up to there your answer is like one that works. Look at the value `3`.

Change your answer and check it again.

Next: run your answer cell and `tutor.check()`, or `tutor.skip()`, `tutor.solution()`
>>> #| tutor: answer
#| for: count
def count(seeds):
    return len(seeds)
Right (1 of 1 points)

It does what it should.

Next: `tutor.next()`
>>> tutor.next()
Out[6]:
Finished

You have finished “Seeds”. You have 1 of 1 points. Well done.

Summary

(How it went.)
"""


def ran(program: str, folder: Path) -> str:
    """What a program in a terminal of that folder writes."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=True,
    )
    return done.stdout


def test_a_lesson_in_a_terminal_word_for_word(tmp_path: Path) -> None:
    shown = ran(IPYTHON.format(cells=CELLS), tmp_path)
    lines = (line.rstrip() for line in shown.splitlines())
    assert without_story("\n".join(lines)) == "\n".join(
        line.rstrip() for line in SHOWN.splitlines()
    )


def test_plain_python_will_do_and_is_not_misled_by_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "random.py").write_text("raise RuntimeError('the file of a learner')")
    (tmp_path / "asyncio.py").write_text("raise RuntimeError('the file of a learner')")
    program = (
        "import sys\nsys.path.remove('')\nfrom jupyter_tutor import Tutor\n"
        "t = Tutor('garden', 'seeds')\nt.next()\n"
        "def count(seeds): return len(seeds)\n"
        "print(t.check())\nprint(t.skip())"
    )
    assert ran(program, tmp_path).splitlines()[:1] == [
        "Run your answer cell first, then I can look at it."
    ]


def test_loading_the_package_loads_nothing_of_it(tmp_path: Path) -> None:
    program = (
        "import sys, jupyter_tutor\n"
        "print(sorted(name for name in sys.modules if name.startswith('jupyter_tutor')))\n"
        "print('asyncio' in sys.modules, jupyter_tutor.Tutor.__name__)"
    )
    assert ran(program, tmp_path) == "['jupyter_tutor']\nFalse Tutor\n"
