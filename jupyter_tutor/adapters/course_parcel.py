"""A course as somebody hands it over: a folder, a git checkout, a zip or a wheel.

Owns what of it is copied, and what is refused. Nothing of it is run or trusted: no path leads out
of the folder it is copied to, no link is followed, and neither its size nor its number of files
is taken on faith.
"""

import os
import re
import shutil
import stat
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from jupyter_tutor.core.quoting import as_code

MAX_BYTES = 100_000_000
MAX_FILES = 10_000

_COURSE_FILE = "course.yaml"
_IN_WHEEL = re.compile(r"[^/]+\.data/data/share/jupyter/tutor/courses/(?P<rest>.+)")
# What zipfile raises for archives that are damaged, or of a kind it does not know.
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
_NOISE = ("__pycache__", "__MACOSX")
_CHUNK = 1 << 16


class ParcelRefusedError(Exception):
    """The source holds no course that could be installed; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of a parcel: its path in there, with slashes, and how to read it.

    ``open`` raises ParcelRefusedError for what is no plain file.
    """

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The files of a source. ``origin`` says in words what was taken of it."""

    origin: str
    members: tuple[Member, ...]


@contextmanager
def open_parcel(source: Path) -> Iterator[Parcel]:
    """Look into it; raises ParcelRefusedError. What is hidden or generated is left out."""
    if source.is_dir():
        yield _from_git(source) or _from_folder(source)
    elif not source.exists():
        raise ParcelRefusedError(f"There is nothing at {source}.")
    elif not source.is_file() or not zipfile.is_zipfile(source):
        raise ParcelRefusedError(f"{source} is neither a folder nor a zip file nor a wheel.")
    else:
        try:
            archive = zipfile.ZipFile(source)
        except _BAD_ZIP as error:
            raise ParcelRefusedError(f"{source} cannot be read as a zip file ({error}).") from error
        with archive:
            yield _from_zip(source, archive)


def unpack(parcel: Parcel, course: str | None, target: Path) -> None:
    """Copy one course of it into ``target``, which is made; raises ParcelRefusedError and OSError.

    ``course`` is the name of its folder in there; None where there is only one.
    """
    root = _root(parcel, course)
    written = 0
    for member in parcel.members:
        path = PurePosixPath(member.name)
        if not path.is_relative_to(root):
            continue
        copy = target / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with member.open() as file, copy.open("xb") as out:
            while chunk := file.read(_CHUNK):
                written += len(chunk)
                if written > MAX_BYTES:
                    raise ParcelRefusedError(_TOO_LARGE)
                out.write(chunk)


_TOO_LARGE = (
    f"It is larger than {MAX_BYTES // 1_000_000} MB. Keep large data elsewhere, and let the "
    "course fetch it."
)
_TOO_MANY = f"It holds more than {MAX_FILES:,} files. Name the folder of the course itself."


def _root(parcel: Parcel, course: str | None) -> PurePosixPath:
    """The folder in which the course lies; the top where there is a `course.yaml`."""
    paths = map(PurePosixPath, (member.name for member in parcel.members))
    roots = {path.parent for path in paths if path.name == _COURSE_FILE}
    outer = sorted(
        root for root in roots if not any(root != r and r in root.parents for r in roots)
    )
    if not outer:
        raise ParcelRefusedError(f"There is no {_COURSE_FILE} in {parcel.origin}.")
    named = [root for root in outer if course in (None, root.name)]
    if len(named) == 1:
        return named[0]
    names = ", ".join(" ".join(root.name.split()) or "." for root in outer)
    if not named:
        raise ParcelRefusedError(f"There is no course “{course}” in it. It has: {names}.")
    raise ParcelRefusedError(f"It holds several courses: {names}. Say which with --course.")


def _wanted(name: str) -> bool:
    return not any(part.startswith(".") or part in _NOISE for part in PurePosixPath(name).parts)


def _from_folder(source: Path) -> Parcel:
    members: list[Member] = []
    for at, folders, files in os.walk(source):
        here = Path(at)
        # A link to a folder is listed as a folder and not walked into.
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if _wanted(name))
        for name in sorted((*files, *linked)):
            path = here / name
            if _wanted(name):
                inner = path.relative_to(source).as_posix()
                members.append(Member(name=inner, open=partial(_open_plain, path, inner)))
        if len(members) > MAX_FILES:
            raise ParcelRefusedError(_TOO_MANY)
    return Parcel(origin=str(source), members=tuple(members))


def _open_plain(path: Path, name: str) -> IO[bytes]:
    # Looked at before it is opened: opening a pipe waits for ever.
    _refuse_special(path.lstat().st_mode, name)
    return path.open("rb")


def _refuse_special(mode: int, name: str) -> None:
    if stat.S_ISLNK(mode):
        raise ParcelRefusedError(f"{as_code(name)} is a symbolic link. Put the file itself there.")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ParcelRefusedError(f"{as_code(name)} is a device or a pipe, not a file.")


def _from_git(source: Path) -> Parcel | None:
    """The tracked files at HEAD; None where this is no checkout, or its course is not tracked.

    Only plumbing that runs no hook and no filter: a checkout may come from anybody.
    """
    listed = _git(source, "ls-tree", "-r", "-z", "HEAD")
    commit = _git(source, "rev-parse", "--short", "HEAD")
    if listed is None or commit is None:
        return None
    members: list[Member] = []
    for line in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
        head, _, name = line.partition("\t")
        mode, kind, blob = head.split()
        if kind == "blob" and _wanted(name):
            members.append(
                Member(name=name, open=partial(_open_blob, source, blob, int(mode, 8), name))
            )
    if not any(PurePosixPath(member.name).name == _COURSE_FILE for member in members):
        return None
    if len(members) > MAX_FILES:
        raise ParcelRefusedError(_TOO_MANY)
    origin = f"{source}, as committed at {commit.decode().strip()}"
    return Parcel(origin=origin, members=tuple(members))


def _open_blob(source: Path, blob: str, mode: int, name: str) -> IO[bytes]:
    _refuse_special(mode, name)
    size = _git(source, "cat-file", "-s", blob)
    if size is None:
        raise ParcelRefusedError(f"git cannot read {as_code(name)}.")
    if int(size) > MAX_BYTES:
        raise ParcelRefusedError(_TOO_LARGE)
    data = _git(source, "cat-file", "blob", blob)
    if data is None:
        raise ParcelRefusedError(f"git cannot read {as_code(name)}.")
    return BytesIO(data)


_GIT_ALONE = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""Nothing is fetched, whatever the checkout says; the last is for a git that is too old to know
the first."""


def _git(folder: Path, *words: str) -> bytes | None:
    program = shutil.which("git")
    if program is None:
        return None
    # What a surrounding git command has set would point to another repository.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ran = subprocess.run(  # noqa: S603 - a list of our own, without a shell
        [program, "-C", str(folder), *words],
        env={**env, **_GIT_ALONE},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return ran.stdout if ran.returncode == 0 else None


def _from_zip(source: Path, archive: zipfile.ZipFile) -> Parcel:
    entries = archive.infolist()
    _judge(entries)
    named = [(entry.filename, entry) for entry in entries if not entry.is_dir()]
    if source.suffix == ".whl":
        matches = [(_IN_WHEEL.fullmatch(name), entry) for name, entry in named]
        named = [(match["rest"], entry) for match, entry in matches if match]
        if not named:
            raise ParcelRefusedError(
                f"{source} carries no course: nothing is in its share/jupyter/tutor/courses."
            )
    members = tuple(
        Member(name=name, open=partial(_open_entry, archive, entry))
        for name, entry in named
        if _wanted(name)
    )
    return Parcel(origin=str(source), members=members)


def _judge(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse what no honest archive of a course holds, wherever in it that is."""
    seen: set[str] = set()
    size = 0
    for number, entry in enumerate(entries, start=1):
        name = entry.filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.split("/")[0]:
            raise ParcelRefusedError(
                f"{as_code(name)} leads out of the folder it would be put into."
            )
        if entry.flag_bits & 1:
            raise ParcelRefusedError(f"{as_code(name)} is encrypted. Pack it without a password.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Others are unpacked in whole chunks, which can be a million times as large.
            raise ParcelRefusedError(f"{as_code(name)} is packed in a way that is not known here.")
        _refuse_special(entry.external_attr >> 16, name)
        if str(path) in seen:
            raise ParcelRefusedError(f"{as_code(name)} is in it twice.")
        seen.add(str(path))
        size += entry.file_size
        if size > MAX_BYTES:
            raise ParcelRefusedError(_TOO_LARGE)
        if number > MAX_FILES:
            raise ParcelRefusedError(_TOO_MANY)


def _open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    # Read whole, so that a checksum that does not fit is found; it is as long as it says at most.
    try:
        return BytesIO(archive.read(entry))
    except _BAD_ZIP as error:
        name = as_code(entry.filename)
        what = f"{name} is damaged or packed in a way that is not known ({error})."
        raise ParcelRefusedError(what) from error
