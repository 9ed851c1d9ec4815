"""`jupyter tutor rehearse --model`: what a model makes of the sample answers."""

import json
from pathlib import Path

import pytest

from jupyter_tutor.cli.main import main
from tests.authoring import kinds
from tests.authoring.syllabus import COURSE, write_course
from tests.driving.model_mind import minded
from tests.driving.model_server import status
from tests.driving.model_thread import model_beside

Captured = pytest.CaptureFixture[str]

NOTHING_FOUND = json.dumps(
    {
        "ideas": [{"number": n, "found": False, "quote": ""} for n in (1, 2, 3)],
        "confidence": 0.9,
    }
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with one question that is answered in words, and three samples of answers to it."""
    files = {"course.yaml": COURSE.replace("[means.ipynb]", "[typed.ipynb]")}
    return write_course(tmp_path / "tiny", {**files, "typed.ipynb": kinds.TYPED})


def rehearsed(folder: Path, url: str, *more: str) -> int:
    return main(["rehearse", str(folder), "--model", "scripted", "--model-url", url, *more])


def test_it_is_told_where_model_and_author_agree(folder: Path, capsys: Captured) -> None:
    with model_beside(minded({"judge": NOTHING_FOUND})) as server:
        status_ = rehearsed(folder, server.url)
        told = capsys.readouterr().out
        assert told.partition("With scripted:\n")[2] == (
            "typed, why: 1 of 3 samples as by their author\n"
            "  right, judged partial: It gives back a value and ends the function.\n"
            "  wrong, judged partial: It prints what was made.\n"
        )
        assert rehearsed(folder, server.url, "--json") == status_
        data = json.loads(capsys.readouterr().out)["agreement_with_model"]
    (asked,) = data.pop("questions")
    samples = asked.pop("samples")
    assert (data, asked) == (
        {"model": "scripted"},
        {"lesson": "typed", "question": "why", "why": None},
    )
    assert [(one["author"], one["model"]) for one in samples] == [
        ("right", "partial"),
        ("partial", "partial"),
        ("wrong", "partial"),
    ]


def test_a_model_that_fails_is_told_of_and_the_rehearsal_stands(
    folder: Path, capsys: Captured
) -> None:
    without = main(["rehearse", str(folder)])
    with model_beside(status(401)) as server:
        assert rehearsed(folder, server.url) == without
    assert capsys.readouterr().out.endswith("typed, why: not judged by scripted (misconfigured)\n")


def test_a_course_that_wants_no_model_has_none_asked(folder: Path, capsys: Captured) -> None:
    head = folder / "course.yaml"
    head.write_text(head.read_text("utf-8") + "policies:\n  model: no\n", "utf-8")
    with model_beside(minded({"judge": NOTHING_FOUND})) as server:
        rehearsed(folder, server.url)
        assert server.requests == []
    assert capsys.readouterr().out.endswith(
        "typed, why: not judged by scripted (course.yaml says `model: no`, so nothing was sent)\n"
    )


def test_an_address_that_is_none_is_refused_before_anything_is_run(
    folder: Path, capsys: Captured
) -> None:
    assert rehearsed(folder, "not an address") == 2
    assert capsys.readouterr().err == (
        "--model-url: the address of a model has to be like https://host/v1.\n"
    )
