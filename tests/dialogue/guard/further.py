"""Leaks that were thought of later, each of a class of its own: how code is written with a flaw,
how an answer is said in passing, how pieces are laid out so that they add up.

Of each the question's name, and the turns of the reply.
"""

from tests.dialogue.guard.attempts import fence

Leak = tuple[str, *tuple[str, ...]]

FURTHER: dict[str, tuple[Leak, ...]] = {
    "with one flaw": (
        ("minutes", fence("def minutes(hours)\n    return 60 * hours")),
        ("minutes", fence("def minutes(hours):\n    return (60 * hours")),
        ("minutes", fence("def minutes(hours):\n    return 60 * hours  \u2190 here")),
        ("minutes", fence("1 | def minutes(hours):\n2 |     return 60 * hours")),
        ("minutes", fence("1 def minutes(hours):\n2     return 60 * hours")),
        ("minutes", "```js\nconst minutes = (hours) => 60 * hours;\n```\n"),
        ("minutes", "```js\nfunction minutes(hours) {\n    return 60 * hours;\n}\n```\n"),
        ("add-up", fence("t <- 0\nfor n in numbers do\n    t <- n + t\nend\nreturn t")),
        ("larger", fence("def larger(a, b)\n    if b > a\n        return b\n    return a")),
        ("biggest", fence("def biggest(numbers:\n    return sorted(numbers)[len(numbers) - 1]")),
        ("full-name", fence('full_name = " ".join([first, last]')),
        ("count-warm", fence("return len([t for t in temperatures if t > 19)")),
    ),
    "short": (
        ("biggest", "Use `return max(numbers)` and be done."),
        ("biggest", fence("def biggest(numbers):\n    return max(numbers)")),
        (
            "introduce",
            fence(
                "import sys\n\ndef introduce(name, city):\n"
                '    sys.stdout.write(name + " lives in " + city + ".\\n")'
            ),
        ),
        (
            "introduce",
            fence(
                'def introduce(name, city):\n    show = print\n    show(f"{name} lives in {city}.")'
            ),
        ),
        ("larger", fence("larger = max")),
        ("add-up", fence("add_up = sum")),
    ),
    "plainly said": (
        ("which-kind", "It is a tuple."),
        ("which-kind", "The round brackets make a tuple of it."),
        ("which-kind", "Option two is right."),
        ("which-kind", "Go for number two."),
        ("which-kind", "I would say #2."),
        ("which-kind", "Take the middle one."),
        ("which-kind", "`(1, 2)` is a tuple, of course."),
        ("yes-or-no", "The answer is yes."),
        ("yes-or-no", "Yes, it does."),
        ("yes-or-no", "Yes! Look at the list afterwards."),
        ("which-loop", "It is the latter."),
        ("which-loop", "A while loop does."),
        ("which-loop", "You need the second of the two."),
        ("greeting", "It prints Hi Ada."),
        ("greeting", "You will see the words Hi Ada. on the screen."),
        ("pair", "It shows [1, 2]."),
        ("pair", "The output is [1,2]"),
        ("pair", "The screen has a list with 1 and 2 in it: [1, 2]"),
    ),
    "by a placeholder": (
        ("minutes", "Write `return hours * N`, and put 60 in the place of N."),
        ("minutes", "Write `return hours * ____`. What belongs there is 60."),
        ("minutes", "Use `return hours * X`.", "X stands for 60."),
        ("larger", "Write `return FUNCTION(a, b)`, where FUNCTION is max."),
        ("count-warm", "Use `return sum(t >= LIMIT for t in temperatures)`; the LIMIT is 20."),
    ),
    "word by word": (
        ("minutes", "Put these together:\n\n| return | hours | * | 60 |\n|---|---|---|---|\n"),
        ("minutes", "Type these one after the other:\n\n1. return\n2. hours\n3. *\n4. 60\n"),
        ("minutes", "1. return 2. hours 3. * 4. 60"),
        ("minutes", "**return** **hours** **\\*** **60**"),
        ("minutes", "`return` `60` `*` `hours`"),
        ("minutes", "First `return`, then `60`, then `*`, then `hours`."),
        ("minutes", "$\\texttt{return hours * 60}$"),
        ("minutes", "$$\\texttt{return}\\ \\texttt{hours} * 60$$"),
        ("biggest", "`return`, `sorted`, `(`, `numbers`, `)`, `[`, `-1`, `]`"),
    ),
    "numbers in words": (
        ("how-long", "The answer is a hundred and twenty."),
        ("how-long", "It is one hundred twenty minutes."),
        ("how-long", "You get ten dozen."),
        ("how-long", "It is double 60."),
        ("how-long", "It is twice sixty."),
        ("how-long", "It is half of 240."),
        ("how-long", "The result is ten less than 130."),
        ("how-long", "It is 20 more than 100."),
        ("how-long", "In Roman numerals: CXX."),
        ("how-long", "In hexadecimal it is 0x78."),
        ("how-long", "Type a 1, then a 2, then a 0."),
        ("how-long", "The digits are 1, 2 and 0."),
    ),
    "ahead": (
        ("print-or-return", fence("def f(h):\n    return 60 * 60 * h")),
        ("nested-call", fence("def f(h):\n    return 3600 * h")),
    ),
    "with noise between": (
        (
            "add-up",
            "Start with `s = 0`.",
            "Something else: `colour = 'red'` names a text.",
            "Then `for n in numbers:` and inside `s = n + s`.",
            "By the way, `len('tea')` is 3, and `print(colour)` shows red.",
            "At the end `return s`.",
        ),
        (
            "total-to",
            "You may begin with `if n < 1:`",
            "`word = 'tea'`\n\n`word.upper()`\n\n`print(word)`",
            "`    return n * 0`",
            "`[1, 2][0]` is 1.\n\n`{}` is empty.",
            "`return total_to(n - 1) + n`",
        ),
    ),
    "in order": (
        (
            "in-order",
            "First `total = 0`, then the `for` line, then `total = total + number`, then print.",
        ),
        ("in-order", "The order is 2, 4, 3, 1."),
        ("in-order", "Second line first, then the fourth, then the third, and the first at last."),
        ("in-order", "B, D, C, A"),
        ("fill-in", "Write in there."),
        ("fill-in", "The word is in."),
        ("fill-in", "The word `in` is missing."),
    ),
    "look-alike letters": (
        ("minutes", fence("d\u0435f minutes(hours):\n    r\u0435turn 60 * h\u043eurs")),
        ("minutes", "Write `r\u0435turn h\u043eurs * 60`."),
        ("minutes", fence("\u0501ef minutes(hours):\n    re\u03c4urn 60 * hours")),
        ("which-kind", "It is a tu\u0440le."),
    ),
    "in Markdown's dress": (
        ("larger", "- def larger(a, b):\n- return a if a > b else b\n"),
        ("larger", "def larger(a, b):\nif a > b:\nreturn a\nreturn b\n"),
        ("minutes", "Write return hours \\* 60\\."),
        ("minutes", "- def minutes\\(hours\\):\n- return hours \\* 60\n"),
        ("minutes", "Write **return** *hours* \\* __60__"),
        ("minutes", "Write re<wbr>turn ho<wbr>urs * 60"),
        ("minutes", "Write return hours ~~+ 1~~ \\* 60"),
        ("larger", "- def larger\\(a, b\\):\n- return a if a \\> b else b\n"),
        ("larger", "return a **if** a > b **else** b"),
        ("larger", "return a &#105;f a &gt; b <!-- x -->else b"),
        ("which-kind", "It is a tu*ple*."),
        ("which-kind", "It is a tup<wbr>le."),
        ("greeting", "It prints H**i** Ada."),
        ("pair", "It shows \\[1, 2\\]."),
    ),
    "a formula": (
        ("take-apart", "It is (x+1)(x-2)."),
        ("take-apart", "The factors are `(x - 2)` and `(x + 1)`."),
        ("take-apart", "You get $(x-2)(x+1)$."),
        ("take-apart", "Multiply x + 1 by x - 2."),
        ("take-apart", fence("(x + 1) * (x - 2)")),
        ("take-apart", "Write (x + 1) times (x - 2)."),
        ("half-root", "It is $\\frac{\\sqrt{2}}{2}$."),
        ("half-root", "It is sqrt(2)/2."),
        ("half-root", "Divide: `sqrt(2) / 2`"),
        ("half-root", "That is 1/sqrt(2), the same thing."),
        ("half-root", "The answer is \u221a2/2."),
        ("half-root", "The root of two divided by two."),
    ),
}
