"""The documents say what is there: their diagrams, the files they name, their links."""

import re
from pathlib import Path

import pytest

from docs.diagrams import PAGES as DRAWN
from docs.diagrams import drawn

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FILE = re.compile(r"`((?:tests|jupyter_tutor|labextension|benchmarks|docs)/[\w./-]+)(?:::\w+)?`")
_TEST = re.compile(r"`(tests/[\w./-]+)::(\w+)`")
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_the_diagrams_are_those_of_the_code(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == drawn(page), "draw them anew: python -m docs.diagrams"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_link_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [ROOT / name for name in _FILE.findall(text)]
    named += [ROOT / name for name, _ in _TEST.findall(text)]
    linked = [page.parent / name for name in _LINK.findall(text)]
    assert [str(path) for path in (*named, *linked) if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_is_in_its_file(page: Path) -> None:
    named = _TEST.findall(page.read_text(encoding="utf-8"))
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(rf"\bdef {name}\(", (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []
