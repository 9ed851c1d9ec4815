"""Whether an answer leans on something that is nowhere in what is recorded of it.

In a notebook another cell may have made it. Where only recorded cells run it is missing, and who
reads the verdict should know that this may be all that is wrong.
"""

import builtins
from collections.abc import Sequence

from jupyter_tutor.checks.names import names_declared, names_used, parse, top_level_names
from jupyter_tutor.checks.showing import code

_OF_EVERY_MODULE = frozenset(("__name__", "__file__", "__doc__", "__builtins__", "__spec__"))
_MOST = 3


def unrecorded(source: str, before: Sequence[str]) -> tuple[str, ...]:
    """Return the names that the answer uses and that neither it nor a source before it makes.

    None where that cannot be told from the text.
    """
    sources = (*before, source)
    if any(parse(each) is None or "import *" in each or "globals(" in each for each in sources):
        return ()
    made = {name for each in sources for name in top_level_names(each, imports=True)}
    made.update(name for each in sources for name in names_declared(each))
    return tuple(sorted(names_used(source) - made - set(dir(builtins)) - _OF_EVERY_MODULE))


def told(names: Sequence[str]) -> str:
    """Return what to say of such names."""
    *first, last = [code(name) for name in names[:_MOST]]
    listed = f"{', '.join(first)} and {last}" if first else last
    return (
        f"Your answer uses {listed}, made neither in your answer cell nor in the lesson before it. "
        "What other cells of a notebook make is not there."
    )
