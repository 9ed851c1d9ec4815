"""A small syllabus with questions whose lines are ordered and blanks filled."""

from collections.abc import Mapping

from tests.authoring.kinds import HEAD, hints, typed

LARGEST = """\
<!-- tutor: question
id: largest
kind: order
-->
## The largest

Put the lines in order."""

LARGEST_LINES = """\
#| tutor: lines
#| for: largest
def largest(xs):
    best = xs[0]

    for x in xs:
        best = max(best, x)
    return best"""

LARGEST_STRAY = """\
#| tutor: distractor
#| for: largest
#| says: It would keep the smallest.
        best = min(best, x)"""

LARGEST_WRONG = """\
#| tutor: wrong
#| for: largest
#| misconception: returns-early
#| says: Nothing runs after `return`.
def largest(xs):
    best = xs[0]
    return best
    for x in xs:
        best = max(best, x)"""

TEA = """\
<!-- tutor: question
id: tea
kind: order
-->
## Tea

What comes first?"""

TEA_LINES = """\
<!-- tutor: lines
for: tea
-->
1. Boil the water,
   and wait.
2. Fetch a cup.
3. Pour it in."""

TEA_ALSO = """\
<!-- tutor: alternative
for: tea
-->
- Fetch a cup.
- Boil the water, and wait.
- Pour it in."""

SUM = """\
<!-- tutor: question
id: sum
kind: blanks
points: 2
-->
## Adding up

Fill in what is missing."""

SUM_BLANKS = """\
#| tutor: blanks
#| for: sum
for x in {{xs}}:
    total {{ += | \\|= }} x"""

SUM_WRONG = """\
<!-- tutor: wrong
for: sum
blank: 2
answer: =
misconception: replaces
-->
That forgets what was there."""

CITY = """\
<!-- tutor: question
id: city
kind: blanks
case: any
-->
## A city

Fill in."""

CITY_BLANKS = """\
<!-- tutor: blanks
for: city
-->
The capital of France is {{Paris}}."""

IN_ORDER = (
    HEAD,
    LARGEST,
    LARGEST_LINES,
    LARGEST_STRAY,
    LARGEST_WRONG,
    *hints("largest"),
    TEA,
    TEA_LINES,
    TEA_ALSO,
    *hints("tea"),
    SUM,
    SUM_BLANKS,
    SUM_WRONG,
    *hints("sum"),
    CITY,
    CITY_BLANKS,
    *hints("city"),
)

ARRANGED = typed(*IN_ORDER)


def spoiled(before: str, after: str, *more: str) -> str:
    """The notebook in order with one text put for another, and more cells at its end."""
    sources = [source.replace(before, after) for source in IN_ORDER]
    assert sources != list(IN_ORDER) or not before
    return typed(*(source for source in sources if source), *more)


ARRANGED_LESSONS: Mapping[str, str | bytes] = {
    # Lines
    "no lines": spoiled(TEA_LINES, ""),
    "one line only": spoiled("2. Fetch a cup.\n3. Pour it in.", ""),
    "lines of no list": spoiled("2. Fetch a cup.", "Fetch a cup."),
    "lines that do not parse": spoiled(
        "for x in xs:\n        best = max", "for x in\n  best = max"
    ),
    "too many lines": spoiled("3. Pour it in.", "\n".join(f"1. Step {n}" for n in range(40))),
    "alternative with other lines": spoiled("- Fetch a cup.\n", ""),
    "alternative of another kind": spoiled(
        TEA_ALSO, "#| tutor: alternative\n#| for: tea\nx = 1\ny = 2"
    ),
    "alternative as Markdown for code": spoiled(
        "", "", TEA_ALSO.replace("for: tea", "for: largest")
    ),
    "distractor that is right": spoiled("        best = min(best, x)", "    return best"),
    "wrong order that is right": spoiled(
        "    return best\n    for x in xs:\n        best = max(best, x)",
        "    for x in xs:\n        best = max(best, x)\n    return best",
    ),
    "wrong order of other lines": spoiled("    return best\n    for", "    return x\n    for"),
    "wrong order with nothing to say": spoiled("#| says: Nothing runs after `return`.\n", ""),
    # Blanks
    "no blanks cell": spoiled(CITY_BLANKS, ""),
    "text without a blank": spoiled("{{Paris}}", "Paris"),
    "blank that accepts nothing": spoiled("{{Paris}}", "{{Paris|}}"),
    "blank that accepts too much": spoiled("{{Paris}}", f"{{{{{'Paris' * 50}}}}}"),
    "unknown case": spoiled("case: any", "case: upper"),
    "case of another kind": spoiled(
        "kind: order\n-->\n## Tea", "kind: order\ncase: any\n-->\n## Tea"
    ),
    "wrong filling of a blank that is not there": spoiled("blank: 2", "blank: 3"),
    "wrong filling that is right": spoiled("answer: =\n", "answer: +=\n"),
    "wrong filling with nothing to say": spoiled("That forgets what was there.", ""),
}
