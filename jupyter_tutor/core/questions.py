"""The questions of a lesson, one class a kind: what is asked, what is right, what was foreseen.

Values only; :mod:`jupyter_tutor.core.course` has the lessons they belong to.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One rung of the ladder. With a ``misconception`` it is shown only to who holds it."""

    level: int
    text: str
    misconception: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Ordinary Python an author wrote, run in the checker, never in the learner's kernel.

    ``says`` is what the learner reads when it fails; None lets the check speak for itself.
    ``requires`` are the ids of checks of its question that stand before it: it is not run, and
    earns nothing, unless they have passed. Of a ``hidden`` one the learner is told that it failed
    and not with which values. ``where`` it runs: in the checker, or, for what has to be touched in
    place, in the forked copy of the learner's kernel, which the learner's code may deceive.
    ``cell`` is the number of its cell in the syllabus notebook, counted from 1.
    """

    id: str
    source: str
    says: str | None = None
    points: float = 1.0
    requires: tuple[str, ...] = ()
    hidden: bool = False
    where: Literal["checker", "kernel"] = "checker"
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """An answer the author foresaw, the misconception behind it and what to say to it."""

    misconception: str
    says: str
    source: str
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingOff:
    """After ``after`` tries and each further one, no answer is taken for ``seconds``."""

    after: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every kind of question has.

    ``reveal_after`` is the number of attempts after which the solution may be shown; None means
    never. ``tries`` is the number of attempts after which a question that is still wrong is
    closed without points; None means that a learner may try as often as they like.
    ``cooling_off`` is the pause between tries; None: there is none.
    """

    id: QuestionId
    title: str
    prompt: str
    skills: tuple[str, ...] = ()
    points: float = 1.0
    hints: tuple[Hint, ...] = ()
    reveal_after: int | None = 3
    tries: int | None = None
    cooling_off: CoolingOff | None = None


DifferenceRule = Literal["off", "place", "show"]

PLACEHOLDER = "...  # your code here"
"""The line of a stub in whose place the learner's own code belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeQuestion(Asked):
    """A question answered by code in a notebook cell.

    ``learner_names`` are the global names that stand for the learner's objects in the checks,
    fixed when the course is built: those bound by the answer, its solution, its alternatives,
    its wrong answers or earlier answers; of imports only those the solution adds to the stub.
    ``setup`` is code that has to have run before the answer: the lesson's example cells, setup
    cells and earlier questions' solutions above the answer cell, in their order. ``timeout`` is
    seconds for all checks. ``difference`` says what a learner with a wrong value is told of where
    their code first departs from one that works: nothing, the place, or what stands there as well.
    """

    type: Literal["code"] = "code"
    stub: str
    solution: str
    alternatives: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    wrong: tuple[WrongAnswer, ...] = ()
    learner_names: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    timeout: float = 10.0
    difference: DifferenceRule = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a choice question. ``feedback`` is said to who picks it wrongly."""

    id: str
    text: str
    right: bool
    feedback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion(Asked):
    """A question answered by picking options; ``many`` when more than one may be picked.

    ``options`` are in the author's order; with ``shuffle`` each learner meets them in one of
    their own.
    """

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...] = ()
    many: bool = False
    shuffle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenText:
    """A wrong answer to a typed question that the author foresaw, and what to say to it.

    It is recognised by its meaning, as a right answer of that kind is: `5.0 km` is `5`.
    """

    answer: str
    misconception: str
    says: str
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitValue:
    """A unit that was resolved when its course was built.

    ``names`` are its spellings. One of it is ``value``, a fraction and what it measures, such as
    `25146/125 length`; its zero lies at ``zero`` there.
    """

    names: tuple[str, ...]
    value: str
    zero: str = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Asked):
    """A question answered by a number.

    ``answer`` is written in decimal, so that `0.1` is exactly a tenth. An answer is right when it
    is no further than ``tolerance``, in ``unit``, from it. The number may be followed by ``unit``
    (None: there is none) or, unless it is an ``exact_unit``, by any other that measures the same;
    with ``unit_needed`` it has to be, and the unit is not shown. ``units`` are those in ``unit``
    that the core does not know by itself.
    """

    type: Literal["number"] = "number"
    answer: str
    tolerance: str = "0"
    unit: str | None = None
    units: tuple[UnitValue, ...] = ()
    exact_unit: bool = False
    unit_needed: bool = False
    wrong: tuple[ForeseenText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictQuestion(Asked):
    """A question answered by what a program prints.

    ``output`` is all that Jupyter shows below the program: what it prints, the value of its last
    line, and for one that ends in an error the name of that error as the last line.
    """

    type: Literal["predict"] = "predict"
    program: str
    output: str
    wrong: tuple[ForeseenText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A name an expression may use, and the values that are tried for it, as Python literals."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionQuestion(Asked):
    """A question answered by a Python expression over the ``given`` names.

    It is judged by its values: all of ``given`` have equally many, and the n-th of each are tried
    together (see :mod:`jupyter_tutor.core.expression`).
    """

    type: Literal["expression"] = "expression"
    answer: str
    given: tuple[Given, ...]
    wrong: tuple[ForeseenText, ...] = ()


FormulaForm = Literal[
    "factored",
    "expanded",
    "single fraction",
    "lowest terms",
    "rational denominator",
    "completed square",
]
"""A form that a formula can be asked for in, beside having the right value.

``factored``: a product in which nothing can be factored further, over the rational numbers.
``expanded``: a sum without brackets, like terms put together. ``single fraction``: at most one
fraction bar. ``lowest terms``: that, and nothing left to cancel. ``rational denominator``: no root
below a fraction bar. ``completed square``: a square of a first degree, and at most a number.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaVariable:
    """A letter of a formula, and the numbers that it may stand for.

    They lie between ``least`` and ``most``, in decimal (None: there is no bound). ``whole``: they
    are whole numbers, and the bounds belong to them.
    """

    name: str
    least: str | None = None
    most: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaQuestion(Asked):
    """A question answered by a formula of mathematics, in plain text or LaTeX.

    Right is what has the value of ``answer`` wherever that has one, and is in all of ``forms``
    (see :mod:`jupyter_tutor.core.formula` and :mod:`jupyter_tutor.checker.algebra`).
    """

    type: Literal["formula"] = "formula"
    answer: str
    variables: tuple[FormulaVariable, ...] = ()
    forms: tuple[FormulaForm, ...] = ()
    wrong: tuple[ForeseenText, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its variables."""
        return tuple(variable.name for variable in self.variables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """One idea of a rubric.

    ``signs`` are the phrases by which it is recognised (:mod:`jupyter_tutor.core.answers.prose`).
    ``says`` is asked when a required idea is not found, and said when a forbidden one is.
    """

    text: str
    signs: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An answer to a prose question that the author has judged."""

    text: str
    verdict: Literal["right", "partial", "wrong"]
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseQuestion(Asked):
    """A question answered in words, judged by a rubric of required and forbidden ideas."""

    type: Literal["prose"] = "prose"
    required: tuple[Idea, ...]
    forbidden: tuple[Idea, ...] = ()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to be put in order.

    ``says`` is said to who uses one that belongs nowhere; None: that it does not belong there.
    """

    id: str
    text: str
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenOrder:
    """A wrong order of lines (their ids) that the author foresaw, and what to say to it."""

    lines: tuple[str, ...]
    misconception: str
    says: str
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuestion(Asked):
    """A question answered by putting lines in order.

    ``lines`` are in an order that tells nothing, with those that belong nowhere among them;
    ``orders`` are the right orders of their ids, the author's own first. ``verbatim``: they are
    lines of code, shown as they are; otherwise each is Markdown.
    """

    type: Literal["order"] = "order"
    lines: tuple[Line, ...]
    orders: tuple[tuple[str, ...], ...]
    verbatim: bool = True
    wrong: tuple[ForeseenOrder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenBlank:
    """What an author foresaw in a blank, counted from 1, that is wrong, and what to say to it."""

    blank: int
    answer: str
    misconception: str
    says: str
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksQuestion(Asked):
    """A question answered by filling the blanks of a text or program.

    ``pieces`` is the text around them, one more than there are ``blanks``; of each blank all that
    is accepted, best first. ``verbatim``: it is a program, shown as it is; otherwise Markdown.
    ``any_case``: capital and small letters are one.
    """

    type: Literal["blanks"] = "blanks"
    pieces: tuple[str, ...]
    blanks: tuple[tuple[str, ...], ...]
    verbatim: bool = True
    any_case: bool = False
    wrong: tuple[ForeseenBlank, ...] = ()


ImmediateQuestion = (
    ChoiceQuestion
    | NumberQuestion
    | PredictQuestion
    | ExpressionQuestion
    | ProseQuestion
    | OrderQuestion
    | BlanksQuestion
)
"""Questions answered in the panel, and judged at once in the core."""

PanelQuestion = ImmediateQuestion | FormulaQuestion
"""Questions answered in the panel; none of them needs a kernel."""

Question = CodeQuestion | PanelQuestion
QuestionKind = Literal[
    "code", "choice", "number", "predict", "expression", "formula", "prose", "order", "blanks"
]
