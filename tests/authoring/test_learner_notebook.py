"""What a learner is given: all they need, and nothing the author keeps to themselves."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.source import CourseSource, read_course
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    ForeseenText,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
)
from tests.authoring.arranged import ARRANGED
from tests.authoring.broken import GOOD
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import notebook, read, write_course

SYLLABI = Path(__file__).parents[2] / "syllabi"


def made(source: CourseSource) -> dict[str, Any]:
    assert source.course is not None
    return learner_notebook(source.lessons[0])


def cells(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(c["cell_type"], c["id"], "".join(c["source"])) for c in data["cells"]]


def test_the_learner_notebook_of_a_small_lesson(tmp_path: Path) -> None:
    assert cells(made(read(tmp_path, GOOD))) == [
        (
            "markdown",
            "lesson-head",
            "<!-- tutor: lesson\ncourse: tiny\nlesson: means\n-->\n# Means\n\nWelcome.",
        ),
        ("markdown", "numbers", "## Numbers\n\nThis is how to add."),
        ("code", "numbers-example", "scores = [1, 2, 3]\nsum(scores)"),
        ("markdown", "mean", "## The mean\n\nWrite `mean(numbers)`."),
        (
            "code",
            "mean-answer",
            "#| tutor: answer\n#| for: mean\ndef mean(numbers):\n    ...  # your code here",
        ),
        (
            "markdown",
            "pick",
            "## Which one?\n\nWhich of these is a list?\n\n- `[1]`\n- `(1)`\n\n"
            "*Answer this one in the tutor panel.*",
        ),
    ]


def test_a_lesson_that_opens_without_words_opens_with_its_title(tmp_path: Path) -> None:
    sources = [GOOD.replace("# Means\\n\\nWelcome.", "")]
    head = cells(made(read(tmp_path, sources[0])))[0][2]
    assert head == "<!-- tutor: lesson\ncourse: tiny\nlesson: means\n-->\n# Means"


def test_it_is_a_valid_notebook_with_short_ids_whatever_the_headings(tmp_path: Path) -> None:
    long = "## " + "A very long heading indeed " * 20
    sources = [long + "\n\nWords.", "1", "2", "## ¿Qué?\n\nMás.", "## ∑\n\nSum."]
    lesson = notebook(*sources, *(json_source for json_source in _sources(GOOD)[3:]))
    data = made(read(tmp_path, lesson))
    nbformat.validate(nbformat.reads(to_text(data), as_version=4))
    ids = [cell["id"] for cell in data["cells"]]
    assert len(set(ids)) == len(ids)


def _sources(text: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


def kept_back(source: CourseSource) -> set[str]:
    """Every line that only the author may see, and every option as the author marked it."""
    texts: list[str] = []
    for compiled in source.lessons:
        for question in compiled.lesson.questions:
            texts += [hint.text for hint in question.hints]
            match question:
                case CodeQuestion():
                    texts += [question.solution, *question.alternatives]
                    for check in question.checks:
                        texts += [check.source, check.says or ""]
                    for wrong in question.wrong:
                        texts += [wrong.source, wrong.says, wrong.misconception]
                case ChoiceQuestion():
                    texts += [option.feedback or "" for option in question.options]
                    texts += [f"[x] {option.text}" for option in question.options]
                case NumberQuestion() | ExpressionQuestion():
                    texts += [question.answer, *foreseen(question.wrong)]
                case PredictQuestion():
                    texts += [question.output, *foreseen(question.wrong)]
                case OrderQuestion():
                    # Of the lines only their order is kept back, and how they were foreseen.
                    texts += [line.says or "" for line in question.lines]
                    texts += ["\n".join((one.misconception, one.says)) for one in question.wrong]
                case BlanksQuestion():
                    texts += [text for accepted in question.blanks for text in accepted]
                    for one in question.wrong:
                        texts += [one.answer, one.misconception, one.says]
                case ProseQuestion():
                    for idea in (*question.required, *question.forbidden):
                        texts += [idea.text, idea.says, *idea.signs]
                    texts += [sample.text for sample in question.samples]
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {line for line in lines if len(line) >= SHORTEST_TELLTALE}


SHORTEST_TELLTALE = 4
"""Characters of a line that is looked for; `12` or `a` is found in anything."""


def foreseen(wrong: tuple[ForeseenText, ...]) -> list[str]:
    return [text for one in wrong for text in (one.answer, one.misconception, one.says)]


def given(compiled: CompiledLesson) -> str:
    """All that the author means a learner to see: prompts, options, stubs, programs, examples."""
    texts = [compiled.lesson.course_id, compiled.lesson.id, compiled.lesson.title]
    texts += [question.id for question in compiled.lesson.questions]
    texts += [cell.text for cell in compiled.script]
    for question in compiled.lesson.questions:
        match question:
            case CodeQuestion():
                texts.append(question.stub)
            case ChoiceQuestion():
                texts += [option.text for option in question.options]
            case OrderQuestion():
                texts += [line.text for line in question.lines]
            case BlanksQuestion():
                texts += question.pieces
            case _:
                pass
    return "\n".join(texts)


@pytest.mark.parametrize("which", ["small", "typed", "arranged", "installed"])
def test_nothing_an_author_keeps_back_is_in_it(which: str, tmp_path: Path) -> None:
    if which != "installed":
        sources = [read(tmp_path, {"small": GOOD, "typed": TYPED, "arranged": ARRANGED}[which])]
    else:
        sources = [read_course(path.parent) for path in sorted(SYLLABI.glob("*/course.yaml"))]
    for source in sources:
        for compiled in source.lessons:
            data = learner_notebook(compiled)
            # Every string there is, keys and metadata too; only ids are made of headings.
            bare = [{key: cell[key] for key in cell if key != "id"} for cell in data["cells"]]
            text = "\n".join(strings({**data, "cells": bare}))
            meant = given(compiled)
            leaked = [line for line in kept_back(source) if text.count(line) > meant.count(line)]
            assert leaked == []
            assert "[x]" not in text
            assert [cell.get("outputs", []) for cell in data["cells"]] == [[]] * len(data["cells"])


def strings(data: Any) -> list[str]:
    match data:
        case str():
            return [data]
        case dict():
            return [text for item in data.items() for text in strings(list(item))]
        case list():
            return [text for item in data for text in strings(item)]
        case _:
            return []


def test_which_option_is_right_changes_nothing_in_it(tmp_path: Path) -> None:
    swapped = GOOD.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]")
    assert swapped != GOOD
    one = read(tmp_path / "one", GOOD)
    other = read(tmp_path / "other", swapped)
    assert made(one) == made(other)


def test_a_setup_cell_is_given_where_it_stands(tmp_path: Path) -> None:
    sources = _sources(GOOD)
    sources.insert(4, "#| tutor: setup\ngiven = [1, 5]")
    files: dict[str, str | bytes] = {"means.ipynb": notebook(*sources)}
    data = made(read_course(write_course(tmp_path, files)))
    assert cells(data)[4] == ("code", "setup", "given = [1, 5]")
