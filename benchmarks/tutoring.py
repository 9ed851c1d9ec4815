"""How a model does as a tutor: scripted learners go through lessons with it. Prints JSON lines.

    python benchmarks/tutoring.py                       a model that gives everything away
    python benchmarks/tutoring.py --model NAME [--url URL] [--prices IN OUT] [--course ID]
                                  [--lessons N] [--kinds …]

With ``--model`` it asks any service that speaks OpenAI's protocol (``--url``, else OPENAI_BASE_URL;
the key is OPENAI_API_KEY). ``--prices`` are what a million tokens cost, in and out; without them
``cost`` is 0. Each kind of learner goes through each lesson once.

``tokens`` are those the service told of; of ``uncounted`` calls it told none, which are not in it.

``shown`` replies and hints were looked at, each together with all that was shown before it for the
same question. ``leaks`` are those with which code can be copied, by a program written apart from
the guard, that passes the question's checks in the sandbox, or that tell its typed answer, its
right options or the order of its lines. ``leak_rate`` is their share. ``described`` are those of
whose prose alone the model itself writes code that passes, where it does not without: no guard
holds that back, and it is only looked for with ``--model``.

``false_verdicts`` are answers to prose questions judged right that their author calls wrong, or the
other way round, of ``judged``. ``dead_ends`` are lessons that could not be finished; ``turns`` are
commands to the end. ``mastered`` are questions that were answered rightly without a solution shown
or given away, and ``turns_to_mastery`` the commands that took, on average, from when each was met.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.learners.desk import AT, Desk
from benchmarks.learners.kinds import KINDS, Move, judged_by_their_authors, moves, right
from benchmarks.learners.looking import Describing, gives_away
from benchmarks.learners.worst import Worst
from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.adapters.secret_key import pseudonym, secret_key
from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    CodeAnswer,
    Continue,
    Rejected,
    SubmitAnswer,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.questions import CodeQuestion, ProseQuestion, Question
from jupyter_tutor.core.state import AwaitingAnswer, Message, Remediation
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.model import Model, Prices
from jupyter_tutor.wire import from_json
from tests.driving.answers import answer_frame

ROOT = Path(__file__).parents[1]
OPPOSITE = {("right", "incorrect"), ("wrong", "correct")}
"""What an author says of an answer, and the verdict that is false then."""

PATIENCE = 400
"""Commands after which a lesson is a dead end."""


@dataclass
class Figures:
    """What came of one kind of learner."""

    shown: int = 0
    leaks: int = 0
    described: int = 0
    withheld: int = 0
    judged: int = 0
    false_verdicts: int = 0
    lessons: int = 0
    dead_ends: int = 0
    turns: int = 0
    mastered: int = 0
    mastery: int = 0
    calls: int = 0
    tokens: int = 0
    uncounted: int = 0
    cost: float = 0.0
    leaked: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """All of it, as it is printed."""
        counted = {k: v for k, v in vars(self).items() if k not in ("leaked", "mastery")}
        return counted | {
            "leak_rate": round(self.leaks / self.shown, 4) if self.shown else None,
            "turns_to_mastery": round(self.mastery / self.mastered, 2) if self.mastered else None,
        }


class Trial:
    """One learner of a kind in one lesson."""

    def __init__(
        self,
        kind: str,
        desk: Desk,
        sandbox: SandboxTarget,
        figures: Figures,
        describing: Describing | None,
    ) -> None:
        self._kind = kind
        self._describing = describing
        self._met: dict[str, int] = {}
        self._shown: dict[str, str] = {}
        self._given_away: set[str] = set()
        self._desk = desk
        self._sandbox = sandbox
        self._figures = figures
        self._done: set[str] = set()
        self._number = 0

    async def go(self) -> None:
        """Go through the lesson, to its end or to the end of all patience."""
        await self._desk.open()
        while self._desk.state.phase.type != "completed" and self._desk.turns < PATIENCE:
            match self._desk.state.phase:
                case AwaitingAnswer(question=question) | Remediation(question=question):
                    await self._at(self._desk.lesson.known_question(question))
                case _:
                    await self._desk.do(Continue(at=AT))
        self._figures.lessons += 1
        self._figures.turns += self._desk.turns
        self._figures.dead_ends += self._desk.state.phase.type != "completed"
        self._figures.calls += len(self._desk.calls)
        for call in self._desk.calls:
            if call.tokens_in is None or call.tokens_out is None:
                self._figures.uncounted += 1
            else:
                self._figures.tokens += call.tokens_in + call.tokens_out
            self._figures.cost += call.cost or 0.0

    async def _at(self, question: Question) -> None:
        self._met.setdefault(question.id, self._desk.turns)
        if question.id not in self._done:
            self._done.add(question.id)
            for move in moves(self._kind, question):
                if self._is_open(question):
                    await self._move(move, question)
        if not self._is_open(question):
            return
        came = await self._answer(question, right(question))
        if self._is_open(question) and not isinstance(came, Rejected):
            # Undecided: they may go on.
            await self._desk.do(Continue(at=AT))

    def _is_open(self, question: Question) -> bool:
        phase = self._desk.state.phase
        return isinstance(phase, AwaitingAnswer | Remediation) and phase.question == question.id

    async def _move(self, move: Move, question: Question) -> None:
        match move.act:
            case "say":
                came = await self._desk.do(Say(at=AT, text=move.text))
            case "hint":
                came = await self._desk.do(AskHint(at=AT))
            case "answer":
                came = await self._answer(question, move.text)
        for message in () if isinstance(came, Rejected) else came:
            if message.kind in ("reply", "hint") and message.helped:
                await self._look(message, question)

    async def _answer(self, question: Question, text: str) -> Sequence[Message] | Rejected:
        self._number += 1
        answer = (
            CodeAnswer(source=text)
            if isinstance(question, CodeQuestion)
            else from_json(Answer, answer_frame(question, text))
        )
        came = await self._desk.do(
            SubmitAnswer(
                at=AT,
                question=QuestionId(question.id),
                answer=answer,
                request=RequestId(f"answer-{self._number}"),
            )
        )
        self._note_mastery(question)
        if isinstance(question, ProseQuestion) and not isinstance(came, Rejected):
            told = judged_by_their_authors(question).get(text, "wrong")
            verdicts = [message.report.verdict for message in came if message.report]
            self._figures.judged += len(verdicts)
            self._figures.false_verdicts += sum((told, one) in OPPOSITE for one in verdicts)
        return came

    def _note_mastery(self, question: Question) -> None:
        record = self._desk.state.questions[question.id]
        helped = record.revealed or question.id in self._given_away
        if record.outcome == "correct" and not helped:
            self._figures.mastered += 1
            self._figures.mastery += self._desk.turns - self._met[question.id]

    async def _look(self, message: Message, question: Question) -> None:
        self._figures.shown += 1
        self._figures.withheld += message.reply is not None and message.reply.ending == "withheld"
        before = self._shown.get(question.id, "")
        so_far = self._shown[question.id] = f"{before}\n\n{message.text}"
        # What was given away once is so for good; after that a message counts by itself.
        looked_at = message.text if question.id in self._given_away else so_far
        if await gives_away(question, looked_at, self._sandbox):
            self._given_away.add(question.id)
            self._figures.leaks += 1
            self._figures.leaked.append(f"{question.id}: {message.text[:200]}")
        elif self._describing is not None:
            self._figures.described += await self._describing.describes(question, so_far)


async def main(args: argparse.Namespace) -> None:
    courses = [
        read_course(folder.parent).course for folder in sorted(ROOT.glob("syllabi/*/course.yaml"))
    ]
    lessons = [
        lesson
        for course in courses
        if course is not None and args.course in (None, course.id)
        for lesson in course.lessons
    ][: args.lessons]
    pool, formulas = CheckerPool(), FormulaPool(size=1)
    with tempfile.TemporaryDirectory() as folder:
        model = _model(args, Path(folder), lessons)
        try:
            await pool.start()
            sandbox = SandboxTarget(pool)
            describing = Describing(model, sandbox) if args.model else None
            assistant = DialogueAssistant(model, sandbox, formulas, within=args.seconds)
            for kind in args.kinds:
                figures, began = Figures(), time.perf_counter()
                for number, lesson in enumerate(lessons, start=1):
                    print(f"{kind}: lesson {number} of {len(lessons)}", file=sys.stderr)
                    desk = Desk(lesson, f"learner-{kind}", assistant, sandbox, formulas)
                    await Trial(kind, desk, sandbox, figures, describing).go()
                _tell(kind, model, figures, time.perf_counter() - began)
        finally:
            await pool.close()
            await formulas.close()


def _tell(kind: str, model: Model, figures: Figures, seconds: float) -> None:
    told = {
        "benchmark": "tutoring",
        "model": model.name,
        "learner": kind,
        **figures.told(),
        "seconds": round(seconds, 1),
    }
    print(json.dumps(told), flush=True)
    for leaked in figures.leaked:
        print(json.dumps({"leaked": leaked}), file=sys.stderr)


def _model(args: argparse.Namespace, folder: Path, lessons: Sequence[Lesson]) -> Model:
    prices = Prices(tokens_in=args.prices[0], tokens_out=args.prices[1]) if args.prices else None
    if args.model is None:
        return Worst(lessons, prices)
    key = secret_key(folder)
    return OpenAIModel(
        args.model,
        base_url=args.url or os.environ.get("OPENAI_BASE_URL"),
        api_key=os.environ.get("OPENAI_API_KEY"),
        within=args.seconds,
        prices=prices,
        pseudonym=lambda learner: pseudonym(key, learner),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How a model does as a tutor.")
    parser.add_argument("--model", help="its name; without one, a model that gives everything away")
    parser.add_argument("--url", help="where it is")
    parser.add_argument(
        "--prices",
        nargs=2,
        type=float,
        metavar=("IN", "OUT"),
        help="what a million tokens cost, in and out",
    )
    parser.add_argument(
        "--seconds", type=float, default=30.0, help="how long it may take for one thing"
    )
    parser.add_argument("--course", help="only this course, by its id")
    parser.add_argument("--lessons", type=int, help="only so many lessons")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, metavar="KIND")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(_options()))
