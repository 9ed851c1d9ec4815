"""What is to be said of a code question, once its answers have been judged.

A pure function of what was seen, so that what came from the cache is told with the cells of today.
"""

from collections.abc import Iterator, Sequence

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.rehearsal.cells import Cells, broken_check
from jupyter_tutor.authoring.rehearsal.findings import Finding, Rule
from jupyter_tutor.authoring.rehearsal.leaks import Told, hint_sources, leak, told_on_the_way
from jupyter_tutor.authoring.rehearsal.touching import Touch, find_touch
from jupyter_tutor.authoring.rehearsal.trials import Tried
from jupyter_tutor.checker.closely import CheckRun
from jupyter_tutor.core.questions import Check, CodeQuestion, WrongAnswer
from jupyter_tutor.core.quoting import as_code
from jupyter_tutor.core.verdict import Report

_FILES = (
    "Let the answer write into a folder that the check makes and that goes with it: "
    "`with tempfile.TemporaryDirectory() as folder:`."
)


def code_findings(
    question: CodeQuestion, cells: Cells, tried: Sequence[Tried], slow: float
) -> list[Finding]:
    """Everything that is wrong with the question; ``slow`` is the most a check may take."""
    found: list[Finding] = []
    for each in _Judge(question, cells, tried, slow).findings():
        if not any(_says_it_all(other, each) for other in found):
            found.append(each)
    return found


def _says_it_all(known: Finding, other: Finding) -> bool:
    """Whether there is no need of the other one: what is wrong shows in more than one answer."""
    if known.rule != other.rule or known.rule not in ("check", "hint", "unjudged"):
        return False
    return known.place == other.place or known.rule == "unjudged"


class _Judge:
    def __init__(
        self, question: CodeQuestion, cells: Cells, tried: Sequence[Tried], slow: float
    ) -> None:
        self._question = question
        self._cells = cells
        self._tried = tried
        self._slow = slow

    def findings(self) -> Iterator[Finding]:
        for each in self._tried:
            yield from self._trial(each)
        yield from self._checks()
        yield from self._hints()

    def _trial(self, tried: Tried) -> Iterator[Finding]:
        place = self._place(tried)
        if tried.unjudged is not None:
            what = f"{_named(tried)} could not be judged here."
            fix = "`jupyter tutor doctor` says what is missing."
            yield self._finding("unjudged", place, what, fix, tried.unjudged)
            return
        reports = [judging.report for judging in tried.judgings]
        differing = next((r for r in reports if _told(r) != _told(reports[0])), None)
        if differing is not None:
            yield self._finding(
                "flaky",
                place,
                f"{_named(tried)} is not judged alike each time.",
                "Look for what differs from run to run: the order of a set, chance without a seed, "
                "the time, an address in memory.",
                f"once: {_verdict(reports[0])}\nonce: {_verdict(differing)}",
            )
            return
        (report, *_) = reports
        if report.fault is not None:
            yield self._broken(tried, report.fault)
            return
        match tried.role:
            case "solution" | "alternative":
                yield from self._right(tried, report, place)
            case "wrong":
                yield from self._wrong(self._question.wrong[tried.number], report, place)
            case "stub" if report.verdict != "unattempted":
                what = "What the learner is given counts as an answer."
                fix = "Give them less of it, so that it is known as no attempt."
                yield self._finding("stub", place, what, fix, _verdict(report))
            case "begun" if report.verdict == "correct":
                what = "What the learner is given passes every check already."
                fix = "Ask for more in a check, or give them less."
                yield self._finding("stub", place, what, fix, report.message)
            case "hint" if report.verdict == "correct":
                found = hint_sources(self._question)[tried.number]
                what = f"The code {as_code(found.piece)} in {_words(found.told)} passes the checks."
                fix = "Say what it is about, and leave the code to the learner."
                yield self._finding("hint", self._told(found.told), what, fix)
            case _:
                pass

    def _right(self, tried: Tried, report: Report, place: Place) -> Iterator[Finding]:
        if report.verdict == "correct":
            return
        failed = [
            check
            for check in self._question.checks
            if any(run.check == check.id and not run.passed for run in tried.judgings[0].checks)
        ]
        rule: Rule = "solution" if tried.role == "solution" else "alternative"
        what = f"{_named(tried)} does not run to its end."
        fix = "Mend it, or what it needs from the cells above."
        if failed:
            what = f"{_named(tried)} does not pass the check of cell {failed[0].cell}."
            fix = f"Mend the {rule} here, or what the check expects there."
        yield self._finding(rule, place, what, fix, _verdict(report))

    def _wrong(self, wrong: WrongAnswer, report: Report, place: Place) -> Iterator[Finding]:
        own = as_code(wrong.misconception)
        if report.verdict == "correct":
            what = f"The wrong answer {own} passes every check."
            fix = "Add a check that it fails, or take it away."
            yield self._finding("wrong", place, what, fix, report.message)
        elif report.verdict == "unattempted":
            what = f"The wrong answer {own} counts as no answer at all."
            fix = "Let it define what the question asks for."
            yield self._finding("wrong", place, what, fix, report.message)
        elif report.misconception is None or wrong.says not in report.message:
            other = report.misconception
            what = f"A learner who answers {own} does not hear what you wrote for it."
            fix = "Let it run to its end, and fail a check there."
            if other not in (None, wrong.misconception):
                what = f"A learner who answers {own} hears what belongs to {as_code(other or '')}."
                fix = "Add a check that tells the two apart, or make one of them."
            yield self._finding("wrong", place, what, fix, _verdict(report))

    def _broken(self, tried: Tried, fault: str) -> Finding:
        check = broken_check(self._question.checks, fault)
        place = self._place(tried) if check is None else self._cells.of_fault(check, fault)
        return self._finding(
            "check",
            place,
            f"The check itself fails, with {_with(tried)}.",
            "Mend the check, so that it fails by an `assert` only. Learners are told that it is "
            "our mistake, and go on without points.",
            fault.strip().splitlines()[-1],
        )

    def _checks(self) -> Iterator[Finding]:
        runs = [
            run
            for tried in self._tried
            if tried.role == "solution"
            for judging in tried.judgings
            for run in judging.checks
        ]
        for check in self._question.checks:
            own = [run for run in runs if run.check == check.id]
            if own:
                yield from self._check(check, own)

    def _check(self, check: Check, runs: list[CheckRun]) -> Iterator[Finding]:
        seconds = min(run.seconds for run in runs)
        if seconds > self._slow:
            what = f"This check takes {seconds:.1f} seconds with the solution; "
            what += f"{self._slow:g} are allowed."
            fix = "Let it look at less, or allow more: `slow:` below `policies:` in `course.yaml`."
            yield self._finding("slow", self._cells.of_check(check), what, fix)
        for name in dict.fromkeys(name for run in runs for name in run.changed):
            touch = find_touch(check.source, name, self._question.learner_names)
            if touch is not None:
                place = self._cells.of_check(check, touch.line)
                yield self._finding("touches", place, *_touched(name, touch))
        files = dict.fromkeys(name for run in runs for name in run.files)
        if files:
            named = ", ".join(as_code(name) for name in files)
            what = f"This check leaves files in the learner's folder: {named}."
            yield self._finding("touches", self._cells.of_check(check), what, _FILES)

    def _hints(self) -> Iterator[Finding]:
        for told in told_on_the_way(self._question):
            given = leak(self._question, told)
            if given is not None:
                what = f"{_words(told).capitalize()} holds the solution."
                if "\n" not in given:
                    what = f"{_words(told).capitalize()} holds {as_code(given)} of the solution."
                fix = "Say what it is about, and leave the code to the learner."
                yield self._finding("hint", self._told(told), what, fix)

    def _place(self, tried: Tried) -> Place:
        match tried.role:
            case "alternative" | "wrong":
                return self._cells.of(tried.role, tried.number)
            case "hint":
                return self._told(hint_sources(self._question)[tried.number].told)
            case _:
                return self._cells.of("answer")

    def _told(self, told: Told) -> Place:
        if told.of == "wrong":
            return self._cells.of("wrong", told.number)
        return self._cells.of_hint(self._question.hints[told.number])

    def _finding(
        self, rule: Rule, place: Place, what: str, fix: str, seen: str | None = None
    ) -> Finding:
        return Finding(
            rule=rule, place=place, question=self._question.id, what=what, fix=fix, seen=seen
        )


def _told(report: Report) -> tuple[str, str | None, str]:
    return report.verdict, report.misconception, report.message


def _verdict(report: Report) -> str:
    return f"{report.verdict}: {report.message}"


def _named(tried: Tried) -> str:
    return {
        "solution": "The solution",
        "alternative": "This alternative",
        "wrong": "This wrong answer",
        "stub": "What the learner is given",
        "begun": "What the learner is given",
        "hint": "The code of this hint",
    }[tried.role]


def _with(tried: Tried) -> str:
    return {
        "solution": "the solution",
        "alternative": "an alternative",
        "wrong": "a wrong answer",
        "stub": "what the learner is given",
        "begun": "what the learner is given",
        "hint": "the code of a hint",
    }[tried.role]


def _words(told: Told) -> str:
    return "this hint" if told.of == "hint" else "what is said to this wrong answer"


def _touched(name: str, touch: Touch) -> tuple[str, str]:
    code = as_code(touch.code.splitlines()[0])
    if touch.by == "check":
        what = f"This check changes the learner's {as_code(name)} itself: {code}."
        return what, f"Change a copy: `mine = list({name})`."
    what = f"This check hands the learner's {as_code(name)} to code that changes it: {code}."
    return what, f"Hand over a copy, such as `list({name})`, or values of your own."
