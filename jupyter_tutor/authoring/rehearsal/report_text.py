"""A rehearsal told in a terminal."""

from jupyter_tutor.authoring.rehearsal.findings import Finding
from jupyter_tutor.authoring.rehearsal.results import Rehearsal


def as_text(rehearsal: Rehearsal, seconds: float) -> str:
    """Every finding with what to do about it, then how it went; ends in a newline."""
    told = [_finding(rehearsal, finding) for finding in rehearsal.findings]
    told += [
        f"warning: {rehearsal.folder / str(fault.place)}\n  {fault.what}\n  {fault.fix}\n"
        for fault in rehearsal.thoughts
    ]
    return "".join(told) + outcome(rehearsal) + "\n" + effort(rehearsal, seconds) + "\n"


def outcome(rehearsal: Rehearsal) -> str:
    """Whether the course is proved, in a sentence."""
    asked = f"{_count(len(rehearsal.questions), 'question')} of "
    asked += _count(len(rehearsal.lessons), "lesson")
    if rehearsal.findings:
        problems = _count(len(rehearsal.findings), "problem")
        return f"{rehearsal.folder}: {problems} in {asked}."
    proved = "is" if len(rehearsal.questions) == 1 else "are"
    return f"{rehearsal.folder}: {asked} {proved} proved."


def effort(rehearsal: Rehearsal, seconds: float) -> str:
    """What was done for it, in one to three sentences."""
    words = f"{_count(rehearsal.runs, 'run')} in {seconds:.1f} seconds"
    if rehearsal.remembered:
        words += f", {rehearsal.remembered} of them remembered from before"
    agreeing, samples = rehearsal.agreement
    if samples:
        words += f". Of {_count(samples, 'sample answer')} in words, {agreeing} "
        words += f"{'gets' if agreeing == 1 else 'get'} the verdict of their author"
    return f"{words}."


def _finding(rehearsal: Rehearsal, finding: Finding) -> str:
    of = f" ({finding.question})" if finding.question else ""
    lines = [f"problem: {rehearsal.folder / str(finding.place)}{of}", f"  {finding.what}"]
    if finding.seen is not None:
        lines += [f"  | {line}".rstrip() for line in finding.seen.splitlines()]
    lines.append(f"  {finding.fix}")
    return "\n".join(lines) + "\n"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
