"""Which lessons come before which: `prerequisites:` of a course, and what can be wrong with it.

A lesson may only wait for earlier ones, so that whoever takes a course from its beginning to its
end never meets a closed door.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, Place, did_you_mean, listed
from jupyter_tutor.authoring.values import Values
from jupyter_tutor.core.ids import LessonId

_EXAMPLE = "Write, indented below it, lessons and what they wait for: `loops: [numbers, lists]`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The lessons that one lesson waits for, and the line of `course.yaml` that says so."""

    lessons: tuple[LessonId, ...]
    line: int


Prerequisites = Mapping[LessonId, Waits]


def read_prerequisites(values: Values, faults: Faults) -> Prerequisites:
    """Read `prerequisites:`; whether its lessons are there is not known yet."""
    entry = values.entries.get("prerequisites")
    if entry is None or entry.value == "":
        return {}
    if not isinstance(entry.value, dict):
        faults.error(values.place.at(entry.line), "`prerequisites` has no keys.", _EXAMPLE)
        return {}
    inner = Values(entry.value, values.place, faults)
    return {
        LessonId(lesson): Waits(
            lessons=tuple(map(LessonId, dict.fromkeys(inner.identifiers(lesson)))), line=each.line
        )
        for lesson, each in entry.value.items()
    }


def judge_prerequisites(
    prerequisites: Prerequisites, order: Sequence[LessonId], place: Place, faults: Faults
) -> None:
    """Note lessons that are not there, circles, and lessons that wait for a later one."""
    fix = f"Write ids of lessons of this course: {listed(order)}."
    for lesson, waits in prerequisites.items():
        for name in (lesson, *waits.lessons):
            if name not in order:
                what = f"The course has no lesson `{name}`.{did_you_mean(name, order)}"
                faults.error(place.at(waits.line), what, fix)
    circles = _circles(prerequisites)
    for circle in circles:
        line = prerequisites[circle[0]].line
        path = ", which waits for ".join(f"`{name}`" for name in (*circle[1:], circle[0]))
        what = f"`{circle[0]}` waits for {path}: nobody could begin it."
        faults.error(place.at(line), what, "Take one of them out of `prerequisites:`.")
    known = {name: number for number, name in enumerate(order)}
    in_circles = {frozenset(circle) for circle in circles}
    for lesson, waits in prerequisites.items():
        for name in waits.lessons:
            if {lesson, name} <= known.keys() and known[name] > known[lesson]:
                if any({lesson, name} <= circle for circle in in_circles):
                    continue
                what = f"`{lesson}` waits for `{name}`, which comes after it."
                fix = "Put them in another order under `lessons:`, or take this one out."
                faults.error(place.at(waits.line), what, fix)


def _circles(prerequisites: Prerequisites) -> list[tuple[LessonId, ...]]:
    """The shortest circle through each lesson that is on one, each circle once.

    A circle begins with the lesson whose line comes first.
    """
    circles: list[tuple[LessonId, ...]] = []
    seen: set[LessonId] = set()
    for start in prerequisites:
        circle = None if start in seen else _way_back(start, prerequisites)
        if circle is not None:
            circles.append(circle)
            seen.update(circle)
    return circles


def _way_back(start: LessonId, prerequisites: Prerequisites) -> tuple[LessonId, ...] | None:
    ways: list[tuple[LessonId, ...]] = [(start,)]
    met: set[LessonId] = set()
    for way in ways:
        waits = prerequisites.get(way[-1])
        for name in waits.lessons if waits else ():
            if name == start:
                return way
            if name not in met:
                met.add(name)
                ways.append((*way, name))
    return None
