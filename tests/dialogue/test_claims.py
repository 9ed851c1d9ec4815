"""What a reply claims that code does is found, and run."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.claims import MOST, claims
from jupyter_tutor.dialogue.verifying import Claim, Verified, verify
from tests.core.values import STEADY


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
    )


async def test_quotes_around_a_text_are_not_held_against_it() -> None:
    said = [Claim("'a' + 'b'", "ab", "x"), Claim("print('ab')", "'ab'", "x")]

    assert len((await verify(said, run)).held) == 2


async def test_what_cannot_be_run_counts_for_nothing() -> None:
    async def nowhere(code: str) -> str | None:
        return None

    nothing = Verified(held=(), refuted=(), ran=())
    assert await verify([Claim("1", "1", "1")], nowhere) == nothing


def test_only_a_few_are_run() -> None:
    assert len(claims("\n\n".join(block(f">>> {n}\n{n}") for n in range(20)))) == MOST


@STEADY
@given(st.text(alphabet="`>. 1+\nprints:x(", max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(claims(text)) <= MOST
