"""Commands about the session as a whole, beyond the table of every command in every phase."""

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    CodeAnswer,
    Continue,
    KernelStatus,
    NoteKernel,
    Rejected,
    SkipQuestion,
    StartOver,
    SubmitAnswer,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.decide.talk import LONGEST_MESSAGE
from jupyter_tutor.core.effects import CancelCheck
from jupyter_tutor.core.events import (
    Explained,
    KernelNoted,
    QuestionAsked,
    StartedOver,
)
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.core.talk_events import LearnerSaid, TutorSaid
from tests.core.lessons import DOUBLE, EMPTY, LESSON, NEWER, START
from tests.core.play import AT, copy_of, opened, played


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", words.NOTHING_TO_SAY),
        (" \n\t", words.NOTHING_TO_SAY),
        ("x" * (LONGEST_MESSAGE + 1), words.TOO_LONG),
    ],
)
def test_what_is_no_message(text: str, reason: str) -> None:
    state = played(LESSON, opened()).state

    assert decide(state, Say(at=AT, text=text), LESSON) == Rejected(reason)


def test_a_message_is_kept_without_the_space_around_it() -> None:
    state = played(LESSON, opened()).state
    text = "x" * LONGEST_MESSAGE

    assert decide(state, Say(at=AT, text=f"\n {text} "), LESSON) == (
        LearnerSaid(at=AT, words=text),
        TutorSaid(at=AT, words=words.no_model()),
    )


def kernel(status: KernelStatus, name: str = "k1") -> NoteKernel:
    return NoteKernel(at=AT, status=status, kernel=name)


@pytest.mark.parametrize(
    ("before", "command", "said"),
    [
        ((), kernel("attached"), ""),
        ((kernel("attached"),), kernel("attached", "k2"), words.kernel_noted("attached", True)),
        ((kernel("attached"),), kernel("restarted"), words.kernel_noted("restarted", True)),
        ((kernel("attached"),), kernel("died"), words.kernel_noted("died", True)),
        ((kernel("attached"),), kernel("detached"), ""),
        ((kernel("attached"), kernel("detached")), kernel("attached", "k2"), ""),
        (
            (kernel("attached"), kernel("died")),
            kernel("restarted"),
            words.kernel_noted("restarted", True),
        ),
    ],
    ids=["first", "moved", "restarted", "died", "detached", "attached-later", "back-from-the-dead"],
)
def test_news_of_the_kernel_is_noted(
    before: tuple[NoteKernel, ...], command: NoteKernel, said: str
) -> None:
    state = played(LESSON, opened(), *before).state

    assert decide(state, command, LESSON) == (
        KernelNoted(at=AT, status=command.status, kernel=command.kernel, words=said),
    )


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((), kernel("detached")),
        ((), kernel("died")),
        ((kernel("attached"),), kernel("attached")),
        ((kernel("attached"),), kernel("restarted", "k2")),
        ((kernel("attached"),), kernel("died", "k2")),
        ((kernel("attached"), kernel("detached")), kernel("restarted")),
    ],
    ids=["none-to-go", "none-to-die", "known", "other-restarted", "other-died", "gone"],
)
def test_what_is_no_news_of_this_kernel_is_not(
    before: tuple[NoteKernel, ...], command: NoteKernel
) -> None:
    state = played(LESSON, opened(), *before).state

    assert decide(state, command, LESSON) == Rejected(words.NOTHING_NEW)


def test_starting_over_moves_to_the_newest_version_and_forgets_the_answers() -> None:
    play = played(LESSON, opened(), Continue(at=AT), SkipQuestion(at=AT), kernel("attached"))
    shown = len(play.state.transcript)
    play.lesson = NEWER

    play.do_all([StartOver(at=AT), Continue(at=AT)])

    assert play.events[-3:] == [
        StartedOver(at=AT, round=2, lesson_hash=NEWER.hash, words=words.started_over()),
        Explained(
            at=AT, step=START.id, title=START.title, words=START.text, examples=START.examples
        ),
        QuestionAsked(
            at=AT,
            question=NEWER.questions[0].id,
            kind="code",
            title="The mean",
            words="Write `mean(xs)`, the sum over the count.",
            max_points=3.0,
        ),
    ]
    assert (play.state.round, play.state.lesson_hash, play.state.kernel) == (2, NEWER.hash, "k1")
    assert (list(play.state.questions), play.state.pending) == ([NEWER.questions[0].id], ())
    assert len(play.state.transcript) == shown + 3


def test_starting_over_gives_up_the_check_under_way() -> None:
    request = RequestId("r1")
    play = played(
        LESSON,
        opened(),
        Continue(at=AT),
        SubmitAnswer(at=AT, question=DOUBLE.id, answer=CodeAnswer(source="x"), request=request),
    )

    play.do_all([StartOver(at=AT)])

    assert play.effects[-1] == CancelCheck(request=request)
    assert play.running == {}


def test_one_who_comes_back_is_told_where_they_were() -> None:
    play = played(LESSON, opened())
    fresh = copy_of(play)
    assert fresh.do_all([opened()]).state.transcript[-1].text == (
        "Welcome back. We were at “What a function is”."
    )
    ended = played(EMPTY, opened(), opened()).state.transcript[-1].text
    assert ended == "Welcome back. You have finished this lesson."
    assert len(play.state.transcript) == 2
