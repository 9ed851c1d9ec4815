"""What people hand over as a course: what is taken of it, and what is refused."""

import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from jupyter_tutor.adapters import course_parcel
from jupyter_tutor.cli.main import main
from tests.authoring.courses import HEADER, four_lessons
from tests.cli.handed_over import FILES, files_in, git, version, zipped

Captured = pytest.CaptureFixture[str]


class TestFromAFolder:
    def test_the_course_and_nothing_else_is_copied(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        assert main(["install", str(source)]) == 0
        assert capsys.readouterr() == (
            f"tiny: “Tiny”, version {version(source)}\n"
            f"  from {source}\n"
            f"  in {own / 'tiny'}\n"
            "Begin with: jupyter tutor lab tiny\n",
            "",
        )
        assert files_in(own) == [
            ".install.lock",
            *(f"tiny/{name}" for name in (FILES[0], "data/scores.csv", *FILES[1:])),
        ]

    def test_it_is_found_at_once(self, source: Path, own: Path, capsys: Captured) -> None:
        main(["install", str(source)])
        capsys.readouterr()
        assert main(["courses"]) == 0
        assert f"tiny: Tiny\n  {own / 'tiny'}\n" in capsys.readouterr().out

    def test_a_course_with_errors_is_told_of_and_left_alone(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        (source / "course.yaml").write_text(HEADER + "retries: 3\n")
        assert main(["install", str(source)]) == 1
        out, err = capsys.readouterr()
        assert out.startswith("error: course.yaml, line 4\n  A course has no key `retries`.")
        assert err == f"Nothing was installed: {source} has errors.\n"
        assert files_in(own) == [".install.lock"]

    @pytest.mark.parametrize("kind", ["file", "folder", "pipe"])
    def test_what_is_no_plain_file_is_refused(
        self, kind: str, source: Path, own: Path, capsys: Captured
    ) -> None:
        odd = source / "odd"
        if kind == "pipe":
            os.mkfifo(odd)
        else:
            odd.symlink_to(source.parent if kind == "folder" else source / "course.yaml")
        assert main(["install", str(source)]) == 2
        what = {
            "pipe": "is a device or a pipe, not a file.\n",
            "file": "is a symbolic link. Put the file itself there.\n",
            "folder": "is a symbolic link. Put the file itself there.\n",
        }
        assert capsys.readouterr().err == f"`odd` {what[kind]}"
        assert files_in(own) == [".install.lock"]

    def test_what_is_too_large_is_refused(
        self, source: Path, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        monkeypatch.setattr(course_parcel, "MAX_BYTES", 5_000)
        assert main(["install", str(source)]) == 2
        assert "It is larger than 100 MB." in capsys.readouterr().err
        monkeypatch.setattr(course_parcel, "MAX_FILES", 3)
        assert main(["install", str(source)]) == 2
        assert "It holds more than 10,000 files." in capsys.readouterr().err
        assert files_in(own) == [".install.lock"]

    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda path: None, "There is nothing at {path}.\n"),
            (lambda path: path.mkdir(), "There is no course.yaml in {path}.\n"),
            (
                lambda path: path.write_text("hello"),
                "{path} is neither a folder nor a zip file nor a wheel.\n",
            ),
        ],
        ids=["nothing", "no course", "a text"],
    )
    def test_a_source_that_holds_no_course(
        self, make: Callable[[Path], object], words: str, home: Path, capsys: Captured
    ) -> None:
        path = home / "source"
        make(path)
        assert main(["install", str(path)]) == 2
        assert capsys.readouterr().err == words.format(path=path)

    def test_of_several_courses_one_is_named(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        other = four_lessons(source.parent / "other")
        (other / "course.yaml").write_text(HEADER.replace("tiny", "other"))
        assert main(["install", str(source.parent)]) == 2
        assert capsys.readouterr().err == (
            "It holds several courses: a course, other. Say which with --course.\n"
        )
        assert main(["install", str(source.parent), "--course", "cooking"]) == 2
        assert capsys.readouterr().err == (
            "There is no course “cooking” in it. It has: a course, other.\n"
        )
        assert main(["install", str(source.parent), "--course", "other"]) == 0
        assert [path.name for path in own.iterdir() if path.is_dir()] == ["other"]


class TestFromGit:
    def test_the_committed_files_are_taken(
        self, source: Path, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        git(source.parent, "init", "--quiet")
        git(source.parent, "add", "a course/course.yaml", "a course/data", *_notebooks("a course/"))
        git(source.parent, "commit", "--quiet", "-m", "A course")
        commit = git(source.parent, "rev-parse", "--short", "HEAD").strip()
        committed = version(source)
        (source / "course.yaml").write_text(HEADER.replace("Tiny", "Changed"))
        (source / "draft.txt").write_text("not yet")
        # As in a hook of another repository.
        monkeypatch.setenv("GIT_DIR", str(source / "nowhere"))
        assert main(["install", str(source)]) == 0
        out = capsys.readouterr().out
        assert f"“Tiny”, version {committed}\n  from {source}, as committed at {commit}" in out
        assert files_in(own / "tiny") == [FILES[0], "data/scores.csv", *FILES[1:]]

    def test_no_program_of_the_checkout_is_run(self, source: Path, own: Path) -> None:
        git(source, "init", "--quiet")
        (source / ".gitattributes").write_text("*.csv filter=evil\n")
        git(source, "add", ".gitattributes", "course.yaml", "data", *_notebooks(""))
        git(source, "commit", "--quiet", "-m", "A course")
        ran = source.parent / "ran"
        for key in ("filter.evil.smudge", "filter.evil.clean", "core.fsmonitor"):
            git(source, "config", key, f"touch '{ran}'; cat")
        assert main(["install", str(source)]) == 0
        assert not ran.exists()
        assert (own / "tiny" / "data" / "scores.csv").read_text() == "1,2\n"

    def test_a_committed_link_is_refused(self, source: Path, capsys: Captured) -> None:
        (source / "link").symlink_to("/etc/passwd")
        git(source, "init", "--quiet")
        git(source, "add", "course.yaml", "link")
        git(source, "commit", "--quiet", "-m", "A course")
        assert main(["install", str(source)]) == 2
        assert capsys.readouterr().err == (
            "`link` is a symbolic link. Put the file itself there.\n"
        )

    def test_a_course_that_is_not_tracked_is_copied_as_it_is(
        self, source: Path, capsys: Captured
    ) -> None:
        git(source, "init", "--quiet")
        git(source, "commit", "--quiet", "--allow-empty", "-m", "Nothing yet")
        assert main(["install", str(source)]) == 0
        assert f"  from {source}\n" in capsys.readouterr().out

    def test_without_git_the_folder_is_copied(
        self, source: Path, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
    ) -> None:
        git(source, "init", "--quiet")
        git(source, "add", "course.yaml")
        git(source, "commit", "--quiet", "-m", "A course")
        monkeypatch.setenv("PATH", "")
        assert main(["install", str(source)]) == 0
        assert f"  from {source}\n" in capsys.readouterr().out
        assert files_in(own / "tiny") == [FILES[0], "data/scores.csv", *FILES[1:]]


def _notebooks(inside: str) -> Iterable[str]:
    return (f"{inside}{name}" for name in FILES[1:])


class TestFromAZip:
    @pytest.mark.parametrize("inside", ["", "a-course-main/", "repo-main/courses/a-course/"])
    def test_the_course_is_found_in_it(self, inside: str, source: Path, own: Path) -> None:
        archive = zipped(source.parent / "course.zip", source, inside)
        assert main(["install", str(archive)]) == 0
        assert files_in(own / "tiny") == [FILES[0], "data/scores.csv", *FILES[1:]]

    def test_of_a_wheel_the_course_in_its_data_is_taken(self, source: Path, own: Path) -> None:
        wheel = source.parent / "a_course-1.0-py3-none-any.whl"
        zipped(wheel, source, "a_course-1.0.data/data/share/jupyter/tutor/courses/tiny/")
        with zipfile.ZipFile(wheel, "a") as archive:
            archive.writestr("a_course/__init__.py", "raise SystemExit('was run')")
        assert main(["install", str(wheel)]) == 0
        assert files_in(own / "tiny") == [FILES[0], "data/scores.csv", *FILES[1:]]

    def test_a_wheel_without_a_course(self, source: Path, capsys: Captured) -> None:
        wheel = zipped(source.parent / "other-1.0-py3-none-any.whl", source, "other/")
        assert main(["install", str(wheel)]) == 2
        assert capsys.readouterr().err == (
            f"{wheel} carries no course: nothing is in its share/jupyter/tutor/courses.\n"
        )

    @pytest.mark.parametrize(
        ("name", "mode", "words"),
        [
            ("../evil.txt", 0, "`../evil.txt` leads out of the folder it would be put into.\n"),
            ("a/../../evil", 0, "`a/../../evil` leads out of the folder it would be put into.\n"),
            ("/etc/evil", 0, "`/etc/evil` leads out of the folder it would be put into.\n"),
            ("C:/evil", 0, "`C:/evil` leads out of the folder it would be put into.\n"),
            ("a\\evil", 0, "`a\\evil` leads out of the folder it would be put into.\n"),
            ("link", 0o120777, "`link` is a symbolic link. Put the file itself there.\n"),
            ("device", 0o020666, "`device` is a device or a pipe, not a file.\n"),
            ("pipe", 0o010666, "`pipe` is a device or a pipe, not a file.\n"),
            ("course.yaml", 0, "`course.yaml` is in it twice.\n"),
        ],
    )
    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_what_no_honest_zip_holds_is_refused(
        self, name: str, mode: int, words: str, source: Path, own: Path, capsys: Captured
    ) -> None:
        archive = zipped(source.parent / "course.zip", source)
        with zipfile.ZipFile(archive, "a") as more:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            more.writestr(entry, "evil")
        assert main(["install", str(archive)]) == 2
        assert capsys.readouterr() == ("", words)
        assert not own.exists()
        assert not (own.parent / "evil.txt").exists()

    def test_an_encrypted_zip_is_refused(self, source: Path, capsys: Captured) -> None:
        archive = zipped(source.parent / "course.zip", source)
        data = bytearray(archive.read_bytes())
        for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(signature) + flags] |= 1
        archive.write_bytes(data)
        assert main(["install", str(archive)]) == 2
        assert capsys.readouterr().err == (
            "`.ipynb_checkpoints/lists-checkpoint.ipynb` is encrypted. "
            "Pack it without a password.\n"
        )

    def test_a_zip_that_swells_is_refused_before_anything_is_written(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        archive = zipped(source.parent / "course.zip", source)
        with (
            zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as more,
            more.open("data/zeros", "w") as out,
        ):
            for _ in range(101):
                out.write(bytes(1_000_000))
        assert archive.stat().st_size < 1_000_000
        assert main(["install", str(archive)]) == 2
        assert "It is larger than 100 MB." in capsys.readouterr().err
        assert not own.exists()

    def test_a_zip_packed_so_that_its_size_cannot_be_bounded_is_refused(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        archive = zipped(source.parent / "course.zip", source)
        with zipfile.ZipFile(archive, "a", zipfile.ZIP_BZIP2) as more:
            more.writestr("data/zeros", bytes(1000))
        assert main(["install", str(archive)]) == 2
        assert capsys.readouterr().err == (
            "`data/zeros` is packed in a way that is not known here.\n"
        )
        assert not own.exists()

    def test_what_is_no_file_is_not_waited_for(self, tmp_path: Path, capsys: Captured) -> None:
        pipe = tmp_path / "pipe.zip"
        os.mkfifo(pipe)
        assert main(["install", str(pipe)]) == 2
        assert "is neither a folder nor a zip file nor a wheel" in capsys.readouterr().err

    def test_a_zip_of_too_many_files_is_refused(self, source: Path, capsys: Captured) -> None:
        archive = zipped(source.parent / "course.zip", source)
        with zipfile.ZipFile(archive, "a") as more:
            for number in range(10_001):
                more.writestr(f"data/{number}", "")
        assert main(["install", str(archive)]) == 2
        assert "It holds more than 10,000 files." in capsys.readouterr().err

    def test_a_damaged_zip_installs_nothing(
        self, source: Path, own: Path, capsys: Captured
    ) -> None:
        archive = zipped(source.parent / "course.zip", source)
        data = archive.read_bytes()
        archive.write_bytes(data.replace(b"id: tiny", b"id: tinx", 1))
        assert main(["install", str(archive)]) == 2
        assert "`course.yaml` is damaged or packed in a way that is not known" in (
            capsys.readouterr().err
        )
        assert files_in(own) == [".install.lock"]
