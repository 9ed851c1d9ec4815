"""Takes pictures out of a model's words: a browser would fetch them, and so tell whoever has them.

What someone could make a model say, such as `![](https://example.org/?q=…)` with the learner's
words behind the `?`, would be sent there without a click. In Markdown a link is left in its place.
It is done everywhere, also within code, where a picture can hardly be meant: what is code and what
is not is for each renderer to say, and not all say the same.
"""

import re

_PICTURE = re.compile(r"!+(?=\[)")
_ELEMENT = re.compile(
    r"<(?=/?(?:img|image|picture|source|video|audio|track|svg|math|iframe|frame|embed|object|link"
    r"|style|meta|base|input)(?![\w-]))",
    re.IGNORECASE,
)


def without_pictures(text: str) -> str:
    """The text with links for pictures, and with nothing else that is fetched by itself."""
    return _ELEMENT.sub("< ", _PICTURE.sub("", text))
