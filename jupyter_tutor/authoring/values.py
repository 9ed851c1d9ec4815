"""The values of keys, turned into what they stand for.

Each reader notes a fault for a value that does not fit and returns the default, so that reading
goes on. Knows nothing of roles.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.yaml_text import Entry
from jupyter_tutor.core.questions import CoolingOff, DifferenceRule

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_ID = 60
_RETRY = re.compile(r"(\d{1,4}) attempts?")
_COOLING_OFF = re.compile(r"(\d{1,4}) (second|minute)s?(?: after (\d{1,4}) attempts?)?")
_REVEAL = re.compile(r"after (\d{1,4}) attempts?")

REVEAL_AFTER = 3
TIMEOUT = 10.0
SLOW = 2.0


@dataclass(frozen=True, slots=True)
class Values:
    """The keys of one head. ``place`` is where a missing key is reported."""

    entries: Mapping[str, Entry]
    place: Place
    faults: Faults

    def has(self, key: str) -> bool:
        """Whether the key was written at all."""
        return key in self.entries

    def text(self, key: str, default: str | None = None) -> str | None:
        """A text that is not empty, or the default."""
        entry = self.entries.get(key)
        if entry is None:
            return default
        if not isinstance(entry.value, str):
            self._bad(key, "should be a text", "Write it in quotes on one line.")
            return default
        if not entry.value:
            self._bad(key, "is empty", "Write its value, or take the line away.")
            return default
        return entry.value

    def needed(self, key: str, fix: str) -> str | None:
        """A text that has to be there; None when it is not."""
        if key not in self.entries:
            self.faults.error(self.place, f"`{key}` is missing.", fix)
            return None
        return self.text(key)

    def identifier(self, key: str, fix: str) -> str | None:
        """An id that has to be there; None when it is not, or is none."""
        text = self.needed(key, fix)
        if text is None or self._is_id(key, text):
            return text
        return None

    def optional_identifier(self, key: str) -> str | None:
        """An id, or None when it is not there, or is none."""
        text = self.text(key)
        return text if text is not None and self._is_id(key, text) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        entry = self.entries.get(key)
        if entry is None:
            return ()
        value = (entry.value,) if isinstance(entry.value, str) else entry.value
        if isinstance(value, dict) or not all(value):
            self._bad(key, "should be a list", f"Write it as `{key}: [one, two]`.")
            return ()
        return value

    def identifiers(self, key: str) -> tuple[str, ...]:
        """A list of ids."""
        return tuple(text for text in self.texts(key) if self._is_id(key, text))

    def number(
        self, key: str, default: float, *, least: float, most: float, above: bool = False
    ) -> float:
        """A number from ``least`` (or above it) to ``most``."""
        text = self.text(key)
        if text is None:
            return default
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and least <= number <= most and not (above and number == least):
            return number + 0.0
        low = f"more than {least:g}" if above else f"{least:g} or more"
        self._bad(key, f"is `{_short(text)}`", f"Write a number, {low} and at most {most:g}.")
        return default

    def level(self, key: str, default: int) -> int:
        """A rung of a ladder, counted from 1."""
        text = self.text(key)
        if text is None:
            return default
        if re.fullmatch("[1-9][0-9]?", text):
            return int(text)
        self._bad(key, f"is `{_short(text)}`", "Write 1 for the first hint, 2 for the next.")
        return default

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        text = self.text(key)
        if text is None:
            return default
        if text.lower() in ("true", "yes", "false", "no"):
            return text.lower() in ("true", "yes")
        self._bad(key, f"is `{_short(text)}`", "Write `true` or `false`.")
        return default

    def difference(self, key: str, default: DifferenceRule) -> DifferenceRule:
        """What is told of where an answer departs from one that works."""
        text = self.text(key)
        known: tuple[DifferenceRule, ...] = get_args(DifferenceRule)
        rule = next((rule for rule in known if rule == text), None)
        if rule is None and text is not None:
            self._bad(key, f"is `{_short(text)}`", "Write `off`, `place` or `show`.")
        return rule or default

    def where(self, key: str) -> Literal["checker", "kernel"]:
        """Where a check runs; in the checker when nothing is said."""
        text = self.text(key)
        match text:
            case None | "checker":
                return "checker"
            case "kernel":
                return "kernel"
            case _:
                self._bad(key, f"is `{_short(text)}`", "Write `checker` or `kernel`.")
                return "checker"

    def reveal(self, key: str, default: int | None) -> int | None:
        """The attempts after which a solution may be shown; None for never."""
        text = self.text(key)
        if text is None:
            return default
        if text == "never":
            return None
        after = _REVEAL.fullmatch(text)
        if after and int(after[1]) > 0:
            return int(after[1])
        self._bad(key, f"is `{_short(text)}`", "Write `after 3 attempts` or `never`.")
        return default

    def retry(self, key: str, default: int | None) -> int | None:
        """The attempts a learner has; None for as many as they like."""
        text = self.text(key)
        if text is None:
            return default
        if text == "unlimited":
            return None
        most = _RETRY.fullmatch(text)
        if most and int(most[1]) > 0:
            return int(most[1])
        self._bad(key, f"is `{_short(text)}`", "Write `3 attempts` or `unlimited`.")
        return default

    def cooling_off(self, key: str, default: CoolingOff | None) -> CoolingOff | None:
        """The pause between attempts; None for none."""
        text = self.text(key)
        if text is None:
            return default
        if text == "none":
            return None
        found = _COOLING_OFF.fullmatch(text)
        if found and int(found[1]) > 0 and found[3] != "0":
            seconds = float(found[1]) * (60 if found[2] == "minute" else 1)
            return CoolingOff(after=int(found[3] or 1), seconds=seconds)
        fix = "Write `30 seconds`, `2 minutes after 3 attempts` or `none`."
        self._bad(key, f"is `{_short(text)}`", fix)
        return default

    def _is_id(self, key: str, text: str) -> bool:
        if ID.fullmatch(text) and len(text) <= MAX_ID:
            return True
        self._bad(
            key,
            f"is `{_short(text)}`, which is no id",
            f"Use lower-case letters, digits and single hyphens, at most {MAX_ID} in all.",
        )
        return False

    def _bad(self, key: str, what: str, fix: str) -> None:
        line = self.entries[key].line
        self.faults.error(self.place.at(line), f"`{key}` {what}.", fix)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
