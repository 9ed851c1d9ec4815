"""The pause between tries that an author may set: when it begins, what it stops, how it ends."""

import datetime
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import AskHint, Command, Rejected
from jupyter_tutor.core.cooling_off import seconds_to_wait
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import AnswerJudged, AnswerSubmitted, CellRecorded, HintGiven
from jupyter_tutor.core.questions import CoolingOff, Question
from jupyter_tutor.core.state import QuestionRecord
from jupyter_tutor.core.view import Pause, head
from tests.core.kinds import KINDS, LENGTH
from tests.core.lessons import DOUBLE
from tests.core.play import AT, Play, opened, played
from tests.core.turns import SKIP, WRONG_SOURCE, cell, code, finish, types, verdict
from tests.core.values import STEADY

RULE = CoolingOff(after=2, seconds=30.0)
TYPED = replace(LENGTH, tries=None, cooling_off=RULE)
CODE = replace(DOUBLE, cooling_off=RULE)

THE_MOMENT_BEFORE = "2026-11-22T09:46:49.125Z"
THE_MOMENT = "2026-11-22T09:46:50.125Z"


def lesson_of(*questions: Question) -> Lesson:
    return replace(KINDS, steps=questions)


def typed_wrongly(times: int) -> Play:
    answers = [types(str(number), TYPED.id, f"r{number}") for number in range(times)]
    return played(lesson_of(TYPED), opened(), *answers)


def at(moment: str, command: Command) -> Command:
    return replace(command, at=moment)


def record_of(play: Play, question: Question) -> QuestionRecord:
    return play.state.questions[question.id]


def test_answers_wait_and_are_taken_again() -> None:
    play = typed_wrongly(2)
    again = types("12.5", TYPED.id, "r9")

    assert play.do(again) == Rejected(
        "Take a moment to think first: after 2 tries, this question waits a little. "
        "You can answer again in 30 seconds."
    )
    assert play.do(at(THE_MOMENT_BEFORE, again)) == Rejected(words.cooling_off(2, 1))
    taken = play.do(at(THE_MOMENT, again))
    assert not isinstance(taken, Rejected)
    assert record_of(play, TYPED).outcome == "correct"


def test_before_so_many_tries_nothing_waits() -> None:
    play = typed_wrongly(1)

    assert seconds_to_wait(record_of(play, TYPED), TYPED, AT) == 0
    assert not isinstance(play.do(types("12.5", TYPED.id, "r9")), Rejected)


def test_the_same_answer_again_begins_no_new_pause() -> None:
    play = typed_wrongly(2)
    play.do(at(THE_MOMENT, types("1", TYPED.id, "r8")))

    assert isinstance(play.events[-1], AnswerJudged)
    assert seconds_to_wait(record_of(play, TYPED), TYPED, THE_MOMENT) == 0


def test_help_and_skipping_do_not_wait() -> None:
    hinted = typed_wrongly(2).do(AskHint(at=AT))
    skipped = played(lesson_of(TYPED, CODE), opened(), types("1", TYPED.id), types("2", TYPED.id))

    assert not isinstance(hinted, Rejected)
    assert isinstance(hinted[0], HintGiven)
    assert not isinstance(skipped.do(SKIP), Rejected)


def code_wrongly(lesson: Lesson) -> Play:
    play = played(lesson, opened())
    for number, source in enumerate([WRONG_SOURCE, f"{WRONG_SOURCE} + 1"]):
        play.do_all([code(source, f"r{number}"), finish(verdict("incorrect"), f"r{number}")])
    return play


def test_a_cell_that_runs_in_the_pause_is_kept_and_not_checked() -> None:
    play = code_wrongly(lesson_of(CODE))
    ran = cell(CODE.solution)

    assert play.do(ran) == (
        CellRecorded(
            at=AT,
            question=CODE.id,
            source=CODE.solution,
            outcome="ok",
            error=None,
            changed=True,
            words=(
                "Your cell ran, and I have not checked it. Take a moment to think first: after 2 "
                "tries, this question waits a little. You can answer again in 30 seconds. "
                "Then run the cell once more."
            ),
        ),
    )
    assert record_of(play, CODE).last_source == CODE.solution
    later = play.do(at(THE_MOMENT, ran))
    assert not isinstance(later, Rejected)
    assert [type(event) for event in later] == [CellRecorded, AnswerSubmitted]
    assert isinstance(later[0], CellRecorded)
    assert later[0].words == ""


def test_it_is_shown_until_the_question_is_done() -> None:
    lesson = lesson_of(TYPED)
    shown = []
    for play in (typed_wrongly(1), typed_wrongly(2), typed_wrongly(2)):
        if shown[1:]:
            play.do(at(THE_MOMENT, types("12.5", TYPED.id, "r9")))
        question = head(play.state, lesson).question
        assert question is not None
        shown.append(question.pause)

    assert shown == [None, Pause(since=AT, seconds=30.0), None]


@STEADY
@given(
    seconds=st.floats(0.001, 86_400),
    waited=st.floats(-86_400, 2 * 86_400),
    attempts=st.integers(0, 5),
    after=st.integers(1, 5),
)
def test_a_pause_gets_shorter_and_ends(
    seconds: float, waited: float, attempts: int, after: int
) -> None:
    question = replace(TYPED, cooling_off=CoolingOff(after=after, seconds=seconds))
    asked = record_of(typed_wrongly(0), TYPED).asked
    record = QuestionRecord(asked=asked, attempts=attempts, last_wrong_at=_moment(0.0))

    left = seconds_to_wait(record, question, _moment(waited))

    passed = round(waited, 3)
    if attempts < after or passed < 0:
        assert left == 0
    else:
        assert left - 1 < max(0.0, seconds - passed) + 0.001
        assert left >= seconds - passed - 0.001


def _moment(seconds: float) -> str:
    """So many seconds after noon of the last day of a February that has 29."""
    noon = datetime.datetime(2028, 2, 29, 12, tzinfo=datetime.UTC)
    moment = noon + datetime.timedelta(milliseconds=round(seconds * 1000))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_time_that_cannot_be_read_stops_nobody() -> None:
    record = replace(record_of(typed_wrongly(2), TYPED), last_wrong_at="once")

    assert seconds_to_wait(record, TYPED, AT) == 0
