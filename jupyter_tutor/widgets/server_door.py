"""In by the kernel's own Jupyter server, with the key of the kernel's connection for a proof.

A kernel knows its server by its parent process, and the server's address by the file that every
Jupyter server keeps for others to find it. Neither a token nor a password is needed.
"""

import datetime
import hashlib
import hmac
import json
import os
import secrets
import ssl
from pathlib import Path
from typing import Any

from tornado.httpclient import HTTPRequest

from jupyter_tutor.widgets.doors import ANSWER_SECONDS, DoorGoneError, Entry, ask
from jupyter_tutor.widgets.errors import TutorError
from jupyter_tutor.widgets.identity import KernelIdentity

_EVERYWHERE = frozenset({"", "0.0.0.0", "::", "*"})  # noqa: S104 - recognised, not listened on


def server_door(identity: KernelIdentity) -> "ServerDoor | None":
    """The server that started this kernel; None where no Jupyter server did, as far as is known."""
    parent = os.environ.get("JPY_PARENT_PID", "")
    if not parent.isdecimal() or not identity.key:
        # An empty key proves nothing to anybody.
        return None
    known = _known_server(int(parent))
    return None if known is None else ServerDoor(identity, known)


def _known_server(pid: int) -> dict[str, Any] | None:
    """What the server of that process says of itself to those on the same machine."""
    from jupyter_core.paths import jupyter_runtime_dir

    # As jupyter_server.serverapp.list_running_servers() reads them, without loading a server.
    path = Path(jupyter_runtime_dir()) / f"jpserver-{pid}.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    reachable = isinstance(known, dict) and known.get("pid") == pid and not known.get("sock")
    return known if reachable else None


class ServerDoor:
    """A server that may have a tutor. ``known`` is what it says of itself."""

    def __init__(self, identity: KernelIdentity, known: dict[str, Any]) -> None:
        self._identity = identity
        self._base_url = str(known["base_url"])
        host = str(known["hostname"])
        host = "127.0.0.1" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
        scheme = "https" if known["secure"] else "http"
        self._url = f"{scheme}://{host}:{known['port']}{self._base_url}api/jupyter-tutor"
        self._tls = _unverified() if known["secure"] else None

    async def attach(self, course: str, lesson: str | None) -> Entry:
        """See :class:`jupyter_tutor.widgets.doors.Door`."""
        nonce = secrets.token_hex(16)
        at = datetime.datetime.now(datetime.UTC).isoformat()
        signed = ("jupyter-tutor attach", self._identity.id, course, lesson or "", at, nonce)
        asked = {
            "kernel": self._identity.id,
            "course": course,
            "lesson": lesson,
            "at": at,
            "nonce": nonce,
            "proof": self._sign(*signed),
        }
        status, said = await ask(
            HTTPRequest(
                f"{self._url}/attach",
                method="POST",
                body=json.dumps(asked),
                ssl_options=self._tls,
                request_timeout=ANSWER_SECONDS,
                # A page to log in at is no answer.
                follow_redirects=False,
            )
        )
        if status == 200 and said is not None:
            return self._entry(said, nonce)
        if status in (401, 403) or said is None or list(said) != ["message"]:
            # No tutor is there, or this kernel is not one of its own: some are started beside it.
            raise DoorGoneError(f"status {status}")
        raise TutorError(str(said["message"]))

    async def close(self) -> None:
        """Leave it: the server goes on."""

    def _entry(self, said: dict[str, Any], nonce: str) -> Entry:
        try:
            secret, proof = str(said["secret"]), str(said["proof"])
            course, lesson = str(said["course"]), str(said["lesson"])
            learner = str(said["learner"])
        except KeyError as missing:
            raise DoorGoneError(f"no {missing} in the answer") from None
        expected = self._sign("jupyter-tutor attached", secret, nonce)
        if not hmac.compare_digest(expected.encode(), proof.encode()):
            raise DoorGoneError("whoever answers is not the server of this kernel")
        return Entry(
            course=course,
            lesson=lesson,
            learner=learner,
            kernel=self._identity.id,
            carrier="server",
            base_url=self._base_url,
            root=self._url,
            headers={"Authorization": f"tutor-session {secret}"},
            tls=self._tls,
        )

    def _sign(self, *lines: str) -> str:
        text = "\n".join(lines).encode()
        return hmac.new(self._identity.key, text, hashlib.sha256).hexdigest()


def _unverified() -> ssl.SSLContext:
    """A context that takes any certificate.

    Servers of one's own have certificates of their own making, which nobody can verify. The
    server is on this machine (its process is our parent), what goes to it never leaves it, and
    it is known by the proof in its answer, which only a holder of the connection's key can make.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
