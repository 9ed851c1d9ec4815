"""A server that misbehaves on demand, and a model that asks it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.adapters.secret_key import pseudonym
from tests.driving.model_server import ModelServer
from tests.model.asking import KEY, Heard

MakeModel = Callable[..., OpenAIModel]


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@pytest.fixture
async def make_model(model_server: ModelServer) -> AsyncIterator[MakeModel]:
    """Make models of that server; all are closed at the end."""
    async with AsyncExitStack() as made:

        def make(**options: Any) -> OpenAIModel:
            defaults: dict[str, Any] = {
                "base_url": model_server.url,
                "api_key": KEY,
                "pseudonym": lambda learner: pseudonym(b"k" * 32, learner),
            }
            model = OpenAIModel("scripted", **defaults | options)
            made.push_async_callback(model.close)
            return model

        yield make


@pytest.fixture
def heard() -> Heard:
    return Heard()
