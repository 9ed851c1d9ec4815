"""Where the log goes and how a line looks, without a server."""

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_tutor.adapters.log_lines import LEFT_OUT, Lines
from jupyter_tutor.adapters.log_output import LONGEST, OLDER, open_log

OURS = logging.getLogger("jupyter_tutor.some.room")
FOREIGN = logging.getLogger("another_library")


class Kept(logging.Handler):
    """Keeps what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture
def at_root() -> Iterator[Kept]:
    """Somebody who listens to everything in this process."""
    kept = Kept()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


def test_a_line_is_written_once_and_other_loggers_are_left_alone(
    tmp_path: Path, at_root: Kept
) -> None:
    ours, root = logging.getLogger("jupyter_tutor"), logging.getLogger()
    before = [(each.level, each.propagate, list(each.handlers)) for each in (ours, root)]
    close = open_log("text", logging.INFO, tmp_path / "a.log")
    OURS.info("one")
    FOREIGN.error("two")
    assert (root.level, root.propagate, root.handlers) == before[1]
    close()
    OURS.error("three")
    assert [(each.level, each.propagate, list(each.handlers)) for each in (ours, root)] == before
    (line,) = (tmp_path / "a.log").read_text().splitlines()
    assert line.endswith(" INFO jupyter_tutor.some.room: one")
    assert at_root.heard == ["two", "three"]


def test_lines_below_the_level_are_not_written(tmp_path: Path) -> None:
    close = open_log("text", logging.WARNING, tmp_path / "a.log")
    OURS.info("one")
    OURS.warning("two")
    close()
    assert "one" not in (tmp_path / "a.log").read_text()
    assert "two" in (tmp_path / "a.log").read_text()


def test_fields_stand_behind_the_words_or_beside_them(tmp_path: Path) -> None:
    fields = {"session": "s1", "seq": 3, "kernel": None}
    both: tuple[tuple[Lines, str], ...] = (("text", "a"), ("json", "b"))
    for lines, name in both:
        close = open_log(lines, logging.INFO, tmp_path / name)
        OURS.info("saved %d", 3, extra=fields)
        close()
    assert (tmp_path / "a").read_text().endswith(": saved 3 session=s1 seq=3\n")
    told = json.loads((tmp_path / "b").read_text())
    assert told.pop("at").endswith("Z")
    assert isinstance(told.pop("pid"), int)
    assert told == {
        "level": "INFO",
        "logger": "jupyter_tutor.some.room",
        "message": "saved 3",
        **fields,
    }


def test_files_old_and_new_are_private_and_few(tmp_path: Path) -> None:
    close = open_log("text", logging.INFO, tmp_path / "a.log")
    for _ in range(2 * (OLDER + 2)):
        OURS.info("x" * (LONGEST // 2))
    close()
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["a.log", *(f"a.log.{n + 1}" for n in range(OLDER))]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert max(path.stat().st_size for path in files) <= LONGEST


def test_a_whole_process_has_its_own_words_and_of_others_only_who_spoke(
    tmp_path: Path, at_root: Kept
) -> None:
    close = open_log("json", logging.INFO, tmp_path / "a.log", logger=None)
    OURS.info("ours")
    try:
        raise ValueError("waterlily")
    except ValueError:
        FOREIGN.exception("it fell over %s", "waterlily")
    close()
    one, two = map(json.loads, (tmp_path / "a.log").read_text().splitlines())
    assert one["message"] == "ours"
    assert (two["logger"], two["message"]) == ("another_library", LEFT_OUT)
    assert two["traceback"].splitlines()[-1] == "ValueError"
    assert "waterlily" not in json.dumps([one["message"], two["message"]])


@pytest.mark.parametrize("lines", ["text", "json"])
def test_no_words_of_any_error_in_a_chain_or_group(tmp_path: Path, lines: Lines) -> None:
    close = open_log(lines, logging.INFO, tmp_path / "a.log")
    said = "".join(["water", "lily"])  # so that no line of this file quotes it whole
    inner = [KeyError(said), FileNotFoundError(2, "No such file or directory", said)]
    try:
        try:
            raise ExceptionGroup(said, inner)
        except ExceptionGroup as group:
            raise TypeError(said) from group
    except TypeError as error:
        error.add_note(said)
        if (cause := error.__cause__) is not None:
            cause.__context__ = error
        OURS.exception("it failed")
    close()
    text = (tmp_path / "a.log").read_text()
    assert said not in text
    written = text if lines == "text" else json.loads(text)["traceback"]
    types = [line for line in written.splitlines() if line.partition(":")[0].endswith("Error")]
    kinds = ["KeyError", "FileNotFoundError: [Errno 2] No such file or directory", "TypeError"]
    assert types == kinds
    assert "\nExceptionGroup\n" in written


def test_what_another_handler_made_of_an_error_is_not_written(tmp_path: Path) -> None:
    close = open_log("text", logging.INFO, tmp_path / "a.log")
    said = "".join(["water", "lily"])
    error = ValueError(said)
    record = OURS.makeRecord(
        OURS.name, logging.ERROR, "a.py", 1, "bad", (), (type(error), error, None)
    )
    logging.Formatter().format(record)
    assert said in str(record.exc_text)
    OURS.handle(record)
    close()
    assert said not in (tmp_path / "a.log").read_text()
    assert said in str(record.exc_text)
