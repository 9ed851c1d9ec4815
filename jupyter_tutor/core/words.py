"""The fixed sentences of the tutor, in one place, so that they can be read aloud together.

They become part of an event when it is decided; changing one never changes an old transcript.
Markdown. Plain, short and kind.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from jupyter_tutor.core.commands import CheckFailure, KernelStatus
from jupyter_tutor.core.quoting import as_code

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
        "you can carry on and your instructor can see how it went. Your other cells are not "
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
WRITE_SOMETHING = "Write your answer first."
WRITE_A_SENTENCE = "Write a sentence or two, so that I can see how you think."
NOT_A_NUMBER = "I cannot read that as a number. Write it in digits, such as `12`, `3.5` or `-2`."
NUMBER_WITH_COMMA = (
    "Write the number with a point where the decimals begin, as Python does, such as `3.5`, and "
    "no comma."
)
NUMBER_RIGHT = "That is the number."
NUMBER_WRONG = "Not quite. That is not the number."
PREDICTED = "Exactly: that is what the program shows."
EXPRESSION_RIGHT = "It has the right value whatever the names stand for."
NO_MORE_TRIES = "There are no more tries for this question. Press Continue to go on."
NOTHING_NEWER = "You are on the newest version of this lesson."
PUT_LINES_IN_ORDER = "Put the lines in order first."
UNKNOWN_LINE = "One of these lines is not part of this question, or is there twice."
IN_ORDER = "Every line is where it belongs."
FILL_EVERY_BLANK = "Fill in every blank first. A guess is fine."
OTHER_BLANKS = "That is not as many answers as there are blanks."
BLANKS_RIGHT = "Every blank is filled in rightly."
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


def order_unfinished(lines: int) -> str:
    """Said to an order that is right so far, but ends too early."""
    so_far = "Your first line is" if lines == 1 else f"Your {lines} lines are"
    return f"{so_far} right, and more has to come after."


def out_of_place(right: int, line: str, says: str | None) -> str:
    """Said of the first line that is out of place, after so many that are right.

    ``says`` is what the author says of a line that belongs nowhere.
    """
    if right == 0:
        where = f"Look at the beginning: {line} does not come first."
    else:
        so_far = "The first line is" if right == 1 else f"The first {right} lines are"
        where = f"{so_far} right. Look at what follows: {line} does not come next."
    return f"{where} {says}" if says else where


def blanks_wrong(
    wrong: Sequence[int], blanks: int, by_case: Sequence[int], says: Sequence[str]
) -> str:
    """Said where blanks are wrong, by their numbers; ``by_case``: of these only the case is.

    ``says`` is what the author says to what they foresaw.
    """
    if blanks == 1:
        head = "Not quite: that does not belong into the blank."
    else:
        head = f"{_numbered(wrong)} not right yet."
        right = blanks - len(wrong)
        if right:
            head += " The other one is." if right == 1 else " The others are."
    if by_case:
        which = "" if blanks == 1 else f" in blank {_listed(by_case)}"
        head += f" Look at capital and small letters{which}."
    return "\n\n".join([head, *says])


def _numbered(blanks: Sequence[int]) -> str:
    return f"Blank {blanks[0]} is" if len(blanks) == 1 else f"Blanks {_listed(blanks)} are"


def _listed(numbers: Sequence[int]) -> str:
    *begun, last = map(str, numbers)
    return f"{', '.join(begun)} and {last}" if begun else last


def other_unit(unit: str) -> str:
    """Said to a number in another unit."""
    return f"Give the number in {unit}."


MISPREDICTED_CASE = "Almost. Python keeps capital and small letters apart: look at them again."
MISPREDICTED_QUOTES = (
    "Almost. Only the quotes differ: `print` shows a text without them; a value on the last line "
    "is shown as you would write it in a program."
)
MISPREDICTED_LAYOUT = (
    "The values are right, but not how they are laid out. Each `print` begins a new line; what "
    "stands between values counts, too."
)


def mispredicted(line: int | None, typed: int, shown: int) -> str:
    """What to say to a wrong prediction; ``line`` is the first that differs, None: none of both."""
    if line is not None and shown > 1:
        return (
            f"Not quite. All is right above line {line}; look at that line again."
            if line > 1
            else "Not quite. Begin with the first line that is shown: what stands there?"
        )
    if line is not None:
        return "Not quite. Go through the program line by line, and note what each name stands for."
    if typed < shown:
        return "What you have is right so far, but the program shows more than that."
    return "It begins right, but the program shows less than that."


def setting(names: Mapping[str, object]) -> str:
    """The values of names, such as "`n` = `3` and `m` = `4`"."""
    parts = [f"{as_code(name)} = {as_code(in_short(repr(value)))}" for name, value in names.items()]
    return " and ".join(parts) if parts else "these values"


def in_short(text: str) -> str:
    """The beginning of a text that is long."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def expression_wrong(seen: str, value: str, expected: str, truth: bool) -> str:
    """What to say to an expression with another value; ``truth``: it should be True or False."""
    note = " The answer should be a truth value: `True` or `False`." if truth else ""
    return f"{seen} gives {as_code(value)}, expected {as_code(expected)}.{note}"


def ends_in(seen: str, error: str) -> str:
    """What to say to an expression that has no value, but ends in an error."""
    return f"{seen} ends in {as_code(error)}."


def expression_too_large(seen: str) -> str:
    """What to say to an expression whose value is larger than any answer needs."""
    return f"{seen} grows too large for me to work out."


def prose_right(ideas: Sequence[str]) -> str:
    """Said to an answer in words that has all that was asked for."""
    return "Well said. What matters is in it:\n\n" + "\n".join(f"- {idea}" for idea in ideas)


DENIES_SOMETHING = (
    "Your answer says no to something, and I cannot tell to what. Please say it again in short "
    "sentences."
)


def prose_unclear(ideas: Sequence[str], ask: str) -> str:
    """Said where an answer in words does not show all that was asked for: what is missing."""
    if not ideas:
        return ask
    found = "\n".join(f"- {idea}" for idea in ideas)
    return f"I find this in your answer:\n\n{found}\n\n{ask}"


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
        case "internal":
            return (
                "Something went wrong on my side while I looked at your answer. "
                "It is not counted, and not your mistake. Please check again."
            )


LONGEST_SHOWN = 120
"""Characters of a value within a sentence."""

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
        "I have kept your message for your instructor. I cannot talk in free words here, because "
        "no language model is set up. If this was your answer to a question, give it where the "
        "question asks for it."
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
