"""What a language model of one's own says, by what it is asked for."""

from collections import deque
from collections.abc import Mapping, Sequence

from jupyter_tutor.dialogue.templates import names, template
from tests.driving.model_server import Asked, Behaviour, Exchange, says

PIECE = 9


def purpose(asked: Asked) -> str:
    """The purpose of a prompt, by the words its template begins with."""
    system = asked.body["messages"][0]["content"]
    for name in names():
        if system.startswith(template(name).system.partition("{{")[0]):
            return name.partition("@")[0]
    raise AssertionError(f"of no template: {system[:80]}")


def minded(said: Mapping[str, str | Behaviour | Sequence[str | Behaviour]]) -> Behaviour:
    """It says this to each purpose; of several one after the other, and the last for good."""
    left = {
        key: deque([value] if isinstance(value, str) or callable(value) else value)
        for key, value in said.items()
    }

    async def answer(exchange: Exchange) -> None:
        script = left[purpose(exchange.asked)]
        one = script.popleft() if len(script) > 1 else script[0]
        await (in_pieces(one) if isinstance(one, str) else one)(exchange)

    return answer


def in_pieces(text: str) -> Behaviour:
    """A whole text, a few characters at a time."""
    return says(*(text[start : start + PIECE] for start in range(0, len(text), PIECE)))
