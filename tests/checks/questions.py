"""Questions as the authoring room would compile them, in one call."""

from jupyter_tutor.checks import top_level_names
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import Check, CodeQuestion, WrongAnswer


def question(
    solution: str,
    *checks: str | Check,
    stub: str = "...",
    names: tuple[str, ...] = (),
    wrong: tuple[WrongAnswer, ...] = (),
    setup: tuple[str, ...] = (),
    points: float = 1.0,
    timeout: float = 60.0,
) -> CodeQuestion:
    """A question whose learner names are the solution's, and ``names`` beside."""
    return CodeQuestion(
        id=QuestionId("q"),
        title="A question",
        prompt="Do it.",
        stub=stub,
        solution=solution,
        checks=tuple(
            check if isinstance(check, Check) else Check(id=f"q-{n}", source=check, cell=n)
            for n, check in enumerate(checks, 1)
        ),
        learner_names=(*top_level_names(solution), *names),
        wrong=wrong,
        setup=setup,
        points=points,
        timeout=timeout,
    )


MEAN_SOLUTION = "def mean(xs):\n    return sum(xs) / len(xs)\n"

HALVES = WrongAnswer(
    misconception="halves",
    says="You divide by 2 whatever the length of the list.",
    source="def mean(xs): return sum(xs) / 2",
    cell=7,
)

MEAN = question(
    MEAN_SOLUTION,
    "assert mean([1, 2, 3]) == 2",
    "assert mean([4]) == 4.0",
    "with raises('ZeroDivisionError'):\n    mean([])",
    stub="def mean(xs):\n    ...",
    wrong=(HALVES,),
    points=3.0,
)
