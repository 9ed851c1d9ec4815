"""Courses with something wrong in them, each by a name that says what."""

import json
from collections.abc import Mapping

from tests.authoring.syllabus import (
    ALTERNATIVE,
    ANSWER,
    CHECK,
    CHOICES,
    COURSE,
    HEAD,
    HINT,
    HINT_2,
    HINT_HALVES,
    IN_ORDER,
    PICK,
    QUESTION,
    WRONG,
    as_notebook,
    code,
    md,
    notebook,
    spoiled,
)

GOOD = notebook(*IN_ORDER)
MERGE = GOOD.replace("\n", "")[:40] + "\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n"

LESSONS: Mapping[str, str | bytes] = {
    # The file
    "not JSON": '{\n "cells": [\n  oops\n',
    "empty file": "",
    "not UTF-8": b"\xff\xfe\x00",
    "an unfinished merge": MERGE,
    "JSON nested too deeply": "[" * 200_000,
    "JSON but no notebook": '{"hello": 1}',
    "an old notebook": '{"worksheets": [], "nbformat": 3}',
    "no cells": as_notebook([]),
    "damaged cells": as_notebook(
        [md(HEAD), 3, {"cell_type": "sound"}, {"cell_type": "code", "source": 7}, md("\ud800")]
    ),
    "nothing asked": notebook(HEAD, "## Numbers\n\nThis is how to add."),
    # Heads
    "comment never closed": spoiled("points: 2\n-->", "points: 2\n"),
    "YAML that is none": spoiled("title: Means", "title: Means: and more"),
    "YAML that is a list": spoiled(
        CHECK, CHECK.replace("tutor: check", "- tutor").replace("for: mean\n#| says:", "-")
    ),
    "YAML with a bad character": spoiled("title: Means", "title: \x01"),
    "YAML with an impossible character": spoiled("title: Means", 'title: "\\U99999999"'),
    "a key twice": spoiled("level: 2", "level: 2\nlevel: 3"),
    "a key with a mapping": spoiled("title: Means", "title: {a: {b: c}}"),
    "tutor misspelt": spoiled("#| tutor: check", "#| tuter: check"),
    "no role": spoiled("#| tutor: check\n", ""),
    "an empty role": spoiled("#| tutor: check", "#| tutor:"),
    "an unknown role": spoiled("tutor: wrong", "tutor: wrnog"),
    "a role in the wrong type of cell": as_notebook(
        [md(HEAD), md(QUESTION), md("<!-- tutor: answer\nfor: mean\n-->\n1"), code(CHECK)]
    ),
    "an unknown key": spoiled("says: The", "sais: The"),
    "a form for code": spoiled("points: 2\n-->", "points: 2\nform: factored\n-->"),
    # The lesson
    "no lesson head": notebook(*IN_ORDER[1:]),
    "lesson head not first": notebook(IN_ORDER[1], HEAD, *IN_ORDER[3:]),
    "two lesson heads": spoiled("", "", HEAD),
    "lesson without id and title": spoiled("id: means\ntitle: Means\n-->\n# Means", "-->\n"),
    "a bad id": spoiled("id: means", "id: Means & More"),
    "an empty id": spoiled("id: means", "id:"),
    "a bad flag": spoiled("title: Means", "title: Means\ncheck_on_run: maybe"),
    # Questions
    "duplicate question": spoiled("", "", QUESTION),
    "question without id": spoiled("id: mean\nskills", "skills"),
    "question without words": spoiled("\n\nWrite `mean(numbers)`.", ""),
    "bad points": spoiled("points: 2", "points: lots"),
    "points below zero": spoiled("points: 2", "points: -1"),
    "points that are no number": spoiled("points: 2", "points: .nan"),
    "bad skills": spoiled("[functions, lists]", "{a: b}"),
    "a bad skill": spoiled("[functions, lists]", "[functions, Lists!]"),
    "bad reveal": spoiled("points: 2", "reveal: after a while"),
    "reveal at once": spoiled("points: 2", "reveal: after 0 attempts"),
    "bad timeout": spoiled("points: 2", "timeout: 0"),
    "an unknown kind": spoiled("kind: choice", "kind: chioce"),
    "for an unknown question": spoiled("for: mean\n#| says: The", "for: maen\n#| says: The"),
    "for nothing": spoiled("#| tutor: check\n#| for: mean", "#| tutor: check"),
    "hint for an unknown question": spoiled("", "", HINT.replace("mean", "median")),
    "one hint, no wrong answer": notebook(HEAD, QUESTION, ANSWER, CHECK, HINT),
    "two hints of one level": spoiled("level: 2", "level: 1"),
    "a bad level": spoiled("level: 2", "level: last"),
    "an empty hint": spoiled("What is a mean?", ""),
    "hint for an unknown misconception": spoiled(
        "misconception: halves\n-->", "misconception: halfs\n-->"
    ),
    # Code questions
    "no answer": notebook(HEAD, QUESTION, CHECK, WRONG, HINT, HINT_2),
    "two answers": spoiled("", "", ANSWER),
    "answer above its question": notebook(HEAD, ANSWER, QUESTION, CHECK, WRONG, HINT, HINT_2),
    "no check": notebook(HEAD, QUESTION, ANSWER, WRONG, HINT, HINT_2),
    "solution never closed": spoiled("    ### END SOLUTION", "    # the end"),
    "solution never begun": spoiled("    ### BEGIN SOLUTION\n", ""),
    "solution inside a solution": spoiled(
        "    return sum", "    ### BEGIN SOLUTION\n    return sum"
    ),
    "no solution marked": spoiled("    ### BEGIN SOLUTION\n", "").replace(
        json.dumps("    ### END SOLUTION"), json.dumps("    # the end")
    ),
    "solution same as stub": spoiled("    return sum(numbers) / len(numbers)", "    ...  # mine"),
    "stub that is no Python": spoiled(
        "    ### BEGIN SOLUTION\n", "    count = [\n    ### BEGIN SOLUTION\n        len(numbers)]\n"
    ),
    "answer that does not parse": spoiled("return sum(numbers) / len", "return sum(numbers / len"),
    "check that does not parse": spoiled(
        "assert mean([1, 2, 3]) == 2", "assert mean([1, 2, 3]) =="
    ),
    "example that does not parse": spoiled("sum(scores)", "sum(scores"),
    "example with a magic": spoiled("sum(scores)", "%matplotlib inline"),
    "code with a null": spoiled("sum(scores)", "sum('\x00')"),
    "an empty check": spoiled("assert mean([1, 2, 3]) == 2", ""),
    "check that checks nothing": spoiled("assert mean([1, 2, 3]) == 2", "mean"),
    "check that is always true": spoiled("mean([1, 2, 3]) == 2", "(mean([1, 2, 3]) == 2, 'no')"),
    "check with an unknown name": spoiled("mean([1, 2, 3]) == 2", "mean(scores) == 2"),
    "check with a form that cannot cross": spoiled(
        "assert mean([1, 2, 3]) == 2", "for n in [1, 2]:\n    assert eval(f'mean([{n}])') == n"
    ),
    "check that gives the answer another meaning": spoiled(
        "assert mean([1, 2, 3]) == 2", "mean = sum\nassert mean([2]) == 2"
    ),
    "check nested too deeply": spoiled(
        "assert mean([1, 2, 3]) == 2", "assert mean([1])" + ".real" * 2500
    ),
    "check of nothing learnt": spoiled("mean([1, 2, 3]) == 2", "sum([1, 2, 3]) == 6"),
    "check that uses a name of a wrong answer": spoiled(
        "def mean(numbers):\n    return sum(numbers) / 2",
        "sum = 6\ndef mean(numbers):\n    return sum / 2",
    ).replace("mean([1, 2, 3]) == 2", "mean([1, 2, 3]) == sum([2])"),
    "wrong answer without misconception": spoiled("#| misconception: halves\n", ""),
    "wrong answer without words": spoiled("#| says: You divide by 2 whatever the", "#"),
    "wrong answer that is right": spoiled(
        "return sum(numbers) / 2", "return sum(numbers) / len(numbers)"
    ),
    "wrong answer twice": spoiled("", "", WRONG.replace("halves", "half")),
    "rubric for a code question": spoiled("", "", "<!-- tutor: rubric\nfor: mean\n-->\n"),
    "choices for a code question": spoiled("", "", CHOICES.replace("pick", "mean")),
    # Choice questions
    "no choices": notebook(HEAD, PICK),
    "check for a choice question": spoiled("", "", CHECK.replace("for: mean", "for: pick")),
    "timeout for a choice question": spoiled("kind: choice", "kind: choice\ntimeout: 3"),
    "no right option": spoiled("- [x]", "- [ ]"),
    "no wrong option": spoiled("- [ ]", "- [x]"),
    "one option": spoiled("- [ ] `(1)`\n  That is a number in brackets.", ""),
    "a bad box": spoiled("- [ ]", "- [y]"),
    "an empty option": spoiled("- [ ] `(1)`", "- [ ]"),
    "options that read the same": spoiled("`(1)`", "`[1]`"),
    "too many options": spoiled(
        "- [ ] `(1)`", "\n".join(f"- [ ] {n}\n  No." for n in range(30)) + "\n- [ ] `(1)`"
    ),
    "stray words among the options": spoiled("- [x] `[1]`", "Choose well:\n\n- [x] `[1]`"),
    "wrong option without feedback": spoiled("\n  That is a number in brackets.", ""),
    # What is only worth a thought
    "example without words": spoiled("", "", "scores"),
    # Several at once: each is told
    "many faults": notebook(
        HEAD.replace("id: means", "id: Means"),
        QUESTION.replace("points: 2", "points: two"),
        ANSWER.replace("    ### END SOLUTION", ""),
        CHECK.replace("assert", "asert"),
        WRONG.replace("#| misconception: halves\n", ""),
        ALTERNATIVE.replace("import", "imprt"),
        HINT_HALVES,
        PICK,
        CHOICES.replace("[x]", "[ ]"),
    ),
}

COURSES: Mapping[str, dict[str, str | bytes]] = {
    "course.yaml is no YAML": {"course.yaml": "id: [tiny\n"},
    "course.yaml is empty": {"course.yaml": ""},
    "course without id": {"course.yaml": COURSE.replace("id: tiny\n", "")},
    "course with a bad id": {"course.yaml": COURSE.replace("id: tiny", "id: ../tiny")},
    "course with an unknown key": {"course.yaml": COURSE.replace("licence", "license")},
    "course without lessons": {"course.yaml": "id: tiny\ntitle: Tiny\n"},
    "course with an empty list": {"course.yaml": "id: tiny\ntitle: Tiny\nlessons: []\n"},
    "lesson misspelt": {"course.yaml": COURSE.replace("means.ipynb", "meens.ipynb")},
    "lesson twice": {"course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, means.ipynb]")},
    "lesson that is no notebook": {"course.yaml": COURSE.replace("means.ipynb", "course.yaml")},
    "lesson outside the folder": {"course.yaml": COURSE.replace("means", "../means")},
    "lesson at an absolute path": {"course.yaml": COURSE.replace("means", "/means")},
    "lesson with an endless name": {"course.yaml": COURSE.replace("means", "m" * 300)},
    "notebook that is not listed": {"other.ipynb": GOOD},
    "two lessons with one id": {
        "course.yaml": COURSE.replace("[means.ipynb]", "[means.ipynb, other.ipynb]"),
        "other.ipynb": GOOD,
    },
    "policies that are none": {"course.yaml": COURSE + "policies: strict\n"},
    "bad policies": {
        "course.yaml": COURSE + "policies:\n  reveal: soon\n  timeout: long\n  retries: 3\n"
    },
}
