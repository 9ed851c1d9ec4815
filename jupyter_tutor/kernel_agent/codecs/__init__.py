"""The ways of values that are not plain: one file per library, pushed into kernels as text.

Each file stands alone. :mod:`jupyter_tutor.kernel_agent.codecs.further` brings them together; an
agent does so with the texts it was given, and our own processes with :func:`all_of_them`.
"""

import importlib
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_tutor.kernel_agent.agent import LacksError
from jupyter_tutor.kernel_agent.codecs import (
    arrays,
    charts,
    columns,
    frames,
    plots,
    polars_frames,
    relations,
    times,
)
from jupyter_tutor.kernel_agent.codecs.further import Further

_MODULES = (times, arrays, columns, frames, polars_frames, relations, plots, charts)


@cache
def all_of_them() -> Further:
    """Return the codecs for a process of our own, which may import what arrives."""
    codecs = [codec for module in _MODULES for codec in module.CODECS]
    describers = [one for module in _MODULES for one in getattr(module, "DESCRIBERS", ())]
    return Further(_imported, codecs, describers)


def is_kept_in_step(value: Any) -> bool:
    """Whether a value is an array or a frame, of which a change is seen at both ends."""
    return all_of_them().is_shared(all_of_them().kind_of(value))


@cache
def sources() -> list[list[str]]:
    """Return name and text of every file, the one that brings the others together first."""
    folder = Path(__file__).parent
    names = ["further", *[module.__name__.rpartition(".")[2] for module in _MODULES]]
    return [[name, (folder / f"{name}.py").read_text(encoding="utf-8")] for name in names]


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise LacksError(name) from error
