"""The OpenAPI document tells of the routes as they are, and of what they answer."""

import json
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.web import RequestHandler

from tests.driving.panel import Panel, Server
from tests.server.program import attach, key_of, request_of
from tests.server.routes import BASE, COURSE, LESSON, OF_A_SESSION, ROUTES

VERBS = ("get", "post", "put", "patch", "delete")

DOCUMENT: dict[str, Any] = yaml.safe_load(
    (files("jupyter_tutor.server") / "openapi.yaml").read_text("utf-8")
)
PATHS: dict[str, Any] = DOCUMENT["paths"]


def pattern_of(path: str) -> str:
    """The pattern of a documented path, as the extension registers it."""
    parameters = PATHS[path].get("parameters", [])
    for parameter in parameters:
        known = resolved(parameter)
        inner = known["schema"]["pattern"].removeprefix("^").removesuffix("$")
        path = path.replace(f"{{{known['name']}}}", f"({inner})")
    return f"/{BASE}{path}"


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """What is meant, where the document points to it."""
    found: Any = value
    if "$ref" in value:
        found = DOCUMENT
        for name in value["$ref"].removeprefix("#/").split("/"):
            found = found[name]
    return dict(found)


def verbs_of(handler: type[RequestHandler]) -> set[str]:
    """The verbs it answers; OPTIONS is Jupyter's."""
    unanswered = RequestHandler._unimplemented_method
    return {verb for verb in VERBS if getattr(handler, verb) is not unanswered}


def operation_of(route: str) -> dict[str, Any]:
    """What is documented of the GET of that address."""
    (path,) = [path for path in PATHS if re.fullmatch(pattern_of(path), f"/{route}")]
    operation: dict[str, Any] = PATHS[path]["get"]
    return operation


def check(operation: dict[str, Any], response: HTTPResponse) -> None:
    """See whether an answer is one of those that are documented."""
    documented = resolved(operation["responses"][str(response.code)])
    kind = response.headers["Content-Type"].partition(";")[0]
    schema = documented["content"][kind]["schema"]
    value = json.loads(response.body) if kind == "application/json" else response.body.decode()
    whole = (
        {"$ref": schema["$ref"], "components": DOCUMENT["components"]}
        if "$ref" in schema
        else schema
    )
    jsonschema.Draft202012Validator(whole).validate(value)


def test_it_tells_of_every_route_and_verb(server_app: ServerApp) -> None:
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    registered = {
        pattern: verbs_of(handler)
        for pattern, handler, _ in (entry for entry in app.handlers if BASE in entry[0])
    }
    documented = {pattern_of(path): set(PATHS[path]) & set(VERBS) for path in PATHS}
    assert documented == registered


def test_it_says_who_may_come_in() -> None:
    kinds = {
        (path, verb): PATHS[path][verb].get("security", DOCUMENT["security"])
        for path in PATHS
        for verb in set(PATHS[path]) & set(VERBS)
    }
    people = [{"person": []}]
    of_a_session = [{"person": []}, {"kernel": []}]
    expected = {
        (path, verb): of_a_session if path.startswith("/sessions/") else people
        for path, verb in kinds
    }
    assert kinds == expected | {("/attach", "post"): []}


@pytest.mark.parametrize("begun", [False, True])
async def test_what_is_answered_is_as_it_says(server: Server, begun: bool) -> None:
    if begun:
        panel = await Panel.open(server, COURSE, LESSON)
        await panel.ask({"type": "continue"})
    for route in ROUTES:
        response = await AsyncHTTPClient().fetch(server.request(route), raise_error=False)
        assert (response.code == 200) or (route in OF_A_SESSION and not begun)
        check(operation_of(route), response)
    stranger = Server(server.url, "wrong")
    for route in ROUTES:
        response = await AsyncHTTPClient().fetch(stranger.request(route), raise_error=False)
        check(operation_of(route), response)


async def test_a_kernel_is_answered_as_it_says(server_app: ServerApp, server: Server) -> None:
    kernel = await server.start_kernel()
    key = key_of(server_app, kernel)
    operation = PATHS["/attach"]["post"]
    asked = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
    codes = []
    for body in (
        request_of(key, kernel),
        request_of(key, kernel, lesson=None),
        request_of(b"guessed", kernel),
        request_of(key, kernel, course="nowhere"),
    ):
        jsonschema.Draft202012Validator(asked).validate(body)
        response = await attach(server, body)
        codes.append(response.code)
        check(operation, response)
    response = await attach(server, "nonsense")
    check(operation, response)
    assert [*codes, response.code] == [200, 200, 403, 404, 400]
