"""An answer in a live kernel, its basis, and the same answer judged again from that alone."""

import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_tutor.adapters.recorded_answers import RecordedAnswer, judge_again
from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.basis import (
    BLIND,
    HIDDEN,
    MOST_OF_CELLS,
    MOST_OF_FILES,
    MOVED,
    NOT_ENOUGH,
    OTHER_TEXT,
    TOO_LONG,
)
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from tests.kernel.notebooks import Attached, ask, attached, started_kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

PRICE = ask("price", "assert price(3) == 6")
TOTAL = ask("total", "assert total == 6")
USES = "def price(x): return x * rate"


@pytest_asyncio.fixture(loop_scope="session")
async def beside(pool: CheckerPool, tmp_path: Path) -> AsyncIterator[tuple[Attached, Path]]:
    """A kernel of its own in a folder of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    async with started_kernel(folder) as manager, attached(manager, pool) as notebook:
        yield notebook, folder


async def judged(
    notebook: Attached, question: CodeQuestion, cells: list[str], answer: str
) -> tuple[Report, Basis]:
    for cell in cells:
        await notebook.learner.run(cell)
    report = await notebook.judge(question, answer)
    assert report.basis is not None
    return report, report.basis


async def again(pool: CheckerPool, question: CodeQuestion, source: str, report: Report) -> Report:
    """The report from the record alone, but for where it was made."""
    answer = RecordedAnswer(at="then", source=source, report=report, basis=report.basis)
    told = await judge_again(SandboxTarget(pool), question, answer)
    assert told.target in ("sandbox", "process")
    return replace(told, target=report.target, basis=report.basis)


def kept(name: str, data: bytes) -> UsedFile:
    return UsedFile(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content=base64.b64encode(data).decode(),
    )


def note(*leans: str) -> str:
    return " ".join((NOT_ENOUGH, *leans))


async def test_an_answer_takes_along_the_cells_it_uses_and_no_others(
    beside: tuple[Attached, Path], pool: CheckerPool
) -> None:
    notebook, _ = beside
    cells = ["base = 1", "password = 'secret'", "rate = base + 1", "print(rate)", "1 / 0"]
    report, basis = await judged(notebook, PRICE, cells, USES)
    assert (report.verdict, report.notes) == ("correct", ())
    assert basis == Basis(cells=("base = 1", "rate = base + 1"), digest=basis.digest)
    assert await again(pool, PRICE, USES, report) == report


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["items = [1]", "items.append(2)", "items += [3]"], "total = sum(items)"),
        (["items = [1]", "items.append(9)", "items.clear()"], "total = sum(items)"),
        (["import math", "n = math.floor(6.5)"], "total = n"),
        (["from math import *", "n = 36"], "total = int(sqrt(n))"),
        (["%%time\nn = 6", "%config InlineBackend.rc = {}"], "total = n"),
        (["n = 5", "try:\n    n += 1\n    n / 0\n    n = 0\nfinally:\n    pass"], "total = n"),
        (["def add(x): box.append(x)", "box = []", "add(6)"], "total = box[0]"),
        (["class Box:\n    size = 6", "box = Box()", "box.size = 7"], "total = box.size"),
        (["n = 6", "del n"], "total = n"),
    ],
)
async def test_the_sandbox_comes_to_the_same_verdict(
    beside: tuple[Attached, Path], pool: CheckerPool, cells: list[str], answer: str
) -> None:
    notebook, _ = beside
    report, basis = await judged(notebook, TOTAL, cells, answer)
    assert (basis.leans, report.notes) == ((), ())
    told = await again(pool, TOTAL, answer, report)
    if report.verdict == "error":
        assert (told.verdict, told.message) == (report.verdict, report.message)
    else:
        assert told == report


async def test_an_answer_takes_along_the_files_it_names(
    beside: tuple[Attached, Path], pool: CheckerPool
) -> None:
    notebook, folder = beside
    (folder / "data").mkdir()
    (folder / "data" / "prices.csv").write_bytes(b"1\n2\n3\n")
    (folder / "helper.py").write_bytes(
        b"def read(path):\n    return [int(x) for x in open(path)]\n"
    )
    (folder / "other.txt").write_bytes(b"not named")
    (folder / ".env").write_bytes(b"secret")
    cells = ["from pathlib import Path", "import helper", "path = Path('data') / 'prices.csv'"]
    answer = "total = sum(helper.read(path))"
    report, basis = await judged(notebook, TOTAL, cells, answer)
    assert report.verdict == "correct"
    assert basis == Basis(
        cells=tuple(cells),
        files=(
            kept("data/prices.csv", b"1\n2\n3\n"),
            kept("helper.py", b"def read(path):\n    return [int(x) for x in open(path)]\n"),
        ),
        digest=basis.digest,
    )
    assert await again(pool, TOTAL, answer, report) == report


async def test_files_elsewhere_and_hidden_ones_are_not_read(
    beside: tuple[Attached, Path], pool: CheckerPool
) -> None:
    notebook, folder = beside
    outside = folder.parent / "outside.txt"
    outside.write_text("6")
    (folder / "link.txt").symlink_to(outside)
    (folder / ".hidden").write_text("6")
    for name in (str(outside), "../outside.txt", "link.txt", ".hidden"):
        report, basis = await judged(notebook, TOTAL, [], f"total = int(open({name!r}).read())")
        lean = f"`{name}` is not a file in your notebook's folder, so it is not kept."
        assert (report.verdict, report.notes) == ("correct", (note(lean),))
        assert basis == Basis(leans=(lean,), digest=basis.digest)


async def test_a_file_that_is_too_large_is_named_and_not_kept(
    beside: tuple[Attached, Path],
) -> None:
    notebook, folder = beside
    data = b"6" + b"\n" * MOST_OF_FILES
    (folder / "large.txt").write_bytes(data)
    (folder / "endless.txt").write_bytes(b"6" + b"\n" * (8 << 20))
    report, basis = await judged(notebook, TOTAL, [], "total = int(open('large.txt').read())")
    lean = "`large.txt` is too large to be kept."
    digest = hashlib.sha256(data).hexdigest()
    assert (report.verdict, report.notes) == ("correct", (note(lean),))
    assert basis.files == (UsedFile(name="large.txt", size=len(data), sha256=digest),)
    _, basis = await judged(notebook, TOTAL, [], "total = int(open('endless.txt').read())")
    assert basis.files == (UsedFile(name="endless.txt", size=(8 << 20) + 1, sha256=""),)


@pytest.mark.parametrize(
    ("cells", "answer", "lean"),
    [
        (["globals()['n'] = 6"], "total = n", "`n`"),
        (["exec('n = 6')"], "total = n", "`n`"),
        (["n = 6"], "total = globals()['n']", BLIND),
        (
            ["open('a6.txt', 'w').close()", "k = 6"],
            "total = int(open(f'a{k}.txt').name[1])",
            HIDDEN,
        ),
        (
            ["import os", "os.mkdir('sub')", "open('sub/b.txt', 'w').close()", "os.chdir('sub')"],
            "total = 6 + len(open('b.txt').read())",
            MOVED,
        ),
        ([f"n = 6 # {'x' * MOST_OF_CELLS}"], "total = n", TOO_LONG),
    ],
)
async def test_an_answer_that_leans_on_what_is_not_recorded_says_so(
    beside: tuple[Attached, Path], cells: list[str], answer: str, lean: str
) -> None:
    notebook, _ = beside
    report, basis = await judged(notebook, TOTAL, cells, answer)
    assert report.verdict == "correct"
    (found,) = basis.leans
    if lean == "`n`":
        lean = (
            "It uses `n`, and the tutor has seen no cell that makes it. "
            "Run that cell once more, then check again."
        )
    assert (found, report.notes) == (lean, (note(lean),))


async def test_what_ran_before_the_tutor_came_is_not_recorded(pool: CheckerPool) -> None:
    async with started_kernel() as manager:
        async with attached(manager, pool) as before:
            await before.learner.run("rate = 2")
        async with attached(manager, pool) as notebook:
            report, basis = await judged(notebook, PRICE, [], USES)
            assert report.verdict == "correct"
            lean = (
                "It uses `rate`, and the tutor has seen no cell that makes it. "
                "Run that cell once more, then check again."
            )
            assert (basis.cells, basis.leans, report.notes) == ((), (lean,), (note(lean),))
            report, basis = await judged(notebook, PRICE, ["rate = 2"], USES)
            assert (basis.cells, basis.leans, report.notes) == (("rate = 2",), (), ())


async def test_a_name_that_is_nowhere_is_the_answers_own_mistake(
    beside: tuple[Attached, Path],
) -> None:
    notebook, _ = beside
    report, basis = await judged(notebook, TOTAL, [], "total = nowhere")
    assert (report.verdict, report.notes, basis.leans) == ("error", (), ())


async def test_an_answer_that_was_changed_and_not_run_says_so(
    beside: tuple[Attached, Path],
) -> None:
    notebook, _ = beside
    run = await notebook.answer(TOTAL, "total = 6")
    report = await notebook.bridge.check(TOTAL, f"{run.source}\n# only a comment", None)
    assert (report.verdict, report.notes) == ("correct", ())
    report = await notebook.bridge.check(TOTAL, run.source.replace("6", "7"), None)
    assert (report.verdict, report.notes) == ("correct", (note(OTHER_TEXT),))


async def test_the_lessons_own_cells_need_no_recording(
    beside: tuple[Attached, Path], pool: CheckerPool
) -> None:
    notebook, _ = beside
    given = replace(PRICE, setup=("rate = 2",))
    report, basis = await judged(notebook, given, ["rate = 2"], USES)
    assert (report.notes, basis) == ((), Basis(digest=basis.digest))
    assert await again(pool, given, USES, report) == report


async def test_an_unattempted_answer_has_no_basis(beside: tuple[Attached, Path]) -> None:
    notebook, _ = beside
    report = await notebook.judge(TOTAL, "total = ...")
    assert (report.verdict, report.basis) == ("unattempted", None)
