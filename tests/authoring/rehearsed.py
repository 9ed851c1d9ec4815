"""Small courses that do not hold what they promise, each by a name that says what."""

from collections.abc import Mapping

from tests.authoring import arranged, kinds
from tests.authoring.syllabus import (
    ANSWER,
    CHECK,
    COURSE,
    HINT,
    HINT_2,
    IN_ORDER,
    QUESTION,
    notebook,
    spoiled,
)

GOOD = notebook(*IN_ORDER)
BEGIN = "<!-- tutor: lesson\nid: means\ntitle: Means\n-->\n# Means"
LETTERS = '{"one", "two", "three", "four", "five"}'
SOLUTION = "    return sum(numbers) / len(numbers)"


def code(solution: str, check: str, *more: str, stub: str = "", question: str = QUESTION) -> str:
    """A lesson with one code question, and ``more`` cells for it."""
    answer = f"{ANSWER.partition('def mean')[0]}{stub}"
    answer += f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    asked = f"{CHECK.partition('#| says')[0]}{check}"
    return notebook(BEGIN, question, answer, asked, *more, HINT, HINT_2)


def wrong(source: str, misconception: str = "slips") -> str:
    """A wrong answer to a code question."""
    head = f"#| tutor: wrong\n#| for: mean\n#| misconception: {misconception}\n#| says: No, see."
    return f"{head}\n{source}"


def third_hint(question: str, text: str) -> str:
    """One more hint for a question."""
    return f"<!-- tutor: hint\nfor: {question}\nlevel: 3\n-->\n{text}"


def hinted(text: str) -> str:
    """The lesson in order, with one more hint for ``mean``."""
    return spoiled("", "", third_hint("mean", text))


def typed_hinted(question: str, text: str) -> str:
    """The same for a question without code."""
    return kinds.spoiled("", "", third_hint(question, text))


LESSONS: Mapping[str, str] = {
    # Solutions and alternatives
    "a solution that fails": spoiled("mean([1, 2, 3]) == 2", "mean([1, 2, 3]) == 3"),
    "a solution that stops": code("mean = 1 / 0", "assert mean == 2", wrong("mean = 3")),
    "a solution that ends Python": code(
        "import os\nmean = os._exit(3)", "assert mean == 2", wrong("mean = 3")
    ),
    "a solution that never ends": code(
        "mean = 0\nwhile True: mean += 1",
        "assert mean == 2",
        wrong("mean = 3"),
        question=QUESTION.replace("points: 2", "timeout: 2"),
    ),
    "an alternative that fails": spoiled("statistics.fmean", "statistics.fsum"),
    # Wrong answers
    "a wrong answer that passes": code("mean = 2", "assert mean > 1", wrong("mean = 3")),
    "a wrong answer that is not heard": code(
        "mean = 2", "assert mean == 2", wrong("mean = 3\n1 / 0")
    ),
    "a wrong answer that is none": code(
        "mean = 2", "assert mean == 2", wrong("if False:\n    mean = 3")
    ),
    # What the learner is given
    "a stub that is right": code(
        "total = 4\nmean = total / 2", "assert mean == 2", wrong("mean = 3"), stub="mean = 2\n"
    ),
    # Checks
    "a check that fails by itself": code(
        "mean = 2", "wanted = 4 / 0\nassert mean == wanted", wrong("mean = 3")
    ),
    "a slow check": code(
        "mean = 2", "import time\ntime.sleep(0.4)\nassert mean == 2", wrong("mean = 3")
    ),
    "an answer that hangs on the order of a set": code(
        f"mean = list({LETTERS})[0]", 'assert mean == "two"', wrong("mean = 3")
    ),
    "words that hang on the order of a set": code(
        "mean = []", "assert mean == []", wrong(f"mean = list({LETTERS})")
    ),
    "a check that changes a variable": code(
        "mean = [2]", "mean.append(3)\nassert mean == [2, 3]", wrong("mean = [4]")
    ),
    "a check that changes a variable by another name": code(
        "mean = [2]", "mine = mean\nmine += [3]\nassert mine == [2, 3]", wrong("mean = [4]")
    ),
    "a check that hands a variable over": code(
        "mean = [3, 2]\ndef least(them):\n    them.sort()\n    return them[0]",
        "assert mean == [3, 2]\nassert least(mean) == 2",
        wrong("mean = [4]\nleast = min"),
    ),
    "a check that leaves a file": code(
        'def mean(name):\n    with open(name, "w") as file:\n        file.write("2")',
        'assert mean("two.txt") is None',
        wrong("def mean(name):\n    return 3"),
    ),
    # Hints
    "a hint with the solution": hinted(
        "On the last line it says: return sum(numbers)/len(numbers)."
    ),
    "a hint with a line of the solution": spoiled(
        SOLUTION,
        "    total = sum(numbers)\n    return round(total / len(numbers), 9)",
        third_hint("mean", "Give back `round(total / len(numbers), 9)`."),
    ),
    "a hint with code that passes": hinted("Try `sum(numbers) * (1 / len(numbers))`."),
    "a hint with the solution under other names": spoiled(
        SOLUTION,
        "    total = sum(numbers)\n    return total / len(numbers)",
        third_hint(
            "mean",
            "So:\n\n```python\ndef average(xs):\n    s = sum(xs)\n    return s / len(xs)\n```",
        ),
    ),
    "a wrong answer that hears the solution": spoiled(
        "You divide by 2 whatever the length of the list.", "Divide `sum(numbers)/len(numbers)`."
    ),
    "a hint with the right option": notebook(
        *(source.replace("[x] `[1]`", "[x] A list of ones") for source in IN_ORDER),
        third_hint("pick", "Take “a list of ones”."),
    ),
    # The lesson from top to end
    "an example that stops": spoiled("sum(scores)", "sum(score)"),
    "an example that differs each time": spoiled("sum(scores)", "object()"),
    "a program that shows something else": kinds.spoiled("range(3)", "range(4)"),
    # Other kinds
    "two wrong numbers that are equal": kinds.spoiled(
        "", "", kinds.LENGTH_WRONG.replace("doubles", "squares").replace("50", "50.0")
    ),
    "two wrong orders that are equal": arranged.spoiled(
        "", "", arranged.LARGEST_WRONG.replace("returns-early", "hurries")
    ),
    "two wrong fillings that are equal": arranged.spoiled(
        "", "", arranged.SUM_WRONG.replace("replaces", "forgets")
    ),
    "a hint with the order": arranged.spoiled(
        "", "", third_hint("tea", "Boil the water, and wait. Fetch a cup. Pour it in.")
    ),
    "a hint with a blank": arranged.spoiled("", "", third_hint("sum", "Use `+=` there.")),
    "a hint with the number": typed_hinted("length", "It is 12.5 and no more."),
    "a hint with the number in another unit": typed_hinted("length", "Think of 125 mm."),
    "a hint with the output": typed_hinted("loop", "It is\n\n```\n0\n1\n2\n```"),
    "a hint with the expression": typed_hinted("even", "Try `(n % 2) == m`."),
    "a hint that is a right sentence": typed_hinted(
        "why", "Say that it gives back a value and ends the function."
    ),
    # What validate finds, too
    "a question that is there twice": spoiled("", "", QUESTION),
    "a sample that is judged otherwise": kinds.spoiled("verdict: partial", "verdict: right"),
}

COURSES: Mapping[str, Mapping[str, str]] = {
    "a skill that is used nowhere": {
        "course.yaml": f"{COURSE}skills:\n  functions: Write one\n  lists: Make one\n"
        "  cooking: Cook something\n",
        "means.ipynb": GOOD,
    },
    "a skill that is never taught": {
        "means.ipynb": spoiled("skills: [functions", "needs: numbers\nskills: [functions"),
    },
    "a package that is not there": {
        "course.yaml": f"{COURSE}requires: [no-such-package-anywhere]\n",
        "means.ipynb": GOOD,
    },
    "two lessons with one id": {
        "course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, other.ipynb]"),
        "means.ipynb": GOOD,
        "other.ipynb": GOOD,
    },
}
