"""The settings of the language model: what they become, and what is refused."""

from typing import Any

import pytest
from traitlets import TraitError
from traitlets.config import Config

from jupyter_tutor.model import Budget, Prices
from jupyter_tutor.model_setup import ModelSettings
from jupyter_tutor.server.app import JupyterTutor


def settings(**said: Any) -> ModelSettings:
    return JupyterTutor(config=Config({"JupyterTutor": said})).model_settings


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_TUTOR_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_name_there_is_none() -> None:
    assert settings() == ModelSettings()


def test_all_that_can_be_said_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    assert settings(
        model="qwen",
        model_url="http://127.0.0.1:1/v1",
        model_seconds=5.0,
        model_limit="3 per minute",
        model_prices={"in": 0.15, "out": 0.6},
        model_budgets={"a": {"tokens": 10}, "*": {"money": 5}},
    ) == ModelSettings(
        name="qwen",
        base_url="http://127.0.0.1:1/v1",
        api_key="sk-1",
        within=5.0,
        limit="3 per minute",
        prices=Prices(tokens_in=0.15, tokens_out=0.6),
        budgets={"a": Budget(tokens=10), "*": Budget(money=5.0)},
    )


def test_the_environment_names_it_and_none_wins_over_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_MODEL", "qwen")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert settings() == ModelSettings(name="qwen", base_url="http://127.0.0.1:1/v1")
    assert settings(model=None).name is None


@pytest.mark.parametrize(
    "said",
    [
        {"model_limit": "often"},
        {"model_prices": {"in": 1.0}},
        {"model_prices": {"in": 1.0, "out": "much"}},
        {"model_prices": {"in": 1.0, "out": -1.0}},
        {"model_budgets": {"a": 3}},
        {"model_budgets": {"a": {"euros": 3}}},
        {"model_budgets": {"a": {"tokens": float("nan")}}},
    ],
)
def test_what_cannot_be_meant_is_refused_with_an_example(said: dict[str, Any]) -> None:
    with pytest.raises(TraitError, match=r"c\.JupyterTutor\.model_\w+ has to .*for example"):
        settings(**said)
