"""Plots and charts: compared by what they show, in words a learner understands."""

from typing import Any

import pytest

from jupyter_tutor.checks import refused_forms
from jupyter_tutor.checks.comparing import Options, difference
from jupyter_tutor.checks.comparing.described import described
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.kernel_agent.codecs import all_of_them

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
