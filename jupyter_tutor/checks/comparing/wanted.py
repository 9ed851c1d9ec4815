"""What an author wants to see in a plot: ``plot(kind="bar", title="Sales", y=[3, 2])``.

What is not named does not matter.
"""

from dataclasses import dataclass, fields
from typing import Any

KINDS = (*("line", "bar", "horizontal bar", "histogram", "scatter", "pie", "area", "image"),)
"""What a plot can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPlot:
    """A plot as it should be.

    ``kind`` is one of :data:`KINDS`. For the texts, ``True`` means any but an empty one. Limits are
    pairs of which None leaves an end open. ``x`` and ``y`` are the values of the first that is
    drawn of that kind; ``series`` are the ``y`` of several, by label; ``legend`` its texts.
    """

    kind: str | None = None
    title: str | bool | None = None
    x_label: str | bool | None = None
    y_label: str | bool | None = None
    x_limits: tuple[Any, Any] | None = None
    y_limits: tuple[Any, Any] | None = None
    legend: list[str] | bool | None = None
    x: list[Any] | None = None
    y: list[Any] | None = None
    series: dict[str, list[Any]] | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise ValueError(f"plot knows the kinds {', '.join(KINDS)}, and not {self.kind!r}")
        if all(getattr(self, name) is None for name in KEYWORDS):
            raise TypeError('plot takes what is to be seen, as in plot(kind="bar")')

    def __repr__(self) -> str:
        given = [(name, getattr(self, name)) for name in KEYWORDS]
        shown = ", ".join(f"{name}={value!r}" for name, value in given if value is not None)
        return f"plot({shown})"


KEYWORDS = tuple(field.name for field in fields(WantedPlot))
"""What ``plot`` can be told."""
