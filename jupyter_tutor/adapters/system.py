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


class LocalZone(datetime.tzinfo):
    """The time zone that this computer is set to, with its summer time."""

    def fromutc(self, at: datetime.datetime) -> datetime.datetime:
        """The time as the clock here showed it then."""
        return at.replace(tzinfo=datetime.UTC).astimezone()

    def utcoffset(self, at: datetime.datetime | None) -> datetime.timedelta | None:
        """How far the clock here was ahead then."""
        return at.replace(tzinfo=None).astimezone().utcoffset() if at else None

    def tzname(self, at: datetime.datetime | None) -> str | None:
        """What the zone was called then."""
        return at.replace(tzinfo=None).astimezone().tzname() if at else None

    def dst(self, _at: datetime.datetime | None) -> None:
        """Not known: the system tells the whole difference only."""


LOCAL_ZONE = LocalZone()


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
