"""The fixed sentences of the tutor, in one place, so that they can be read aloud together.

They become part of an event when it is decided; changing one never changes an old transcript.
Markdown. Plain, short and kind.
"""

from collections.abc import Sequence

from jupyter_tutor.core.commands import CheckFailure, KernelStatus


def welcome(title: str) -> str:
    """Said once, when a lesson is begun; it also says what is recorded."""
    return (
        f"Welcome to **{title}**. I explain one thing at a time, then ask you to try it. "
        "Mistakes are welcome here: they show both of us what to look at next. "
        "You can stop at any time and go on later.\n\n"
        "*What is recorded:* your answers, the answer cells you run, and this conversation, so "
        "that you can carry on and your instructor can see how it went. Your other cells are not "
        "recorded."
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
NOT_THIS_QUESTION = "That is not the question that is open now."
CHECK_UNDER_WAY = "I am still looking at your answer. Press Stop if you do not want to wait."
NO_CHECK_UNDER_WAY = "There is no check to stop."
CHECK_NOT_AWAITED = "That check is no longer awaited."
LESSON_DONE = "This lesson is finished. You can start it over to do it again."
NOT_STARTED = "The lesson has not been opened yet."
NOTHING_TO_SAY = "Write something first."
NOTHING_NEW = "There is nothing new to note."
WRONG_KIND = "This question is answered in another way."
PICK_ONE = "Pick one of the options first."
PICK_ONLY_ONE = "Pick only one of the options."
UNKNOWN_OPTION = "One of the picked options is not part of this question."
TOO_LONG = "That is too long for me to read. Please make it shorter."
NO_NEED_TO_SKIP = "You do not have to answer this question any more. Press Continue to go on."
LAST_OPEN_QUESTION = (
    "This is the only question left. Take a hint, or come back to it another day: all is saved."
)
NO_MORE_HINTS = "There are no more hints for this question."
HINT_NEEDS_A_TRY = "Try once more first. When your answer has changed, I can tell you more."
SOLUTION_NEVER = "The author of this lesson does not show the solution of this question."
SOLUTION_ALREADY_SHOWN = "The solution is already shown above."


def solution_not_yet(after: int, attempts: int) -> str:
    """Why the solution is not shown yet."""
    left = after - attempts
    tries = "one more try" if left == 1 else f"{left} more tries"
    return f"You can see the solution after {tries}. A hint may help now."


def answered_by_options(options: Sequence[str]) -> str:
    """What stands for the answer when options were picked."""
    return "\n".join(f"- {option}" for option in options)


def judged_correct(message: str, revealed: bool) -> str:
    """Said to a right answer."""
    head = message or "That is right."
    if revealed:
        head += " You had seen the solution, so this one gives no points. Typing it helps anyway."
    return head


def judged_wrong(message: str, first: bool) -> str:
    """Said to a wrong answer; after the first one it also says what can be done."""
    if not first:
        return message
    return f"{message}\n\nChange your answer and check it again, or ask for a hint."


def judged_undecided(message: str) -> str:
    """Said when the check itself failed."""
    return f"{message}\n\nYou can press Continue to go on, or check again."


def choice_correct(feedback: Sequence[str]) -> str:
    """What to add to a right choice."""
    return "\n\n".join(feedback)


def choice_wrong(feedback: Sequence[str], many: bool) -> str:
    """What to say to a wrong choice that picked options with this feedback."""
    if feedback:
        return "Not quite. " + "\n\n".join(feedback)
    if many:
        return "Not quite: at least one option is missing, or one too many is picked."
    return "Not quite. Read the question once more and try another option."


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
        case "internal":
            return (
                "Something went wrong on my side while I looked at your answer. "
                "It is not counted, and not your mistake. Please check again."
            )


SKIPPED = "Skipped for now. We come back to it at the end of the lesson."


def solution(shown: str) -> str:
    """Introduces a solution; ``shown`` is code for a code question, else the right options."""
    return (
        "Here is one way to do it. Read it line by line until each line makes sense, then "
        f"write it yourself and check it, to go on.\n\n{shown}"
    )


def review(titles: Sequence[str]) -> str:
    """Said when all steps are shown and questions are left."""
    names = "\n".join(f"- {title}" for title in titles)
    return f"You have seen everything in this lesson. These questions are still open:\n\n{names}"


def completed(title: str, points: float, max_points: float, first_try: int, total: int) -> str:
    """Said when every question is answered; the first tries only where they are a praise."""
    tries = f" and answered {first_try} of {total} questions at the first try"
    praise = tries if 2 * first_try >= total else ""
    return (
        f"**You have finished “{title}”.** You have {points:g} of {max_points:g} points{praise}. "
        "Well done."
    )


def started_over() -> str:
    """Said when the lesson begins anew."""
    return "Let us start over. What you did before stays in the record."


def no_model() -> str:
    """The reply to a message while no language model is configured."""
    return (
        "I have kept your message, but I cannot answer in free words here: no language model is "
        "set up. I can explain, check your answers and give hints: use the buttons below."
    )


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
