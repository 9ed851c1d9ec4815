"""What a service does not know is left out, and found out once."""

import pytest

from tests.driving.model_server import (
    ModelServer,
    knows_nothing_of,
    says,
    status,
)
from tests.model.asking import FORMAT, OPTIONS, SHAPED, Heard
from tests.model.conftest import MakeModel


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

    async def test_is_found_out_also_where_it_is_called_an_error_of_the_server(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        """As by llama-cpp-python, whose own words these are."""
        words = (
            "1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'response_format', "
            "'type'), 'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}"
        )
        error = {"message": words, "type": "internal_server_error", "param": None, "code": None}
        model_server.will(status(500, error), says("{}"))
        assert (await heard.ask(make_model(), SHAPED)).text == "{}"
        assert set(model_server.bodies[-1]) - BESIDE == set(OPTIONS)

    async def test_is_not_guessed_of_an_error_of_the_server(
        self, model_server: ModelServer, make_model: MakeModel, heard: Heard
    ) -> None:
        model_server.will(status(500, {"message": "out of memory"}))
        assert (await heard.fail(make_model(), SHAPED)).reason == "broken"
        assert len(model_server.requests) == 1


BESIDE = {"model", "messages", "stream"}
