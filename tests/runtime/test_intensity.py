"""How often something may be started again, by OTP's rule."""

import math

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.runtime.intensity import RestartIntensity

gaps = st.one_of(st.integers(0, 3), st.floats(0, 3))


@given(st.lists(gaps, max_size=30), st.integers(0, 4), st.integers(1, 3))
def test_so_many_within_the_last_whole_seconds_and_no_more(
    gaps: list[float], limit: int, period: int
) -> None:
    times = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    clock = iter(times)
    intensity = RestartIntensity(limit, period, lambda: next(clock))
    seconds = [math.floor(at) for at in times]
    within = [
        sum(at >= now - period for at in seconds[: number + 1])
        for number, now in enumerate(seconds)
    ]
    assert [intensity.allows_restart() for _ in times] == [many <= limit for many in within]


def test_intensity_counts_only_restarts_within_the_period() -> None:
    times = iter([0.0, 1.0, 5.0, 6.0, 12.0])
    intensity = RestartIntensity(limit=2, seconds=5.0, now=lambda: next(times))
    allowed = [intensity.allows_restart() for _ in range(5)]
    # At 5.0 the restart at 0.0 still counts (it is not older than the period).
    assert allowed == [True, True, False, False, True]


def test_intensity_reads_whole_seconds() -> None:
    times = iter([0.1, 1.95, 3.0])
    intensity = RestartIntensity(limit=1, seconds=1, now=lambda: next(times))
    # 1.85 seconds later it still counts within one second, as on a BEAM.
    assert [intensity.allows_restart() for _ in range(3)] == [True, False, True]


def test_an_intensity_of_zero_allows_no_restart() -> None:
    assert not RestartIntensity(limit=0, seconds=5.0, now=lambda: 0.0).allows_restart()
