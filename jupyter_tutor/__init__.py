"""Jupyter Tutor: one-to-one tutoring inside the notebook.

Importing this is cheap: it only tells Jupyter where the front end and the server extension are.
``Tutor`` and ``%tutor`` are loaded when they are asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_tutor.widgets.tutor import Tutor

__all__ = ["Tutor"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Tutor":
        from jupyter_tutor.widgets.tutor import Tutor

        return Tutor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(ipython: Any) -> None:
    """Add ``%tutor``; IPython calls this for ``%load_ext jupyter_tutor``."""
    from jupyter_tutor.widgets.magic import tutor_magic

    ipython.register_magic_function(tutor_magic, "line", "tutor")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-tutor"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from jupyter_tutor.server.app import JupyterTutor

    return [{"module": "jupyter_tutor.server.app", "app": JupyterTutor}]
