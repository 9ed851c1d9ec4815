"""What may happen in a session, for walks through it: answers, cells, disturbances, versions."""

from hypothesis import strategies as st

from jupyter_tutor.core.commands import (
    Answer,
    BlanksAnswer,
    ChoiceAnswer,
    CodeAnswer,
    Command,
    LeaveSession,
    NoteKernel,
    NoteModel,
    OrderAnswer,
    StartOver,
    StopCheck,
    TextAnswer,
    YieldSession,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import ContentHash, QuestionId
from jupyter_tutor.core.questions import QuestionKind
from tests.core.algebra import ALGEBRA, NEWER_ALGEBRA
from tests.core.arranged import ARRANGED, NEWER_ARRANGED
from tests.core.kinds import KINDS, NEWER_KINDS
from tests.core.lessons import DOUBLE, LESSON, MEAN, NEWER, QUIET, START
from tests.core.play import AT, opened

NEXT_VERSION: dict[ContentHash, Lesson] = {
    LESSON.hash: NEWER,
    QUIET.hash: NEWER,
    NEWER.hash: LESSON,
    KINDS.hash: NEWER_KINDS,
    NEWER_KINDS.hash: KINDS,
    ARRANGED.hash: NEWER_ARRANGED,
    NEWER_ARRANGED.hash: ARRANGED,
    ALGEBRA.hash: NEWER_ALGEBRA,
    NEWER_ALGEBRA.hash: ALGEBRA,
}
"""The version an author puts in the place of each: forth, and back again."""

QUESTIONS = st.sampled_from(
    sorted(
        {question.id for lesson in NEXT_VERSION.values() for question in lesson.questions}
        | {QuestionId(START.id)}
    )
)
SOURCES = st.sampled_from(
    [DOUBLE.stub, DOUBLE.solution, DOUBLE.wrong[0].source, MEAN.solution, "x = 1", "x = 1  # !", ""]
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            "12.5 cm",
            "50",
            "1,5",
            "0\n1\n2\n",
            "1\n2\n3",
            "n % 2",
            "n % 2 == 0",
            "1 / n",
            "().__class__",
            "(x-2)(1+x)",
            r"\frac{1}{\sqrt 2}",
            "9^9^9",
            "It gives back a value and ends the function.",
            "I would say that it gives back a value.",
            "It prints the value.",
            "No idea",
            " ",
        ]
    ),
    st.text(max_size=20),
)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    SOURCES.map(lambda source: CodeAnswer(source=source)),
    st.lists(st.sampled_from("abcdz"), max_size=4).map(
        lambda picked: ChoiceAnswer(options=tuple(picked))
    ),
    TEXTS.map(lambda text: TextAnswer(text=text)),
    st.lists(st.sampled_from("1234"), max_size=4).map(
        lambda lines: OrderAnswer(lines=tuple(lines))
    ),
    st.lists(TEXTS, max_size=3).map(lambda texts: BlanksAnswer(texts=tuple(texts))),
)


def wrong_answer(kind: QuestionKind, number: int) -> Answer:
    """An answer of a kind that is wrong; another for each of two numbers that follow."""
    match kind:
        case "code":
            return CodeAnswer(source=f"x = {number}")
        case "choice":
            return ChoiceAnswer(options=("ac"[number % 2],))
        case "number":
            return TextAnswer(text=f"{number + 70}")
        case "predict":
            return TextAnswer(text=f"{number}\nand more")
        case "expression":
            return TextAnswer(text=f"n + {number}")
        case "formula":
            return TextAnswer(text=f"{number}")
        case "prose":
            return TextAnswer(text=f"It prints the value {number} times.")
        case "order":
            return OrderAnswer(lines=("12"[number % 2], "4"))
        case "blanks":
            return BlanksAnswer(texts=(f"{number} of them",) * 3)


DISTURBANCES: tuple[Command, ...] = (
    opened(),
    LeaveSession(at=AT),
    YieldSession(at=AT, taker="a window"),
    StartOver(at=AT),
    StopCheck(at=AT),
    NoteKernel(at=AT, status="attached", kernel="k3"),
    NoteModel(at=AT, model="another model at a university"),
)
"""What may happen while an answer is judged, none of it refused."""
