"""Whether a language model helps, which one, and how it is put together.

None is asked unless it is named: by ``c.JupyterTutor.model``, or ``JUPYTER_TUTOR_MODEL`` where that
is not set. What it takes is loaded only then.
"""

import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.assistance import Assistant
from jupyter_tutor.model import Budget, Prices

if TYPE_CHECKING:
    from jupyter_tutor.checker.algebra.pool import FormulaPool
    from jupyter_tutor.checker.pool import CheckerPool

log = logging.getLogger(__name__)

LIMIT = "100 per minute; 1000 per hour"
"""How often a learner may have the model asked, where nothing else is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which model, where, and how much of it.

    ``name`` None: none at all. ``base_url`` None: OpenAI's own. ``within`` is the seconds after
    which a learner is told that there is no answer. ``budgets`` are by the id of a course, ``*``
    for each that is not named.
    """

    name: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    within: float = 30.0
    limit: str = LIMIT
    prices: Prices | None = None
    budgets: Mapping[str, Budget] = field(default_factory=dict)


def model_named_outside() -> str | None:
    """The model that the environment names, or None."""
    return os.environ.get("JUPYTER_TUTOR_MODEL") or None


def address_outside() -> str | None:
    """Where the environment says that models are, or None."""
    return os.environ.get("OPENAI_BASE_URL") or None


def key_outside() -> str | None:
    """The key for it that the environment has, or None."""
    return os.environ.get("OPENAI_API_KEY") or None


@dataclass(frozen=True, slots=True)
class Assisting:
    """Whoever helps with words, and how to part from them."""

    assistant: Assistant
    close: Callable[[], Awaitable[None]]


def make_assistant(
    settings: ModelSettings, data_dir: Path, checker: "CheckerPool", formulas: "FormulaPool"
) -> Assisting | None:
    """Whoever helps with words; None where no model is named, or it cannot be set up.

    Why not is logged then: a tutor without a model is better than none.
    """
    if settings.name is None:
        return None
    if settings.prices is None and any(one.money is not None for one in settings.budgets.values()):
        log.warning("a course's budget in money holds nothing back: no prices are set")
    try:
        return _made(settings, settings.name, data_dir, checker, formulas)
    except (OSError, ValueError) as error:
        log.error("there is no language model: %s", error)
        return None


def _made(
    settings: ModelSettings,
    name: str,
    data_dir: Path,
    checker: "CheckerPool",
    formulas: "FormulaPool",
) -> Assisting:
    from jupyter_tutor.adapters.model_spending import FILE, ModelSpending
    from jupyter_tutor.adapters.openai_model import OpenAIModel
    from jupyter_tutor.adapters.sandbox_target import SandboxTarget
    from jupyter_tutor.adapters.secret_key import pseudonym, secret_key
    from jupyter_tutor.dialogue.assistant import DialogueAssistant
    from jupyter_tutor.sessions.model_use import MeteredModel

    alias = partial(pseudonym, secret_key(data_dir))
    model = OpenAIModel(
        name,
        base_url=settings.base_url,
        api_key=settings.api_key,
        within=settings.within,
        prices=settings.prices,
        pseudonym=alias,
    )
    spending = ModelSpending(data_dir / FILE, pseudonym=alias, rule=settings.limit)
    metered = MeteredModel(
        model, spending=spending, budgets=settings.budgets, within=settings.within
    )
    sandbox = SandboxTarget(checker, hide=(data_dir,))

    async def close() -> None:
        await model.close()
        await spending.close()

    assistant = DialogueAssistant(
        metered, sandbox, formulas, within=settings.within, prepare=model.prepare
    )
    return Assisting(assistant, close)
