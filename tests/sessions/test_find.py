"""Live sessions are found by who learns, what, and which kernel serves them."""

from typing import Any

from jupyter_tutor.core.commands import Continue
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import KernelInfo
from jupyter_tutor.runtime.exits import KILLED
from jupyter_tutor.sessions.directory import Place
from jupyter_tutor.sessions.session import CRASHED
from jupyter_tutor.sessions.updates import Refused
from jupyter_tutor.testing import ScriptedKernel
from tests.core.lessons import LESSON
from tests.sessions.conftest import PLACE, World

OTHER = Place(LearnerId("grace"), LESSON.course_id, LESSON.id)
DEAD = KernelInfo(status="dead", checks="none")


async def test_sessions_are_found_by_each_word_and_by_several(world: World) -> None:
    server = world.server()
    ada, grace = await server.join(PLACE), await server.join(OTHER)
    assert server.find(learner="ada") == [ada]
    assert server.find(course=LESSON.course_id, lesson=LESSON.id) == [ada, grace]
    assert server.find(learner="grace", lesson="another") == []
    assert server.find(kernel=None) == [ada, grace]


async def test_a_kernel_has_the_sessions_that_it_serves(world: World) -> None:
    server = world.server()
    ada, grace = await server.join(PLACE), await server.join(OTHER)
    one, two = ScriptedKernel("k1"), ScriptedKernel("k2")
    await ada.attach(one)
    await grace.attach(one)
    assert server.find(kernel="k1") == [ada, grace]
    await ada.attach(two)
    assert (server.find(kernel="k1"), server.find(kernel="k2")) == ([grace], [ada])
    assert server.find(kernel="k2", learner="grace") == []
    await grace.attach(None)
    assert (server.find(kernel="k1"), server.find(kernel=None)) == ([], [grace])


async def test_a_dead_kernel_serves_nobody_until_it_is_back(world: World) -> None:
    server = world.server()
    session = await server.join(PLACE)
    kernel = ScriptedKernel("k1")
    await session.attach(kernel)
    session.kernel_changed(DEAD)
    assert (server.find(kernel="k1"), server.find(kernel=None)) == ([], [session])
    session.kernel_changed(KernelInfo(status="idle", checks="fork"))
    assert server.find(kernel="k1") == [session]


async def test_a_session_that_has_ended_is_served_by_none(world: World) -> None:
    server = world.server()
    session = await server.join(PLACE)
    kernel = ScriptedKernel("k1")
    await session.attach(kernel)
    session.exit(KILLED)
    await session.wait()
    session.kernel_changed(DEAD)
    assert server.find(kernel="k1") == []


async def test_one_that_crashed_is_not_served_by_the_kernel_before_it_is_attached_again(
    world: World, monkeypatch: Any
) -> None:
    server = world.server()
    session = await server.join(PLACE)
    kernel = ScriptedKernel("k1")
    await session.attach(kernel)

    def crash(*_args: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("jupyter_tutor.sessions.session.decide", crash)
        go_on = Continue(at="2026-01-02T00:00:00.000Z")
        assert await session.ask(go_on) == Refused(CRASHED)
    again = await server.join(PLACE)
    session.kernel_changed(KernelInfo(status="busy", checks="fork"))
    assert (server.find(kernel="k1"), server.find(kernel=None)) == ([], [again])
    await again.attach(kernel)
    assert server.find(kernel="k1") == [again]
