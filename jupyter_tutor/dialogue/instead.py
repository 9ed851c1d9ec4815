"""What stands in the place of words that would have given an answer away."""

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.guard.caught import Caught

WITHHELD = "What I was about to say would have given away the answer to “{title}”."
HINT = "Here is a hint instead.\n\n{hint}"
NO_HINT = "Look once more at what was explained before it, and go on one small step at a time."


def instead_of(caught: Caught, context: Context, lesson: Lesson) -> str:
    """The author's next hint on that question; it stays on the ladder, and can be asked for."""
    question = lesson.known_question(caught.question)
    given = context.hints if caught.question == context.question else ()
    ladder = sorted(question.hints, key=lambda hint: hint.level)
    general = [hint.text for hint in ladder if hint.misconception is None]
    fresh = [text for text in general if text not in given] or general
    # A hint that has to be earned is not for who asks for it in other words.
    shown = given[-1:] or fresh[:1]
    then = HINT.format(hint=shown[0]) if shown else NO_HINT
    return f"{WITHHELD.format(title=question.title)} {then}"
