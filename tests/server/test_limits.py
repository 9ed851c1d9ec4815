"""Who asks too often is told when to come back, nothing is lost, and nobody else is held up."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from traitlets import TraitError
from traitlets.config import Config

from jupyter_tutor.adapters.rate_limits import RateLimits
from jupyter_tutor.conversation.pacing import too_often
from jupyter_tutor.core import words
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.server.app import JupyterTutor
from tests.driving.panel import Panel, Server
from tests.server.routes import BASE, COURSE, LESSON, VALIDATE
from tests.server.test_openapi import DOCUMENT, check

ADA, GRACE = LearnerId("ada"), LearnerId("grace")

HOUR = 3600.0


class Time:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class TestTheWindows:
    async def test_each_learner_and_each_kind_is_counted_by_itself(self) -> None:
        limits = RateLimits({"command": "2 per minute", "export": "1 per minute"}, Time())
        assert [await limits.take("command", ADA) for _ in range(3)] == [0.0, 0.0, 60.0]
        assert await limits.take("export", ADA) == 0.0
        assert await limits.take("command", GRACE) == 0.0

    async def test_the_window_moves_and_what_was_refused_does_not_count(self) -> None:
        time = Time()
        limits = RateLimits({"command": "2 per minute"}, time)
        await limits.take("command", ADA)
        time.now += 50
        await limits.take("command", ADA)
        assert [await limits.take("command", ADA) for _ in range(5)] == [10.0] * 5
        time.now += 10
        assert [await limits.take("command", ADA) for _ in range(2)] == [0.0, 50.0]

    async def test_of_several_windows_the_longest_wait_is_told(self) -> None:
        time = Time()
        limits = RateLimits({"command": "1 per second; 3 per hour"}, time)
        for _ in range(2):
            assert await limits.take("command", ADA) == 0.0
            assert await limits.take("command", ADA) == 1.0
            time.now += 1
        assert await limits.take("command", ADA) == 0.0
        assert await limits.take("command", ADA) == HOUR - 2

    async def test_without_a_rule_there_is_no_limit(self) -> None:
        limits = RateLimits({"command": ""}, Time())
        assert {await limits.take("command", ADA) for _ in range(1000)} == {0.0}
        assert {await limits.take("export", ADA) for _ in range(1000)} == {0.0}

    @given(
        steps=st.lists(st.integers(0, 40), max_size=60),
        most=st.integers(1, 5),
        seconds=st.integers(1, 60),
    )
    async def test_no_window_ever_holds_more_and_each_wait_is_exact(
        self, steps: list[int], most: int, seconds: int
    ) -> None:
        time, taken = Time(), list[float]()
        limits = RateLimits({"command": f"{most} per {seconds} second"}, time)
        for step in steps:
            time.now += step
            recent = [at for at in taken if at > time.now - seconds]
            wait = await limits.take("command", ADA)
            if len(recent) < most:
                assert wait == 0.0
                taken.append(time.now)
            else:
                assert wait == recent[-most] + seconds - time.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def slow(server_app: ServerApp, time: Time) -> None:
    """The server of these tests allows little, by a clock that stands still."""
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    rules = {name: getattr(app, f"{name}_limit") for name in ("command", "validate", "export")}
    (await app.tutor()).limits = RateLimits(rules, time)


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    server_config["JupyterTutor"] |= {
        "command_limit": "3 per hour",
        "validate_limit": "2 per hour",
        "export_limit": "1 per minute",
    }
    return server_config


@pytest.mark.usefixtures("slow")
class TestTheServer:
    async def test_commands_are_refused_in_words_and_nothing_is_lost(
        self, server: Server, time: Time
    ) -> None:
        one = await Panel.open(server, COURSE, LESSON)
        said = [await one.ask({"type": "say", "text": f"{n}"}) for n in range(3)]
        assert [answer["type"] for answer in said] == ["accepted"] * 3
        before = (list(one.messages), one.head)
        time.now += 600
        refused = {"type": "refused", "id": "4", "reason": too_often(3000)}
        assert await one.ask({"type": "say", "text": "3"}) == refused
        two = await Panel.open(server, COURSE, LESSON)
        assert (await two.ask({"type": "continue"}))["reason"] == too_often(3000)
        assert (two.messages, two.head) == before
        time.now += 3000
        assert (await one.ask({"type": "say", "text": "3"}))["type"] == "accepted"
        words_said = [m["text"] for m in one.messages if m["kind"] == "said"]
        assert words_said == ["0", "1", "2", "3"]

    async def test_what_the_lesson_refuses_counts_as_well(self, server: Server) -> None:
        panel = await Panel.open(server, COURSE, LESSON)
        reasons = [(await panel.ask({"type": "ask_hint"}))["reason"] for _ in range(4)]
        assert reasons == [words.CONTINUE_FIRST] * 3 + [too_often(3600)]

    async def test_looking_through_a_notebook(self, server: Server, time: Time) -> None:
        body = {"path": "a.ipynb", "notebook": {}}
        answers = [await answer(server, VALIDATE, "POST", body) for _ in range(3)]
        assert [each.code for each in answers] == [200, 200, 429]
        told_when(answers[-1], 3600)
        check(DOCUMENT["paths"]["/validate"]["post"], answers[-1])
        time.now += 3600
        assert (await answer(server, VALIDATE, "POST", body)).code == 200

    async def test_the_record_as_a_file(self, server: Server, time: Time) -> None:
        export = f"{BASE}/record/export"
        answers = [await answer(server, export) for _ in range(2)]
        assert [each.code for each in answers] == [200, 429]
        told_when(answers[-1], 60)
        check(DOCUMENT["paths"]["/record/export"]["get"], answers[-1])
        time.now += 60
        assert (await answer(server, export)).code == 200


async def answer(
    server: Server, path: str, method: str = "GET", body: dict[str, Any] | None = None
) -> HTTPResponse:
    return await AsyncHTTPClient().fetch(server.request(path, method, body), raise_error=False)


def told_when(response: HTTPResponse, seconds: int) -> None:
    assert response.headers["Retry-After"] == str(seconds)
    assert json.loads(response.body) == {"message": too_often(seconds)}


@pytest.mark.parametrize(("wait", "when"), [(0.001, "a second"), (1.2, "2 seconds")])
def test_the_words_name_whole_seconds(wait: float, when: str) -> None:
    assert too_often(wait).endswith(f"Nothing is lost. Please try again in {when}.")


@pytest.mark.parametrize(
    "rule", ["often", "30", "0 per second", "5 per fortnight", "3 per second;"]
)
def test_a_rule_that_says_nothing_is_refused_in_words(rule: str) -> None:
    expected = r'command_limit has to say how often, for example "30 per second; 600 per minute"'
    with pytest.raises(TraitError, match=expected):
        JupyterTutor(config=Config({"JupyterTutor": {"command_limit": rule}}))


def test_a_rule_may_be_empty() -> None:
    assert JupyterTutor(command_limit="").command_limit == ""
