"""A kernel's own program without a kernel's library: it proves itself and shows its secret."""

import datetime
import hashlib
import hmac
import json
import secrets
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from tests.driving.panel import JsonObject, Server
from tests.server.routes import ATTACH, COURSE, LESSON


def key_of(server_app: ServerApp, kernel: str) -> bytes:
    """The key in the connection file that this kernel was started with."""
    path = server_app.kernel_manager.get_kernel(kernel).connection_file
    return str(json.loads(Path(path).read_text())["key"]).encode()


def signed(key: bytes, *lines: str) -> str:
    return hmac.digest(key, "\n".join(lines).encode(), hashlib.sha256).hex()


def now(seconds: float = 0.0) -> str:
    """The time, so many seconds from now."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.isoformat()


def request_of(
    key: bytes,
    kernel: str,
    course: str = COURSE,
    lesson: str | None = LESSON,
    *,
    at: str | None = None,
    nonce: str | None = None,
) -> JsonObject:
    """A request that is signed with that key."""
    at, nonce = at or now(), nonce or secrets.token_hex(16)
    proof = signed(key, "jupyter-tutor attach", kernel, course, lesson or "", at, nonce)
    return {
        "kernel": kernel,
        "course": course,
        "lesson": lesson,
        "at": at,
        "nonce": nonce,
        "proof": proof,
    }


async def attach(
    server: Server, body: JsonObject | str, headers: dict[str, str] | None = None
) -> HTTPResponse:
    """The answer to that request, which comes without a token or a cookie."""
    text = body if isinstance(body, str) else json.dumps(body)
    request = HTTPRequest(
        f"{server.url}/{ATTACH}", method="POST", body=text.encode(), headers=headers or {}
    )
    return await AsyncHTTPClient().fetch(request, raise_error=False)


def told(response: HTTPResponse) -> tuple[int, Any]:
    """The status and the JSON of an answer."""
    return response.code, json.loads(response.body)


class Program(Server):
    """A server as a kernel's program reaches it, with a secret."""

    def __init__(self, url: str, secret: str) -> None:
        super().__init__(url, secret)

    @classmethod
    async def attached(cls, server_app: ServerApp, server: Server, kernel: str) -> "Program":
        """The program of that kernel, at the first lesson."""
        response = await attach(server, request_of(key_of(server_app, kernel), kernel))
        assert response.code == 200, response.body
        return cls(server.url, json.loads(response.body)["secret"])

    def request(
        self, path: str, method: str = "GET", body: JsonObject | None = None
    ) -> HTTPRequest:
        request = super().request(path, method, body)
        request.headers["Authorization"] = f"tutor-session {self.token}"
        return request
