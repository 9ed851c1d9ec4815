"""One thing that is asked of a model, in as many calls as it takes, within one time for all."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from jupyter_tutor.model import AroundModel, Asker, Completion, Model, ModelError, Prompt


class Patience(AroundModel):
    """A model that has ``within`` seconds for all its calls together; after that it is ``slow``.

    Only its own time counts, not what is done with its words between the calls. One that is
    ``forbidden`` is never asked.
    """

    def __init__(self, model: Model, within: float, *, forbidden: bool = False) -> None:
        super().__init__(model)
        self._left = within
        self._forbidden = forbidden

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """The whole answer, in the time that is left; raises ModelError."""
        if self._forbidden:
            raise ModelError("forbidden")
        if self._left <= 0:
            raise ModelError("slow", detail="the calls before took all the time")
        now = asyncio.get_running_loop().time
        begun = now()
        try:
            return await self._model.ask(replace(prompt, within=self._left), asker, hear)
        finally:
            self._left -= now() - begun
