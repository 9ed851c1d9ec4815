"""A conversation as a page of HTML that needs nothing but itself."""

from html import escape

from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import View
from jupyter_tutor.transcripts.labels import heading, label
from jupyter_tutor.transcripts.markdown import clock_of, day_of, progress_words
from jupyter_tutor.transcripts.rendering import markdown_html

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1f2328; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 0; }
article { margin: 1.25rem 0; padding-left: .75rem; border-left: 3px solid #d0d7de; }
article.learner { border-color: #0969da; } article.correct { border-color: #1a7f37; }
article.incorrect, article.error, article.timeout { border-color: #9a6700; }
.who { margin: 0; font-weight: 600; } time, .about, .day { color: #59636e; font-weight: 400; }
pre { padding: .75rem; overflow-x: auto; background: #f6f8fa; border-radius: 6px; }
code { font: .9em ui-monospace, monospace; } a { color: #0969da; }
table { border-collapse: collapse; } th, td { border: 1px solid #d0d7de; padding: .25rem .5rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; } a { color: #4493f8; }
  time, .about, .day { color: #9198a1; } pre { background: #151b23; }
  article { border-color: #3d444d; } article.learner { border-color: #4493f8; }
  article.correct { border-color: #3fb950; }
  article.incorrect, article.error, article.timeout { border-color: #d29922; }
  th, td { border-color: #3d444d; }
}
"""

# Everything in a page is its own: the rule makes sure of it should anything slip through.
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{about}</p>
{entries}
</main>
</body>
</html>
"""


def transcript_html(view: View, learner: str) -> str:
    """The whole conversation; ``learner`` is how its learner is called. Times are in UTC."""
    head = view.head
    entries: list[str] = []
    day = ""
    for message in view.messages:
        if day_of(message) != day:
            day = day_of(message)
            entries.append(f'<p class="day">{escape(day)} (times in UTC)</p>')
        entries.append(_entry(message, learner))
    about = f"{head.course_title}, {learner}. {progress_words(head.progress)}"
    return _PAGE.format(
        title=escape(head.lesson_title),
        style=_STYLE,
        about=escape(about),
        entries="\n".join(entries),
    )


def _entry(message: Message, learner: str) -> str:
    time = f'<time datetime="{escape(message.at)}">{escape(clock_of(message))}</time>'
    title, who = heading(message), label(message, learner)
    first = (
        f"<h2>{escape(title)} {time}</h2>"
        if title
        else f'<p class="who">{escape(who or "")} {time}</p>'
    )
    verdict = f" {message.report.verdict}" if message.report else ""
    parts = [f'<article class="{message.author}{verdict}">', first]
    if message.text:
        parts.append(markdown_html(message.text).rstrip("\n"))
    parts.extend(
        f'<pre><code class="language-python">{escape(code)}</code></pre>' for code in message.code
    )
    return "\n".join([*parts, "</article>"])
