"""What cannot be read as a formula, in words for whoever typed it, with the place."""

from jupyter_tutor.core.quoting import as_code

_AROUND = 12
"""Characters that are shown on each side of the place."""

MARK = "▸"


class NotAFormulaError(Exception):
    """The text of the error says what is amiss, and shows where, as Markdown."""


def refuse(why: str, text: str, at: int) -> NotAFormulaError:
    """The error for what stands in ``text`` from ``at`` on."""
    before, after = text[:at].strip(), text[at:].strip()
    if not before and not after:
        return NotAFormulaError(why)
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND]}…"
    shown = " ".join(f"{before} {MARK} {after}".split())
    # What cannot be seen, or turns the line around, must not do so in the message.
    place = as_code("".join(sign if sign.isprintable() else "\ufffd" for sign in shown))
    return NotAFormulaError(f"{why} It is at the mark: {place}.")
