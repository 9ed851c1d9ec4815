"""`jupyter tutor rehearse`: what it prints, writes and gives back, and how it stops."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from jupyter_tutor.cli.main import main
from jupyter_tutor.core.questions import QuestionKind
from tests.authoring import kinds
from tests.authoring.rehearsed import GOOD, code, wrong
from tests.authoring.syllabus import COURSE, notebook, spoiled, write_course

Captured = pytest.CaptureFixture[str]

SECONDS = re.compile(r"in \d+\.\d seconds")
BROKEN = code("mean = 1 + 1", "assert mean > 1", wrong("mean = 3", "too-much"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_TUTOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rehearsal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of two lessons, the first of which is not as it should be."""
    return write_course(
        tmp_path / "tiny",
        {
            "course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, typed.ipynb]"),
            "means.ipynb": BROKEN,
            "typed.ipynb": kinds.TYPED,
        },
    )


def told(words: list[str], capsys: Captured) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["rehearse", *words])
    captured = capsys.readouterr()
    assert captured.err == ""
    return status, SECONDS.sub("in N seconds", captured.out)


def test_a_course_that_is_not_proved(folder: Path, capsys: Captured) -> None:
    assert told([str(folder), "--jobs", "2"], capsys) == (
        1,
        f"problem: {folder}/means.ipynb, cell 5 (mean)\n"
        "  The wrong answer `too-much` passes every check.\n"
        "  | It does what it should.\n"
        "  Add a check that it fails, or take it away.\n"
        f"{folder}: 1 problem in 5 questions of 2 lessons.\n"
        "9 runs in N seconds. Of 3 sample answers in words, 3 get the verdict of their author.\n",
    )


def test_a_course_that_is_proved(tmp_path: Path, cache: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": GOOD})
    proved = f"{folder}: 2 questions of 1 lesson are proved.\n"
    assert told([str(folder), "--no-cache"], capsys) == (0, f"{proved}8 runs in N seconds.\n")
    assert not cache.exists()
    assert told([str(folder)], capsys) == (0, f"{proved}8 runs in N seconds.\n")
    assert len(list(cache.iterdir())) == 2
    assert told([str(folder / "means.ipynb")], capsys) == (
        0,
        f"{proved}8 runs in N seconds, 8 of them remembered from before.\n",
    )


def test_a_course_made_by_new_is_proved(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "my-course", "-o", str(tmp_path)]) == 0
    folder = tmp_path / "my-course"
    status, words = told([str(folder)], capsys)
    assert (status, words.splitlines()[0]) == (
        0,
        f"{folder}: {len(get_args(QuestionKind))} questions of 1 lesson are proved.",
    )


@pytest.mark.parametrize("name", ["typed", "2", "typed.ipynb"])
def test_one_lesson(name: str, folder: Path, capsys: Captured) -> None:
    status, words = told([str(folder), "--lesson", name], capsys)
    assert (status, words.splitlines()[0]) == (0, f"{folder}: 4 questions of 1 lesson are proved.")


def test_a_limit_of_ones_own(tmp_path: Path, capsys: Captured) -> None:
    slow = code("mean = 2", "import time\ntime.sleep(0.2)\nassert mean == 2", wrong("mean = 3"))
    folder = write_course(tmp_path / "tiny", {"means.ipynb": slow})
    assert told([str(folder), "--slow", "0.1"], capsys)[0] == 1
    assert told([str(folder)], capsys)[0] == 0
    (folder / "course.yaml").write_text(f"{COURSE}policies:\n  slow: 0.1\n")
    status, words = told([str(folder)], capsys)
    assert status == 1
    assert "seconds with the solution; 0.1 are allowed." in words


def test_as_data(folder: Path, capsys: Captured) -> None:
    status, words = told([str(folder), "--lesson", "1", "--json"], capsys)
    data = json.loads(words)
    assert isinstance(data.pop("seconds"), float)
    (question,) = data["lessons"][0]["questions"]
    assert isinstance(question.pop("slowest_check"), float)
    assert (status, data) == (
        1,
        {
            "folder": str(folder),
            "course": "tiny",
            "ok": False,
            "runs": 7,
            "remembered": 0,
            "samples": {"agreeing": 0, "of": 0},
            "findings": [
                {
                    "rule": "wrong",
                    "file": "means.ipynb",
                    "cell": 5,
                    "line": None,
                    "question": "mean",
                    "what": "The wrong answer `too-much` passes every check.",
                    "seen": "It does what it should.",
                    "fix": "Add a check that it fails, or take it away.",
                }
            ],
            "warnings": [],
            "lessons": [
                {
                    "id": "means",
                    "title": "Means",
                    "file": "means.ipynb",
                    "questions": [
                        {
                            "id": "mean",
                            "title": "The mean",
                            "kind": "code",
                            "ok": False,
                            "answers": 4,
                            "samples": None,
                            "remembered": False,
                        }
                    ],
                }
            ],
        },
    )


class Outline(HTMLParser):
    """What a page is made of: its tags, their addresses, and its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.headings: list[str] = []
        self._within = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
            self._within = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3"):
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.headings[-1] += data


def test_as_a_page(tmp_path: Path, capsys: Captured) -> None:
    lesson = spoiled("You divide by 2 whatever the length of the list.", "<b>Two?</b>").replace(
        "mean([1, 2, 3]) == 2", "mean([2]) == 3"
    )
    course = COURSE.replace("A tiny course", "A <tiny> course")
    folder = write_course(tmp_path / "tiny", {"course.yaml": course, "means.ipynb": lesson})
    page = tmp_path / "report.html"
    assert told([str(folder), "--html", str(page)], capsys)[0] == 1
    text = page.read_text(encoding="utf-8")
    outline = Outline(text)
    assert outline.headings == [
        "Rehearsal: A <tiny> course",
        "What to put right",
        "The solution does not pass the check of cell 6.",
        "This alternative does not pass the check of cell 6.",
        "Means",
        "What a rehearsal proves",
    ]
    assert not {"script", "img", "link", "b"} & set(outline.tags)
    assert outline.addresses == []
    assert {"main", "table", "caption", "pre"} <= set(outline.tags)
    assert '<html lang="en">' in text
    assert "prefers-color-scheme: dark" in text
    assert "<td>code</td>" in text
    assert "<pre>incorrect: The mean of 1, 2 and 3 is 2." in text


WRONG_USE = {
    "nothing there": (["{}/nowhere"], "There is nothing at {}/nowhere.\n"),
    "no course": (["{}"], "There is no course.yaml in {}.\n"),
    "an unknown lesson": (
        ["{}/tiny", "--lesson", "mean"],
        "There is no lesson `mean` here. Did you mean `means`? There is `means` and `typed`.\n",
    ),
    "a lesson beyond the last": (
        ["{}/tiny", "--lesson", "3"],
        "There is no lesson `3` here. There is `means` and `typed`.\n",
    ),
    "a page nowhere": (
        ["{}/tiny", "--html", "{}/no/page.html"],
        "{}/no/page.html cannot be written: name a file in a folder that is there.\n",
    ),
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_what_cannot_be_done(name: str, folder: Path, tmp_path: Path, capsys: Captured) -> None:
    words, said = WRONG_USE[name]
    assert main(["rehearse", *(word.format(tmp_path) for word in words)]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", said.format(*[tmp_path] * 2))


@pytest.mark.parametrize("words", [["--slow", "0"], ["--slow", "x"], ["--jobs", "0"]])
def test_a_number_that_is_none(words: list[str], folder: Path, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["rehearse", str(folder), *words])
    assert caught.value.code == 2
    assert f"error: argument {words[0]}: " in capsys.readouterr().err


def test_a_course_with_errors_is_told_of_all_of_them(tmp_path: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": notebook("## Nothing\n\nasked")})
    assert told([str(folder)], capsys) == (
        1,
        f"problem: {folder}/means.ipynb\n"
        "  The lesson asks nothing.\n"
        "  Begin a Markdown cell with `<!-- tutor: question`.\n"
        f"warning: {folder}/means.ipynb, cell 1\n"
        "  The notebook has no `tutor: lesson`; it is called `means`, after its file.\n"
        "  Begin the first cell with `<!-- tutor: lesson`, `id:`, `title:` and `-->`.\n"
        f"{folder}: 1 problem in 0 questions of 0 lessons.\n"
        "0 runs in N seconds.\n",
    )


LOOPS = {
    "in an example": "while True: pass",
    "in a wrong answer": "while True: pass",
    "in C, where nothing else of it runs": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
}


def await_work(pid: int) -> None:
    """Return when a process has been at work for a while."""
    ticks = 0
    while ticks < 50:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11])
        os.sched_yield()


def screen(terminal: int) -> str:
    """All that is written to a terminal until nobody has it open any more."""
    shown = b""
    with open(terminal, "rb", buffering=0) as file, contextlib.suppress(OSError):
        while part := file.read(1 << 16):
            shown += part
    return shown.decode()


@pytest.mark.skipif(os.name != "posix", reason="opens a terminal")
def test_a_terminal_shows_a_bar_while_it_lasts(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": GOOD})
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_tutor.cli.main", "rehearse", str(folder)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = screen(ours)
    told, _ = process.communicate(timeout=120)
    assert told.startswith(f"{folder}: 2 questions of 1 lesson are proved.\n")
    assert "Rehearsing" in shown
    assert "/8" in shown
    # The bar is gone in the end, and the cursor back.
    assert "Rehearsing" not in shown.rpartition("\x1b[2K")[2]
    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("where", LOOPS)
def test_ctrl_c_ends_everything_quietly(where: str, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    held = f"import os\nheld = open({str(fifo)!r}, 'w')\nprint(os.getpid(), file=held, flush=True)"
    endless = f"{held}\n{LOOPS[where]}"
    lesson = code("mean = 2", "assert mean == 2", wrong(endless))
    if where == "in an example":
        lesson = spoiled("sum(scores)", endless)
    folder = write_course(tmp_path / "tiny", {"means.ipynb": lesson})
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_tutor.cli.main", "rehearse", str(folder), "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background has it ignored, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with fifo.open() as reader:
        await_work(int(reader.readline()))
        process.send_signal(signal.SIGINT)
        assert reader.read() == ""  # nothing holds the other end any more
    assert process.communicate(timeout=60) == ("", "\nStopped.\n")
    assert process.returncode == 130
