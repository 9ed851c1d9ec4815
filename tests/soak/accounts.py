"""An account of what each learner was told, and what of it is found again afterwards.

What was told is what a panel has read: the frames that accept a command, and the messages shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_tutor.ports import StoredEvent
from tests.driving.panel import JsonObject

EVENT_OF = {
    "say": "learner_said",
    "submit_answer": "answer_submitted",
    "ask_hint": "hint_given",
}
"""Commands that lead to one event each of that type, to which nothing else leads."""


@dataclass
class Account:
    """What a learner sent and was told: of each command how often, the words, the messages.

    ``seq`` is the newest event they were told of.
    """

    learner: str
    sent: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    words_accepted: list[str] = field(default_factory=list)
    seq: int = 0
    shown: list[JsonObject] = field(default_factory=list)


@dataclass
class Faults:
    """How much of what must not be has been, and in words what it was."""

    lost: int = 0
    doubled: int = 0
    changed: int = 0
    words: list[str] = field(default_factory=list)

    def lose(self, count: int, words: str) -> None:
        """So much that was told is not there; nothing happens when it is none."""
        if count > 0:
            self.lost += count
            self.words.append(f"lost: {words}")

    def double(self, count: int, words: str) -> None:
        """So much is there twice, or was never asked for."""
        if count > 0:
            self.doubled += count
            self.words.append(f"doubled: {words}")

    def change(self, count: int, words: str) -> None:
        """So much is not as it was."""
        if count > 0:
            self.changed += count
            self.words.append(f"changed: {words}")

    def accept(self, account: Account, seq: int) -> None:
        """A command was accepted, and led to the event of that number."""
        self.double(int(seq <= account.seq), f"{account.learner}: event {seq} after {account.seq}")
        account.seq = max(seq, account.seq)

    def compare_messages(self, account: Account, now: Sequence[JsonObject], seq: int) -> None:
        """Hold the messages that are there now, up to event ``seq``, against what was told."""
        learner, shown = account.learner, account.shown
        kept = sum(was == there for was, there in zip(shown, now, strict=False))
        self.change(len(shown) - kept, f"{learner}: {kept} of {len(shown)} messages are there")
        numbers = [message["id"] for message in now]
        self.double(int(numbers != list(range(len(now)))), f"{learner}: numbered {numbers}")
        self.lose(max(0, account.seq - seq), f"{learner}: event {account.seq}, there are {seq}")
        said = Counter(message["text"] for message in now if message["kind"] == "said")
        gone = [words for words in account.words_accepted if words not in said]
        self.lose(len(gone), f"{learner}: {gone}")
        twice = [words for words, count in said.items() if count > 1]
        self.double(len(twice), f"{learner}: {twice}")

    def compare_events(self, account: Account, recorded: JsonObject) -> None:
        """Hold what is recorded (see :func:`counted`) against what was sent and accepted."""
        learner, events = account.learner, Counter(recorded["events"])
        self.double(events.total() - recorded["ids"], f"{learner}: events of the same id")
        for command, event in EVENT_OF.items():
            least, most, there = account.accepted[command], account.sent[command], events[event]
            self.lose(least - there, f"{learner}: {least} {event}, there are {there}")
            self.double(there - most, f"{learner}: {most} {event} sent, there are {there}")


def counted(stored: Sequence[StoredEvent]) -> JsonObject:
    """The events of a session by type, and how many ids they have."""
    return {
        "events": Counter(event.type for event in stored),
        "ids": len({event.event_id for event in stored}),
    }
