"""A conversation as a page of HTML that needs nothing but itself."""

from datetime import tzinfo
from html import escape

from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import View
from jupyter_tutor.transcripts.content import sources_of, words_of
from jupyter_tutor.transcripts.labels import STANDINGS, YOU, heading, label, progress_words
from jupyter_tutor.transcripts.moments import Moment, days
from jupyter_tutor.transcripts.rendering import markdown_html, whole_page
from jupyter_tutor.transcripts.style import STYLE

_BODY = """\
<h1>{title}</h1>
<p class="about">{about}</p>
{questions}
{entries}"""


def transcript_html(view: View, learner: str, tz: tzinfo, *, own: bool = True) -> str:
    """The whole conversation, with times in that zone.

    ``own``: its learner reads it; else their name ``learner`` stands above what is theirs.
    """
    head = view.head
    entries: list[str] = []
    for message, when, day in days(view.messages, tz):
        if day:
            entries.append(f'<p class="day">{escape(day)}</p>')
        entries.append(_entry(message, when, YOU if own else learner))
    about = f"{head.course_title}, {learner}. {progress_words(head.progress)}"
    title = escape(head.lesson_title)
    body = _BODY.format(
        title=title,
        about=escape(about),
        questions=_questions(view),
        entries="\n".join(entries),
    )
    return whole_page(title, STYLE, body)


def _questions(view: View) -> str:
    """The questions and how they stand, each leading to where it was asked last."""
    asked = {
        message.question: message.id for message in view.messages if message.kind == "question"
    }
    items = []
    for item in view.head.progress.items:
        at = asked.get(item.id)
        title = escape(item.title)
        named = title if at is None else f'<a href="#entry-{at}">{title}</a>'
        items.append(f'<li class="{item.status}">{named} ({STANDINGS[item.status]})</li>')
    return '<ol class="questions">\n' + "\n".join(items) + "\n</ol>" if items else ""


def _entry(message: Message, when: Moment, learner: str) -> str:
    time = f'<time datetime="{escape(message.at)}">{escape(when.clock)}</time>'
    title, who = heading(message), label(message, learner)
    first = (
        f"<header><h2>{escape(title)}</h2> {time}</header>"
        if title
        else f'<header><p class="who">{escape(who or "")}</p> {time}</header>'
    )
    verdict = f" {message.report.verdict}" if message.report else ""
    parts = [
        f'<article id="entry-{message.id}" class="{message.author} {message.kind}{verdict}">',
        first,
    ]
    text = words_of(message)
    if text:
        parts.append(markdown_html(text).rstrip("\n"))
    parts.extend(
        f'<pre><code class="language-python">{escape(code)}</code></pre>'
        for code in sources_of(message)
    )
    return "\n".join([*parts, "</article>"])
