"""Jupyter Tutor: one-to-one tutoring inside the notebook.

Importing this is cheap: it only tells Jupyter where the front end and the server extension are.
"""

from typing import Any

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-tutor"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from jupyter_tutor.server.app import JupyterTutor

    return [{"module": "jupyter_tutor.server.app", "app": JupyterTutor}]
