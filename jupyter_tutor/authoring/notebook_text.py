"""Notebooks as we write them: format 4.5, the same bytes for the same cells.

No execution times, no widget state, nothing of the machine that made them.
"""

import hashlib
import json
from typing import Any

MAX_CELL_ID = 64


def markdown_cell(key: str, source: str) -> dict[str, Any]:
    """A Markdown cell; its id is made from ``key``, which has to be unique in the notebook."""
    return {
        "cell_type": "markdown",
        "id": cell_id(key),
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }


def code_cell(key: str, source: str) -> dict[str, Any]:
    """A code cell that has not been run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id(key),
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """A notebook for the Python kernel that every installation has."""
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def to_text(data: dict[str, Any]) -> str:
    """The text of the file, as Jupyter itself lays it out."""
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def cell_id(key: str) -> str:
    """An id the format allows; a long key is cut and told apart by its hash."""
    if len(key) <= MAX_CELL_ID:
        return key
    return f"{key[: MAX_CELL_ID - 9]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
