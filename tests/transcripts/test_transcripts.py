"""What a learner takes away: the whole conversation, readable, and harmless wherever it is read."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import View, view
from jupyter_tutor.transcripts import (
    entry_markdown,
    markdown_html,
    plain_text,
    transcript_html,
    transcript_markdown,
)
from jupyter_tutor.wire import event_from_body
from tests.core.lessons import LESSON

HERE = Path(__file__).parent
RECORD = HERE.parent / "core" / "records" / "first.jsonl"


@pytest.fixture(scope="module")
def conversation() -> View:
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    return view(fold(event_from_body(line) for line in lines), LESSON)


def said(text: str) -> Message:
    at = "2026-11-22T09:01:00.000Z"
    return Message(id=0, at=at, author="learner", kind="said", text=text)


def test_as_markdown(conversation: View) -> None:
    # Not named .md: the formatter of this tree rewrites Python in Markdown files.
    golden = (HERE / "first.markdown.txt").read_text(encoding="utf-8")
    assert transcript_markdown(conversation, "ada") == golden


def test_as_a_page(conversation: View) -> None:
    golden = (HERE / "first.html").read_text(encoding="utf-8")
    assert transcript_html(conversation, "ada") == golden


class Seen(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))


def tags(html: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    seen = Seen()
    seen.feed(html)
    return seen.tags


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[look](javascript:alert(1))",
    "[look](JaVaScRiPt&#58;alert(1))",
    "[look](data:text/html,alert)",
    "[look](vbscript:x)",
    "<javascript:alert(1)>",
    "`<b>` and <!-- never closed",
    "```\nnever closed <iframe src='https://example.org'>",
    "</main></body><style>body { display: none }</style>",
    "| a |\n| - |\n| <b onclick=x> |",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_page_acts_or_fetches(conversation: View, text: str) -> None:
    mean = replace(conversation.messages[5], text=text, code=(text,))
    head = replace(conversation.head, lesson_title=text, course_title=text)
    plain = replace(conversation, messages=(mean, said("hello")), head=head)
    page = transcript_html(plain, text)
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "h1", "article", "time"}
    allowed |= {"p", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _ in tags(page)} <= allowed
    assert [tag for tag, _ in tags(page)].count("style") == 1
    named = {name for _, attributes in tags(page) for name, _ in attributes}
    assert named <= {"lang", "charset", "name", "content", "http-equiv", "class", "datetime"}


def test_links_to_pages_stay_and_pictures_become_links() -> None:
    text = "[a](https://example.org) ![b <i>](https://example.org/b.png) [c](/lab)"
    assert markdown_html(text) == (
        '<p><a href="https://example.org">a</a> '
        '<a href="https://example.org/b.png">b &lt;i&gt;</a> [c](/lab)</p>\n'
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_in_markdown_no_learner_spills_over_what_follows(text: str) -> None:
    both = f"{entry_markdown(said(text), 'ada')}\n\n## After\n\n**after**\n"
    # Read by a viewer that follows HTML in Markdown, the worst there is.
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(both)
    assert html.endswith("<h2>After</h2>\n<p><strong>after</strong></p>\n")
    assert {tag for tag, _ in tags(html)} <= {
        *("p", "strong", "blockquote", "pre", "code", "h2", "a")
    }


@pytest.mark.parametrize(
    "end", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c", "\x1d", "\x1e"]
)
def test_what_ends_a_line_in_python_only_begins_none_in_the_file(end: str) -> None:
    text = entry_markdown(said(f"`a{end}<script>alert(1)</script>`"), "ada")
    assert [line for line in text.split("\n") if line.startswith("> <script")] == []


def test_what_a_learner_typed_is_a_quotation() -> None:
    assert entry_markdown(said("one\n\n# two"), "You", "09:01") == (
        "**You wrote** · 09:01\n\n> one\n>\n> # two"
    )


def test_the_golden_texts_are_of_the_whole_record(conversation: View) -> None:
    kinds = {json.loads(line)["type"] for line in RECORD.read_text(encoding="utf-8").splitlines()}
    assert len(kinds) > 15
    assert len(conversation.messages) > 40


def test_plain_text_says_the_same_without_the_signs() -> None:
    text = """\
# Beds & more

Write **two** of *these*,
or `a*b` [here](https://example.org): ![a plan](https://example.org/p.png)

- one
- two
  - deep

3. three
4. four

> quoted
>
> ```python
> x = 1
> ```

```python
def f():
    return 1
```

| a | b |
| - | - |
| 1 | 2 |

---

<b>bold</b>
"""
    assert (
        plain_text(text)
        == """\
Beds & more
===========

Write two of these,
or `a*b` here (https://example.org): a plan (https://example.org/p.png)

- one
- two
  - deep

3. three
4. four

| quoted
|
|     x = 1

    def f():
        return 1

| a | b |
| - | - |
| 1 | 2 |

--------------------

<b>bold</b>"""
    )
