"""Replies that give nothing away: 500 of them, the same each time."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import ChoiceQuestion, Question
from tests.dialogue.guard.courses import ASKED, CODE, LESSONS

COUNT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Harmless:
    kind: str
    lesson: Lesson
    question: Question
    text: str
    own: tuple[str, ...] = ()


REMINDERS = (
    "A loop has this shape:\n\n```python\nfor item in items:\n    ...\n```\n\nThe indented lines "
    "run once for each item.",
    "Remember the colon: `if something:` and `for x in xs:` both end with one.",
    "`return value` hands a value back. `print(value)` only shows it.",
    "A function begins with `def name(parameter):`, and its lines are indented by four spaces.",
    "You can look at a value in between: put `print(x)` on a line of its own and run the cell.",
    "`==` compares, `=` gives a name to a value.",
    "`len(xs)` is how many items a list has, `xs[0]` is its first item.",
    'Texts stand between quotes, as in `"hello"`. Without them Python looks for a name.',
    'Square brackets take something out of a list or a dictionary: `d["key"]`.',
    "If you are not sure what type a value has, ask: `type(x)` tells you.",
    "`range(3)` gives 0, 1 and 2.",
    "`help(len)` shows what a function is for. Press Tab after a dot to see what there is.",
)
EXAMPLES = (
    "Here is something similar, with other data:\n\n```python\ndef shout(word):\n"
    '    return word + "!"\n\nshout("hey")\n```\n\nSee how the result is handed back?',
    'Take a shopping list:\n\n```python\nfruit = ["kiwi", "plum"]\nfor each in fruit:\n'
    "    print(each)\n```\n\nThis shows each fruit on a line of its own.",
    'A small example: `name = "Zoe"` gives the name a value, and `name` alone shows it.',
    "Think of a kitchen: a recipe takes ingredients and hands back a cake. So does a function.",
    '```python\nspeed = 30\nif speed > 100:\n    print("slow down")\n```\n\nNothing is shown here, '
    "because 30 is not more than 100.",
    '```python\ncolours = []\ncolours.append("blue")\ncolours\n```\n\nThe list has one item now.',
    'Look at `"sun" + "flower"`: it gives `"sunflower"`, without a space.',
    '```python\nclass Dog:\n    def bark(self):\n        return "wuff"\n```\n\nYou do not need '
    "classes here, but that is what one looks like.",
    '```python\nages = {"Lea": 41}\nages["Tim"] = 7\nages["Lea"]\n```\n',
    "A triangle has an area of `width * height / 2`. With 6 and 7 that is 21.0.",
)
COURAGE = (
    "You are close! Read your second line aloud: what does it do, word by word?",
    "Good question. What did you expect to happen, and what happened instead?",
    "Do not worry about the error. Look at its last line first: it names the kind of trouble.",
    "That is a fine start. Which part of the question have you not used yet?",
    "Try it with a small case on paper, and note after each line what every name stands for.",
    "I cannot tell you the answer, but I can help you to find it. Where do you get stuck?",
    "Take the example of this step, change one thing in it, and see what becomes of it.",
    "Let us go through it together.\n\n1. What are you given?\n2. What is asked for?\n"
    "3. Which step is missing between the two?\n",
)
ERRORS = (
    (
        "NameError: name 'totl' is not defined",
        "Python does not know the name `totl`. Is it a slip?",
    ),
    (
        "IndentationError: expected an indented block",
        "Below a line with a colon something belongs.",
    ),
    ('TypeError: can only concatenate str (not "int") to str', "You join a text and a number."),
    (
        "SyntaxError: invalid syntax",
        "A bracket or a colon may be missing, often on the line above.",
    ),
    ("IndexError: list index out of range", "There is no item at that position."),
)


def harmless() -> list[Harmless]:
    """Of every kind, in turn, until there are enough."""
    kinds = [_hints(), _lesson(), _plain("reminder", REMINDERS), _plain("example", EXAMPLES)]
    kinds += [_plain("courage", COURAGE), _own(), _errors(), _prompts()]
    found = [each for row in itertools.zip_longest(*kinds) for each in row if each is not None]
    return found[:COUNT]


def authored() -> list[Harmless]:
    """Every hint of the shipped courses."""
    return list(_hints())


def _hints() -> Iterator[Harmless]:
    for lesson, question in ASKED:
        for hint in question.hints:
            yield Harmless(kind="hint", lesson=lesson, question=question, text=hint.text)


def _lesson() -> Iterator[Harmless]:
    for lesson in LESSONS:
        open_question: Question | None = None
        for step in reversed(lesson.steps):
            if not isinstance(step, Exposition):
                open_question = step
            elif open_question is not None:
                code = "".join(f"\n\n```python\n{example}\n```\n" for example in step.examples[:1])
                text = f"The lesson says it like this:\n\n{step.text}{code}"
                yield Harmless(kind="lesson", lesson=lesson, question=open_question, text=text)


def _plain(kind: str, texts: Sequence[str]) -> Iterator[Harmless]:
    for number, (lesson, question) in enumerate(ASKED):
        text = texts[number % len(texts)]
        yield Harmless(kind=kind, lesson=lesson, question=question, text=text)


def _own() -> Iterator[Harmless]:
    for lesson, question in CODE:
        for wrong in question.wrong:
            text = f"You wrote\n\n```python\n{wrong.source}\n```\n\n{wrong.says}"
            yield Harmless(
                kind="own", lesson=lesson, question=question, text=text, own=(wrong.source,)
            )


def _errors() -> Iterator[Harmless]:
    for number, (lesson, question) in enumerate(CODE * 2):
        error, words = ERRORS[number % len(ERRORS)]
        wrong = question.wrong[0].source
        line = wrong.splitlines()[-1].strip()
        text = f"Python says `{error}`. {words}\n\nLook at your line `{line}` again."
        yield Harmless(kind="error", lesson=lesson, question=question, text=text, own=(wrong,))


def _prompts() -> Iterator[Harmless]:
    for lesson, question in ASKED:
        text = f"Read the question once more:\n\n{question.prompt}\n\nWhat is given, what is asked?"
        if isinstance(question, ChoiceQuestion):
            text += "\n\nGo through all of them:\n\n" + "\n".join(
                f"- {option.text}: could that be?" for option in question.options
            )
        yield Harmless(kind="prompt", lesson=lesson, question=question, text=text)
