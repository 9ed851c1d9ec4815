"""What a sentence claims of code is found where it claims just that, run, and compared."""

import ast
import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.verifying import Claim, Verified, verify
from tests.core.values import STEADY
from tests.dialogue.claiming import claims

LIST = "```python\nx = [1, 2]\nprint(x)\n```\n\n"
DOUBLE = "```python\ndef double(n):\n    return n * 2\n```\n\n"


def behind(program: str, code: str) -> str:
    return f"{program}\n{code}"


X = "x = [1, 2]"
F = "def double(n):\n    return n * 2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`1 + 1` gives `2`", Claim("1 + 1", "2", "1 + 1", "value")),
        ("So `len('abc')` returns `3`.", Claim("len('abc')", "3", "len('abc')", "value")),
        ("- `3 > 2` evaluates to\n  `True`,", Claim("3 > 2", "True", "3 > 2", "value")),
        ("`'a' * 2` *yields* `'aa'`!", Claim("'a' * 2", "'aa'", "'a' * 2", "value")),
        ("1. `1 + 1` → `2`", Claim("1 + 1", "2", "1 + 1", "value")),
        ("`1 + 1` -> `2`: see.", Claim("1 + 1", "2", "1 + 1", "value")),
        ("`4 / 2` is `2`", Claim("4 / 2", "2", "4 / 2", "equal")),
        ("`4 / 2` == `2`", Claim("4 / 2", "2", "4 / 2", "equal")),
        ("The result of `4 / 2` equals `2`.", Claim("4 / 2", "2", "4 / 2", "equal")),
        ("`print('a')` prints `a` because it", Claim("print('a')", "a", "print('a')", "text")),
        ("`1 + 1` prints `2`", Claim("1 + 1", "2", "1 + 1", "value")),
        (f"{LIST}`x[0]` is `1`", Claim(behind(X, "x[0]"), "1", "x[0]", "equal")),
        (f"{LIST}Here `len(x)` gives `2` (two)",
         Claim(behind(X, "len(x)"), "2", "len(x)", "value")),
        (f"{DOUBLE}Calling `double(2)` gives `4`, so use it.",
         Claim(behind(F, "double(2)"), "4", "double(2)", "value")),
        (f"{LIST}Now `1 + 1` gives `2`.", Claim("1 + 1", "2", "1 + 1", "value")),
    ],
)  # fmt: skip
def test_a_sentence_that_says_what_code_gives_claims_it(text: str, found: Claim) -> None:
    assert claims(text) == (found,)


def test_there_may_be_several_in_one_sentence() -> None:
    text = "`1 + 1` gives `2`, and `2 * 2` gives `4`, but `abs(-1)` is `1`."
    assert [claim.about for claim in claims(text)] == ["1 + 1", "2 * 2", "abs(-1)"]


@pytest.mark.parametrize(
    "text",
    [
        "1 + 1 gives 2",
        "`1 + 1` gives 2",
        "`1 +` gives `2`",
        "`1 + 1` gives `two`",
        "`1 + 1` gives `1 + 1`",
        "`1 + 1` gives about `2`",
        "`1 + 1` is not `3`",
        "`x` is `3`",
        "`x = 3` gives `3`",
        "`(y := 3)` gives `3`",
        "`input()` gives `'3'`",
        "`id(3)` gives `3`",
        "`print('a')` returns `None`",
        "`print({1, 2})` prints `{1, 2}`",
        "`print(list(range(99)))` prints `[0, 1, ...]`",
        "`list({'a', 'b'})` gives `['a', 'b']`",
        "`str({'a', 'b'})` gives `'ab'`",
        "```python\nx = {'a', 'b'}\n```\n\n`list(x)` gives `['a', 'b']`",
        "```python\nx = {'a', 'b'}\n```\n\n`print(x)` prints `{'a', 'b'}`",
        "`range(3)` is `...`",
    ],
)
def test_what_cannot_be_run_or_compared_is_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Why does one say that `1 + 1` gives `3`?",
        "You might think that `1 + 1` gives `11`.",
        "It is wrong that `1 + 1` gives `11`.",
        "If `1 + 1` is `3`, something is broken.",
        "Common mistakes:\n\n- `1 + 1` gives `11`",
        "### What learners believe\n\n`1 + 1` gives `11`",
        "In JavaScript `'1' + 1` gives `'11'`.",
        "The square of `3` is `9`.",
        "The sum of `x`, `3` and `4` is `7`.",
        "`1 + 1` gives `2` apples.",
        "`5` is `2` or `3`.",
        "`max(1, 2)` is `1`, `2`.",
        "It goes on: `1` → `2`.",
        "`1 + 1` → `2` → `3`",
        "`1 + 1` gives `2` gives `3`",
        "A. `1 + 1` is `2`.\nB. `1 + 1` is `3`.",
    ],
)
def test_a_sentence_that_may_mean_something_else_is_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Here `10 / 3` is `3`, roughly.",
        "Rounded, `10 / 3` is `3`.",
        "Python rounds it: `7 / 2` is `4`.",
        "It is about that much: `10 / 3` is `3`.",
        "So `10 / 3` is `3`, approximately.",
        "That is nearly so: `10 / 3` is `3`.",
        "It is almost nothing: `1 / 1000` is `0`.",
        "To two digits `2 / 3` is `1`.",
        "On paper `0.1 + 0.2` is `1`.",
        "In mathematics `7 // 2` is `4`.",
        "In binary, `1 + 1` is `10`.",
        "Python treats that so: `[]` is `False`.",
        "What is falsy counts so: `len('')` is `False`.",
        "`len('ab')` counts as true, so `len('ab')` is `True`.",
        "In a condition `len('ab')` is `True`.",
        "It acts as a boolean: `len('ab')` is `True`.",
        "As a text, `'3.0'` is `3`.",
        "As a whole number, `'3' * 1` is `3`.",
        "Python reads it as a number: `'3' * 1` is `3`.",
        "The loop ends as `3 > 5` is `True`.",
        "The loop runs while `3 > 5` is `True`.",
        "It stops as `3 > 5` is `True`.",
        "Python goes on while `3 > 5` is `True`.",
        "What Python treats as false:\n\n- `len('')` is `False`",
        "Here `[]` is `False`.",
        "Here `'3.0'` is `3`.",
        "Here `3.0` gives `3`.",
        "So `list` is `[]`.",
        "Here `max` gives `3`.",
    ],
)
def test_a_sentence_that_tells_what_a_value_amounts_to_is_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        f"`x[0]` is `1`.\n\n{LIST}",
        f"{LIST}After a change `x[0]` is `3`.",
        f"{LIST}With `x = [5]`, all is new. So `x[0]` is `5`.",
        f"{LIST}Let us say x = 5. So `x` is `5`.",
        f"{LIST}Then comes `x.append(3)`. So `len(x)` is `3`.",
        f"{LIST}Then comes `sorted(x)`. So `x[0]` is `1`.",
        f"{LIST}```python\nx = [3]\n```\n`x[0]` is `3`.",
        f"{LIST}```python\nx[0] = 3\n```\n`x[0]` is `3`.",
        f"{LIST}```python\nx.append(3)\n```\n`len(x)` is `3`.",
        f"{LIST}```\nx = [5]\n```\n`x[0]` is `5`.",
        "```python\nimport random\nx = random.random()\n```\n`x` is `0.5`.",
        "```python\nx = input()\n```\n`x` is `'a'`.",
        "```python\nx = y + 1\n```\n`x` is `2`.",
        "```python\ndef f():\n    print(1)\n```\n`f()` gives `1`.",
        "```python\n>>> x = 1\n```\n`x` is `1`.",
        "```sql\nx\n```\n`x` is `1`.",
        "`max = 5` is odd. But `max + 1` is `6`.",
        "```python\ndef total(list):\n    return list\n```\n`len(list)` is `3`.",
        f"{LIST}```python\ndef first(x):\n    return x[0]\n```\n`x[1]` is `5`.",
    ],
)
def test_where_a_name_may_stand_for_something_else_there_is_no_claim(text: str) -> None:
    assert claims(text) == ()


def test_what_comes_in_blocks_may_use_what_came_before() -> None:
    said = "It is a list.\n\nAnd `x[1]` is `2`.\n"
    assert claims(said, LIST) == claims(LIST + said)
    assert claims(said, LIST) == (Claim(behind(X, "x[1]"), "2", "x[1]", "equal"),)
    assert claims("Well.\n", LIST + said) == ()


async def run(code: str) -> str | None:
    """As Jupyter shows it, for the code of these tests."""
    out = io.StringIO()
    *lines, last = code.split("\n")
    with contextlib.redirect_stdout(out):
        names: dict[str, object] = {}
        try:
            exec("\n".join(lines), names)
            value = eval(last, names)
        except (ArithmeticError, LookupError, ImportError) as error:
            out.write(f"{type(error).__name__}\n")
        else:
            if value is not None:
                out.write(f"{value!r}\n")
    return out.getvalue()


HOLD = [
    "`1 + 1` gives `2`",
    "`4 / 2` is `2`",
    "`4 / 2` gives `2.0`",
    "`'5' + '3'` gives `53`",
    '`"a" + "b"` gives `"ab"`',
    "`{2, 1} - set()` gives `{1, 2}`",
    "`len({1, 1})` gives `1`",
    "`{1, 2} | {3}` gives `{3, 2, 1}`",
    "`[3, 1].sort()` returns `None`",
    "`dict(a=1, b=2)` is `{'b': 2, 'a': 1}`",
    "`print('a', 'b')` prints `a b`",
    f"{LIST}`x[0]` is `1`",
]
FAIL = [
    ("`1 + 1` gives `3`", "2\n"),
    ("`4 / 2` gives `2`", "2.0\n"),
    ("`[1] + [2]` gives `[1, 2.0]`", "[1, 2]\n"),
    ("`dict([(1, True)])` gives `{1: 1}`", "{1: True}\n"),
    ("`0.1 + 0.2` is `0.4`", "0.30000000000000004\n"),
    ("`[3, 1].sort()` returns `[1, 3]`", "None"),
    ("`1 / 0` gives `0`", "ZeroDivisionError\n"),
    ("`print('a')` prints `b`", "a\n"),
    (f"{LIST}`x[2]` is `2`", "IndexError\n"),
]


@pytest.mark.parametrize("text", HOLD)
async def test_what_is_so_holds(text: str) -> None:
    (claim,) = claims(text)
    verified = await verify([claim], run)
    assert (verified.held, verified.refuted, len(verified.ran)) == ((claim,), (), 1)


@pytest.mark.parametrize(("text", "seen"), FAIL)
async def test_what_is_not_so_is_refuted_with_what_was_seen(text: str, seen: str) -> None:
    (claim,) = claims(text)
    verified = await verify([claim], run)
    assert (verified.held, verified.refuted, len(verified.ran)) == ((), ((claim, seen),), 1)


@pytest.mark.parametrize(
    "text",
    [
        "`range(3)` is `[0, 1, 2]`",
        "```python\nfrom math import tau2\n```\n\n`tau2` is `6`",
    ],
)
async def test_what_cannot_be_compared_counts_for_nothing(text: str) -> None:
    (claim,) = claims(text)
    assert await verify([claim], run) == Verified(held=(), refuted=(), ran=(), left=(claim,))


@pytest.mark.parametrize(
    "text",
    [
        "`10 / 3` is `3.33`",
        "`2 / 3` gives `0.66`",
        "`2 / 3` gives `0.67`",
        "`0.1 + 0.2` is `0.3`",
        "`-1 / 3` is `-0.333`",
        "`[1 / 3, 1]` is `[0.33, 1]`",
        "`0.1 + 0.2 - 0.3` is `0.0`",
        "`print('It is', 2 / 3)` prints `It is 0.667`",
    ],
)
async def test_a_number_of_fewer_digits_is_neither_so_nor_not_so(text: str) -> None:
    (claim,) = claims(text)
    assert await verify([claim], run) == Verified(held=(), refuted=(), ran=(), left=(claim,))


@pytest.mark.parametrize(
    "text",
    [
        "`10 / 3` is `3.34`",
        "`2 / 3` gives `0.65`",
        "`2 / 3` gives `1`",
        "`5 / 2` is `2.0`",
        "`1 / 3` is `-0.333`",
        "`[1 / 3, 1]` is `[0.33, 2]`",
    ],
)
async def test_a_number_that_is_another_is_not_so(text: str) -> None:
    (claim,) = claims(text)
    assert len((await verify([claim], run)).refuted) == 1


OWN_MAX = "```python\ndef max(values):\n    return values[0]\n```\n\n"


def test_of_a_name_that_is_taken_nothing_is_claimed_unless_a_block_defines_it() -> None:
    said = "So `max([1, 2])` is `1`."
    assert len(claims(said)) == 1
    assert claims(said, taken=frozenset(("max",))) == ()
    assert len(claims(OWN_MAX + said, taken=frozenset(("max",)))) == 1
    block = "```python\nx = max([1, 2])\n```\n\nHere `x` is `1`."
    assert len(claims(block)) == 1
    assert claims(block, taken=frozenset(("max",))) == ()


def parses_of(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often something is parsed until all claims of a text are found."""
    counted: list[object] = []
    parse = ast.parse
    with monkeypatch.context() as patched:
        patched.setattr(
            ast, "parse", lambda *args, **more: counted.append(1) or parse(*args, **more)
        )
        claims(text)
    return len(counted)


@pytest.mark.parametrize(
    "line",
    [
        "Here `len(x)` and x are spoken of. So `x[{n}]` is `{n}`.\n",
        "`x[{n}]` is `{n}`, and ",
        "- `len('a' * {n})` is `{n}`\n",
        "\n>>> x = {n}\n>>> x\n{n}\n",
        "```python\ny{n} = {n}\n```\n\nSo `y{n} + 1` is `2`.\n\n",
    ],
)
def test_each_piece_of_code_is_parsed_equally_often_however_long_a_reply_is(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    some, many = (LIST + "".join(line.format(n=n) for n in range(k)) for k in (20, 200))
    least, most = parses_of(some, monkeypatch), parses_of(many, monkeypatch)
    assert 0 < most <= 11 * least


@pytest.mark.parametrize(
    "text",
    [
        f"{'_' * 20_000} `1 + 1` is `2`, ",
        "_" * 200 + " `len('a')` is `1`" + "_" * 200,
        "`1 + 1` is " + "_" * 20_000 + "`2`",
        "```a\n" * 4000,
        "```" + " " * 20_000 + "`",
        "x" + " " * 20_000 + "x",
        "." * 20_000 + "\n \n" * 5000,
        "`len(x)` is `1` " * 1200,
        "Why:\n\n" + "- `len('a')` is `1`\n" * 1000,
    ],
    ids=range(9),
)
@pytest.mark.timeout(20)
def test_a_long_odd_text_is_read(text: str) -> None:
    claims(LIST + text * 2)


SCALARS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    *(st.text(alphabet=st.characters(exclude_characters="`"), max_size=9), st.binary(max_size=5)),
)
KEYS = st.one_of(st.integers(), st.text(alphabet="ab '\"\\", max_size=3))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(KEYS, inner, max_size=2),
    ),
    max_leaves=4,
).filter(lambda value: "`" not in repr(value) and len(repr(value)) <= 190)
VERBS = st.sampled_from(["gives", "returns", "yields", "evaluates to", "is", "equals", "=="])


@STEADY
@given(VALUES, VERBS)
async def test_that_a_list_gives_what_is_in_it_is_a_claim_that_holds(
    value: object, verb: str
) -> None:
    verified = await verify(claims(f"So `[{value!r}][0]` {verb} `{value!r}`."), run)
    assert (len(verified.held), verified.refuted) == (1, ())


@STEADY
@given(VALUES, VERBS)
def test_that_a_value_gives_itself_tells_nothing(value: object, verb: str) -> None:
    assert claims(f"So `{value!r}` {verb} ` {value!r}`.") == ()


@STEADY
@given(VALUES, VALUES)
async def test_that_it_gives_another_is_a_claim_that_does_not_hold(
    one: object, two: object
) -> None:
    if one == two or repr(two) == one:
        return
    (claim,) = claims(f"`[{one!r}][0]` gives `{two!r}`")
    verified = await verify([claim], run)
    assert verified.held == ()
    assert len(verified.refuted) == 1 or "." in repr(two)


WORDS = [*"1+x ", "len('a')", "gives", " is ", "==", "->", "→", "2", ".", "\n", "prints", "True"]


@STEADY
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_no_words_without_backticks_claim_anything(text: str) -> None:
    assert claims(text) == ()


@STEADY
@given(st.lists(st.sampled_from([*WORDS, *"``````", "`1`", LIST, "```", "?"]), max_size=16))
def test_any_text_is_read(pieces: list[str]) -> None:
    assert all(claim.code for claim in claims("".join(pieces)))
