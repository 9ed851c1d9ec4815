"""What can go wrong between a kernel and its tutor, in words a learner reads."""


class TutorError(Exception):
    """The tutor cannot be reached, or will not do this; the text says why and what helps."""

    def _render_traceback_(self) -> list[str]:
        """IPython's way to show an error: the words alone, for none of our code is at fault."""
        return [f"TutorError: {self}"]


class RefusedError(Exception):
    """A command was not carried out; the text is the tutor's own words. Nothing changed."""


class LineLostError(Exception):
    """The connection ended while something was under way."""


NO_TUTOR = (
    "The tutor cannot be reached just now. All that you did is saved. Please try again; if that "
    "does not help, restart the kernel, run your cells, and go on from where you were."
)
TOO_SLOW = (
    "The tutor did not answer in time. All that you did is saved. Please try again in a moment."
)
ELSEWHERE = "This lesson goes on elsewhere. To take it back, ask once more here."
NOT_HERE = (
    "This process was made as a copy of your notebook's Python, and the tutor stays with the "
    "original. Ask it there."
)
