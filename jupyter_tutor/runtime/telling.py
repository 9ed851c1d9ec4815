"""What happens in a tree of processes, as lines of the log: what broke, and what was started again.

Holds ids, numbers and reasons in a word; of an error only its type. Knows nothing of tutoring.
"""

import logging

from jupyter_tutor.runtime.happenings import (
    Happening,
    ProcessEnded,
    ProcessStarted,
    StartFailed,
)

log = logging.getLogger(__name__)

UNORDERLY = ("crashed", "killed")


class Telling:
    """Listens to a chronicle by :meth:`hear`."""

    def __init__(self) -> None:
        self._children: dict[int, str] = {}

    def hear(self, happening: Happening) -> None:
        """Tell of it, unless it is a matter of course or has been told where it was found out."""
        match happening:
            case ProcessStarted(process=number, child=child, restarts=restarts):
                self._children[number] = child
                if restarts:
                    fields = {"child": child, "number": number, "restarts": restarts}
                    log.info("started again", extra=fields)
            case ProcessEnded(process=number, reason=reason):
                child = self._children.pop(number, "")
                if reason.startswith(UNORDERLY):
                    fields = {"child": child, "number": number, "reason": reason}
                    log.warning("ended out of order", extra=fields)
            case StartFailed(child=child, reason=reason, again=again):
                fields = {"child": child, "reason": reason, "again": again}
                log.warning("could not be started", extra=fields)
            case _:
                pass
