"""What tells who a learner is does not reach a language model."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.privacy import Stripper
from tests.core.values import STEADY


@pytest.mark.parametrize(
    ("names", "text", "stripped"),
    [
        (["Ada Lovelace"], "I am Ada. ADA LOVELACE!", "I am [name]. [name]!"),
        (["ada.lovelace-42"], "/home/ada.lovelace-42/lovelace", "/home/[name]/[name]"),
        (["ada42"], "ada42 is Ada", "[name] is [name]"),
        (["AdaLovelace"], "by lovelace", "by [name]"),
        (["Ada Lovelace"], "/srv/adalovelace/x", "/srv/[name]/x"),
        (["u7"], "No such file: '/home/hopper/x.csv'", "No such file: '/home/[name]/x.csv'"),
        ([], 'File "/Users/grace/n.py"', 'File "/Users/[name]/n.py"'),
        ([], r"C:\Users\Grace Hopper\x", r"C:\Users\[name]\x"),
        ([], r"'C:\\Users\\grace\\x'", r"'C:\\Users\\[name]\\x'"),
        (
            [],
            "the /home of all users, /homes/x and /users/",
            "the /home of all users, /homes/x and /users/",
        ),
        (["Ada"], "ada_list = [Adaption, nada]", "[name]_list = [Adaption, nada]"),
        (["José"], "Jose\u0301 said", "[name] said"),
        (["Bo Li"], "Bo Li, or Bo, goes", "[name], or Bo, goes"),
        (
            ["jo"],
            "I am Jo, JO is me; jo, Joan, Jo_2",
            "I am [name], [name] is me; jo, Joan, [name]_2",
        ),
        (["Jo7"], "Jo7 or jo7", "[name] or jo7"),
        (["李明"], "我是李明。", "我是[name]。"),
        (["王 小明"], "小明写的", "[name]写的"),
        (["x"], "x = 1; X", "x = 1; X"),
        (["Max Planck"], "max(xs) by Max", "max(xs) by [name]"),
        (["Name"], "My name", "My [person]"),
        ([], "write to a.b+c@mail.example.org!", "write to [e-mail]!"),
        ([], "@property\nX @ y.T\nx@w.T", "@property\nX @ y.T\nx@w.T"),
        ([""], "as it was", "as it was"),
    ],
)
def test_names_and_addresses_are_stripped(names: list[str], text: str, stripped: str) -> None:
    assert Stripper(names)(text) == stripped


LETTERS = st.text(alphabet="abcdÅéß", min_size=3, max_size=6)
NAMES = st.lists(st.builds("{} {}".format, LETTERS, LETTERS), max_size=3)


@STEADY
@given(NAMES, st.lists(st.one_of(LETTERS, st.sampled_from([" ", "_", ".", "7", "\n"]))), st.data())
def test_no_name_is_left(names: list[str], parts: list[str], data: st.DataObject) -> None:
    said = [part for name in names for part in (name, name.upper(), *name.split())]
    words = st.lists(st.sampled_from([*said, *parts, " "]), max_size=12)
    text = " ".join(data.draw(words))

    stripped = Stripper(names)(text)

    for part in {part for name in names for part in name.split()}:
        alone = rf"(?<![^\W\d_]){re.escape(part)}(?![^\W\d_])"
        assert not re.search(alone, stripped, re.IGNORECASE)


@STEADY
@given(st.text(max_size=40), st.from_regex(r"[a-z.+]{1,8}@[a-z]{1,8}\.[a-z]{2,3}", fullmatch=True))
def test_no_address_is_left(text: str, address: str) -> None:
    assert address not in Stripper(["Mail"])(f"{text} {address} {text}")


@STEADY
@given(NAMES, st.text(max_size=60))
def test_stripping_again_changes_nothing(names: list[str], text: str) -> None:
    strip = Stripper(names)

    assert strip(strip(text)) == strip(text)


def test_a_long_text_is_stripped_in_no_time() -> None:
    assert Stripper(["Ada"])("a" * 1_000_000) == "a" * 1_000_000
