"""A live session shows only what is saved, outlives crashes, and is one wherever it is seen."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    ChoiceAnswer,
    CodeAnswer,
    Continue,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import LearnerId, QuestionId, RequestId
from jupyter_tutor.core.state import AwaitingAnswer, Checking, Completed, Correct, Remediation
from jupyter_tutor.ports import CellRun, KernelInfo
from jupyter_tutor.runtime.bus import Subscription
from jupyter_tutor.sessions import checks
from jupyter_tutor.sessions.session import CRASHED, NOT_SAVED, Session
from jupyter_tutor.sessions.updates import (
    Accepted,
    KernelUpdate,
    Moved,
    Refused,
    Update,
    ViewUpdate,
)
from jupyter_tutor.testing import ScriptedKernel
from jupyter_tutor.wire import event_from_body, hash_of
from tests.core.lessons import LESSON, NEWER
from tests.sessions.conftest import PLACE, RIGHT, WRONG, World

DOUBLE = QuestionId("double")
SOURCE = "#| tutor: answer\n#| for: double\ndef double(x):\n    return x + 2\n"


def go_on() -> Continue:
    return Continue(at="2026-01-02T00:00:00.000Z")


def submit(request: str, source: str = SOURCE) -> SubmitAnswer:
    return SubmitAnswer(
        at="2026-01-02T00:00:00.000Z",
        question=DOUBLE,
        answer=CodeAnswer(source=source),
        request=RequestId(request),
    )


async def until_phase(session: Session, updates: Subscription[Update], phase: str) -> None:
    while session.state.phase.type != phase:
        await anext(updates)


async def test_what_is_published_is_already_saved(world: World) -> None:
    session = await world.server().join(PLACE)
    saved_when_published: list[tuple[int, int]] = []
    updates = session.watch()

    async def watch() -> None:
        async for update in updates:
            assert isinstance(update, ViewUpdate)
            saved_when_published.append((update.head.seq, len(world.journal.events)))

    watching = asyncio.create_task(watch())
    for _ in range(3):
        await session.ask(go_on())
    updates.close()
    await watching
    assert saved_when_published
    assert all(seq <= saved for seq, saved in saved_when_published)
    assert len(world.journal.events) == session.state.seq


async def test_the_record_is_chained_and_folds_to_the_live_state(world: World) -> None:
    session = await world.server().join(PLACE)
    await session.ask(go_on())
    stored = world.journal.events
    assert [event.seq for event in stored] == list(range(1, len(stored) + 1))
    assert [event.prev for event in stored[1:]] == [event.hash for event in stored[:-1]]
    assert all(hash_of(event) == event.hash for event in stored)
    assert fold(event_from_body(event.body) for event in stored) == session.state


async def test_an_update_holds_the_new_messages_and_where_they_go(world: World) -> None:
    session = await world.server().join(PLACE)
    updates = session.watch()
    before = session.view
    assert await session.ask(go_on()) == Accepted(session.state.seq)
    update = await anext(updates)
    assert isinstance(update, ViewUpdate)
    assert update.base == len(before.messages)
    assert (*before.messages, *update.messages) == session.view.messages
    assert update.head == session.view.head


async def test_a_turn_that_cannot_be_saved_has_not_happened(world: World) -> None:
    session = await world.server().join(PLACE)
    updates = session.watch()
    before = session.state
    world.journal.full = True
    assert await session.ask(go_on()) == Refused(NOT_SAVED, again=True)
    assert session.state == before
    world.journal.full = False
    assert isinstance(await session.ask(go_on()), Accepted)
    update = await anext(updates)
    assert isinstance(update, ViewUpdate)
    assert update.head.seq == before.seq + 1


async def test_a_refused_command_is_told_why_and_saves_nothing(world: World) -> None:
    session = await world.server().join(PLACE)
    before = list(world.journal.events)
    assert await session.ask(submit("r1")) == Refused(words.CONTINUE_FIRST)
    assert world.journal.events == before


async def test_running_the_answer_cell_leads_to_a_verdict(world: World) -> None:
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    kernel.script.extend([WRONG, RIGHT])
    await session.attach(kernel)
    await session.ask(go_on())
    updates = session.watch()
    session.cell_ran(CellRun(question=DOUBLE, source=SOURCE, outcome="ok"))
    await until_phase(session, updates, "remediation")
    assert session.state.phase == Remediation(question=DOUBLE)
    assert "returned `7`" in session.state.transcript[-1].text
    session.cell_ran(CellRun(question=DOUBLE, source=SOURCE + "#", outcome="ok"))
    await until_phase(session, updates, "correct")
    assert session.state.phase == Correct(question=DOUBLE)
    assert [question for question, _ in kernel.checked] == ["double", "double"]


async def test_a_check_that_fails_or_crashes_leaves_the_question_open(world: World) -> None:
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    crashing: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    crashing.set_exception(ValueError("boom"))
    kernel.script.extend(["kernel_died", crashing])
    await session.attach(kernel)
    await session.ask(go_on())
    updates = session.watch()
    told = []
    for request in ("r1", "r2"):
        await session.ask(submit(request))
        await until_phase(session, updates, "awaiting_answer")
        told.append(session.state.transcript[-1].text)
    assert told == [words.check_failed("kernel_died"), words.check_failed("internal")]
    assert session.state.questions[DOUBLE].attempts == 0
    # What is nobody's mistake but ours is put aside for an instructor, without what was written.
    (letter,) = await world.dead_letters.all()
    assert (letter.job, letter.error, letter.tries) == ("check", "ValueError", 1)
    assert json.loads(letter.input) == {"session": session.id, "question": DOUBLE}


async def test_the_checks_of_all_learners_take_turns(world: World) -> None:
    world.checks_at_once = 1
    server = world.server()
    held: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    kernels = [ScriptedKernel(), ScriptedKernel()]
    sessions = []
    for learner, kernel, verdict in zip(("ada", "bob"), kernels, (held, RIGHT), strict=True):
        kernel.script.append(verdict)
        sessions.append(await server.join(replace(PLACE, learner=LearnerId(learner))))
        await sessions[-1].attach(kernel)
        await sessions[-1].ask(go_on())
        await sessions[-1].ask(submit("r1"))
    updates = [session.watch() for session in sessions]

    assert [len(kernel.checked) for kernel in kernels] == [1, 0]
    held.set_result(WRONG)

    await until_phase(sessions[0], updates[0], "remediation")
    await until_phase(sessions[1], updates[1], "correct")


@pytest.mark.parametrize("lack", ["room", "time"])
async def test_a_check_that_does_not_get_its_turn_is_told_and_is_nobodys_to_mend(
    world: World, monkeypatch: Any, caplog: pytest.LogCaptureFixture, lack: str
) -> None:
    world.checks_at_once = 0
    if lack == "room":
        world.checks_waiting = 0
    else:
        monkeypatch.setattr(checks, "WITHIN", 0.01)
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    await session.attach(kernel)
    await session.ask(go_on())
    updates = session.watch()
    caplog.clear()
    await session.ask(submit("r1"))
    await until_phase(session, updates, "awaiting_answer")
    assert session.state.transcript[-1].text == words.check_failed("crowded")
    assert (session.state.questions[DOUBLE].attempts, kernel.checked) == (0, [])
    assert await world.dead_letters.all() == []
    warned = [each.message for each in caplog.records if each.levelname == "WARNING"]
    assert warned == ["a check did not get its turn in time"]


async def test_stopping_a_check_gives_it_up_and_its_late_end_is_refused(world: World) -> None:
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    verdict: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    kernel.script.append(verdict)
    await session.attach(kernel)
    await session.ask(go_on())
    await session.ask(submit("r1"))
    await asyncio.sleep(0)
    await session.ask(StopCheck(at="2026-01-02T00:00:00.000Z"))
    assert session.state.phase == AwaitingAnswer(question=DOUBLE)
    await asyncio.sleep(0)
    assert verdict.cancelled()


async def test_a_session_taken_up_again_asks_anew_for_its_check(world: World) -> None:
    first = world.server("first")
    session = await first.join(PLACE)
    kernel = ScriptedKernel()
    kernel.script.append(asyncio.get_running_loop().create_future())
    await session.attach(kernel)
    await session.ask(go_on())
    await session.ask(submit("r1"))
    # The first server is killed: nothing more of it is heard. Its lease goes with it.
    world.held.clear()
    again = await world.server("second").join(PLACE)
    assert isinstance(again.state.phase, Checking)
    living = ScriptedKernel()
    living.script.append(RIGHT)
    updates = again.watch()
    await again.attach(living)
    await until_phase(again, updates, "correct")
    assert living.checked == [("double", SOURCE)]


async def test_without_a_kernel_a_check_ends_with_words(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("jupyter_tutor.sessions.checks.WAIT_FOR_KERNEL", 0.01)
    session = await world.server().join(PLACE)
    await session.ask(go_on())
    updates = session.watch()
    await session.ask(submit("r1"))
    await until_phase(session, updates, "awaiting_answer")
    assert session.state.transcript[-1].text == words.check_failed("no_kernel")


async def test_two_screens_see_the_same(world: World) -> None:
    server = world.server()
    session = await server.join(PLACE)
    assert await server.join(PLACE) is session
    one, two = session.watch(), session.watch()
    await session.ask(go_on())
    assert await anext(one) == await anext(two)


async def test_a_taken_session_says_so_on_both_sides_and_goes_on(world: World) -> None:
    here = await world.server("here").join(PLACE)
    await here.ask(go_on())
    updates = here.watch()
    seq = here.state.seq
    there = await world.server("there").join(PLACE)
    told = [update async for update in updates]
    notice = words.yielded("there")
    assert told[-1] == Moved(notice)
    assert not here.alive
    assert isinstance(await here.ask(go_on()), Refused)
    assert there.state.seq == seq + 2
    assert [message.text for message in there.state.transcript[-2:]] == [
        notice,
        words.welcome_back("Twice as much"),
    ]
    assert there.state.phase == AwaitingAnswer(question=DOUBLE)


async def test_a_crash_comes_back_with_everything_saved(world: World, monkeypatch: Any) -> None:
    server = world.server()
    session = await server.join(PLACE)
    await session.ask(go_on())
    seq = session.state.seq

    def crash(*_args: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("jupyter_tutor.sessions.session.decide", crash)
        assert await session.ask(go_on()) == Refused(CRASHED)
    again = await server.join(PLACE)
    assert again is not session
    assert again.state.phase == AwaitingAnswer(question=DOUBLE)
    assert again.state.seq == seq + 1


async def test_a_session_nobody_watches_is_put_away_and_comes_back(world: World) -> None:
    server = world.server(linger=0.0)
    session = await server.join(PLACE)
    updates = session.watch()
    updates.close()
    server.left(PLACE)
    for _ in range(50):
        await asyncio.sleep(0)
    assert server.live == ()
    assert world.held == {}
    assert world.journal.events[-1].type == "session_left"
    again = await server.join(PLACE)
    assert again.state.transcript[-1].text == words.welcome_back("What a function is")


async def test_a_session_that_is_watched_again_does_not_go(world: World) -> None:
    server = world.server(linger=60.0)
    session = await server.join(PLACE)
    server.left(PLACE)
    assert await server.join(PLACE) is session
    assert session.alive


async def test_starting_over_takes_the_newest_version_and_keeps_the_record(world: World) -> None:
    session = await world.server().join(PLACE)
    await session.ask(go_on())
    world.courses.installed[(LESSON.course_id, LESSON.id)] = NEWER
    await session.ask(go_on())
    assert session.lesson == LESSON
    count = len(world.journal.events)
    await session.ask(StartOver(at="2026-01-02T00:00:00.000Z"))
    assert session.lesson == NEWER
    assert len(world.journal.events) > count
    assert world.journal.events[-1].lesson_hash == NEWER.hash


async def test_a_lesson_changed_meanwhile_stays_as_it_was_begun(world: World) -> None:
    first = await world.server("first").join(PLACE)
    await first.ask(go_on())
    world.courses.installed[(LESSON.course_id, LESSON.id)] = NEWER
    world.held.clear()
    again = await world.server("second").join(PLACE)
    assert again.lesson == LESSON


async def test_the_kernel_is_shown_as_it_is_now(world: World) -> None:
    session = await world.server().join(PLACE)
    updates = session.watch()
    kernel = ScriptedKernel()
    await session.attach(kernel)
    busy = KernelInfo(status="busy", checks="fork")
    session.kernel_changed(busy)
    session.kernel_noted("restarted", kernel.id)
    heard: list[Update] = []
    while len(heard) < 3:
        update = await anext(updates)
        heard.append(update)
    assert heard[0] == KernelUpdate(KernelInfo(status="idle", checks="fork"))
    assert KernelUpdate(busy) in heard
    await session.attach(None)
    assert kernel.listeners == []


async def test_a_whole_lesson_through_the_shell(world: World) -> None:
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    kernel.script.extend([RIGHT, RIGHT])
    await session.attach(kernel)
    updates = session.watch()
    picks = {"pick": ("b",), "even": ("a", "c")}
    skipped = False
    while not isinstance(session.state.phase, Completed):
        phase = session.state.phase
        match phase:
            case AwaitingAnswer(question=question) if not skipped:
                skipped = True
                await session.ask(SkipQuestion(at="2026-01-02T00:00:00.000Z"))
            case AwaitingAnswer(question=question) if question in picks:
                await session.ask(
                    SubmitAnswer(
                        at="2026-01-02T00:00:00.000Z",
                        question=question,
                        answer=ChoiceAnswer(options=picks[question]),
                        request=RequestId("choice"),
                    )
                )
            case AwaitingAnswer(question=question):
                source = f"#| for: {question}\npass"
                session.cell_ran(CellRun(question=question, source=source, outcome="ok"))
                await until_phase(session, updates, "correct")
            case _:
                assert isinstance(await session.ask(go_on()), Accepted)
    assert session.view.head.progress.done == session.view.head.progress.total == 4


async def test_what_no_encoding_can_hold_does_not_stop_a_lesson(world: World) -> None:
    session = await world.server().join(PLACE)
    kernel = ScriptedKernel()
    kernel.script.append(replace(WRONG, message="You returned `\ud800`.", seen="'\ud800'"))
    await session.attach(kernel)
    await session.ask(go_on())
    updates = session.watch()
    source = SOURCE + "'\udfff'"
    session.cell_ran(CellRun(question=DOUBLE, source=source, outcome="ok"))
    await until_phase(session, updates, "remediation")
    report = session.state.transcript[-1].report
    assert report is not None
    assert (report.message, report.seen) == ("You returned `?`.", "'?'")
    assert session.state.questions[DOUBLE].last_source == SOURCE + "'?'"
