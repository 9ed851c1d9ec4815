"""What is recorded of one lesson, entry by entry, for the learner to read (docs/protocol.md).

Owns how much of it is told at a time: a page of entries, the newest first, long texts shortened.
The whole is in the file that ``GET record/export`` gives. What an entry is called is the panel's.
"""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from jupyter_tutor.core.basis import Basis
from jupyter_tutor.core.commands import CodeAnswer
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Event,
    Explained,
    HintGiven,
    KernelNoted,
    LessonCompleted,
    LessonUpdated,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    SolutionShown,
    StartedOver,
)
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.quoting import as_code
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.core.talk_events import (
    ErrorLabelled,
    HintAsked,
    HintRefused,
    LearnerSaid,
    ModelCalled,
    ModelNoted,
    PersonAsked,
    ReplyEnded,
    ReplyGrew,
    SummaryAsked,
    SummaryWritten,
    TalkEvent,
    TutorSaid,
)
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.transcripts.content import offered
from jupyter_tutor.wire import WireError, event_from_body

PAGE = 50
"""Entries told at a time."""

LONGEST = 4000
"""Characters of an entry's text, and of all its code, that are told."""

Details = dict[str, Any]

Titles = Mapping[QuestionId, str]


def entries_as_data(events: Sequence[StoredEvent], before: int | None = None) -> dict[str, Any]:
    """The newest entries of a session's record (``before``: of those with a smaller number).

    ``earlier`` says whether there are any before these.
    """
    known = [event for event in events if before is None or event.seq < before]
    told = known[-PAGE:]
    titles = _titles(events)
    return {
        "entries": [_entry(event, titles) for event in reversed(told)],
        "earlier": len(known) > len(told),
    }


def _titles(events: Sequence[StoredEvent]) -> Titles:
    asked = (_read(event) for event in events if event.type == "question_asked")
    return {event.question: event.title for event in asked if isinstance(event, QuestionAsked)}


def _read(stored: StoredEvent) -> Event | None:
    """None: a newer server recorded it, in a way that this one does not know."""
    try:
        return event_from_body(stored.body)
    except WireError:
        return None


def _entry(stored: StoredEvent, titles: Titles) -> Details:
    event = _read(stored)
    details: Details = {
        "title": None,
        "text": "",
        "code": (),
        "outcome": None,
        "error": None,
        "points": None,
        "max_points": None,
    }
    if event is not None:
        details |= _details(event, titles)
    text, code, error = details["text"], details["code"], details["error"]
    short = {
        "text": text[:LONGEST],
        "code": _shortened(code),
        "error": None if error is None else error[:LONGEST],
    }
    whole = (text, list(code), error) == (short["text"], short["code"], short["error"])
    head = {"seq": stored.seq, "at": stored.at, "kind": stored.type}
    return head | details | short | {"whole": whole and event is not None}


def _shortened(code: Sequence[str]) -> list[str]:
    """As many of these as there is room for, the last of them perhaps in part."""
    short: list[str] = []
    room = LONGEST
    for source in code:
        if room <= 0:
            break
        short.append(source[:room])
        room -= len(source)
    return short


def _taken_along(basis: Basis | None) -> str:
    """What was recorded with an answer beside the cells, which are shown as they are."""
    if basis is None or not (basis.cells or basis.files):
        return ""
    cells = f"{len(basis.cells)} of your cells" if basis.cells else ""
    files = [
        f"{as_code(file.name)} ({file.size} bytes{'' if file.content else ', not its content'})"
        for file in basis.files
    ]
    named = f"the files {', '.join(files)}" if files else ""
    return f"Recorded with it, because it uses them: {' and '.join(filter(None, (cells, named)))}."


def _details(event: Event, titles: Titles) -> Details:
    """What an event has to tell beside its time and kind."""
    if isinstance(event, TalkEvent):
        return _talk(event, titles)
    match event:
        case SessionLeft():
            return {}
        case SessionOpened(title=title, words=words):
            return {"title": title, "text": words}
        case Explained(title=title, words=words, examples=examples):
            return {"title": title, "text": words, "code": examples}
        case QuestionAsked():
            return {
                "title": event.title,
                "text": "\n\n".join(filter(None, (event.words, offered(event)))),
                "code": () if event.program is None else (event.program,),
            }
        case CellRecorded():
            return {
                "title": titles.get(event.question),
                "text": event.words,
                "code": (event.source,),
                "outcome": event.outcome,
                "error": event.error,
            }
        case AnswerSubmitted(question=question, answer=answer, words=words):
            code = (answer.source,) if isinstance(answer, CodeAnswer) else ()
            return {"title": titles.get(question), "text": words, "code": code}
        case AnswerJudged(question=question, report=report, words=words):
            return {
                "title": titles.get(question),
                "text": "\n\n".join(filter(None, (words, _taken_along(report.basis)))),
                "code": () if report.basis is None else report.basis.cells,
                "outcome": report.verdict,
                "points": report.points,
                "max_points": report.max_points,
            }
        case (
            CheckFailed(question=question, words=words)
            | HintGiven(question=question, words=words)
            | QuestionSkipped(question=question, words=words)
            | SolutionShown(question=question, words=words)
        ):
            return {"title": titles.get(question), "text": words}
        case LessonCompleted(points=points, max_points=max_points, words=words):
            return {"text": words, "points": points, "max_points": max_points}
        case KernelNoted(status=status, words=words):
            return {"text": words, "outcome": status}
        case (
            SessionResumed(words=words)
            | SessionYielded(words=words)
            | ReviewBegun(words=words)
            | StartedOver(words=words)
            | LessonUpdated(words=words)
        ):
            return {"text": words}
        case _:
            assert_never(event)


def _talk(event: TalkEvent, titles: Titles) -> Details:
    match event:
        case ReplyEnded(reply=reply):
            label = reply.confidence.label if reply.confidence else None
            return {"text": reply.words, "outcome": label or reply.ending}
        case ModelCalled(call=call):
            return {
                "title": call.purpose,
                "text": f"{call.model}: {_tokens_of(call)}",
                "outcome": call.outcome,
            }
        case ErrorLabelled(question=question, words=words):
            named = event.misconception or event.candidate
            return {"title": titles.get(question), "text": words, "outcome": named}
        case HintAsked(question=question):
            return {"title": titles.get(question)}
        case HintRefused(question=question, words=words):
            return {"title": titles.get(question), "text": words}
        case SummaryAsked():
            return {}
        case (
            ModelNoted(words=words)
            | LearnerSaid(words=words)
            | TutorSaid(words=words)
            | ReplyGrew(words=words)
            | SummaryWritten(words=words)
            | PersonAsked(words=words)
        ):
            return {"text": words}
        case _:
            assert_never(event)


def _tokens_of(call: ModelCall) -> str:
    if call.tokens_in is None or call.tokens_out is None:
        return "how many tokens it took is not known"
    return f"{call.tokens_in} tokens in, {call.tokens_out} out"
