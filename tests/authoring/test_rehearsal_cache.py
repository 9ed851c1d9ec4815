"""The files of a rehearsal's memory: whole, private, and never in the way."""

import os
from pathlib import Path

import pytest

from jupyter_tutor.adapters.rehearsal_cache import (
    UNUSED_DAYS,
    RehearsalCache,
    default_cache_folder,
)

KEY = "question-0123"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_it_gives_back_what_it_was_given(folder: Path) -> None:
    cache = RehearsalCache(folder)
    assert cache.get(KEY) is None
    cache.put(KEY, b"one\ntwo\n")
    cache.put(KEY, b"three\nfour\n")
    assert RehearsalCache(folder).get(KEY) == b"three\nfour\n"
    assert [path.name for path in (folder / "rehearsal").iterdir()] == [KEY]
    if os.name == "posix":
        assert (folder / "rehearsal").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damaged", [b"", b"good", b"0" * 64 + b"\nthree", b"\xff\xfe"])
def test_a_damaged_file_is_none(damaged: bytes, folder: Path) -> None:
    cache = RehearsalCache(folder)
    cache.put(KEY, b"three")
    (folder / "rehearsal" / KEY).write_bytes(damaged)
    assert cache.get(KEY) is None
    cache.put(KEY, b"three")
    assert cache.get(KEY) == b"three"


def test_a_place_that_will_not_do_is_no_trouble(folder: Path) -> None:
    folder.write_text("a file where a folder should be")
    cache = RehearsalCache(folder)
    cache.put(KEY, b"three")
    cache.tidy()
    assert cache.get(KEY) is None


def test_what_is_of_no_use_any_more_goes(folder: Path) -> None:
    cache = RehearsalCache(folder)
    long_ago = 1_600_000_000
    for key in ("old", "used"):
        cache.put(key, b"x")
        os.utime(folder / "rehearsal" / key, (long_ago, long_ago))
    cache.put("new", b"x")
    assert cache.get("used") == b"x"
    cache.tidy()
    assert {path.name for path in (folder / "rehearsal").iterdir()} == {"used", "new"}
    assert UNUSED_DAYS > 30


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_CACHE", str(tmp_path))
    assert default_cache_folder() == tmp_path
    monkeypatch.delenv("JUPYTER_TUTOR_CACHE")
    assert default_cache_folder().name == "jupyter-tutor"
