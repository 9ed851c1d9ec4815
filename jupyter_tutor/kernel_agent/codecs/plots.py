"""What a plot of matplotlib's shows, as plain values; standard library only (see `further.py`).

Read from what was drawn, never rendered: kinds, title, labels, limits, legend, and the data of
lines, bars, points, slices and the like in the order in which they were drawn.
"""

from __future__ import annotations

from typing import Any

_TOUCHING = 1e-6


class _Plots:
    """See :class:`further.Further`."""

    library = "matplotlib"

    def __init__(self, matplotlib: Any) -> None:
        self._mpl = matplotlib

    def describe(self, thing: Any) -> tuple[Any, ...] | None:
        """Return the panels of a figure, or of axes as the only one; None for anything else."""
        axes = getattr(getattr(self._mpl, "axes", None), "Axes", None)
        figure = getattr(getattr(self._mpl, "figure", None), "FigureBase", None)
        kinds = type(thing).__mro__
        if axes is not None and axes in kinds:
            return "plot", (_panel(thing, ""),)
        if figure is not None and figure in kinds:
            over_all = thing.get_suptitle() if len(thing.axes) == 1 else ""
            return "plot", tuple(_panel(panel, over_all) for panel in thing.axes)
        return None


def _panel(axes: Any, over_all: str) -> tuple[Any, ...]:
    legend = axes.get_legend()
    titles = [axes.get_title(loc) for loc in ("center", "left", "right")]
    return (
        next((title for title in titles if title), over_all),
        axes.get_xlabel(),
        axes.get_ylabel(),
        tuple(map(float, axes.get_xlim())),
        tuple(map(float, axes.get_ylim())),
        None if legend is None else tuple(text.get_text() for text in legend.get_texts()),
        tuple(_series(axes)),
    )


def _series(axes: Any) -> Any:
    """Yield what was drawn: its kind, its label, and its values along both axes."""
    bars = [box for box in axes.containers if type(box).__name__ == "BarContainer"]
    for box in bars:
        yield _bars(axes, box)
    for line in axes.get_lines():
        if line.get_transform() == axes.transData and len(line.get_xdata()) > 0:
            points = line.get_linestyle() in ("None", "none", " ", "")
            x = _named(axes.xaxis, _listed(line.get_xdata(orig=True)))
            y = _listed(line.get_ydata(orig=True))
            yield "scatter" if points else "line", _label(line), x, y
    for cloud in axes.collections:
        kind = type(cloud).__name__
        if kind == "PathCollection":
            places = cloud.get_offsets().tolist()
            x = _named(axes.xaxis, tuple(place[0] for place in places))
            yield "scatter", _label(cloud), x, tuple(place[1] for place in places)
        elif kind in ("PolyCollection", "FillBetweenPolyCollection"):
            yield "area", _label(cloud), (), ()
    slices = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    if slices:
        names = tuple(piece.get_label() for piece in slices)
        yield "pie", "", names, tuple(float(one.theta2 - one.theta1) / 360 for one in slices)
    for image in axes.get_images():
        yield "image", "", (), tuple(image.get_array().shape)


def _bars(axes: Any, box: Any) -> tuple[Any, ...]:
    across = box.orientation == "horizontal"
    axis = axes.yaxis if across else axes.xaxis
    sizes = tuple(float(bar.get_width() if across else bar.get_height()) for bar in box.patches)
    spans = [
        (float(bar.get_y()), float(bar.get_height()))
        if across
        else (float(bar.get_x()), float(bar.get_width()))
        for bar in box.patches
    ]
    middles = tuple(start + width / 2 for start, width in spans)
    names = _named(axis, middles)
    if names == middles and _touch(spans):
        edges = (*[start for start, _width in spans], sum(spans[-1]))
        return "histogram", _label(box), edges, sizes
    return "horizontal bar" if across else "bar", _label(box), names, sizes


def _touch(spans: Any) -> bool:
    """Whether bars stand side by side without a gap, as those of a histogram do."""
    if len(spans) < 2:
        return False
    return all(
        abs(start + width - spans[n][0]) <= _TOUCHING * max(abs(width), 1.0)
        for n, (start, width) in enumerate(spans[:-1], 1)
    )


def _named(axis: Any, places: Any) -> Any:
    """Return the names that an axis has for these places, or the places where it has none."""
    known = getattr(axis.get_units(), "_mapping", None)
    if known is None and type(axis.get_major_locator()).__name__ == "FixedLocator":
        format_ = axis.get_major_formatter()
        texts = {format_(at, n): at for n, at in enumerate(axis.get_majorticklocs())}
        known = None if all(map(_is_number, texts)) else texts
    if not known or any(type(place) is not float for place in places):
        return places
    names = {float(place): name for name, place in known.items()}
    return tuple(names.get(round(place, 6), place) for place in places)


def _is_number(text: str) -> bool:
    return text.strip().replace("\N{MINUS SIGN}", "").replace(".", "").isdecimal()


def _listed(values: Any) -> tuple[Any, ...]:
    return tuple(values.tolist() if hasattr(values, "tolist") else values)


def _label(thing: Any) -> str:
    label = str(thing.get_label())
    return "" if label.startswith("_") else label


CODECS = ()
DESCRIBERS = (_Plots,)
