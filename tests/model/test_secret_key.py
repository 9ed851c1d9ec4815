"""One key for all who use a data directory, and names that tell nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_tutor.adapters.secret_key import FILE, LENGTH, pseudonym, secret_key
from tests.model.asking import ADA, GRACE


def test_it_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert (len(key), secret_key(tmp_path)) == (LENGTH, key)
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", range(10))
def test_all_who_start_at_once_have_the_same(tmp_path: Path, number: int) -> None:
    with ThreadPoolExecutor(20) as threads:
        keys = set(threads.map(lambda _: secret_key(tmp_path), range(20)))
    assert len(keys) == 1
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def test_a_damaged_one_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(OSError, match="does not hold 32 bytes"):
        secret_key(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"short"


def test_one_that_is_open_to_others_is_closed(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    assert secret_key(tmp_path) == key
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_pseudonym_is_the_same_for_a_learner_and_a_key_alone() -> None:
    one, two = b"1" * LENGTH, b"2" * LENGTH
    names = {pseudonym(key, who) for key in (one, two) for who in (ADA, GRACE)}
    assert {len(name) for name in names} == {64}
    assert len(names) == 4
    assert pseudonym(one, ADA) in names
