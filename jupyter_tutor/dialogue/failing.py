"""What a learner is told when there is no answer of a language model."""

import math

from jupyter_tutor.model import ModelError, ModelFailure

_WHY: dict[ModelFailure, str] = {
    "unreachable": "I cannot reach my language model at the moment.",
    "slow": "That took too long, so I stopped waiting for an answer.",
    "limited": "My language model is asked for more than it can do at the moment.",
    "misconfigured": "My language model is not set up rightly.",
    "refused": "My language model does not take this question.",
    "broken": "My language model has a fault at the moment.",
    "garbled": "What came back made no sense, so I do not show it.",
    "cut": "The answer broke off before its end.",
    "resting": "My language model does not work at the moment, so I am giving it a rest.",
    "too_often": "You have asked a lot in a short time, and I need a moment.",
    "forbidden": "The author of this course wants no language model in it.",
    "spent": "What this course may spend on a language model is used up.",
}

_THEN: dict[ModelFailure, str] = {
    "misconfigured": "Please tell whoever looks after this Jupyter.",
    "refused": "It may help to ask in other words.",
    "forbidden": "What you wrote is kept.",
    "cut": "It may help to ask for something smaller.",
    "spent": "Your instructor can tell whether there will be more.",
}

WITHOUT = "The lesson goes on without it: your answers are checked, and hints come as before."


def words_for(error: ModelError) -> str:
    """Why there is none, what may help, and that the lesson goes on; plain text."""
    return f"{_WHY[error.reason]} {_then(error)} {WITHOUT}"


def _then(error: ModelError) -> str:
    own = _THEN.get(error.reason)
    if own is not None:
        return own
    return f"Please ask again {_when(error.again_in)}."


def _when(seconds: float | None) -> str:
    if seconds is None:
        return "in a little while"
    if seconds <= 1:
        return "in a second"
    if seconds <= 90:
        return f"in {math.ceil(seconds)} seconds"
    if seconds <= 90 * 60:
        return f"in {math.ceil(seconds / 60)} minutes"
    return f"in {math.ceil(seconds / 3600)} hours"
