"""Reading the journals of all servers, also while they are being written.

Owns the decision what may be read: of a living server what its mark says is durable, of one that
ended everything whole. Changes no file (``journal_repair.py`` does).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.adapters.journal_lines import BadLineError, Turn, decode_turn, trace_of
from jupyter_tutor.adapters.journal_mark import START, Position, read_mark
from jupyter_tutor.adapters.journal_segments import segment_path, segments_of, sync_file
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.record_servers import is_alive
from jupyter_tutor.core.ids import LearnerId, SessionId


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """A turn, where it was found, and where the next one begins."""

    server: str
    turn: Turn
    end: Position


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a journal that are no turn and were passed over, up to ``end``."""

    server: str
    words: str
    end: Position


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a journal may be read; ``ended``: by now there is nothing to wait for.

    ``end`` is None where everything whole may be read.
    """

    end: Position | None
    ended: bool


class JournalReader:
    """Reads the journals below one data directory."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def directory(self, server: str) -> Path:
        """Where that server's journal is."""
        return self._layout.journal / server

    def servers(self) -> list[str]:
        """All servers that recorded anything, in the order in which they were started."""
        with os.scandir(self._layout.journal) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir())

    def extent(self, server: str) -> Extent:
        """How far that journal may be read at this moment."""
        mark = read_mark(self.directory(server))
        if mark is not None and mark.shut:
            return Extent(None, ended=True)
        if not is_alive(self._layout, server):
            return Extent(None, ended=False)
        # Read anew: between the two lines above the server may have shut its journal.
        mark = read_mark(self.directory(server)) or mark
        return Extent(mark.end if mark else START, ended=False)

    def ends_at(self, server: str, position: Position) -> bool:
        """Whether that journal has ended there, and still lies on disk up to there.

        Cheaper than looking through it: of a record in use for long, nearly all journals have.
        """
        directory = self.directory(server)
        mark = read_mark(directory)
        if mark is None or not mark.shut or mark.end != position:
            return False
        try:
            there = segment_path(directory, position.segment).stat().st_size
        except OSError:
            return False
        return there == position.offset

    def size(self, server: str) -> Position:
        """The end of that journal as it lies on disk."""
        segments = segments_of(self.directory(server))
        if not segments:
            return START
        path = segment_path(self.directory(server), segments[-1])
        return Position(segments[-1], path.stat().st_size)

    def bytes_after(self, server: str, start: Position) -> int:
        """How many bytes of that journal may be read from ``start`` on."""
        directory = self.directory(server)
        end = self.extent(server).end or self.size(server)
        if start.segment >= end.segment:
            return max(0, end.offset - start.offset) if start.segment == end.segment else 0
        whole = sum(
            segment_path(directory, number).stat().st_size
            for number in segments_of(directory)
            if start.segment <= number < end.segment
        )
        return whole - start.offset + end.offset

    def turns(
        self,
        server: str,
        start: Position = START,
        *,
        only: SessionId | None = None,
        of: LearnerId | None = None,
    ) -> Iterator[ReadTurn | Damage]:
        """What that journal holds from ``start``, as far as it may be read now.

        With ``only``, just the events of that session; with ``of``, just those of that learner.
        Raises OSError where the end of a dead server's journal cannot be made durable.
        """
        wanted = _Wanted(only, of)
        extent = self.extent(server)
        end = extent.end
        directory = self.directory(server)
        segments = [number for number in segments_of(directory) if number >= start.segment]
        if segments and end is None and not extent.ended:
            self._sync(segment_path(directory, segments[-1]))
        for number in segments:
            if end is not None and number > end.segment:
                return
            last = number == segments[-1]
            limit = end.offset if end is not None and number == end.segment else None
            offset = start.offset if number == start.segment else 0
            # What lies after the last line of a file that will not grow is passed over aloud.
            final = extent.ended or not last
            yield from self._segment(server, Position(number, offset), limit, final, wanted)

    @staticmethod
    def _sync(path: Path) -> None:
        """Make durable what a dead server had only written: a session may be built upon it."""
        with path.open("r+b") as file:
            sync_file(file.fileno())

    def _segment(
        self,
        server: str,
        start: Position,
        limit: int | None,
        final: bool,
        wanted: "_Wanted",
    ) -> Iterator[ReadTurn | Damage]:
        path = segment_path(self.directory(server), start.segment)
        offset = start.offset
        with path.open("rb") as file:
            file.seek(offset)
            while limit is None or offset < limit:
                line = file.readline() if limit is None else file.readline(limit - offset)
                if not line or (not line.endswith(b"\n") and not final):
                    return
                offset += len(line)
                if not wanted.perhaps(line):
                    continue
                end = Position(start.segment, offset)
                try:
                    turn = decode_turn(line)
                except BadLineError as error:
                    words = (
                        f"{path.name} of {server}: {len(line)} bytes before byte {offset} "
                        f"cannot be read ({error}) and were passed over"
                    )
                    yield Damage(server, words, end)
                    continue
                turn = wanted.of(turn)
                if turn:
                    yield ReadTurn(server, turn, end)


class _Wanted:
    """Which events are asked for: those of a session, of a learner, or (None, None) all."""

    def __init__(self, session: SessionId | None, learner: LearnerId | None) -> None:
        self._session = session
        self._learner = learner
        traces = [trace_of("session", session), trace_of("learner", learner)]
        self._traces = [trace for trace in traces if trace]

    def perhaps(self, line: bytes) -> bool:
        """Whether the line may hold such an event; tells most lines without parsing them."""
        return all(trace in line for trace in self._traces)

    def of(self, turn: Turn) -> Turn:
        """Those of the turn."""
        return tuple(
            event
            for event in turn
            if self._session in (None, event.session) and self._learner in (None, event.learner)
        )
