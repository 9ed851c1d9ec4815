"""What a course requires beside Python: packages, named as pip is told of them.

Owns the reading of `requires:` and the look at what is installed in this environment. Installs
nothing and imports nothing of what is required.
"""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.values import Values

_EXAMPLE = 'Write a name, and its version where that matters: `requires: [pandas, "numpy>=1.26"]`.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A requirement that this environment does not meet.

    ``found`` is the version that is installed; None when the package is not.
    """

    requirement: str
    found: str | None

    def __str__(self) -> str:
        if self.found is None:
            return f"The course requires `{self.requirement}`, which is not installed here."
        return f"The course requires `{self.requirement}`; installed here is {self.found}."


def read_requires(values: Values, faults: Faults) -> tuple[str, ...]:
    """The packages of `requires:`, each in the one way pip writes it."""
    requires: dict[str, str] = {}
    for text in values.texts("requires"):
        place = values.place.at(values.entries["requires"].line)
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            faults.error(place, f"`{text}` is not a package as pip is told of it.", _EXAMPLE)
            continue
        if requirement.url is not None:
            what = f"`{requirement.name}` is required from an address."
            faults.error(place, what, f"Courses name packages of the index only. {_EXAMPLE}")
            continue
        name = canonicalize_name(requirement.name)
        if name in requires:
            fix = "Write it once, with its versions joined by commas, in quotes."
            faults.error(place, f"The package `{requirement.name}` is required twice.", fix)
            continue
        requires[name] = str(requirement)
    return tuple(requires.values())


def unmet(requires: Iterable[str]) -> tuple[Unmet, ...]:
    """Those that are not installed here, or not in a version that will do."""
    found = [_unmet(Requirement(text)) for text in requires]
    return tuple(each for each in found if each is not None)


def pip_line(missing: Iterable[Unmet]) -> str:
    """What to type so that they are met."""
    return f"pip install {shlex.join(each.requirement for each in missing)}"


def _unmet(requirement: Requirement) -> Unmet | None:
    if requirement.marker is not None and not requirement.marker.evaluate():
        return None
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return Unmet(requirement=str(requirement), found=None)
    # A pre-release that somebody has installed is one they mean to use.
    if requirement.specifier.contains(found, prereleases=True):
        return None
    return Unmet(requirement=str(requirement), found=found)
