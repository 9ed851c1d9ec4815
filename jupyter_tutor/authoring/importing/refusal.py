"""What is raised where nothing at all can be brought over."""

from jupyter_tutor.authoring.faults import Fault, Place


class ImportRefusedError(Exception):
    """The source is broken, or of another kind than it was said to be; ``fault`` says which."""

    def __init__(self, place: Place, what: str, fix: str) -> None:
        self.fault = Fault(place=place, what=what, fix=fix)
        super().__init__(str(self.fault))
