"""Plain words for an error of Python's, by its type and by what Python says of it."""

import re
from collections.abc import Callable, Iterable

from jupyter_tutor.checks.showing import code, named_type

CALLED_OTHERWISE = "A function is called there with other values than it takes."

_BY_TYPE = {
    "RecursionError": "It calls itself again and again without end. "
    "Is there a case in which it returns without calling itself?",
    "MemoryError": "It used far too much memory. Is there a list or text that grows without end?",
    "UnboundLocalError": "The function uses this name before it has given it a value. "
    "Is it spelled the same everywhere, and given its first value inside the function?",
    "NameError": "Python does not know that name. "
    "Is it spelled the same everywhere, and defined before it is used?",
    "ZeroDivisionError": "A number was divided by zero.",
    "IndexError": "It asked for an item beyond the end. Counting starts at 0.",
    "KeyError": "It asked a dictionary for a key that is not there.",
    "AttributeError": "It asked a value for something that this type of value does not have.",
    "ModuleNotFoundError": "Python did not find a module of that name. Is it spelled right?",
    "ImportError": "Python could not import that name. Is it spelled right?",
    "FileNotFoundError": "It opened a file that is not there. Is its name spelled right?",
    "IndentationError": "The spaces at the beginning of that line do not fit the lines above it.",
    "SyntaxError": "Python cannot read that line: something is missing, or too much.",
    "UnicodeError": "A text could not be turned into bytes, or bytes into a text.",
    "ValueError": "The value is of the right type, but this cannot be done with it.",
    "OverflowError": "A number became too large.",
    "AssertionError": "An `assert` in your own code was not true.",
    "NotImplementedError": "Your code says itself that this is not written yet.",
    "StopIteration": "`next` was asked for more items than there are.",
    "KeyboardInterrupt": "It stopped itself as if someone had pressed Stop.",
    "TypeError": "A value had a type that cannot be used in this way.",
    "ParserException": "SQL could not read the query: something is missing, or too much.",
    "CatalogException": "The query names a table or a function that is not there.",
    "BinderException": "The query does not fit its tables: is every column spelled as it is there, "
    "and grouped or added up where others are?",
}

_NONE = "NoneType"
_NO_RETURN = "`None` is what a function gives back that has no `return`."


def _pair(found: re.Match[str]) -> str:
    sign, *types = found.groups()
    said = f"{code(sign)} does not work with {named_type(types[0])} and {named_type(types[1])}."
    return f"{said} {_NO_RETURN}" if _NONE in types else said


def _joined(found: re.Match[str]) -> str:
    whole, other = found["whole"], found["other"]
    if whole == "str":
        return (
            f"`+` joins a text to a text only, and not to {named_type(other)}; "
            "`str(…)` makes a text of it."
        )
    return f"`+` joins {named_type(whole)} to another only, and not to {named_type(other)}."


def _of_type(told: str) -> Callable[[re.Match[str]], str]:
    def words(found: re.Match[str]) -> str:
        said = told.format(named_type(found[1]))
        said = said[0].upper() + said[1:]
        return f"{said} {_NO_RETURN}" if found[1] == _NONE else said

    return words


def _lacks(found: re.Match[str]) -> str:
    owner, name = found.groups()
    if owner == _NONE:
        return f"`None` has nothing called {code(name)}. {_NO_RETURN}"
    said = named_type(owner)
    return (
        f"{said[0].upper()}{said[1:]} has nothing called {code(name)}. "
        "Is it spelled the same everywhere, and made before it is used?"
    )


def _arity(found: re.Match[str]) -> str:
    if found["method"] and found["taken"] and int(found["given"]) == int(found["taken"]) + 1:
        return f"{CALLED_OTHERWISE} Does its `def` begin with `self`?"
    return CALLED_OTHERWISE


def _fixed(words: str) -> Callable[[re.Match[str]], str]:
    return lambda _: words


_BY_TEXT: dict[str, tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = {
    "TypeError": (
        (
            r"(?:\w+\.)*?(?P<method>\w+\.)?\w+\(\) takes (?:from \d+ to )?(?P<taken>\d+) "
            r"positional arguments? but (?P<given>\d+) (?:was|were) given",
            _arity,
        ),
        (
            r".*\(\) (?:missing \d+ required|got (?:an unexpected|multiple values|some positional)"
            r"|takes no (?:keyword )?arguments)",
            _fixed(CALLED_OTHERWISE),
        ),
        (r"unsupported operand type\(s\) for (\S+?)(?: or pow\(\))?: '(\w+)' and '(\w+)'", _pair),
        (r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'", _pair),
        (r'can only concatenate (?P<whole>\w+) \(not "(?P<other>\w+)"\) to', _joined),
        (
            r"'(\w+)' object is not callable",
            _of_type("{} cannot be called with `(…)` as a function can. Is a sign missing there?"),
        ),
        (r"'(\w+)' object is not iterable", _of_type("{} has no items to go through.")),
        (r"cannot unpack non-iterable (\w+) object", _of_type("{} has no items to go through.")),
        (r"object of type '(\w+)' has no len\(\)", _of_type("{} has no length.")),
        (r"'(\w+)' object is not subscriptable", _of_type("{} has no items to ask for by `[…]`.")),
        (
            r"'(\w+)' object does not support item assignment",
            _of_type("{} cannot be changed item by item: make a new one."),
        ),
        (
            r"(?:list|tuple|string) indices must be integers(?: or slices)?, not '?(\w+)",
            _of_type("the place of an item is a whole number, and not {}."),
        ),
    ),
    "NameError": (
        (
            r"name '(true|false|none)' is not defined",
            lambda found: f"Python writes it with a capital letter: {code(found[1].title())}.",
        ),
    ),
    "AttributeError": (
        (r"'(\w+)' object has no attribute '(\w+)'", _lacks),
        (
            r"(?:partially initialized )?module '([\w.]+)' has no attribute '(\w+)'",
            lambda found: (
                f"The module {code(found[1])} has nothing called {code(found[2])}. "
                "Is it spelled right?"
            ),
        ),
    ),
    "ValueError": (
        (
            r"invalid literal for int\(\) with base 10: (.*)",
            lambda found: f"{code(found[1])} cannot be read as a whole number.",
        ),
        (
            r"could not convert string to float: (.*)",
            lambda found: f"{code(found[1])} cannot be read as a number.",
        ),
        (
            r"too many values to unpack",
            _fixed("There are more values than names to take them, left of the `=`."),
        ),
        (
            r"not enough values to unpack",
            _fixed("There are fewer values than names to take them, left of the `=`."),
        ),
    ),
    "IndentationError": (
        (
            r"expected an indented block",
            _fixed("Below a line that ends in `:`, the next begins with four spaces more."),
        ),
        (r"unexpected indent", _fixed("That line begins with more spaces than the one above it.")),
    ),
    "SyntaxError": (
        (r"expected ':'", _fixed("That line needs a `:`, as every `def`, `if` and `for` does.")),
        (
            r"unmatched '(.)'",
            lambda found: f"That line has a {code(found[1])} which no bracket before it opens.",
        ),
        (
            r"'(.)' was never closed",
            lambda found: f"The bracket {code(found[1])} is opened there, and never closed.",
        ),
        (
            r"closing parenthesis '(.)' does not match opening parenthesis '(.)'",
            lambda found: f"{code(found[2])} is opened, but {code(found[1])} comes to close it.",
        ),
        (
            r"unterminated (?:triple-quoted )?(?:f-)?string literal",
            _fixed("A text begins there whose closing quote is missing."),
        ),
        (
            r"cannot assign to expression",
            _fixed(
                "Left of a `=` there has to be a name. A name has no spaces and no `-` in it; "
                "`_` may join its words."
            ),
        ),
        (r"cannot assign to literal", _fixed("Left of a `=` there has to be a name.")),
        (
            r".*Maybe you meant '=='",
            _fixed("`=` gives a name a value; to ask whether two are equal, write `==`."),
        ),
        (
            r"invalid decimal literal",
            _fixed("A number runs into letters there. Is a sign such as `*` missing between them?"),
        ),
        (
            r"'return' outside function",
            _fixed("`return` belongs inside a function, below its `def` and further in."),
        ),
        (
            r"Missing parentheses in call to '(\w+)'",
            lambda found: (
                f"{code(found[1])} needs brackets around what it is given: "
                f"{code(f'{found[1]}(…)')}."
            ),
        ),
        (
            r"invalid (?:non-printable )?character",
            _fixed("Python does not know that sign. Quotes have to be straight: `'` or `\"`."),
        ),
        (r"cannot assign to", _fixed("Left of a `=` there has to be a name.")),
    ),
}
"""How what Python says of an error begins, and the words for that."""


def words_for(types: Iterable[str], text: str) -> str:
    """Return what to say of an error of the first of these types that is known, or nothing.

    ``text`` is what Python says of it.
    """
    kind = next((name for name in types if name in _BY_TYPE), None)
    if kind is None:
        return ""
    for pattern, words in _BY_TEXT.get(kind, ()):
        found = re.match(pattern, text)
        if found is not None:
            return words(found)
    return _BY_TYPE[kind]


def is_known(kind: str) -> bool:
    """Whether there are words for errors of this type."""
    return kind in _BY_TYPE


def plainly(text: str) -> str:
    """Return what Python says of an error without what helps nobody who reads it.

    That is: where a module's file is, and how a database draws the place of a mistake.
    """
    text = re.sub(r"\n+LINE \d+:.*", "", text, flags=re.DOTALL)
    text = re.sub(r" \(detected at line \d+\)", "", text)
    text = re.sub(r" \((?:/|[A-Za-z]:\\)[^()]*\)$", "", text)
    return re.sub(r"\s*\n\s*", " ", text).strip()
