"""What a check has found out so far, and from that the words for a condition that does not hold.

The author's text and the values that ran through it are brought together here: which side of a
comparison is the learner's, which call it came of, and with which arguments.
"""

import ast
import copy
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

from jupyter_tutor.checker.handles import CallableHandle, Handle
from jupyter_tutor.checker.rewrite import Condition, site_of
from jupyter_tutor.checks import code_wording, wording
from jupyter_tutor.checks.answer_code import Found, Parameters
from jupyter_tutor.checks.comparing import Options, difference
from jupyter_tutor.checks.record import Call, Failure
from jupyter_tutor.checks.showing import short, shorten
from jupyter_tutor.kernel_agent.codecs import is_kept_in_step

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBERS = (bool, int, float, complex)
_DATA = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, bool, type(None))
_MUTABLE = (list, dict, set, bytearray)
_NOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side of a condition that the learner made.

    ``weight`` tells how directly: a call's own result or a variable 3, something worked out from
    one 2, an argument that a call may have changed 1.
    """

    weight: int
    subject: str
    verb: str
    call: Call | None


class Findings:
    """The memory of one run. ``calls`` is the bench's own list; ``namespace`` the check's."""

    def __init__(self, calls: list[Call], learner_names: frozenset[str]) -> None:
        self._calls = calls
        self._learner_names = learner_names
        self._at_site: dict[int, tuple[Call, str]] = {}
        self._named: dict[str, tuple[Call, str]] = {}
        self._variable: tuple[str, Any] | None = None
        self._failure: Failure | None = None
        self._notes: dict[str, None] = {}
        self.namespace: dict[str, Any] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say beside a verdict: numbers that are equal though of another type."""
        return tuple(self._notes)[:_NOTES]

    def fetched(self, name: str, value: Any) -> None:
        """A learner's global was read."""
        if not isinstance(value, CallableHandle):
            self._variable = (name, value)

    def called(self, site: int, made: Collection[Call], value: Any, verb: str | None) -> None:
        """The call at ``site`` gave ``value`` and led to these calls of the learner's code.

        ``verb`` is how they led to it, None when they returned it or it came of them otherwise.
        """
        if not made:
            return
        top = min(one.depth for one in made)
        outer = [one for one in made if one.depth == top]
        call = outer[-1]
        output = "".join(one.output for one in outer)
        if verb is None and value is not call.result and type(value) is str and value == output:
            verb = "printed"
        if verb is not None:
            self._at_site[site] = (call, verb)
        elif value is call.result:
            self._at_site[site] = (call, "returned")

    def bound(self, name: str, value: Any, site: int) -> None:
        """The check gave a value a name."""
        if site in self._at_site:
            self._named[name] = self._at_site[site]
        else:
            self._named.pop(name, None)

    def compared(self, condition: Condition, left: Any, right: Any, held: bool) -> None:
        """A comparison was made."""
        if condition.right is None:
            return
        if isinstance(left, Found) or isinstance(right, Found):
            if not held:
                self._failure = self._counted(condition, left, right)
            return
        if isinstance(left, Parameters) and condition.operator == "==":
            self._failure = self._failure if held else code_wording.parameters(left, right)
            return
        ours, theirs = self._side(condition.left, left), self._side(condition.right, right)
        if held:
            if condition.operator == "==" and _other_number(left, right):
                self._note(ours, theirs, left, right)
            return
        operator = condition.operator
        if operator == "is not" and left is not None and (ours or theirs):
            sides = self._rendered(condition.left), self._rendered(condition.right)
            self._failure = wording.one_and_the_same(*sides)
        elif ours is not None and (theirs is None or ours.weight >= theirs.weight):
            self._failure = wording.compared(
                operator, ours.subject, ours.verb, left, right, ours.call
            )
        elif theirs is None:
            self._failure = self._not_true(condition)
        elif operator in ("in", "not in"):
            say = wording.contains if operator == "in" else wording.lacks
            self._failure = say(theirs.subject, theirs.verb, right, left, theirs.call)
        else:
            operator = _MIRRORED.get(operator, operator)
            self._failure = wording.compared(
                operator, theirs.subject, theirs.verb, right, left, theirs.call
            )

    def expected(self, condition: Condition, left: Any, right: Any, options: Options) -> bool:
        """``expect`` was asked; return whether it holds."""
        if condition.right is None:
            return False
        if isinstance(left, Found) or isinstance(right, Found):
            self.compared(replace(condition, operator="=="), left, right, bool(left == right))
            return bool(left == right)
        ours, theirs = self._side(condition.left, left), self._side(condition.right, right)
        side, seen, wanted = ours, left, right
        if ours is None and theirs is not None:
            side, seen, wanted = theirs, right, left
        found = difference(seen, wanted, options)
        if found is None:
            if _other_number(seen, wanted) and side is not None:
                self._notes[wording.number_note(side.subject, seen, wanted)] = None
            return True
        if side is None:
            self._failure = self._not_true(condition)
        else:
            self._failure = wording.not_as_expected(
                side.subject, side.verb, seen, wanted, side.call, found, options
            )
        return False

    def tested(self, condition: Condition, args: tuple[Any, ...], held: bool) -> None:
        """``isinstance`` or ``isclose`` was asked."""
        if held or condition.right is None:
            return
        ours, theirs = self._side(condition.left, args[0]), self._side(condition.right, args[1])
        if condition.operator == "isinstance" and ours is not None:
            self._failure = wording.wrong_type(
                ours.subject, ours.verb, args[0], _class_names(args[1]), ours.call
            )
        elif condition.operator == "isclose" and ours is not None:
            self._failure = wording.about(ours.subject, ours.verb, args[0], args[1], ours.call)
        elif condition.operator == "isclose" and theirs is not None:
            self._failure = wording.about(
                theirs.subject, theirs.verb, args[1], args[0], theirs.call
            )
        else:
            self._failure = self._not_true(condition)

    def truth(self, condition: Condition, value: Any, held: bool) -> None:
        """A value was asserted to be true, or with ``not`` to be false."""
        if held:
            return
        if isinstance(value, Found):
            self._failure = code_wording.found(value, condition.operator == "true")
            return
        side = self._side(condition.left, value)
        if side is not None and side.weight == 3:
            wanted = condition.operator == "true"
            self._failure = wording.truth(side.subject, side.verb, value, wanted, side.call)
        else:
            self._failure = self._not_true(condition)

    def _counted(self, condition: Condition, left: Any, right: Any) -> Failure:
        if isinstance(left, Found):
            return code_wording.counted(left, condition.operator, right)
        return code_wording.counted(
            right, _MIRRORED.get(condition.operator, condition.operator), left
        )

    def failure(self, says: object) -> Failure:
        """Return the failure of the last condition, with the author's own words for it."""
        failure = self._failure or Failure(message="That is not what was asked for.")
        return failure if says is None else replace(failure, says=str(says))

    def unusable(self) -> Failure | None:
        """Return words for a learner's value over which the check stumbled, if there is one."""
        return self._about_last(wording.unusable)

    def swamped(self, of: Literal["time", "memory"]) -> Failure | None:
        """Return words for a value that took too much time or memory, if there is one."""
        return self._about_last(wording.endless if of == "time" else wording.swamping)

    def _about_last(self, say: Callable[[str, str, Any, Call | None], Failure]) -> Failure | None:
        returned = next((call for call in reversed(self._calls) if call.raised is None), None)
        if returned is not None:
            return say(returned.text, "returned", returned.result, returned)
        if self._variable is not None:
            name, value = self._variable
            return say(name, "is", value, None)
        return wording.raised(self._calls[-1]) if self._calls else None

    def _note(self, ours: Side | None, theirs: Side | None, left: Any, right: Any) -> None:
        if ours is not None:
            self._notes[wording.number_note(ours.subject, left, right)] = None
        elif theirs is not None:
            self._notes[wording.number_note(theirs.subject, right, left)] = None

    def _not_true(self, condition: Condition) -> Failure:
        last = self._calls[-1] if self._calls and self._calls[-1].done else None
        return wording.not_true(self._rendered(condition.whole), last)

    def _side(self, node: ast.expr, value: Any) -> Side | None:
        if isinstance(node, ast.Call) and site_of(node) in self._at_site:
            call, verb = self._at_site[site_of(node)]
            return Side(weight=3, subject=call.text, verb=verb, call=call)
        if isinstance(node, ast.Name):
            return self._named_side(node.id, value)
        if self._mentions_learner(node):
            return Side(weight=2, subject=self._rendered(node), verb="is", call=self._within(node))
        return self._part_of_handed(node)

    def _named_side(self, name: str, value: Any) -> Side | None:
        if name in self._learner_names:
            return Side(weight=3, subject=name, verb="is", call=None)
        if name in self._named:
            call, verb = self._named[name]
            return Side(weight=3, subject=call.text, verb=verb, call=call)
        if isinstance(value, Handle):
            return Side(weight=3, subject=name, verb="is", call=None)
        given = self._handed_to(value)
        return None if given is None else Side(weight=1, subject=name, verb="changed", call=given)

    def _handed_to(self, value: Any) -> Call | None:
        """Return the last call that was given this very value and may have changed it."""
        if not isinstance(value, _MUTABLE) and not is_kept_in_step(value):
            return None
        for call in reversed(self._calls):
            if any(value is arg or _bound_to(arg) is value for arg in call.args):
                return call
        return None

    def _part_of_handed(self, node: ast.expr) -> Side | None:
        """Return the side of what is worked out from a value that was handed over."""
        names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
        calls = [self._handed_to(self.namespace.get(name)) for name in names]
        call = next((call for call in calls if call is not None), None)
        if call is None:
            return None
        return Side(weight=1, subject=shorten(ast.unparse(node)), verb="changed", call=call)

    def _mentions_learner(self, node: ast.expr) -> bool:
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and (
                part.id in self._learner_names or part.id in self._named
            ):
                return True
            if isinstance(part, ast.Call) and site_of(part) in self._at_site:
                return True
        return False

    def _within(self, node: ast.expr) -> Call | None:
        sites = [site_of(part) for part in ast.walk(node) if isinstance(part, ast.Call)]
        return next((self._at_site[site][0] for site in sites if site in self._at_site), None)

    def _rendered(self, node: ast.expr) -> str:
        """Return the text of an expression with the values that ran through it put in."""
        filled = _Filling(self._at_site, self._named, self._learner_names, self.namespace)
        return shorten(ast.unparse(filled.visit(copy.deepcopy(node))))


class _Filling(ast.NodeTransformer):
    """Puts the text of the learner's calls, and plain values, into an expression."""

    def __init__(
        self,
        at_site: dict[int, tuple[Call, str]],
        named: dict[str, tuple[Call, str]],
        learner_names: frozenset[str],
        namespace: dict[str, Any],
    ) -> None:
        self._at_site = at_site
        self._named = named
        self._learner_names = learner_names
        self._namespace = namespace

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if site_of(node) in self._at_site:
            call, verb = self._at_site[site_of(node)]
            text = call.text if verb == "returned" else f"output of {call.text}"
            return ast.Name(text, ast.Load())
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        call, verb = self._named.get(node.id, (None, ""))
        if call is not None and verb == "returned":
            return ast.Name(call.text, ast.Load())
        value = self._namespace.get(node.id, self)
        if node.id not in self._learner_names and type(value) in _DATA:
            text = short(value)
            return ast.Name(text, ast.Load()) if len(text) < 60 else node
        return node

    def _leave(self, node: ast.expr) -> ast.expr:
        return node  # its names may be its own

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_Lambda = _leave  # noqa: N815 - named by ast


def _bound_to(given: Any) -> Any:
    """Return the object whose method was handed over, or None."""
    return None if isinstance(given, Handle) else getattr(given, "__self__", None)


def _other_number(left: Any, right: Any) -> bool:
    return type(left) in _NUMBERS and type(right) in _NUMBERS and type(left) is not type(right)


def _class_names(wanted: Any) -> str:
    if isinstance(wanted, tuple):
        return " or ".join(_class_names(one) for one in wanted)
    if isinstance(wanted, Handle):
        return str(wanted._tutor_label)
    return str(getattr(wanted, "__name__", wanted))
