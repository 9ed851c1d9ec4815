"""What is written as the head of a cell is read back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.importing.heads import code_cell, markdown_cell
from jupyter_tutor.authoring.markers import Marked, read_head
from jupyter_tutor.authoring.notebook import Cell, CellType

PLACE = Place(file="a.ipynb", cell=1)
words = st.one_of(
    st.text(),
    st.sampled_from(["-->", "# no comment", "a: b", "- a", "yes", "1", "~", "'", '"', "\\", "|"]),
    st.lists(st.sampled_from(["word", "-->", "#", "a:", "`x`", '"', "…", "'"]), max_size=60).map(
        " ".join
    ),
)
values = st.one_of(words, st.lists(words.filter(str.strip), max_size=3).map(tuple))
bodies = st.sampled_from(["x = 1", "#| echo: false\nx = 1", "    x", "- [x] a"])


def read(kind: CellType, source: str) -> Marked:
    faults = Faults()
    head = read_head(Cell(place=PLACE, type=kind, source=source), faults)
    assert faults.sorted() == ()
    assert isinstance(head, Marked)
    return head


@given(says=values, more=values, body=bodies)
def test_heads_are_read_back(
    says: str | tuple[str, ...], more: str | tuple[str, ...], body: str
) -> None:
    keys = {"says": says, "more": more}
    expected = {
        key: value.strip() if isinstance(value, str) else tuple(map(str.strip, value))
        for key, value in keys.items()
    }
    code = read("code", code_cell("check", keys, body))
    markdown = read("markdown", markdown_cell("check", keys, body))
    for head in (code, markdown):
        assert head.role == "check"
        assert {key: entry.value for key, entry in head.entries.items()} == expected
    assert code.body == body
    assert markdown.body == body.lstrip()


def test_heads_read_like_those_an_author_writes() -> None:
    keys = {
        "for": "mean",
        "says": "The mean of [1, 2, 3] is 2.",
        "more": "It is a long sentence with `code` in it which would not fit on one line: "
        "so it is folded.",
        "skills": ("lists", "a, b"),
    }
    assert code_cell("check", keys, "assert mean([1, 2, 3]) == 2") == (
        "#| tutor: check\n"
        "#| for: mean\n"
        '#| says: "The mean of [1, 2, 3] is 2."\n'
        "#| more: >\n"
        "#|   It is a long sentence with `code` in it which would not fit on one line: so it is\n"
        "#|   folded.\n"
        '#| skills: [lists, "a, b"]\n'
        "assert mean([1, 2, 3]) == 2"
    )
