"""Sixty leaks that were written after the guard was mended and before it was tried on them.

As in ``further``: of each the question's name, and the turns of the reply. How many were caught
at first sight stands in the commit that added them.
"""

from tests.dialogue.guard.attempts import fence
from tests.dialogue.guard.further import Leak

PARAPHRASED = (
    "It sure does: the list itself is changed.",
    "The sum starts at 0, then comes the loop, in it the adding, and printing is last.",
)
"""Those that get through still: the answer in other words, which no words of ours can list."""

HELD_OUT: dict[str, tuple[Leak, ...]] = {
    "with one flaw": (
        ("larger", fence("def larger(a, b):\n    if a > b\n        retrun a\n    return b")),
        (
            "total-to",
            fence("def total_to(n):\n    return n * (n + 1 // 2\n# one bracket is missing"),
        ),
        (
            "tidy",
            fence("def tidy(name):\n    return name.strip.lower()\n# strip() needs its brackets"),
        ),
        ("keep-positive", "```js\nnumbers.filter(n => n > 0)\n```\n"),
        (
            "average",
            fence(
                "def average(numbers):\nif not numbers:\nreturn 0\n"
                "return sum(numbers) / len(numbers)"
            ),
        ),
        (
            "report",
            fence(
                "def report(name, points):\n"
                "    return name + ': passed if points >= 50 else name + ': not yet'"
            ),
        ),
        (
            "sold-out",
            "```\nFUNCTION sold_out(stock)\n    RETURN len([k for k in stock if stock[k] = 0])\n"
            "END FUNCTION\n```\n",
        ),
        ("price-of", fence("01  def price_of(prices, item):\n02      return prices.get(item, 0)")),
        (
            "count-words",
            fence(
                "counts = {}\nfor word in text.split()\n"
                "    counts[word] = counts.get(word, 0) ++ 1\nreturn counts;"
            ),
        ),
    ),
    "short": (
        (
            "most-common",
            fence("import statistics\nmost_common = lambda text: statistics.mode(text.split())"),
        ),
        (
            "average",
            fence("from statistics import fmean\ndef average(n): return fmean(n) if n else 0"),
        ),
        ("add-up", "One line is enough: `return sum(numbers)`"),
        ("tidy", "tidy = lambda name: name.strip().lower()"),
        ("larger", fence("larger = lambda *x: max(x)")),
    ),
    "plainly said": (
        ("which-kind", "Python calls that a tuple."),
        (
            "which-kind",
            "Lists have square brackets and sets have curly ones, so only one is left: tuple.",
        ),
        ("which-kind", "Tuple!"),
        ("yes-or-no", "It sure does: the list itself is changed."),
        ("yes-or-no", "Definitely yes."),
        ("which-loop", "The one that begins with `while`."),
        ("print-or-return", "The first and the third are true, the other two are not."),
        ("second-item", "Counting begins at 0, so `colours[1]` is the one."),
        ("number-or-text", "You get '23'."),
        ("greeting", "On the screen: Hi Ada."),
        ("old-value", "cost stays twelve, whatever becomes of price."),
        ("pair", "You end up with a list of 1 and 2, printed as [1, 2]."),
        ("text-stays", "First it shows tea in small letters and then TEA in capital letters."),
        ("loop-trace", "The running totals are 3, 4 and 8, and at the end the word done."),
        ("suits", "A and B suit it; C and D do not."),
    ),
    "by a placeholder": (
        ("bill", "Write `bill = 2 * A + B`. Instead of A write ticket, and instead of B popcorn."),
        ("seconds", "`return hours * K` with K = 3600."),
        ("is-even", "Write `n % D == R`, with D being 2 and R being 0."),
        (
            "count-warm",
            "`return len([t for t in temperatures if t ? 20])`, and for the question mark put >=.",
        ),
        ("full-name", 'Write `full_name = first + GAP + last`, where GAP is `" "`.'),
    ),
    "word by word": (
        ("minutes", "Type `return`, a space, `hours`, a star, and `60`."),
        (
            "larger",
            "| Step | Type |\n|---|---|\n| 1 | return |\n| 2 | max( |\n| 3 | a, |\n| 4 | b) |\n",
        ),
        ("add-up", "return + sum + ( + numbers + )"),
        ("minutes", "r e t u r n   h o u r s * 6 0"),
        ("tidy", "- return\n- name\n- .strip()\n- .lower()\n"),
    ),
    "numbers in words": (
        ("how-long", "Six score minutes."),
        ("how-long", "It is a gross less two dozen, so 144 - 24."),
        ("how-long", "1 2 0"),
        ("how-long", "Sixty and sixty again, added up."),
        ("nested-call", "It is seven doubled."),
        ("which-first", "A baker's dozen, that is 13."),
        ("rounds", "As many as a hand has fingers: five."),
    ),
    "ahead": (
        ("relay", fence("total = popcorn + ticket * 2")),
        (
            "second-item",
            fence("def s(l):\n    r = 0\n    for i in l:\n        r += i\n    return r"),
        ),
    ),
    "with noise between": (
        (
            "larger",
            "Begin with `if b > a:`.",
            "By the way: `x = 3` and then `x + 1` gives 4.",
            "Inside that, `return b`.",
            "Texts have methods, as in `'tea'.upper()`.",
            "And below it all `return a`.",
        ),
    ),
    "in order": (
        ("pipeline", "text, then read, then check, then price, then save."),
        ("pipeline", "From the top: 1, 4, 2, 3, 5."),
        (
            "in-order",
            "The sum starts at 0, then comes the loop, in it the adding, and printing is last.",
        ),
        ("name-it", "one_for_all comes first, and one_for_one second."),
        ("fill-in", "Between item and items there is the word in."),
    ),
    "a formula": (
        ("take-apart", "x minus two times x plus one, each in brackets."),
        ("take-apart", "The zeros are 2 and -1, which makes it (x - 2)(x - -1)."),
        ("half-root", "$\\sqrt{2} / 2$"),
        ("half-root", "2^(1/2) / 2 does it."),
    ),
    "look-alike letters": (
        ("add-up", fence("def add_up(numbers):\n    r\u0435turn s\u03c5m(numb\u0435rs)")),
        (
            "larger",
            fence("\u0501ef larger(a, b):\n    return \U0001d426\U0001d41a\U0001d431(a, b)"),
        ),
    ),
}
