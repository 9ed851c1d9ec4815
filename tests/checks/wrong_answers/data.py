"""Arrays, tables, queries and plots that are not as they should be."""

from tests.checks.wrong_answers.task import Family, task

NP = "import numpy as np\n"
PD = "import pandas as pd\n"
PL = "import polars as pl\n"
PLT = "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
BARS = PLT + "fig, ax = plt.subplots()\nax.bar(['tea', 'jam'], [3, 2])\n"
NAMED = BARS + "ax.set(title='Sales', xlabel='item', ylabel='sold')\n"
ALT = "import altair as alt\nimport pandas as pd\n"
CHART = (
    ALT + "data = pd.DataFrame({'m': ['a', 'b'], 'n': [1, 2]})\n"
    "chart = alt.Chart(data, title='N').mark_bar().encode(x='m', y='sum(n)')"
)
GRID = (
    "Make `grid`, an array with the rows 1, 2, 3 and 4, 5, 6.",
    NP + "grid = np.array([[1, 2, 3], [4, 5, 6]])",
)
WANTED_GRID = NP + "expect(grid, np.array([[1, 2, 3], [4, 5, 6]]))"
SOLD = (
    "Make the table `sold`: `item` is tea and jam, `n` is 3 and 2.",
    PD + "sold = pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, 2]})",
)
WANTED_SOLD = PD + "expect(sold, pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, 2]}))"
QUERY = (
    "Write a `query` that adds up what was sold of each item, in alphabetical order.",
    "import duckdb\nshop = duckdb.connect()\n"
    "shop.execute('create table sales (item varchar, n integer)')\n"
    "shop.execute(\"insert into sales values ('tea', 1), ('jam', 2), ('tea', 3)\")\n"
    "query = 'select item, sum(n) as total from sales group by item order by item'",
)
SHOP = QUERY[1].rpartition("\n")[0] + "\n"
WANTED_ROWS = "expect(shop.sql(query), {'item': ['jam', 'tea'], 'total': [2, 4]})"
PLOT = ("Draw the bars of tea, 3, and jam, 2; with a title and labels.", NAMED)

FAMILIES = (
    Family(
        title="Arrays of numpy's",
        tasks=(
            task(
                *GRID,
                WANTED_GRID,
                NP + "grid = np.array([[1, 2, 3], [4, 5, 7]])",
                NP + "grid = np.array([[1, 4], [2, 5], [3, 6]])",
                NP + "grid = np.array([1, 2, 3, 4, 5, 6])",
                NP + "grid = np.array([['1', '2', '3'], ['4', '5', '6']])",
                "grid = [[1, 2, 3], [4, 5, 6]]",
                NP + "grid = np.zeros((2, 3))",
            ),
            task(
                "Make `row`, an array of 1, 2 and 3.",
                NP + "row = np.array([1, 2, 3])",
                NP + "expect(row, np.array([1, 2, 3]))",
                NP + "row = np.arange(3)",
                NP + "row = np.arange(1, 3)",
            ),
        ),
    ),
    Family(
        title="Tables of pandas'",
        tasks=(
            task(
                *SOLD,
                WANTED_SOLD,
                PD + "sold = pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, 1]})",
                PD + "sold = pd.DataFrame({'item': ['jam', 'tea'], 'n': [2, 3]})",
                PD + "sold = pd.DataFrame({'item': ['tea', 'jam']})",
                PD + "sold = pd.DataFrame({'Item': ['tea', 'jam'], 'n': [3, 2]})",
                PD + "sold = pd.DataFrame({'n': [3, 2], 'item': ['tea', 'jam']})",
                PD + "sold = pd.DataFrame({'item': ['tea'], 'n': [3]})",
                PD + "sold = pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, None]})",
                PD + "sold = pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, 2]}, index=[1, 2])",
                PD + "sold = pd.DataFrame({'item': ['tea', 'jam'], 'n': [3, 2], 'x': [0, 0]})",
                "sold = {'item': ['tea', 'jam'], 'n': [3, 2]}",
                PD + "sold = pd.Series([3, 2], index=['tea', 'jam'])",
            ),
            task(
                "Store the column `n` of the table in `numbers`.",
                PD + "table = pd.DataFrame({'n': [3, 2]})\nnumbers = table['n']",
                PD + "expect(numbers, pd.Series([3, 2], name='n'))",
                PD + "table = pd.DataFrame({'n': [3, 2]})\nnumbers = table[['n']]",
                PD + "table = pd.DataFrame({'n': [3, 2]})\nnumbers = table['n'] + 1",
                PD + "numbers = [3, 2]",
            ),
        ),
    ),
    Family(
        title="Tables of polars'",
        tasks=(
            task(
                "Make the table `sold` with polars: `item` is tea, `n` is 3.",
                PL + "sold = pl.DataFrame({'item': ['tea'], 'n': [3]})",
                PL + "expect(sold, pl.DataFrame({'item': ['tea'], 'n': [3]}))",
                PL + "sold = pl.DataFrame({'item': ['tea'], 'n': [2]})",
                PL + "sold = pl.DataFrame({'item': ['tea']})",
                fresh=True,
            ),
        ),
    ),
    Family(
        title="Queries",
        tasks=(
            task(
                *QUERY,
                WANTED_ROWS,
                SHOP
                + "query = 'select item, count(n) as total from sales group by item order by item'",
                QUERY[1].replace(" as total", ""),
                SHOP
                + "query = 'select item, sum(n) as total from sales group by item order by 2 desc'",
                SHOP + "query = 'select item, n as total from sales order by item'",
                SHOP + "query = 'select sum(n) as total from sales'",
                SHOP + "query = 'selct item from sales'",
                SHOP + "query = 'select item from sale'",
                SHOP + "query = 'select itm from sales'",
                SHOP + "query = 'select item, sum(n) as total from sales'",
            ),
            task(
                "Write a `query` that adds up what was sold of each item, in any order.",
                QUERY[1],
                "expect(shop.sql(query), [('jam', 2), ('tea', 4)], unordered=True)",
                SHOP + "query = 'select item, sum(n) as total from sales group by item limit 0'",
                SHOP + "query = 'select item, 2 as total from sales group by item order by item'",
            ),
            task(
                "Write a `query` for how many of each were sold, with nothing where none were.",
                SHOP + "query = 'select nullif(n, 1) as n from sales'",
                "expect(shop.sql(query), {'n': [None, 2, 3]})",
                SHOP + "query = 'select n from sales'",
            ),
            task(
                "Store the result of a query for the names of the items in `items`.",
                SHOP + "items = shop.sql('select distinct item from sales order by item')",
                "expect(items, [('jam',), ('tea',)])",
                SHOP + "items = shop.sql('select item from sales where n = 2')",
                SHOP + "items = ['jam', 'tea']",
            ),
        ),
    ),
    Family(
        title="Plots of matplotlib's",
        tasks=(
            task(
                *PLOT,
                "expect(ax, plot(kind='bar', title='Sales', x_label=True, y_label='sold',"
                " x=['tea', 'jam'], y=[3, 2]))",
                NAMED.replace("ax.bar", "ax.plot"),
                BARS,
                NAMED.replace("Sales", "sales"),
                NAMED.replace("xlabel='item', ", ""),
                NAMED.replace("'sold'", "'n'"),
                NAMED.replace("[3, 2]", "[3, 5]"),
                NAMED.replace("['tea', 'jam']", "['jam', 'tea']"),
                PLT + "fig, ax = plt.subplots()",
                "ax = 5",
            ),
            task(
                "Draw the bars of tea, 3, and jam, 2, in any order.",
                BARS,
                "expect(ax, plot(kind='bar', x=['jam', 'tea'], y=[2, 3]), unordered=True)",
                BARS.replace("[3, 2]", "[2, 3]"),
            ),
            task(
                "Draw two lines, `a` and `b`, from 0 on, and a legend.",
                PLT + "fig, ax = plt.subplots()\nax.plot([1, 2], label='a')\n"
                "ax.plot([5, 6], label='b')\nax.set_ylim(0, 10)\nax.legend()",
                "expect(ax, plot(y_limits=(0, 10), legend=['a', 'b'],"
                " series={'a': [1, 2], 'b': [5, 6]}))",
                PLT + "fig, ax = plt.subplots()\nax.plot([1, 2], label='a')\nax.set_ylim(0, 10)",
                PLT + "fig, ax = plt.subplots()\nax.plot([1, 2], label='a')\n"
                "ax.plot([5, 6], label='c')\nax.set_ylim(0, 10)\nax.legend()",
                PLT + "fig, ax = plt.subplots()\nax.plot([1, 2], label='a')\n"
                "ax.plot([5, 6], label='b')\nax.set_ylim(1, 10)\nax.legend()",
                PLT + "fig, ax = plt.subplots()\nax.plot([1, 2], label='a')\n"
                "ax.plot([5, 7], label='b')\nax.set_ylim(0, 10)\nax.legend()",
            ),
            task(
                "Write `draw(names, values)`, which draws bars.",
                PLT + "def draw(names, values):\n    plt.bar(names, values)",
                "expect(drawing_of(draw)(['a', 'b'], [1, 2]), plot(kind='bar', y=[1, 2]))",
                "def draw(names, values):\n    return values",
                PLT + "def draw(names, values):\n    plt.barh(names, values)",
                PLT + "def draw(names, values):\n    plt.bar(names, [1, 1])",
            ),
            task(
                "Draw a line that is called `a`.",
                PLT + "fig, ax = plt.subplots()\nax.plot([3, 4], label='a')",
                "expect(ax, plot(series={'a': [3, 4]}))",
                PLT + "fig, ax = plt.subplots()\nax.plot([3, 4], label='c')",
            ),
            task(
                "Write `draw(table)`, which draws its numbers as lying bars.",
                PLT + PD + "def draw(table):\n    return table.plot.barh(x='k', y='n')",
                PD + "expect(drawing_of(draw)(pd.DataFrame({'k': ['a', 'b'], 'n': [1, 2]})),\n"
                "       plot(kind='horizontal bar', x=['a', 'b'], y=[1, 2]))",
                PLT + PD + "def draw(table):\n    return table.plot.bar(x='k', y='n')",
            ),
        ),
    ),
    Family(
        title="Charts of altair's",
        tasks=(
            task(
                "Make `chart`: bars of the sums of `n` for each `m`.",
                CHART,
                "expect(chart, {'mark': 'bar', 'encoding': {'x': {'field': 'm'},"
                " 'y': {'aggregate': 'sum', 'field': 'n'}}})",
                CHART.replace("mark_bar", "mark_line"),
                CHART.replace("sum(n)", "mean(n)"),
                CHART.replace(", y='sum(n)'", ""),
            ),
            task(
                "Make `chart`: bars with the title `N`.",
                CHART,
                "expect(chart, plot(kind='bar', title='N'))",
                CHART.replace("mark_bar", "mark_point"),
                CHART.replace(", title='N'", ""),
            ),
            task(
                "Make `chart` as the one in the text.",
                CHART,
                CHART.replace("chart =", "wanted =").replace("data", "table")
                + "\nexpect(chart, wanted)",
                CHART.replace("x='m'", "x='n'"),
            ),
        ),
    ),
)
