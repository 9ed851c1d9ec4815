"""The soak in small; `make soak` is the whole of it."""

from pathlib import Path

import pytest

from tests.soak import kernels, servers
from tests.soak.figures import Progress


@pytest.mark.timeout(300)
async def test_kills_of_a_busy_tutor_lose_and_double_nothing(tmp_path: Path) -> None:
    soak = await servers.soaked(tmp_path, kills=5, turns=500, seed=8, progress=Progress())
    assert soak.faults.words == []
    assert (soak.kills, soak.turns >= 500) == (5, True)


@pytest.mark.timeout(300)
async def test_kernels_killed_in_a_check_mark_nothing_right(tmp_path: Path) -> None:
    outcome = await kernels.soaked(tmp_path, kills=20, seed=20, progress=Progress())
    assert (outcome.kills, outcome.marked_right, outcome.finished) == (20, 0, True)
    assert (len(outcome.told), len(outcome.usable)) == (20, 20)
