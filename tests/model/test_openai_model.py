"""A model behind OpenAI's protocol: whole answers as they come, and secrets stay secret."""

import asyncio
import logging
import traceback
from dataclasses import replace

import pytest

from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import ModelError, Prices
from tests.driving.model_server import (
    DONE,
    USAGE,
    Behaviour,
    ModelServer,
    breaks_off_after,
    chunk,
    hangs_after,
    knows_nothing_of,
    says,
    sends,
    status,
)
from tests.model.asking import (
    ADA,
    FORMAT,
    KEY,
    OPTIONS,
    PROMPT,
    QUESTION,
    SHAPED,
    Heard,
    untimed,
)
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

    @pytest.mark.parametrize("counted", [(0, 0), (0, 7), (11, 0)])
    async def test_a_count_of_zero_is_none(
        self,
        model_server: ModelServer,
        make_model: MakeModel,
        heard: Heard,
        counted: tuple[int, int],
    ) -> None:
        whole = (chunk("Hello"), chunk(finish="stop"), chunk(usage=counted), DONE)
        model_server.will(sends(*whole))
        answer = await heard.ask(make_model())
        assert untimed(answer.call) == replace(CALL, tokens_in=None, tokens_out=None)

    @pytest.mark.parametrize(
        "told",
        [
            (0, 0),
            (9, 0),
            {"prompt_tokens": None, "completion_tokens": None},
            {"prompt_tokens": -1, "completion_tokens": 2},
            {"total_tokens": 12},
            {},
            "many",
        ],
    )
    async def test_a_count_that_makes_no_sense_takes_nothing_from_an_answer(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard, told: object
    ) -> None:
        model_server.will(sends(chunk("Hel", usage=told), chunk("lo", finish="stop"), DONE))
        answer = await heard.ask(make_model())
        assert answer.text == "Hello"
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
