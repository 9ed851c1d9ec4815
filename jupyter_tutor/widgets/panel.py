"""The tutor's panel as a widget: traits and messages, and nothing else.

Its page is ``static/widget.js``, a build product; where that is missing there is no panel.
"""

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode

from jupyter_tutor.widgets.client import Client
from jupyter_tutor.widgets.doors import Entry
from jupyter_tutor.widgets.relay import Relay

PAGE = Path(__file__).with_name("static") / "widget.js"


class TutorPanel(anywidget.AnyWidget):
    """One lesson, shown. Its page speaks to the server, or else through the kernel."""

    course = Unicode().tag(sync=True)
    lesson = Unicode().tag(sync=True)
    kernel = Unicode().tag(sync=True)
    carrier = Unicode().tag(sync=True)
    base_url = Unicode().tag(sync=True)

    def __init__(self, client: Client, entry: Entry) -> None:
        self._esm = PAGE.read_text(encoding="utf-8")
        super().__init__(
            course=entry.course,
            lesson=entry.lesson,
            kernel=entry.kernel,
            carrier=entry.carrier,
            base_url=entry.base_url,
        )
        self._relay = Relay(client, (entry.course, entry.lesson), self.send)
        self.on_msg(self._heard)

    def _heard(self, _widget: Any, message: Any, _buffers: Any) -> None:
        self._relay.hear(message)
