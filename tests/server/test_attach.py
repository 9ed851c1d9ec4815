"""A kernel proves what it is, and gets in where it belongs; nobody else gets in that way."""

import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.server.attach import NOT_PROVED
from tests.driving.panel import Panel, Server
from tests.server.program import Program, attach, key_of, now, request_of, signed, told
from tests.server.routes import COURSE, LESSON, SESSION

REFUSED = (403, {"message": NOT_PROVED})


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    """A kernel that has crashed is soon given up."""
    server_config["KernelRestarter"] = {"time_to_dead": 0.1, "restart_limit": 0}
    return server_config


@pytest.fixture
async def kernel(server: Server) -> str:
    """A kernel of this server."""
    return await server.start_kernel()


@pytest.fixture
def key(server_app: ServerApp, kernel: str) -> bytes:
    """What that kernel and the server share."""
    return key_of(server_app, kernel)


async def test_a_kernel_gets_a_secret_and_knows_its_server(
    server: Server, kernel: str, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "grace")
    request = request_of(key, kernel)
    status, answer = told(await attach(server, request))
    secret = answer["secret"]
    assert (status, answer) == (
        200,
        {
            "secret": secret,
            "course": COURSE,
            "lesson": LESSON,
            "learner": "grace",
            "proof": signed(key, "jupyter-tutor attached", secret, request["nonce"]),
        },
    )
    # Asked again (a restarted kernel does), it is the same: none pile up.
    again = json.loads((await attach(server, request_of(key, kernel))).body)
    assert again["secret"] == secret
    other = await server.start_kernel()
    assert len(secret) >= 32
    with_another_key = await attach(server, request_of(key, other))
    assert told(with_another_key) == REFUSED


async def test_whatever_is_wrong_with_a_proof_the_answer_is_the_same(
    server: Server, kernel: str, key: bytes
) -> None:
    good = request_of(key, kernel)
    gone = await server.start_kernel()
    await server.fetch(f"api/kernels/{gone}", "DELETE")
    unknown = str(uuid.uuid4())
    wrong = [
        request_of(b"guessed", kernel),
        request_of(b"", kernel),
        request_of(key, unknown),
        request_of(b"", unknown),
        request_of(key, gone),
        request_of(key, kernel, at=now(-61)),
        request_of(key, kernel, at=now(61)),
        good | {"lesson": None},
        good | {"course": "another"},
        good | {"nonce": "0" * 32},
        good | {"at": now(1)},
        good | {"proof": "é" * 64},
    ]
    assert [told(await attach(server, each)) for each in wrong] == [REFUSED] * len(wrong)
    # None of it has used the good one up.
    assert (await attach(server, good)).code == 200
    assert told(await attach(server, good)) == REFUSED
    assert told(await attach(server, good | {"nonce": good["nonce"].upper()})) == REFUSED


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "own"])
async def test_a_page_is_refused_whatever_it_brings(
    server: Server, kernel: str, key: bytes, origin: str
) -> None:
    headers = {"Origin": server.url if origin == "own" else origin}
    for given in ({}, {"Authorization": f"token {server.token}"}):
        response = await attach(server, request_of(key, kernel), {**headers, **given})
        assert told(response) == REFUSED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("nonsense", "The request is not JSON."),
        ("[" * 15_000, "The request is not JSON."),
        ("[]", "The request is no JSON object."),
        ('{"kernel": "' + "k" * 20_000 + '"}', "The request is too long."),
        ({"kernel": 7}, "`kernel` has to be a text of at most 256 characters."),
        ({"course": ""}, "`course` has to be a text of at most 256 characters."),
        ({"lesson": "a\nb"}, "`lesson` has to be a text of at most 256 characters."),
        ({"proof": "\ud800"}, "`proof` has to be a text of at most 256 characters."),
        ({"nonce": "abc"}, "`nonce` has to be 32 or more hexadecimal digits."),
        ({"at": "yesterday"}, "`at` has to be a time as ISO 8601 has it."),
        ({"at": "2026-01-01T00:00:00"}, "`at` has to say its time zone."),
    ],
)
async def test_what_is_not_of_the_protocol_is_told_so(
    server: Server, change: str | dict[str, Any], words: str
) -> None:
    body = change if isinstance(change, str) else request_of(b"key", "kernel") | change
    assert told(await attach(server, body)) == (400, {"message": words})


async def test_a_wrong_name_is_told_with_what_there_is(
    server: Server, kernel: str, key: bytes
) -> None:
    asked = [("python-fundations", LESSON), (COURSE, LESSON.title()[:-1]), ("cooking", None)]
    answers = [
        told(await attach(server, request_of(key, kernel, course, lesson)))
        for course, lesson in asked
    ]
    assert [status for status, _ in answers] == [404, 404, 404]
    words = [answer["message"] for _, answer in answers]
    assert words[:2] == [
        "There is no course “python-fundations” here. Did you mean “python-foundations”?",
        f"There is no lesson “{LESSON.title()[:-1]}” in the course “python-foundations”. "
        f"Did you mean “{LESSON}”?",
    ]
    assert words[2].startswith("There is no course “cooking” here. There is “")


async def test_a_program_and_its_learners_page_are_in_one_session(
    server_app: ServerApp, server: Server, kernel: str
) -> None:
    page = await Panel.open(server, COURSE, LESSON)
    program = await Program.attached(server_app, server, kernel)
    line = await Panel.open(program, COURSE, LESSON, kernel="whatever-it-says")
    await line.until(lambda: line.kernel.get("status", "none") != "none")
    await line.ask({"type": "continue"})
    await page.until(lambda: page.head["seq"] == line.head["seq"])
    assert page.messages == line.messages
    assert await program.fetch(SESSION) == {"messages": line.messages, "head": line.head}
    # It alone may say that it waits, and cannot name another kernel.
    await line.send({"type": "waiting", "waiting": True})
    await line.send({"type": "attach", "kernel": None})
    await line.ask({"type": "say", "text": "Here."})
    assert line.kernel["status"] != "none"
    await page.send({"type": "waiting", "waiting": True})
    refused = await page.read()
    while refused["type"] != "refused":
        refused = await page.read()
    assert refused["reason"] == "Only the notebook's own kernel can say this."
    program.close()


class TestWhereTheLearnerIsConfigured:
    @pytest.fixture
    def server_config(self, server_config: dict[str, Any]) -> dict[str, Any]:
        server_config["JupyterTutor"]["learner"] = "class-3"
        return server_config

    async def test_it_is_that_one(self, server: Server, kernel: str, key: bytes) -> None:
        answer = json.loads((await attach(server, request_of(key, kernel))).body)
        assert answer["learner"] == "class-3"


async def shut_down(server: Server, kernel: str) -> None:
    await server.fetch(f"api/kernels/{kernel}", "DELETE")


async def crash(server: Server, kernel: str) -> None:
    from tests.driving.panel import Notebook

    notebook = await Notebook.open(server, kernel)
    await notebook.start("import os\nos._exit(1)")


@pytest.mark.parametrize("end", [shut_down, crash])
async def test_a_secret_ends_with_its_kernel(
    server_app: ServerApp,
    server: Server,
    kernel: str,
    end: Callable[[Server, str], Awaitable[None]],
) -> None:
    program = await Program.attached(server_app, server, kernel)
    path = f"{SESSION}/channel"
    socket = await program.socket(path)
    while json.loads(str(await socket.read_message()))["type"] != "view":
        pass
    await end(server, kernel)
    while await socket.read_message() is not None:
        pass
    assert (socket.close_code, socket.close_reason) == (
        4003,
        "The kernel of this program has ended.",
    )
    with pytest.raises(Exception, match="403"):
        await program.socket(path)
    program.close()


async def test_a_secret_outlives_a_restart(
    server_app: ServerApp, server: Server, kernel: str
) -> None:
    program = await Program.attached(server_app, server, kernel)
    await server.fetch(f"api/kernels/{kernel}/restart", "POST", {})
    again = await Program.attached(server_app, server, kernel)
    assert again.token == program.token


async def test_a_secret_is_in_no_log(
    server_app: ServerApp, server: Server, kernel: str, caplog: pytest.LogCaptureFixture
) -> None:
    server_app.log.setLevel(logging.DEBUG)
    server_app.log.propagate = True
    caplog.set_level(logging.DEBUG)
    program = await Program.attached(server_app, server, kernel)
    line = await Panel.open(program, COURSE, LESSON)
    await line.ask({"type": "continue"})
    with pytest.raises(Exception, match="403"):
        await program.fetch("api/jupyter-tutor/health")
    assert "api/jupyter-tutor" in caplog.text
    assert program.token not in caplog.text
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    given = app.passes.find(program.token)
    assert program.token not in repr(given)
    assert replace(given, secret="") != given
    program.close()
