"""Prose questions: a rubric of required and forbidden ideas, tried on the author's own samples."""

import re
from dataclasses import replace
from typing import get_args

from jupyter_tutor.authoring.faults import Faults, listed
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.task_list import Item, Words, read_items
from jupyter_tutor.core.answers.prose import Rating, rate, words_of_sign
from jupyter_tutor.core.questions import Idea, ProseQuestion, Sample

_WORDS = Words(item="idea", below="words", ticked="a required idea", unticked="a forbidden one")
_SIGNS = re.compile(r"(?P<idea>.*\S)\s*:\s*(?P<signs>`[^`]+`(?:\s*,\s*`[^`]+`)*)\s*")
_RATED = {
    "right": "all required ideas are found",
    "partial": "it cannot be told",
    "wrong": "a forbidden idea is found",
}


def read_prose(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> ProseQuestion | None:
    """Read a prose question; None when there is too little to go on, which is then noted.

    ``above`` is not used: every kind is read through the same door.
    """
    refuse_other_roles(parts, "prose", ("rubric", "sample", "hint"), faults)
    refuse_other_keys(parts, "prose", faults)
    common = read_common(parts, policies, faults)
    fix = "Add a Markdown cell with `<!-- tutor: rubric` and a task list of ideas."
    cell = one_cell(parts, "rubric", fix, faults)
    if cell is None:
        return None
    items = read_items(cell, _WORDS, faults)
    ideas = [(item, _idea(item, faults)) for item in items]
    required = tuple(idea for item, idea in ideas if item.ticked and idea is not None)
    forbidden = tuple(idea for item, idea in ideas if not item.ticked and idea is not None)
    if not any(item.ticked for item in items):
        fix = "Begin a line with `- [x]`, the idea, a colon and its signs in backticks."
        faults.error(cell.place, "The rubric has no required idea.", fix)
        return None
    if not required:
        return None
    question = ProseQuestion(**common.fields(), required=required, forbidden=forbidden)
    # Samples are not rated by a rubric that lacks some of its ideas.
    whole = question if all(idea is not None for _, idea in ideas) else None
    _warn_of_given_answers(parts, question, faults)
    return replace(question, samples=_read_samples(parts, whole, faults))


def _warn_of_given_answers(parts: Parts, question: ProseQuestion, faults: Faults) -> None:
    """Note words of the question itself that would be a right answer: they could be copied."""
    said = [(parts.head.place, "The prompt", question.prompt)]
    said += [(cell.place, "This hint", cell.body) for cell in parts.of("hint")]
    for cell in parts.of("rubric"):
        for idea in (*question.required, *question.forbidden):
            said.append((cell.place, "What is said about an idea", idea.says))
    for place, what, text in said:
        if rate(question, text) == "right":
            faults.warning(
                place,
                f"{what} is itself a right answer by the rubric.",
                "Say less there, or ask for more.",
            )


def _idea(item: Item, faults: Faults) -> Idea | None:
    if not item.text:
        return None  # noted when the list was read
    found = _SIGNS.fullmatch(item.text)
    if found is None:
        faults.error(
            item.place,
            "This idea has no signs by which it could be recognised.",
            "Write a colon after the idea, and then its signs: `gives back`, `hands back`.",
        )
        return None
    if item.below is None:
        what = "ask when it is missing" if item.ticked else "say when it is found"
        fix = f"Write, indented below it, what to {what}."
        faults.error(item.place, "Nothing is said about this idea.", fix)
        return None
    signs = tuple(sign.strip() for sign in re.findall("`([^`]+)`", found["signs"]))
    for sign in signs:
        if not words_of_sign(sign):
            fix = "Write words that learners use for it; `*` stands for the end of a word only."
            faults.error(item.place, f"The sign `{sign}` holds no word.", fix)
    return Idea(text=found["idea"], signs=signs, says=item.below)


def _read_samples(
    parts: Parts, question: ProseQuestion | None, faults: Faults
) -> tuple[Sample, ...]:
    samples: list[Sample] = []
    for cell in parts.of("sample"):
        verdict = _verdict_of(cell, faults)
        text = cell.body.strip()
        if not text:
            faults.error(cell.place, "The sample is empty.", "Write the answer below its head.")
        elif verdict is not None:
            rated = rate(question, text) if question is not None else verdict
            if rated != verdict:
                faults.error(
                    cell.place,
                    f"This sample is called {verdict}, but by the rubric it is {rated}: "
                    f"{_RATED[rated]}.",
                    "Mend the signs of the rubric, or the verdict of the sample.",
                )
            samples.append(Sample(text=text, verdict=verdict, cell=cell.cell.number))
    missing = [v for v in get_args(Rating) if v not in {sample.verdict for sample in samples}]
    unread = len(samples) < len(parts.of("sample"))
    if missing and not unread and not parts.incomplete:
        faults.warning(
            parts.head.place,
            f"The question `{parts.id}` has no sample answer that is {listed(missing, 'or')}.",
            "Add Markdown cells with `<!-- tutor: sample`, as learners would write.",
        )
    return tuple(samples)


def _verdict_of(cell: Marked, faults: Faults) -> Rating | None:
    text = values_of(cell, faults).needed("verdict", "Write `verdict: right`, partial or wrong.")
    verdict = next((known for known in get_args(Rating) if known == text), None)
    if text is not None and verdict is None:
        what = f"There is no verdict `{text}` for a sample."
        faults.error(cell.line_of("verdict"), what, f"Use {listed(get_args(Rating), 'or')}.")
    return verdict
