"""Code that would give a code question away, found in a text by reading it.

What the learner has before them anyway, the prompt, the stub and the lesson's code above, may be
quoted.
"""

import ast
import builtins
import functools
import textwrap
from collections.abc import Iterator

from jupyter_tutor.checks.names import parse, same_code
from jupyter_tutor.core.questions import PLACEHOLDER, CodeQuestion

WORTH_HIDING = 6
"""From so many parts on (names, numbers, calls, calculations) a line is longer than trivial:
`warm = warm + 1` has 5, `range(1, n + 1)` has 6."""

_FEWEST = 4
"""Parts of a whole solution that is looked for as it is written; a shorter one is only tried."""


def solution_in(question: CodeQuestion, text: str) -> str | None:
    """What of the solution stands in these words, as the solution has it; None for nothing."""
    own = own_part(question, question.solution)
    known = squeezed(before_them(question))
    told = squeezed(text)
    trees = [tree for piece in pieces(text) if (tree := parse(piece)) is not None]
    whole = ast.unparse(own)
    if size(own) >= _FEWEST and squeezed(whole) not in known:
        same = size(own) >= WORTH_HIDING and any(_holds(tree, own) for tree in trees)
        if same or squeezed(whole) in told:
            return whole
    nodes = {ast.dump(node) for tree in trees for node in ast.walk(tree)}
    for part in _parts(own):
        line = ast.unparse(part)
        if size(part) < WORTH_HIDING or squeezed(line) in known:
            continue
        if squeezed(line) in told or ast.dump(part) in nodes:
            return line
    return None


@functools.lru_cache(64)
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


def before_them(question: CodeQuestion) -> str:
    """What the learner reads with the question anyway."""
    return "\n".join((question.prompt, question.stub, *question.setup))


def own_part(question: CodeQuestion, solution: str) -> ast.Module:
    """What the learner has to write: the lines of a solution that the stub lacks."""
    given = {line.strip() for line in question.stub.splitlines()}
    lines = [line for line in solution.splitlines() if line.strip() not in given]
    tree = parse(textwrap.dedent("\n".join(lines)))
    if tree is None or not tree.body:
        tree = parse(solution)
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


def size(tree: ast.AST) -> int:
    """Of how many parts a program is made: names, values, calls, calculations, statements."""
    small = ast.Module | ast.expr_context | ast.operator | ast.cmpop | ast.unaryop | ast.boolop
    return sum(not isinstance(node, small) for node in ast.walk(tree))


def squeezed(text: str) -> str:
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


def answers(question: CodeQuestion, piece: str) -> Iterator[str]:
    """A piece of code as an answer: by itself, in place of the dots, or as the value asked for."""
    tree = parse(piece)
    if tree is None or not tree.body or says_little(tree):
        return
    made = [piece, filled(question.stub, piece)]
    own = own_part(question, question.solution).body
    expression = tree.body[0].value if isinstance(tree.body[0], ast.Expr) else None
    if len(own) == len(tree.body) == 1 and expression is not None:
        made.append(filled(question.stub, with_value(own[0], ast.unparse(expression))))
    for source in made:
        tree = parse(source) if source else None
        if source and tree is not None and not same_code(source, question.stub):
            yield source


def says_little(tree: ast.Module) -> bool:
    """Whether a program is only a name, a value or the like."""
    (statement, *more) = tree.body
    return not more and isinstance(statement, ast.Expr) and size(statement.value) < 2


def filled(stub: str, code: str | None) -> str | None:
    """The stub with code in place of its dots; None where these are not in one place."""
    lines = stub.splitlines()
    dots = [number for number, line in enumerate(lines) if line.strip() == PLACEHOLDER]
    if code is None or len(dots) != 1:
        return None
    line = lines[dots[0]]
    indent = line[: len(line) - len(line.lstrip())]
    lines[dots[0]] = textwrap.indent(code, indent)
    return "\n".join(lines)


def with_value(statement: ast.stmt, value: str) -> str | None:
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
