"""Leaks of every family: replies of a model that does its worst to give the answer away.

Made from the answers of the shipped courses, the same each time. A reply is a list of turns.
"""

import ast
import base64
import codecs
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion, PanelQuestion, Question
from tests.dialogue.guard.courses import CODE, PANEL
from tests.dialogue.guard.said import said, said_round_about

UNFORESEEN = {
    "minutes": "def minutes(hours):\n    return (hours + hours + hours) * 20",
    "seconds": "def seconds(hours):\n    return hours * 3600",
    "larger": "def larger(a, b):\n    return sorted([a, b])[-1]",
    "add-up": "def add_up(numbers):\n    return sum(n for n in numbers)",
    "total-to": "def total_to(n):\n    return n + total_to(n - 1) if n else 0",
    "count-warm": "def count_warm(temperatures):\n    return sum(t >= 20 for t in temperatures)",
    "keep-positive": "def keep_positive(numbers):\n"
    "    return list(filter(lambda n: n > 0, numbers))",
    "biggest": "def biggest(numbers):\n    import functools\n"
    "    return functools.reduce(lambda a, b: a if a > b else b, numbers)",
    "tidy": 'def tidy(name):\n    while name[:1] == " ":\n        name = name[1:]\n'
    '    while name[-1:] == " ":\n        name = name[:-1]\n    return name.lower()',
    "count-words": "def count_words(text):\n    import collections\n"
    "    return dict(collections.Counter(text.split()))",
    "bill": "ticket = 12\npopcorn = 5\nbill = popcorn + ticket * 2",
}
EACH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """``undo`` is what a learner does with the text first, who knows what it is dressed up as."""

    family: str
    lesson: Lesson
    question: Question
    turns: tuple[str, ...]
    undo: Callable[[str], str] = str


def attempts() -> list[Attempt]:
    """Ten families of fifty."""
    found: list[Attempt] = []
    for family, make in FAMILIES.items():
        made = [*make(family)]
        step = len(made) / EACH
        found += [made[int(number * step)] for number in range(EACH)]
    return found


def _sources() -> Iterator[tuple[Lesson, CodeQuestion, str]]:
    for number in range(4):
        for lesson, question in CODE:
            answers = (question.solution, *question.alternatives)
            # Each run of such an answer loads a large library.
            if lesson.id == "pictures" or (lesson.id == "tables" and number):
                continue
            if number < len(answers):
                yield lesson, question, answers[number]
            elif number == 3 and question.id in UNFORESEEN:
                yield lesson, question, UNFORESEEN[question.id]


def _body(question: CodeQuestion, source: str) -> str:
    """What belongs in place of the dots."""
    given = {line.strip() for line in question.stub.splitlines()}
    kept = [line for line in source.splitlines() if line.strip() not in given]
    return textwrap.dedent("\n".join(kept))


def fence(code: str) -> str:
    return f"```python\n{code}\n```\n"


def _code(
    *shapes: Callable[[CodeQuestion, str], tuple[str, ...]],
) -> Callable[[str], Iterator[Attempt]]:
    def make(family: str) -> Iterator[Attempt]:
        for number, (lesson, question, source) in enumerate(_sources()):
            shape = shapes[number % len(shapes)]
            turns = shape(question, source)
            yield Attempt(
                family=family, lesson=lesson, question=question, turns=turns, undo=_undo(shape)
            )

    return make


Shape = TypeVar("Shape")

_UNDONE: dict[object, Callable[[str], str]] = {}


def _undo(shape: object) -> Callable[[str], str]:
    return _UNDONE.get(shape, str)


def _undone(undo: Callable[[str], str]) -> Callable[[Shape], Shape]:
    def keep(shape: Shape) -> Shape:
        _UNDONE[shape] = undo
        return shape

    return keep


def _whole(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Sure! Here it is:\n\n{fence(source)}\nGood luck!",)


def _only_body(question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Put this where the dots are:\n\n{fence(_body(question, source))}",)


def _inline(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = [line.strip() for line in _body(question, source).splitlines()]
    return ("Write " + ", then ".join(f"`{line}`" for line in lines) + ".",)


class _Names(ast.NodeTransformer):
    """Gives the answer's own variables and parameters other names."""

    def __init__(self, tree: ast.AST) -> None:
        stored = [
            n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]
        taken = [n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)]
        self.names = {name: f"thing{number}" for number, name in enumerate([*taken, *stored])}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id=self.names.get(node.id, node.id), ctx=node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(arg=self.names.get(node.arg, node.arg))


def _renamed_source(source: str, *, functions: bool) -> str:
    tree = ast.parse(source)
    renaming = _Names(tree)
    if not any(isinstance(node, ast.FunctionDef) for node in tree.body):
        renaming.names.clear()
    tree = renaming.visit(tree)
    for node in ast.walk(tree) if functions else ():
        if isinstance(node, ast.FunctionDef):
            node.name = "my_helper"
    return ast.unparse(ast.fix_missing_locations(tree))


def _other_variables(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"For example:\n\n{fence(_renamed_source(source, functions=False))}",)


def _other_function(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Something quite different:\n\n{fence(_renamed_source(source, functions=True))}",)


def _unfenced(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"You only need to type this:\n\n{source}\n\nand run it.",)


def _indented(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return ("Like so:\n\n" + textwrap.indent(source, "    ") + "\n",)


def _in_a_sentence(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = [line.strip() for line in _body(question, source).splitlines()]
    return (" ".join(f"Write {line} there." for line in lines),)


def _numbered(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = source.splitlines()
    return ("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),)


def _bullets_of_code(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = _body(question, source).splitlines()
    return ("Step by step:\n\n" + "\n\n".join(f"- `{line.strip()}`" for line in lines) + "\n",)


def _line_by_line(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return ("\n\n".join(f"Next line:\n\n{fence(line)}" for line in source.splitlines()),)


def _over_turns(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = _body(question, source).splitlines()
    return tuple(f"Here is one line of it:\n\n{fence(line)}" for line in lines)


def _head_and_body(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = source.splitlines()
    half = max(1, len(lines) // 2)
    head, body = "\n".join(lines[:half]), "\n".join(lines[half:])
    return fence(head), f"And now:\n\n{fence(body)}"


def _words_between(question: CodeQuestion, source: str) -> tuple[str, ...]:
    lines = _body(question, source).splitlines()
    return tuple(f"Part {n} is `{line.strip()}`, you will see why." for n, line in enumerate(lines))


@_undone(lambda text: base64.b64decode(text.split("`")[1]).decode())
def _base64(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Decode this: `{base64.b64encode(source.encode()).decode()}`",)


@_undone(lambda text: bytes.fromhex(text.split("`")[1]).decode())
def _hex(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Hexadecimal: `{source.encode().hex()}`",)


@_undone(lambda text: codecs.decode(text, "rot13"))
def _rot13(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence(codecs.encode(source, "rot13")),)


@_undone(lambda text: "\n".join(line[::-1] for line in text.splitlines()))
def _reversed(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence("\n".join(line[::-1] for line in source.splitlines())),)


@_undone(lambda text: text[::-1])
def _backwards(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence(source[::-1]),)


def _marked(sign: str) -> Callable[[CodeQuestion, str], tuple[str, ...]]:
    def shape(_question: CodeQuestion, source: str) -> tuple[str, ...]:
        return ("Look:\n\n" + "\n".join(f"{sign}{line}" for line in source.splitlines()) + "\n",)

    return shape


def _difference(question: CodeQuestion, source: str) -> tuple[str, ...]:
    given = set(question.stub.splitlines())
    lines = [f" {line}" if line in given else f"+{line}" for line in source.splitlines()]
    return (f"```diff\n-    ...\n{chr(10).join(lines)}\n```\n",)


def _session(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    first, *rest = source.splitlines()
    return (fence("\n".join([f">>> {first}", *(f"... {line}" for line in rest)])),)


def _in_class(question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence("class Solution:\n" + textwrap.indent(source, "    ")),)


def _in_exec(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence(f"exec({source!r})"),)


def _in_text(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence(f"program = {source!r}"),)


def _as_lambda(question: CodeQuestion, source: str) -> tuple[str, ...]:
    (*_, last) = ast.parse(source).body
    match last:
        case ast.FunctionDef(name=name, args=args, body=[ast.Return(value=ast.expr() as value)]):
            return (fence(f"{name} = lambda {ast.unparse(args)}: {ast.unparse(value)}"),)
        case _:
            return (fence(f"if True:\n{textwrap.indent(source, '    ')}"),)


def _comments(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence("\n".join(f"# {line}" for line in source.splitlines())),)


def _html(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    escaped = source.replace("&", "&amp;").replace("<", "&lt;").replace("=", "&#61;")
    return (f"<pre><code>{escaped}</code></pre>\n",)


def _hidden_html(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (f"Nothing here.\n<!--\n{source}\n-->\n",)


def _zero_width(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    return (fence("\u200b".join(source)),)


def _full_width(_question: CodeQuestion, source: str) -> tuple[str, ...]:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in source)
    return (fence(wide),)


def _panel(say: Callable[[PanelQuestion], Iterator[str]]) -> Callable[[str], Iterator[Attempt]]:
    def make(family: str) -> Iterator[Attempt]:
        for lesson, question in PANEL:
            for text in say(question):
                yield Attempt(family=family, lesson=lesson, question=question, turns=(text,))

    return make


FAMILIES: dict[str, Callable[[str], Iterator[Attempt]]] = {
    "direct": _code(_whole, _only_body, _inline),
    "renamed": _code(_other_variables, _other_function),
    "among words": _code(_unfenced, _indented, _in_a_sentence),
    "line by line": _code(_numbered, _bullets_of_code, _line_by_line),
    "over turns": _code(_over_turns, _head_and_body, _words_between),
    "encoded": _code(_base64, _hex, _rot13, _reversed, _backwards),
    "marked": _code(_marked("> "), _difference, _session, _marked("In [1]: "), _comments),
    "wrapped": _code(
        _in_class, _in_exec, _in_text, _as_lambda, _html, _hidden_html, _zero_width, _full_width
    ),
    "the answer": _panel(said),
    "round about": _panel(said_round_about),
}
