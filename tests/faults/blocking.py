"""A Jupyter server extension whose one handler holds the event loop, as a careless one would."""

from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web


class HoldHandler(APIHandler):
    """``GET faults/hold?until=PIPE``: nothing goes on until the other end of it is shut."""

    @web.authenticated
    def get(self) -> None:
        Path(self.get_query_argument("until")).read_bytes()
        self.finish("{}")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    path = url_path_join(server.web_app.settings["base_url"], "faults/hold")
    server.web_app.add_handlers(".*$", [(path, HoldHandler)])
