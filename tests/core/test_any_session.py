"""Whatever anybody does, in whatever order: what has to hold of every session at every moment.

Hypothesis plays sessions of random commands, right, wrong, late and senseless ones, with the
server going down in between.
"""

from collections import Counter
from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    AskSolution,
    CellOutcome,
    CheckFailure,
    Command,
    Continue,
    FailCheck,
    FinishCheck,
    KernelStatus,
    LeaveSession,
    NoteKernel,
    RecordCell,
    Rejected,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
    TextAnswer,
    UpdateLesson,
    YieldSession,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import Effect
from jupyter_tutor.core.events import AnswerJudged, Event
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.questions import QuestionKind
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Phase,
    Remediation,
    State,
    Writing,
)
from jupyter_tutor.core.talk import Asking, Ending, Reply
from jupyter_tutor.core.talk_commands import (
    AskPerson,
    AskSummary,
    EndHint,
    EndReply,
    EndSummary,
    GrowReply,
    LabelAnswer,
    NoteCall,
    Say,
    StopReply,
)
from jupyter_tutor.core.talk_events import LearnerSaid
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.core.view import view
from jupyter_tutor.wire import canonical, event_from_body, to_json
from tests.core.algebra import ALGEBRA
from tests.core.arranged import ARRANGED, NEWER_ARRANGED
from tests.core.event_cases import CALL
from tests.core.kinds import KINDS, WHY
from tests.core.lessons import DOUBLE, LESSON, QUIET
from tests.core.moves import ANSWERS, DISTURBANCES, NEXT_VERSION, QUESTIONS, SOURCES, wrong_answer
from tests.core.play import AT, MODEL, Play, next_willing_command, opened
from tests.core.values import ANY_COMMAND, STEADY

SEEN: Counter[str] = Counter()
"""What the walks came through, counted, so that a walk that goes nowhere is noticed."""


RIGHT_OR_WRONG = ("correct", "incorrect")


class AnySession(RuleBasedStateMachine):
    """One session, every rule something that can happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.replayed = State()
        self.away = False
        self.requests = 0
        self.past: list[RequestId] = [RequestId("never-asked")]
        self.written: list[RequestId] = [RequestId("never-written")]

    @initialize(
        lesson=st.sampled_from(
            [LESSON, QUIET, KINDS, KINDS, ARRANGED, ARRANGED, NEWER_ARRANGED, ALGEBRA]
        ),
        opened_before=st.integers(0, 9),
        ahead=st.integers(0, 10),
        model=st.sampled_from([None, MODEL]),
    )
    def begin(self, lesson: Lesson, opened_before: int, ahead: int, model: str | None) -> None:
        self.play = Play(lesson)
        if opened_before:
            self.does(opened(model=model))
            for _ in range(ahead):
                if isinstance(self.does(SkipQuestion(at=AT)), Rejected):
                    self.does(Continue(at=AT))

    # -- what the learner does

    @rule(steps=st.integers(min_value=1, max_value=8))
    def go_on_willingly(self, steps: int) -> None:
        for _ in range(steps):
            command = next_willing_command(self.play, self.new_request())
            if command is not None:
                assert not isinstance(self.does(command), Rejected)

    @rule(tries=st.integers(min_value=1, max_value=4), foreseen=st.booleans())
    def answer_wrongly_and_ask_for_help(self, tries: int, foreseen: bool = True) -> None:
        self.does(Continue(at=AT))
        for number in range(tries):
            match self.play.state.phase:
                case AwaitingAnswer(question=question) | Remediation(question=question):
                    kind = self.play.lesson.known_question(question).type
                    self.does(self.submit(question, wrong_answer(kind, number)))
                    self.check_comes_to("incorrect", 0.0, "adds" if foreseen else None)
        self.does(AskHint(at=AT))
        self.does(AskSolution(at=AT))

    @rule(times=st.integers(min_value=1, max_value=2))
    def answer_in_words_that_the_rubric_does_not_know(self, times: int) -> None:
        for _ in self.play.lesson.steps:
            match self.play.state.phase:
                case AwaitingAnswer(question=WHY.id) | Remediation(question=WHY.id):
                    break
                case _:
                    self.does(SkipQuestion(at=AT))
                    self.does(Continue(at=AT))
        for _ in range(times):
            self.does(self.submit(WHY.id, TextAnswer(text=WHY.samples[1].text)))

    @rule()
    def skip_to_the_review(self) -> None:
        for _ in self.play.lesson.steps:
            if not self.play.state.reviewing and isinstance(
                self.does(SkipQuestion(at=AT)), Rejected
            ):
                self.does(Continue(at=AT))

    @rule(answer=ANSWERS)
    def answer_the_open_question(self, answer: Answer) -> None:
        match self.play.state.phase:
            case AwaitingAnswer(question=question) | Remediation(question=question):
                self.does(self.submit(question, answer))
            case _:
                self.does(self.submit(DOUBLE.id, answer))

    @rule(question=QUESTIONS, answer=ANSWERS)
    def answer_something(self, question: QuestionId, answer: Answer) -> None:
        self.does(self.submit(question, answer))

    @rule(
        question=QUESTIONS,
        source=SOURCES,
        outcome=st.sampled_from(get_args(CellOutcome)),
    )
    def run_a_cell(self, question: QuestionId, source: str, outcome: CellOutcome) -> None:
        error = "NameError: name 'y' is not defined" if outcome == "error" else None
        self.does(
            RecordCell(
                at=AT,
                question=question,
                source=source,
                outcome=outcome,
                error=error,
                request=self.new_request(),
            )
        )

    @rule(
        command=st.sampled_from(
            [Continue, AskHint, AskSolution, SkipQuestion, StopCheck, StopReply, AskSummary]
        )
    )
    def press_a_button(self, command: Any) -> None:
        self.does(command(at=AT))

    @rule(
        command=st.sampled_from(
            [
                opened(),
                opened(model=MODEL),
                opened(model="another there"),
                LeaveSession(at=AT),
                YieldSession(at=AT, taker="a window"),
                Say(at=AT, text=" "),
                Say(at=AT, text="Why?"),
            ]
        )
    )
    def come_go_or_talk(self, command: Command) -> None:
        self.does(command)

    @rule(back=st.integers(0, 5))
    def ask_a_person(self, back: int) -> None:
        self.does(AskPerson(at=AT, message=len(self.play.state.transcript) - 1 - back))

    @rule(parts=st.integers(1, 3), words_come=st.booleans())
    def talk(self, parts: int, words_come: bool) -> None:
        self.does(StopReply(at=AT))
        self.does(Say(at=AT, text="Why?"))
        self.words_are_written(parts, words_come)

    @rule(hints=st.integers(2, 3), written=st.booleans())
    def ask_for_more_hints_than_the_author_has_now(self, hints: int, written: bool) -> None:
        self.does(StopReply(at=AT))
        for _ in range(hints):
            self.does(AskHint(at=AT))
        self.writing_ends(written)

    @precondition(lambda self: len(self.play.state.transcript) > 16)
    @rule(newest=st.sampled_from([False, False, True]))
    def start_over(self, newest: bool) -> None:
        self.play.lesson = self.newest() if newest else self.play.lesson
        assert not isinstance(self.does(StartOver(at=AT)), Rejected)

    @precondition(lambda self: self.play.state.transcript)
    @rule()
    def go_on_in_a_newer_version(self) -> None:
        before = self.play.state.questions
        self.play.lesson = self.newest()
        assert not isinstance(self.does(UpdateLesson(at=AT)), Rejected)
        done = {name for name, record in before.items() if record.outcome != "open"}
        assert {name: self.play.state.questions[name] for name in done} == {
            name: before[name] for name in done
        }, "what is done stays done"

    def newest(self) -> Lesson:
        return NEXT_VERSION[self.play.lesson.hash]

    # -- what the checks and the world do

    @rule(
        verdict=st.sampled_from(get_args(Verdict)),
        share=st.sampled_from([0.0, 0.5, 1.0]),
        misconception=st.sampled_from([None, "adds"]),
    )
    def check_ends(self, verdict: Verdict, share: float, misconception: str | None) -> None:
        self.check_comes_to(verdict, share, misconception)

    def check_comes_to(self, verdict: Verdict, share: float, misconception: str | None) -> None:
        phase = self.play.state.phase
        if not isinstance(phase, Checking):
            return
        most = self.play.lesson.known_question(phase.question).points
        report = Report(
            verdict=verdict,
            points=most * share,
            max_points=most,
            message="Seen.",
            misconception=misconception,
            fault="Traceback",
        )
        done = self.does(FinishCheck(at=AT, request=phase.request, report=report))
        assert not isinstance(done, Rejected)

    @rule(reason=st.sampled_from(get_args(CheckFailure)))
    def check_fails(self, reason: CheckFailure) -> None:
        phase = self.play.state.phase
        if isinstance(phase, Checking):
            done = self.does(FailCheck(at=AT, request=phase.request, reason=reason))
            assert not isinstance(done, Rejected)

    @rule(parts=st.integers(0, 3), words_come=st.booleans())
    def words_are_written(self, parts: int, words_come: bool) -> None:
        for number in range(parts):
            writing = self.play.state.writing
            if writing is not None and writing.kind == "reply":
                part = GrowReply(at=AT, request=writing.request, words=f"Part {number}. ")
                assert not isinstance(self.does(part), Rejected)
        self.writing_ends(words_come)

    def writing_ends(self, words_come: bool) -> None:
        writing = self.play.state.writing
        if writing is None:
            return
        call = NoteCall(at=AT, request=writing.request, call=CALL)
        assert not isinstance(self.does(call), Rejected)
        told = "So." if words_come else None
        end = ending_of(writing, told)
        assert not isinstance(self.does(end), Rejected)
        assert self.play.state.writing is None

    @rule(question=QUESTIONS, misconception=st.sampled_from([None, "adds"]))
    def an_error_is_labelled(self, question: QuestionId, misconception: str | None) -> None:
        record = self.play.state.questions.get(question)
        label = LabelAnswer(
            at=AT,
            request=self.past[-1],
            question=question,
            misconception=misconception,
            candidate="new",
            words="It may be new.",
        )
        wanted = record and record.outcome == "open" and record.last_misconception is None
        assert isinstance(self.does(label), Rejected) == (not wanted)

    @rule(status=st.sampled_from(get_args(KernelStatus)), kernel=st.sampled_from(["k1", "k2"]))
    def kernel_news(self, status: KernelStatus, kernel: str) -> None:
        self.does(NoteKernel(at=AT, status=status, kernel=kernel))

    @rule()
    def server_dies(self) -> None:
        """What was in memory is gone; what was recorded is all there is."""
        self.play.state = self.replayed
        self.play.running.clear()
        self.play.writing.clear()
        self.away = True
        self.nothing_waits_for_ever()

    @rule(command=ANY_COMMAND)
    def anything(self, command: Command) -> None:
        self.does(command)

    # -- how it is carried out

    def submit(self, question: QuestionId, answer: Answer) -> SubmitAnswer:
        return SubmitAnswer(at=AT, question=question, answer=answer, request=self.new_request())

    def new_request(self) -> RequestId:
        self.requests += 1
        return RequestId(f"r{self.requests}")

    def does(self, command: Command) -> tuple[Event, ...] | Rejected:
        """Carry out a command; when it is accepted, look at all that has to hold after it."""
        before, effects = self.play.state, len(self.play.effects)
        SEEN.update(["steps", before.phase.type])
        decided = self.play.do(command)
        if isinstance(decided, Rejected):
            assert decided.reason
            assert self.play.state is before
            assert self.play.state == self.replayed
            return decided
        assert decided
        self.follow(decided)
        assert self.play.state == self.replayed
        self.note_ended(before)
        self.look(before, self.play.effects[effects:])
        return decided

    def follow(self, events: tuple[Event, ...]) -> None:
        """Fold the events as they come back from the record."""
        for event in events:
            begins = event.type in ("hint_asked", "summary_asked") or (
                isinstance(event, LearnerSaid) and event.request is not None
            )
            assert not (begins and self.replayed.writing), "two things are written at a time"
            stored = event_from_body(canonical(to_json(Event, event)))
            assert stored == event
            self.replayed = evolve(self.replayed, stored)
            SEEN[event.type] += 1
            if isinstance(event, AnswerJudged):
                kind = self.replayed.questions[event.question].asked.kind
                SEEN.update([f"{kind} {event.report.verdict}", f"closed {event.closed}"])
            if event.type in ("session_left", "session_yielded"):
                self.away = True
                assert self.play.running == {}, "nothing goes on in an empty room"
                assert self.play.writing == {}, "nothing is written in an empty room"
            if event.type == "session_resumed":
                self.away = False

    def note_ended(self, before: State) -> None:
        was = before.phase
        now = self.play.state.phase
        if isinstance(was, Checking) and not isinstance(now, Checking):
            self.past.append(was.request)
        writing = self.play.state.writing
        if before.writing and (not writing or writing.request != before.writing.request):
            self.written.append(before.writing.request)

    def look(self, before: State, effects: list[Effect]) -> None:
        state, lesson = self.play.state, self.play.lesson
        SEEN.update([state.phase.type, *(effect.type for effect in effects)])

        assert state.seq == len(self.play.events)
        assert state.transcript[: len(before.transcript)] == before.transcript
        assert [message.id for message in state.transcript] == list(range(len(state.transcript)))

        for record in state.questions.values():
            assert 0 <= record.points <= record.asked.max_points
        progress = view(state, lesson).head.progress
        assert 0 <= progress.points <= progress.max_points
        assert progress.done <= progress.total

        if isinstance(state.phase, Completed):
            outcomes = [state.questions[question.id].outcome for question in lesson.questions]
            assert "open" not in outcomes
            assert {step.id for step in lesson.steps} <= set(state.shown)

        assert all(m.report is None or m.report.fault is None for m in state.transcript)

        self.late_results_are_refused()
        self.nothing_waits_for_ever()
        self.nothing_that_happens_strands_a_check(before)
        self.nothing_that_happens_strands_what_is_written(before)

    def late_results_are_refused(self) -> None:
        state, lesson = self.play.state, self.play.lesson
        refused = Rejected(words.NOT_STARTED if state.seq == 0 else words.CHECK_NOT_AWAITED)
        report = Report(verdict="correct", points=1.0, max_points=1.0, message="Late.")
        for request in self.past[-3:]:
            failed = FailCheck(at=AT, request=request, reason="internal")
            finished = FinishCheck(at=AT, request=request, report=report)
            assert decide(state, failed, lesson) == refused
            assert decide(state, finished, lesson) == refused
        refused = Rejected(words.NOT_STARTED if state.seq == 0 else words.NOT_AWAITED)
        for request in self.written[-3:]:
            for late in results_under(request):
                assert decide(state, late, lesson) == refused
        if state.writing is not None:
            own = ending_of(state.writing, "So.")
            for foreign in results_under(state.writing.request)[1:]:
                assert (decide(state, foreign, lesson) == refused) == (
                    type(foreign) is not type(own)
                )

    def nothing_waits_for_ever(self) -> None:
        state = self.play.state
        awaited = {state.phase.request} if isinstance(state.phase, Checking) else set()
        assert set(self.play.running) <= awaited, "a check that nobody awaits"
        assert self.away or set(self.play.running) == awaited, "a wait for a check nobody runs"
        self.from_here().finish_willingly()
        written = {state.writing.request} if state.writing else set()
        assert set(self.play.writing) <= written, "something is written that nobody awaits"
        assert self.away or set(self.play.writing) == written, "a wait for what nobody writes"
        if state.writing is None:
            assert self.from_here().do(StopReply(at=AT)) == Rejected(
                words.NOT_STARTED if state.seq == 0 else words.NOTHING_TO_STOP
            )
            return
        for command in (StopReply(at=AT), opened(), opened(model=MODEL)):
            ended = self.from_here().do_all([command])
            assert (ended.state.writing, ended.writing) == (None, {})

    def nothing_that_happens_strands_what_is_written(self, before: State) -> None:
        """Tried from all that has just begun to be written, each in a future of its own."""
        state = self.play.state
        if before.writing or state.writing is None:
            return
        for disturbance in (
            LeaveSession(at=AT),
            YieldSession(at=AT, taker="a window"),
            StartOver(at=AT),
            UpdateLesson(at=AT),
        ):
            future = self.from_here()
            if isinstance(disturbance, UpdateLesson):
                future.lesson = self.newest()
            future.do_all([disturbance])
            assert state.writing.request not in future.writing
            if isinstance(disturbance, StartOver | UpdateLesson):
                awaited = future.state.writing
                assert set(future.writing) == ({awaited.request} if awaited else set())
            else:
                future.do_all([opened(model=state.model)])
                assert (future.state.writing, future.writing) == (None, {})

    def nothing_that_happens_strands_a_check(self, before: State) -> None:
        """Tried from every check that has just begun, each in a future of its own."""
        if isinstance(before.phase, Checking) or not isinstance(self.play.state.phase, Checking):
            return
        for disturbance in (*DISTURBANCES, UpdateLesson(at=AT)):
            future = self.from_here()
            if isinstance(disturbance, UpdateLesson):
                future.lesson = self.newest()
            future.do_all([disturbance])
            over = not isinstance(future.state.phase, Checking)
            put_away = isinstance(disturbance, LeaveSession | YieldSession)
            assert (future.running == {}) == (over or put_away)
            future.finish_willingly()

    def from_here(self) -> Play:
        return Play(
            self.play.lesson,
            self.play.state,
            running=dict(self.play.running),
            writing=dict(self.play.writing),
        )


def ending_of(writing: Writing, told: str | None) -> EndReply | EndHint | EndSummary:
    """What ends it, well or (``told`` is None) not."""
    match writing.kind:
        case "reply":
            ending: Ending = "failed" if told is None else "finished"
            reply = Reply(request=writing.request, ending=ending, words=told or words.REPLY_FAILED)
            return EndReply(at=AT, reply=reply)
        case "hint":
            why = words.HINT_FAILED if told is None else ""
            return EndHint(at=AT, request=writing.request, words=told, why=why)
        case "summary":
            return EndSummary(at=AT, request=writing.request, words=told)


def results_under(request: RequestId) -> list[Command]:
    """All that may come of something that is written."""
    kinds: tuple[Asking, ...] = ("reply", "hint", "summary")
    return [
        GrowReply(at=AT, request=request, words="And"),
        *(ending_of(Writing(kind=kind, request=request), "So.") for kind in kinds),
    ]


def walk_in_order(lesson: Lesson, model: str | None) -> None:
    """Answer each question wrongly, then rightly: what chance may happen not to come through."""
    session = AnySession()
    session.begin(lesson, opened_before=1, ahead=0, model=model)
    while not isinstance(session.play.state.phase, Completed):
        session.talk(parts=2, words_come=True)
        session.ask_a_person(back=0)
        session.run_a_cell(question=DOUBLE.id, source="double = 2", outcome="ok")
        session.answer_wrongly_and_ask_for_help(tries=1, foreseen=model is None)
        session.ask_for_more_hints_than_the_author_has_now(hints=2, written=True)
        session.go_on_willingly(steps=2)
    session.words_are_written(parts=0, words_come=True)


def test_what_has_to_hold_of_every_session() -> None:
    SEEN.clear()
    for lesson in (LESSON, QUIET, KINDS, ARRANGED, ALGEBRA):
        walk_in_order(lesson, None)
        walk_in_order(lesson, MODEL)

    run_state_machine_as_test(
        AnySession,
        settings=settings(
            STEADY,
            max_examples=200,
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

    assert SEEN["steps"] > 3000
    phases = {phase.__dataclass_fields__["type"].default for phase in get_args(Phase)}
    events = {event.__dataclass_fields__["type"].default for event in get_args(Event)}
    effects = {effect.__dataclass_fields__["type"].default for effect in get_args(Effect)}
    judged = {f"{kind} {verdict}" for kind in get_args(QuestionKind) for verdict in RIGHT_OR_WRONG}
    unseen = (phases | events | effects | judged | {"closed True", "prose undecided"}) - SEEN.keys()
    assert unseen == set(), "nothing was proved of these"
