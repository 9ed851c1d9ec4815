"""`course.yaml`: what a course says of itself, and which notebooks are its lessons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import get_args

from jupyter_tutor.authoring.faults import Faults, Place, did_you_mean, listed
from jupyter_tutor.authoring.kinds.parts import Policies
from jupyter_tutor.authoring.notebook import read_text
from jupyter_tutor.authoring.prerequisites import Prerequisites, read_prerequisites
from jupyter_tutor.authoring.requirements import read_requires
from jupyter_tutor.authoring.skills import DeclaredSkills, read_skills
from jupyter_tutor.authoring.values import REVEAL_AFTER, SLOW, TIMEOUT, Values
from jupyter_tutor.authoring.yaml_text import Entry, read_mapping
from jupyter_tutor.core.course import UpdateRule

COURSE_FILE = "course.yaml"
_KEYS = (
    "id",
    "title",
    "description",
    "authors",
    "licence",
    "language",
    "lessons",
    "prerequisites",
    "skills",
    "requires",
    "policies",
)
_POLICIES = (
    *("reveal", "retry", "cooling_off", "timeout", "slow", "check_on_run", "difference", "update"),
    "model",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFile:
    """A notebook that a course names: as it is written there, and where it is.

    ``text`` is what it holds where that is not saved yet; None: what the file holds.
    """

    name: str
    path: Path
    text: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHead:
    """What `course.yaml` holds. ``language`` is that of its words, such as `en`.

    ``requires`` are packages as pip is told of them. Whether the lessons of ``prerequisites`` are
    there is known only when all lessons have been read. ``slow`` is the number of seconds from
    which a rehearsal finds a check too slow. ``no_model``: no language model may help.
    """

    id: str
    title: str
    description: str
    authors: tuple[str, ...]
    licence: str
    language: str
    lessons: tuple[LessonFile, ...]
    prerequisites: Prerequisites
    skills: DeclaredSkills
    requires: tuple[str, ...]
    policies: Policies
    slow: float
    update: UpdateRule
    no_model: bool


def read_course_head(folder: Path, faults: Faults) -> CourseHead | None:
    """Read it; None when there is too little to go on. Faults say what is wrong with it."""
    place = Place(file=COURSE_FILE)
    text = read_text(folder / COURSE_FILE, place, faults)
    if text is None:
        return None
    entries = read_mapping(text, place, 1, faults)
    if entries is None:
        return None
    _refuse_unknown(entries, _KEYS, "A course", place, faults)
    values = Values(entries, place, faults)
    name = values.identifier("id", "Name the course, such as `id: python-foundations`.")
    title = values.needed("title", "Write the title of the course.")
    lessons = _read_lessons(folder, values, faults)
    prerequisites = read_prerequisites(values, faults)
    skills = read_skills(values, faults)
    requires = read_requires(values, faults)
    policies, rules = _read_policies(values, faults)
    if name is None or title is None:
        return None
    return CourseHead(
        id=name,
        title=title,
        description=values.text("description") or "",
        authors=values.texts("authors"),
        licence=values.text("licence") or "",
        language=values.text("language") or "en",
        lessons=lessons,
        prerequisites=prerequisites,
        skills=skills,
        requires=requires,
        policies=policies,
        slow=rules.slow,
        update=rules.update,
        no_model=rules.no_model,
    )


def _refuse_unknown(
    entries: Mapping[str, Entry], known: tuple[str, ...], whose: str, place: Place, faults: Faults
) -> None:
    for key, entry in entries.items():
        if key not in known:
            what = f"{whose} has no key `{key}`.{did_you_mean(key, known)}"
            faults.error(place.at(entry.line), what, f"It may have {listed(known)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _CourseRules:
    """The policies that are of the course as a whole."""

    slow: float = SLOW
    update: UpdateRule = "ask"
    no_model: bool = False


def _read_policies(values: Values, faults: Faults) -> tuple[Policies, _CourseRules]:
    entry = values.entries.get("policies")
    if entry is None or entry.value == "":
        return Policies(), _CourseRules()
    if not isinstance(entry.value, dict):
        fix = "Write its keys indented below it, such as `  reveal: after 3 attempts`."
        faults.error(values.place.at(entry.line), "`policies` has no keys.", fix)
        return Policies(), _CourseRules()
    _refuse_unknown(entry.value, _POLICIES, "`policies`", values.place, faults)
    rules = Values(entry.value, values.place, faults)
    policies = Policies(
        reveal_after=rules.reveal("reveal", REVEAL_AFTER),
        tries=rules.retry("retry", None),
        cooling_off=rules.cooling_off("cooling_off", None),
        timeout=rules.number("timeout", TIMEOUT, least=0, most=300, above=True),
        check_on_run=rules.flag("check_on_run", True),
        difference=rules.difference("difference", "place"),
    )
    return policies, _CourseRules(
        slow=rules.number("slow", SLOW, least=0, most=300, above=True),
        update=_read_update(rules, faults),
        no_model=not rules.flag("model", True),
    )


def _read_update(rules: Values, faults: Faults) -> UpdateRule:
    text = rules.text("update", "ask")
    known: tuple[UpdateRule, ...] = get_args(UpdateRule)
    rule = next((rule for rule in known if rule == text), None)
    if rule is None and text is not None:
        what = f"`update` is `{text}`.{did_you_mean(text, known)}"
        fix = "Write `ask`, or `move` to move learners on to a changed lesson without asking."
        faults.error(rules.place.at(rules.entries["update"].line), what, fix)
    return rule or "ask"


def _read_lessons(folder: Path, values: Values, faults: Faults) -> tuple[LessonFile, ...]:
    names = values.texts("lessons")
    line = values.entries["lessons"].line if values.has("lessons") else None
    place = values.place.at(line)
    if not names:
        if not values.has("lessons") or values.entries["lessons"].value in ("", ()):
            fix = "List the file names of its notebooks below `lessons:`, in order."
            faults.error(place, "The course has no lessons.", fix)
        return ()
    present = notebooks_in(folder)
    lessons: list[LessonFile] = []
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            faults.error(place, f"The lesson `{name}` is there twice.", "Take one away.")
        path = inside(folder, name)
        if path is None:
            what = f"`{name}` is not a file inside the course folder."
            fix = "Put the notebook there, and write its name without `..` or a leading `/`."
            faults.error(place, what, fix)
        elif not name.endswith(".ipynb"):
            fix = "Lessons are Jupyter notebooks (`.ipynb`)."
            faults.error(place, f"`{name}` is not a notebook.", fix)
        elif not path.is_file():
            what = f"There is no notebook `{name}`.{did_you_mean(name, present)}"
            faults.error(place, what, "Write the name of a notebook of this folder.")
        else:
            lessons.append(LessonFile(name=name, path=path))
    for name in present:
        if name not in names:
            fix = "Add it to `lessons:`, or keep it elsewhere."
            faults.warning(place, f"The notebook `{name}` is not one of the lessons.", fix)
    return tuple(lessons)


def notebooks_in(folder: Path) -> list[str]:
    """The names of the notebooks that lie directly in a folder, sorted."""
    try:
        return sorted(path.name for path in folder.iterdir() if path.suffix == ".ipynb")
    except OSError:
        return []


def inside(folder: Path, name: str) -> Path | None:
    """The real path of a file named relative to a folder; None when it lies outside of it.

    A symbolic link is followed first, so that none leads out of the folder unnoticed.
    """
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
        return None
    try:
        home = folder.resolve()
        path = (home / name).resolve()
        # A name may be longer than any file's, or lead through a folder that is not to be read.
        path.exists()
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_relative_to(home) else None
