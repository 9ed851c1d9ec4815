"""What is said of an answer that is judged in the core: that it is right, wrong or unreadable.

The rest of the tutor's sentences are in :mod:`jupyter_tutor.core.words`, with the same rules.
"""

from collections.abc import Mapping, Sequence

from jupyter_tutor.core.questions import FormulaForm
from jupyter_tutor.core.quoting import as_code

WRITE_SOMETHING = "Write your answer first."
WRITE_A_SENTENCE = "Write a sentence or two, so that I can see how you think."
NOT_A_NUMBER = "I cannot read that as a number. Write it in digits, such as `12`, `3.5` or `-2`."
NUMBER_WITH_COMMA = (
    "Write the number with a point where the decimals begin, as Python does, such as `3.5`, and "
    "no comma."
)
NUMBER_NEEDS_UNIT = "Write the unit behind the number, too: alone, it does not say how much it is."
NUMBER_RIGHT = "That is the number."
NUMBER_WRONG = "Not quite. That is not the number."
PREDICTED = "Exactly: that is what the program shows."
EXPRESSION_RIGHT = "It has the right value whatever the names stand for."
PUT_LINES_IN_ORDER = "Put the lines in order first."
UNKNOWN_LINE = "One of these lines is not part of this question, or is there twice."
IN_ORDER = "Every line is where it belongs."
FILL_EVERY_BLANK = "Fill in every blank first. A guess is fine."
OTHER_BLANKS = "That is not as many answers as there are blanks."
BLANKS_RIGHT = "Every blank is right."
PICK_ONE = "Pick one of the options first."
PICK_ONLY_ONE = "Pick only one of the options."
UNKNOWN_OPTION = "One of the picked options is not part of this question."


def answered_by_options(options: Sequence[str]) -> str:
    """What stands for the answer when options were picked."""
    return "\n".join(f"- {option}" for option in options)


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
        head = "Not quite: that does not belong in the blank."
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


def other_unit(unit: str | None) -> str:
    """Said to a number in another unit than the only one; None: which one is not to be told."""
    if unit is None:
        return "That is not the unit that is asked for. Read the question once more."
    return f"Give the number in {unit}."


def unknown_unit(typed: str, unit: str | None, asked: str | None) -> str:
    """Said to a unit that nobody knows; ``asked`` is what is to be measured, such as `length`."""
    return f"I do not know the unit {as_code(in_short(typed))}. {_any_unit(unit, asked)}"


def unit_of_something_else(
    typed: str, measures: str | None, unit: str | None, asked: str | None
) -> str:
    """Said to a unit that measures something else than what is ``asked``; None: it has no name."""
    what = as_code(in_short(typed))
    if measures and asked:
        seen = f"The unit {what} measures {measures}, and {asked} is what is asked for."
    else:
        seen = f"The unit {what} does not measure what is asked for."
    return f"{seen} {_any_unit(unit, asked)}"


def _any_unit(unit: str | None, asked: str | None) -> str:
    """Which units are accepted; ``unit`` is the author's, None where it is not to be told."""
    others = f"another unit of {asked}" if asked else "another unit that measures the same"
    if unit is not None:
        return f"Give the number in {unit}, or in {others}."
    return f"Give the number in a {others.removeprefix('another ')}."


MISPREDICTED_CASE = "Almost. Python keeps capital and small letters apart: look at them again."
MISPREDICTED_QUOTES = (
    "Almost. Only the quotes differ: `print` shows a text without them; a value on the last line "
    "is shown as you would write it in a program."
)
MISPREDICTED_NAME = "Almost. Only the value is shown, without a name and a `=` before it."
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


def ends_in(seen: str, error: str, expected: str) -> str:
    """What to say to an expression that has no value, but ends in an error."""
    why = _WHY_IT_ENDS.get(error)
    because = f": {why}" if why else ""
    return f"{seen} ends in {as_code(error)}{because}. Expected: {as_code(expected)}."


_WHY_IT_ENDS = {
    "ZeroDivisionError": "a number is divided by zero",
    "TypeError": "two values are of types that do not go together",
    "IndexError": "there is no item at that place",
    "KeyError": "there is no such key",
    "OverflowError": "a number becomes too large",
}


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


LONGEST_SHOWN = 120
"""Characters of a value within a sentence."""


def answered_by_formula(typed: str, read: str | None) -> str:
    """What stands for a formula that was typed: that, and how it was read."""
    return as_code(typed) if read is None else f"{as_code(typed)}\n\nRead as: {as_code(read)}"


def formula_right(in_form: bool) -> str:
    """Said to a right formula; ``in_form``: a form was asked for, too."""
    return "It has the right value" + (", and the form that was asked for." if in_form else ".")


def formula_wrong(where: Mapping[str, str], seen: str | None, expected: str | None) -> str:
    """Said to a formula that has another value, or none, with these numbers.

    ``expected`` is None where the right value would be the answer.
    """
    these = " and ".join(f"{as_code(name)} = {as_code(value)}" for name, value in where.items())
    with_these = f"With {these}, your formula" if where else "Your formula"
    has = "has no value" if seen is None else f"comes to {as_code(seen)}"
    if expected is None:
        return f"{with_these} {has}, which is not right."
    return f"{with_these} {has}, and the right one comes to {as_code(expected)}."


_AMISS: Mapping[FormulaForm, str] = {
    "factored": "It is to be factored as far as it can be.",
    "expanded": "It is to be multiplied out, without brackets, and like terms put together.",
    "single fraction": "It is to be one fraction, with one fraction bar.",
    "lowest terms": "It is to be one fraction in lowest terms, with nothing left to cancel.",
    "rational denominator": "There is to be no root below a fraction bar.",
    "completed square": "It is to be one square, such as `(x + 1)^2`, and a number.",
}


def formula_amiss(amiss: Sequence[tuple[FormulaForm, str | None]]) -> str:
    """Said to a formula that has the right value, but not these forms; with the part to look at."""
    lines = []
    for form, part in amiss:
        look = f" Look at {as_code(part)}." if part is not None else ""
        lines.append(f"{_AMISS[form]}{look}")
    return f"It has the right value, but not yet the form. {' '.join(lines)}"
