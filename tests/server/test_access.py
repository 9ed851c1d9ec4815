"""Nobody gets in without a token, without a permission, or from another page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.auth.identity import PasswordIdentityProvider
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_tutor.server.learner import learner_of
from tests.driving.panel import Panel, Server

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
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    patterns = [handler[0] for handler in app.handlers if "jupyter-tutor" in handler[0]]
    known = [*ROUTES, CHANNEL]
    met = [[route for route in known if re.fullmatch(p, f"/{route}")] for p in patterns]
    assert sorted(met) == sorted([route] for route in known)


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

    async def test_the_channel_is_closed_with_4003_before_it_says_anything(
        self, server: Server
    ) -> None:
        socket = await server.socket(CHANNEL)
        assert await socket.read_message() is None
        assert socket.close_code == 4003
        assert socket.close_reason == "You are not allowed to use the tutor on this server."


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
        "message": "This lesson is not open just now. Open its notebook first."
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

    def test_in_a_container_without_an_account_it_is_the_number(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def nobody() -> str:
            raise KeyError("getpwuid(): uid not found: 54321")

        monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
        monkeypatch.setattr("getpass.getuser", nobody)
        monkeypatch.setattr("os.getuid", lambda: 54321)
        assert learner_of(User("9f3a"), PasswordIdentityProvider(), "") == "uid-54321"

    def test_a_provider_that_only_asks_in_another_way_knows_no_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class AsksOtherwise(PasswordIdentityProvider):
            pass

        monkeypatch.setenv("JUPYTERHUB_USER", "grace")
        assert learner_of(User("9f3a"), AsksOtherwise(), "") == "grace"

    def test_a_provider_that_knows_people_is_believed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Knows(IdentityProvider):
            def get_user(self, _handler: Any) -> User:
                return User("mary")

        monkeypatch.setenv("JUPYTERHUB_USER", "grace")
        assert learner_of(User("mary"), Knows(), "") == "mary"

    def test_the_configuration_wins(self) -> None:
        assert learner_of(User("9f3a"), PasswordIdentityProvider(), "class-3") == "class-3"


class TestWhereTheRecordCannotBeOpened:
    @pytest.fixture
    def data_dir(self, tmp_path: Path) -> Path:
        blocked = tmp_path / "blocked"
        blocked.write_text("A file stands where the folder should be.")
        return blocked / "record"

    async def test_panel_and_rest_say_so_and_it_comes_up_once_it_is_mended(
        self, server: Server, data_dir: Path
    ) -> None:
        socket = await server.socket(CHANNEL)
        trouble = json.loads(str(await socket.read_message()))
        assert trouble["type"] == "trouble"
        assert trouble["words"].startswith("The tutor cannot open its record: ")
        assert await socket.read_message() is None
        assert socket.close_code == 4002
        with pytest.raises(HTTPClientError) as refused:
            await server.fetch("api/jupyter-tutor/courses")
        assert refused.value.code == 503
        assert refused.value.response is not None
        message = json.loads(refused.value.response.body)["message"]
        assert message.startswith("The tutor cannot open its record: ")
        data_dir.parent.unlink()
        answer = await server.fetch("api/jupyter-tutor/health")
        assert answer["status"] == "ok"


class TestWhereTheRecordIsInTheHome:
    @pytest.fixture
    def server_config(
        self, server_config: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> dict[str, Any]:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        server_config["JupyterTutor"]["data_dir"] = "~/record"
        return server_config

    async def test_all_of_it_is_there(self, server: Server, tmp_path: Path) -> None:
        await Panel.open(server, "python-foundations", "functions-and-lists")
        kept = {path.name for path in (tmp_path / "home" / "record").iterdir()}
        assert {"journal", "lessons"} <= kept
