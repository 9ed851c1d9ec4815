"""All that a learner has read: before this block, and with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from jupyter_tutor.dialogue.guard.languages import in_english
from jupyter_tutor.dialogue.guard.reading import Read, read
from jupyter_tutor.dialogue.guard.rendered import as_rendered
from jupyter_tutor.dialogue.guard.unmasking import decoded, in_ascii, plain

_MOST_BEFORE = 20_000
_MOST_CODED = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A text and what was found in it.

    ``texts`` is it in plain letters, then as it reads where it is rendered, what is hidden in it,
    and what it says in English; ``reads`` is what was found in each of these.
    """

    texts: tuple[str, ...]
    reads: tuple[Read, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """All its code, each piece once."""
        return tuple(dict.fromkeys(piece for each in self.reads for piece in each.pieces))

    @property
    def rows(self) -> tuple[str, ...]:
        """Its code as one would copy it, in order."""
        return tuple(row for each in self.reads for row in each.rows)


@dataclass(slots=True)
class Hearing:
    """What was read so far, and what comes of one more block; ``telling`` are telling words.

    ``earlier`` was read before the open question was asked.
    """

    telling: Collection[str]
    earlier: list[Heard] = field(default_factory=list)
    before: list[Heard] = field(default_factory=list)
    raw: str = ""

    def hear(self, block: str) -> Heard:
        """Look at a block, in the light of what came before it."""
        text = plain(block)
        ways = dict.fromkeys((text, *map(plain, as_rendered(block))))
        hidden = dict.fromkeys(
            each for way in ways for each in (*decoded(way, self.telling), in_ascii(way))
        )
        for way in ways:
            hidden.pop(way, None)
        if hidden or not self._reads(text):
            together = (self.raw + text)[-_MOST_CODED:]
            hidden |= dict.fromkeys(decoded(together, self.telling))
        hidden |= dict.fromkeys(each for way in ways for each in in_english(way))
        known = {each for heard in self.before for each in heard.texts}
        texts = (text, *(each for each in (*ways, *hidden) if each not in known | {text}))
        return Heard(texts=texts, reads=tuple(map(read, texts)))

    def keep(self, heard: Heard) -> None:
        """Take it as shown from now on."""
        self.before.append(heard)
        self.raw = (self.raw + heard.texts[0])[-_MOST_BEFORE:]

    def said(self, heard: Heard | None = None) -> str:
        """All the text before, and this."""
        texts = [*self.before, heard] if heard is not None else self.before
        return "\n\n".join(text for each in texts for text in each.texts)

    def rows(self) -> list[str]:
        """The code shown before, as one would copy it."""
        return [row for heard in (*self.earlier, *self.before) for row in heard.rows]

    def pieces(self) -> list[str]:
        """All the code shown before."""
        return [piece for heard in (*self.earlier, *self.before) for piece in heard.pieces]

    @staticmethod
    def _reads(text: str) -> bool:
        """Whether it is made of words that are no longer than words are."""
        return all(len(word) < 24 for word in text.split())


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """The words in some texts."""
    return frozenset(word.strip(".,:;()[]'\"`") for text in texts for word in text.split())
