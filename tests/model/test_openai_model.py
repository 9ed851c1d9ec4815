"""A model behind OpenAI's protocol: whole answers only, in time, and every fault by its name."""

import asyncio
import email.utils
import logging
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jupyter_tutor.adapters import openai_client
from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.adapters.secret_key import pseudonym
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import ModelError, Prices
from tests.driving.model_server import (
    DONE,
    USAGE,
    Behaviour,
    ModelServer,
    breaks_off_after,
    chunk,
    drips,
    hangs_after,
    knows_nothing_of,
    pours,
    says,
    sends,
    status,
)
from tests.model.asking import ADA, KEY, PROMPT, QUESTION, SHAPE, SHAPED, Heard, untimed
from tests.model.conftest import MakeModel

CALL = ModelCall(
    purpose="reply",
    model="scripted",
    prompt="reply@1",
    outcome="ok",
    seconds=0.0,
    tokens_in=USAGE[0],
    tokens_out=USAGE[1],
)

OPTIONS = {
    "stream_options": {"include_usage": True},
    "safety_identifier": pseudonym(b"k" * 32, ADA),
    "temperature": 0.3,
    "max_tokens": 400,
}

FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": "label-1", "strict": True, "schema": SHAPE},
}


class TestAnAnswer:
    async def test_comes_in_pieces_and_whole(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(says("A func", "tion ", "with a memory: “λ”."))
        answer = await heard.ask(make_model())
        assert heard.pieces == ["A func", "tion ", "with a memory: “λ”."]
        assert answer.text == "".join(heard.pieces)
        assert heard.calls == [answer.call]
        assert untimed(answer.call) == CALL
        assert answer.call.first is not None
        assert 0 < answer.call.first <= answer.call.seconds

    async def test_the_first_piece_is_heard_while_the_rest_is_still_to_come(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(hangs_after(chunk("Well")))
        first = asyncio.Event()
        model = make_model()
        asking = asyncio.ensure_future(model.ask(PROMPT, heard.asker(), lambda _: first.set()))
        async with asyncio.timeout(60):
            await first.wait()
        assert not asking.done()
        asking.cancel()
        await asyncio.wait([asking])

    async def test_what_is_asked(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        await heard.ask(make_model())
        (asked,) = model_server.requests
        assert asked.path == "/v1/chat/completions"
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        assert asked.body == OPTIONS | {
            "model": "scripted",
            "stream": True,
            "messages": [
                {"role": "system", "content": "You are a tutor."},
                {"role": "user", "content": QUESTION},
            ],
        }

    async def test_a_shape_is_asked_for_and_nobody_need_listen(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(says('{"label":', ' "easy"}'))
        answer = await make_model().ask(SHAPED, heard.asker())
        assert answer.text == '{"label": "easy"}'
        assert model_server.bodies[0]["response_format"] == FORMAT

    async def test_a_service_may_count_no_tokens(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(says("Hello", usage=False))
        answer = await heard.ask(make_model())
        assert untimed(answer.call) == replace(CALL, tokens_in=None, tokens_out=None)

    async def test_what_it_costs_is_told_and_else_estimated(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model = make_model(prices=Prices(tokens_in=2.0, tokens_out=10.0))
        model_server.will(says("Hello"), says("Hello", usage=False), status(500))
        await heard.ask(model)
        await heard.ask(model)
        await heard.fail(model)
        # 16 and 35 bytes were asked, and 5 answered: 13 and 2 tokens.
        assert [call.cost for call in heard.calls] == [92 / 1e6, 46 / 1e6, 0.0]

    async def test_an_answer_is_whole_however_its_tail_goes(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model = make_model()
        end = (chunk("Hello"), chunk(finish="stop"))
        tails = [breaks_off_after(*end), sends(*end, b"data: nonsense\n\n"), hangs_after(*end)]
        model_server.will(*tails)
        assert [(await heard.ask(model)).text for _ in tails] == ["Hello"] * 3

    async def test_it_is_whole_also_when_the_deadline_passes_in_its_tail(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model = make_model(within=0.4)
        await model.prepare()
        model_server.will(hangs_after(chunk("Hello"), chunk(finish="stop")))
        assert (await heard.ask(model)).text == "Hello"

    async def test_half_a_character_in_a_question_is_sent_as_a_question_mark(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        odd = replace(PROMPT.messages[1], text="why \ud83d")
        await heard.ask(make_model(), replace(PROMPT, messages=(odd,)))
        assert model_server.bodies[0]["messages"] == [{"role": "user", "content": "why ?"}]

    async def test_what_the_listener_raises_is_theirs(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        def hear(_piece: str) -> None:
            raise ValueError("the listener's own")

        with pytest.raises(ValueError, match="the listener's own"):
            await make_model().ask(PROMPT, heard.asker(), hear)
        assert heard.outcomes == ["stopped"]


HELLO = chunk("Hello")

FAULTS: dict[str, tuple[Behaviour, str, str, list[str]]] = {
    "a status of the client's": (
        status(401, {"code": "invalid_api_key", "message": f"wrong key: {KEY}"}),
        "refused",
        "status 401, invalid_api_key",
        [],
    ),
    "forbidden": (status(403, "no"), "refused", "status 403", []),
    "no such model": (status(404, {"code": 404}), "refused", "status 404", []),
    "no money left": (
        status(429, {"code": "insufficient_quota"}, retry_after="1"),
        "refused",
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


class TestWhatAServiceDoesNotKnow:
    @pytest.mark.parametrize("name", ["response_format", *OPTIONS])
    @pytest.mark.parametrize("named", [True, False])
    async def test_is_left_out_and_not_asked_again(
        self,
        model_server: ModelServer,
        make_model: MakeModel,
        heard: Heard,
        name: str,
        named: bool,
    ) -> None:
        model_server.will(knows_nothing_of(name, otherwise=says("{}"), named=named))
        model = make_model()
        await heard.ask(model, SHAPED)
        found_out = len(model_server.requests)
        assert found_out == 2 or not named
        await heard.ask(model, SHAPED)
        assert len(model_server.requests) == found_out + 1
        everything = OPTIONS | {"response_format": FORMAT}
        instead = {"max_completion_tokens": 400} if name == "max_tokens" else {}
        expected = {key: everything[key] for key in everything if key != name} | instead
        last = model_server.bodies[-1]
        assert {key: last[key] for key in last if key not in BESIDE} == expected
        assert heard.outcomes == ["ok", "ok"]

    @pytest.mark.parametrize("named", [True, False])
    async def test_may_be_nearly_everything(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard, named: bool
    ) -> None:
        names = ["response_format", "safety_identifier", "stream_options"]
        model_server.will(knows_nothing_of(*names, otherwise=says("{}"), named=named))
        model = make_model()
        answers = [await heard.ask(model, SHAPED) for _ in range(2)]
        assert [answer.text for answer in answers] == ["{}"] * 2
        assert set(model_server.bodies[-1]) & set(names) == set()

    @pytest.mark.parametrize(
        "error",
        [
            {"message": "no such model", "param": "model"},
            {"message": "'max_tokens' is too large: the context length is 4096 tokens"},
            {"message": "temperature", "code": "context_length_exceeded", "param": "messages"},
        ],
    )
    async def test_is_not_looked_for_when_the_fault_is_another(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard, error: dict[str, str]
    ) -> None:
        model_server.will(status(400, error))
        assert (await heard.fail(make_model())).reason == "refused"
        assert len(model_server.requests) == 1

    async def test_is_not_remembered_of_a_request_that_nothing_helps(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(*[status(400)] * 7, says("{}"))
        model = make_model()
        assert (await heard.fail(model, SHAPED)).reason == "refused"
        assert len(model_server.requests) == 7
        await heard.ask(model, SHAPED)
        assert set(model_server.bodies[-1]) - BESIDE == {"response_format", *OPTIONS}

    async def test_validators_in_python_name_it_in_their_own_way(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        detail = [{"loc": ["body", "safety_identifier"], "msg": "Extra inputs are not permitted"}]
        model_server.will(status(422, detail), says("Hello"))
        assert (await heard.ask(make_model())).text == "Hello"
        assert set(model_server.bodies[-1]) - BESIDE == set(OPTIONS) - {"safety_identifier"}


BESIDE = {"model", "messages", "stream"}


ANSWER = "forty-two walruses"


class TestWhatIsSecret:
    @pytest.mark.parametrize(
        "behaviour",
        [
            says(ANSWER),
            status(401, {"message": f"Incorrect API key provided: {KEY}", "code": KEY}),
            status(400, {"message": QUESTION, "param": "messages"}),
            status(500, {"message": KEY + QUESTION}),
            sends(f"data: {KEY} {QUESTION}\n\n".encode()),
            sends(chunk(choices=KEY)),
            breaks_off_after(chunk(ANSWER)),
        ],
    )
    async def test_is_in_no_log_and_in_no_error(
        self,
        model_server: ModelServer,
        make_model: MakeModel,
        heard: Heard,
        caplog: pytest.LogCaptureFixture,
        behaviour: Behaviour,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        model_server.will(behaviour)
        told = ""
        try:
            await heard.ask(make_model())
        except ModelError as error:
            told = "".join(traceback.format_exception(error)) + repr(error.__context__)
        for secret in (KEY, QUESTION, ANSWER, ADA):
            assert secret not in caplog.text + told

    @pytest.mark.parametrize("key", ["sk-ä", "sk-a\nb"])
    def test_a_key_that_cannot_be_sent_is_not_quoted(self, key: str) -> None:
        with pytest.raises(ValueError) as refused:
            OpenAIModel("m", api_key=key, pseudonym=str)
        assert key not in str(refused.value)


class TestWhereItIs:
    def test_the_host_and_nothing_else(self) -> None:
        model = OpenAIModel("m", base_url="https://lab.example:8000/v1", pseudonym=str)
        assert (model.name, model.place) == ("m", "lab.example")
        assert OpenAIModel("m", pseudonym=str).place == "api.openai.com"

    @pytest.mark.parametrize("url", ["lab.example/v1", "file:///etc", "https:///v1"])
    def test_it_has_to_be_an_address(self, url: str) -> None:
        with pytest.raises(ValueError, match="like https://host/v1"):
            OpenAIModel("m", base_url=url, pseudonym=str)

    def test_it_holds_no_password(self) -> None:
        with pytest.raises(ValueError, match="may hold no password"):
            OpenAIModel("m", base_url="https://me:secret@lab.example/v1", pseudonym=str)


async def test_many_ask_at_once(model_server: ModelServer, make_model: MakeModel) -> None:
    model_server.will(knows_nothing_of("stream_options", otherwise=says("one ", "two")))
    model = make_model()
    everyone = [Heard() for _ in range(20)]
    answers = await asyncio.gather(*[one.ask(model) for one in everyone])
    assert [answer.text for answer in answers] == ["one two"] * 20
    assert [one.pieces for one in everyone] == [["one ", "two"]] * 20
