"""Typed questions with something wrong in them, each by a name that says what."""

from collections.abc import Mapping

from tests.authoring.kinds import (
    EVEN,
    EVEN_WRONG,
    HEAD,
    IN_ORDER,
    LENGTH,
    LENGTH_WRONG,
    LOOP,
    LOOP_WRONG,
    PROGRAM,
    RUBRIC,
    SAMPLE_PARTIAL,
    SAMPLE_RIGHT,
    SAMPLE_WRONG,
    hints,
    spoiled,
    stream,
    typed,
    value,
)

GIVEN = "  n: [0, 1, 2, 7, -3]\n  m: [0, 0, 1, 1, 0]"

TYPED_LESSONS: Mapping[str, str | bytes] = {
    # What all kinds share
    "bad retry": spoiled("retry: 2 attempts", "retry: twice"),
    "no retry at all": spoiled("retry: 2 attempts", "retry: 0 attempts"),
    "a key of another kind": spoiled("kind: prose", "kind: prose\nanswer: yes\ngiven: 3"),
    "an answer for a program": spoiled("kind: predict", "kind: predict\nanswer: 3"),
    "samples for a number": spoiled("", "", SAMPLE_RIGHT.replace("for: why", "for: length")),
    "wrong answer as code for a number": spoiled(
        "", "", "#| tutor: wrong\n#| for: length\n#| misconception: more\n#| answer: 13\n13"
    ),
    "no wrong answers foreseen": typed(HEAD, LENGTH, *hints("length")),
    "wrong text without misconception": spoiled("misconception: doubles\n", ""),
    "wrong text without answer": spoiled("\nanswer: 50", ""),
    "wrong text with says": spoiled("answer: 50", "answer: 50\nsays: No."),
    "wrong text without words": spoiled("That is twice as long.", ""),
    "hint for a misconception of typed answers": spoiled(
        "", "", "<!-- tutor: hint\nfor: length\nmisconception: doubled\n-->\nHalf, not twice."
    ),
    # Numbers
    "number without answer": spoiled("answer: 12.5\n", ""),
    "number that is none": spoiled("answer: 12.5", "answer: twelve"),
    "number with a comma": spoiled("answer: 12.5", "answer: 12,5"),
    "number in another unit": spoiled("answer: 12.5", "answer: 12.5 kg"),
    "wrong number in another unit": spoiled("answer: 50", "answer: 50 kg"),
    "wrong number that is right in another unit": spoiled("answer: 50", "answer: 0.125 m"),
    "unit that can be read in two ways": spoiled("unit: cm", "unit: J/kg K"),
    "unit in capitals": spoiled("unit: cm", "unit: CM"),
    "no unit that could be exact or needed": spoiled(
        "unit: cm", "exact_unit: true\nunit_needed: true"
    ),
    "unit that is needed or not": spoiled("unit: cm", "unit: cm\nunit_needed: perhaps"),
    "tolerance that is none": spoiled("tolerance: 0.05", "tolerance: small"),
    "tolerance below zero": spoiled("tolerance: 0.05", "tolerance: -1"),
    "wrong number that is none": spoiled("answer: 50", "answer: fifty"),
    "wrong number that is right": spoiled("answer: 50", "answer: 12.46"),
    # Programs
    "no program": spoiled(PROGRAM, ""),
    "two programs": spoiled("", "", PROGRAM),
    "an empty program": spoiled("for n in range(3):\n    print(n)", ""),
    "program that does not parse": spoiled("range(3):", "range(3)"),
    "program that was not run": typed(*IN_ORDER, outputs=()),
    "program that shows nothing": typed(*IN_ORDER, outputs=(stream("\n \n"),)),
    "program that only warns": typed(*IN_ORDER, outputs=(stream("Careful!", "stderr"),)),
    "wrong output that is right": spoiled("  1\n  2\n  3", "  0\n  1\n  2"),
    "program for a number": spoiled("", "", PROGRAM.replace("for: loop", "for: length")),
    # Expressions
    "expression without answer": spoiled("answer: n % 2 == m\n", ""),
    "expression without given": spoiled(f"given:\n{GIVEN}\n", ""),
    "given that is empty": spoiled(f"given:\n{GIVEN}", "given:"),
    "given that is a text": spoiled(f"given:\n{GIVEN}", "given: n"),
    "given that is no name": spoiled("  n: [", "  2n: ["),
    "given that is a word of Python": spoiled("  n: [", "  in: ["),
    "given without values": spoiled("[0, 1, 2, 7, -3]", "[]"),
    "given with one value": spoiled("[0, 1, 2, 7, -3]", "3"),
    "given with keys": spoiled("[0, 1, 2, 7, -3]", "{a: 1}"),
    "given with a list of keys": spoiled("[0, 1, 2, 7, -3]", "[{a: 1}]"),
    "given with unequal numbers of values": spoiled("[0, 1, 2, 7, -3]", "[0, 1]"),
    "given with few values": spoiled(GIVEN, "  n: [0, 1, 3]\n  m: [0, 0, 1]"),
    "expression that is none": spoiled("answer: n % 2 == m", "answer: n %"),
    "expression with a name that is not given": spoiled("answer: n % 2 == m", "answer: k % 2"),
    "expression that ends in an error": spoiled("answer: n % 2 == m", "answer: 1 / n"),
    "expression that is no number": spoiled("answer: n % 2 == m", "answer: float('nan')"),
    "wrong expression that is none": spoiled("answer: n % 2\n", "answer: n = 2\n"),
    "wrong expression that is right": spoiled("answer: n % 2\n", "answer: m == n % 2\n"),
    # Sentences
    "no rubric": typed(*(source for source in IN_ORDER if source != RUBRIC)),
    "two rubrics": spoiled("", "", RUBRIC),
    "an empty rubric": spoiled(RUBRIC, "<!-- tutor: rubric\nfor: why\n-->"),
    "rubric that requires nothing": spoiled("- [x]", "- [ ]"),
    "idea without signs": spoiled(": `end* function`, `stop*`", ""),
    "idea with a sign out of quotes": spoiled("`stop*`", "stop*"),
    "idea with a sign that has no word": spoiled("`stop*`", "`==`"),
    "idea with nothing to say": spoiled("\n  What comes after it?", ""),
    "telltale idea with nothing to say": spoiled("\n  Nothing is shown by it.", ""),
    "an empty idea": spoiled("- [ ] It shows something on the screen: `print*`", "- [ ]"),
    "a bad box of an idea": spoiled("- [ ]", "- [-]"),
    "stray words among the ideas": spoiled("- [ ]", "Beware:\n- [ ]"),
    "sample without verdict": spoiled("verdict: right\n", ""),
    "sample with an unknown verdict": spoiled("verdict: right", "verdict: good"),
    "an empty sample": spoiled("It is used in many functions.", ""),
    "samples rated otherwise": typed(
        *(
            source.replace("verdict: right", "verdict: ?")
            .replace("verdict: wrong", "verdict: right")
            .replace("verdict: partial", "verdict: wrong")
            .replace("verdict: ?", "verdict: partial")
            for source in IN_ORDER
        )
    ),
    "no samples": typed(
        *(s for s in IN_ORDER if s not in (SAMPLE_RIGHT, SAMPLE_PARTIAL, SAMPLE_WRONG))
    ),
    # Several at once: each is told
    "many faults of typed questions": typed(
        HEAD,
        LENGTH.replace("12.5", "twelve").replace("2 attempts", "never"),
        LENGTH_WRONG,
        LOOP,
        LOOP_WRONG,
        EVEN.replace("7, -3]", "7]"),
        EVEN_WRONG,
        outputs=(value("3"),),
    ),
}
