"""Whatever somebody has put into names, titles and words, a terminal obeys none of it."""

import asyncio
import json
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.authoring.content_hash import hash_content
from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.cli.main import main
from jupyter_tutor.cli.screen import line
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.core.terminal import harmless
from tests.authoring.courses import HEADER, four_lessons
from tests.cli.recorded import keep, play
from tests.core.play import AT
from tests.core.values import STEADY

Captured = pytest.CaptureFixture[str]

TITLE = "\x1b]0;owned\x07\x1b[31mRed\x9b2J\u202eder"
"""Sets a terminal's title, writes red, clears the screen, turns what follows around."""

SHOWN = r"\u001b]0;owned\u0007\u001b[31mRed\u009b2J\u202eder"

TEXTS = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("a \n\t\r\x00\x07\x1b\x7f\x85\x9b\u2028\u202e\u2066\udc9b\\"), max_size=20
)


def obeyed(text: str) -> set[str]:
    """What a terminal would do more with than show it."""
    controls = {char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")}
    turns = {char for char in text if unicodedata.bidirectional(char) in TURNS}
    return (controls | turns) - set("\n\t")


TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@STEADY
@given(TEXTS)
def test_nothing_that_is_obeyed_is_left(text: str) -> None:
    shown = harmless(text)
    assert obeyed(shown.replace("\r\n", "\n")) == set()
    assert harmless(shown) == shown
    assert [shown.count(char) for char in "\n\t"] == [text.count(char) for char in "\n\t"]
    assert obeyed(text) or shown == text


@STEADY
@given(TEXTS)
def test_json_stays_the_same_to_a_program(text: str) -> None:
    assert json.loads(harmless(json.dumps([text], ensure_ascii=False))) == [text]


def test_a_name_is_one_line() -> None:
    assert line(" Begin\nok   everything\x85is\u2028fine\t") == "Begin ok everything is fine"


@pytest.fixture
def hostile(home: Path) -> Course:
    """A course with a hostile title; Ada has said hostile things in its first lesson."""
    folder = four_lessons(home / "courses" / "tiny")
    titled = HEADER.replace("Tiny", json.dumps(f"{TITLE}\nok    all is well"))
    (folder / "course.yaml").write_text(titled, encoding="utf-8")
    course = read_course(folder).course
    assert course is not None
    named = replace(course.lessons[0], title=TITLE)
    lesson = replace(named, hash=hash_content(named))
    played = play(lesson, "ada", questions=1)
    played.do_all([Say(at=AT, text=f"{TITLE}\r\n\ttwo")])
    asyncio.run(keep(home / "data", "ada", played))
    return course


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("courses", 0),
        ("record", 0),
        ("transcript tiny numbers", 0),
        ("transcript tiny numbers --format html", 0),
        ("validate {home}/courses", 0),
        ("install {home}/courses/tiny", 0),
    ],
)
def test_titles_and_words_are_shown_and_not_obeyed(
    command: str, status: int, hostile: Course, home: Path, capsys: Captured
) -> None:
    assert main(command.format(home=home).split()) == status
    out, err = capsys.readouterr()
    assert obeyed(out.replace("\r\n", "\n")) == set()
    assert SHOWN in out or command.startswith("validate")
    # A page takes a line end for a space.
    assert "\nok    all is well" not in out or command.endswith("html")
    assert err == ""


@pytest.mark.parametrize("command", ["courses", "record"])
def test_programs_get_what_there_is(
    command: str, hostile: Course, home: Path, capsys: Captured
) -> None:
    assert main([command, "--json"]) == 0
    out = capsys.readouterr().out
    assert obeyed(out) == set()
    told = json.loads(out)
    title = told[0]["title"] if command == "courses" else told["sessions"][0]["title"]
    assert title == (hostile.title if command == "courses" else TITLE)
    assert TITLE in title


@pytest.mark.parametrize(
    "command",
    [
        *(["courses", "--data-dir", TITLE], ["transcript", TITLE, TITLE], ["uninstall", TITLE]),
        *(["new", TITLE], ["try", TITLE, "--question", TITLE, "--answer", TITLE]),
        *(["build", TITLE, "-o", TITLE], ["validate", TITLE], ["install", TITLE], ["lab", TITLE]),
        *(["export", "-o", TITLE, "--data-dir", TITLE], ["record", "--learner", TITLE]),
        *([TITLE], ["courses", TITLE], ["export", "--format", TITLE, "-o", "x"]),
    ],
    ids=lambda command: command[0] if command[0] != TITLE else "no command",
)
def test_what_is_asked_for_is_not_obeyed_when_it_is_refused(
    command: list[str], course: Course, capsys: Captured
) -> None:
    with suppress(SystemExit):
        main(command)
    assert obeyed("".join(capsys.readouterr())) == set()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (f"../{TITLE}", f"`../{SHOWN}` leads out of the folder it would be put into.\n"),
        ("../a\nInstalled.", "`../a Installed.` leads out of the folder it would be put into.\n"),
        ("../a` **b**", "``../a` **b**`` leads out of the folder it would be put into.\n"),
    ],
)
def test_names_in_an_archive_are_shown_and_not_obeyed(
    name: str, told: str, home: Path, capsys: Captured
) -> None:
    with zipfile.ZipFile(home / "course.zip", "w") as archive:
        archive.writestr("course.yaml", HEADER)
        archive.writestr(name, "x")
    assert main(["install", str(home / "course.zip")]) == 2
    assert capsys.readouterr() == ("", told)


def test_a_prompt_is_shown_and_not_obeyed(
    source: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["install", str(source)])
    (own / "tiny").rename(own / "x\x1b[2J")
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or "n")
    assert main(["uninstall", "tiny"]) == 1
    assert asked[0].startswith(rf"Take {own}/x\u001b[2J away?")


def test_names_of_several_courses_are_a_line(home: Path, capsys: Captured) -> None:
    with zipfile.ZipFile(home / "course.zip", "w") as archive:
        archive.writestr("one/course.yaml", HEADER)
        archive.writestr("two\nInstalled./course.yaml", HEADER)
    assert main(["install", str(home / "course.zip")]) == 2
    assert capsys.readouterr().err == (
        "It holds several courses: one, two Installed.. Say which with --course.\n"
    )


def test_folders_and_faults_are_shown_and_not_obeyed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder = four_lessons(home / "courses" / "x\x1b[2J\udcff")
    (folder / "course.yaml").write_text(HEADER + f"a{TITLE[2:9]}b\u202e: 3\n", encoding="utf-8")
    for command in (["courses"], ["validate", str(folder)], ["doctor"], ["doctor", "--json"]):
        assert main(command) == 1
        out, err = capsys.readouterr()
        assert obeyed(out + err) == set()
        assert r"x\u001b[2J\udcff" in out
