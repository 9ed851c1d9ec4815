"""Every fault of a service has a name, and nothing partial is ever taken for a whole."""

import asyncio
import email.utils
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jupyter_tutor.adapters import openai_client
from tests.driving.model_server import (
    DONE,
    Behaviour,
    ModelServer,
    breaks_off_after,
    chunk,
    drips,
    hangs_after,
    pours,
    says,
    sends,
    status,
)
from tests.model.asking import KEY, PROMPT, Heard
from tests.model.conftest import MakeModel

HELLO = chunk("Hello")

FAULTS: dict[str, tuple[Behaviour, str, str, list[str]]] = {
    "a wrong key": (
        status(401, {"code": "invalid_api_key", "message": f"wrong key: {KEY}"}),
        "misconfigured",
        "status 401, invalid_api_key",
        [],
    ),
    "forbidden": (status(403, "no"), "misconfigured", "status 403", []),
    "no such model": (status(404, {"code": 404}), "misconfigured", "status 404", []),
    "to be paid for": (status(402), "misconfigured", "status 402", []),
    "a status of the client's": (status(413), "refused", "status 413", []),
    "no money left": (
        status(429, {"code": "insufficient_quota"}, retry_after="1"),
        "misconfigured",
        "status 429, insufficient_quota",
        [],
    ),
    "a server error": (status(500), "broken", "status 500", []),
    "a gateway's error": (status(502), "broken", "status 502", []),
    "an error within the stream": (
        sends(HELLO, b'data: {"error": {"message": "x", "code": "server_error"}}\n\n'),
        "broken",
        "server_error",
        ["Hello"],
    ),
    "a redirect": (
        status(307, location="http://127.0.0.1:9/v1"),
        "unreachable",
        "status 307",
        [],
    ),
    "nothing but a status": (
        breaks_off_after(),
        "cut",
        "",
        [],
    ),
    "garbage": (sends(HELLO, b"data: {nonsense\n\n"), "garbled", "JSONDecodeError", ["Hello"]),
    "a page": (sends(b"<html>Please log in</html>\n\n"), "garbled", "no event in the stream", []),
    "a number": (sends(b"data: 7\n\n"), "garbled", "ValidationError", []),
    "no choices": (sends(b'data: {"answer": "x"}\n\n'), "garbled", "ValidationError", []),
    "a text that is none": (
        sends(chunk(choices=[{"index": 0, "delta": {"content": [1]}}])),
        "garbled",
        "ValidationError",
        [],
    ),
    "empty choices": (sends(chunk(choices=[]), DONE), "cut", "the stream ended early", []),
    "an empty answer": (says(), "garbled", "an empty answer", []),
    "another encoding": (
        sends(HELLO, 'data: {"choices": [{"delta": {"content": "é"}}]}\n\n'.encode("latin-1")),
        "garbled",
        "UnicodeDecodeError",
        ["Hello"],
    ),
    "half a character": (sends(chunk("\ud83d")), "garbled", "half a character", []),
    "packed": (sends(b"\x1f\x8b", content_encoding="gzip"), "garbled", "OverlongError", []),
    "far too much": (pours("x" * 1000), "garbled", "longer than was asked for", ["x" * 1000] * 6),
    "a stream that is cut": (
        says("Hello", finish=None),
        "cut",
        "the stream ended early",
        ["Hello"],
    ),
    "a lost connection": (breaks_off_after(HELLO), "cut", "", ["Hello"]),
    "longer than allowed": (
        says("Hello", finish="length"),
        "cut",
        "the longest answer is too short for it",
        ["Hello"],
    ),
    "not decent": (
        says("Hello", finish="content_filter"),
        "refused",
        "the model declined to answer",
        ["Hello"],
    ),
    "declined": (
        sends(chunk(choices=[{"delta": {"refusal": "No."}}]), chunk(finish="stop")),
        "refused",
        "the model declined to answer",
        [],
    ),
}


class TestAFault:
    @pytest.mark.parametrize("name", FAULTS)
    async def test_is_told_by_its_reason_and_nothing_partial_is_whole(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard, name: str
    ) -> None:
        behaviour, reason, detail, pieces = FAULTS[name]
        model_server.will(behaviour)
        error = await heard.fail(make_model())
        assert (error.reason, error.again_in) == (reason, None)
        # What a lost connection is called is the library's.
        assert error.detail == (detail or error.detail)
        assert heard.pieces == pieces
        assert heard.outcomes == [reason]

    @pytest.mark.parametrize("behaviour", [hangs_after(), hangs_after(HELLO), drips()])
    async def test_slow_is_what_does_not_end_in_time_also_when_each_piece_does(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard, behaviour: Behaviour
    ) -> None:
        model = make_model(within=0.3)
        await model.prepare()
        model_server.will(behaviour)
        begun = time.monotonic()
        error = await heard.fail(model, replace(PROMPT, longest=10_000))
        assert (error.reason, error.detail) == ("slow", "not within 0.3 s")
        assert 0.3 <= time.monotonic() - begun < 5
        await model_server.until_left()

    @pytest.mark.parametrize(
        ("told", "again_in"),
        [("7", 7.0), ("2.5", 2.5), ("soon", None), ("", None), ("-3", None), ("9" * 30, None)],
    )
    async def test_limited_says_when_to_ask_again(
        self,
        model_server: ModelServer,
        make_model: MakeModel,
        heard: Heard,
        told: str,
        again_in: float | None,
    ) -> None:
        model_server.will(status(429, retry_after=told))
        error = await heard.fail(make_model())
        assert (error.reason, error.again_in) == ("limited", again_in)

    async def test_when_may_be_a_date(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model = make_model()
        future = email.utils.format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
        model_server.will(
            status(429, retry_after=future),
            status(429, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        )
        error = await heard.fail(model)
        assert error.again_in == pytest.approx(3600, abs=60)
        assert (await heard.fail(model)).again_in == 0.0

    async def test_nobody_listens_there(self, make_model: MakeModel, heard: Heard) -> None:
        async with ModelServer() as gone:
            url = gone.url
        error = await heard.fail(make_model(base_url=url))
        assert (error.reason, error.detail) == ("unreachable", "ConnectError")

    async def test_no_secure_connection(self, make_model: MakeModel, heard: Heard) -> None:
        async def speak_plainly(_reader: object, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 -\r\n\r\n")
            writer.close()

        async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as plain:
            port = plain.sockets[0].getsockname()[1]
            error = await heard.fail(make_model(base_url=f"https://127.0.0.1:{port}/v1"))
        assert (error.reason, error.detail) == ("unreachable", "ConnectError")

    async def test_a_redirect_takes_the_key_nowhere(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        async with ModelServer() as other:
            model_server.will(status(308, location=f"{other.url}/chat/completions"))
            assert (await heard.fail(make_model())).reason == "unreachable"
            assert (len(model_server.requests), other.connections) == (1, 0)

    async def test_a_reply_without_any_end_of_line_is_not_read_for_ever(
        self,
        model_server: ModelServer,
        make_model: MakeModel,
        heard: Heard,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(openai_client, "MOST_BYTES", 100_000)
        model_server.will(sends(*[b"x" * 10_000] * 20))
        error = await heard.fail(make_model())
        assert (error.reason, error.detail) == ("garbled", "OverlongError")

    async def test_giving_up_ends_it_at_the_service_too(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(hangs_after(HELLO))
        asking = asyncio.ensure_future(heard.ask(make_model()))
        await model_server.until_asked()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await model_server.until_left()
        assert heard.outcomes == ["stopped"]
