"""A lesson in calls: what is shown of it, and what can be called next.

The tutor's own words speak of buttons; here they are said of calls. An author's are left alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from jupyter_tutor.core.answers.blanks import with_gaps
from jupyter_tutor.core.quoting import as_block
from jupyter_tutor.core.state import Message, MessageKind
from jupyter_tutor.core.view import ActionName, Head, OpenQuestion
from jupyter_tutor.transcripts import STANDINGS, progress_words
from jupyter_tutor.widgets.answers import lettered, with_header
from jupyter_tutor.widgets.shown import ProgressShown, entries

_STEPS: frozenset[MessageKind] = frozenset({"exposition", "question", "review", "completed"})
_AUTHORED: frozenset[MessageKind] = frozenset({"exposition", "question", "hint", "solution"})

_CALLS: dict[ActionName, str] = {
    "continue": "next",
    "hint": "hint",
    "skip": "skip",
    "solution": "solution",
    "update": "update",
}


def told(messages: Sequence[Message], head: Head, name: str) -> str:
    """What the tutor has said, and what can be called next; ``name`` is the Tutor's."""
    spoken = [_spoken(message, name) for message in messages if message.author != "learner"]
    parts = [entries(spoken)] if spoken else []
    if any(message.kind == "question" for message in spoken):
        parts.append(how_to_answer(head, name))
    return "\n\n".join([*parts, *_next_calls(head, name)])


def current(messages: Sequence[Message], head: Head, name: str) -> str:
    """The step a lesson rests on: its words, and the newest thing that was said about it."""
    at = max((n for n, message in enumerate(messages) if message.kind in _STEPS), default=0)
    later = [
        message for message in messages[at + 1 :] if message.author == "tutor" and message.text
    ]
    welcome = messages[:at] if at == 1 else []
    return told([*welcome, *messages[at : at + 1], *later[-1:]], head, name)


def refused(reason: str, head: Head, name: str) -> str:
    """Why something was not done, and what can be called instead."""
    return "\n\n".join([_in_calls(reason, name), *_next_calls(head, name)])


def aside(messages: Sequence[Message], head: Head) -> str:
    """What was said last, where that is of a cell whose question is not open; otherwise empty."""
    last, question = messages[-1], head.question
    elsewhere = last.question is not None and (question is None or last.question != question.id)
    return last.text if last.kind == "notice" and elsewhere else ""


def how_to_answer(head: Head, name: str) -> str:
    """How the open question is answered by a call; empty where none is open."""
    question = head.question
    if question is None or head.phase not in ("awaiting_answer", "remediation"):
        return ""
    match question.kind:
        case "code":
            stub = as_block(with_header(question.stub or "", question.id).rstrip(), "python")
            run = "Running it hands it in." if head.check_on_run else f"Then call `{name}.check()`."
            return f"Complete this in a cell of its own, and run the cell. {run}\n\n{stub}"
        case "choice":
            return _options(question, name)
        case "order":
            return _lines(question, name)
        case "blanks":
            text = with_gaps(question.pieces, question.verbatim)
            many = len(question.pieces) > 2
            example = '["…", "…"]' if many else '"…"'
            order = ", in their order" if many else ""
            return f"{text}\n\nFill the blanks{order}: `{name}.check({example})`"
        case "expression":
            names = " and ".join(f"`{one}`" for one in question.names)
            return f'Answer with an expression over {names}: `{name}.check("…")`'
        case "formula":
            return f'Answer with a formula{_over(question.names)}: `{name}.check("…")`'
        case "number":
            unit = f" in {question.unit}" if question.unit else ""
            return f'Answer with a number{unit}: `{name}.check("…")`'
        case "predict":
            return f'Answer with what it shows: `{name}.check("""…""")`'
        case "prose":
            return f'Answer in a sentence or two: `{name}.check("…")`'


def _over(names: Sequence[str]) -> str:
    return f" over {' and '.join(f'`{one}`' for one in names)}" if names else ""


def progress(head: Head, name: str) -> ProgressShown:
    """How far the lesson has come."""
    now = head.progress
    items = "\n".join(
        f"- {item.title}: {STANDINGS[item.status]}{' (you are here)' if item.current else ''}"
        for item in now.items
    )
    first = f"**{head.lesson_title}**: {progress_words(now)}"
    markdown = "\n\n".join([first, items, *_next_calls(head, name)])
    return ProgressShown(markdown, now.done, now.total, now.points, now.max_points)


def conversation(messages: Sequence[Message], head: Head) -> str:
    """All that was said, without its times."""
    return f"# {head.lesson_title}\n\n{entries(messages)}"


def _options(question: OpenQuestion, name: str) -> str:
    options = "\n".join(f"- **{letter}**: {one.text}" for letter, one in lettered(question).items())
    if question.many:
        return f'{options}\n\nPick all that fit, such as `{name}.check(["…", "…"])`'
    return f'{options}\n\nPick one: `{name}.check("…")`'


def _lines(question: OpenQuestion, name: str) -> str:
    numbered = list(enumerate((line.text for line in question.options), 1))
    if question.verbatim:
        width = len(str(len(numbered)))
        lines = as_block("\n".join(f"{number:>{width}}  {text}" for number, text in numbered))
    else:
        lines = "\n".join(f"{number}. {text}" for number, text in numbered)
    return (
        f"{lines}\n\nPut them in order by their numbers, such as `{name}.check([2, 1])`. "
        "Some may belong nowhere."
    )


def _next_calls(head: Head, name: str) -> list[str]:
    """The line that says what can be called now; none where nothing can."""
    actions = {action.name for action in head.actions if action.enabled}
    calls = [f"`{name}.{call}()`" for action, call in _CALLS.items() if action in actions]
    if "check" in actions and head.question is not None:
        calls.insert(1 if "continue" in actions else 0, _answering(head.question, name))
    if not calls:
        return []
    first, others = calls[0], ", ".join(calls[1:])
    newer = " The author has changed this lesson: `update()` goes on with the new version."
    return [
        f"*Next:* {first}{f', or {others}' if others else ''}{newer if 'update' in actions else ''}"
    ]


def _answering(question: OpenQuestion, name: str) -> str:
    """How an answer is given, in short."""
    if question.kind == "code":
        return f"run your answer cell and `{name}.check()`"
    if question.kind == "order":
        return f"`{name}.check([…])`"
    several = question.many or len(question.pieces) > 2
    return f'`{name}.check(["…", "…"])`' if several else f'`{name}.check("…")`'


def _spoken(message: Message, name: str) -> Message:
    if message.kind in _AUTHORED:
        # What there is to answer with is shown where it is said how.
        return replace(message, options=(), pieces=())
    return replace(message, text=_in_calls(message.text, name))


def _in_calls(words: str, name: str) -> str:
    for said, instead in (
        ("press Continue", f"call `{name}.next()`"),
        ("Press Continue", f"Call `{name}.next()`"),
        ("Press Stop", "Interrupt the cell"),
        ("You can start it over to do it again", f"To do it again, call `{name}.start_over()`"),
    ):
        words = words.replace(said, instead)
    return words
