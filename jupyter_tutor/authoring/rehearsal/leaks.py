"""Whether what a learner is told on the way gives the answer to a code question away.

Two ways to find out. By reading: the solution, or a line of it that is longer than trivial, stands
in the hint. By trying (:func:`hint_sources`): code of the hint, put where the solution belongs,
passes the checks. What the learner has before them anyway, the prompt, the stub and the lesson's
code above, may be quoted.
"""

import ast
import builtins
import functools
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.authoring.solution import PLACEHOLDER
from jupyter_tutor.checks.names import parse, same_code
from jupyter_tutor.core.questions import CodeQuestion

WORTH_HIDING = 6
"""From so many parts on (names, numbers, calls, calculations) a line is longer than trivial:
`warm = warm + 1` has 5, `range(1, n + 1)` has 6."""

_FEWEST = 4
"""Parts of a whole solution that is looked for as it is written; a shorter one is only tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Words for the learner: hint ``number`` of the question, or what a wrong answer hears."""

    of: Literal["hint", "wrong"]
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintSource:
    """Code of a hint as it stands there (``piece``), and the answer that is made of it."""

    told: Told
    piece: str
    source: str


def told_on_the_way(question: CodeQuestion) -> tuple[Told, ...]:
    """Everything the author wrote for learners who have not got it yet."""
    hints = enumerate(hint.text for hint in question.hints)
    wrongs = enumerate(wrong.says for wrong in question.wrong)
    return (
        *(Told(of="hint", number=number, text=text) for number, text in hints),
        *(Told(of="wrong", number=number, text=text) for number, text in wrongs),
    )


@functools.lru_cache(512)
def hint_sources(question: CodeQuestion) -> tuple[HintSource, ...]:
    """The answers that can be made of the code in hints, each once."""
    known = _squeezed(_before_them(question))
    found: dict[str, HintSource] = {}
    for told in told_on_the_way(question):
        for piece in pieces(told.text):
            if _squeezed(piece) in known:
                continue
            for source in _answers(question, piece):
                found.setdefault(source, HintSource(told=told, piece=piece, source=source))
    return tuple(found.values())


def leak(question: CodeQuestion, told: Told) -> str | None:
    """What of the solution stands in these words, as the solution has it; None for nothing."""
    own = _own_part(question)
    known = _squeezed(_before_them(question))
    text = _squeezed(told.text)
    trees = [tree for piece in pieces(told.text) if (tree := parse(piece)) is not None]
    whole = ast.unparse(own)
    if _size(own) >= _FEWEST and _squeezed(whole) not in known:
        same = _size(own) >= WORTH_HIDING and any(_holds(tree, own) for tree in trees)
        if same or _squeezed(whole) in text:
            return whole
    nodes = {ast.dump(node) for tree in trees for node in ast.walk(tree)}
    for part in _parts(own):
        line = ast.unparse(part)
        if _size(part) < WORTH_HIDING or _squeezed(line) in known:
            continue
        if _squeezed(line) in text or ast.dump(part) in nodes:
            return line
    return None


def pieces(markdown: str) -> tuple[str, ...]:
    """The code in a Markdown text, spans and blocks, in order and each once."""
    # Imported here: validate and build never ask.
    from markdown_it import MarkdownIt

    found: dict[str, None] = {}
    for token in MarkdownIt("commonmark").parse(markdown):
        for part in (token, *(token.children or ())):
            if part.type in ("fence", "code_block", "code_inline") and part.content.strip():
                found[textwrap.dedent(part.content).strip()] = None
    return tuple(found)


def _before_them(question: CodeQuestion) -> str:
    return "\n".join((question.prompt, question.stub, *question.setup))


def _own_part(question: CodeQuestion) -> ast.Module:
    """What the learner has to write: the lines of the solution that the stub lacks."""
    given = {line.strip() for line in question.stub.splitlines()}
    lines = [line for line in question.solution.splitlines() if line.strip() not in given]
    tree = parse(textwrap.dedent("\n".join(lines)))
    if tree is None or not tree.body:
        tree = parse(question.solution)
    return tree or ast.Module(body=[], type_ignores=[])


def _parts(tree: ast.Module) -> Iterator[ast.stmt | ast.expr]:
    """The simple statements of a program, and the expressions that its statements turn on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield node
        for name in ("value", "test", "iter", "subject"):
            inner = getattr(node, name, None)
            if isinstance(node, ast.stmt) and isinstance(inner, ast.expr):
                yield inner


def _size(tree: ast.AST) -> int:
    small = ast.Module | ast.expr_context | ast.operator | ast.cmpop | ast.unaryop | ast.boolop
    return sum(not isinstance(node, small) for node in ast.walk(tree))


def _squeezed(text: str) -> str:
    """A text without what does not matter to Python, or is Markdown's."""
    return "".join(text.replace("`", "").replace('"', "'").split())


def _holds(tree: ast.Module, own: ast.Module) -> bool:
    """Whether a program has the same statements in a row, whatever its names are."""
    wanted, count = _nameless(own.body), len(own.body)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            starts = range(len(body) - count + 1)
            if any(_nameless(body[start : start + count]) == wanted for start in starts):
                return True
    return False


def _nameless(statements: list[ast.stmt]) -> str:
    """Statements as text, with a number for each name that is not Python's own."""
    numbers: dict[str, int] = {}

    class Renaming(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            if hasattr(builtins, node.id):
                return node
            number = numbers.setdefault(node.id, len(numbers))
            return ast.Name(id=f"_{number}", ctx=node.ctx)

    copied = ast.parse(ast.unparse(ast.Module(body=statements, type_ignores=[])))
    return ast.dump(Renaming().visit(copied))


def _answers(question: CodeQuestion, piece: str) -> Iterator[str]:
    """A piece of code as an answer: by itself, in place of the dots, or as the value asked for."""
    tree = parse(piece)
    if tree is None or not tree.body or _says_little(tree):
        return
    made = [piece, _filled(question.stub, piece)]
    own = _own_part(question).body
    expression = tree.body[0].value if isinstance(tree.body[0], ast.Expr) else None
    if len(own) == len(tree.body) == 1 and expression is not None:
        made.append(_filled(question.stub, _with_value(own[0], ast.unparse(expression))))
    for source in made:
        tree = parse(source) if source else None
        if source and tree is not None and not same_code(source, question.stub):
            yield source


def _says_little(tree: ast.Module) -> bool:
    """Whether a program is only a name, a value or the like."""
    (statement, *more) = tree.body
    return not more and isinstance(statement, ast.Expr) and _size(statement.value) < 2


def _filled(stub: str, code: str | None) -> str | None:
    """The stub with code in place of its dots; None where these are not in one place."""
    lines = stub.splitlines()
    dots = [number for number, line in enumerate(lines) if line.strip() == PLACEHOLDER]
    if code is None or len(dots) != 1:
        return None
    line = lines[dots[0]]
    indent = line[: len(line) - len(line.lstrip())]
    lines[dots[0]] = textwrap.indent(code, indent)
    return "\n".join(lines)


def _with_value(statement: ast.stmt, value: str) -> str | None:
    """A statement of the solution with another value: what is returned, printed or named."""
    match statement:
        case ast.Return():
            return f"return {value}"
        case ast.Assign(targets=targets):
            return f"{' = '.join(map(ast.unparse, targets))} = {value}"
        case ast.Expr(value=ast.Call(func=function, args=[_], keywords=[])):
            return f"{ast.unparse(function)}({value})"
        case _:
            return None
