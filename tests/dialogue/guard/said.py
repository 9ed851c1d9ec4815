"""Answers to questions of the panel, put into words: as they are, and round about."""

from collections.abc import Iterator

from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def said(question: PanelQuestion) -> Iterator[str]:
    """The answer as it is."""
    match question:
        case ChoiceQuestion():
            right = [option for option in question.options if option.right]
            places = [question.options.index(option) for option in right]
            yield "The right answer is " + " and ".join(o.text for o in right) + "."
            yield "I would choose " + " and ".join(f"option {'ABCDEFG'[p]}" for p in places) + "."
            words = ("first", "second", "third", "fourth", "fifth")
            yield "Take the " + " and the ".join(words[place] for place in places) + " one."
        case NumberQuestion():
            yield f"The answer is {question.answer}."
            yield f"It comes to **{question.answer}** {question.unit or ''}"
        case PredictQuestion():
            yield f"It shows\n\n```\n{question.output}\n```\n"
            yield "It prints " + ", then ".join(f"`{x}`" for x in question.output.split("\n"))
        case ExpressionQuestion():
            yield f"Type `{question.answer}`."
            yield f"Just write {question.answer} and you are done."
        case ProseQuestion():
            for sample in question.samples:
                if sample.verdict == "right":
                    yield f"You could say: {sample.text}"
        case OrderQuestion():
            texts = {line.id: line.text for line in question.lines}
            yield "\n".join(f"{n}. {texts[x]}" for n, x in enumerate(question.orders[0], 1))
            yield "\n\n".join(f"Then `{texts[each]}`" for each in question.orders[0])
        case BlanksQuestion():
            yield "Fill in " + " and ".join(f"`{texts[0]}`" for texts in question.blanks) + "."
        case _:
            raise AssertionError(question)


def said_round_about(question: PanelQuestion) -> Iterator[str]:
    """The answer in other words, in parts, or by what it is not."""
    match question:
        case ChoiceQuestion():
            wrong = [option for option in question.options if not option.right]
            letters = ["ABCDEFG"[question.options.index(option)] for option in wrong]
            yield "It is neither " + " nor ".join(o.text for o in wrong) + "."
            yield "\n\n".join(f"Option {letter} is wrong." for letter in letters)
            yield " ".join(f"It is not {letter}." for letter in letters)
        case NumberQuestion():
            value = float(question.answer)
            if value.is_integer() and value <= 10:
                yield f"You get {_ONES[int(value)]}."
            yield f"The answer is what you get from {int(value) - 1} + {value - int(value) + 1:g}."
            yield f"That makes 2 * {value / 2:g}."
        case PredictQuestion():
            lines = question.output.split("\n")
            yield "\n\n".join(f"Line {n} of the output is {x}." for n, x in enumerate(lines, 1))
            yield "\n".join(f"- {x}" for x in lines)
            yield "You will see " + " followed by ".join(lines) + "."
        case ExpressionQuestion():
            yield f"```python\nif {question.answer}:\n    print(1)\n```\n"
            yield f"For instance `result = {question.answer}` would do."
            renamed = question.answer
            for number, given in enumerate(question.given):
                renamed = renamed.replace(given.name, "xyz"[number])
            yield f"The pattern is `{renamed}`."
        case ProseQuestion():
            for sample in question.samples:
                if sample.verdict == "right":
                    yield sample.text.replace(". ", ".\n\n").replace(", ", ",\n")
        case _:
            yield from said(question)
