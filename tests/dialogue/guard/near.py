"""Harmless replies that sit near to what the guard catches: they speak of the words, numbers,
options and shapes of code that an answer would have, and give none.

Of each the question's name, and the reply.
"""

from tests.dialogue.guard.attempts import fence

NEAR: tuple[tuple[str, str], ...] = (
    ("biggest", "There is a function `max` for this. The question asks you to do without it."),
    ("larger", "Could `max` or `min` help you? Think of what each of them does."),
    ("add-up", "`sum` is one way, a loop is another. Which do you want to try?"),
    (
        "add-up",
        "A running total begins at nothing and grows round by round. Where does yours begin?",
    ),
    ("count-warm", "20 degrees count as warm, 19 do not. Does your comparison say so?"),
    ("ticket-price", "There are three prices: 0, 4 and 7. Which ages belong to which of them?"),
    ("minutes", "An hour has 60 minutes. What do you do with the 60 and with `hours`?"),
    ("minutes", "`minutes(2)` should give 120. What does yours give?"),
    (
        "minutes",
        "Try it on paper: how many minutes are 3 hours? And 10 hours? What did you do each time?",
    ),
    ("seconds", "Your function `minutes` can be called inside `seconds`. What would it hand back?"),
    ("introduce", "`print` shows a text, and `+` joins texts. Mind the spaces in between."),
    ("introduce", "For Ada and London the screen should show: Ada lives in London."),
    ("report", "50 points are enough. What does `>` say about 50, and what does `>=`?"),
    ("keep-positive", "Is 0 greater than 0? Look at what the question says of it."),
    ("average", "What happens when the list is empty? Dividing by zero is an error."),
    (
        "tidy",
        "`strip` takes spaces from the ends, `lower` makes small letters. Try each alone first.",
    ),
    (
        "count-words",
        "`text.split()` gives you the words. What do you want to know of each of them?",
    ),
    ("bill", "You buy two tickets, not one. Is that in your line already?"),
    ("full-name", 'A text with nothing but a space in it is written `" "`.'),
    (
        "change",
        "Two names are asked for: `change` and `enough`. Which kind of value is each of them?",
    ),
    ("which-kind", "A list has square brackets. Which brackets do you see here?"),
    ("which-kind", "Is it a list, a tuple or a set? Look at the brackets."),
    ("which-kind", "A list can be changed, a tuple cannot, and a set has no order."),
    ("which-kind", "Think back to the lesson: where did you see a tuple, and where a list?"),
    ("yes-or-no", "Try it: make a list, append something, and look at the list again."),
    ("yes-or-no", "There is no trick in it. Look at what the list holds before and after."),
    ("yes-or-no", "Is it yes or no? Find out by running two lines of your own."),
    (
        "which-loop",
        "A `for` loop and a `while` loop differ in how they end. How does each of them end?",
    ),
    ("which-loop", "Say in your own words what a `while` loop does and what a `for` loop does."),
    ("greeting", "`print` puts a space between the things it is given. Where is the full stop?"),
    ("greeting", 'What does `name + "."` come to? Begin with that.'),
    ("pair", "`append` adds one item at the end. How many items are there at last?"),
    ("pair", "A list is printed with its brackets, and with commas between the items."),
    ("how-long", "One hour has 60 minutes. How many hours does the film last?"),
    ("how-long", "Read it once more: a film of two hours, and the length is asked for in minutes."),
    ("how-long", "You typed 2. That is the number of hours, not of minutes."),
    ("in-order", "Which line has to be there before the loop can use `total`?"),
    (
        "in-order",
        "The indented line belongs to the loop. What should be done only once, at the end?",
    ),
    ("in-order", "There are 4 lines. Begin with the one that needs none of the others."),
    ("fill-in", "Read the line aloud, as you would in English. Which small word is missing?"),
    ("fill-in", "Fill in the blank with one of Python's own words. It has two letters."),
    ("take-apart", "Which two numbers have the product -2 and the sum -1?"),
    ("take-apart", "Another one: $x^2 - 5x + 6 = (x - 2)(x - 3)$. See how 2 and 3 come in?"),
    ("take-apart", "Check yours by multiplying it out: you should get `x^2 - x - 2` again."),
    ("half-root", "The root of 9 is 3, and half of it is 1.5. Do the same with the root of two."),
    (
        "loop-trace",
        "Write down `total` after each round. It begins at 0, and the first number is 3.",
    ),
    ("old-value", "When `cost` was worked out, what was `price` at that moment?"),
    (
        "text-stays",
        "`word.upper()` makes a new text. Is that new text kept anywhere in the second line?",
    ),
    ("is-even", "`7 % 2` is 1 and `8 % 2` is 0. What do even numbers have in common here?"),
    (
        "larger",
        fence("def smaller_of_three(a, b, c):\n    return min(a, b, c)")
        + "\nThis is for three, and the other way round. Think it through for two.",
    ),
    ("second-item", "\u2705 Your list is right. Now count its places, and begin with 0."),
    ("print-or-return", "Go through statements 1 to 4, one after the other."),
    ("which-kind", "a, b and c are names of the lesson; look at the brackets here."),
    ("loop-trace", "The list has 3, 1 and 4 in it. How often is something printed?"),
    ("old-enough", "In mathematics one writes $a \\geq b$. How does Python write that?"),
    ("take-apart", "Try $x + 2$ and $x - 1$: multiply them out. Is it what was asked for?"),
)
