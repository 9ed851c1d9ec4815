"""The task list of a choice question: `- [x]` right, `- [ ]` wrong, feedback indented below."""

import re
from string import ascii_lowercase

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.core.course import Option

_ITEM = re.compile(r"[-*+] +\[(?P<mark>.?)\](?P<text>.*)")


def read_options(marked: Marked, faults: Faults) -> tuple[Option, ...]:
    """The options in their order, with ids `a`, `b`, … that tell nothing of which is right."""
    found: list[tuple[str, bool, int]] = []
    feedback: list[list[str]] = []
    for number, line in enumerate(marked.body.split("\n"), start=1):
        if not line.strip():
            continue
        item = _ITEM.fullmatch(line)
        if item is not None:
            if item["mark"] not in (" ", "x", "X"):
                faults.error(
                    marked.body_place(number),
                    f"The box of this option holds `{item['mark']}`.",
                    "Write `[x]` for a right option and `[ ]` for a wrong one.",
                )
            if not item["text"].strip():
                faults.error(marked.body_place(number), "This option is empty.", "Write its text.")
            found.append((item["text"].strip(), item["mark"] in ("x", "X"), number))
            feedback.append([])
        elif line[0] in " \t" and found:
            feedback[-1].append(line.strip())
        else:
            faults.error(
                marked.body_place(number),
                "This line is neither an option nor, indented below one, its feedback.",
                "Begin options with `- [x]` or `- [ ]`; put other words into the question's cell.",
            )
    _judge(found, marked, faults)
    return tuple(
        Option(id=letter, text=text, right=right, feedback=" ".join(lines) or None)
        for letter, (text, right, _), lines in zip(ascii_lowercase, found, feedback, strict=False)
    )


def _judge(found: list[tuple[str, bool, int]], marked: Marked, faults: Faults) -> None:
    if len(found) < 2:
        fix = "Write at least two, each on a line that begins with `- [x]` or `- [ ]`."
        faults.error(marked.place, "There are fewer than two options.", fix)
    elif not any(right for _, right, _ in found):
        fix = "Mark each right one with `- [x]`."
        faults.error(marked.place, "None of the options is right.", fix)
    elif all(right for _, right, _ in found):
        fix = "Add one that is wrong, and what a learner who picks it should hear."
        faults.warning(marked.place, "All of the options are right.", fix)
    if len(found) > len(ascii_lowercase):
        fix = f"Keep at most {len(ascii_lowercase)}."
        faults.error(marked.place, "There are too many options.", fix)
    seen: set[str] = set()
    for text, _, number in found:
        if text and text in seen:
            fix = "Write them so that they can be told apart."
            faults.error(marked.body_place(number), "Two options read the same.", fix)
        seen.add(text)
