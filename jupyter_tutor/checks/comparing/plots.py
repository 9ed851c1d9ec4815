"""Compares plots and charts with what an author wants to see in them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jupyter_tutor.checks.comparing.described import Chart, Drawn, Panel, Series
from jupyter_tutor.checks.comparing.difference import Difference, Options, pair
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.checks.showing import a_type, article, code, short

Again = Callable[[Any, Any, Options], Difference | None]

_MARKS = {
    "bar": "bar",
    "line": "line",
    "area": "area",
    "arc": "pie",
    **dict.fromkeys(("point", "circle", "square"), "scatter"),
}


def plot_difference(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    """Return the first difference of a plot or chart from what is expected of it."""
    if isinstance(seen, Chart) and isinstance(expected, Chart | dict):
        wanted = expected.spec if isinstance(expected, Chart) else expected
        return _parts(seen.spec, wanted, options, again)
    if not isinstance(expected, WantedPlot):
        return pair(seen, expected)
    if isinstance(seen, Chart):
        return _panel(_as_panel(seen), expected, options, again)
    if not isinstance(seen, Drawn):
        more = f"It is {a_type(seen)}, and a plot was expected: the axes that it is drawn on."
        return pair(seen, expected, more)
    if not any(panel.series for panel in seen.panels):
        return Difference(what="has nothing drawn on it")
    found = [_panel(panel, expected, options, again) for panel in seen.panels]
    return None if None in found else found[0]


def _panel(panel: Panel, wanted: WantedPlot, options: Options, again: Again) -> Difference | None:
    if wanted.kind is not None and wanted.kind not in panel.kinds:
        kind = " and ".join(panel.kinds) or "empty"
        ours, theirs = (f"{article(word)} {word} plot" for word in (kind, wanted.kind))
        return Difference(what=f"is {ours} instead of {theirs}")
    texts = (
        ("It", "title", panel.title, wanted.title),
        ("The x axis", "label", panel.x_label, wanted.x_label),
        ("The y axis", "label", panel.y_label, wanted.y_label),
    )
    for owner, name, text, asked in texts:
        found = _text(owner, name, text, asked)
        if found is not None:
            return found
    return (
        _legend(panel, wanted)
        or _limits("x", panel.x_limits, wanted.x_limits, options)
        or _limits("y", panel.y_limits, wanted.y_limits, options)
        or _data(panel, wanted, options, again)
    )


def _text(owner: str, name: str, ours: str, theirs: str | bool | None) -> Difference | None:
    if theirs is None or theirs is False or (theirs is True and ours.strip()):
        return None
    if not ours.strip():
        wanted = "" if theirs is True else f"; {code(short(theirs))} was expected"
        return Difference(more=f"{owner} has no {name}{wanted}.")
    if theirs is not True and ours.strip() != theirs.strip():
        said = f"{owner} has the {name} {code(short(ours))} instead of {code(short(theirs))}."
        same = ours.strip().casefold() == theirs.strip().casefold()
        return Difference(more=f"{said} Only capital letters differ." if same else said)
    return None


def _legend(panel: Panel, wanted: WantedPlot) -> Difference | None:
    if not wanted.legend:
        return None
    if not panel.legend:
        return Difference(what="has no legend")
    ours = list(panel.legend)
    if wanted.legend is not True and ours != list(wanted.legend):
        texts = code(short(ours)), code(short(list(wanted.legend)))
        return Difference(what=f"has the legend {texts[0]} instead of {texts[1]}")
    return None


def _limits(
    axis: str, ours: tuple[float, float] | None, theirs: tuple[Any, Any] | None, options: Options
) -> Difference | None:
    if theirs is None or ours is None:
        return None
    for end, seen, wanted in zip(("begins", "ends"), ours, theirs, strict=True):
        if wanted is not None and not options.close(seen, float(wanted)):
            what = f"has {article(axis)} {axis} axis that {end} at {code(short(seen))}"
            return Difference(what=f"{what} instead of {code(short(wanted))}")
    return None


def _data(panel: Panel, wanted: WantedPlot, options: Options, again: Again) -> Difference | None:
    drawn = [one for one in panel.series if wanted.kind in (None, one.kind)]
    for label, values in (wanted.series or {}).items():
        series = next((one for one in drawn if one.label == label), None)
        if series is None:
            return Difference(what=f"does not show anything called {code(short(label))}")
        found = again(list(series.y), list(values), options)
        if found is not None:
            return found.within(f"in {code(short(label))}")
    if not drawn:
        return None
    return _values(drawn[0], wanted, options, again)


def _values(
    series: Series, wanted: WantedPlot, options: Options, again: Again
) -> Difference | None:
    if options.unordered and wanted.x is not None and wanted.y is not None:
        points = list(zip(series.x, series.y, strict=True))
        return again(points, list(zip(wanted.x, wanted.y, strict=True)), options)
    for axis, ours, theirs in (("x", series.x, wanted.x), ("y", series.y, wanted.y)):
        if theirs is None:
            continue
        found = again(list(ours), list(theirs), options)
        if found is not None:
            return found.within(f"in the {axis} values")
    return None


def _as_panel(chart: Chart) -> Panel:
    """Return a chart of one layer as far as it can be said without drawing it."""
    spec = chart.spec
    mark = spec.get("mark")
    kind = str(mark.get("type") if isinstance(mark, dict) else mark)
    title = spec.get("title", "")
    title = title.get("text", "") if isinstance(title, dict) else title
    encoding = spec.get("encoding", {})
    x, y = (encoding.get(axis, {}) for axis in ("x", "y"))
    rows = spec.get("data", {}).get("values", [])
    values = [tuple(row.get(one.get("field")) for row in rows) for one in (x, y)]
    series = Series(_MARKS.get(kind, kind), "", values[0], values[1])
    return Panel(str(title), _axis_title(x), _axis_title(y), None, None, None, (series,))


def _axis_title(channel: dict[str, Any]) -> str:
    axis = channel.get("axis")
    title = channel.get("title", axis.get("title") if isinstance(axis, dict) else None)
    return str(title if title is not None else channel.get("field", ""))


def _parts(seen: Any, wanted: Any, options: Options, again: Again) -> Difference | None:
    """Return the first part that is wanted of a specification and is not there."""
    if isinstance(wanted, dict):
        mark = isinstance(seen, str) and "type" in wanted
        ours = {"type": seen} if mark else seen
        if not isinstance(ours, dict):
            return pair(seen, wanted)
        for name, value in wanted.items():
            if name == "data" and not options.exact:
                continue
            if name not in ours:
                return Difference(what=f"does not say what its {code(short(name))} is")
            found = _parts(ours[name], value, options, again)
            if found is not None:
                return found.within(code(short(name)))
        return None
    if isinstance(wanted, str) and isinstance(seen, dict) and "type" in seen:
        return again(seen["type"], wanted, options)
    if isinstance(wanted, list) and isinstance(seen, list) and len(wanted) == len(seen):
        both = enumerate(zip(seen, wanted, strict=True))
        found_in = ((n, _parts(ours, theirs, options, again)) for n, (ours, theirs) in both)
        place, found = next(((n, one) for n, one in found_in if one is not None), (0, None))
        return None if found is None else found.within(f"index {place}")
    return again(seen, wanted, replace(options, unordered=False))
