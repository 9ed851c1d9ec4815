"""No window ever holds more, whoever asks, in whichever thread, process or life of the server."""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.adapters.model_spending import RULE, ModelSpending
from jupyter_tutor.adapters.secret_key import pseudonym
from jupyter_tutor.core.ids import CourseId
from jupyter_tutor.model import SpendingError
from tests.model.asking import ADA, COURSE, GRACE
from tests.record.children import spawn

KEY = b"k" * 32


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model-use.sqlite"


@pytest.fixture
def time() -> Time:
    return Time()


@asynccontextmanager
async def opened(path: Path, time: Time, rule: str = RULE) -> AsyncIterator[ModelSpending]:
    spending = ModelSpending(
        path, pseudonym=lambda learner: pseudonym(KEY, learner), rule=rule, now=time
    )
    try:
        yield spending
    finally:
        await spending.close()


def rows(path: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT learner, at FROM call ORDER BY at").fetchall()


class TestTheWindows:
    async def test_a_hundred_a_minute_and_a_thousand_an_hour(self, path: Path, time: Time) -> None:
        begun = time.now
        async with opened(path, time) as spending:
            for minute in range(10):
                time.now = begun + 60 * minute
                assert {await spending.take(ADA) for _ in range(100)} == {0.0}
                wait = await spending.take(ADA)
                assert wait == (60.0 if minute < 9 else 3600.0 - 60 * 9)
            time.now = begun + 3600
            assert [await spending.take(ADA) for _ in range(101)] == [0.0] * 100 + [60.0]

    async def test_each_learner_has_their_own(self, path: Path, time: Time) -> None:
        async with opened(path, time, "1 per minute") as spending:
            assert [await spending.take(who) for who in (ADA, ADA, GRACE)] == [0.0, 60.0, 0.0]

    async def test_they_go_on_after_a_restart(self, path: Path, time: Time) -> None:
        async with opened(path, time, "2 per minute") as spending:
            assert [await spending.take(ADA) for _ in range(2)] == [0.0, 0.0]
        time.now += 20
        async with opened(path, time, "2 per minute") as spending:
            assert await spending.take(ADA) == 40.0
            time.now += 40
            assert await spending.take(ADA) == 0.0

    async def test_what_no_window_needs_is_cleared_and_no_name_is_kept(
        self, path: Path, time: Time
    ) -> None:
        async with opened(path, time) as spending:
            for _ in range(5):
                await spending.take(GRACE)
            time.now += 3600
            await spending.take(ADA)
        assert rows(path) == [(pseudonym(KEY, ADA), int(time.now * 1_000_000))]
        assert ADA.encode() not in b"".join(each.read_bytes() for each in path.parent.iterdir())

    async def test_without_a_rule_there_is_no_limit(self, path: Path, time: Time) -> None:
        async with opened(path, time, "") as spending:
            assert {await spending.take(ADA) for _ in range(200)} == {0.0}

    @settings(deadline=None, max_examples=60)
    @given(
        steps=st.lists(
            st.tuples(st.integers(0, 40), st.integers(-5000, 0), st.booleans()), max_size=40
        ),
        most=st.integers(1, 4),
        more=st.integers(1, 12),
    )
    async def test_none_ever_holds_more_also_when_the_clock_is_set_back(
        self, steps: list[tuple[int, int, bool]], most: int, more: int
    ) -> None:
        """``steps``: the seconds that pass, how far the clock is set back, and a restart."""
        time, passed, set_back = Time(), 0, False
        taken: list[int] = []
        with tempfile.TemporaryDirectory() as folder:
            path, rule = Path(folder) / "use", f"{most} per 60 second; {more} per 200 second"
            spending = ModelSpending(path, pseudonym=str, rule=rule, now=time)
            for seconds, back, restart in steps:
                passed += seconds
                time.now += seconds + back
                set_back = set_back or back < 0
                if restart:
                    await spending.close()
                    spending = ModelSpending(path, pseudonym=str, rule=rule, now=time)
                opens = [
                    recent[-amount] + length - passed
                    for amount, length in ((most, 60), (more, 200))
                    if len(recent := [at for at in taken if at > passed - length]) >= amount
                ]
                wait = await spending.take(ADA)
                if wait == 0.0:
                    assert opens == []
                    taken.append(passed)
                elif not set_back:
                    assert wait == max(opens)
            await spending.close()

    async def test_a_clock_set_back_by_a_year_holds_nobody_up_for_a_year(
        self, path: Path, time: Time
    ) -> None:
        async with opened(path, time, "1 per minute") as spending:
            await spending.take(ADA)
            time.now -= 365 * 24 * 3600
            assert await spending.take(ADA) == 60.0
            time.now += 60
            assert await spending.take(ADA) == 0.0


class TestManyAtOnce:
    @pytest.mark.parametrize("shared", [True, False])
    def test_twenty_threads(self, path: Path, shared: bool) -> None:
        """``shared``: all use one object; else each its own, on one file."""
        one = ModelSpending(path, pseudonym=str)

        async def take() -> list[float]:
            spending = one if shared else ModelSpending(path, pseudonym=str)
            waits = [await spending.take(ADA) for _ in range(10)]
            await spending.spend(COURSE, 3, 0.25)
            if not shared:
                await spending.close()
            return waits

        with ThreadPoolExecutor(20) as threads:
            outcomes = list(threads.map(lambda _: asyncio.run(take()), range(20)))
        assert [wait for waits in outcomes for wait in waits].count(0.0) == 100
        assert len(rows(path)) == 100
        assert asyncio.run(one.spent(COURSE)) == (60, 5.0)
        asyncio.run(one.close())

    async def test_several_processes(self, path: Path, time: Time) -> None:
        arguments = [str(path), "100 per hour", "80"]
        children = [await spawn("tests.model.child_taker", *arguments) for _ in range(3)]
        for child in children:
            assert child.stdout is not None
            assert await child.stdout.readline() == b"ready\n"
        through = [int((await child.communicate(b"go\n"))[0]) for child in children]
        assert sum(through) == 100
        async with opened(path, time) as spending:
            assert await spending.spent(COURSE) == (240, 120.0)


class TestWhatACourseSpends:
    async def test_adds_up_and_outlasts_the_server(self, path: Path, time: Time) -> None:
        async with opened(path, time) as spending:
            assert await spending.spent(COURSE) == (0, 0.0)
            await spending.spend(COURSE, 100, 0.25)
            await spending.spend(CourseId("other"), 7, 0.5)
        async with opened(path, time) as spending:
            await spending.spend(COURSE, 50, 0.5)
            assert await spending.spent(COURSE) == (150, 0.75)


class TestTheFile:
    async def test_is_its_owners_alone(self, path: Path, time: Time) -> None:
        async with opened(path, time) as spending:
            await spending.take(ADA)
            modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
            assert modes == dict.fromkeys(
                ["model-use.sqlite", "model-use.sqlite-shm", "model-use.sqlite-wal"], 0o600
            )

    async def test_is_closed_to_others_where_it_was_open(self, path: Path, time: Time) -> None:
        path.touch(0o644)
        async with opened(path, time) as spending:
            await spending.take(ADA)
        assert path.stat().st_mode & 0o777 == 0o600

    async def test_damaged_it_lets_nobody_through_until_it_is_mended(
        self, path: Path, time: Time
    ) -> None:
        async with opened(path, time) as spending:
            path.write_bytes(b"nonsense" * 1000)
            for _ in range(2):
                with pytest.raises(SpendingError, match="is not a database"):
                    await spending.take(ADA)
            with pytest.raises(SpendingError):
                await spending.spent(COURSE)
            path.unlink()
            assert await spending.take(ADA) == 0.0

    async def test_damaged_in_the_midst_of_it(self, path: Path, time: Time) -> None:
        async with opened(path, time) as spending:
            await spending.take(ADA)
        healthy = path.read_bytes()
        path.write_bytes(healthy[:4096] + b"\xff" * (len(healthy) - 4096))
        async with opened(path, time) as spending:
            with pytest.raises(SpendingError, match="malformed"):
                await spending.take(ADA)

    async def test_where_nothing_can_be_written(self, tmp_path: Path, time: Time) -> None:
        async with opened(tmp_path / "missing" / "use", time) as spending:
            with pytest.raises(SpendingError, match="No such file"):
                await spending.spend(COURSE, 1, 0.0)

    async def test_held_by_another_for_too_long(
        self, path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("jupyter_tutor.adapters.model_spending.BUSY_SECONDS", 0.05)
        async with opened(path, time) as spending:
            await spending.take(ADA)
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(SpendingError, match="locked"):
                    await spending.take(ADA)
                other.execute("ROLLBACK")
            assert await spending.take(ADA) == 0.0
