"""The leak guard: no word of a reply is shown that would solve a question that is still open."""

from jupyter_tutor.dialogue.guard.caught import Caught, Kind
from jupyter_tutor.dialogue.guard.guard import Guard

__all__ = ["Caught", "Guard", "Kind"]
