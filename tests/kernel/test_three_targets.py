"""One answer, one verdict: in a live kernel, in a sandbox, and in a kernel that has a host."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.authoring.requirements import unmet
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.host.kernel import HostKernel
from jupyter_tutor.ports import OfferedAgent
from tests.checks.host import Host
from tests.kernel.notebooks import Attached

SYLLABI = sorted(path.parent for path in Path(__file__).parents[2].glob("syllabi/*/course.yaml"))
WRONG_ONES_OF = "python-foundations"

Attempt = tuple[CodeQuestion, str]

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(1200)]


@pytest.mark.parametrize("syllabus", SYLLABI, ids=lambda path: path.name)
async def test_all_targets_say_the_same(
    syllabus: Path, notebook: Attached, pool: CheckerPool
) -> None:
    course = read_source(syllabus).course
    assert course is not None
    assert list(unmet(course.requires)) == []
    attempts = list(_attempts(course))
    kernels = asyncio.create_task(_in_kernels(attempts, notebook, pool))
    sandboxed = await _in_sandboxes(attempts)
    live, hosted = await kernels
    apart = {
        f"{question.id}: {source}": reports
        for (question, source), *reports in zip(attempts, live, hosted, sandboxed, strict=True)
        if len({_without_place(report) for report in reports}) > 1
    }
    assert apart == {}
    leaning = {
        f"{question.id}: {source}": report.basis
        for (question, source), *reports in zip(attempts, live, hosted, strict=True)
        for report in reports
        if report.basis is not None and (report.basis.leans or report.basis.cells)
    }
    assert leaning == {}, "what a lesson itself gives is nothing to lean on"
    rights = [report for (q, s), report in zip(attempts, sandboxed, strict=True) if _right(q, s)]
    assert {report.verdict for report in rights} <= {"correct"}


def _without_place(report: Report) -> Report:
    """What is said of the answer itself, and not of what else might have been in its notebook."""
    notes = report.notes if report.verdict == "correct" else ()
    return replace(report, target="none", notes=notes, basis=None)


def _attempts(course: Course) -> Iterator[Attempt]:
    """Every solution and alternative; of one course every wrong answer, too."""
    for lesson in course.lessons:
        for question in lesson.questions:
            if isinstance(question, CodeQuestion):
                wrong = question.wrong if course.id == WRONG_ONES_OF else ()
                for source in (*_right_ones(question), *(w.source for w in wrong)):
                    yield question, f"#| tutor: answer\n#| for: {question.id}\n{source}"


def _right_ones(question: CodeQuestion) -> tuple[str, ...]:
    return question.solution, *question.alternatives


def _right(question: CodeQuestion, source: str) -> bool:
    return any(source.endswith(f"\n{right}") for right in _right_ones(question))


async def _in_sandboxes(attempts: Sequence[Attempt]) -> list[Report]:
    pool = CheckerPool(size=2)
    target = SandboxTarget(pool)
    try:
        return await asyncio.gather(*(target.check(q, source, None) for q, source in attempts))
    finally:
        await pool.close()


async def _in_kernels(
    attempts: Sequence[Attempt], notebook: Attached, pool: CheckerPool
) -> tuple[list[Report], list[Report]]:
    """In a Jupyter kernel as a server has it, and in a Python that a host judges in."""
    live: list[Report] = []
    hosted: list[Report] = []
    plain = Host()
    try:
        agent = OfferedAgent(
            address=plain.address.address, secret=plain.secret, pid=plain.process.pid, python=""
        )
        host = HostKernel("only", pool, FreshTarget(pool))
        host.offer(agent)
        for question, source in attempts:
            plain.clear()
            await notebook.learner.run("%reset -f")
            for setup in question.setup:
                plain.run(setup)
                await notebook.learner.run(setup)
            hosted.append(await host.check(question, source, plain.run(source)))
            told = len(notebook.cells.items)
            await notebook.learner.run(source)
            await notebook.cells.until(lambda cells, told=told: len(cells) > told)
            run = notebook.cells.items[told]
            live.append(await notebook.bridge.check(question, run.source, run.error))
    finally:
        plain.close()
    assert host.info.checks == notebook.bridge.checks == "fork"
    return live, hosted
