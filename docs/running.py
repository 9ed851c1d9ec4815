"""A running tutor with two lessons open, for the diagram of docs/runtime.md.

Everything is real but the kernels, of which there are none. Ages and memory, which differ, are left
out.
"""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.application import Application
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.ports import Kernel
from jupyter_tutor.runtime.tree import Node, as_mermaid, live_tree
from jupyter_tutor.sessions.directory import Place

SYLLABI = Path(__file__).parents[1] / "syllabi"
LESSONS = ("values-and-names", "functions")


class NoKernels:
    """Where no kernel is ever found."""

    async def find(self, kernel_id: str) -> Kernel | None:
        """None."""
        del kernel_id


class Example(Application[NoKernels]):
    """A tutor that only talks."""

    def make_kernels(self, checker: CheckerPool, fresh: FreshTarget) -> NoKernels:
        """None at all."""
        del checker, fresh
        return NoKernels()

    async def close_kernels(self, kernels: NoKernels) -> None:
        """There is nothing to close."""


def runtime() -> str:
    """The diagram of the live tree."""
    return asyncio.run(_drawn())


async def _drawn() -> str:
    with tempfile.TemporaryDirectory() as folder:
        tutor = Example(
            data_dir=Path(folder), search_path=[SYLLABI], place="here", linger=60.0, warm=False
        )
        await tutor.start()
        try:
            for lesson in LESSONS:
                course = CourseId("python-foundations")
                await tutor.sessions.join(Place(LearnerId("ada"), course, LessonId(lesson)))
            return as_mermaid(_lasting(live_tree(tutor.root)))
        finally:
            await tutor.close()


def _lasting(node: Node) -> Node:
    return replace(node, age=0.0, memory=None, children=tuple(map(_lasting, node.children)))
