"""A kernel of a real Jupyter server: its program gets in without a token, and is one with pages."""

import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth.security import passwd
from jupyter_server.serverapp import ServerApp

from tests.driving.panel import Panel, Server
from tests.driving.process import TOKEN
from tests.driving.server import running_server
from tests.kernel.notebooks import Learner, started_kernel
from tests.widgets.kernel import answer

RIGHT = answer("count", "def count(seeds):\n    return len(seeds)")
WRONG = answer("count", "def count(seeds):\n    return 3")

OTHERS = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook", "notebook_shim")

WITH_TOKEN = {"IdentityProvider": {"token": TOKEN}}


def with_password(folder: Path) -> dict[str, Any]:
    """A server that asks for a password, over TLS with a certificate of its own making."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=elsewhere"]
    subprocess.run(
        ["openssl", *words, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return {
        "ServerApp": {"certfile": str(certificate), "keyfile": str(key)},
        "PasswordIdentityProvider": {"hashed_password": passwd("a secret")},
        "IdentityProvider": {"token": ""},
    }


@pytest.fixture
def config() -> dict[str, Any]:
    return WITH_TOKEN


@pytest.fixture
async def app(
    config: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServerApp]:
    """A server in this process, whose record is another than the one a host would have."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    whole = {
        **config,
        "ServerApp": {
            "jpserver_extensions": {"jupyter_tutor": True, **dict.fromkeys(OTHERS, False)},
            "allow_unauthenticated_access": False,
            **config.get("ServerApp", {}),
        },
        "JupyterTutor": {
            "data_dir": str(tmp_path / "servers-record"),
            "course_path": [os.environ["JUPYTER_TUTOR_PATH"]],
            "learner": "grace",
        },
    }
    async with running_server(whole, tmp_path) as app:
        yield app


@pytest.fixture
async def learner(app: ServerApp) -> AsyncIterator[Learner]:
    """A learner at a kernel of the server."""
    kernel = await app.kernel_manager.start_kernel()
    learner = Learner(app.kernel_manager.get_kernel(kernel))
    yield learner
    await learner.close()


async def opened(learner: Learner, lesson: str = "seeds") -> None:
    ran = await learner.run(f"from jupyter_tutor import Tutor\nt = Tutor('garden', {lesson!r})")
    assert ran["status"] == "ok", ran


async def first_line(learner: Learner, expression: str) -> str:
    shown: str = await learner.value(f"repr({expression})")
    return shown.split("\n", 1)[0]


async def test_the_program_and_a_page_are_in_one_session(
    app: ServerApp, learner: Learner, data_dir: Path
) -> None:
    await opened(learner)
    kernel = next(iter(app.kernel_manager.list_kernel_ids()))
    server = Server(app.connection_url, TOKEN)
    page = await Panel.open(server, "garden", "seeds", kernel)
    assert await first_line(learner, "t.next()") == "Question: Count them"
    await learner.run(WRONG)
    assert await first_line(learner, "t.check()") == "Not right yet"
    await learner.run(RIGHT)
    assert await first_line(learner, "t.check()") == "Right (1 of 1 points)"
    await page.until_phase("correct")
    reports = [message["report"] for message in page.messages if message["report"]]
    assert {report["target"] for report in reports} == {"fork"}
    assert await learner.value("(t._line.entry.carrier, t._line.entry.learner)") == [
        "server",
        "grace",
    ]
    assert await learner.value("t.transcript().view.head.seq") == page.head["seq"]
    assert not data_dir.exists(), "a host was started, too"
    server.close()


# It is the server that makes its context in an old way.
@pytest.mark.filterwarnings("ignore:ssl.PROTOCOL_TLS")
class TestBehindAPasswordAndAStrangeCertificate:
    @pytest.fixture
    def config(self, tmp_path: Path) -> dict[str, Any]:
        return with_password(tmp_path)

    async def test_the_proof_lets_it_in(self, learner: Learner, data_dir: Path) -> None:
        await opened(learner)
        assert await first_line(learner, "t.next()") == "Question: Count them"
        assert await learner.value("t._line.entry.carrier") == "server"
        assert not data_dir.exists()


async def test_a_lost_line_is_taken_up_again(learner: Learner) -> None:
    await opened(learner)
    await learner.run("t._client.background.call(t._line.close(), 5)")
    assert await first_line(learner, "t.next()") == "Question: Count them"


async def test_a_refusal_is_heard_and_nothing_goes_on_elsewhere(
    learner: Learner, data_dir: Path
) -> None:
    ran = await learner.run("from jupyter_tutor import Tutor\nTutor('garden', 'sees')")
    assert (ran["ename"], ran["evalue"]) == (
        "TutorError",
        "There is no lesson “sees” in the course “garden”. Did you mean “seeds”?",
    )
    assert not data_dir.exists()


async def test_a_check_after_the_cell_of_another_question_says_which_is_open(
    app: ServerApp, learner: Learner
) -> None:
    await opened(learner)
    server = Server(app.connection_url, TOKEN)
    page = await Panel.open(server, "garden", "seeds")
    await learner.run(RIGHT)
    await page.until(lambda: page.messages[-1]["kind"] == "notice")
    await learner.run("t._client.background.call(t._line.look_again(), 5)")
    assert await first_line(learner, "t.check()") == (
        "The cell you ran answers “Count them”, which comes later. "
        "Read the text above, then call `t.next()`."
    )
    server.close()


async def test_what_is_recorded_elsewhere_is_left_to_the_page(learner: Learner) -> None:
    await opened(learner)
    assert await first_line(learner, "t.record()") == (
        "You are known as `grace`. Here I can only see this lesson: 3 entries in "
        "your record, which are your answers, the answer cells you ran, and the conversation. "
        "For all lessons, and where they are kept, choose What is recorded about me in the "
        "tutor's panel, or write `jupyter tutor record` in a terminal."
    )


async def test_a_kernel_beside_the_server_has_a_host(app: ServerApp, data_dir: Path) -> None:
    async with started_kernel() as manager:
        learner = Learner(manager)
        await opened(learner)
        assert await learner.value("t._line.entry.carrier") == "host"
        await learner.close()
    assert data_dir.exists()


async def test_a_server_and_two_hosts_share_a_record_and_hand_a_lesson_on(
    app: ServerApp, learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "servers-record"))
    monkeypatch.setenv("JUPYTERHUB_USER", "grace")
    async with started_kernel() as one, started_kernel() as other:
        beside = [Learner(one), Learner(other)]
        everyone = [learner, *beside]
        for each in everyone:
            await opened(each)
        assert [await each.value("t._line.entry.carrier") for each in everyone] == [
            "server",
            "host",
            "host",
        ]
        # Each takes the lesson to itself by going on with it, and finds it as it was left.
        assert await first_line(learner, "t.next()") == "Question: Count them"
        await learner.run(WRONG)
        assert await first_line(learner, "t.check()") == "Not right yet"
        assert await first_line(beside[0], "t.solution()") == "Solution"
        await beside[1].run("t.progress()")
        await beside[1].run(RIGHT)
        assert await first_line(beside[1], "t.check()") == "Right (0 of 1 points)"
        assert await first_line(learner, "t.next()") == "Finished"
        for each in beside:
            await each.close()


class TestWhereTheServerHasNoTutor:
    @pytest.fixture
    def config(self) -> dict[str, Any]:
        return {
            **WITH_TOKEN,
            "ServerApp": {"jpserver_extensions": dict.fromkeys((*OTHERS, "jupyter_tutor"), False)},
        }

    async def test_its_kernels_have_hosts(self, learner: Learner) -> None:
        await opened(learner)
        assert await learner.value("t._line.entry.carrier") == "host"
