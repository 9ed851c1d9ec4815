"""Playing a scenario with this library, on a clock that jumps.

What differs by nature from a BEAM is made alike here and there, and nowhere else:

- a process is known by the name it was started under, a reason by a word;
- children of a simple_one_for_one, here a DynamicSupervisor that counts restarts together, have no
  specification in common, so specifications are not counted; and they are ended together, and here
  also started again side by side, in an order that OTP leaves open, so that a run of such ends or
  starts is sorted;
- what a DynamicSupervisor cannot be asked at all is what OTP answers with `simple_one_for_one`;
- a killed child here is a cancelled task, there it is gone: both are ``killed``.
"""

import asyncio
import itertools
import logging
from collections import Counter
from typing import Any

from jupyter_tutor.runtime.actor import Actor, ActorDownError
from jupyter_tutor.runtime.answers import ChildInfo
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor, SupervisorClosingError
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason, Killed
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import IGNORE, BadSpecError, ChildSpec, Started, check_specs
from jupyter_tutor.runtime.supervisor import ChildError, Supervisor
from tests.runtime.otp.reading import Scenario, Sup, Words, pairs, sup
from tests.runtime.otp.words import (
    CrashError,
    counts_in_words,
    names,
    of_missing,
    of_spec,
    reason_in_words,
    spec_in_words,
    started_in_words,
    to_flags,
    to_reason,
    whose_start,
)
from tests.runtime.virtual import rest
from tests.runtime.virtual import run as on_virtual_time

REST = 0.03
FEW = 50
"""Events of one step that are written down one by one; more are counted."""


class _CannotStartError(Exception):
    pass


def play(scenario: Scenario) -> tuple[Words, ...]:
    """What happens, in blocks: a step with its result, and the events up to the next."""
    return on_virtual_time(_Play(scenario).all_steps())


class _Worker(Actor[tuple[str, ...], None]):
    def __init__(self, asked: str | None) -> None:
        super().__init__()
        self._asked = asked

    def handle_call(self, message: tuple[str, ...]) -> Any:
        match message:
            case ("busy",):
                return asyncio.Event().wait()
            case ("unlink",):
                assert self.parent is not None
                self.unlink(self.parent)
            case ("leave", "crash"):
                self._asked = None
                raise CrashError
            case ("leave", reason):
                self._asked = None
                self.leave(to_reason(reason))
        return None

    def exit(self, reason: ExitReason) -> None:
        asked = self._asked
        if asked is None or asked.startswith("slow:") or isinstance(reason, Killed):
            super().exit(reason)
        else:
            super().exit(to_reason(asked))

    async def terminate(self, reason: ExitReason) -> None:
        if self._asked is not None and self._asked.startswith("slow:"):
            await asyncio.sleep(float(self._asked.removeprefix("slow:")) / 1000)


class _Progress(logging.Handler):
    """Counts what is said of progress: all that is no warning."""

    def __init__(self) -> None:
        super().__init__()
        self.many = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.many += record.levelno <= logging.INFO


class _Play:
    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._events: list[Words] = []
        self._there: dict[str, Process] = {}
        self._names: dict[Process, str] = {}
        self._plans: dict[str, list[str]] = {}
        self._asked: dict[str, str] = {}
        self._of: dict[str, str] = {}
        self._progress = _Progress()

    async def all_steps(self) -> tuple[Words, ...]:
        log = logging.getLogger("jupyter_tutor.runtime")
        log.addHandler(self._progress)
        before, log.level = log.level, logging.DEBUG
        blocks = []
        for words in self._scenario.steps:
            result = await self._step(words)
            await rest(REST)
            said = " ".join(words) + (f": {result}" if result is not None else "")
            blocks.append((said, *self._seen()))
        log.removeHandler(self._progress)
        log.level = before
        return tuple(blocks)

    def _seen(self) -> list[str]:
        events = [event for event in self._events if event[0] not in self._scenario.unseen]
        self._events.clear()
        lines: list[Words] = []
        for kind, together in itertools.groupby(events, self._loosely):
            run = list(together)
            lines += sorted(run) if kind else run
        if len(lines) > FEW:
            kinds = Counter(" ".join((kind, *more)) for kind, _name, *more in lines)
            return [f"{many} x {kind}" for kind, many in kinds.items()]
        return [" ".join(line) for line in lines]

    def _loosely(self, event: Words) -> str | None:
        """What happens to such a child stands in no order with the same of its siblings."""
        known = self._scenario.sups.get(self._of.get(event[1], ""))
        return event[0] if known and known.strategy == "simple_one_for_one" else None

    # -- starting

    async def _begin(self, spec: dict[str, str], name: str) -> Started:
        plan = self._plans.setdefault(name, spec.get("start", "ok").split(","))
        kind = plan.pop(0) if len(plan) > 1 else plan[0]
        if kind == "ignore":
            self._events.append(("ignored", name))
            return IGNORE
        try:
            if kind == "late":
                await asyncio.sleep(2)
            if kind not in ("ok", "extra", "other", "taken"):
                raise _CannotStartError
            if kind == "taken":
                self._events.append(("failed", name))
                return self._there["running"]
            if kind == "other":
                self._events.append(("failed", name))
                return "something else"  # type: ignore[return-value]
            started: Process
            if "sup" in spec:
                started = await self._supervisor(self._scenario.sups[spec["sup"]])
            else:
                started = await _Worker(self._asked.get(name, spec.get("asked"))).start()
        except Exception:
            self._events.append(("failed", name))
            raise
        self._note_start(name, started)
        return started

    def _note_start(self, name: str, process: Process) -> None:
        self._events.append(("started", name))
        self._there[name] = process
        self._names[process] = name
        process.monitor(
            lambda _, reason: self._events.append(("ended", name, reason_in_words(reason)))
        )

    async def _supervisor(self, told: Sup) -> Process:
        now = asyncio.get_running_loop().time
        if told.strategy == "simple_one_for_one":
            return DynamicSupervisor(to_flags(told), counted="together", now=now)
        specs = [self._child_spec(self._scenario.specs[child]) for child in told.children]
        return await Supervisor(specs, to_flags(told), now=now).start()

    def _child_spec(self, spec: dict[str, str], name: str | None = None) -> ChildSpec:
        said: dict[str, Any] = {**spec, "start": self._begin, "args": (spec, name or spec["id"])}
        for word in ("sup", "asked"):
            said.pop(word, None)
        if spec.get("start") == "mfa":
            said["start"] = "mfa"
        for word in ("id", "start"):
            if spec.get(word) == "missing":
                del said[word]
        if spec.get("shutdown", "").lstrip("-").isdigit():
            said["shutdown"] = int(spec["shutdown"]) / 1000
        said["significant"] = {"true": True, "false": False}.get(
            spec.get("significant", "false"), spec.get("significant")
        )
        return ChildSpec(**said)

    # -- steps

    async def _step(self, words: Words) -> str | None:
        match words:
            case ("exit", *ends):
                self._leave(ends)
            case ("after", ms, "exit", *ends):
                asyncio.get_running_loop().call_later(int(ms) / 1000, self._leave, ends)
            case ("exit_children", spec, many, reason):
                self._leave([word for name in names(spec, many) for word in (name, reason)])
            case ("busy" | "unlink" as what, name):
                worker = self._there[name]
                assert isinstance(worker, _Worker)
                worker.cast((what,))
            case ("set", name, plan):
                self._plans[name] = plan.removeprefix("start=").split(",")
            case ("wait", ms):
                await rest(int(ms) / 1000)
            case ("shutdown", name):
                self._there[name].exit(SHUTDOWN)
                await self._there[name].wait()
            case ("log",):
                return str(self._progress.many)
            case _:
                return await self._answer(words)
        return None

    def _leave(self, ends: list[str]) -> None:
        for name, reason in zip(ends[::2], ends[1::2], strict=True):
            process = self._there[name]
            if reason == "kill":
                process.exit(KILLED)
            elif isinstance(process, _Worker) and process.alive:
                process.cast(("leave", reason))

    async def _answer(self, words: Words) -> str:
        try:
            return await self._ask(words)
        except BadSpecError as error:
            return f"error spec {of_spec(error)}"
        except TypeError as error:
            return f"error spec {of_missing(error)}"
        except ChildError as error:
            return f"error {error.why}"
        except StartChildError as error:
            return "error start" + (whose_start(error) if words[0] == "start" else "")
        except (ActorDownError, SupervisorClosingError):
            return "noproc"

    async def _ask(self, words: Words) -> str:
        match words:
            case ("start", name):
                self._note_start(name, await self._supervisor(self._scenario.sups[name]))
                return "ok"
            case ("check", auto, *names):
                specs = [self._child_spec(self._scenario.specs[name]) for name in names]
                check_specs(specs, auto)  # type: ignore[arg-type]
                return "ok"
        what, name, *more = words
        process = self._there[name]
        if isinstance(process, DynamicSupervisor):
            return await self._ask_dynamic(process, what, name, more)
        assert isinstance(process, Supervisor)
        return await self._ask_supervisor(process, what, more)

    async def _ask_supervisor(self, asked: Supervisor, what: str, more: list[str]) -> str:
        match what, more:
            case "start_child", [spec, *_]:
                child = self._child_spec(self._scenario.specs[spec])
                return started_in_words(await asked.start_child(child))
            case "start_children", [spec, many]:
                for name in names(spec, many):
                    told = {**self._scenario.specs[spec], "id": name}
                    await asked.start_child(self._child_spec(told))
            case "terminate_children", [spec, many]:
                for name in names(spec, many):
                    await asked.terminate_child(name)
            case "terminate_child", [child_id]:
                await asked.terminate_child(self._id(child_id))
            case "restart_child", [child_id]:
                return started_in_words(await asked.restart_child(child_id))
            case "delete_child", [child_id]:
                await asked.delete_child(child_id)
            case "child_spec", [child_id]:
                return spec_in_words(await asked.child_spec(child_id))
            case "which", []:
                return self._told(await asked.which_children())
            case "count", []:
                counts = await asked.count_children()
                return f"specs={counts.specs} {counts_in_words(counts)}"
            case "remembered", []:
                return str(sum(child.spec.args != () for child in asked.places))
            case "change", _:
                told = sup(tuple(more))
                specs = [self._child_spec(self._scenario.specs[name]) for name in told.children]
                await asked.change(to_flags(told), specs)
        return "ok"

    async def _ask_dynamic(
        self, asked: DynamicSupervisor, what: str, sup_name: str, more: list[str]
    ) -> str:
        match what, more:
            case "start_child", [spec, *options]:
                told = pairs(tuple(options))
                name = told["as"]
                self._of[name] = sup_name
                if "asked" in told:
                    self._asked[name] = told["asked"]
                child = self._child_spec(self._scenario.specs[spec], name)
                return started_in_words(await asked.start_child(child))
            case "start_children", [spec, many]:
                for name in names(spec, many):
                    self._of[name] = sup_name
                    await asked.start_child(self._child_spec(self._scenario.specs[spec], name))
            case "terminate_children", [spec, many]:
                for name in names(spec, many):
                    await asked.terminate_child(self._there[name])
            case "terminate_child", [name]:
                await asked.terminate_child(self._there[name])
            case "child_spec", [name]:
                process = self._there[name]
                [spec] = [child.spec for child in asked.places if child.process is process]
                return spec_in_words(spec)
            case "which", []:
                return self._told(asked.which_children(), in_order=False)
            case "count", []:
                return counts_in_words(asked.count_children())
            case "remembered", []:
                return str(sum(child.spec.args != () for child in asked.places))
            case (("restart_child" | "delete_child"), _):
                assert not hasattr(asked, what)
                return "error simple_one_for_one"
        return "ok"

    def _id(self, word: str) -> Any:
        return self._there[word[1:]] if word.startswith("@") else word

    def _told(self, children: list[ChildInfo], *, in_order: bool = True) -> str:
        told = [self._child_in_words(child, in_order) for child in children]
        return ", ".join(told if in_order else sorted(told)) or "-"

    def _child_in_words(self, child: ChildInfo, known_by_id: bool) -> str:
        process = child.process
        if isinstance(process, Process):
            name = self._names[process]
            who = "there" if process.alive else "gone"
            if self._there[name] is not process:
                who = "another"
        else:
            name = str(child.id) if known_by_id else "?"
            who = process or "none"
        return f"{name} {who} {child.type}"
