"""What a whole reply claims: what of it counts, how much is run, and that none of it can fail."""

import asyncio
import contextlib
import io
from dataclasses import replace

import pytest

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.talk import Confidence, Context, RecentAnswer, Reply, Turn
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue import claimed
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.dialogue.claimed import LONGEST, MOST, NOT_SO
from tests.dialogue.guard.guarding import Unavailable
from tests.dialogue.scripted import ScriptedModel
from tests.dialogue.test_assistant import open_at, reply
from tests.dialogue.test_corrections import ASKED, lesson_asking

SURE = "CONFIDENCE: 0.9 | RESTS ON: 1\n"
UNSURE = "CONFIDENCE: 0.1 | RESTS ON: none\n"
QUESTION = QuestionId("text-stays")
LEAK = "At the end it shows this:\n\n```text\ntea\nTEA\n```\n\n"
VAGUE = "Well, that is a matter of this and that, as far as I can see from here.\n"


class Runs:
    """A target that runs here what it is given, and keeps it; ``pause`` is how long that takes."""

    def __init__(self, pause: float = 0.0) -> None:
        self._pause = pause
        self.ran: list[str] = []

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        self.ran.append(source)
        await asyncio.sleep(self._pause)
        out, names = io.StringIO(), dict[str, object]()
        with contextlib.redirect_stdout(out):
            exec(f"{source}\nshown()", names)
        message = f">{out.getvalue()}<"
        return Report(verdict="incorrect", points=0.0, max_points=1.0, message=message)


async def replied(
    *said: str,
    target: Runs | None = None,
    asked: str = ASKED,
    context: Context | None = None,
) -> Reply:
    lesson = lesson_asking(QUESTION)
    at = context or replace(open_at(QUESTION), seen=tuple(step.id for step in lesson.steps))
    model = ScriptedModel(said)
    return await reply(DialogueAssistant(model, target or Runs(), Unavailable()), lesson, at, asked)


def sure_of(made: Reply) -> Confidence:
    assert made.ending == "finished", made
    assert made.confidence is not None
    return made.confidence


async def test_what_was_never_shown_makes_nothing_verified() -> None:
    made = await replied(f"`len('ab')` is `2`.\n\n{LEAK}", UNSURE + VAGUE)
    assert len(made.caught) == 1
    assert (sure_of(made).label, sure_of(made).ran) == ("low", ())


async def test_what_was_refuted_and_never_shown_is_corrected_when_it_is_said_again() -> None:
    wrong = "`len('ab')` is `3`.\n\n"
    made = await replied(wrong + LEAK, f"{SURE}{wrong}{VAGUE}")
    assert len(made.caught) == 1
    assert NOT_SO in made.words
    assert sure_of(made).ran == ("`len('ab')` gives `2`",)


async def test_what_was_refuted_and_never_shown_makes_nothing_low() -> None:
    made = await replied(f"`len('ab')` is `3`.\n\n{LEAK}", f"{SURE}`len('abc')` is `3`.\n\n{VAGUE}")
    assert (sure_of(made).label, sure_of(made).ran) == ("verified", ("`len('abc')` gives `3`",))


async def test_what_was_shown_before_an_attempt_ended_stays_and_counts() -> None:
    shown = f"{SURE}```python\nword = 'ab'\n```\n\n`word[0]` is `'a'`.\n\n"
    made = await replied(shown + LEAK, f"{SURE}And `len(word)` is `2`.\n\n{VAGUE}")
    assert made.words.startswith("```python\nword = 'ab'\n```\n\n`word[0]` is `'a'`.")
    assert sure_of(made).ran == ("`word[0]` gives `'a'`", "`len(word)` gives `2`")
    assert sure_of(made).label == "verified"


def claiming(number: int, *, wrong: int | None = None) -> str:
    """A text with that many claims, of which one may be wrong, in one piece."""
    lines = [f"- `len('a' * {n})` is `{n + (n == wrong)}`.\n" for n in range(number)]
    return "".join(lines)


async def test_a_later_claim_is_not_pushed_out_by_those_that_were_run_already() -> None:
    target = Runs()
    said = "\n".join(f"`len('a' * {n})` is `{n}`.\n" for n in range(6))
    made = await replied(SURE + said.replace("\n\n", " ", 4), target=target)
    assert len(sure_of(made).ran) == 6
    assert sure_of(made).label == "verified"


async def test_a_wrong_claim_behind_five_others_is_corrected() -> None:
    made = await replied(SURE + claiming(7, wrong=6))
    assert sure_of(made).label == "low"
    assert "I ran this, and it is not so. It shows:" in made.words


@pytest.mark.parametrize(("number", "label"), [(MOST, "verified"), (MOST + 1, "medium")])
async def test_of_more_claims_than_are_run_not_all_are_verified(number: int, label: str) -> None:
    made = await replied(SURE + claiming(number) + VAGUE)
    assert len(sure_of(made).ran) == MOST
    assert sure_of(made).label == label


@pytest.mark.parametrize(
    "left",
    [
        "`range(3)` is `[0, 1, 2]`.",
        "Rather little: `10 / 3` is `3.33`.",
        f"```python\nx = '{'a' * 5000}'\n```\n\nHere `len(x)` is `5000`.",
        "```python\nprint(total)\n```\n\nThis prints `12`.",
        "x" * LONGEST,
        f"```python\nx = {'+'.join('1' * 600)}\n```\n\n`len(x)` is `1`, and `len([x])` is `1`.",
    ],
    ids=["not compared", "fewer digits", "long code", "not defined", "long reply", "deep"],
)
async def test_where_a_claim_is_left_a_reply_is_not_verified_nor_corrected(left: str) -> None:
    held = "`len('ab')` is `2`."
    made = await replied(f"{SURE}{held}\n\n{left}\n\n{VAGUE}")
    assert NOT_SO not in made.words
    assert sure_of(made).ran[:1] == ("`len('ab')` gives `2`",)
    assert sure_of(made).label in ("medium", "verified")
    assert (sure_of(made).label == "verified") == ("600" in left or "+1+" in left)


async def test_for_all_that_is_run_there_is_so_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimed, "SECONDS", 0.25)
    target = Runs(pause=0.1)
    made = await replied(SURE + claiming(5) + VAGUE, target=target)
    assert len(target.ran) == 3
    assert len(sure_of(made).ran) == 2
    assert sure_of(made).label == "medium"


DEEP = [
    f"```python\nx = {' + '.join('1' * 600)}\n```\n\nHere `x` is `600`.\n",
    f"```python\nx = {' + '.join('1' * 600)}\n```\n\n`len([x])` is `1`.\n",
    f"```python\nx = {'(' * 300}1{')' * 300}\n```\n\n`len([x])` is `1`.\n",
    f"```python\nx = {'-' * 5000}1\n```\n\n`len([x])` is `1`.\n",
    f"```python\nx = 1\nx{'.a' * 3000}\n```\n\nIt prints `1`.\n",
    f">>> {'[' * 150}{']' * 150}\n{'[' * 150}{']' * 150}\n",
    "```python\nx = '\\ud800'\nprint(x)\n```\n\nIt prints `\ud800`.\n",
    "```python\n\x00\n```\n\n`'\x00' * 1` is `'\x00'`.\n",
    f"`len('a')` is `{'9' * 150}`, and `len('b')` is `1e{'9' * 100}`.\n",
]


@pytest.mark.parametrize("said", DEEP, ids=range(len(DEEP)))
async def test_odd_code_is_no_end_of_a_reply(said: str) -> None:
    assert (await replied(f"{SURE}{said}\n{VAGUE}")).ending == "finished"


async def test_what_cannot_be_read_ends_the_reading_and_not_the_reply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("jupyter_tutor.dialogue.claims_in_lines._comparison", fail)
    made = await replied(f"{SURE}`len('ab')` is `2`.\n\n{VAGUE}")
    assert (sure_of(made).label, sure_of(made).ran) == ("medium", ())


OWN = "def max(values):\n    return values[0] if values else None\n"
EMPTY = "So `max([])` gives `None`."


def answering(source: str, *turns: Turn) -> Context:
    lesson = lesson_asking(QUESTION)
    answer = RecentAnswer(
        question=QUESTION, source=source, error=None, said=None, attempts=1, open=False
    )
    seen = tuple(step.id for step in lesson.steps)
    return replace(open_at(QUESTION), seen=seen, answers=(answer,), turns=turns)


@pytest.mark.parametrize(
    ("asked", "context"),
    [
        (ASKED, answering(OWN)),
        (f"{ASKED}\n\n```python\n{OWN}```", answering("")),
        (f"{ASKED} I wrote max = first.", answering("")),
        (ASKED, answering("", Turn(asked=OWN, reply="So."))),
        (ASKED, answering("def best(max):\n    return max")),
    ],
)
async def test_what_a_learner_has_defined_is_not_taken_for_pythons_own(
    asked: str, context: Context
) -> None:
    target = Runs()
    made = await replied(f"{SURE}{EMPTY}\n\n{VAGUE}", asked=asked, context=context, target=target)
    assert NOT_SO not in made.words
    assert target.ran == []


async def test_what_nobody_has_defined_is_pythons_own() -> None:
    made = await replied(f"{SURE}{EMPTY}\n\n{VAGUE}", context=answering("x = 1"))
    assert NOT_SO in made.words


async def test_what_a_reply_defines_is_what_it_speaks_of() -> None:
    said = f"{SURE}```python\n{OWN}```\n\n{EMPTY}\n\n{VAGUE}"
    made = await replied(said, context=answering(OWN))
    assert sure_of(made).label == "verified"
