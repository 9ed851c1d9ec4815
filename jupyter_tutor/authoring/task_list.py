"""Task lists: `- [x]` ticked, `- [ ]` not, words about an item indented below it."""

import re
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.markers import Marked

_ITEM = re.compile(r"[-*+] +\[(?P<mark>.?)\](?P<text>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item. ``below`` are the words indented below it, on one line; None: there are none."""

    text: str
    ticked: bool
    below: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a list's items are called in its faults."""

    item: str
    below: str
    ticked: str
    unticked: str


def read_items(marked: Marked, words: Words, faults: Faults) -> list[Item]:
    """The items of the list that a cell holds, in order; what else stands there is noted."""
    found: list[tuple[str, bool, Place]] = []
    below: list[list[str]] = []
    for number, line in enumerate(marked.body.split("\n"), start=1):
        if not line.strip():
            continue
        place = marked.body_place(number)
        item = _ITEM.fullmatch(line)
        if item is not None:
            if item["mark"] not in (" ", "x", "X"):
                faults.error(
                    place,
                    f"The box of this {words.item} holds `{item['mark']}`.",
                    f"Write `[x]` for {words.ticked} and `[ ]` for {words.unticked}.",
                )
            if not item["text"].strip():
                faults.error(place, f"This {words.item} is empty.", "Write its text.")
            found.append((item["text"].strip(), item["mark"] in ("x", "X"), place))
            below.append([])
        elif line[0] in " \t" and found:
            below[-1].append(line.strip())
        else:
            faults.error(
                place,
                f"This line is neither an {words.item} nor, indented below one, its {words.below}.",
                f"Begin {words.item}s with `- [x]` or `- [ ]`; put other words into the "
                "question's cell.",
            )
    return [
        Item(text=text, ticked=ticked, below=" ".join(lines) or None, place=place)
        for (text, ticked, place), lines in zip(found, below, strict=True)
    ]
