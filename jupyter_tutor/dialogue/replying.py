"""One reply, from what was asked to its end: streamed as it may be shown, and never more.

What comes is cut into blocks, and each is looked at before it is shown, as is what the tutor adds
after running what a block claims. One that would give an answer away ends the attempt; a second one
is told so, and if that does no better the author's own hint stands in its place. As long as a reply
may turn out to be one that cannot be relied on, nothing of it is shown; then it is an outline only.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.talk import Confidence, Context, Ending, Ground, Reply
from jupyter_tutor.dialogue.asking import assess, reply_prompt
from jupyter_tutor.dialogue.blocks import Blocks
from jupyter_tutor.dialogue.caution import CAUTION, OFFER_OF_PERSON, outline
from jupyter_tutor.dialogue.claimed import Claimed
from jupyter_tutor.dialogue.confidence import MEDIUM, confidence, floor
from jupyter_tutor.dialogue.failing import words_for
from jupyter_tutor.dialogue.guard.caught import Caught
from jupyter_tutor.dialogue.guard.guard import Guard
from jupyter_tutor.dialogue.heading import Heading
from jupyter_tutor.dialogue.instead import instead_of
from jupyter_tutor.dialogue.pictures import without_pictures
from jupyter_tutor.dialogue.prompting import Strip
from jupyter_tutor.dialogue.retrieval import Found, find, sections_of
from jupyter_tutor.dialogue.taken import taken_names
from jupyter_tutor.model import Asker, Completion, Model, ModelError, Prompt, PromptMessage
from jupyter_tutor.ports import Formulas, Target

ATTEMPTS = 2

BETWEEN = 0.05
"""Seconds between two looks at a block that is not whole yet."""

NOT_LIKE_THAT = (
    "That would have given away the answer to a question of this lesson. Answer again: say what to "
    "look at or show the idea with another example, without code or words that answer it. Do not "
    "repeat what you have said already:\n\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reply is to, and all that it may rest on."""

    request: RequestId
    words: str
    context: Context
    lesson: Lesson


class Replying:
    """Writes one reply. ``grow`` and ``hear`` are those of ``Assistant.reply``."""

    def __init__(
        self,
        model: Model,
        asker: Asker,
        strip: Strip,
        target: Target,
        formulas: Formulas,
        *,
        grow: Callable[[str], Awaitable[None]],
        hear: Callable[[str], None],
    ) -> None:
        self._model = model
        self._asker = asker
        self._strip = strip
        self._target = target
        self._formulas = formulas
        self._grow = grow
        self._hear = hear
        self._shown = ""
        self._held = ""
        self._told = -math.inf

    async def reply(self, asked: Asked) -> Reply:
        """The reply, at its end; never an error of the model's."""
        context = asked.context
        found = find(asked.words, sections_of(asked.lesson, context), context.turns)
        prompt = reply_prompt(asked.lesson, context, asked.words, found, self._strip)
        guard = Guard.of(context, asked.lesson, self._target, self._formulas)
        names = taken_names(asked.lesson, context, asked.words)
        claimed = Claimed(self._target, names)
        caught: list[Caught] = []
        for _ in range(ATTEMPTS):
            attempt = _Attempt(Heading(), asked.words, found, claimed)
            try:
                stopped_by = await self._attempt(prompt, attempt, guard)
            except ModelError as error:
                return self._ended(asked, "failed", words_for(error), caught)
            if stopped_by is None:
                return await self._finished(asked, attempt, found, caught)
            caught.append(stopped_by)
            claimed.forget()
            self._held = ""
            prompt = _again(prompt, self._shown)
        instead = instead_of(caught[-1], context, asked.lesson)
        return self._ended(asked, "withheld", instead, caught)

    async def _attempt(self, prompt: Prompt, attempt: "_Attempt", guard: Guard) -> Caught | None:
        """Show what may be shown; None when the model has come to its end.

        Raises ModelError. What stopped it has not been shown, nor anything after it.
        """
        blocks, pending = Blocks(), ""
        async for text in self._stream(prompt, attempt.heading):
            pending += text
            if guard.idle and attempt.safe:
                self._tell(self._held + pending)
            for block in blocks.feed(text):
                pending = pending[len(block) :]
                caught = await self._take(block, attempt, guard)
                if caught is not None:
                    return caught
        for block in blocks.end():
            caught = await self._take(block, attempt, guard)
            if caught is not None:
                return caught
        return None

    async def _stream(self, prompt: Prompt, heading: Heading) -> AsyncIterator[str]:
        """The text below the heading, piece by piece; raises ModelError after the last."""
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        asking = asyncio.ensure_future(self._model.ask(prompt, self._asker, pieces.put_nowait))
        asking.add_done_callback(lambda _: pieces.put_nowait(None))
        try:
            while (piece := await pieces.get()) is not None:
                if text := heading.feed(piece):
                    yield text
            if text := heading.close():
                yield text
            await asking
        finally:
            await _parted(asking)

    async def _take(self, block: str, attempt: "_Attempt", guard: Guard) -> Caught | None:
        # First, so that what is judged is what will be shown.
        block = without_pictures(block)
        caught = await guard.examine(block)
        if caught is not None:
            return caught
        block += await attempt.claimed.take(block, guard)
        if attempt.safe:
            await self._show(self._held + block)
            self._held = ""
            attempt.claimed.show()
        else:
            self._held += block
        return None

    def _tell(self, more: str) -> None:
        """Let the learner see what is not whole yet: at once at first, then now and then."""
        now = asyncio.get_running_loop().time()
        if now - self._told >= BETWEEN:
            self._told = now
            self._hear(without_pictures(self._shown + more))

    async def _show(self, words: str) -> None:
        self._shown += words
        await self._grow(words)

    async def _finished(
        self, asked: Asked, attempt: "_Attempt", found: Found, caught: list[Caught]
    ) -> Reply:
        written = self._shown + self._held
        stated = attempt.heading.head.confidence
        if stated is None:
            stated = await self._assessed(asked, written, found)
        sure = confidence(stated, asked.words, found, written, attempt.claimed.outcome)
        return Reply(
            request=asked.request,
            ending="finished",
            words=self._worded(written, sure),
            confidence=sure,
            rests_on=_grounds(attempt.heading.head.rests_on, found),
            offers_person=sure.label in ("medium", "low"),
            caught=tuple(one.kind for one in caught),
        )

    async def _assessed(self, asked: Asked, written: str, found: Found) -> float | None:
        try:
            second = await assess(
                self._model, asked.words, written, found, self._asker, self._strip
            )
        except ModelError:
            return None
        return second.confidence

    def _worded(self, written: str, sure: Confidence) -> str:
        """What is shown of a whole reply, by how far it can be relied on."""
        match sure.label:
            case "verified" | "high":
                return written.strip()
            case "medium":
                return f"{written.rstrip()}\n\n{CAUTION}"
            case "low":
                # What has been shown stays: it was corrected where it was run.
                told = self._shown.rstrip() or outline(written)
                return f"{told}\n\n{OFFER_OF_PERSON}"

    def _ended(self, asked: Asked, ending: Ending, last: str, caught: list[Caught]) -> Reply:
        """A reply that did not come to its end; what was shown stays, and is marked as a part."""
        begun = bool(self._shown.strip())
        words = f"{self._shown.rstrip()}\n\n{last}" if begun else last
        ending = "broke_off" if begun and ending == "failed" else ending
        return Reply(
            request=asked.request,
            ending=ending,
            words=words,
            offers_person=ending == "withheld",
            caught=tuple(one.kind for one in caught),
        )


class _Attempt:
    """One answer of the model's; ``safe``: its label is not going to be low.

    ``claimed`` is what the reply claims, in all its attempts.
    """

    def __init__(self, heading: Heading, asked: str, found: Found, claimed: Claimed) -> None:
        self.heading = heading
        self.claimed = claimed
        self._asked = asked
        self._found = found

    @property
    def safe(self) -> bool:
        """Only a model that says how sure it is can be shown before its end."""
        stated = self.heading.head.confidence
        return stated is not None and floor(stated, self._asked, self._found) >= MEDIUM


def _again(prompt: Prompt, shown: str) -> Prompt:
    """The same prompt for another attempt. What was caught is not repeated to the model."""
    told = PromptMessage("user", NOT_LIKE_THAT + (shown.strip() or "(nothing)"))
    return replace(prompt, messages=(*prompt.messages, told))


def _grounds(numbers: tuple[int, ...] | None, found: Found) -> tuple[Ground, ...]:
    """What a reply says that it rests on; where it does not say, the best there is."""
    if numbers is None:
        numbers = (1,)
    named = [found.sections[n - 1].ground for n in numbers if 0 < n <= len(found.sections)]
    return tuple(dict.fromkeys(named))


async def _parted(asking: "asyncio.Future[Completion]") -> None:
    """Give a call up that is not wanted any more, and wait until it is over."""
    asking.cancel()
    with contextlib.suppress(asyncio.CancelledError, ModelError):
        await asking
