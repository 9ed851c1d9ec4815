"""What is known of a learner's object that is no data, once it has been asked what it holds."""

from dataclasses import dataclass
from typing import Any

_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Relation:
    """The result of a query: the names of its columns, their types in SQL, and its rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __repr__(self) -> str:
        shown = ", ".join(repr(row) for row in self.rows[:_MOST_SHOWN])
        more = ", …" if len(self.rows) > _MOST_SHOWN else ""
        return f"rows of {', '.join(self.columns)}: {shown}{more}" if self.rows else "no rows"


@dataclass(frozen=True, slots=True)
class Series:
    """What was drawn at once: a line, the bars of one colour, a cloud of points."""

    kind: str
    label: str
    x: tuple[Any, ...]
    y: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes and what is drawn on it. ``legend`` are its texts, None without one."""

    title: str
    x_label: str
    y_label: str
    x_limits: tuple[float, float] | None
    y_limits: tuple[float, float] | None
    legend: tuple[str, ...] | None
    series: tuple[Series, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what is drawn, each once."""
        return tuple(dict.fromkeys(series.kind for series in self.series))

    def __repr__(self) -> str:
        kind = " and ".join(self.kinds) or "empty"
        return f"{kind} plot {self.title!r}" if self.title else f"{kind} plot"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot of matplotlib's: its panels."""

    panels: tuple[Panel, ...]

    def __repr__(self) -> str:
        return repr(self.panels[0]) if len(self.panels) == 1 else f"{len(self.panels)} plots"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of altair's: its specification."""

    spec: dict[str, Any]

    def __repr__(self) -> str:
        mark = self.spec.get("mark")
        kind = mark.get("type") if isinstance(mark, dict) else mark
        return f"{kind} chart" if kind else "chart"


TYPES = frozenset(
    {
        *("DuckDBPyRelation", "Axes", "PolarAxes", "Axes3D", "Figure", "SubFigure"),
        *("Chart", "LayerChart", "FacetChart", "RepeatChart"),
        *("ConcatChart", "HConcatChart", "VConcatChart"),
    }
)
"""The names of the types that can be asked."""


def described(told: Any) -> Any:
    """Return what a description stands for; raises ValueError for what is none."""
    match told:
        case ("relation", tuple(columns), tuple(types), tuple(rows)) if _texts(
            (*columns, *types)
        ) and all(type(row) is tuple and len(row) == len(columns) == len(types) for row in rows):
            return Relation(columns, types, rows)
        case ("plot", tuple(panels)):
            return Drawn(tuple(_panel(*panel) for panel in panels))
        case ("chart", dict(spec)) if _texts(spec):
            return Chart(spec)
        case _:
            raise ValueError("not a description")


def _texts(values: Any) -> bool:
    return all(type(value) is str for value in values)


def _panel(
    title: Any, x_label: Any, y_label: Any, x_limits: Any, y_limits: Any, legend: Any, series: Any
) -> Panel:
    if not _texts((title, x_label, y_label, *(legend or ()))):
        raise ValueError("not the texts of a plot")
    made = tuple(_series(*one) for one in series)
    return Panel(title, x_label, y_label, _limits(x_limits), _limits(y_limits), legend, made)


def _limits(limits: Any) -> tuple[float, float]:
    low, high = limits
    return float(low), float(high)


def _series(kind: Any, label: Any, x: Any, y: Any) -> Series:
    if not _texts((kind, label)) or type(x) is not tuple or type(y) is not tuple:
        raise ValueError("not what is drawn in a plot")
    return Series(kind, label, x, y)
