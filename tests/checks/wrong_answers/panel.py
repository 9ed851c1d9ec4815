"""Answers given in the panel: picked, typed, put in order, filled in, written in sentences."""

from typing import Any

from jupyter_tutor.core.commands import (
    Answer,
    BlanksAnswer,
    ChoiceAnswer,
    OrderAnswer,
    TextAnswer,
)
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    ForeseenBlank,
    ForeseenOrder,
    ForeseenText,
    Given,
    Idea,
    Line,
    NumberQuestion,
    Option,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)
from tests.checks.wrong_answers.task import Family, PanelTask

ID: dict[str, Any] = {"id": QuestionId("q"), "title": "A question"}


def typed(asks: str, question: PanelQuestion, *answers: str) -> PanelTask:
    """A question answered in a line or a few."""
    return PanelTask(
        asks=asks,
        question=question,
        answers=[(text, TextAnswer(text=text)) for text in answers],
    )


def given(asks: str, question: PanelQuestion, **answers: Answer) -> PanelTask:
    """A question answered by other means; the words of an answer are a keyword's."""
    return PanelTask(
        asks=asks,
        question=question,
        answers=[(words.replace("_", " "), answer) for words, answer in answers.items()],
    )


def foreseen(answer: str, says: str) -> ForeseenText:
    return ForeseenText(answer=answer, misconception="foreseen", says=says, cell=1)


PICK = "Which of these is a list?"
PICKED = ChoiceQuestion(
    **ID,
    prompt=PICK,
    options=(
        Option(id="square", text="`[1]`", right=True),
        Option(id="round", text="`(1)`", right=False, feedback="That is a number in brackets."),
        Option(id="curly", text="`{1}`", right=False),
    ),
)
PICK_ALL = "Which of these can change?"
PICKED_ALL = ChoiceQuestion(
    **ID,
    prompt=PICK_ALL,
    many=True,
    options=(
        Option(id="list", text="a list", right=True),
        Option(id="dictionary", text="a dictionary", right=True),
        Option(id="text", text="a text", right=False),
    ),
)
LENGTH = "How long, in cm, is half of 25 cm?"
LENGTHS = NumberQuestion(
    **ID,
    prompt=LENGTH,
    answer="12.5",
    tolerance="0.05",
    unit="cm",
    wrong=(foreseen("50", "That is twice as long."),),
)
LOOP = "What does this show? `for n in ['a', 'b', 'c']: print(n)`"
LOOPED = PredictQuestion(
    **ID,
    prompt=LOOP,
    program="for n in ['a', 'b', 'c']:\n    print(n)",
    output="a\nb\nc",
    wrong=(foreseen("0\n1\n2", "These are the places, not the items."),),
)
SHOWN = "What does `print('Tea')` show?"
SHOWS = PredictQuestion(**ID, prompt=SHOWN, program="print('Tea')", output="Tea")
EVEN = "Write an expression that is true when `n` is even."
EVENS = ExpressionQuestion(
    **ID,
    prompt=EVEN,
    answer="n % 2 == 0",
    given=(Given(name="n", values=("2", "3", "0")),),
    wrong=(foreseen("n % 2", "That is what is left over."),),
)
SHARE = "Write an expression for what each of `n` people pays of `price`."
SHARES = ExpressionQuestion(
    **ID,
    prompt=SHARE,
    answer="price / n",
    given=(Given(name="price", values=("6", "9")), Given(name="n", values=("2", "3"))),
)
LINES = "Put the lines of a function `total` in order."
LINED = OrderQuestion(
    **ID,
    prompt=LINES,
    lines=(
        Line(id="back", text="    return sum"),
        Line(id="def", text="def total(items):"),
        Line(id="start", text="    sum = 0"),
        Line(id="print", text="    print(sum)", says="Showing it does not give it back."),
        Line(id="loop", text="    for item in items:"),
        Line(id="add", text="        sum += item"),
    ),
    orders=(("def", "start", "loop", "add", "back"),),
    wrong=(
        ForeseenOrder(
            lines=("def", "loop", "start", "add", "back"),
            misconception="resets",
            says="Then it begins at 0 again for each item.",
            cell=1,
        ),
    ),
)
STEPS = "Put the steps in order."
STEPPED = OrderQuestion(
    **ID,
    prompt=STEPS,
    lines=(Line(id="b", text="Pour the tea."), Line(id="a", text="Boil the water.")),
    orders=(("a", "b"),),
    verbatim=False,
)
BLANK = "Fill the blanks: `____ n ____ numbers:` goes through `numbers`."
BLANKS = BlanksQuestion(
    **ID,
    prompt=BLANK,
    pieces=("", " n ", " numbers:"),
    blanks=(("for",), ("in",)),
    wrong=(
        ForeseenBlank(
            blank=2, answer="of", misconception="of", says="That is JavaScript's word.", cell=1
        ),
    ),
)
ONE_BLANK = "Fill the blank: `____ total(items):` begins a function."
ONE = BlanksQuestion(**ID, prompt=ONE_BLANK, pieces=("", " total(items):"), blanks=(("def",),))
WHY = "Say what `return` does."
PROSE = ProseQuestion(
    **ID,
    prompt=WHY,
    required=(
        Idea(
            text="It hands a value over",
            signs=("gives back", "hand* back"),
            says="What becomes of the value?",
        ),
        Idea(
            text="It ends the function",
            signs=("end* function", "stop*"),
            says="What comes after it?",
        ),
    ),
    forbidden=(
        Idea(
            text="It shows something",
            signs=("print*", "show*"),
            says="Nothing is shown by it.",
        ),
    ),
)


def picked(*options: str) -> ChoiceAnswer:
    return ChoiceAnswer(options=options)


def lined(*lines: str) -> OrderAnswer:
    return OrderAnswer(lines=lines)


def filled(*texts: str) -> BlanksAnswer:
    return BlanksAnswer(texts=texts)


FAMILIES = (
    Family(
        title="A choice",
        tasks=(
            given(PICK, PICKED, round=picked("round"), curly=picked("curly"), nothing=picked()),
            given(
                PICK_ALL,
                PICKED_ALL,
                list=picked("list"),
                list_and_text=picked("list", "text"),
            ),
            given(PICK, PICKED, square_and_curly=picked("square", "curly")),
        ),
    ),
    Family(
        title="A number",
        tasks=(
            typed(
                LENGTH,
                LENGTHS,
                "13",
                "50",
                "50 cm",
                "12.5 m",
                "12,5",
                "twelve",
                "25 / 2 cm +",
                "",
                "1/0",
            ),
        ),
    ),
    Family(
        title="What a program shows",
        tasks=(
            typed(
                LOOP,
                LOOPED,
                "0\n1\n2",
                "a\nb\nd",
                "x\nb\nc",
                "a b c",
                "A\nB\nC",
                "'a'\n'b'\n'c'",
                "a\nb",
                "a\nb\nc\nd",
            ),
            typed(SHOWN, SHOWS, "Coffee", "'Tea'", "tea", "Tea\nTea"),
        ),
    ),
    Family(
        title="An expression",
        tasks=(
            typed(
                EVEN,
                EVENS,
                "n % 2",
                "n / 2",
                "n > 2",
                "n % 2 = 0",
                "m % 2 == 0",
                "n %",
                "is_even(n)",
                "2",
                "n // 0",
                "n ** n ** n ** 99",
                "lambda n: n",
            ),
            typed(SHARE, SHARES, "price * n", "price // n + 1", "n / price", "price / m"),
        ),
    ),
    Family(
        title="Lines in order",
        tasks=(
            given(
                LINES,
                LINED,
                loop_first=lined("loop", "def", "start", "add", "back"),
                loop_before_the_start=lined("def", "loop", "start", "add", "back"),
                return_too_early=lined("def", "start", "back", "loop", "add"),
                print_at_the_end=lined("def", "start", "loop", "add", "print"),
                without_the_end=lined("def", "start", "loop", "add"),
                only_the_first=lined("def"),
                nothing=lined(),
            ),
            given(STEPS, STEPPED, pour_first=lined("b", "a")),
        ),
    ),
    Family(
        title="Blanks",
        tasks=(
            given(
                BLANK,
                BLANKS,
                for_and_of=filled("for", "of"),
                while_and_in=filled("while", "in"),
                For_and_in=filled("For", "in"),
                while_and_on=filled("while", "on"),
                for_and_nothing=filled("for", ""),
            ),
            given(ONE_BLANK, ONE, function=filled("function"), Def=filled("Def")),
        ),
    ),
    Family(
        title="Sentences",
        tasks=(
            typed(
                WHY,
                PROSE,
                "It prints the value.",
                "It gives back the value to whoever called it.",
                "It ends the function at once.",
                "It is a word of Python.",
                "Value.",
                "It does not print, and I do not think it stops anything.",
            ),
        ),
    ),
)
