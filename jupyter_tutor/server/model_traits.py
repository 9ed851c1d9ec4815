"""The settings of the language model, as part of the extension's."""

import math
from typing import Any

from traitlets import Dict, Float, HasTraits, TraitError, Unicode, default, validate

from jupyter_tutor.model import Budget, Prices
from jupyter_tutor.model_setup import (
    LIMIT,
    ModelSettings,
    address_outside,
    key_outside,
    model_named_outside,
)

NO_LIMIT = (
    "c.JupyterTutor.model_limit has to say how often, for example "
    '"100 per minute; 1000 per hour", or be "" for as often as one likes; not {given!r}.'
)
NO_PRICES = (
    "c.JupyterTutor.model_prices has to be what a million tokens cost, for example "
    '{{"in": 0.15, "out": 0.6}}; not {given!r}.'
)
NO_BUDGETS = (
    "c.JupyterTutor.model_budgets has to say what courses may spend, for example "
    '{{"python-foundations": {{"tokens": 2_000_000}}, "*": {{"money": 5.0}}}}; not {given!r}.'
)


class ModelTraits(HasTraits):
    """Which model helps, and how much of it."""

    model = Unicode(
        allow_none=True,
        config=True,
        help=(
            "The language model that helps with words. Default: $JUPYTER_TUTOR_MODEL, else none. "
            "None: no model is ever asked, whatever else is set."
        ),
    )
    model_url = Unicode(
        "",
        config=True,
        help=(
            "Where it is: the address of a service that speaks OpenAI's protocol, such as "
            '"http://127.0.0.1:11434/v1". Default: $OPENAI_BASE_URL, else OpenAI\'s own. '
            "The key is read from $OPENAI_API_KEY."
        ),
    )
    model_seconds = Float(
        30.0,
        config=True,
        help="Seconds after which a learner is told that the model gives no answer.",
    )
    model_limit = Unicode(
        LIMIT,
        config=True,
        help="How often a learner may have the model asked; it holds across restarts.",
    )
    model_prices = Dict(
        config=True,
        help='What a million tokens cost, such as {"in": 0.15, "out": 0.6}; else cost is unknown.',
    )
    model_budgets = Dict(
        config=True,
        help=(
            "What each course may spend on the model in all, by its id ('*': each other), such as "
            '{"*": {"tokens": 2_000_000, "money": 5.0}}.'
        ),
    )

    @property
    def model_settings(self) -> ModelSettings:
        """All of them, and what the environment adds."""
        return ModelSettings(
            name=self.model or None,
            base_url=self.model_url or address_outside(),
            api_key=key_outside(),
            within=self.model_seconds,
            limit=self.model_limit,
            prices=_prices(self.model_prices),
            budgets=_budgets(self.model_budgets),
        )

    @default("model")
    def _model_outside(self) -> str | None:
        return model_named_outside()

    @validate("model_limit")
    def _check_model_limit(self, proposal: Any) -> str:
        from jupyter_tutor.adapters.rate_limits import read_rule

        rule: str = proposal["value"]
        try:
            read_rule(rule)
        except ValueError:
            raise TraitError(NO_LIMIT.format(given=rule)) from None
        return rule

    @validate("model_prices")
    def _check_prices(self, proposal: Any) -> dict[str, float]:
        given: dict[str, float] = proposal["value"]
        try:
            _prices(given)
        except (TypeError, ValueError):
            raise TraitError(NO_PRICES.format(given=given)) from None
        return given

    @validate("model_budgets")
    def _check_budgets(self, proposal: Any) -> dict[str, dict[str, float]]:
        given: dict[str, dict[str, float]] = proposal["value"]
        try:
            _budgets(given)
        except (AttributeError, TypeError, ValueError):
            raise TraitError(NO_BUDGETS.format(given=given)) from None
        return given


def _prices(given: dict[str, float]) -> Prices | None:
    if not given:
        return None
    if set(given) != {"in", "out"}:
        raise ValueError
    return Prices(tokens_in=_amount(given["in"]), tokens_out=_amount(given["out"]))


def _budgets(given: dict[str, dict[str, float]]) -> dict[str, Budget]:
    return {str(course): _budget(**amounts) for course, amounts in given.items()}


def _budget(tokens: float | None = None, money: float | None = None) -> Budget:
    return Budget(
        tokens=None if tokens is None else int(_amount(tokens)),
        money=None if money is None else _amount(money),
    )


def _amount(given: float) -> float:
    amount = float(given)
    if not (math.isfinite(amount) and amount >= 0):
        raise ValueError
    return amount
