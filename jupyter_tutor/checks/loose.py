"""Forms that let an answer pass which is not right, and are therefore refused."""

import ast
from collections.abc import Iterator

from jupyter_tutor.checks.expect_forms import is_expect
from jupyter_tutor.checks.names import dotted
from jupyter_tutor.checks.origin import Origin, names_in
from jupyter_tutor.checks.refusal import Refusal, refusal

_MAKES_MUTABLE = frozenset({"list", "dict", "set", "bytearray", "sorted"})
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def loose_forms(tree: ast.AST, origin: Origin, own: frozenset[str]) -> Iterator[Refusal]:
    """Find asserts that always hold or are none, and expectations that an answer can bend.

    ``own`` are the names that the check or the learner has given a meaning of their own.
    """
    mutable = _mutable(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield from _always(node.test)
        elif isinstance(node, ast.Expr):
            yield from _unasserted(node.value)
        elif isinstance(node, ast.Call) and dotted(node.func) == "zip" and "zip" not in own:
            yield from _zipped(node, origin)
        elif isinstance(node, ast.Call) and is_expect(node, own) and len(node.args) == 2:
            yield from _too_late(node.args[0], node.args[1], origin, mutable)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from _too_late(node.left, node.comparators[0], origin, mutable)


def _always(test: ast.expr) -> Iterator[Refusal]:
    if isinstance(test, ast.BoolOp):
        for part in test.values:
            yield from _always(part)
        return
    what, instead = _given_instead(test)
    if what:
        yield refusal(test, f"This assert always holds: it is given {what}.", instead)


def _given_instead(test: ast.expr) -> tuple[str, str]:
    """Return what an assert is given that is always true, or an empty text."""
    instead = "Write what should hold: assert f(1) == 2"
    match test:
        case ast.Tuple(elts=[_, *_]):
            return "a tuple", "Leave the parentheses out: assert condition, message"
        case ast.List(elts=[_, *_]) | ast.ListComp(elt=ast.Compare() | ast.BoolOp()):
            return "a list with something in it", "Write assert all(...) around its items."
        case ast.GeneratorExp():
            return "a generator", "Write assert all(...) around it."
        case ast.Set(elts=[_, *_]):
            return "a set with something in it", instead
        case ast.Dict(keys=[_, *_]):
            return "a dictionary with something in it", instead
        case ast.Lambda():
            return "a function that is not called", instead
        case ast.JoinedStr(values=[_, *_]):
            return "a text", instead
        case ast.Constant(value=value) if value:
            return "a text" if isinstance(value, str | bytes) else "a constant", instead
        case _:
            return "", ""


def _unasserted(value: ast.expr) -> Iterator[Refusal]:
    negated = isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
    if negated or isinstance(value, ast.Compare):
        yield refusal(
            value,
            "This comparison is not asserted: what it finds is not used.",
            "Write assert before it.",
        )


def _zipped(call: ast.Call, origin: Origin) -> Iterator[Refusal]:
    strict = any(keyword.arg == "strict" for keyword in call.keywords)
    if strict or not any(_of_any_length(arg, origin) for arg in call.args):
        return
    yield refusal(
        call,
        "zip stops at the shorter one without a word: an answer that is empty would be right.",
        "Write zip(..., strict=True), or compare the whole lists.",
    )


def _of_any_length(node: ast.expr, origin: Origin) -> bool:
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return any(origin.touches(part.iter) for part in node.generators)
    if isinstance(node, ast.Call) and dotted(node.func) == "map":
        return any(origin.touches(arg) for arg in node.args[1:])
    return origin.touches(node)


def _too_late(
    left: ast.expr, right: ast.expr, origin: Origin, mutable: frozenset[str]
) -> Iterator[Refusal]:
    """Refuse ``f(xs) == sorted(xs)``: an f that empties xs would be right."""
    if isinstance(right, ast.Name) or origin.mentions(right):
        return
    handed: set[str] = set()
    for call in ast.walk(left):
        if isinstance(call, ast.Call) and origin.reaches(call.func):
            for arg in [*call.args, *[keyword.value for keyword in call.keywords]]:
                handed |= {arg.id} if isinstance(arg, ast.Name) else set()
    for name in sorted(handed & mutable & names_in(right)):
        yield refusal(
            right,
            f"{name} is used to work out what is expected after the learner's code, "
            "which may change it.",
            "Work it out on a line before. If the change is meant, call on a line before.",
        )


def _mutable(tree: ast.AST) -> frozenset[str]:
    """Return the names that are seen to be given a list or the like."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    names |= _lists(target, value)
            case ast.For(target=target, iter=ast.List(elts=each) | ast.Tuple(elts=each)):
                for item in each:
                    names |= _lists(target, item)
            case ast.comprehension(target=target, iter=ast.List(elts=each) | ast.Tuple(elts=each)):
                for item in each:
                    names |= _lists(target, item)
            case _:
                pass
    return frozenset(names)


def _lists(target: ast.expr, value: ast.expr) -> set[str]:
    if isinstance(target, ast.Name):
        made = isinstance(value, ast.Call) and dotted(value.func) in _MAKES_MUTABLE
        return {target.id} if made or isinstance(value, _DISPLAYS) else set()
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        pairs = zip(target.elts, value.elts, strict=False)
        return set().union(*[_lists(part, item) for part, item in pairs])
    return set()
