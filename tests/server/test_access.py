"""Nobody gets in without a token, without a permission, or from another page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.auth.identity import PasswordIdentityProvider
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import websocket_connect

from jupyter_tutor.server.learner import learner_of, names_of
from tests.driving.panel import Panel, Server
from tests.server.program import Program
from tests.server.routes import (
    ATTACH,
    CHANNEL,
    COURSE,
    FOR_PEOPLE,
    LESSON,
    OF_A_SESSION,
    OTHER_SESSION,
    ROUTES,
    SESSION,
    VALIDATE,
)


class NobodyMay(Authorizer):
    """Allows nothing of the tutor's."""

    def is_authorized(self, _handler: Any, _user: Any, _action: str, resource: str) -> bool:
        return resource != "jupyter_tutor"


async def status_of(server: Server, path: str, headers: dict[str, str] | None = None) -> int:
    """The status with which a request is answered; 101: a socket opened, and was closed again."""
    request = server.request(path)
    request.headers.update(headers or {})
    request.follow_redirects = False
    if not path.partition("?")[0].endswith(("/channel", "/channels")):
        return int((await AsyncHTTPClient().fetch(request, raise_error=False)).code)
    request.url = request.url.replace("http", "ws", 1)
    try:
        socket = await websocket_connect(request)
    except HTTPClientError as refused:
        return int(refused.code)
    socket.close()
    while await socket.read_message() is not None:
        pass
    return 101


def test_the_routes_here_are_all_the_routes(server_app: Any) -> None:
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    patterns = [handler[0] for handler in app.handlers if "jupyter-tutor" in handler[0]]
    known = [*ROUTES, CHANNEL, ATTACH, VALIDATE]
    met = [[route for route in known if re.fullmatch(p, f"/{route}")] for p in patterns]
    assert sorted(met) == sorted([route] for route in known)


@pytest.mark.parametrize("token", ["", "wrong"])
@pytest.mark.parametrize("route", [*ROUTES, CHANNEL])
async def test_without_a_token_nothing_is_answered(server_app: Any, route: str, token: str) -> None:
    assert await status_of(Server(server_app.connection_url, token), route) == 403


class TestAKernelsSecret:
    """What it opens is one session, from no page, and nothing else of the server."""

    async def test_opens_its_session_and_nothing_else(
        self, server_app: Any, server: Server
    ) -> None:
        kernel = await server.start_kernel()
        program = await Program.attached(server_app, server, kernel)
        line = await Panel.open(program, COURSE, LESSON)
        opened = {route: await status_of(program, route) for route in [*OF_A_SESSION, CHANNEL]}
        assert opened == dict.fromkeys(OF_A_SESSION, 200) | {CHANNEL: 101}
        foreign = [
            *FOR_PEOPLE,
            *(route.replace(SESSION, OTHER_SESSION) for route in [*OF_A_SESSION, CHANNEL]),
            "api/contents",
            "api/kernels",
            f"api/kernels/{kernel}",
            f"api/kernels/{kernel}/channels",
            "api/me",
            "api/sessions",
            "api/status",
            "files/record",
        ]
        answered = {route: await status_of(program, route) for route in foreign}
        # Jupyter leads a request for a file to its page to log in.
        assert answered == dict.fromkeys(foreign, 403) | {"files/record": 302}
        line.close()
        program.close()

    @pytest.mark.parametrize("secret", ["", "wrong", "wrong wrong", "\u00fc"])
    async def test_that_was_never_given_opens_nothing(
        self, server_app: Any, server: Server, secret: str
    ) -> None:
        await Panel.open(server, COURSE, LESSON)
        forger = Program(server_app.connection_url, secret)
        answered = {route: await status_of(forger, route) for route in [*ROUTES, CHANNEL]}
        assert answered == dict.fromkeys([*ROUTES, CHANNEL], 403)

    async def test_that_is_wrong_is_refused_whoever_else_it_might_be(
        self, server_app: Any, server: Server
    ) -> None:
        await Panel.open(server, COURSE, LESSON)
        forger = Program(server_app.connection_url, "wrong")
        with_token = [f"{route}?token={server.token}" for route in [*OF_A_SESSION, CHANNEL]]
        assert {await status_of(forger, route) for route in with_token} == {403}

    async def test_opens_nothing_to_a_page_of_another_site(
        self, server_app: Any, server: Server
    ) -> None:
        program = await Program.attached(server_app, server, await server.start_kernel())
        line = await Panel.open(program, COURSE, LESSON)
        elsewhere = {"Origin": "https://elsewhere.example"}
        answered = {
            route: await status_of(program, route, elsewhere) for route in [*OF_A_SESSION, CHANNEL]
        }
        assert answered == dict.fromkeys(OF_A_SESSION, 404) | {CHANNEL: 403}
        line.close()
        program.close()


async def test_a_page_of_another_origin_is_refused(server: Server) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert await status_of(server, CHANNEL, elsewhere) == 403


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


async def test_a_session_that_is_not_open_is_told_so(server: Server) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await server.fetch(SESSION)
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

    def test_what_people_are_called_is_known_where_it_is_not_invented(self) -> None:
        class Knows(IdentityProvider):
            def get_user(self, _handler: Any) -> User:
                return User("mary")

        mary = User("mary", "Mary Jackson", "Mary J.")
        assert names_of(mary, Knows()) == ("mary", "Mary Jackson", "Mary J.")
        invented = User("9f3a", "Anonymous Io", "Anonymous Io")
        assert names_of(invented, PasswordIdentityProvider()) == ()

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
        await Panel.open(server, COURSE, LESSON)
        kept = {path.name for path in (tmp_path / "home" / "record").iterdir()}
        assert {"journal", "lessons"} <= kept
