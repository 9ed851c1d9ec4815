"""What the author foresaw of a question, worked out by running it: solution and wrong answers.

The calls that the checks make of the solution are the question's probes, and beside them some
like them, as far as the solution has a value for those. How an answer responds to all of them is
its fingerprint: results, exceptions, what was printed, what became of the arguments. Nothing a
learner wrote runs here.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tutor.checker.bench import CheckBench
from jupyter_tutor.checker.connection import Answer, Connection, EndedError, UnreachableError
from jupyter_tutor.checker.freezing import Frozen, Opaque, TooMuchToCompareError, freeze
from jupyter_tutor.checker.fresh import FreshProcess
from jupyter_tutor.checker.given import Given
from jupyter_tutor.checker.handles import Handle
from jupyter_tutor.checker.neighbours import neighbours
from jupyter_tutor.checker.outcomes import Passed
from jupyter_tutor.checker.running import run_check
from jupyter_tutor.checker.sameness import prepare
from jupyter_tutor.core.questions import CodeQuestion, WrongAnswer
from jupyter_tutor.kernel_agent.agent import (
    CannotCrossError,
    Mirror,
    TooLargeError,
)
from jupyter_tutor.kernel_agent.codecs import all_of_them

_PROBES = 200
_ADDED = 24
_FEWEST_INPUTS = 3
_SETUP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Probe:
    """A call of a learner's global, or with ``arguments`` None a look at a variable.

    ``arguments`` is a document of the wire: each use decodes new objects from it; functions in it
    are those of ``given``. ``added``: no check asks for it; ``varies``: it has arguments.
    """

    name: str
    arguments: dict[str, Any] | None
    lines: tuple[str, ...] = ()
    given: Given = field(default_factory=Given, repr=False, compare=False)
    added: bool = field(default=False, repr=False, compare=False)
    varies: bool = field(default=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """What came of a probe. ``kind`` is returned, raised or missing."""

    kind: str
    value: Frozen
    output: str = ""
    arguments: Frozen = ()


Fingerprint = tuple[Response, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """All of it.

    ``sound`` are the ids of the checks that the solution passes, ``entered`` the loops in them
    that it makes go round, each with the check's id.
    """

    probes: tuple[Probe, ...]
    solution: Fingerprint | None
    wrong: tuple[tuple[WrongAnswer, Fingerprint | None], ...]
    sound: frozenset[str] = frozenset()
    entered: frozenset[tuple[str, int]] = frozenset()


def foresee(question: CodeQuestion, begin: Callable[[], None] = lambda: None) -> Foreseen:
    """Run the solution and the wrong answers; what cannot be run simply has no fingerprint.

    ``begin`` is called before each run; none takes longer than the question allows and 10 seconds.
    """
    prepare(question)
    with FreshProcess(question.setup, seconds=_SETUP_SECONDS) as process:
        if process.state != "ready":
            return Foreseen(probes=(), solution=None, wrong=())
        probes, passed = _probes(process, question, begin)

        def fingerprint_of(source: str, seconds: float) -> Fingerprint | None:
            begin()
            try:
                return fingerprint(_connect(process, seconds), probes, source)
            except UnreachableError:
                return None

        began = time.monotonic()
        solution = fingerprint_of(question.solution, question.timeout)
        if solution is not None:
            known = zip(probes, solution, strict=True)
            pairs = [(p, told) for p, told in known if not p.added or told.kind == "returned"]
            probes, solution = tuple(p for p, _ in pairs), tuple(told for _, told in pairs)
        # For wrong answers that never end.
        patience = min(1.0 + 4 * (time.monotonic() - began), question.timeout)
        return Foreseen(
            probes=probes,
            solution=solution,
            wrong=tuple((w, fingerprint_of(w.source, patience)) for w in question.wrong),
            sound=frozenset(passed),
            entered=frozenset((id_, loop) for id_, held in passed.items() for loop in held.entered),
        )


def recognise(foreseen: Foreseen, answers: Fingerprint | None) -> WrongAnswer | None:
    """Return the wrong answer that responds like this one, or None when there is any doubt.

    Every response has to be equal, to three inputs or more where there can be others; one of them
    has to set it apart from the solution in a way that says something; and no wrong answer with
    another misconception may fit as well.
    """
    varied = sum(probe.varies for probe in foreseen.probes)
    if 0 < varied < _FEWEST_INPUTS:
        return None
    if answers is None or foreseen.solution is None or not _tells(answers, foreseen.solution):
        return None
    fitting = [wrong for wrong, theirs in foreseen.wrong if theirs == answers]
    return fitting[0] if len({wrong.misconception for wrong in fitting}) == 1 else None


def fingerprint(
    connection: Connection, probes: Sequence[Probe], source: str | None = None
) -> Fingerprint | None:
    """Return how the namespace responds, after ``source`` has run in it if that is given.

    None when it does not come to an end. Closes the connection.
    """
    try:
        given = probes[0].given if probes else Given()
        connection.begin(_known_handle(given), _from_handle(given), given.ask)
        if source is not None:
            connection.run(source, "<answer>")
        return tuple(_response(connection, probe) for probe in probes)
    except (EndedError, TooMuchToCompareError):
        return None
    finally:
        connection.close()


def _connect(process: FreshProcess, seconds: float) -> Connection:
    return Connection(process.address, time.monotonic() + seconds)


def _probes(
    process: FreshProcess, question: CodeQuestion, begin: Callable[[], None]
) -> tuple[tuple[Probe, ...], dict[str, Passed]]:
    """Return what the checks ask of the solution, each thing once, and the checks it passes."""
    found: dict[str, Probe] = {}
    like: list[tuple[str, tuple[Any, ...], dict[str, Any], Sequence[str]]] = []
    passed: dict[str, Passed] = {}
    given = Given()
    solution = (*question.setup, question.solution)

    def keep(
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        lines: Sequence[str],
        *,
        added: bool = False,
    ) -> bool:
        try:
            arguments = Mirror(False, _again_and_again(given), Opaque, all_of_them()).encode(
                (args, tuple(kwargs.items()))
            )
        except (CannotCrossError, TooLargeError):
            return False
        probe = Probe(name, arguments, tuple(lines), given, added, bool(args or kwargs))
        return found.setdefault(repr(probe), probe) is probe

    def watch(
        name: str, args: tuple[Any, ...], kwargs: dict[str, Any], lines: Sequence[str]
    ) -> None:
        if keep(name, args, kwargs, lines):
            like.extend((name, *one, lines) for one in neighbours(args, kwargs))

    for check in question.checks:
        begin()
        connection = _connect(process, question.timeout)
        try:
            bench = CheckBench(
                connection, question.learner_names, question.solution, watch, solution
            )
            connection.run(question.solution, "<solution>")
            outcome = run_check(bench, connection, check)
            if isinstance(outcome, Passed):
                passed[check.id] = outcome
            for name in bench.variables:
                probe = Probe(name, None, (), given)
                found.setdefault(repr(probe), probe)
        except EndedError:
            continue
        finally:
            connection.close()
    for name in list(found)[_PROBES:]:
        del found[name]
    for one in like[:_ADDED]:
        keep(*one, added=True)
    return tuple(found.values()), passed


def _response(connection: Connection, probe: Probe) -> Response:
    got = connection.get(probe.name)
    if got.missing:
        return Response("missing", ())
    if probe.arguments is None:
        return Response("returned", freeze(got.value))
    mirror = Mirror(True, _cannot_cross, _from_handle(probe.given), all_of_them())
    args, kwargs = mirror.decode(probe.arguments)
    if not isinstance(got.value, Opaque):
        return Response("raised", ("not a function",))
    answer = connection.call(got.value, args, dict(kwargs), probe.lines)
    return Response(*_what(answer), answer.output, freeze((args, kwargs)))


def _what(answer: Answer) -> tuple[str, Frozen]:
    if answer.raised is not None:
        return "raised", (answer.raised.type, answer.raised.text)
    return "returned", freeze(answer.value)


_HandleOf = Callable[[Any], tuple[int, str, str, bool]]


def _known_handle(given: Given) -> _HandleOf:
    def to_handle(thing: Any) -> tuple[int, str, str, bool]:
        if isinstance(thing, Opaque):
            return thing.number, "", "", False
        return given.to_handle(thing)

    return to_handle


def _from_handle(given: Given) -> Callable[[int, str, str, bool], Any]:
    def from_handle(number: int, name: str, text: str, can_call: bool) -> Any:
        return given.known(number) if number < 0 else Opaque(number, name, text, can_call)

    return from_handle


def _again_and_again(given: Given) -> _HandleOf:
    """Only what can be handed over any number of times: an iterator is used up by the first."""

    def to_handle(thing: Any) -> tuple[int, str, str, bool]:
        ours = callable(thing) and not isinstance(thing, Handle)
        return given.to_handle(thing) if ours else _cannot_cross(thing)

    return to_handle


def _cannot_cross(thing: Any) -> tuple[int, str, str, bool]:
    raise CannotCrossError(type(thing).__name__)


def _tells(answers: Fingerprint, solution: Fingerprint) -> bool:
    """Whether a fingerprint says enough to name a misconception by it.

    Nothing given back, or an exception, comes of many mistakes; so of those alone nothing
    follows, save that an exception in one case tells something when other cases come out well.
    """
    apart = [(ours, right) for ours, right in zip(answers, solution, strict=True) if ours != right]
    values = [ours for ours in answers if ours.kind == "returned" and ours.value != freeze(None)]
    for ours, right in apart:
        if ours in values or (ours.kind == "raised" and values):
            return True
        if ours.kind == "returned" and (
            ours.output != right.output or ours.arguments != right.arguments
        ):
            return True
    return False
