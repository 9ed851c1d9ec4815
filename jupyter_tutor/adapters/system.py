"""What this computer tells: the time, chance, and who it is that works here."""

import datetime
import getpass
import os
import uuid

from jupyter_tutor.core.ids import LearnerId


class SystemClock:
    """The machine's time."""

    def now(self) -> str:
        """Now, in UTC with milliseconds."""
        now = datetime.datetime.now(datetime.UTC)
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RandomIds:
    """Random identifiers."""

    def new(self) -> str:
        """32 hexadecimal digits."""
        return uuid.uuid4().hex


def owner() -> LearnerId:
    """Whose computer this is: JupyterHub's user, else the account this process runs under."""
    return LearnerId(os.environ.get("JUPYTERHUB_USER") or _account())


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that no account has.
        return f"uid-{os.getuid()}"
