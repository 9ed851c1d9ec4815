"""Whether a block gives the answer to a question away that is answered in the panel.

Of a question that is not the open one only what is plainly its answer counts: in a lesson, the
same small numbers and words come up again and again.
"""

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

from jupyter_tutor.checks.names import parse
from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.answers.formula import read_answer
from jupyter_tutor.core.answers.prose import rate
from jupyter_tutor.core.commands import Rejected, TextAnswer
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)
from jupyter_tutor.dialogue.giveaway.code import size, squeezed
from jupyter_tutor.dialogue.giveaway.typed import given_away
from jupyter_tutor.dialogue.guard.blanks_said import blank_told
from jupyter_tutor.dialogue.guard.caught import Kind
from jupyter_tutor.dialogue.guard.formulas_said import formulas_by_now, formulas_in
from jupyter_tutor.dialogue.guard.gaps import filled_by_words
from jupyter_tutor.dialogue.guard.heard import Heard, Hearing
from jupyter_tutor.dialogue.guard.lines_said import lines_told
from jupyter_tutor.dialogue.guard.mentions import mentions
from jupyter_tutor.dialogue.guard.numbers_said import (
    calculations,
    digits_in_a_row,
    in_figures,
    in_signs,
)
from jupyter_tutor.dialogue.guard.options import option_told, plain_words
from jupyter_tutor.dialogue.guard.outputs_said import output_told
from jupyter_tutor.dialogue.guard.parsing import parse_loosely
from jupyter_tutor.dialogue.guard.reading import read
from jupyter_tutor.ports import CheckUnavailableError, Formulas

_BUILTINS = frozenset(dir(builtins))
_MOST_EXPRESSIONS = 60
_MOST_FORMULAS = 24
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n{2,}")
_COUNTED = re.compile(r"how many (?:\w+ )?(\w+)|in how many (\w+)", re.IGNORECASE)


class PanelQuestionGuard:
    """Guards one question."""

    def __init__(self, lesson: Lesson, question: PanelQuestion, *, is_open: bool) -> None:
        self._question = question
        self._open = is_open
        self._lesson = frozenset(
            plain_words(sentence)
            for step in lesson.steps
            if isinstance(step, Exposition)
            for sentence in _SENTENCE.split(step.text)
        )

    def reads_as(self, heard: Heard, hearing: Hearing) -> Kind | None:
        """What is given away; formulas are left to :meth:`compares_as`."""
        for text in heard.texts:
            found = self._told(text, heard, hearing)
            if found is not None:
                return found
        return None

    async def compares_as(self, heard: Heard, hearing: Hearing, formulas: Formulas) -> Kind | None:
        """What is given away of a question for a formula."""
        if not isinstance(self._question, FormulaQuestion):
            return None
        question, known = self._question, squeezed(self._question.prompt)
        said = (made for text in heard.texts for made in formulas_in(text, question.names))
        by_now = formulas_by_now(hearing.raw, heard.texts[0], question.names)
        found = (*heard.pieces, *said, *by_now)
        tried = [
            piece
            for piece in dict.fromkeys(found)
            if squeezed(piece) not in known
            and not isinstance(read_answer(question, piece), Rejected)
        ]
        for piece in tried[:_MOST_FORMULAS]:
            try:
                report = await formulas.judge(question, piece)
            except CheckUnavailableError:
                return "untried"
            if report.verdict == "correct":
                return "formula"
        return None

    def _told(self, text: str, heard: Heard, hearing: Hearing) -> Kind | None:
        question = self._question
        before = hearing.said()
        match question:
            case FormulaQuestion():
                return None
            case ChoiceQuestion():
                told = option_told(question, text, is_open=self._open)
                told = told or (self._open and self._option_by_now(question, before, text))
                return "option" if told else None
            case NumberQuestion():
                return "number" if self._number(question, text) else None
            case PredictQuestion():
                return "expected_output" if self._output(question, before, text) else None
            case ExpressionQuestion():
                return "expression" if self._expression(question, heard, hearing) else None
            case ProseQuestion():
                return "prose" if self._prose(question, before, text) else None
            case OrderQuestion():
                told = lines_told(question, before, text, is_open=self._open)
                return "order" if told else None
            case BlanksQuestion():
                named = self._named(text)
                told = blank_told(question, text, is_open=self._open, is_named=named)
                return "blanks" if told else None
            case _:
                assert_never(question)

    def _option_by_now(self, question: ChoiceQuestion, before: str, text: str) -> bool:
        """Whether an option is told by this along with what was shown before, and not by that."""
        if not before.strip() or option_told(question, before, is_open=True):
            return False
        return option_told(question, f"{before}\n\n{text}", is_open=True)

    def _named(self, text: str) -> bool:
        """Whether a text is about this question."""
        return self._open or plain_words(self._question.title) in plain_words(text)

    def _number(self, question: NumberQuestion, text: str) -> bool:
        loose = replace(question, unit_needed=False)
        judge = partial(judge_answer, loose)
        if not self._named(text):
            return False
        if given_away(question, text, judge) is not None:
            return True
        if given_away(question, in_figures(text), judge) is not None:
            return True
        for code, value in calculations(in_signs(text)):
            if _is_right(loose, str(value)) and squeezed(code) not in squeezed(question.prompt):
                return True
        if any(_is_right(loose, number) for number in digits_in_a_row(text)):
            return True
        counted = {w for found in _COUNTED.findall(question.prompt) for w in found if w}
        words = mentions(read(text).words)
        for at, mention in enumerate(words):
            if not re.fullmatch(r"-?\d+(\.\d+)?", mention.text) or not _is_right(
                loose, mention.text
            ):
                continue
            after = {word.text.casefold() for word in words[at + 1 : at + 3]}
            if mention.stated or after & counted:
                return True
        return False

    def _output(self, question: PredictQuestion, before: str, text: str) -> bool:
        named = self._named(text)
        return output_told(question, before, text, is_open=self._open, is_named=named)

    def _expression(self, question: ExpressionQuestion, heard: Heard, hearing: Hearing) -> bool:
        names = [given.name for given in question.given]
        known = squeezed(question.prompt)
        said = [(text, in_signs(text.replace("`", " "))) for text in heard.texts]
        spoken = [read(signs).pieces for text, signs in said if signs != text]
        tried = [*heard.pieces, *(piece for found in spoken for piece in found)]
        if self._open:
            said_so_far = f"{hearing.raw}\n{heard.texts[0]}"
            tried += _joined([*hearing.rows(), *heard.rows], len(heard.rows))
            tried += filled_by_words(heard.pieces, said_so_far, {*names, *_BUILTINS})
        for text in tried:
            for made in _expressions(text, names, renamed=self._open):
                if squeezed(made) not in known and _is_right(question, made):
                    return True
        return False

    def _prose(self, question: ProseQuestion, before: str, text: str) -> bool:
        own = self._own_words(text)
        if not own or not self._named(text):
            return False
        return any(
            rate(question, said) == "right"
            for said in (*_windows(own), " ".join(own), " ".join([*self._own_words(before), *own]))
        )

    def _own_words(self, text: str) -> list[str]:
        """The sentences of a text that the lesson does not have."""
        found = [each.strip() for each in _SENTENCE.split(text) if each.strip()]
        return [sentence for sentence in found if plain_words(sentence) not in self._lesson]


def _is_right(question: NumberQuestion | ExpressionQuestion, text: str) -> bool:
    report = judge_answer(question, TextAnswer(text=text))
    return not isinstance(report, Rejected) and report.verdict == "correct"


def _joined(rows: Sequence[str], new: int) -> Iterator[str]:
    """The last pieces put together, in ways that make an expression of them."""
    for end in range(len(rows) - new + 1, len(rows) + 1):
        for count in range(2, min(6, end) + 1):
            some = [row.strip() for row in rows[end - count : end]]
            for between in (" ", " or ", " and "):
                yield between.join(some)


def _expressions(code: str, names: Sequence[str], *, renamed: bool) -> Iterator[str]:
    """The expressions in a piece of code, also under the names that the question gives."""
    tree = parse_loosely(code)
    if tree is None:
        return
    found = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and size(node) > 1]
    for node in found[:_MOST_EXPRESSIONS]:
        text = ast.unparse(node)
        yield text
        used = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
        used.sort(key=lambda n: (n.lineno, n.col_offset))
        called = {
            n.func.id
            for n in ast.walk(node)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        free = [n for n in dict.fromkeys(n.id for n in used) if n not in called and n not in names]
        if not renamed or not free or len(free) > len(names):
            continue
        for order in (names, tuple(reversed(names))):
            other = dict(zip(free, order, strict=False))
            copied = parse(text)
            for n in ast.walk(copied) if copied else ():
                if isinstance(n, ast.Name):
                    n.id = other.get(n.id, n.id)
            yield ast.unparse(copied) if copied else text


def _windows(sentences: Sequence[str]) -> Iterator[str]:
    for start in range(len(sentences)):
        for end in range(start + 1, min(start + 3, len(sentences)) + 1):
            yield " ".join(sentences[start:end])
