"""Owns judging a code answer again from nothing but the record.

What a record holds came from a learner's kernel: names of files are looked at before they are
written anywhere.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.commands import CodeAnswer
from jupyter_tutor.core.events import AnswerJudged, AnswerSubmitted
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import event_from_body

_PART = re.compile(r"(?!\.)[^/\\\0:]+")

_FIND_MODULES = '__import__("sys").path.insert(0, "")'
"""In a notebook, modules that lie beside it can be imported; elsewhere not of themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """A code answer as it was handed in, and what came of it; None: nothing did."""

    at: str
    source: str
    report: Report | None = None
    basis: Basis | None = None


def recorded_answers(
    events: Sequence[StoredEvent], question: QuestionId
) -> tuple[RecordedAnswer, ...]:
    """The code answers to a question, the first first. Raises WireError."""
    submitted: dict[RequestId, AnswerSubmitted] = {}
    judged: dict[RequestId, AnswerJudged] = {}
    for stored in events:
        if stored.type not in ("answer_submitted", "answer_judged"):
            continue
        event = event_from_body(stored.body)
        if isinstance(event, AnswerSubmitted) and event.question == question:
            submitted[event.request] = event
        elif isinstance(event, AnswerJudged) and event.question == question:
            judged[event.request] = event
    return tuple(
        RecordedAnswer(
            at=event.at,
            source=event.answer.source,
            report=judged[request].report if request in judged else None,
            basis=_basis_of(judged, request),
        )
        for request, event in submitted.items()
        if isinstance(event.answer, CodeAnswer)
    )


def _basis_of(judged: dict[RequestId, AnswerJudged], request: RequestId) -> Basis | None:
    event = judged.get(request)
    if event is None:
        return None
    shared = None if event.basis_of is None else judged.get(event.basis_of)
    return event.report.basis if shared is None else shared.report.basis


async def judge_again(
    target: SandboxTarget, question: CodeQuestion, answer: RecordedAnswer
) -> Report:
    """The verdict on a recorded answer, with its cells and its files as they were.

    Raises CheckUnavailableError.
    """
    basis = answer.basis or Basis()
    modules = any(file.name.endswith(".py") for file in basis.files)
    earlier = [*([_FIND_MODULES] if modules else []), *basis.cells]
    with restored(basis.files) as folder:
        return await target.check_recorded(question, answer.source, earlier, folder)


@contextmanager
def restored(files: Sequence[UsedFile]) -> Iterator[Path | None]:
    """A folder with these files, as far as they are kept, for a while; None without any."""
    kept = [(file.name, file.content) for file in files if file.content is not None]
    if not kept:
        yield None
        return
    with TemporaryDirectory(prefix="tutor-") as name:
        folder = Path(name)
        for file, content in kept:
            parts = file.split("/")
            if not all(_PART.fullmatch(part) for part in parts):
                raise ValueError(f"{file!r} is no name of a file in a notebook's folder")
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
        yield folder
