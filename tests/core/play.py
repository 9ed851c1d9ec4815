"""A session as the shell would drive it, but in plain calls: for tests of the pure core.

Keeps every event, the live state and the checks that are being carried out. Never judges
whether what happened was right; the tests do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jupyter_tutor.core.commands import (
    Answer,
    BlanksAnswer,
    ChoiceAnswer,
    CodeAnswer,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    OpenSession,
    OrderAnswer,
    Rejected,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import (
    CancelCheck,
    CancelWriting,
    CheckEffect,
    CompareFormula,
    Effect,
    JudgeProse,
    RunCheck,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.pedagogy import tries_left
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.core.react import react
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    Remediation,
    Review,
    State,
)
from jupyter_tutor.core.talk import Reply
from jupyter_tutor.core.talk_commands import EndHint, EndReply, EndSummary
from jupyter_tutor.core.verdict import Report

Written = WriteReply | WriteHint | WriteSummary
"""What the learner waits for, and can stop."""

AT = "2026-11-22T09:46:20.125Z"
MODEL = "small on this computer"
LEARNER = LearnerId("ada")


@dataclass
class Play:
    """One session of ``lesson``.

    ``running`` are the checks that were asked for and not ended, ``writing`` what is being written.
    """

    lesson: Lesson
    state: State = field(default_factory=State)
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    running: dict[RequestId, CheckEffect] = field(default_factory=dict)
    writing: dict[RequestId, Written] = field(default_factory=dict)

    def do(self, command: Command) -> tuple[Event, ...] | Rejected:
        """Decide the command and carry its events out, effects included."""
        decided = decide(self.state, command, self.lesson)
        if isinstance(decided, Rejected):
            return decided
        match command:
            case FinishCheck(request=request) | FailCheck(request=request):
                self.running.pop(request, None)
            case EndReply(reply=Reply(request=request)):
                self.writing.pop(request, None)
            case EndHint(request=request) | EndSummary(request=request):
                self.writing.pop(request, None)
        for event in decided:
            self.state = evolve(self.state, event)
            self.events.append(event)
            for effect in react(self.state, event):
                self._perform(effect)
        return decided

    def _perform(self, effect: Effect) -> None:
        self.effects.append(effect)
        match effect:
            case RunCheck() | CompareFormula() | JudgeProse():
                self.running[effect.request] = effect
            case CancelCheck(request=request):
                self.running.pop(request, None)
            case WriteReply() | WriteHint() | WriteSummary():
                self.writing[effect.request] = effect
            case CancelWriting(request=request):
                self.writing.pop(request, None)

    def do_all(self, commands: Iterable[Command]) -> "Play":
        """Do every one of them; AssertionError when one is refused. Returns itself."""
        for command in commands:
            done = self.do(command)
            if isinstance(done, Rejected):
                raise AssertionError(f"{command} was refused: {done.reason}")
        return self

    def finish_willingly(self) -> int:
        """Do what a willing learner does until it is over; the number of commands it took.

        AssertionError when that is more than any lesson of this size can need.
        """
        most = 4 * len(self.lesson.steps) + 8
        for taken in range(most):
            command = next_willing_command(self, RequestId(f"willing-{taken}"))
            if command is None:
                return taken
            self.do_all([command])
        raise AssertionError(f"still {self.state.phase} after {most} commands")


def played(lesson: Lesson, *commands: Command) -> Play:
    """A new session after these commands, none of which may be refused."""
    return Play(lesson).do_all(commands)


def copy_of(play: Play) -> Play:
    """The same session, to be played on without touching the original."""
    return Play(
        play.lesson,
        play.state,
        list(play.events),
        list(play.effects),
        dict(play.running),
        dict(play.writing),
    )


def opened(at: str = AT, model: str | None = None) -> OpenSession:
    """The learner is here; ``model`` is the one that helps."""
    return OpenSession(at=at, learner=LEARNER, model=model)


def right_answer(question: Question) -> Answer:
    """The answer the author would give."""
    match question:
        case CodeQuestion(solution=solution):
            return CodeAnswer(source=solution)
        case ChoiceQuestion(options=options):
            return ChoiceAnswer(options=tuple(option.id for option in options if option.right))
        case NumberQuestion() | ExpressionQuestion() | FormulaQuestion():
            return TextAnswer(text=question.answer)
        case PredictQuestion(output=output):
            return TextAnswer(text=output)
        case ProseQuestion(samples=samples):
            return TextAnswer(text=next(s.text for s in samples if s.verdict == "right"))
        case OrderQuestion(orders=orders):
            return OrderAnswer(lines=orders[0])
        case BlanksQuestion(blanks=blanks):
            return BlanksAnswer(texts=tuple(accepted[0] for accepted in blanks))


def full_marks(question: Question) -> Report:
    """What the checker says of a right answer."""
    return Report(
        verdict="correct",
        points=question.points,
        max_points=question.points,
        message="All checks passed.",
        target="fork",
    )


def next_willing_command(play: Play, request: RequestId) -> Command | None:
    """What somebody who wants to finish would do now; None when there is nothing left."""
    match play.state.phase:
        case NotStarted():
            return opened()
        case InExposition() | Correct() | Review():
            return Continue(at=AT)
        case AwaitingAnswer(question=open_id) | Remediation(question=open_id):
            question = play.lesson.known_question(open_id)
            if tries_left(play.state.questions[open_id], question) == 0:
                return Continue(at=AT)
            answer = right_answer(question)
            return SubmitAnswer(at=AT, question=open_id, answer=answer, request=request)
        case Checking(question=open_id, request=awaited):
            if awaited not in play.running:
                return opened(model=play.state.model)
            report = full_marks(play.lesson.known_question(open_id))
            return FinishCheck(at=AT, request=awaited, report=report)
        case Completed():
            return None


def wrong_marks(question: Question, misconception: str | None = None) -> Report:
    """What the checker says of a wrong answer."""
    return Report(
        verdict="incorrect",
        points=0.0,
        max_points=question.points,
        message="`double(5)` returned `7`, expected `10`.",
        ran="double(5)",
        seen="7",
        expected="10",
        misconception=misconception,
        target="fork",
    )
