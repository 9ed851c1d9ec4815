"""Courses found on a search path, read anew when they change, and kept versions of lessons."""

import asyncio
import hashlib
import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.adapters import course_files
from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path
from jupyter_tutor.authoring.content_hash import hash_json
from jupyter_tutor.authoring.source import CourseSource, read_course
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId
from jupyter_tutor.wire import canonical
from tests.authoring.broken import GOOD
from tests.authoring.syllabus import COURSE, read, spoiled, write_course

TINY, MEANS = CourseId("tiny"), LessonId("means")


def course_yaml(name: str, lessons: str = "[means.ipynb]") -> str:
    return COURSE.replace("id: tiny", f"id: {name}").replace("[means.ipynb]", lessons)


def lesson_in(folder: Path, text: str = GOOD) -> Lesson:
    course = read(folder, text).course
    assert course is not None
    return course.lessons[0]


async def test_the_courses_of_a_search_path_in_its_order(tmp_path: Path) -> None:
    for place, name in (("one/b", "first"), ("one/a", "second"), ("two/c", "third")):
        write_course(tmp_path / place, {"course.yaml": course_yaml(name), "means.ipynb": GOOD})
    (tmp_path / "one" / "no-course").mkdir()
    store = CourseFiles(
        [tmp_path / "missing", tmp_path / "two" / "c", tmp_path / "one"], tmp_path / "archive"
    )
    assert [course.id for course in await store.courses()] == ["third", "second", "first"]
    assert await store.faults() == {}


async def test_where_two_courses_have_one_id_the_first_is_taken(tmp_path: Path) -> None:
    write_course(tmp_path / "own" / "tiny", {"means.ipynb": spoiled("Welcome.", "Mine.")})
    write_course(tmp_path / "shared" / "tiny", {"means.ipynb": GOOD})
    store = CourseFiles([tmp_path / "own", tmp_path / "shared"], tmp_path / "archive")
    lesson = await store.lesson(TINY, MEANS)
    assert lesson == lesson_in(tmp_path / "again", spoiled("Welcome.", "Mine."))
    [(folder, [fault])] = (await store.faults()).items()
    assert folder == (tmp_path / "shared" / "tiny").resolve()
    assert str(fault) == (
        f"course.yaml: A course `tiny` is already found in {(tmp_path / 'own' / 'tiny').resolve()}."
        " Give this one another `id:`, or take one of them off the search path."
    )


async def test_a_broken_course_is_left_out_until_it_is_mended(tmp_path: Path) -> None:
    write_course(tmp_path / "good", {"course.yaml": course_yaml("good"), "means.ipynb": GOOD})
    broken = write_course(tmp_path / "tiny", {"means.ipynb": "{"})
    store = CourseFiles([tmp_path], tmp_path / "archive")
    assert [course.id for course in await store.courses()] == ["good"]
    assert await store.lesson(TINY, MEANS) is None
    faults = (await store.faults())[broken.resolve()]
    assert [str(fault) for fault in faults] == [
        "means.ipynb, line 1: This is not JSON (Expecting property name enclosed in double quotes)."
        " Open it in JupyterLab, or take it from a backup, and save it as a notebook."
    ]
    (broken / "means.ipynb").write_text(GOOD, encoding="utf-8")
    assert [course.id for course in await store.courses()] == ["good", "tiny"]
    assert await store.faults() == {}


async def test_a_course_is_read_once_and_again_only_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in: list[int] = []

    def counting(folder: Path) -> CourseSource:
        read_in.append(threading.get_ident())
        return read_course(folder)

    monkeypatch.setattr(course_files, "read_course", counting)
    folder = write_course(tmp_path / "courses" / "tiny", {"means.ipynb": GOOD})
    store = CourseFiles([tmp_path / "courses"], tmp_path / "archive")
    found = await asyncio.gather(*(store.lesson(TINY, MEANS) for _ in range(20)))
    assert found == [lesson_in(tmp_path / "elsewhere")] * 20
    assert len(read_in) == 1
    assert threading.get_ident() not in read_in
    changed = spoiled("Welcome.", "Welcome!")
    (folder / "means.ipynb").write_text(changed, encoding="utf-8")
    assert await store.lesson(TINY, MEANS) == lesson_in(tmp_path / "changed", changed)
    (folder / "course.yaml").write_text(course_yaml("other"), encoding="utf-8")
    assert [course.id for course in await store.courses()] == ["other"]
    (folder / "course.yaml").unlink()
    assert await store.courses() == []


async def test_a_lesson_is_not_read_from_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.ipynb").write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "courses" / "tiny"
    for name in ("link.ipynb", "../../secret.ipynb", str(tmp_path / "secret.ipynb")):
        files: dict[str, str | bytes] = {"course.yaml": course_yaml("tiny", f'["{name}"]')}
        write_course(folder, files)
        (folder / "link.ipynb").unlink(missing_ok=True)
        (folder / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
        store = CourseFiles([tmp_path / "courses"], tmp_path / "archive")
        assert await store.courses() == []
        first = (await store.faults())[folder.resolve()][0]
        assert first.what == f"`{name}` is not a file inside the course folder."


async def test_a_kept_lesson_outlives_its_course(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "courses" / "tiny", {"means.ipynb": GOOD})
    archive = tmp_path / "data" / "lessons"
    store = CourseFiles([tmp_path / "courses"], archive)
    lesson = await store.lesson(TINY, MEANS)
    assert lesson is not None
    await store.keep(lesson)
    await store.keep(lesson)
    assert [path.name for path in archive.iterdir()] == [f"{lesson.hash}.json"]
    (folder / "means.ipynb").write_text(spoiled("Welcome.", "Welcome!"), encoding="utf-8")
    reopened = CourseFiles([tmp_path / "courses"], archive)
    assert await reopened.lesson(TINY, MEANS, lesson.hash) == lesson
    newer = await reopened.lesson(TINY, MEANS)
    assert newer is not None
    assert await reopened.lesson(TINY, MEANS, newer.hash) == newer
    (folder / "course.yaml").unlink()
    assert await reopened.lesson(TINY, MEANS) is None
    assert await reopened.lesson(TINY, MEANS, lesson.hash) == lesson


async def test_for_a_kept_lesson_no_course_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path / "courses" / "tiny", {"means.ipynb": GOOD})
    store = CourseFiles([tmp_path / "courses"], tmp_path / "archive")
    lesson = await store.lesson(TINY, MEANS)
    assert lesson is not None
    await store.keep(lesson)
    monkeypatch.setattr(course_files, "read_course", lambda _folder: 1 / 0)
    later = CourseFiles([tmp_path / "courses"], tmp_path / "archive")

    kept = await later.lesson(TINY, MEANS, lesson.hash)

    assert kept is not None
    assert kept.hash == lesson.hash
    with pytest.raises(ZeroDivisionError):
        await later.lesson(TINY, MEANS)


async def test_a_version_nobody_kept_is_unknown(tmp_path: Path) -> None:
    store = CourseFiles([], tmp_path / "archive")
    lesson = lesson_in(tmp_path)
    for version in (lesson.hash, ContentHash("../../etc/passwd"), ContentHash("")):
        assert await store.lesson(TINY, MEANS, version) is None
    await store.keep(lesson)
    assert await store.lesson(TINY, LessonId("other"), lesson.hash) is None
    assert await store.lesson(CourseId("other"), MEANS, lesson.hash) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "[" * 100_000])
async def test_a_damaged_kept_lesson_is_unknown_and_can_be_kept_anew(
    damage: str, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    store = CourseFiles([], archive)
    lesson = lesson_in(tmp_path)
    await store.keep(lesson)
    (archive / f"{lesson.hash}.json").write_text(damage, encoding="utf-8")
    assert await store.lesson(TINY, MEANS, lesson.hash) is None
    await store.keep(lesson)
    assert await store.lesson(TINY, MEANS, lesson.hash) == lesson


async def test_a_kept_lesson_that_was_altered_is_not_used(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    store = CourseFiles([], archive)
    lesson = lesson_in(tmp_path)
    await store.keep(lesson)
    path = archive / f"{lesson.hash}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "title": "Altered"}), encoding="utf-8")
    assert await store.lesson(TINY, MEANS, lesson.hash) is None


async def test_many_keep_one_lesson_at_once(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    lesson = lesson_in(tmp_path)
    stores = [CourseFiles([], archive) for _ in range(8)]
    await asyncio.gather(*(store.keep(lesson) for store in stores))
    assert [path.name for path in archive.iterdir()] == [f"{lesson.hash}.json"]
    assert await stores[0].lesson(TINY, MEANS, lesson.hash) == lesson


async def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    lesson = lesson_in(tmp_path)
    (archive / f"{lesson.hash}.json" / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        await CourseFiles([], archive).keep(lesson)
    assert [path.name for path in archive.iterdir()] == [f"{lesson.hash}.json"]


async def test_a_lesson_stored_by_an_older_version_is_still_whole(tmp_path: Path) -> None:
    """What a stored lesson lacks has its default; its hash is of what was stored."""
    archive = tmp_path / "archive"
    archive.mkdir()
    lesson = lesson_in(tmp_path)
    data = course_files.lesson_to_json(lesson)
    del data["check_on_run"]
    version = hash_json(data)
    (archive / f"{version}.json").write_text(json.dumps({**data, "hash": version}))
    kept = await CourseFiles([], archive).lesson(TINY, MEANS, version)
    assert kept == replace(lesson, hash=version)


@pytest.mark.parametrize("following", [None, "Loops"])
async def test_which_lesson_follows_has_no_part_in_what_is_kept(
    tmp_path: Path, following: str | None
) -> None:
    archive = tmp_path / "archive"
    lesson = replace(lesson_in(tmp_path), following=following)
    await CourseFiles([], archive).keep(lesson)
    assert await CourseFiles([], archive).lesson(TINY, MEANS, lesson.hash) == lesson


async def test_a_lesson_kept_when_it_had_a_part_in_it_is_still_whole(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    data = course_files.lesson_to_json(replace(lesson_in(tmp_path), following="Loops"))
    del data["hash"]
    version = ContentHash(hashlib.sha256(canonical(data).encode()).hexdigest())
    (archive / f"{version}.json").write_text(json.dumps({**data, "hash": version}))
    kept = await CourseFiles([], archive).lesson(TINY, MEANS, version)
    assert kept == replace(lesson_in(tmp_path), following="Loops", hash=version)


def test_the_default_search_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_PATH", os.pathsep.join([str(tmp_path / "a"), "", "."]))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    path = default_search_path()
    assert path[:3] == [tmp_path / "a", Path(), tmp_path / "share" / "tutor" / "courses"]
    monkeypatch.delenv("JUPYTER_TUTOR_PATH")
    assert default_search_path() == path[2:]
