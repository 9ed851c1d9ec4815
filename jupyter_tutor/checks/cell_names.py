"""What running a cell does to the names of a notebook, by its text alone.

A cell *makes* names for certain (``x = 1``), *touches* them (``if …: x = 1``, ``x.append(1)``,
``x["a"] = 1``) and *uses* them: at once, or later, when a function that it makes is called. What
cannot be told from the text is taken to touch rather than not.
"""

import ast
import symtable
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jupyter_tutor.checks.names import parse

_REMEMBERED = 1024

_LOOKING = """
    head tail describe info show plot hist keys values items copy count index mean sum min max std
    median groupby sort_values value_counts unique nunique sample isna notna any all corr upper
    lower title strip split join replace startswith endswith format fetchall fetchdf df fetchone
    to_string to_list tolist to_dict to_csv round transpose query savefig print display len help
    type repr str sorted list tuple set dict range enumerate zip isinstance id dir hash int float
    bool abs assert_frame_equal assert_series_equal
"""
_CHANGING = """
    append extend insert pop popitem popleft appendleft remove clear sort reverse update add
    discard setdefault push put fit fit_transform partial_fit send seed use set_option shuffle
    heappush heappop heapify heappushpop heapreplace insort insort_left insort_right next setattr
    delattr execute
"""
_LOOKS = frozenset(_LOOKING.split())
"""What is called for what it shows or gives back, and leaves its object as it is."""
_CHANGES = frozenset(_CHANGING.split())
"""What changes its object, or what it is given, also where its value is taken."""
_COMPREHENSIONS = frozenset(("listcomp", "setcomp", "dictcomp", "genexpr"))
_PYTHON_BELOW = ("%%time", "%%timeit", "%%capture", "%%prun")
_FOREIGN = "%!?"


Through = frozenset[tuple[str, str]]
"""Pairs of what is called and what that changes, unless the first is imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What happens when a thing is called: the names used, touched, and touched ``through``.

    It may also do what the things that it ``holds`` do.
    """

    uses: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    through: Through = frozenset()
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNames:
    """What a cell does to names.

    ``imports`` are those it makes by an import. ``alike`` are pairs of names that may stand for
    one object after it. ``reads`` are all names that it looks up at once, ``may_make`` those that
    it makes on some condition. ``later`` is what comes of calling what is made, by its name.
    ``star``: it imports names that its text does not tell. ``reset``: it forgets all names.
    """

    makes: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    through: Through = frozenset()
    uses: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    may_make: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    alike: frozenset[tuple[str, str]] = frozenset()
    later: Mapping[str, Later] = field(default_factory=dict)
    star: bool = False
    reset: bool = False


def plain_python(source: str) -> str:
    """Return a cell without IPython's own lines, which do nothing to names."""
    if parse(source) is not None:
        return source
    lines = source.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(_PYTHON_BELOW):
        return ""
    return "".join(
        line[: len(line) - len(line.lstrip())] + "pass\n"
        if line.lstrip()[:1] in tuple(_FOREIGN)
        else line
        for line in lines
    )


@lru_cache(maxsize=_REMEMBERED)
def cell_names(source: str) -> CellNames:
    """Return what the cell does; a cell that cannot be read does nothing."""
    reset = any(line.strip().startswith("%reset") for line in source.splitlines())
    tree = parse(plain_python(source))
    reading = _Reading()
    try:
        for statement in tree.body if tree is not None else ():
            reading.take_in(statement)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellNames(reset=reset)
    return CellNames(
        makes=frozenset(reading.makes),
        touches=frozenset(reading.touches),
        through=frozenset(reading.through),
        uses=frozenset(reading.uses),
        reads=frozenset(reading.reads),
        may_make=frozenset(reading.may_make),
        imports=frozenset(reading.imports & reading.makes),
        alike=frozenset(reading.alike),
        later=reading.later,
        star=reading.star,
        reset=reset,
    )


class _Reading:
    """The statements of a cell, one after the other.

    A name that is used after the cell has made it is not one that the cell needs.
    """

    def __init__(self) -> None:
        self.makes: set[str] = set()
        self.touches: set[str] = set()
        self.through: set[tuple[str, str]] = set()
        self.uses: set[str] = set()
        self.reads: set[str] = set()
        self.may_make: set[str] = set()
        self.imports: set[str] = set()
        self.alike: set[tuple[str, str]] = set()
        self.later: dict[str, Later] = {}
        self.star = False

    def take_in(self, node: ast.stmt) -> None:
        scopes = _Scopes(ast.unparse(node))
        changes = _Changes(node)
        self.reads |= scopes.at_once
        # What is changed has to be there, and so has what is added to.
        self.uses |= (scopes.at_once | changes.at_once.sure) - self.makes
        self.touches |= changes.at_once.sure - self.makes
        self.through |= {pair for pair in changes.at_once.through if pair[1] not in self.makes}
        later = Later(
            uses=scopes.later,
            touches=(scopes.later & changes.later.sure) | scopes.declared,
            through=frozenset(p for p in changes.later.through if p[1] in scopes.later),
            holds=scopes.at_once,
        )
        self.later.update(dict.fromkeys(scopes.bound, later))
        self.may_make |= scopes.declared
        self.alike |= set(_alike(node))
        self._bind(node, scopes)

    def _bind(self, node: ast.stmt, scopes: "_Scopes") -> None:
        gone = _deleted(node)
        bound = scopes.bound - gone
        if _always(node):
            # Where a name is added to, `uses` says that it has to be there already.
            self.makes |= bound
        else:
            self.touches |= bound - self.makes
            self.may_make |= bound
        self.makes -= gone
        self.touches |= gone
        self.imports -= bound
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imports |= bound
            self.star = self.star or node.names[0].name == "*"


def _deleted(node: ast.stmt) -> set[str]:
    return {
        target.id
        for each in ast.walk(node)
        if isinstance(each, ast.Delete)
        for target in each.targets
        if isinstance(target, ast.Name)
    }


def _always(node: ast.stmt) -> bool:
    """Whether a statement binds all that it can bind whenever it runs to its end."""
    if isinstance(node, ast.With | ast.AsyncWith):
        return all(_always(each) for each in node.body)
    return not isinstance(
        node, ast.If | ast.For | ast.AsyncFor | ast.While | ast.Try | ast.TryStar | ast.Match
    )


class _Scopes:
    """The names of one statement: those used at once and later, and those it binds."""

    def __init__(self, text: str) -> None:
        at_once: set[str] = set()
        later: set[str] = set()
        declared: set[str] = set()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = symtable.symtable(text, "<cell>", "exec")
        self.bound = frozenset(
            symbol.get_name()
            for symbol in top.get_symbols()
            if symbol.is_assigned() or symbol.is_imported()
        )
        pending: list[tuple[symtable.SymbolTable, bool]] = [(top, False)]
        while pending:
            table, called = pending.pop()
            module = table.get_type() == "module"
            for symbol in table.get_symbols():
                if symbol.is_referenced() and (module or symbol.is_global()):
                    (later if called else at_once).add(symbol.get_name())
                if not module and symbol.is_declared_global() and symbol.is_assigned():
                    declared.add(symbol.get_name())
            for child in table.get_children():
                function = child.get_type() == "function"
                inside = function and child.get_name() not in _COMPREHENSIONS
                pending.append((child, called or inside))
        self.at_once = frozenset(at_once)
        self.later = frozenset(later)
        self.declared = frozenset(declared)


class _Touched:
    """Names whose objects may change: for ``sure`` by the text, or ``through`` what is called."""

    def __init__(self) -> None:
        self.sure: set[str] = set()
        self.through: set[tuple[str, str]] = set()


class _Changes(ast.NodeVisitor):
    """The names whose objects a statement may change, at once or when a function of it runs."""

    def __init__(self, node: ast.stmt) -> None:
        self.at_once = _Touched()
        self.later = _Touched()
        self._inside = 0
        self.visit(node)

    @property
    def _now(self) -> _Touched:
        return self.later if self._inside else self.at_once

    def _changed(self, node: ast.expr, by: ast.expr | None = None) -> None:
        """``by``: only if that is not imported."""
        name, caller = _root(node), None if by is None else _root(by)
        if name is not None and caller is not None:
            self._now.through.add((caller, name))
        elif name is not None:
            self._now.sure.add(name)

    def _function(self, node: ast.AST) -> None:
        self._inside += 1
        self.generic_visit(node)
        self._inside -= 1

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._changed(node.target)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._changed(node)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._changed(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Some calls change things whatever becomes of their value."""
        inplace = any(keyword.arg == "inplace" for keyword in node.keywords)
        if _name(node.func) in _CHANGES or inplace:
            for changed in (node.func, *node.args):
                if changed is not node.func or isinstance(changed, ast.Attribute):
                    self._changed(changed)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call whose value nobody takes is there for what it does."""
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and _name(call.func) not in _LOOKS:
            if isinstance(call.func, ast.Attribute):
                self._changed(call.func, by=call.func)
            for given in call.args:
                self._changed(given, by=call.func)
        self.generic_visit(node)


def _name(function: ast.expr) -> str | None:
    """Return the last part of what is called."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def _root(node: ast.expr) -> str | None:
    """Return the name at the beginning of ``a.b[c].d``, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _alike(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Return pairs of a name that is bound and one whose object it may come to stand for."""
    for each in ast.walk(node):
        match each:
            case ast.Assign(targets=targets, value=value):
                left = [name for target in targets for name in _names(target)]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                left = list(_names(target))
            case ast.NamedExpr(target=target, value=value):
                left = list(_names(target))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                left = list(_names(target))
            case _:
                continue
        for name in left:
            for held in _held(value):
                yield name, held


def _names(target: ast.expr) -> Iterator[str]:
    root = _root(target)
    if root is not None:
        yield root
    elif isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _names(each)


def _held(value: ast.expr) -> Iterator[str]:
    """Return the names whose objects a value is, is a part of, or holds."""
    root = _root(value)
    if root is not None:
        yield root
        return
    match value:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            held: list[ast.expr] = parts
        case ast.Dict(values=parts):
            held = parts
        case ast.IfExp(body=body, orelse=orelse):
            held = [body, orelse]
        case ast.Call(func=ast.Name(id=name) as function, args=args) if name not in _LOOKS:
            # A function may give back what it was given, or what it knows.
            held = [function, *args]
        case _:
            return
    for each in held:
        yield from _held(each)
