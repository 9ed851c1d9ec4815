"""Plots and charts: compared by what they show, in words a learner understands."""

from typing import Any

import pytest

from jupyter_tutor.checks import refused_forms
from jupyter_tutor.checks.comparing import Options, difference
from jupyter_tutor.checks.comparing.described import described
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.kernel_agent.codecs import all_of_them
from tests.checks.conftest import Judged
from tests.checks.questions import question

PLT = "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
BARS = PLT + "fig, ax = plt.subplots()\nax.bar(['tea', 'jam'], [3, 2])\n"
NAMED = BARS + "ax.set(title='Sales', xlabel='item', ylabel='sold')\n"
LINES = PLT + (
    "fig, ax = plt.subplots()\nax.plot([1, 2], [3, 4], label='a')\n"
    "ax.plot([1, 2], [5, 6], label='b')\n"
)
DRAW = PLT + "def draw(names, values):\n    plt.bar(names, values)\n"
FRAME = "pd.DataFrame({'m': ['a', 'b'], 'n': [1, 2]})"
ALT = "import altair as alt\nimport pandas as pd\n"
CHART = ALT + f"chart = alt.Chart({FRAME}, title='N').mark_bar().encode(x='m', y='sum(n)')"

CASES: dict[str, tuple[str, str, str, str]] = {
    # name: (check, right answer, wrong answer, what is said of it)
    "the kind": (
        "expect(ax, plot(kind='bar'))",
        BARS,
        BARS.replace("ax.bar", "ax.plot"),
        "`ax` is `line plot`, expected `plot(kind='bar')`. "
        "It is a line plot instead of a bar plot.",
    ),
    "no title": (
        "expect(ax, plot(title='Sales'))",
        NAMED,
        BARS,
        "It has no title; `'Sales'` was expected.",
    ),
    "another title": (
        "expect(ax, plot(title='Sales'))",
        NAMED,
        NAMED.replace("Sales", "sales"),
        "It has the title `'sales'` instead of `'Sales'`. Only capital letters differ.",
    ),
    "some label": (
        "expect(fig, plot(x_label=True, y_label='sold'))",
        NAMED,
        NAMED.replace("xlabel='item'", "xlabel=' '"),
        "It has no label of the x axis.",
    ),
    "the values": (
        "expect(ax, plot(kind='bar', x=['tea', 'jam'], y=[3, 2]))",
        BARS,
        BARS.replace("[3, 2]", "[3, 5]"),
        "The first difference is in the y values, index 1: `5.0` instead of `2`.",
    ),
    "the values in any order": (
        "expect(ax, plot(kind='bar', x=['jam', 'tea'], y=[2, 3]), unordered=True)",
        BARS,
        BARS.replace("[3, 2]", "[2, 3]"),
        "It does not have `('jam', 2)`.",
    ),
    "the limits": (
        "expect(ax, plot(y_limits=(0, 5)))",
        BARS + "ax.set_ylim(0, 5)",
        BARS + "ax.set_ylim(1, 5)",
        "It has a y axis that begins at `1.0` instead of `0`.",
    ),
    "the legend": (
        "expect(ax, plot(legend=['a', 'b']))",
        LINES + "ax.legend()",
        LINES,
        "It has no legend.",
    ),
    "several lines": (
        "expect(ax, plot(kind='line', series={'a': [3, 4], 'b': [5, 6]}))",
        LINES,
        LINES.replace("[5, 6]", "[5, 7]"),
        "The first difference is in `'b'`, index 1: `7` instead of `6`. It is off by one.",
    ),
    "a line that is missing": (
        "expect(ax, plot(series={'a': [3, 4]}))",
        LINES,
        LINES.replace("'a'", "'c'"),
        "It does not show anything called `'a'`.",
    ),
    "nothing on it": (
        "expect(ax, plot(kind='bar'))",
        BARS,
        PLT + "fig, ax = plt.subplots()",
        "It has nothing drawn on it.",
    ),
    "no plot": (
        "expect(ax, plot(kind='bar'))",
        BARS,
        "ax = 5",
        "It is an `int`; a plot was expected: what it is drawn on, the axes.",
    ),
    "what pyplot draws": (
        "expect(drawing_of(draw)(['a', 'b'], [1, 2]), plot(kind='bar', y=[1, 2]))",
        DRAW,
        DRAW.replace("plt.bar(names, values)", "plt.bar(names, names)").replace(
            "names, names", "names, [1, 1]"
        ),
        "`draw(['a', 'b'], [1, 2])` drew `bar plot`, expected `plot(kind='bar', y=[1, 2])`. "
        "The first difference is in the y values, index 1: `1.0` instead of `2`.",
    ),
    "nothing drawn": (
        "expect(drawing_of(draw)(['a'], [1]), plot(kind='bar'))",
        DRAW,
        "def draw(names, values): return values",
        "`draw(['a'], [1])` drew nothing.",
    ),
    "axes given back": (
        "import pandas as pd\n"
        "expect(drawing_of(draw)(pd.DataFrame({'k': ['a', 'b'], 'n': [1, 2]})),\n"
        "       plot(kind='horizontal bar', x=['a', 'b'], y=[1, 2]))",
        PLT + "import pandas as pd\ndef draw(df): return df.plot.barh(x='k', y='n')",
        PLT + "import pandas as pd\ndef draw(df): return df.plot.bar(x='k', y='n')",
        "It is a bar plot instead of a horizontal bar plot.",
    ),
    "a chart": (
        "expect(chart, plot(kind='bar', title='N', x_label='m'))",
        CHART,
        CHART.replace("mark_bar", "mark_line"),
        "It is a line plot instead of a bar plot.",
    ),
    "parts of a chart": (
        "expect(chart, {'mark': 'bar', 'encoding': {'y': {'aggregate': 'sum', 'field': 'n'}}})",
        CHART,
        CHART.replace("sum(n)", "mean(n)"),
        "`'mean'` instead of `'sum'`.",
    ),
    "a chart of the check's own": (
        ALT + f"expect(chart, alt.Chart({FRAME}).mark_bar().encode(x='m', y='sum(n)'))",
        CHART,
        CHART.replace("x='m'", "x='n'"),
        "instead of",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES)
def test_what_a_learner_reads(judged: Judged, case: str) -> None:
    check, right, wrong, said = CASES[case]
    asked = question(right, check)
    assert refused_forms(check, asked.learner_names) == []
    report = judged(asked, right)
    assert (report.verdict, report.fault) == ("correct", None), report
    report = judged(asked, wrong)
    assert report.verdict == "incorrect", report
    assert said in report.message


def seen(draw: Any) -> Any:
    """What a plot is described as that ``draw`` draws on axes."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    figure = Figure()
    draw(figure.subplots())
    return described(all_of_them().describe(figure))


KINDS: dict[str, Any] = {
    "line": lambda ax: ax.plot([1, 2], [3, 4]),
    "bar": lambda ax: ax.bar([1, 2], [3, 4]),
    "horizontal bar": lambda ax: ax.barh(["a", "b"], [3, 4]),
    "histogram": lambda ax: ax.hist([1, 1, 2], bins=2),
    "scatter": lambda ax: ax.scatter([1, 2], [3, 4]),
    "pie": lambda ax: ax.pie([1, 3], labels=["a", "b"]),
    "area": lambda ax: ax.fill_between([1, 2], [3, 4]),
    "image": lambda ax: ax.imshow([[1, 2], [3, 4]]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_from_the_others(kind: str) -> None:
    for other in KINDS:
        found = difference(seen(KINDS[kind]), WantedPlot(kind=other), Options())
        assert (found is None) == (kind == other)


def test_points_without_a_line_are_points_and_rules_are_no_lines() -> None:
    def draw(ax: Any) -> None:
        ax.axhline(2)
        ax.plot([1, 2], [3, 4], "o")

    assert difference(seen(draw), WantedPlot(kind="scatter", x=[1, 2]), Options()) is None
    assert difference(seen(draw), WantedPlot(kind="line"), Options()) is not None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("expect(f, plot())", "plot takes what is to be seen by name."),
        ("expect(f, plot('bar'))", "plot takes what is to be seen by name."),
        ("expect(f, plot(kind='bars'))", "plot does not know the kind 'bars'."),
        ("expect(f, plot(titel='x'))", "plot does not take titel."),
    ],
)
def test_what_a_plot_cannot_be_told_is_refused(source: str, message: str) -> None:
    assert [refused.message for refused in refused_forms(source, ["f"])] == [message]
