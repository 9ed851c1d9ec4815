"""A reply cut into blocks while it streams in, each given as soon as it is complete.

A block is what can be judged and shown by itself: a paragraph, a heading, a list, a fenced piece of
code with its end. The blocks one after the other are exactly the text, and are the same however it
was cut into pieces on its way.
"""

import re

LONG = 240
"""Characters from which on a paragraph is given at the next end of a sentence."""

_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?][)\"'\u201d\u2019]?[ \t]+(?=\S)")


class Blocks:
    """Fed with the pieces of a text, gives its blocks."""

    def __init__(self) -> None:
        self._block = ""
        self._line = ""
        self._fence: str | None = None
        self._ended = False  # what comes next begins a new block
        self._inside = False  # the line goes on after a sentence that was given already

    def feed(self, piece: str) -> list[str]:
        """The blocks that are complete now that this piece has come."""
        done: list[str] = []
        *lines, last = (self._line + piece).split("\n")
        for line in lines:
            self._line = f"{line}\n"
            done += self._take()
        self._line = last
        return done + self._sentences()

    def end(self) -> list[str]:
        """What is left at the end of the text, as blocks; an open fence is one. It ends here."""
        done = self._take() if self._line else []
        return [*done, self._block] if self._block else done

    def _take(self) -> list[str]:
        """The blocks that a whole line completes. Blank lines belong to the block before them."""
        found = None if self._inside else _FENCE.match(self._line)
        if self._fence is not None:
            if found and found["fence"].startswith(self._fence) and not found["info"].strip():
                self._fence, self._ended = None, True
            return self._add()
        if not self._line.strip():
            self._ended = self._ended or bool(self._block.strip())
            return self._add()
        opens = found is not None and "`" not in found["info"]
        heading = not self._inside and _HEADING.match(self._line) is not None
        if opens or heading:
            done = self._close()
            if found is not None and opens:
                self._fence = found["fence"]
            self._ended = heading
            return done + self._add()
        done = self._cut()
        return done + (self._close() if self._ended else []) + self._add()

    def _sentences(self) -> list[str]:
        """The ends of sentences in a line that is not whole yet, where it is one of a paragraph."""
        if self._fence is not None:
            return []
        if not self._inside and (_FENCE.match(self._line) or _HEADING.match(self._line)):
            return []
        return self._cut()

    def _cut(self) -> list[str]:
        """A paragraph as it goes on, cut at ends of sentences once it is long."""
        done: list[str] = []
        begun, start = "" if self._ended else self._block, LONG
        while (found := _SENTENCE_END.search(begun + self._line, start)) is not None:
            text, start = begun + self._line, found.end()
            if text.count("`", 0, start) % 2:
                continue
            done += self._close() if self._ended else []
            done.append(text[:start])
            self._line, self._inside = text[start:], True
            begun, self._block, start = "", "", LONG
        return done

    def _add(self) -> list[str]:
        self._block += self._line
        self._line, self._inside = "", False
        return []

    def _close(self) -> list[str]:
        """The block up to here; what is only blank belongs to the next."""
        self._ended = False
        if not self._block.strip():
            return []
        block, self._block = self._block, ""
        return [block]
