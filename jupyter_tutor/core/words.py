"""The fixed sentences of the tutor, in one place, so that they can be read aloud together.

Those for judging an answer are in :mod:`jupyter_tutor.core.answers.wording`. They become part of
an event when it is decided; changing one never changes an old transcript. Markdown. Plain, short
and kind.
"""

from collections.abc import Sequence
from typing import Literal

from jupyter_tutor.core.commands import CheckFailure, KernelStatus

Standing = Literal["answered", "closed", "skipped", "ahead"]
"""How a question stands that is not the open one."""


def welcome(title: str, unfinished: Sequence[str] = ()) -> str:
    """Said once, when a lesson is begun; it also says what is recorded.

    ``unfinished`` are the titles of lessons that should have been done before.
    """
    before = " and ".join(f"“{name}”" for name in unfinished)
    advice = (
        f"This lesson builds on {before}. You can go on here all the same; if something is new to "
        "you, look there first.\n\n"
    )
    return (advice if unfinished else "") + (
        f"Welcome to **{title}**. I explain one thing at a time, then ask you to try it. "
        "Mistakes are welcome here: they show both of us what to look at next. "
        "You can stop at any time and go on later.\n\n" + recorded("this conversation")
    )


def recorded(conversation: str) -> str:
    """What is recorded; ``conversation`` names the conversation that is."""
    return (
        f"*What is recorded:* your answers, the answer cells you run, and {conversation}, so that "
        "you can carry on and your instructor can see how it went. Cells that an answer builds on "
        "are kept with it, and the files in the notebook's folder that they read. Your other "
        "cells are not recorded."
    )


def welcome_back(where: str | None) -> str:
    """Said when a lesson is taken up again; ``where`` is the title of the step it rests on.

    None: it rests on none, because it is finished.
    """
    return f"Welcome back. We were at “{where}”." if where else WELCOME_BACK_AFTER_THE_END


def yielded(taker: str) -> str:
    """Said where the session was, when it goes on elsewhere."""
    return f"This lesson goes on in {taker}. Everything up to here is saved."


WELCOME_BACK_AFTER_THE_END = "Welcome back. You have finished this lesson."
CONTINUE_FIRST = "Read the text above, then press Continue."
CONTINUE_AFTER_ANSWER = "This question is answered. Press Continue to go on."
CONTINUE_TO_REVIEW = "Press Continue to go to the questions that are still open."
ANSWER_FIRST = "Answer the question first, or skip it for now."
PRESS_CONTINUE = "Press Continue to go on."
NOT_THIS_QUESTION = "That is not the question that is open now."
CHECK_UNDER_WAY = "I am still looking at your answer. Press Stop if you do not want to wait."
NO_CHECK_UNDER_WAY = "There is no check to stop."
CHECK_NOT_AWAITED = "That check is no longer awaited."
LESSON_DONE = "This lesson is finished. You can start it over to do it again."
NOT_STARTED = "The lesson has not been opened yet."
NOTHING_TO_SAY = "Write something first."
NOTHING_NEW = "There is nothing new to note."
WRONG_KIND = "This question is answered in another way."
NO_MORE_TRIES = "There are no more tries for this question. Press Continue to go on."
NOTHING_NEWER = "You are on the newest version of this lesson."
TOO_LONG = "That is too long for me to read. Please make it shorter."
NO_NEED_TO_SKIP = "You do not have to answer this question any more. Press Continue to go on."
LAST_OPEN_QUESTION = (
    "This is the only question left. Take a hint, or come back to it another day: all is saved."
)
NO_MORE_HINTS = "There are no more hints for this question."
HINT_NEEDS_A_TRY = "Try once more first. When your answer has changed, I can tell you more."
SOLUTION_NEVER = "The author of this lesson does not show the solution of this question."
SOLUTION_ALREADY_SHOWN = "The solution is already shown above."


def cooling_off(tries: int, seconds: int) -> str:
    """Why an answer is not taken yet: after so many tries there is a pause."""
    after = "your try" if tries == 1 else f"{tries} tries"
    return (
        f"Take a moment to think first: after {after}, this question waits a little. "
        f"You can answer again in {duration(seconds)}."
    )


def cell_cooling_off(tries: int, seconds: int) -> str:
    """Why an answer cell that ran was not checked; running it again later checks it."""
    return (
        f"Your cell ran, and I have not checked it. {cooling_off(tries, seconds)} "
        "Then run the cell once more."
    )


def duration(seconds: int) -> str:
    """A number of seconds as a person says it, rounded up to minutes when it is long."""
    if seconds < 100:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"


def solution_not_yet(after: int, attempts: int) -> str:
    """Why the solution is not shown yet."""
    left = after - attempts
    tries = "one more try" if left == 1 else f"{left} more tries"
    return f"You can see the solution after {tries}. A hint may help now."


def judged_correct(message: str, revealed: bool) -> str:
    """Said to a right answer."""
    head = message or "That is right."
    if revealed:
        head += " You had seen the solution, so this one gives no points. Typing it helps anyway."
    return head


def judged_wrong(message: str, first: bool, hint: bool) -> str:
    """Said to a wrong answer; after the first one it also says what can be done.

    ``hint``: there is one that was not given yet.
    """
    if not first:
        return message
    help_ = ", or ask for a hint" if hint else ""
    return f"{message}\n\nChange your answer and check it again{help_}."


def judged_undecided(message: str) -> str:
    """Said when the check itself failed."""
    return f"{message}\n\nYou can press Continue to go on, or check again."


def judged_unclear(message: str, last: bool) -> str:
    """Said when an answer in words cannot be judged by its rubric alone; ``last``: a last try."""
    if last:
        return (
            f"{message}\n\nThat was the last try for this question. Press Continue to go on: your "
            "answer is kept for your instructor."
        )
    return (
        f"{message}\n\nI cannot recognise every good way to say it. Say more and check again, or "
        "press Continue: your answer is kept for your instructor."
    )


def closed(said: str) -> str:
    """Said to a wrong answer after which there are no more tries."""
    return f"{said}\n\nThat was the last try for this question. Press Continue to go on."


def updated() -> str:
    """Said when the lesson goes on in a newer version."""
    return (
        "The author has changed this lesson, and we go on with the new version. "
        "What you have done stays done."
    )


def check_failed(reason: CheckFailure) -> str:
    """Said when a check came to no verdict."""
    match reason:
        case "busy":
            return (
                "Your notebook is still running a cell, so I cannot look at your answer yet. "
                "Wait until it is done, or stop it, then check again."
            )
        case "stopped":
            return "I stopped looking at your answer. Nothing was counted."
        case "kernel_died":
            return (
                "The kernel ended while I looked at your answer. That is not counted. "
                "When it is back, run your cells again from the top, then check again."
            )
        case "no_kernel":
            return (
                "The notebook has no running kernel, so I cannot look at your answer. "
                "Start it from the Kernel menu, run your cells, then check again."
            )
        case "too_long":
            return (
                "It took too long to compare your answer with the right one. That is not counted. "
                "Write it in a simpler way, then check again."
            )
        case "crowded":
            return (
                "So many answers wait for me at the moment that I did not get to the end of yours. "
                "That is not counted. Please check again in a minute."
            )
        case "internal":
            return (
                "Something went wrong on my side while I looked at your answer. "
                "It is not counted, and not your mistake. Please check again."
            )


SKIPPED = "Skipped for now. We come back to it at the end of the lesson."


def solution(shown: str, over: bool, written: bool = True) -> str:
    """Introduces a solution; ``over``: the question can no longer be answered.

    ``written``: it is code that a learner writes, and not an answer in the panel.
    """
    if not written:
        then = "then press Continue" if over else "then give it yourself and check it, to go on"
        return f"This is the answer. Find out why, {then}.\n\n{shown}"
    then = "press Continue" if over else "write it yourself and check it, to go on"
    return (
        "Here is one way to do it. Read it line by line until each line makes sense, then "
        f"{then}.\n\n{shown}"
    )


def review(titles: Sequence[str]) -> str:
    """Said when all steps are shown and questions are left."""
    names = "\n".join(f"- {title}" for title in titles)
    return f"You have seen everything in this lesson. These questions are still open:\n\n{names}"


def completed(
    title: str,
    points: float,
    max_points: float,
    first_try: int,
    total: int,
    following: str | None = None,
) -> str:
    """Said when every question is answered; the first tries only where they are a praise.

    ``following`` is the title of the lesson that comes next; None: this is the last.
    """
    tries = f" and answered {first_try} of {total} questions at the first try"
    praise = tries if 2 * first_try >= total else ""
    after = (
        f"\n\nThe next lesson is “{following}”: open its notebook to go on." if following else ""
    )
    return (
        f"**You have finished “{title}”.** You have {points:g} of {max_points:g} points{praise}. "
        f"Well done.{after}"
    )


def out_of_turn(title: str, standing: Standing, then: str) -> str:
    """Said when the answer cell of a question ran that is not open; ``then``: what to do now."""
    match standing:
        case "answered":
            why = "which you have already answered"
        case "closed":
            why = "for which there are no more tries"
        case "skipped":
            why = "which you have skipped for now"
        case "ahead":
            why = "which comes later"
    return f"The cell you ran answers “{title}”, {why}. {then}"


def open_question(title: str) -> str:
    """Which question waits for an answer."""
    return f"The open question is “{title}”."


def started_over() -> str:
    """Said when the lesson begins anew."""
    return "Let us start over. What you did before stays in the record."


def no_model() -> str:
    """The reply to a message while no language model is configured."""
    return (
        "Your message is kept in the record. I cannot answer it in free words: this Jupyter has "
        "no language model, and that is nothing you did. A hint may help. If this was your answer "
        "to a question, give it where the question asks for it."
    )


def model_noted(model: str, again: bool) -> str:
    """Said before anything is sent to a language model; ``again``: it is another than before."""
    head = (
        "*There is another language model now:*" if again else "*There is a language model here:*"
    )
    return (
        f"{head} {model}. I ask it when you write to me or answer in sentences, when I cannot tell "
        "why code is wrong, and for more hints and summaries. Your words, your answers with their "
        "errors and parts of this lesson are then sent to it. Your name and e-mail addresses are "
        "taken out first. It can be wrong, so I say "
        "how sure I am. It never judges your code, and nothing in this lesson needs it."
    )


MODEL_GONE = (
    "There is no language model here any more. The lesson, its checks and its hints go on as "
    "before; what you write to me is kept."
)
STILL_WRITING = "I am still writing. Press Stop if you do not want to wait."
NOTHING_TO_STOP = "There is nothing to stop."
NOT_AWAITED = "That is no longer awaited."
NOT_A_REPLY = "That is not one of my replies."
PERSON_ASKED = (
    "I have put your question on your instructor's list, with my reply. You can go on meanwhile."
)
PERSON_ASKED_ALREADY = "That is on your instructor's list already."
REPLY_FAILED = (
    "Something went wrong on my side while I was writing. What you wrote is kept. Please ask again."
)
HINT_FAILED = (
    "I could not write another hint this time, and that is nothing you did. Ask once more, or skip "
    "the question for now."
)
HINT_WITHHELD = (
    "All I could think of would have given the answer away. Look once more at the last hint and at "
    "what was explained, and go on one small step at a time."
)
HINT_STOPPED = "I stopped writing the hint."
HINT_LOST = "The hint got lost on its way. Ask for it again if you like."
HINT_TOO_LATE = "You did not need the hint any more, so I put it away."


def kernel_noted(status: KernelStatus, moved: bool) -> str:
    """What the learner is told about the kernel; empty when there is nothing to tell."""
    match status:
        case "attached":
            return "This lesson now uses the kernel of this notebook." if moved else ""
        case "restarted":
            return (
                "The kernel was restarted, so the names you defined are gone. "
                "Run your cells again from the top before you check an answer."
            )
        case "died":
            return (
                "The kernel ended. Restart it from the Kernel menu and run your cells again. "
                "The lesson itself is safe."
            )
        case "detached":
            return ""
