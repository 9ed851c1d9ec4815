"""A rehearsal as a page of HTML that needs nothing but itself, to keep or to send."""

import re
from collections.abc import Sequence
from html import escape

from jupyter_tutor.authoring.faults import Fault
from jupyter_tutor.authoring.rehearsal.findings import RULES, Finding
from jupyter_tutor.authoring.rehearsal.report_style import STYLE
from jupyter_tutor.authoring.rehearsal.report_text import effort, outcome
from jupyter_tutor.authoring.rehearsal.results import LessonResult, QuestionResult, Rehearsal
from jupyter_tutor.transcripts.rendering import whole_page

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)

_BODY = """\
<h1>{title}</h1>
<p class="{mood}"><strong>{outcome}</strong></p>
<p class="quiet">{effort}</p>
{findings}
{lessons}
{warnings}
{rules}"""


def as_page(rehearsal: Rehearsal, seconds: float) -> str:
    """The whole page."""
    title = f"Rehearsal: {escape(rehearsal.title or rehearsal.folder.name)}"
    body = _BODY.format(
        title=title,
        mood="bad" if rehearsal.findings else "good",
        outcome=escape(outcome(rehearsal)),
        effort=escape(effort(rehearsal, seconds)),
        findings=_findings(rehearsal.findings),
        lessons="\n".join(_lesson(lesson) for lesson in rehearsal.lessons),
        warnings=_warnings(rehearsal.thoughts),
        rules=_rules(rehearsal.findings),
    )
    return whole_page(title, STYLE, body)


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    told = "\n".join(_finding(number, finding) for number, finding in enumerate(findings, 1))
    return f'<h2 id="problems">What to put right</h2>\n{told}'


def _finding(number: int, finding: Finding) -> str:
    of = f", question <code>{escape(finding.question)}</code>" if finding.question else ""
    seen = "" if finding.seen is None else f"\n<pre>{escape(finding.seen)}</pre>"
    return (
        f'<article id="problem-{number}">\n<h3>{_words(finding.what)}</h3>\n'
        f'<p class="quiet">{escape(str(finding.place))}{of}</p>{seen}\n'
        f"<p>{_words(finding.fix)}</p>\n</article>"
    )


def _lesson(lesson: LessonResult) -> str:
    rows = "\n".join(_question(question) for question in lesson.questions)
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Question", "Kind", "Answers judged", "Slowest check", "Outcome")
    )
    return (
        f"<h2>{escape(lesson.title)}</h2>\n"
        f'<div class="wide" role="region" aria-label="{escape(lesson.title)}" tabindex="0">\n'
        f"<table>\n<caption>{escape(lesson.file)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _question(question: QuestionResult) -> str:
    slowest = "" if question.slowest is None else f"{question.slowest:.2f} s"
    count = len(question.findings)
    outcome = f"{count} problem{'' if count == 1 else 's'}" if count else "proved"
    if question.remembered and not count:
        outcome += ", remembered"
    if question.agreement:
        outcome += f", {question.agreement[0]} of {question.agreement[1]} samples agree"
    return (
        f'<tr><th scope="row">{escape(question.title)} <code>{escape(question.id)}</code></th>'
        f"<td>{question.kind}</td><td>{question.tried}</td><td>{slowest}</td>"
        f'<td class="{"bad" if count else "good"}">{outcome}</td></tr>'
    )


def _warnings(faults: Sequence[Fault]) -> str:
    if not faults:
        return ""
    items = "\n".join(
        f"<li>{escape(str(fault.place))}: {_words(fault.what)} {_words(fault.fix)}</li>"
        for fault in faults
    )
    return f"<h2>To think about</h2>\n<ul>\n{items}\n</ul>"


def _rules(findings: Sequence[Finding]) -> str:
    counts = {rule: sum(finding.rule == rule for finding in findings) for rule in RULES}
    items = "\n".join(
        f'<li class="{"bad" if counts[rule] else "good"}">{_words(words)} '
        f"<strong>{_kept(counts[rule])}</strong></li>"
        for rule, words in RULES.items()
    )
    return f"<h2>What a rehearsal proves</h2>\n<ul>\n{items}\n</ul>"


def _kept(count: int) -> str:
    return f"Not so {'once' if count == 1 else f'{count} times'}." if count else "So it is."


def _words(text: str) -> str:
    """A sentence of ours, with what stands in backticks as code."""
    parts = _CODE.split(text)
    # Every third part, from the second on, is the backticks themselves.
    shown = [
        f"<code>{escape(part.strip())}</code>" if place % 3 == 2 else escape(part)
        for place, part in enumerate(parts)
        if place % 3 != 1
    ]
    return "".join(shown)
