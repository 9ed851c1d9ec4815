"""What a rehearsal remembers: judged answers, by the content that they were judged with.

Only what was good is remembered, so that whatever failed is looked at again. A question has
another key as soon as anything that plays a part has changed: its cells (but not where in the
notebook they stand), this package, Python, a package that the course requires.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from packaging.requirements import Requirement
from pydantic import TypeAdapter, ValidationError

import jupyter_tutor
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.rehearsal.trials import SEEDS, Tried
from jupyter_tutor.authoring.solved_notebook import solved_cells
from jupyter_tutor.core.questions import CodeQuestion, PredictQuestion

_TRIED = TypeAdapter(tuple[Tried, ...])
_ROOMS = ("core", "checks", "checker", "kernel_agent", "authoring")
"""Where the code is that a verdict depends on."""


class Memory(Protocol):
    """Where texts are kept by a key, which may be the name of a file.

    None of it may raise: what cannot be kept is forgotten.
    """

    def get(self, key: str) -> bytes | None:
        """What was kept under that key, or None."""
        ...

    def put(self, key: str, content: bytes) -> None:
        """Keep it, in the place of what was there."""
        ...


class Forgetful:
    """A memory that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""

    def put(self, key: str, content: bytes) -> None:
        """Forget it."""


def question_key(question: CodeQuestion, requires: Iterable[str]) -> str:
    """The key of a code question's trials."""
    content = asdict(question)
    for part in (*content["checks"], *content["wrong"]):
        del part["cell"]
    return _key("question", content, requires)


def walkthrough_key(compiled: CompiledLesson, requires: Iterable[str]) -> str:
    """The key of a lesson's walkthrough, with the outputs it should show."""
    code = [data["source"] for _, data in solved_cells(compiled) if data["cell_type"] == "code"]
    questions = compiled.lesson.questions
    outputs = [q.output for q in questions if isinstance(q, PredictQuestion)]
    return _key("walkthrough", {"code": code, "outputs": outputs}, requires)


def written(tried: Sequence[Tried]) -> bytes:
    """Trials as they are kept."""
    return _TRIED.dump_json(tuple(tried))


def read(kept: bytes | None) -> tuple[Tried, ...] | None:
    """Trials that were kept; None for what is not there, or is damaged."""
    if kept is None:
        return None
    try:
        return _TRIED.validate_json(kept)
    except ValidationError:
        return None


def _key(kind: str, content: Any, requires: Iterable[str]) -> str:
    known = {
        "content": content,
        "seeds": SEEDS,
        "tutor": jupyter_tutor.__version__,
        "sources": _sources(),
        "python": sys.version,
        "packages": {text: _installed(text) for text in requires},
    }
    text = json.dumps(known, sort_keys=True, ensure_ascii=False)
    return f"{kind}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


@cache
def _sources() -> str:
    """A digest of the code that judges; a version alone does not tell of work in progress."""
    digest = hashlib.sha256()
    home = Path(jupyter_tutor.__file__).parent
    for room in _ROOMS:
        for path in sorted((home / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _installed(requirement: str) -> str | None:
    try:
        return version(Requirement(requirement).name)
    except PackageNotFoundError:
        return None
