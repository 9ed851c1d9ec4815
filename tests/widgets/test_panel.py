"""The widget between a page and the tutor: what it tells the page, and the lines it carries."""

import importlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from jupyter_tutor.widgets import panel
from jupyter_tutor.widgets.client import Client

PATIENCE = 20.0


class Page:
    """The page at the other end of a widget's comm: what it was told, and waiting for more."""

    def __init__(self) -> None:
        self.opened: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self._more = threading.Condition()

    def tell(self, message: dict[str, Any]) -> None:
        with self._more:
            self.heard.append(message)
            self._more.notify_all()

    def until(self, met: Callable[[list[dict[str, Any]]], bool]) -> None:
        with self._more:
            assert self._more.wait_for(lambda: met(self.heard), PATIENCE), self.heard

    def frames(self, line: int) -> list[dict[str, Any]]:
        return [json.loads(one["frame"]) for one in self.heard if one.get("line") == line]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """A comm of ours in the place of the kernel's."""
    # Loading it puts the kernel's own comm in place, once.
    importlib.import_module("ipykernel.ipkernel")
    page = Page()

    class PagesComm(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, data: Any = None, **_rest: Any) -> None:
            if msg_type == "comm_open" and data["state"]["_model_module"] == "anywidget":
                page.opened = data["state"]
            elif msg_type == "comm_msg" and data["method"] == "custom":
                page.tell(data["content"])

    monkeypatch.setattr(comm, "create_comm", PagesComm)
    return page


@pytest.fixture
def client() -> Iterator[Client]:
    """The kernel's program in this process, with a host of its own."""
    client = Client()
    yield client
    client.close()


@pytest.fixture
def widget(
    client: Client, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> panel.TutorPanel:
    """A widget of the lesson on seeds."""
    script = tmp_path / "widget.js"
    script.write_text("export default {}")
    monkeypatch.setattr(panel, "PAGE", script)
    line = client.line("garden", "seeds")
    return panel.TutorPanel(client, line.entry)


def say(widget: panel.TutorPanel, content: dict[str, Any]) -> None:
    """Say something as the page does."""
    told = {"data": {"method": "custom", "content": content}}
    widget._handle_msg({"content": told, "buffers": []})


def test_the_page_is_told_where_it_is(widget: panel.TutorPanel, page: Page) -> None:
    told = ("_esm", "course", "lesson", "carrier", "base_url", "kernel")
    assert {name: page.opened[name] for name in told} == {
        "_esm": "export default {}",
        "course": "garden",
        "lesson": "seeds",
        "carrier": "host",
        "base_url": "",
        "kernel": widget.kernel,
    }
    assert widget.kernel.startswith("python-")


def test_frames_go_both_ways_on_each_line_of_its_own(
    client: Client, widget: panel.TutorPanel, page: Page
) -> None:
    say(widget, {"open": 7, "kernel": widget.kernel})
    say(widget, {"open": 8, "kernel": widget.kernel})
    page.until(lambda _: bool(page.frames(7)) and bool(page.frames(8)))
    assert client.pages[("garden", "seeds")] == 2
    command = {"type": "command", "id": "1", "command": {"type": "continue"}}
    say(widget, {"line": 7, "frame": json.dumps(command)})
    page.until(lambda _: any(frame["type"] == "accepted" for frame in page.frames(7)))

    def asked(line: int) -> bool:
        views = [frame for frame in page.frames(line) if frame["type"] == "view"]
        return bool(views) and views[-1]["head"]["phase"] == "awaiting_answer"

    page.until(lambda _: asked(7) and asked(8))
    assert not [frame for frame in page.frames(8) if frame["type"] == "accepted"]
    # The Tutor of the same lesson sees what the page does.
    line = client.line("garden", "seeds")
    client.background.call(line.until(lambda: line.head.phase == "awaiting_answer"), PATIENCE)


def test_a_line_ends_when_the_page_hangs_up(
    client: Client, widget: panel.TutorPanel, page: Page
) -> None:
    say(widget, {"open": 7, "kernel": ""})
    page.until(lambda _: bool(page.frames(7)))
    say(widget, {"close": 7})
    page.until(lambda heard: any(one.get("close") == 7 for one in heard))
    assert client.pages[("garden", "seeds")] == 0
    # Its number can be used again.
    told = len(page.frames(7))
    say(widget, {"open": 7, "kernel": ""})
    page.until(lambda _: len(page.frames(7)) > told)


def test_a_line_that_cannot_be_opened_says_why_in_words_that_a_page_shows(
    client: Client, page: Page, widget: panel.TutorPanel
) -> None:
    from jupyter_tutor.widgets.relay import Relay

    lost = Relay(client, ("garden", "nowhere"), page.tell)
    lost.hear({"open": 1})
    page.until(lambda heard: any("close" in one for one in heard))
    assert page.frames(1) == [
        {
            "type": "trouble",
            "words": (
                "There is no lesson “nowhere” in the course “garden”. There is “beds”, “seeds”."
            ),
        }
    ]
    assert page.heard[1:] == [{"close": 1, "code": 4002, "reason": "trouble"}]
    assert client.pages[("garden", "nowhere")] == 0


@pytest.mark.parametrize(
    "nonsense",
    [{}, {"open": "one"}, {"line": 5, "frame": "{}"}, {"close": 5}, {"line": 7, "frame": 1}],
    ids=str,
)
def test_what_is_not_of_the_protocol_changes_nothing(
    widget: panel.TutorPanel, page: Page, nonsense: dict[str, Any]
) -> None:
    say(widget, nonsense)
    say(widget, {"open": 7, "kernel": ""})
    page.until(lambda _: bool(page.frames(7)))
    assert {one.get("line") for one in page.heard} == {7}
