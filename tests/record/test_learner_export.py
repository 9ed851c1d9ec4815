"""A learner's own export holds all that can be read, and says what cannot."""

import json
from collections.abc import Sequence

import pytest

from jupyter_tutor.adapters.learner_export import DAMAGED, UNREADABLE, export_lines
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import RecordDamagedError, StoredEvent
from jupyter_tutor.testing import MemoryJournal
from tests.record.test_learner_sessions import ADAS, HALF, WHOLE


class Ailing(MemoryJournal):
    """Of one session only the first two events can be read, or (``gone``) none."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__()
        self._gone = gone

    async def session_events(self, session: SessionId) -> Sequence[StoredEvent]:
        if session != WHOLE[0].session:
            return await super().session_events(session)
        if self._gone:
            raise OSError("the disk is gone")
        raise RecordDamagedError(session, "event 3 is missing", WHOLE[:2])


@pytest.mark.parametrize("gone", [False, True])
async def test_what_cannot_be_read_is_told_and_stops_nothing(gone: bool) -> None:
    journal = Ailing(gone=gone)
    await journal.append([*WHOLE, *HALF])
    assert LearnerId("ada") == HALF[0].learner
    pieces = [
        json.loads(f"[{','.join(piece.splitlines())}]")
        async for piece in export_lines(journal, ADAS)
    ]
    hashes = [[line.get("hash", line.get("note")) for line in piece] for piece in pieces]
    readable = [] if gone else [event.hash for event in WHOLE[:2]]
    assert hashes == [
        [*readable, UNREADABLE if gone else DAMAGED],
        [event.hash for event in HALF],
    ]
