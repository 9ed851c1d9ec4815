"""Replies, hints that are written, summaries, labels and persons: each with whole values."""

from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.commands import (
    AskHint,
    Command,
    LeaveSession,
    NoteModel,
    Rejected,
    StartOver,
    StopCheck,
    UpdateLesson,
)
from jupyter_tutor.core.effects import (
    CancelCheck,
    CancelWriting,
    JudgeProse,
    LabelError,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    HintGiven,
    LessonCompleted,
    SessionResumed,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import AwaitingAnswer, Checking, Message, Writing
from jupyter_tutor.core.summary import facts, narrative
from jupyter_tutor.core.talk import Reply
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
    TutorSaid,
)
from jupyter_tutor.core.verdict import Report
from tests.core.event_cases import CALL
from tests.core.kinds import KINDS, WHY
from tests.core.lessons import DOUBLE, EMPTY, LESSON, MEAN, NEWER, START
from tests.core.play import AT, MODEL, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import FIRST, GO_ON, SKIP, WRONG_SOURCE, code, finish, types

HINT = AskHint(at=AT)
STOP = StopReply(at=AT)
OTHER = "large at a university"
WITH_MODEL = opened(model=MODEL)


def say(text: str = "Why?") -> Say:
    return Say(at=AT, text=text)


def helped(*commands: Command) -> Play:
    """A session that a model helps, after these commands."""
    return played(LESSON, WITH_MODEL, *commands)


def under_way(play: Play) -> RequestId:
    (request,) = play.writing
    return request


def grow(play: Play, *parts: str) -> Play:
    request = under_way(play)
    return play.do_all(GrowReply(at=AT, request=request, words=part) for part in parts)


def replied(play: Play, text: str = "Because.") -> Play:
    reply = Reply(request=under_way(play), ending="finished", words=text)
    return play.do_all([EndReply(at=AT, reply=reply)])


def hinted(play: Play, text: str | None, why: str = "") -> EndHint:
    return EndHint(at=AT, request=under_way(play), words=text, why=why)


def last_asked(play: Play) -> RequestId:
    """Under which request the last hint was asked for."""
    return [event.request for event in play.events if isinstance(event, HintAsked)][-1]


def story(play: Play) -> str:
    return narrative(facts(play.state, play.lesson))


# -- the model is made known -----------------------------------------------------------------


def test_a_model_is_made_known_once_and_another_again() -> None:
    play = helped()
    noted = [event for event in play.events if isinstance(event, ModelNoted)]
    assert [event.type for event in play.events] == [
        "session_opened",
        "model_noted",
        "explained",
    ]
    assert noted == [
        ModelNoted(at=AT, model=MODEL, words=words.model_noted(MODEL, again=False)),
    ]
    back = SessionResumed(at=AT, words=words.welcome_back(START.title))

    assert play.do(WITH_MODEL) == (back,)
    assert play.do(opened()) == (back, ModelNoted(at=AT, model=None, words=words.MODEL_GONE))
    assert play.do(opened()) == (back,)
    assert play.do(WITH_MODEL) == (back, ModelNoted(at=AT, model=MODEL, words=""))
    assert play.do(opened(model=OTHER)) == (
        back,
        ModelNoted(at=AT, model=OTHER, words=words.model_noted(OTHER, again=True)),
    )
    assert (play.state.model, play.state.introduced) == (OTHER, OTHER)


def test_a_model_that_comes_later_is_made_known_then() -> None:
    play = played(LESSON, opened(), WITH_MODEL)

    assert play.events[-1] == ModelNoted(
        at=AT, model=MODEL, words=words.model_noted(MODEL, again=False)
    )


def test_a_model_that_is_wanted_no_more_is_gone_and_may_come_back() -> None:
    play = helped()
    gone = ModelNoted(at=AT, model=None, words=words.MODEL_GONE)

    assert play.do(NoteModel(at=AT, model=MODEL)) == Rejected(words.NOTHING_NEW)
    assert play.do(NoteModel(at=AT, model=None)) == (gone,)
    assert play.do(NoteModel(at=AT, model=None)) == Rejected(words.NOTHING_NEW)
    assert play.do(NoteModel(at=AT, model=MODEL)) == (ModelNoted(at=AT, model=MODEL, words=""),)


def test_what_is_said_when_the_model_is_gone_is_kept_and_answered_in_fixed_words() -> None:
    play = helped(opened())

    assert play.do(say()) == (
        LearnerSaid(at=AT, words="Why?"),
        TutorSaid(at=AT, words=words.no_model()),
    )
    assert play.writing == {}


# -- replies ---------------------------------------------------------------------------------


def test_a_reply_is_asked_for_grows_and_ends() -> None:
    play = helped()
    asked = play.do(say(" Why? \n"))
    request = under_way(play)
    reply = Reply(request=request, ending="finished", words="Because.", offers_person=True)

    assert asked == (LearnerSaid(at=AT, words="Why?", request=request),)
    assert play.effects == [WriteReply(request=request, asked="Why?")]
    assert play.do(GrowReply(at=AT, request=request, words="Be")) == (
        ReplyGrew(at=AT, request=request, words="Be"),
    )
    grow(play, "cause", ".")
    assert play.state.writing == Writing(
        kind="reply", request=request, asked="Why?", words="Because."
    )
    assert play.do(EndReply(at=AT, reply=reply)) == (ReplyEnded(at=AT, asked="Why?", reply=reply),)
    assert play.state.transcript[-2:] == (
        Message(id=3, at=AT, author="learner", kind="said", text="Why?"),
        Message(
            id=4, at=AT, author="tutor", kind="reply", text="Because.", reply=reply, helped=True
        ),
    )
    assert (play.state.writing, play.effects[1:]) == (None, [])


def test_one_thing_is_written_at_a_time() -> None:
    play = helped(say())

    for command in (say("And?"), AskSummary(at=AT)):
        assert play.do(command) == Rejected(words.STILL_WRITING)
    replied(play)
    play.do_all([say("And?")])


def test_a_reply_that_is_stopped_keeps_what_was_shown() -> None:
    play = grow(helped(say()), "Be", "cau")
    request = under_way(play)
    reply = Reply(request=request, ending="stopped", words="Becau")

    assert play.do(STOP) == (ReplyEnded(at=AT, asked="Why?", reply=reply),)
    assert (play.state.transcript[-1].text, play.state.transcript[-1].reply) == ("Becau", reply)
    assert play.effects[-1] == CancelWriting(request=request)
    assert play.do(STOP) == Rejected(words.NOTHING_TO_STOP)
    late = Reply(request=request, ending="finished", words="Because.")
    for command in (
        GrowReply(at=AT, request=request, words="se"),
        EndReply(at=AT, reply=late),
    ):
        assert play.do(command) == Rejected(words.NOT_AWAITED)


def test_a_reply_is_lost_with_the_process_that_wrote_it() -> None:
    play = grow(helped(say()), "Be")
    reply = Reply(request=under_way(play), ending="lost", words="Be")
    play.do_all([LeaveSession(at=AT)])
    assert (play.effects[-1], play.writing) == (CancelWriting(request=reply.request), {})

    assert play.do(opened()) == (
        SessionResumed(at=AT, words=words.welcome_back(START.title)),
        ReplyEnded(at=AT, asked="Why?", reply=reply),
        ModelNoted(at=AT, model=None, words=words.MODEL_GONE),
    )
    assert play.state.writing is None


@pytest.mark.parametrize("command", [StartOver(at=AT), UpdateLesson(at=AT)])
def test_what_is_written_is_stopped_when_the_lesson_begins_anew_or_goes_on_in_a_newer_version(
    command: Command,
) -> None:
    play = grow(helped(say()), "Be")
    request = under_way(play)
    play.lesson = NEWER

    first, *_ = play.do_all([command]).events[-3:]

    assert first == ReplyEnded(
        at=AT, asked="Why?", reply=Reply(request=request, ending="stopped", words="Be")
    )
    assert (play.state.writing, play.writing) == (None, {})


def test_a_result_of_another_kind_does_not_end_what_is_written() -> None:
    play = helped(say())
    request = under_way(play)
    before = play.state

    for command in (
        EndHint(at=AT, request=request, words="So."),
        EndSummary(at=AT, request=request, words="So."),
        EndReply(at=AT, reply=Reply(request=RequestId("x"), ending="finished", words="So.")),
        GrowReply(at=AT, request=RequestId("x"), words="So."),
    ):
        assert play.do(command) == Rejected(words.NOT_AWAITED)
    assert play.state is before


def test_a_call_of_the_model_is_a_fact_whenever_it_ends() -> None:
    play = helped()
    note = NoteCall(at=AT, request=FIRST, call=CALL)

    assert play.do(note) == (ModelCalled(at=AT, request=FIRST, call=CALL),)


# -- hints between the author's --------------------------------------------------------------


def test_a_hint_is_written_after_each_of_the_authors_and_after_each_new_try() -> None:
    play = helped(GO_ON, HINT)
    assert play.events[-1] == HintGiven(
        at=AT,
        question=DOUBLE.id,
        rung=1,
        level=1,
        misconception=None,
        words=DOUBLE.hints[0].text,
    )

    asked = play.do(HINT)
    request = under_way(play)
    assert asked == (HintAsked(at=AT, question=DOUBLE.id, request=request),)
    assert play.effects == [WriteHint(request=request, question=DOUBLE.id)]
    assert play.do(HINT) == Rejected(words.STILL_WRITING)
    given = HintGiven(
        at=AT,
        question=DOUBLE.id,
        rung=1,
        level=1,
        misconception=None,
        words="Two of them.",
        request=request,
    )
    assert play.do(hinted(play, "Two of them.")) == (given,)
    assert play.state.questions[DOUBLE.id].hints == (DOUBLE.hints[0].text,)
    assert play.do(HINT) == Rejected(words.HINT_NEEDS_A_TRY)

    play.do_all([code("x = 1"), finish(wrong_marks(DOUBLE)), HINT])
    assert isinstance(play.events[-1], HintGiven)
    assert play.events[-1].words == DOUBLE.hints[1].text
    play.do_all([HINT])
    play.do_all([hinted(play, "Times.")])
    assert play.do(HINT) == Rejected(words.HINT_NEEDS_A_TRY)
    play.do_all([code("x = 2", "r2"), finish(wrong_marks(DOUBLE), "r2"), HINT])
    assert play.do(hinted(play, "Times two.")) == (
        replace(
            given,
            rung=2,
            level=2,
            words="Times two.",
            request=last_asked(play),
        ),
    )


def test_where_the_author_has_none_a_hint_is_written_at_once() -> None:
    mean = replace(LESSON, steps=(START, MEAN))
    play = played(mean, WITH_MODEL, GO_ON, HINT)

    assert play.do(hinted(play, "Sum up.")) == (
        HintGiven(
            at=AT,
            question=MEAN.id,
            rung=0,
            level=0,
            misconception=None,
            words="Sum up.",
            request=last_asked(play),
        ),
    )


def test_none_is_written_without_a_model_nor_for_a_question_that_is_done() -> None:
    play = played(LESSON, opened(), GO_ON, HINT)
    assert play.do(HINT) == Rejected(words.HINT_NEEDS_A_TRY)

    kinds = played(KINDS, WITH_MODEL, GO_ON, types("7", QuestionId("length")))
    kinds.do_all([types("8", QuestionId("length"), "r2")])
    assert kinds.do(HINT) == Rejected(words.NO_MORE_TRIES)


def test_a_hint_that_could_not_be_written_may_be_asked_for_again() -> None:
    play = helped(GO_ON, HINT, HINT)
    request = under_way(play)

    assert play.do(hinted(play, None, why=words.HINT_FAILED)) == (
        HintRefused(at=AT, question=DOUBLE.id, request=request, words=words.HINT_FAILED),
    )
    assert play.effects[-1] == CancelWriting(request=request)
    assert play.state.transcript[-1] == Message(
        id=5,
        at=AT,
        author="notice",
        kind="notice",
        text=words.HINT_FAILED,
        question=DOUBLE.id,
    )
    play.do_all([HINT])


def test_what_was_caught_of_a_hint_is_in_the_record() -> None:
    play = helped(GO_ON, HINT, HINT)
    request = under_way(play)
    withheld = words.HINT_WITHHELD
    end = EndHint(at=AT, request=request, words=None, why=withheld, caught=("option",))
    assert play.do(end) == (
        HintRefused(at=AT, question=DOUBLE.id, request=request, words=withheld, caught=("option",)),
    )
    play.do_all([HINT])
    again = EndHint(at=AT, request=under_way(play), words="Times.", caught=("option",))
    assert play.do(again) == (
        HintGiven(
            at=AT,
            question=DOUBLE.id,
            rung=1,
            level=1,
            misconception=None,
            words="Times.",
            request=again.request,
            caught=("option",),
        ),
    )


@pytest.mark.parametrize(
    ("command", "said"), [(STOP, words.HINT_STOPPED), (WITH_MODEL, words.HINT_LOST)]
)
def test_a_hint_is_stopped_or_lost(command: Command, said: str) -> None:
    play = helped(GO_ON, HINT, HINT)
    request = under_way(play)

    play.do_all([command])

    assert play.events[-1] == HintRefused(at=AT, question=DOUBLE.id, request=request, words=said)
    assert (play.state.writing, play.writing) == (None, {})


def test_a_hint_that_comes_when_the_question_is_answered_is_too_late() -> None:
    play = helped(GO_ON, HINT, HINT, code(DOUBLE.solution), finish(full_marks(DOUBLE)))
    request = under_way(play)

    assert play.do(hinted(play, "Two of them.")) == (
        HintRefused(at=AT, question=DOUBLE.id, request=request, words=words.HINT_TOO_LATE),
    )


def test_a_hint_for_a_question_that_was_skipped_meanwhile_is_given() -> None:
    play = helped(GO_ON, HINT, HINT, SKIP)

    play.do_all([hinted(play, "Two of them.")])

    last = play.state.transcript[-1]
    assert (last.kind, last.question, last.helped) == ("hint", DOUBLE.id, True)


# -- labels ----------------------------------------------------------------------------------


def label(misconception: str | None, candidate: str | None = None) -> LabelAnswer:
    return LabelAnswer(
        at=AT,
        request=FIRST,
        question=DOUBLE.id,
        misconception=misconception,
        candidate=candidate,
        words="It adds.",
    )


AFTER_WRONG = (GO_ON, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)))


def test_a_misconception_that_is_found_out_brings_its_own_hint_first() -> None:
    play = helped(*AFTER_WRONG)
    assert play.effects[-1] == LabelError(
        request=FIRST,
        question=DOUBLE.id,
        source=WRONG_SOURCE,
        said="`double(5)` returned `7`, expected `10`.",
    )
    shown = play.state.transcript

    assert play.do(label("adds")) == (
        ErrorLabelled(
            at=AT,
            question=DOUBLE.id,
            request=FIRST,
            misconception="adds",
            candidate=None,
            words="It adds.",
        ),
    )
    assert play.state.transcript == shown
    assert play.do(HINT) == (
        HintGiven(
            at=AT,
            question=DOUBLE.id,
            rung=1,
            level=1,
            misconception="adds",
            words=DOUBLE.hints[2].text,
        ),
    )


def test_a_new_misconception_is_for_authors_and_changes_no_hint() -> None:
    play = helped(*AFTER_WRONG, label(None, "halves"), HINT)

    assert isinstance(play.events[-1], HintGiven)
    assert play.events[-1].words == DOUBLE.hints[0].text


@pytest.mark.parametrize(
    "before",
    [
        (GO_ON, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE, "adds"))),
        (*AFTER_WRONG, label("halves")),
        (*AFTER_WRONG, code(DOUBLE.solution, "r2"), finish(full_marks(DOUBLE), "r2")),
        (),
    ],
    ids=["foreseen", "found out", "right by now", "not asked"],
)
def test_a_label_that_nobody_needs_is_refused(before: tuple[Command, ...]) -> None:
    assert helped(*before).do(label("adds")) == Rejected(words.NOT_AWAITED)


# -- sentences -------------------------------------------------------------------------------

ONLY_WHY = replace(KINDS, steps=(START, WHY))
PARTIAL = WHY.samples[1].text


def test_sentences_go_to_the_model_and_its_verdict_comes_back() -> None:
    play = played(ONLY_WHY, WITH_MODEL, GO_ON)
    answer = types(PARTIAL, WHY.id)

    assert play.do(answer) == (
        AnswerSubmitted(at=AT, question=WHY.id, answer=answer.answer, request=FIRST, words=PARTIAL),
    )
    assert play.state.phase == Checking(
        question=WHY.id,
        request=FIRST,
        source=PARTIAL,
        before=AwaitingAnswer(question=WHY.id),
    )
    judge = JudgeProse(request=FIRST, question=WHY.id, text=PARTIAL)
    assert play.effects == [judge]
    play.do_all([LeaveSession(at=AT), opened()])
    assert play.effects[1:] == [CancelCheck(request=FIRST), judge]

    report = Report(verdict="incorrect", points=0.0, max_points=1.5, message="Not yet.")
    assert play.do(finish(report)) == (
        AnswerJudged(
            at=AT,
            question=WHY.id,
            request=FIRST,
            report=report,
            attempt=1,
            counted=True,
            words=words.judged_wrong("Not yet.", first=True, hint=True),
        ),
    )


def test_waiting_for_the_verdict_on_sentences_can_be_stopped() -> None:
    play = played(ONLY_WHY, WITH_MODEL, GO_ON, types(PARTIAL, WHY.id), StopCheck(at=AT))

    assert play.state.phase == AwaitingAnswer(question=WHY.id)
    assert (play.effects[-1], play.running) == (CancelCheck(request=FIRST), {})


@pytest.mark.parametrize("model", [None, MODEL])
def test_sentences_that_are_too_short_are_refused_at_once(model: str | None) -> None:
    play = played(ONLY_WHY, opened(model=model), GO_ON)

    assert play.do(types("It", WHY.id)) == Rejected(wording.WRITE_A_SENTENCE)
    assert play.effects == []


def test_without_a_model_the_rubric_judges_in_the_same_turn() -> None:
    play = played(ONLY_WHY, opened(), GO_ON, types(PARTIAL, WHY.id))

    assert [event.type for event in play.events[-2:]] == ["answer_submitted", "answer_judged"]
    assert play.effects == []


# -- persons ---------------------------------------------------------------------------------


def test_a_person_is_asked_once_to_look_at_a_reply() -> None:
    play = replied(
        helped(
            say(),
        )
    )
    play.do_all([say("And then?")])
    replied(play, "So.")
    first, second = [m.id for m in play.state.transcript if m.kind == "reply"]

    assert play.do(AskPerson(at=AT, message=first)) == (
        PersonAsked(at=AT, message=first, asked="Why?", words=words.PERSON_ASKED),
    )
    assert play.do(AskPerson(at=AT, message=first)) == Rejected(words.PERSON_ASKED_ALREADY)
    assert play.do(AskPerson(at=AT, message=second)) == (
        PersonAsked(at=AT, message=second, asked="And then?", words=words.PERSON_ASKED),
    )
    assert play.state.persons == (first, second)


@pytest.mark.parametrize("message", [-1, 0, 1, 3, 99])
def test_only_a_reply_can_be_looked_at(message: int) -> None:
    play = replied(helped(say()))

    assert play.do(AskPerson(at=AT, message=message)) == Rejected(words.NOT_A_REPLY)


def test_what_the_tutor_says_of_itself_is_no_reply_to_look_at() -> None:
    play = played(LESSON, opened(), say())

    last = play.state.transcript[-1]
    assert last.kind == "reply"
    assert play.do(AskPerson(at=AT, message=last.id)) == Rejected(words.NOT_A_REPLY)


# -- summaries -------------------------------------------------------------------------------


def test_without_a_model_a_summary_is_the_facts_in_fixed_words() -> None:
    play = played(LESSON, opened(), GO_ON)
    told = story(play)

    assert play.do(AskSummary(at=AT)) == (SummaryWritten(at=AT, by="template", words=told),)
    assert play.effects == []


def test_with_a_model_it_writes_the_summary() -> None:
    play = helped()
    asked = play.do(AskSummary(at=AT))
    request = under_way(play)

    assert asked == (SummaryAsked(at=AT, request=request),)
    assert play.effects == [WriteSummary(request=request)]
    assert play.do(EndSummary(at=AT, request=request, words="Well done.")) == (
        SummaryWritten(at=AT, by="model", words="Well done.", request=request),
    )
    last = play.state.transcript[-1]
    assert (last.kind, last.text, last.helped) == ("summary", "Well done.", True)


@pytest.mark.parametrize("how", ["no words", "stopped", "lost"])
def test_a_summary_that_the_model_does_not_write_is_told_all_the_same(how: str) -> None:
    play = helped(AskSummary(at=AT))
    request, told = under_way(play), story(play)
    ends: dict[str, Command] = {
        "no words": EndSummary(at=AT, request=request, words=None),
        "stopped": STOP,
        "lost": WITH_MODEL,
    }

    play.do_all([ends[how]])

    assert play.events[-1] == SummaryWritten(at=AT, by="template", words=told, request=request)
    assert play.effects[-1] == CancelWriting(request=request)
    assert (play.state.writing, play.writing) == (None, {})


def test_the_end_of_a_lesson_is_summed_up_by_the_model_if_it_is_free() -> None:
    free = played(EMPTY, WITH_MODEL)
    assert [event.type for event in free.events[-2:]] == ["lesson_completed", "summary_asked"]
    assert free.effects == [WriteSummary(request=under_way(free))]

    one = replace(LESSON, steps=(START,))
    busy = played(one, WITH_MODEL, say(), GO_ON)
    completed, told = busy.events[-2:]
    assert isinstance(completed, LessonCompleted)
    assert told == SummaryWritten(at=AT, by="template", words=story(busy))
    assert (busy.state.writing is not None, len(busy.writing)) == (True, 1)
