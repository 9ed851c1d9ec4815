"""Nobody gets in without a token, without a permission, or from another page."""

import json
from typing import Any

import pytest
from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.auth.identity import PasswordIdentityProvider
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_tutor.server.learner import learner_of
from tests.driving.panel import Server

ROUTES = [
    "api/jupyter-tutor/courses",
    "api/jupyter-tutor/health",
    "api/jupyter-tutor/sessions/python-foundations/functions-and-lists",
]
CHANNEL = "api/jupyter-tutor/sessions/python-foundations/functions-and-lists/channel"


class NobodyMay(Authorizer):
    """Allows nothing of the tutor's."""

    def is_authorized(self, _handler: Any, _user: Any, _action: str, resource: str) -> bool:
        return resource != "jupyter_tutor"


def test_the_routes_here_are_all_the_routes(server_app: Any) -> None:
    extension = server_app.extension_manager.extension_apps["jupyter_tutor"]
    (app,) = extension
    paths = {handler[0] for handler in app.handlers if "jupyter-tutor" in handler[0]}
    assert len(paths) == len(ROUTES) + 1


@pytest.mark.parametrize("route", ROUTES)
async def test_without_a_token_rest_answers_403(server_app: Any, route: str) -> None:
    stranger = Server(server_app.connection_url, "wrong")
    with pytest.raises(HTTPClientError) as refused:
        await stranger.fetch(route)
    assert refused.value.code == 403


async def test_without_a_token_no_channel_opens(server_app: Any) -> None:
    stranger = Server(server_app.connection_url, "wrong")
    with pytest.raises(HTTPClientError) as refused:
        await stranger.socket(CHANNEL)
    assert refused.value.code == 403


async def test_a_page_of_another_origin_is_refused(server: Server) -> None:
    request = server.request(CHANNEL)
    headers = {**dict(request.headers), "Origin": "https://elsewhere.example"}
    url = request.url.replace("http", "ws", 1)
    with pytest.raises(HTTPClientError) as refused:
        await websocket_connect(HTTPRequest(url, headers=headers))
    assert refused.value.code == 403


class TestWhereNobodyMay:
    @pytest.fixture
    def server_config(self, server_config: dict[str, Any]) -> dict[str, Any]:
        server_config["ServerApp"]["authorizer_class"] = NobodyMay
        return server_config

    @pytest.mark.parametrize("route", ROUTES)
    async def test_rest_is_forbidden(self, server: Server, route: str) -> None:
        with pytest.raises(HTTPClientError) as refused:
            await server.fetch(route)
        assert refused.value.code == 403

    async def test_the_channel_is_forbidden(self, server: Server) -> None:
        with pytest.raises(HTTPClientError) as refused:
            await server.socket(CHANNEL)
        assert refused.value.code == 403


async def test_courses_are_listed(server: Server) -> None:
    answer = await server.fetch("api/jupyter-tutor/courses")
    courses = {course["id"]: course for course in answer["courses"]}
    assert courses["python-foundations"]["lessons"][0]["id"] == "functions-and-lists"


async def test_a_session_that_is_not_open_is_told_so(server: Server) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await server.fetch("api/jupyter-tutor/sessions/python-foundations/functions-and-lists")
    assert refused.value.code == 404
    assert refused.value.response is not None
    assert json.loads(refused.value.response.body) == {
        "message": "This lesson is not open just now. Open its notebook first.",
        "reason": None,
    }


class TestWhoLearns:
    """One person is one learner, whichever browser they come with."""

    def test_on_a_server_of_ones_own_it_is_the_account(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
        monkeypatch.setattr("getpass.getuser", lambda: "ada")
        provider = PasswordIdentityProvider()
        browsers = [User("9f3a", "Anonymous Io"), User("77be", "Anonymous Leda")]
        assert [learner_of(user, provider, "") for user in browsers] == ["ada", "ada"]

    def test_on_a_hub_it_is_the_hubs_user(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JUPYTERHUB_USER", "grace")
        assert learner_of(User("9f3a"), IdentityProvider(), "") == "grace"

    def test_a_provider_that_knows_people_is_believed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Knows(IdentityProvider):
            pass

        monkeypatch.setenv("JUPYTERHUB_USER", "grace")
        assert learner_of(User("mary"), Knows(), "") == "mary"

    def test_the_configuration_wins(self) -> None:
        assert learner_of(User("9f3a"), PasswordIdentityProvider(), "class-3") == "class-3"
