"""What one reply claims of code: run piece by piece, and corrected below it where it is not so.

What has been shown of a reply stays. What is held back may never be shown; then it has claimed
nothing, defined nothing, and nothing of it was run.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.dialogue.claims import LONGEST_CODE, Claims
from jupyter_tutor.dialogue.guard.guard import Guard
from jupyter_tutor.dialogue.running import run
from jupyter_tutor.dialogue.verifying import NOTHING, ODD, Claim, Outcome, Verified, verify
from jupyter_tutor.ports import Target

MOST = 10
"""Claims of a reply that are run: more than a reply of usual length has, and few enough that
somebody else's answer, which is judged in the same place, does not wait for long."""

SECONDS = 15.0
"""Seconds for all that is run of a reply, so that one that claims much does not keep its learner
waiting: three times what one piece of code may take."""

LONGEST = 10_000
"""Characters of a reply that are read for claims; reading holds everybody up while it lasts."""

NOT_SO = "I ran this, and it is not so."
RAN = "I ran what was claimed."
"""What is said where more would give an answer away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """All that was taken in: how much, the claims that were found in it, what came of these.

    ``over``: nothing more of the reply is looked at.
    """

    pieces: int = 0
    characters: int = 0
    seen: frozenset[Claim] = frozenset()
    outcome: Outcome = NOTHING
    over: bool = False


class Claimed:
    """Takes in one reply, piece by piece; ``target`` runs code where it can harm nothing.

    ``names`` are those that may stand for something else than Python's own where the learner is.
    """

    def __init__(self, target: Target, names: frozenset[str] = frozenset()) -> None:
        self._target = target
        self._names = names
        self._claims = Claims(names)
        self._pieces: list[str] = []
        self._all = self._shown = _Taken()
        self._seconds = SECONDS

    @property
    def outcome(self) -> Outcome:
        """What came of the claims of all that was taken in and not forgotten."""
        return self._all.outcome

    async def take(self, piece: str, guard: Guard) -> str:
        """Take in the next piece; what is to be said below it, because it is not so.

        What was seen is left unsaid where it is the answer to a question.
        """
        found = self._found(piece)
        verified = await verify(found, self._run)
        added = ""
        for _, seen in verified.refuted:
            told = f"\n\n*{NOT_SO} It shows:*\n\n{as_block(seen)}\n\n"
            added += told if await guard.examine(told) is None else f"\n\n*{NOT_SO}*\n\n"
        ran = [line if await guard.examine(line) is None else RAN for line in verified.ran]
        self._note(found, verified, ran)
        return added

    def show(self) -> None:
        """All that was taken in is shown."""
        self._shown = self._all

    def forget(self) -> None:
        """What was taken in and not shown is never going to be."""
        if self._all == self._shown:
            return
        self._all = self._shown
        del self._pieces[self._all.pieces :]
        self._claims = Claims(self._names)
        if not self._all.over:
            for piece in self._pieces:
                self._read(piece)

    def _found(self, piece: str) -> tuple[Claim, ...]:
        """The claims of the next piece that are new and can be run."""
        taken = self._all
        if taken.over:
            return ()
        self._pieces.append(piece)
        characters = taken.characters + len(piece)
        self._all = replace(taken, pieces=taken.pieces + 1, characters=characters)
        if characters > LONGEST:
            self._leave(over=True)
            return ()
        new = [claim for claim in self._read(piece) if claim not in taken.seen]
        able = [claim for claim in new if len(claim.code) <= LONGEST_CODE]
        runs = tuple(able[: MOST - len(taken.seen)])
        if len(runs) < len(new):
            self._leave(over=len(runs) < len(able))
        return runs

    def _read(self, piece: str) -> tuple[Claim, ...]:
        """What it claims; where that cannot be read, the reply goes on without being read."""
        try:
            return self._claims.read(piece)
        except ODD:
            self._leave(over=True)
            return ()

    def _leave(self, *, over: bool) -> None:
        outcome = replace(self._all.outcome, left=True)
        self._all = replace(self._all, outcome=outcome, over=over)

    def _note(self, found: Iterable[Claim], verified: Verified, ran: Iterable[str]) -> None:
        before = self._all.outcome
        outcome = Outcome(
            ran=(*before.ran, *ran),
            refuted=before.refuted or bool(verified.refuted),
            left=before.left or bool(verified.left),
        )
        self._all = replace(self._all, seen=self._all.seen | {*found}, outcome=outcome)

    async def _run(self, code: str) -> str | None:
        """What code shows, if there is time left for it."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        if self._seconds <= 0:
            return None
        try:
            async with asyncio.timeout(self._seconds):
                return await run(code, self._target)
        except TimeoutError:
            return None
        finally:
            self._seconds -= loop.time() - begun
