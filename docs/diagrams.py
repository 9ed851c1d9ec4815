"""Draws the diagrams of the documents from the code, and puts them into them.

`python -m docs.diagrams` writes them; tests/docs compares. Nothing is drawn by hand: the states
are found by playing a small lesson in every way, the rooms by reading who imports whom, the tree of
processes by running a tutor.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import grimp

from docs.running import runtime
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    CodeAnswer,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    RecordCell,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
)
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, RequestId, StepId
from jupyter_tutor.core.questions import Check, ChoiceQuestion, CodeQuestion, Hint, Option
from jupyter_tutor.core.state import Checking, State
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.play import AT, Play, copy_of, opened, right_answer

PAGES = [Path(__file__).with_name(name) for name in ("architecture.md", "runtime.md")]
REQUEST = RequestId("r")
DEPTH = 9

_COMMON = {"prompt": "…", "hints": (Hint(level=1, text="…"),), "reveal_after": 1}
LESSON = Lesson(
    id=LessonId("lesson"),
    title="A lesson",
    course_id=CourseId("course"),
    course_title="A course",
    steps=(
        Exposition(id=StepId("read"), title="Read", text="…"),
        CodeQuestion(
            id=QuestionId("code"),
            title="Code",
            stub="",
            solution="x = 1",
            checks=(Check(id="c", source="assert x == 1", cell=1),),
            **_COMMON,
        ),
        Exposition(id=StepId("read-on"), title="Read on", text="…"),
        ChoiceQuestion(
            id=QuestionId("choice"),
            title="Choice",
            options=(
                Option(id="a", text="yes", right=True),
                Option(id="b", text="no", right=False),
            ),
            **_COMMON,
        ),
    ),
    hash=ContentHash("0" * 64),
)
VERDICTS: tuple[Verdict, ...] = ("correct", "incorrect", "unattempted", "undecided")


def transitions() -> set[tuple[str, str, str]]:
    """Every (phase, command, phase after it) that playing the lesson leads through."""
    first = Play(LESSON).do_all([opened()])
    found = {("not_started", "open", first.state.phase.type)}
    waiting = deque([(first, 0)])
    known = {_likeness(first.state)}
    while waiting:
        play, depth = waiting.popleft()
        for name, command in _commands(play):
            after = copy_of(play)
            if not isinstance(after.do(command), tuple):
                continue
            found.add((play.state.phase.type, name, after.state.phase.type))
            likeness = _likeness(after.state)
            if likeness not in known and depth < DEPTH:
                known.add(likeness)
                waiting.append((after, depth + 1))
    return found


def _commands(play: Play) -> Iterator[tuple[str, Command]]:
    yield "continue", Continue(at=AT)
    yield "hint", AskHint(at=AT)
    yield "skip", SkipQuestion(at=AT)
    yield "solution", AskSolution(at=AT)
    yield "stop", StopCheck(at=AT)
    yield "start over", StartOver(at=AT)
    for question in LESSON.questions:
        yield (
            "right answer",
            SubmitAnswer(
                at=AT, question=question.id, answer=right_answer(question), request=REQUEST
            ),
        )
        yield (
            "cell ran",
            RecordCell(at=AT, question=question.id, source="x = 2", outcome="ok", request=REQUEST),
        )
    code, choice = LESSON.questions
    yield (
        "answer",
        SubmitAnswer(at=AT, question=code.id, answer=CodeAnswer(source="x = 3"), request=REQUEST),
    )
    wrong = replace(right_answer(choice), options=("b",))
    yield "wrong answer", SubmitAnswer(at=AT, question=choice.id, answer=wrong, request=REQUEST)
    if isinstance(play.state.phase, Checking):
        yield "check failed", FailCheck(at=AT, request=REQUEST, reason="busy")
        for verdict in VERDICTS:
            report = Report(verdict=verdict, points=0, max_points=1, message="", fault="")
            yield verdict, FinishCheck(at=AT, request=REQUEST, report=report)


def _likeness(state: State) -> tuple[object, ...]:
    """What tells states apart that lead on differently; the rest is history."""
    records = tuple(
        (name, record.outcome, min(record.attempts, 1), record.revealed, len(record.hints))
        for name, record in sorted(state.questions.items())
    )
    before = state.phase.before.type if isinstance(state.phase, Checking) else ""
    return state.phase.type, before, state.reviewing, state.cursor, state.pending, records


def states() -> str:
    """The diagram of the session's phases."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, name, target in sorted(transitions()):
        if name == "start over" or (source == target and name not in ("hint", "solution")):
            continue
        arrows.setdefault((source, target), []).append(name)
    lines = ["stateDiagram-v2", "    [*] --> not_started"]
    for (source, target), names in sorted(arrows.items()):
        lines.append(f"    {source} --> {target}: {', '.join(sorted(set(names)))}")
    return "\n".join([*lines, "    completed --> [*]"])


def rooms() -> str:
    """The diagram of who imports whom, room by room."""
    graph = grimp.build_graph("jupyter_tutor")
    arrows = set()
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            one, two = _room(module), _room(other)
            if one and two and one != two:
                arrows.add((one, two))
    return "\n".join(["flowchart TD", *(f"    {one} --> {two}" for one, two in sorted(arrows))])


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


DIAGRAMS = {"states": states, "rooms": rooms, "runtime": runtime}


def drawn(page: str) -> str:
    """The page with its diagrams drawn anew."""
    for name, draw in DIAGRAMS.items():
        if f"<!-- diagram: {name} -->" not in page:
            continue
        block = f"<!-- diagram: {name} -->\n```mermaid\n{draw()}\n```\n<!-- end -->"
        pattern = re.compile(rf"<!-- diagram: {name} -->.*?<!-- end -->", re.DOTALL)
        page = pattern.sub(lambda _, block=block: block, page)
    return page


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(drawn(path.read_text(encoding="utf-8")), encoding="utf-8")
