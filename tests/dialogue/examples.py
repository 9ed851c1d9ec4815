"""A session of the small lesson, and what is asked in it."""

from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.talk import Context, RecentAnswer, Turn

CONTEXT = Context(
    question=QuestionId("double"),
    guarded=(QuestionId("double"), QuestionId("pick")),
    seen=(StepId("start"), StepId("double")),
    answers=(
        RecentAnswer(
            question=QuestionId("double"),
            source="def double(x):\n    return x + 2",
            error=None,
            said="You add 2 to `x`.",
            attempts=1,
            open=True,
        ),
    ),
    turns=(
        Turn(asked="Hello?", reply="Hello, Ada."),
        Turn(asked="What is a function?", reply="It takes something and gives something back."),
        Turn(asked="And a call?", reply="A call has round brackets."),
        Turn(asked="Who is ada@example.org?", reply="I do not know."),
    ),
    shown=("What does `return` do?",),
    hints=("What does `return` do?",),
    level=1,
    finished=("Values and names",),
)

NOTHING = Context(question=None, guarded=(), seen=(), answers=(), turns=(), shown=())
