"""OTP's own tests of its supervisor, by name, played here and on a BEAM.

Each of the 93 names of `supervisor_SUITE` (otp/names.txt) stands for one scenario or several in
otp/scenarios.txt, but for eight that have nothing to test here. What happened when they were played
on OTP 25.2.3 is in otp/traces.txt (otp/record.exs writes it); the same has to happen here. What
differs by nature, and is made alike, is told in otp/playing.py; what is decided otherwise, beside
the scenario.
"""

import pytest

from tests.runtime.otp.playing import play
from tests.runtime.otp.reading import Scenario, scenarios, suite

ALL = scenarios()


def test_every_name_of_the_suite_is_played_or_there_is_a_reason() -> None:
    names = suite()
    played = {scenario.name for scenario in ALL if scenario.in_suite}
    not_played = {
        *("code_change", "code_change_map", "code_change_simple", "code_change_simple_map"),
        *("get_callback_module", "simple_global_supervisor", "format_log_1", "format_log_2"),
    }
    assert len(names) == 93
    assert {name for name, reason in names.items() if reason} == not_played
    assert played == names.keys() - not_played


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.title.replace(" ", "-"))
def test_what_happens_is_what_happened_on_the_beam(scenario: Scenario) -> None:
    assert play(scenario) == scenario.expected
