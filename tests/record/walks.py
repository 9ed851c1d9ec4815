"""Sessions as learners walk through them, at random: what Hypothesis plays for the record's tests.

A move that does not fit the moment does nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    ChoiceAnswer,
    CodeAnswer,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    LeaveSession,
    NoteKernel,
    Rejected,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
    YieldSession,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Correct,
    InExposition,
    Remediation,
    Review,
)
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.lessons import DOUBLE, LESSON, NEWER
from tests.core.play import AT, Play, next_willing_command, opened
from tests.core.values import ANY_COMMAND

Move = Callable[[Play, RequestId], object]


def willingly(play: Play, request: RequestId) -> None:
    command = next_willing_command(play, request)
    if command is not None:
        play.do(command)


def on_to_a_question(play: Play, _request: RequestId) -> None:
    for _ in play.lesson.steps:
        if isinstance(play.state.phase, InExposition | Correct | Review):
            play.do(Continue(at=AT))


def to_the_review(play: Play, _request: RequestId) -> None:
    for _ in range(2 * len(play.lesson.steps)):
        if not play.state.reviewing and isinstance(play.do(SkipQuestion(at=AT)), Rejected):
            play.do(Continue(at=AT))


def answer(source: str) -> Move:
    def move(play: Play, request: RequestId) -> None:
        match play.state.phase:
            case AwaitingAnswer(question=question) | Remediation(question=question):
                code = play.lesson.known_question(question).type == "code"
                given = CodeAnswer(source=source) if code else ChoiceAnswer(options=("a",))
                play.do(SubmitAnswer(at=AT, question=question, answer=given, request=request))

    return move


def check_comes_to(verdict: Verdict, share: float) -> Move:
    """Checkers may give a part of the points for a wrong answer; the core gives none."""

    def move(play: Play, _request: RequestId) -> None:
        match play.state.phase:
            case Checking(question=question, request=awaited):
                most = play.lesson.known_question(question).points
                report = Report(
                    verdict=verdict, points=most * share, max_points=most, message="Seen."
                )
                play.do(FinishCheck(at=AT, request=awaited, report=report))

    return move


def check_fails(play: Play, _request: RequestId) -> None:
    match play.state.phase:
        case Checking(request=awaited):
            play.do(FailCheck(at=AT, request=awaited, reason="internal"))


def press(command: Command) -> Move:
    return lambda play, _request: play.do(command)


def go_over(lesson: Lesson) -> Move:
    """Begin anew, perhaps with the lesson as it has become."""

    def move(play: Play, _request: RequestId) -> None:
        former, play.lesson = play.lesson, lesson
        before = len(play.events)
        play.do(StartOver(at=AT))
        if len(play.events) == before:
            play.lesson = former

    return move


def judged(verdict: Verdict, points: float) -> list[Move]:
    return [answer(f"x = {verdict}, {points}"), check_comes_to(verdict, points)]


def gone_wrong() -> list[Move]:
    wrong: tuple[Verdict, ...] = ("incorrect", "error", "timeout")
    return [move for verdict in wrong for move in judged(verdict, 0.5)]


SHARES = st.sampled_from([0.0, 0.5, 1.0])
VERDICTS = st.sampled_from(get_args(Verdict))
ANY_MOVE: st.SearchStrategy[Move] = st.one_of(
    st.just(willingly),
    st.sampled_from(["x = 1", DOUBLE.stub]).map(answer),
    st.builds(check_comes_to, VERDICTS, SHARES),
    st.just(check_fails),
    st.sampled_from(
        [
            Continue(at=AT),
            AskHint(at=AT),
            AskSolution(at=AT),
            SkipQuestion(at=AT),
            StopCheck(at=AT),
            opened(),
            LeaveSession(at=AT),
            YieldSession(at=AT, taker="a window"),
            Say(at=AT, text="Why?"),
            NoteKernel(at=AT, status="restarted", kernel="k1"),
        ]
    ).map(press),
    ANY_COMMAND.map(press),
    st.sampled_from([LESSON, NEWER]).map(go_over),
)
SOME_MOVES: st.SearchStrategy[list[Move]] = st.one_of(
    st.lists(ANY_MOVE, min_size=1, max_size=4),
    st.builds(lambda verdict, share: [on_to_a_question, *judged(verdict, share)], VERDICTS, SHARES),
    st.just([on_to_a_question, *gone_wrong(), press(AskSolution(at=AT))]),
    st.just([on_to_a_question, *judged("undecided", 0.0)]),
    st.just([to_the_review]),
    # Somebody gets on with the lesson, or few walks would come far.
    st.integers(2, 8).map(lambda steps: [willingly] * steps),
)
A_WALK = st.lists(SOME_MOVES, min_size=1, max_size=12).map(
    lambda parts: [move for part in parts for move in part]
)


def walked(lesson: Lesson, moves: Sequence[Move]) -> list[Event]:
    """The events of a session after these moves, each at a time of its own."""
    play = Play(lesson).do_all([opened()])
    for number, move in enumerate(moves):
        move(play, RequestId(f"r{number}"))
    return at_times_of_their_own(play.events)


def at_times_of_their_own(events: Sequence[Event]) -> list[Event]:
    return [
        replace(event, at=f"2026-11-22T09:{number // 60:02d}:{number % 60:02d}.000Z")
        for number, event in enumerate(events)
    ]
