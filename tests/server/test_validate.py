"""An author's open notebook is looked through: by whom, from where, how much, and what is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from jupyter_tutor.adapters.validating import NotAnsweredError
from jupyter_tutor.adapters.validating import faults as looked_through
from jupyter_tutor.application import TASKS
from jupyter_tutor.authoring.open_notebook import OUTSIDE, UNREADABLE
from jupyter_tutor.authoring.roles import ROLES
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.runtime.computing import ProcessLostError
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.server.authoring_rest import AFTER_CHECKS, MOST, TOO_LARGE, TOO_MANY
from jupyter_tutor.server.composition import Tutor
from tests.authoring.broken import GOOD, LESSONS
from tests.authoring.syllabus import COURSE, notebook, spoiled, write_course
from tests.driving.learner import Learner
from tests.driving.panel import PATIENCE, Notebook, Panel, Server
from tests.server.routes import BASE, VALIDATE
from tests.server.test_access import NobodyMay
from tests.server.test_openapi import DOCUMENT, check, resolved

ELSEWHERE = {"Origin": "https://elsewhere.example"}
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    """These tests ask faster than any author."""
    server_config["JupyterTutor"] |= {"validate_limit": ""}
    return server_config


@pytest.fixture
async def tutor(server_app: ServerApp) -> Tutor:
    """The server's tutor."""
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    started: Tutor = await app.tutor()
    return started


@pytest.fixture
async def pool() -> AsyncIterator[TaskPool]:
    """One of its own, without a server."""
    made = TaskPool()
    yield made
    await made.stop()


async def look(pool: TaskPool, path: str, root: Path) -> Any:
    """What is said of a good notebook of that name."""
    return json.loads(await looked_through(pool.compute, asking(path).encode(), root, "ada"))


def asking(path: str, content: str = GOOD) -> str:
    return json.dumps({"path": path, "notebook": json.loads(content)})


async def post(server: Server, body: str, **headers: str) -> HTTPResponse:
    """The answer, whatever its status."""
    request = server.request(VALIDATE, "POST")
    request.body = body.encode()
    request.headers.update(headers)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


def refused(response: HTTPResponse) -> tuple[int, str]:
    return response.code, json.loads(response.body)["message"]


async def faults(server: Server, path: str, content: str = GOOD) -> list[dict[str, Any]]:
    response = await post(server, asking(path, content))
    assert response.code == 200, response.body
    found: list[dict[str, Any]] = json.loads(response.body)["faults"]
    return found


class TestWhoMayAsk:
    @pytest.mark.parametrize("token", ["", "wrong"])
    async def test_nobody_without_a_token(self, server_app: ServerApp, token: str) -> None:
        stranger = Server(server_app.connection_url, token)
        assert (await post(stranger, asking("a.ipynb"))).code == 403

    @pytest.mark.parametrize(
        ("headers", "status"),
        [({}, 403), ({"X-XSRFToken": ""}, 200), ({"X-XSRFToken": ""} | ELSEWHERE, 404)],
    )
    async def test_with_a_cookie_only_a_page_of_this_server(
        self, server: Server, headers: dict[str, str], status: int
    ) -> None:
        login = HTTPRequest(f"{server.url}/tree?token={server.token}", follow_redirects=False)
        entered = await AsyncHTTPClient().fetch(login, raise_error=False)
        cookies = [each.partition(";")[0] for each in entered.headers.get_list("Set-Cookie")]
        (xsrf,) = [each.partition("=")[2] for each in cookies if each.startswith("_xsrf=")]
        shown = {name: value or xsrf for name, value in headers.items()}
        request = HTTPRequest(
            f"{server.url}/{VALIDATE}",
            method="POST",
            headers={"Cookie": "; ".join(cookies), **shown},
            body=asking("a.ipynb"),
        )
        assert (await AsyncHTTPClient().fetch(request, raise_error=False)).code == status


class TestWhereNobodyMay:
    @pytest.fixture
    def server_config(self, server_config: dict[str, Any]) -> dict[str, Any]:
        server_config["ServerApp"]["authorizer_class"] = NobodyMay
        return server_config

    async def test_it_is_forbidden(self, server: Server) -> None:
        assert (await post(server, asking("a.ipynb"))).code == 403


class TestWhatIsRefused:
    async def test_a_path_that_leads_outside(
        self, server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        outside = tmp_path_factory.mktemp("outside")
        write_course(outside, {"a.ipynb": GOOD})
        (tmp_path / "way-out").symlink_to(outside)
        ways = (
            "../a.ipynb",
            "/../a.ipynb",
            "a/../../b.ipynb",
            "a\\b.ipynb",
            "way-out/a.ipynb",
            ".",
        )
        answers = {path: refused(await post(server, asking(path))) for path in ways}
        assert answers == dict.fromkeys(ways, (400, OUTSIDE))

    async def test_what_is_no_notebook_with_a_path(self, server: Server) -> None:
        bodies = (
            *("", "nonsense", "[]", "{}", "[" * 100_000),
            json.dumps({"path": "a.ipynb"}),
            json.dumps({"path": 3, "notebook": {}}),
            json.dumps({"path": "/", "notebook": {}}),
            json.dumps({"path": "a.ipynb", "notebook": "text"}),
        )
        answers = {body: refused(await post(server, body)) for body in bodies}
        assert answers == dict.fromkeys(bodies, (400, UNREADABLE))

    async def test_more_than_a_lesson_can_be(self, server: Server) -> None:
        body = asking("a.ipynb")
        assert (await post(server, body + " " * (MOST - len(body)))).code == 200
        too_large = await post(server, body + " " * (MOST - len(body) + 1))
        assert refused(too_large) == (413, TOO_LARGE)


class TestWhatIsTold:
    async def test_is_what_validate_tells_of_the_course(
        self, server: Server, tmp_path: Path, capsys: Captured
    ) -> None:
        """Of every broken lesson, and it is told from what stands in the browser."""
        folder = write_course(tmp_path / "course", {})
        for name, content in LESSONS.items():
            try:
                given = json.loads(content)
            except (ValueError, RecursionError):
                continue
            (folder / "means.ipynb").write_text(json.dumps(given), encoding="utf-8")
            await asyncio.to_thread(main, ["validate", "--json", str(folder)])
            (expected,) = json.loads(capsys.readouterr().out)
            (folder / "means.ipynb").write_text(GOOD, encoding="utf-8")
            told = await faults(server, "course/means.ipynb", json.dumps(given))
            assert told == expected["faults"], name

    async def test_of_a_notebook_outside_any_course_is_what_validate_tells(
        self, server: Server, tmp_path: Path, capsys: Captured
    ) -> None:
        content = spoiled("points: 2", "points: lots")
        (tmp_path / "alone.ipynb").write_text(content, encoding="utf-8")
        await asyncio.to_thread(main, ["validate", "--json", str(tmp_path / "alone.ipynb")])
        (expected,) = json.loads(capsys.readouterr().out)
        assert await faults(server, "alone.ipynb", content) == expected["faults"]
        assert expected["faults"] != []

    async def test_knows_the_other_lessons_and_what_the_course_requires(
        self, server: Server, tmp_path: Path
    ) -> None:
        course = COURSE.replace("[means.ipynb]", "[means.ipynb, more.ipynb]")
        folder = write_course(
            tmp_path / "course",
            {
                "course.yaml": course + "requires: [no-such-one]",
                "means.ipynb": GOOD,
                "more.ipynb": GOOD,
            },
        )
        path = f"{folder.name}/more.ipynb"
        twins = await faults(server, path)
        assert [fault["what"] for fault in twins] == [
            "The lesson `means` is also in `means.ipynb`."
        ]
        other = await faults(server, path, spoiled("id: means", "id: more"))
        assert [(fault["file"], fault["what"]) for fault in other] == [
            (
                "course.yaml",
                "The course requires `no-such-one`, which is not installed here.",
            )
        ]

    async def test_heeds_no_course_above_the_servers_folder(
        self, server_app: ServerApp, server: Server, tmp_path: Path
    ) -> None:
        write_course(
            tmp_path / "course", {"course.yaml": COURSE + "oops: 1\n", "inner/a.ipynb": GOOD}
        )
        inner = tmp_path / "course" / "inner"
        told = await faults(server, "course/inner/a.ipynb")
        assert "A course has no key `oops`." in [fault["what"] for fault in told]
        server_app.web_app.settings["server_root_dir"] = str(inner)
        assert await faults(server, "a.ipynb") == []

    async def test_is_as_the_document_of_the_routes_says(self, server: Server) -> None:
        operation = DOCUMENT["paths"]["/validate"]["post"]
        asked = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
        jsonschema.Draft202012Validator(asked).validate(json.loads(asking("a.ipynb")))
        found = []
        for body in (asking("a.ipynb", notebook("# One")), "nonsense", " " * (MOST + 1)):
            response = await post(server, body)
            check(operation, response)
            found.append(response.code)
        assert found == [200, 400, 413]


async def test_the_roles_are_those_of_the_authoring_room(server: Server) -> None:
    roles = (await server.fetch(f"{BASE}/roles"))["roles"]
    assert {each["role"] for each in roles} == set(ROLES)
    assert [each for each in roles if each["role"] in ("wrong", "setup")] == [
        {"role": "setup", "cell": "code", "keys": [], "first_keys": []},
        {
            "role": "wrong",
            "cell": "markdown",
            "keys": ["for", "misconception", "says", "answer", "blank"],
            "first_keys": ["for", "misconception", "answer"],
        },
        {
            "role": "wrong",
            "cell": "code",
            "keys": ["for", "misconception", "says", "answer", "blank"],
            "first_keys": ["for", "misconception", "says"],
        },
    ]
    assert all(set(each["first_keys"]) <= set(each["keys"]) for each in roles)


class TestTheProcess:
    async def test_that_is_too_slow_is_ended_and_the_next_is_answered(
        self, pool: TaskPool, tmp_path: Path
    ) -> None:
        with pytest.raises(NotAnsweredError, match="took more than 0 seconds") as given_up:
            await looked_through(pool.compute, asking("a.ipynb").encode(), tmp_path, "ada", 0.0)
        assert not given_up.value.asked_wrongly
        assert await look(pool, "a.ipynb", tmp_path) == {"file": "a.ipynb", "faults": []}

    async def test_that_cannot_be_had_is_told_of(self, pool: TaskPool, tmp_path: Path) -> None:
        async def lost(*_: Any, **__: Any) -> bytes:
            raise ProcessLostError

        with pytest.raises(NotAnsweredError, match="the process for it ended") as told:
            await looked_through(lost, asking("a.ipynb").encode(), tmp_path, "ada")
        assert not told.value.asked_wrongly

    async def test_of_which_the_asker_has_gone_answers_the_next_one_rightly(
        self, pool: TaskPool, tmp_path: Path
    ) -> None:
        gone = asyncio.create_task(look(pool, "gone.ipynb", tmp_path))
        await asyncio.sleep(0)
        gone.cancel()
        both = await asyncio.gather(
            *(look(pool, name, tmp_path) for name in ("a.ipynb", "b.ipynb"))
        )
        assert [answer["file"] for answer in both] == ["a.ipynb", "b.ipynb"]
        assert gone.cancelled()


async def test_the_server_answers_others_meanwhile(server: Server) -> None:
    """A large notebook takes a while, in which the loop is free."""
    cells = json.loads(GOOD)["cells"]
    large = json.dumps(json.loads(GOOD) | {"cells": cells + cells[1:] * 150})
    looking = asyncio.create_task(post(server, asking("a.ipynb", large)))
    answered = 0
    while not looking.done():
        assert (await server.fetch("api"))["version"]
        answered += 1
    assert (await looking).code == 200
    assert answered > 5


class TestItsTurn:
    async def test_comes_after_the_checks_of_learners(
        self,
        server: Server,
        tutor: Tutor,
        first_lesson: Lesson,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        kernel = await server.start_kernel()
        panel = await Panel.open(server, first_lesson.course_id, first_lesson.id, kernel)
        learner = Learner(panel, await Notebook.open(server, kernel), first_lesson)
        while (panel.head["question"] or {}).get("kind") != "code":
            await learner.step()
        go_on, holding = asyncio.Event(), []
        for _ in range(TASKS):
            job = tutor.tasks.run(go_on.wait, owner="others", within=PATIENCE)
            holding.append(asyncio.create_task(job))
        await asyncio.sleep(0)
        handed_in, begun = turns_of(monkeypatch)

        names = ("a.ipynb", "b.ipynb")
        looking = [asyncio.create_task(post(server, asking(name))) for name in names]
        for _ in looking:
            await handed_in.get()
        answering = asyncio.create_task(learner.answer())
        await handed_in.get()
        assert (tutor.tasks.mailbox_length, begun) == (3, [])
        go_on.set()
        await answering

        assert panel.head["phase"] == "correct"
        assert [response.code for response in await asyncio.gather(*looking)] == [200, 200]
        assert begun == [0, AFTER_CHECKS, AFTER_CHECKS]
        await asyncio.gather(*holding)

    async def test_is_refused_in_words_where_too_many_wait(
        self, server: Server, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tutor, "tasks", TaskPool(0, most=0))
        assert refused(await post(server, asking("a.ipynb"))) == (503, TOO_MANY)


def turns_of(monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Queue[None], list[int]]:
    """Hears of each job that is handed in, and notes the priority of each that begins."""
    handed_in: asyncio.Queue[None] = asyncio.Queue()
    begun: list[int] = []
    run = TaskPool.run

    async def noting(
        self: TaskPool, work: Callable[[], Awaitable[Any]], *, priority: int = 0, **given: Any
    ) -> Any:
        async def begin() -> Any:
            begun.append(priority)
            return await work()

        handed_in.put_nowait(None)
        return await run(self, begin, priority=priority, **given)

    monkeypatch.setattr(TaskPool, "run", noting)
    return handed_in, begun
