"""What a reply claims that code does is found, and run."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.fences import blocks
from jupyter_tutor.dialogue.verifying import Claim, Verified, verify
from tests.core.values import STEADY
from tests.dialogue.claiming import claims


def block(code: str, language: str = "python") -> str:
    return f"```{language}\n{code}\n```"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (block(">>> 1 + 1\n2"), [Claim("1 + 1", "2", "1 + 1")]),
        (block("abs(-4)") + "\n\nThis prints `4`.", [Claim("abs(-4)", "4", "abs(-4)")]),
        (block(">>> abs\n<function abs at 0x7f>\n>>> 1\n1"), []),
        (block(">>> list(range(99))\n[0, 1, ...]"), []),
        (block(">>> print('a\\n\\nb')\na\n<BLANKLINE>\nb"),
         [Claim("print('a\\n\\nb')", "a\n\nb", "print('a\\n\\nb')")]),
        (block("x = 2\nx * 2") + "\nwhich gives `4`", [Claim("x = 2\nx * 2", "4", "x * 2")]),
        (block("1 + 1") + "\n\nOutput:\n\n" + block("2", ""), [Claim("1 + 1", "2\n", "1 + 1")]),
        (block("1 + 1") + "\n" + block("2", "text"), [Claim("1 + 1", "2\n", "1 + 1")]),
        (block("1 + 1") + "\nand now:\n" + block("x = 2", ""), []),
        (block("1 + 1") + "\nNow you. A list shows `2`.", []),
        (block("1 +") + "\nThis prints `4`.", []),
        (block("x", "sql") + "\nThis prints `4`.", []),
        ("In words 1 + 1 gives 2.", []),
        ("", []),
        (">>> x = 1\n>>> x\n1\n\nSo.", [Claim("x = 1\nx", "1", "x")]),
        (block(">>> 1 +\n2"), []),
        (
            block(">>> 1 / 0\nTraceback (most recent call last):\n  …\nZeroDivisionError: by\n"
                  ">>> 1\n1"),
            [Claim("1 / 0", "ZeroDivisionError", "1 / 0")],
        ),
    ],
)  # fmt: skip
def test_claims_are_found(text: str, found: list[Claim]) -> None:
    assert list(claims(text)) == found


@pytest.mark.parametrize(
    "said",
    [
        "You might expect that it prints `4`, and it does not.",
        "It never prints `4`.",
        "If x were 2, this prints `4`.",
        "First it prints `4`, then more.",
        "It prints `4`, `5` and `6`.",
        "It prints `4` times nothing.",
        "This prints `4`, roughly.",
        "Does that mean that it prints `4`?",
        "What you might expect as output:\n\n```text\n4\n```",
        "After a change the output is:\n\n```text\n4\n```",
    ],
)
def test_what_is_not_said_to_be_shown_is_no_claim(said: str) -> None:
    assert claims(f"{block('abs(-3)')}\n\n{said}") == ()


def test_of_a_name_that_is_taken_a_block_claims_nothing_unless_it_defines_it() -> None:
    taken = frozenset(("max",))
    said = block("max([2, 1])") + "\n\nThis prints `2`."
    assert len(claims(said)) == 1
    assert claims(said, taken=taken) == ()
    assert claims(block(">>> max([2, 1])\n2"), taken=taken) == ()
    own = block("max = sum\nmax([2, 1])") + "\n\nThis prints `3`."
    assert len(claims(own, taken=taken)) == 1


async def test_what_is_not_there_where_it_is_run_is_not_held_against_a_text() -> None:
    async def missing(code: str) -> str | None:
        return f"{code}\n"

    for name in ("NameError", "ModuleNotFoundError", "FileNotFoundError", "EOFError"):
        claim = Claim(name, "4", "x")
        assert (await verify([claim], missing)).left == (claim,)
        assert (await verify([Claim(name, name, "x")], missing)).left == ()
    assert len((await verify([Claim("1\nZeroDivisionError", "4", "x")], missing)).refuted) == 1


def test_blocks_are_what_stands_between_two_fences_of_one_length() -> None:
    text = "```a\n````py x\n1\n```\n````\n```\n2\n```\n``` `x`\n3\n```"
    assert [(b.language, b.code, text[b.start : b.end]) for b in blocks(text)] == [
        ("a", "````py x\n1\n", "```a\n````py x\n1\n```"),
        ("", "2\n", "```\n2\n```"),
    ]


async def run(code: str) -> str | None:
    """As Jupyter shows it, for the code of these tests."""
    out = io.StringIO()
    *lines, last = code.split("\n")
    with contextlib.redirect_stdout(out):
        names: dict[str, object] = {}
        exec("\n".join(lines), names)
        try:
            value = eval(last, names)
        except ZeroDivisionError:
            out.write("ZeroDivisionError\n")
        else:
            if value is not None:
                out.write(f"{value!r}\n")
    return out.getvalue()


async def test_lines_at_a_prompt_are_run_behind_each_other() -> None:
    text = block(">>> x = 3\n>>> x + 1\n4\n>>> print(x)\n3\n>>> x * 2\n7\n>>> 1 / 0\nTraceback "
                 "(most recent call last):\nZeroDivisionError: division by zero")  # fmt: skip

    verified = await verify(claims(text), run)

    assert [claim.about for claim in verified.held] == ["x + 1", "print(x)"]
    assert [(claim.about, seen) for claim, seen in verified.refuted][:1] == [("x * 2", "4\n3\n6\n")]


async def test_what_holds_and_what_does_not() -> None:
    right, wrong = Claim("1 + 1", "2", "1 + 1"), Claim("2 * 2", "5", "2 * 2")

    assert await verify([right, wrong], run) == Verified(
        held=(right,),
        refuted=((wrong, "4\n"),),
        ran=("`1 + 1` gives `2`", "`2 * 2` gives `4`"),
        left=(),
    )


async def test_quotes_around_a_text_are_not_held_against_it() -> None:
    said = [Claim("'a' + 'b'", "ab", "x"), Claim("print('ab')", "'ab'", "x")]

    assert len((await verify(said, run)).held) == 2


async def test_what_cannot_be_run_counts_for_nothing() -> None:
    async def nowhere(code: str) -> str | None:
        return None

    claim = Claim("1", "1", "1")
    nothing = Verified(held=(), refuted=(), ran=(), left=(claim,))
    assert await verify([claim], nowhere) == nothing


@STEADY
@given(st.text(alphabet="`>. 1+\nprints:x(", max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(claim.code for claim in claims(text))
