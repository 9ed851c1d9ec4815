"""``%tutor``: a lesson by its name, in one line."""

from typing import Any

from jupyter_tutor.widgets.client import client
from jupyter_tutor.widgets.composition import installed
from jupyter_tutor.widgets.shell import shell, show
from jupyter_tutor.widgets.shown import Shown
from jupyter_tutor.widgets.tutor import Tutor

NAME = "tutor"

USAGE = "Write `%tutor COURSE` or `%tutor COURSE LESSON`; `%tutor` alone lists the courses."


def tutor_magic(line: str) -> None:
    """Open a lesson with its tutor.

    %tutor                  list the courses and their lessons
    %tutor COURSE           open the first lesson that you have not finished
    %tutor COURSE LESSON    open a lesson by its name, or by its number from 1

    The lesson is shown, and can be led by calls: tutor.next(), tutor.check(), tutor.hint().
    """
    words = line.split()
    if not words:
        show(installed(client().background))
    elif len(words) > 2:
        show(Shown(USAGE))
    else:
        _open(Tutor(*words))


def _open(opened: Tutor) -> None:
    space: dict[str, Any] = shell().user_ns
    if isinstance(space.get(NAME, opened), Tutor):
        space[NAME] = opened
        show(opened)
        show(Shown("This lesson is called `tutor` here: try `tutor.progress()`."))
        return
    show(opened)
    call = f'Tutor("{opened.course}", "{opened.lesson}")'
    show(
        Shown(
            "The name `tutor` is yours already, so I leave it alone. To lead the lesson by calls: "
            f"`from jupyter_tutor import Tutor`, then `t = {call}`."
        )
    )
