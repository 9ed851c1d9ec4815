"""Takes out of a model's words the marks of its prompt: a small model repeats them.

The marks are the lines around the blocks of data (:mod:`jupyter_tutor.dialogue.templates`). They
are cut from whatever a model says before anything else looks at it, so that the guard judges what
will be shown. What only looks a little like a mark, such as a learner's `[end]`, is left in place.
"""

import re
from collections.abc import Callable

from jupyter_tutor.dialogue.templates import BOUNDARY_DIGITS
from jupyter_tutor.model import AroundModel, Asker, Completion, ModelError, Prompt

LONGEST = 100
"""Characters of a mark with all that is cut with it; any is shorter."""

_FORM = rf"\[(?:data|end) [0-9a-f]{{{BOUNDARY_DIGITS}}}(?: (?:\w{{1,30}}|\u2026))?\]"
"""A mark as templates write it, of any prompt: an earlier one may be told again."""


class Marks:
    """Fed with the pieces of a text, gives it without marks, the same however it was cut.

    ``boundary`` is that of the prompt: in brackets it is a mark however the rest is written. A line
    of nothing but marks is left out as a whole.
    """

    def __init__(self, boundary: str | None) -> None:
        self._whole = [] if boundary is None else [f"[data {boundary}", f"[end {boundary}"]
        own = rf"\[[\w \t/]{{0,12}}{boundary}(?:[^\[\]\n\"]{{0,40}}\])?"
        mark = _FORM if boundary is None else f"(?:{_FORM}|{own})"
        self._mark = re.compile(rf"[ \t]{{0,20}}(?:`{mark}`|{mark})", re.IGNORECASE)
        self._held = ""
        self._bare = True  # nothing of this line is left so far
        self._cut = False  # a mark was cut from this line

    def feed(self, piece: str) -> str:
        """What is certain now that this piece has come."""
        *lines, begun = (self._held + piece).split("\n")
        certain = _certain(begun)
        self._held = begun[certain:]
        given = [self._left(line, ends=True) for line in lines]
        return "".join([*given, self._left(begun[:certain], ends=False)])

    def end(self) -> str:
        """What is left at the end of the text. It ends here."""
        opened = self._held.rfind("[")
        begun = self._held[opened:] if opened >= 0 else ""
        # A text that is cut short may end within a mark.
        if " " in begun.rstrip() and any(mark.startswith(begun) for mark in self._whole):
            self._held = self._held[:opened].rstrip(" \t`")
        return self._left(self._held, ends=False)

    def _left(self, text: str, *, ends: bool) -> str:
        """What is left of the line, or of the next part of it; ``ends``: with its end."""
        left = self._mark.sub("", text)
        self._cut = self._cut or left != text
        if self._bare and self._cut:
            left = left.lstrip(" \t")
        self._bare = self._bare and not left
        if not ends:
            return left
        whole = "" if self._bare and self._cut else f"{left}\n"
        self._bare, self._cut = True, False
        return whole


def _certain(line: str) -> int:
    """How much of a line that goes on can hold no part of a mark that is yet to end."""
    certain = len(line)
    # What is further back has ended, or has become too long for a mark.
    first = certain - LONGEST
    while True:
        # Blanks and a backtick may belong to a mark behind them.
        certain = len(line[:certain].rstrip(" \t`"))
        opened = line.rfind("[", max(0, certain - LONGEST), certain)
        if opened < max(0, first) or "]" in line[opened : certain - 1]:
            return certain
        certain = opened


def without_marks(text: str, boundary: str | None) -> str:
    """The whole text without marks."""
    marks = Marks(boundary)
    return marks.feed(text) + marks.end()


class Unmarked(AroundModel):
    """A model whose words come without the marks of what it was asked."""

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """The whole answer; raises ModelError, also for one of nothing but marks."""
        answer = await self._asked(prompt, asker, hear)
        text = without_marks(answer.text, prompt.boundary)
        if answer.text.strip() and not text.strip():
            raise ModelError("garbled", detail="nothing but marks of the prompt")
        return Completion(text=text, call=answer.call)

    async def _asked(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None
    ) -> Completion:
        if hear is None:
            return await self._model.ask(prompt, asker)
        marks = Marks(prompt.boundary)

        def heard(piece: str) -> None:
            if piece:
                hear(piece)

        try:
            return await self._model.ask(prompt, asker, lambda piece: heard(marks.feed(piece)))
        finally:
            heard(marks.end())
