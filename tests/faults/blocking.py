"""A Jupyter server extension whose one handler holds the event loop, as a careless one would."""

import time
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

SECONDS = 7.0
"""Longer than a server that asks for a lesson waits (five seconds), and than all else that waits
for an answer but a heartbeat."""


class BlockHandler(APIHandler):
    """``GET faults/block?begun=PATH``: makes that file, then holds the loop."""

    @web.authenticated
    def get(self) -> None:
        Path(self.get_query_argument("begun")).touch()
        time.sleep(SECONDS)
        self.finish("{}")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    path = url_path_join(server.web_app.settings["base_url"], "faults/block")
    server.web_app.add_handlers(".*$", [(path, BlockHandler)])
