"""What is pushed into a kernel as text; standard library only.

``agent.py`` is the whole of it, and ``codecs/`` what it is given for values that are not plain:
dates, arrays, frames. A kernel needs nothing of ours installed: the adapter executes
``install_code`` silently and learns from the expression where to connect.

The protocol, spoken over a private socket in frames of a 4-byte big-endian length and that many
bytes of JSON:

- The checker opens with ``{"secret", "seconds", "memory", "checks"}`` (the last is how many to
  expect) and is answered ``{"hello": 1}`` by
  a process forked from the kernel, or by nothing when the secret is wrong, or by
  ``{"unforkable": library}`` when a fork of the kernel would hang in that library.
- Then, each answered under its ``id`` by a process forked for this check alone: ``get`` a
  global by name, ``call`` an object, ``run`` a source, ``stand``: say which of the ``names`` there
  are, and tell of those ``files`` that there are (``{"name", "size", "sha256", "content"}``, of
  which at most ``most`` bytes as base64, or ``{"name", "outside"}``). After ``{"op": "end"}``,
  which has no answer, another process serves the next check. If such a process ends before that,
  by whatever cause, ``{"ended": {"code"|"signal": n}}`` is the last message.
- While a ``call`` is under way, ``{"back": number, "how": "call"|"next", "doc"}`` may come instead
  of the answer: the learner's code calls a function that the check has given to it, or wants the
  next item of an iterator. It waits for ``{"op": "returned", "doc"}`` or ``{"op": "raised", "type",
  "text"}``, and serves other requests until then. Handles with a negative number are the check's.
- Instead of an answer, ``{"lacks": name}`` says that a value was sent of a library that the
  learner's code has not imported.
- Values are documents of :class:`~jupyter_tutor.kernel_agent.agent.Mirror`.
- At the deadline, or when the checker hangs up, the process of the check is killed.
"""

from pathlib import Path

from jupyter_tutor.kernel_agent.codecs import sources

_BOOT = """
import types
module = types.ModuleType("jupyter_tutor_agent")
module.__dict__["__builtins__"] = __builtins__
exec(compile(source, "<jupyter tutor agent>", "exec", dont_inherit=True), module.__dict__)
module.install(space, directory, secret, codecs)
"""

_INSTALL = """\
try:
    import builtins as _jupyter_tutor_
    _jupyter_tutor_.exec({boot}, {{
        "__builtins__": _jupyter_tutor_.dict(_jupyter_tutor_.vars(_jupyter_tutor_)),
        "space": _jupyter_tutor_.globals(),
        "source": {source},
        "directory": {directory},
        "secret": {secret},
        "codecs": {codecs},
    }})
finally:
    del _jupyter_tutor_
"""

_REPORT = (
    'next((t.tutor_report for t in __import__("threading").enumerate()'
    ' if hasattr(t, "tutor_report") and t.tutor_key[0] == {directory}),'
    ' __import__("json").dumps({{"address": None, "pid": __import__("os").getpid(),'
    ' "fork": False, "python": __import__("platform").python_version()}}))'
)


def agent_path() -> Path:
    """Return the file of the agent, which can also be run as a script."""
    return Path(__file__).with_name("agent.py")


def agent_source() -> str:
    """Return the agent as text."""
    return agent_path().read_text(encoding="utf-8")


def install_code(directory: str, secret: str) -> tuple[str, str]:
    """Return code to execute silently in a kernel, and an expression to evaluate after it.

    ``directory`` is where the agent makes its socket: absolute, short (a Unix socket's path
    holds about 100 bytes), made private to the user if it is not yet. The expression's value is
    JSON text: ``{"address": path | null, "pid": int, "fork": bool, "python": "3.11.7"}``; the
    address is null where forking is not safe, and then nothing was started. Executing the
    code leaves the namespace as it was; doing it again changes nothing, and with another
    directory or secret the new agent takes the place of the old.
    """
    code = _INSTALL.format(
        boot=repr(_BOOT),
        source=repr(agent_source()),
        directory=repr(directory),
        secret=repr(secret),
        codecs=repr(sources()),
    )
    return code, _REPORT.format(directory=repr(directory))


__all__ = ["agent_path", "agent_source", "install_code"]
