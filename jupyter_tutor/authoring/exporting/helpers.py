"""The helpers of our checks as plain Python, for a kernel in which the tutor is not.

The counterpart of :mod:`jupyter_tutor.checks.vocabulary`, as text: it goes into an exported
notebook and needs nothing but the standard library.
"""

from jupyter_tutor.checks import HELPERS
from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.origin import assigned_names, names_in

_RAISES = '''\
class raises:
    """Holds when its block, or `raises("ValueError", f, -1)`, ends in that exception."""

    def __new__(cls, wanted, *call, **keywords):
        block = object.__new__(cls)
        block.wanted, block.text = getattr(wanted, "__name__", wanted), ""
        if not call:
            return block
        with block:
            call[0](*call[1:], **keywords)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is None:
            raise AssertionError(f"{self.wanted} should have been raised, and nothing was.")
        self.text = str(error)
        return self.wanted in [each.__name__ for each in kind.__mro__]
'''

_OUTPUT_OF = '''\
def output_of(function):
    """`output_of(f)(1, 2)` calls `f(1, 2)` and gives all it printed."""
    import contextlib, functools, io

    @functools.wraps(function)
    def call(*args, **keywords):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            function(*args, **keywords)
        return printed.getvalue()

    return call
'''

_WITH_INPUT = '''\
class with_input:
    """Answers `input()` in its block, or in `with_input("3")(f)(x)`, one line each."""

    def __init__(self, *lines):
        self.lines = lines

    def __enter__(self):
        import builtins

        lines = iter(self.lines)
        self.before, builtins.input = builtins.input, lambda prompt="": next(lines)

    def __exit__(self, *error):
        import builtins

        builtins.input = self.before

    def __call__(self, function):
        def call(*args, **keywords):
            with self:
                return function(*args, **keywords)

        return call
'''

_TEXTS = {"raises": _RAISES, "output_of": _OUTPUT_OF, "with_input": _WITH_INPUT}


def used_helpers(source: str) -> frozenset[str]:
    """The helpers of ours that a check uses, and does not mean something else by."""
    tree = parse(source)
    if tree is None:
        return frozenset()
    return HELPERS & names_in(tree) - assigned_names(tree)


def has_no_words(helpers: frozenset[str]) -> frozenset[str]:
    """Those of them that another kernel cannot be given."""
    return helpers - _TEXTS.keys()


def helper_code(helpers: frozenset[str]) -> str:
    """The definitions of helpers, for a cell of their own."""
    return "\n\n".join(_TEXTS[name] for name in sorted(helpers & _TEXTS.keys())).rstrip("\n")
