"""``jupyter tutor try`` where the answer is typed: judged at once, and without a kernel."""

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.adapters import kernel_trial
from jupyter_tutor.cli.main import main
from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import write_course

Captured = pytest.CaptureFixture[str]
TRUTH = "The answer should be a truth value: `True` or `False`."


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(kernel_trial, "try_in_kernel")


def tried(folder: Path, question: str, answer: str, *options: str) -> int:
    write_course(folder, {"means.ipynb": TYPED, "answer.txt": answer})
    answer_file = str(folder / "answer.txt")
    return main(["try", str(folder), "--question", question, "--answer", answer_file, *options])


def report(verdict: str, message: str, points: float, most: float, **more: Any) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "points": points,
        "max_points": most,
        "misconception": None,
        "message": message,
        "seen": None,
        "expected": None,
        **more,
        "target": "none",
        "weaker": False,
    }


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("length", "12.5 cm\n", report("correct", wording.NUMBER_RIGHT, 2.0, 2.0)),
        ("length", "0.125 metres\n", report("correct", wording.NUMBER_RIGHT, 2.0, 2.0)),
        ("length", "\ufeff12.5", report("correct", wording.NUMBER_RIGHT, 2.0, 2.0)),
        (
            "typed/length",
            "50",
            report("incorrect", "That is twice as long.", 0.0, 2.0, misconception="doubles"),
        ),
        ("loop", "0\n1\n2\n\n", report("correct", wording.PREDICTED, 1.0, 1.0)),
        (
            "loop",
            "0\r\n1\r\n3\r\n",
            report("incorrect", wording.mispredicted(3, 3, 3), 0.0, 1.0),
        ),
        ("even", "m == n % 2\n", report("correct", wording.EXPRESSION_RIGHT, 1.0, 1.0)),
        (
            "even",
            "n % 2\n",
            report(
                "incorrect",
                "That is what is left.\n\nWith `n` = `0` and `m` = `0`, `n % 2` gives `0`, "
                f"expected `True`. {TRUTH}",
                0.0,
                1.0,
                misconception="remainder",
                seen="0",
                expected="True",
            ),
        ),
        (
            "why",
            "It gives back a value and then stops.",
            report(
                "correct",
                wording.prose_right(["It hands a value over", "It ends the function"]),
                1.0,
                1.0,
            ),
        ),
        ("why", "It prints a value.", report("incorrect", "Nothing is shown by it.", 0.0, 1.0)),
        (
            "why",
            "It stops the function.",
            report(
                "undecided",
                wording.prose_unclear(["It ends the function"], "What becomes of the value?"),
                0.0,
                1.0,
            ),
        ),
    ],
)
def test_a_program_reads_the_verdict(
    question: str, answer: str, expected: dict[str, Any], tmp_path: Path, capsys: Captured
) -> None:
    assert tried(tmp_path, question, answer, "--json") == 0

    out, err = capsys.readouterr()
    assert (json.loads(out), err) == (expected, "")
    assert list(json.loads(out)) == list(expected)
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("length", "twelve", wording.NOT_A_NUMBER),
        ("length", "12,5", wording.NUMBER_WITH_COMMA),
        ("length", "12.5 kg", wording.unit_of_something_else("kg", "mass", "cm", "length")),
        ("length", "\n", wording.WRITE_SOMETHING),
        ("even", "k % 2", "There is no `k` here. Use `m`, `n`."),
        ("why", "No idea", wording.WRITE_A_SENTENCE),
        ("why", "so " * 3000, words.TOO_LONG),
    ],
)
def test_what_is_no_answer_is_refused_as_in_the_panel(
    question: str, answer: str, reason: str, tmp_path: Path, capsys: Captured
) -> None:
    assert tried(tmp_path, question, answer, "--json") == 2
    assert capsys.readouterr() == ("", f"{reason}\n")


def test_people_read_what_was_seen(tmp_path: Path, capsys: Captured) -> None:
    assert tried(tmp_path, "even", "n > 100") == 0
    assert capsys.readouterr().out == (
        "Not right yet.  (0 of 1 points)\n\n"
        "With `n` = `0` and `m` = `0`, `n > 100` gives `False`, expected `True`.\n\n"
        "  ran:           n > 100\n"
        "  seen:          False\n"
        "  expected:      True\n"
    )


def test_sentences_that_a_rubric_cannot_judge_are_nobody_s_mistake(
    tmp_path: Path, capsys: Captured
) -> None:
    assert tried(tmp_path, "why", "It is used in functions.") == 0
    assert capsys.readouterr().out == (
        "No verdict: the rubric cannot tell, so a learner is asked for more.  (0 of 1 points)\n\n"
        "What becomes of the value?\n"
    )
