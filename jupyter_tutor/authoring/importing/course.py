"""From a path to the files of a course: which notebooks there are, and what becomes of each.

Makes texts; writes nothing. The same source gives the same texts, to the byte.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from jupyter_tutor.authoring.course_head import COURSE_FILE
from jupyter_tutor.authoring.faults import Fault, Place
from jupyter_tutor.authoring.importing import heads
from jupyter_tutor.authoring.importing.draft import Draft, Remark
from jupyter_tutor.authoring.importing.foreign import ForeignNotebook, read_foreign
from jupyter_tutor.authoring.importing.learntools import draft_learntools
from jupyter_tutor.authoring.importing.nbgrader import draft_nbgrader
from jupyter_tutor.authoring.importing.otter import draft_otter
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.importing.settle import settle
from jupyter_tutor.authoring.kinds.parts import Policies
from jupyter_tutor.authoring.lesson import CourseFrame
from jupyter_tutor.authoring.lesson_head import slug
from jupyter_tutor.authoring.values import MAX_ID
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import CourseId
from jupyter_tutor.core.questions import CodeQuestion

Format = Literal["nbgrader", "otter", "learntools"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be brought over, and what it is to be called.

    ``path`` is a notebook or a folder. ``modules`` is the folder that holds the package of
    learntools; None: it is looked for above each notebook. Notebooks below ``output`` are no
    source.
    """

    form: Format
    path: Path
    course_id: str
    title: str
    output: Path
    modules: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The files of a course by name, and what there is to say about them, source by source."""

    files: Mapping[str, str]
    lessons: tuple[Lesson, ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Path, ...]

    @property
    def left_out(self) -> int:
        """How many things were left out."""
        return sum(remark.kind == "left out" for remark in self.remarks)

    def carried(self) -> dict[str, int]:
        """How much was carried over, by what it is."""
        questions = [question for lesson in self.lessons for question in lesson.questions]
        code = [question for question in questions if isinstance(question, CodeQuestion)]
        return {
            "lessons": len(self.lessons),
            "questions": len(questions),
            "checks": sum(len(question.checks) for question in code),
            "hints": sum(len(question.hints) for question in questions),
        }


@dataclass(slots=True)
class _Making:
    """A course as far as it is made."""

    files: dict[str, str] = field(default_factory=dict)
    lessons: list[Lesson] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    requires: dict[str, None] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def import_course(wanted: Wanted) -> Imported:
    """Bring a course over; raises ImportRefusedError when there is nothing to bring.

    One notebook that is broken or foreign is refused; among several it is left out and told of.
    """
    found = _notebooks(wanted)
    if not found:
        raise ImportRefusedError(
            Place(file=str(wanted.path)),
            "There is no notebook here.",
            "Name a notebook (`.ipynb`), or a folder that holds some.",
        )
    frame = CourseFrame(id=CourseId(wanted.course_id), title=wanted.title, policies=Policies())
    making = _Making()
    refusals: list[Fault] = []
    ids = _lesson_ids(list(found.values()))
    for path, file in found.items():
        try:
            draft = _draft(wanted, read_foreign(path, file))
        except ImportRefusedError as error:
            fault = error.fault
            refusals.append(fault)
            making.remarks.append(
                Remark(kind="left out", place=fault.place, what=fault.what, fix=fault.fix)
            )
        else:
            _add(making, draft, ids[file], frame)
    if len(refusals) == len(found):
        first = refusals[0]
        raise ImportRefusedError(first.place, first.what, first.fix)
    head = _course_file(wanted, making)
    return Imported(
        files={COURSE_FILE: head, **making.files},
        lessons=tuple(making.lessons),
        remarks=tuple(making.remarks),
        sources=tuple(found),
    )


def _draft(wanted: Wanted, notebook: ForeignNotebook) -> Draft:
    formats: Mapping[Format, Callable[[], Draft]] = {
        "nbgrader": lambda: draft_nbgrader(notebook),
        "otter": lambda: draft_otter(notebook),
        "learntools": lambda: draft_learntools(notebook, wanted.modules),
    }
    try:
        draft = formats[wanted.form]()
    except RecursionError as error:
        what = "Some code in it is nested too deeply to be read."
        place = Place(file=notebook.file)
        raise ImportRefusedError(place, what, "Write that code simpler.") from error
    for place in notebook.damaged:
        what, fix = "This cell is damaged.", "Write it anew, and bring the notebook over again."
        draft.remarks.append(Remark(kind="left out", place=place, what=what, fix=fix))
    return draft


def _add(making: _Making, draft: Draft, lesson_id: str, frame: CourseFrame) -> None:
    settled = settle(draft, lesson_id, frame)
    name = f"{lesson_id}.ipynb"
    making.files[name] = settled.text
    making.remarks += sorted(settled.remarks, key=lambda remark: remark.place.cell or 0)
    making.requires.update(dict.fromkeys(draft.requires))
    if settled.lesson is None:
        what = f"It asks nothing any more; `{name}` holds its text and is not among the lessons."
        fix = "Write a question in it and add it to `lessons:`, or take the file away."
        place = Place(file=draft.file)
        making.remarks.append(Remark(kind="left out", place=place, what=what, fix=fix))
    else:
        making.lessons.append(settled.lesson)
        making.names.append(name)


def _lesson_ids(files: Sequence[str]) -> dict[str, str]:
    """An id for each notebook: its name, or, where two have one name, the way to it."""
    stems = [PurePosixPath(file).stem for file in files]
    plain = len(set(map(slug, stems))) == len(stems)
    made: dict[str, str] = {}
    for file, stem in zip(files, stems, strict=True):
        way = stem if plain else PurePosixPath(file).with_suffix("").as_posix()
        wish = name = slug(way) or "lesson"
        number = 1
        while name in made.values():
            number += 1
            ending = f"-{number}"
            name = wish[: MAX_ID - len(ending)].rstrip("-") + ending
        made[file] = name
    return made


def _notebooks(wanted: Wanted) -> dict[Path, str]:
    """The notebooks there are, each with its name below the path."""
    root = wanted.path
    if not root.is_dir():
        return {root: root.name}
    # A folder of nbgrader's holds, beside the source, what it made of it and what came back.
    if wanted.form == "nbgrader" and (root / "source").is_dir():
        root = root / "source"
    found: list[Path] = []
    output = wanted.output.resolve()
    for folder, inner, names in os.walk(root):
        inner[:] = [
            name
            for name in inner
            if not name.startswith(".") and (Path(folder) / name).resolve() != output
        ]
        found += [
            Path(folder) / name
            for name in names
            if name.endswith(".ipynb") and not name.startswith(".")
        ]
    named = {path: path.relative_to(root).as_posix() for path in found}
    return dict(sorted(named.items(), key=lambda item: _as_counted(item[1])))


def _as_counted(name: str) -> list[tuple[int, str]]:
    """A key that sorts `ex2` before `ex10`."""
    parts = re.split(r"(\d+)", name.lower())
    return [(int(part) if part.isdecimal() else 0, part) for part in parts]


def _course_file(wanted: Wanted, making: _Making) -> str:
    requires: dict[str, str] = {}
    for text in making.requires:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.url is None:
            requires.setdefault(canonicalize_name(requirement.name), str(requirement))
    lines = [f"id: {wanted.course_id}", f"title: {heads.written(wanted.title)}"]
    lines += ["lessons:", *(f"  - {name}" for name in making.names)] if making.names else []
    if requires:
        lines.append("requires:")
        lines += [f"  - {heads.written(each)}" for each in requires.values()]
    return "\n".join(lines) + "\n"
