"""What is said to whoever asks more often than is allowed."""

import math


def whole_seconds(wait: float) -> int:
    """After how many whole seconds it can be asked again."""
    return max(1, math.ceil(wait))


def too_often(wait: float) -> str:
    """That it was not done, and when it can be."""
    seconds = whole_seconds(wait)
    when = "in a second" if seconds == 1 else f"in {seconds} seconds"
    return (
        "That was more at once than I can follow, so I have not done it. Nothing is lost. "
        f"Please try again {when}."
    )
