"""What a learner takes away: the whole conversation, readable, and harmless wherever it is read."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jupyter_tutor.adapters.system import LOCAL_ZONE
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.core.view import View, view
from jupyter_tutor.transcripts import (
    entry_markdown,
    markdown_html,
    plain_text,
    transcript_html,
    transcript_markdown,
)
from jupyter_tutor.wire import event_from_body
from tests.core.kinds import KINDS
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
    assert transcript_markdown(conversation, "ada", UTC) == golden


def test_with_the_help_of_a_model_and_the_summaries_at_its_end() -> None:
    lines = RECORD.with_name("fourth.jsonl").read_text(encoding="utf-8").splitlines()
    helped = view(fold(event_from_body(line) for line in lines), KINDS)
    golden = (HERE / "fourth.markdown.txt").read_text(encoding="utf-8")
    assert transcript_markdown(helped, "ada", UTC) == golden


def test_as_a_page(conversation: View) -> None:
    golden = (HERE / "first.html").read_text(encoding="utf-8")
    assert transcript_html(conversation, "ada", UTC) == golden


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
    page = transcript_html(plain, text, UTC, own=False)
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "h1", "article", "time"}
    allowed |= {"header", "ol", "li", "p", "pre", "code", "table", "thead", "tbody", "tr", "th"}
    allowed |= {"td"}
    assert {tag for tag, _ in tags(page)} <= allowed
    assert [tag for tag, _ in tags(page)].count("style") == 1
    named = {name for _, attributes in tags(page) for name, _ in attributes}
    assert named <= {"lang", "charset", "name", "content", "http-equiv", "class", "datetime", "id"}


def a_message(conversation: View, kind: str) -> Message:
    return next(message for message in conversation.messages if message.kind == kind)


def test_a_choice_is_kept_with_all_that_could_be_picked(conversation: View) -> None:
    asked = next(message for message in conversation.messages if message.options)
    options = "\n".join(f"- {option.text}" for option in asked.options)
    assert (
        entry_markdown(asked, "You") == f"## Question: {asked.title}\n\n{asked.text}\n\n{options}"
    )
    page = transcript_html(replace(conversation, messages=(asked,)), "ada", UTC)
    assert markdown_html(options).rstrip() in page


def test_notes_to_a_verdict_are_kept(conversation: View) -> None:
    noted = Report(
        verdict="correct", points=1, max_points=1, message="", notes=("It is `2.0`.", "Fine.")
    )
    message = replace(a_message(conversation, "verdict"), text="Right.", report=noted)
    assert entry_markdown(message, "You") == (
        "**Right (1 of 1 points)**\n\nRight.\n\n- It is `2.0`.\n- Fine."
    )


def test_the_lines_that_only_say_what_a_cell_answers_are_left_out(conversation: View) -> None:
    cell = "\n#| tutor: answer\n#| for: double\n\ndef double(x):\n    #| mine\n    return 2 * x\n"
    kept = "**You answered**\n\n```python\ndef double(x):\n    #| mine\n    return 2 * x\n```"
    answered = replace(a_message(conversation, "answer"), text="", code=(cell,))
    assert entry_markdown(answered, "You") == kept
    example = replace(a_message(conversation, "exposition"), code=("#| label: mine\n1",))
    assert "#| label: mine" in entry_markdown(example, "You")


@pytest.mark.parametrize(("own", "who"), [(True, "You"), (False, "ada")])
def test_learners_are_spoken_to_and_spoken_of(conversation: View, own: bool, who: str) -> None:
    for write in (transcript_markdown, transcript_html):
        kept = write(conversation, "ada", UTC, own=own)
        assert f"{who} answered" in kept
        assert f"{'ada' if own else 'You'} answered" not in kept
        assert f"{conversation.head.course_title}, ada. " in kept


def times(conversation: View, tz: tzinfo, *at: str) -> list[str]:
    """The lines with times of a conversation of notes made at these times."""
    messages = tuple(replace(said("x"), id=n, at=one) for n, one in enumerate(at))
    kept = transcript_markdown(replace(conversation, messages=messages), "ada", tz)
    return [line for line in kept.split("\n") if "times in" in line or "wrote" in line]


HALF_AN_HOUR_OFF = timezone(-timedelta(hours=2, minutes=30))


def test_times_are_told_in_the_zone_of_who_reads(conversation: View) -> None:
    at = ("2026-11-22T23:30:00.000Z", "2026-11-23T02:29:59.999Z", "2026-11-23T02:30:00.000Z")
    assert times(conversation, HALF_AN_HOUR_OFF, *at) == [
        "*2026-11-22 (times in UTC-02:30)*",
        "**You wrote** · 21:00",
        "**You wrote** · 23:59",
        "*2026-11-23 (times in UTC-02:30)*",
        "**You wrote** · 00:00",
    ]


def test_what_is_no_time_is_told_as_it_stands(conversation: View) -> None:
    at = ("soon", "0001-01-01T00:00:00.000Z", "2026-11-22T09:46:20.125")
    assert times(conversation, HALF_AN_HOUR_OFF, *at) == [
        "*soon (times in UTC)*",
        "**You wrote**",
        "*0001-01-01 (times in UTC)*",
        "**You wrote** · 00:00",
        "*2026-11-22 (times in UTC-02:30)*",
        "**You wrote** · 07:16",
    ]


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_the_zone_of_this_computer_knows_summer_time(conversation: View) -> None:
    at = ("2026-10-25T00:59:00.000Z", "2026-10-25T01:01:00.000Z")
    assert times(conversation, LOCAL_ZONE, *at) == [
        "*2026-10-25 (times in UTC+02:00)*",
        "**You wrote** · 02:59",
        "*2026-10-25 (times in UTC+01:00)*",
        "**You wrote** · 02:01",
    ]
    there = datetime(2026, 7, 1, 12, tzinfo=LOCAL_ZONE)
    assert (there.utcoffset(), there.tzname(), there.dst()) == (timedelta(hours=2), "CEST", None)


def test_a_page_leads_to_where_each_question_was_asked_last(conversation: View) -> None:
    page = transcript_html(conversation, "ada", UTC)
    links = [dict(attributes) for tag, attributes in tags(page) if tag == "a"]
    ids = {dict(attributes).get("id") for _, attributes in tags(page)}
    asked = {
        message.question: f"#entry-{message.id}"
        for message in conversation.messages
        if message.kind == "question"
    }
    items = conversation.head.progress.items
    assert [link["href"] for link in links] == [
        asked[item.id] for item in items if item.id in asked
    ]
    assert {f"#{id_}" for id_ in ids if id_} >= set(asked.values())


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


def test_plain_text_is_shown_by_a_terminal_and_not_obeyed() -> None:
    assert plain_text("one\x1b[2J\x9b\u202e\n\n```\n\ttwo\x07\n```") == (
        "one\\u001b[2J\\u009b\\u202e\n\n    \ttwo\\u0007"
    )
