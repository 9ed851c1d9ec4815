r"""Text that a terminal shows and does not obey.

Names of files, titles and words come from authors, learners and archives of anybody. A terminal
would do what some characters say: set its title, move the cursor, hide or turn around what stands
there. These are written out, as JSON writes them (``\u001b``), so that JSON stays exactly the same
to a program. Line ends and tabs stay as they are.
"""

import re

_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, escape among them
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # line ends of their own, and turns of direction
    "\ud800-\udfff]"  # bytes of a name that are no text: no stream could write them
    "|\r(?!\n)"  # back to the beginning of the line, over what stands there
)


def harmless(text: str) -> str:
    """The text with what a terminal would obey written out."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
