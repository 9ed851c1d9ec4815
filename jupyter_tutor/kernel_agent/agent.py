"""The agent: a resident thread in a learner's kernel, or a process of its own when run as a script.

Owns the wire between a checker and a learner's objects: framing, the codec of values, and the
service that gets globals and makes calls. In a kernel it listens on a private socket; each
connection is served by a forked process (the keeper), which forks once more for every check, so
that no check sees what another did and none can touch the kernel. Run as a script it first
executes sources in a namespace of its own.

It never knows check code, expected values or solutions, never unpickles or evaluates what it is
sent, and needs only the standard library of Python 3.9 or later: it is pushed into kernels as
text. The checker imports the codec from here, so both ends speak the same language. The
protocol is described in the package's docstring.
"""

from __future__ import annotations

import abc
import atexit
import base64
import builtins
import collections
import contextlib
import gc
import hashlib
import hmac
import io
import itertools
import json
import linecache
import math
import operator
import os
import platform
import select
import signal
import socket
import stat
import struct
import sys
import threading
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PROTOCOL = 1
FRAME_LIMIT = 8 << 20
"""Bytes of one message; a value that needs more is refused by name, never cut."""
ITEM_LIMIT = 400_000
TRACKED_LIMIT = 500
"""Containers both sides keep in step; older ones become independent copies."""
OUTPUT_LIMIT = 100_000
REPR_LIMIT = 200
LONG_TEXT = 256
OPENING_SECONDS = 2.0
FORK = hasattr(os, "fork") and sys.platform not in ("darwin", "emscripten", "wasi")
_HEADER = struct.Struct(">I")


class MalformedError(Exception):
    """What arrived is not of the protocol."""


class TooLargeError(Exception):
    """A value is too big to cross."""


class CannotCrossError(Exception):
    """An object of a type that has no place on the wire."""


class LacksError(Exception):
    """A value of a library arrived that is not to be had here; its name is the argument."""


class LostError(Exception):
    """The connection was closed, at whichever end."""


# Framing ------------------------------------------------------------------------------------


def pack(message: Any) -> bytes:
    """Return one message as bytes, or raise TooLargeError."""
    data = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(data) > FRAME_LIMIT:
        raise TooLargeError(f"{len(data)} bytes")
    return _HEADER.pack(len(data)) + data


def unpack(data: bytes | bytearray) -> dict[str, Any]:
    """Return the message in the body of a frame; raise MalformedError for anything else."""
    try:
        message = json.loads(bytes(data).decode("ascii"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise MalformedError("not JSON") from error
    if type(message) is not dict:
        raise MalformedError("not an object")
    return message


def send(sock: socket.socket, message: Any) -> None:
    """Send one message; raise LostError when nobody is there to read it."""
    data = pack(message)
    try:
        sock.sendall(data)
    except TimeoutError:
        raise
    except OSError as error:
        raise LostError(str(error)) from error


def receive(
    sock: socket.socket, deadline: float | None = None, limit: int = FRAME_LIMIT
) -> dict[str, Any]:
    """Return the next message. ``deadline`` is on time.monotonic(); past it, TimeoutError.

    Raises LostError at the end of the stream and MalformedError for what is not a message.
    """
    (size,) = _HEADER.unpack(_exactly(sock, _HEADER.size, deadline))
    if size > limit:
        raise MalformedError(f"a message of {size} bytes")
    return unpack(_exactly(sock, size, deadline))


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            sock.settimeout(left)
        try:
            part = sock.recv(min(size - len(data), 1 << 20))
        except socket.timeout as error:  # noqa: UP041 - not yet the same class on 3.9
            raise TimeoutError from error
        except OSError as error:
            raise LostError(str(error)) from error
        if not part:
            raise LostError("closed")
        data += part
    return data


# Values -------------------------------------------------------------------------------------

_LETTER: dict[type[Any], str] = {list: "l", dict: "d", set: "s", bytearray: "B"}
_CONTAINER = {letter: kind for kind, letter in _LETTER.items()}
_COMPOSITE = (tuple, frozenset, slice)
_FURTHER = "D"
_DEEPEST = 20
"""How deep values of further types may be nested in each other."""


def _snapshot(thing: Any) -> Any:
    """Return what tells whether a container has changed since: its items, by identity."""
    if type(thing) is bytearray:
        return bytes(thing)
    if type(thing) is dict:
        return tuple(itertools.chain.from_iterable(thing.items()))
    return tuple(thing)


def _unchanged(thing: Any, before: Any) -> bool:
    if type(thing) is bytearray:
        return bool(thing == before)
    now = thing if type(thing) is not dict else _snapshot(thing)
    return len(now) == len(before) and all(map(operator.is_, now, before))


def _letter(thing: Any) -> str:
    return _LETTER.get(type(thing), _FURTHER)


def _parts(value: Any) -> tuple[Any, ...]:
    if type(value) is slice:
        return (value.start, value.stop, value.step)
    return tuple(value)


class Mirror:
    """The codec of one end of a connection, and the containers that both ends know.

    Values of exactly these types cross: None, bool, int, float, complex, str, bytes, range,
    slice, Ellipsis, tuple, frozenset, list, dict, set, bytearray, and what ``further`` knows:
    dates, arrays, frames (see ``codecs/further.py``; None knows nothing). Anything else is left to
    ``to_handle(object)``, which returns (number, type name, repr, callable) or raises
    CannotCrossError. A list, dict, set, bytearray, array or frame that has crossed exists at both
    ends under one key; when it is changed at one end, the next message brings the other end's up
    to date in place. So aliasing and cycles are kept, and arguments are written back; only arrays
    that share their memory become independent.

    ``odd`` says which half of the keys this end gives out. ``from_handle`` turns such a
    quadruple into this end's object, or raises MalformedError.
    """

    def __init__(
        self,
        odd: bool,
        to_handle: Callable[[Any], tuple[int, str, str, bool]],
        from_handle: Callable[[int, str, str, bool], Any],
        further: Any = None,
    ) -> None:
        self._further = _Nothing() if further is None else further
        self._odd = odd
        self._next = 3 if odd else 2
        self._to_handle = to_handle
        self._from_handle = from_handle
        # key -> (container, snapshot), the one used longest ago first
        self._known: collections.OrderedDict[int, tuple[Any, Any]] = collections.OrderedDict()
        self._key_of: dict[int, int] = {}

    def encode(self, value: Any) -> dict[str, Any]:
        """Return ``value``, and every change to known containers, as a JSON-ready object.

        Raises TooLargeError or CannotCrossError, and then nothing has been agreed upon.
        """
        writing = _Writing(self)
        document = writing.document(value)
        pack(document)
        self._next = writing.next
        for key, thing in writing.sent.items():
            self._remember(key, thing, writing.apart.get(key))
        self._forget()
        return document

    def decode(self, document: Any) -> Any:
        """Return the value and apply the changes; raise MalformedError, perhaps half way.

        Raises LacksError, too, when a library is needed that is not there.
        """
        try:
            value, touched = _Reading(self, document).value()
        except MalformedError:
            raise
        except (TypeError, ValueError, KeyError, IndexError, LookupError, OverflowError) as error:
            raise MalformedError(str(error)) from error
        for key, thing in touched.items():
            self._remember(key, thing)
        self._forget()
        return value

    def _remember(self, key: int, thing: Any, before: Any = None) -> None:
        if before is None:
            plain = type(thing) in _LETTER
            before = _snapshot(thing) if plain else self._further.take_apart(thing)
        self._known[key] = (thing, before)
        self._known.move_to_end(key)
        self._key_of[id(thing)] = key

    def _forget(self) -> None:
        # Both ends see the same messages, so both forget the same containers.
        while len(self._known) > TRACKED_LIMIT:
            _key, (thing, _before) = self._known.popitem(last=False)
            del self._key_of[id(thing)]


class _Nothing:
    """Stands for codecs of further types where there are none."""

    def kind_of(self, _value: Any) -> None:
        """Nothing is known."""

    def __getattr__(self, name: str) -> NoReturn:
        raise MalformedError("a value of a type that is not known here")


class _Writing:
    """One message on its way out. Nothing of it is kept unless the whole can be sent."""

    def __init__(self, mirror: Mirror) -> None:
        self.mirror = mirror
        self.next = mirror._next
        self.sent: dict[int, Any] = {}
        self.apart: dict[int, Any] = {}
        self.nodes: list[list[Any]] = []
        self._index: dict[int, int] = {}
        self._new: dict[int, int] = {}
        self._keep: list[Any] = []
        self._queue: collections.deque[int] = collections.deque()
        self._budget = ITEM_LIMIT
        self._bytes = FRAME_LIMIT
        self._depth = 0

    def document(self, value: Any) -> dict[str, Any]:
        for key, (thing, before) in self.mirror._known.items():
            self._queue_if_changed(key, thing, before)
        root = self._ref(value)
        shared = []
        while self._queue:
            key = self._queue.popleft()
            how = self._further if key in self.apart else self._container
            shared.append(how(key, self.sent[key]))
        return {"root": root, "nodes": self.nodes, "shared": shared}

    def _queue_if_changed(self, key: int, thing: Any, before: Any) -> None:
        if type(thing) in _LETTER:
            if not _unchanged(thing, before):
                self._queue_up(key, thing)
            return
        now = self.mirror._further.take_apart(thing)
        # One that cannot cross any more stays as it was at the other end.
        if now is not None and not self.mirror._further.unchanged(before, now):
            self.apart[key] = now
            self._queue_up(key, thing)

    def _queue_up(self, key: int, thing: Any) -> None:
        self.sent[key] = thing
        self._queue.append(key)

    def _container(self, key: int, thing: Any) -> list[Any]:
        letter = _LETTER[type(thing)]
        if letter == "B":
            return [key, letter, self._base64(thing)]
        # Taken at once: the repr of an object in it is a learner's code and may change it.
        items = _snapshot(thing)
        return [key, letter, *[self._ref(item) for item in items]]

    def _further(self, key: int, _thing: Any) -> list[Any]:
        """Return the entry of an array, a frame or the like."""
        apart = self.apart[key]
        header = self.mirror._further.header(apart)
        return [key, _FURTHER, apart[0], header, self._ref(apart)]

    def _spend(self, size: int) -> None:
        self._budget -= 1
        self._bytes -= size
        if self._budget < 0 or self._bytes < 0:
            raise TooLargeError("too many items" if self._budget < 0 else "too many bytes")

    def _base64(self, data: bytes | bytearray) -> str:
        self._spend(len(data) * 4 // 3)
        return base64.b64encode(data).decode("ascii")

    def _node(self, value: Any, *node: Any) -> list[int]:
        self._index[id(value)] = len(self.nodes)
        self._keep.append(value)
        self.nodes.append(list(node))
        return [len(self.nodes) - 1]

    def _ref(self, value: Any) -> Any:
        """Return the short form of a value: itself when JSON has it, or a reference."""
        if type(value) not in _COMPOSITE:
            return self._single(value)
        if id(value) in self._index:
            return [self._index[id(value)]]
        # Children before parents, without recursion, so that depth costs nothing.
        open_: list[tuple[Any, Any, list[Any]]] = [(value, iter(_parts(value)), [])]
        under_way = {id(value)}
        while True:
            thing, rest, refs = open_[-1]
            for part in rest:
                if type(part) in _COMPOSITE and id(part) not in self._index:
                    if id(part) in under_way:
                        raise CannotCrossError("a tuple that contains itself directly")
                    under_way.add(id(part))
                    open_.append((part, iter(_parts(part)), []))
                    break
                known = self._index.get(id(part)) if type(part) in _COMPOSITE else None
                refs.append([known] if known is not None else self._single(part))
            else:
                open_.pop()
                self._spend(8)
                letter = {tuple: "t", frozenset: "z", slice: "x"}[type(thing)]
                made = self._node(thing, letter, *refs)
                if not open_:
                    return made
                open_[-1][2].append(made)

    def _single(self, value: Any) -> Any:
        kind = type(value)
        self._spend(2)
        if value is None or kind is bool:
            return value
        if kind is int:
            if -(1 << 53) < value < 1 << 53:
                return value
            self._spend(value.bit_length() // 4)
            return self._node(value, "i", hex(value))
        if kind is float:
            finite = value - value == 0.0
            return value if finite else self._node(value, "f", value.hex())
        if kind is str:
            return self._text(value)
        if kind in _LETTER:
            return self._shared(value)
        if id(value) in self._index:
            return [self._index[id(value)]]
        if kind is complex:
            return self._node(value, "c", value.real.hex(), value.imag.hex())
        if kind is bytes:
            return self._node(value, "b", self._base64(value))
        if kind is range:
            ends = [self._single(int(end)) for end in (value.start, value.stop, value.step)]
            return self._node(value, "r", *ends)
        if value is Ellipsis:
            return self._node(value, "e")
        if self.mirror._further.kind_of(value) is not None and self._depth < _DEEPEST:
            key = self.mirror._key_of.get(id(value)) or self._new.get(id(value))
            if key is not None:
                return [-key]
            apart = self.mirror._further.take_apart(value)
            if apart is not None:
                return self._taken_apart(value, apart)
        number, name, text, can_call = self.mirror._to_handle(value)
        self._spend(len(name) + len(text))
        return self._node(value, "h", number, name, text, can_call)

    def _taken_apart(self, value: Any, apart: Any) -> list[int]:
        if self.mirror._further.is_shared(apart[0]):
            self.apart[self.next] = apart
            return self._shared(value)
        self._depth += 1
        try:
            return self._node(value, _FURTHER, self._ref(apart))
        finally:
            self._depth -= 1

    def _text(self, value: str) -> Any:
        if len(value) > LONG_TEXT and id(value) in self._index:
            return [self._index[id(value)]]
        try:
            self._spend(len(value.encode("utf-8")))
        except UnicodeEncodeError:
            return self._node(value, "u", self._base64(value.encode("utf-8", "surrogatepass")))
        return value if len(value) <= LONG_TEXT else self._node(value, "s", value)

    def _shared(self, thing: Any) -> list[int]:
        key = self.mirror._key_of.get(id(thing)) or self._new.get(id(thing))
        if key is None:
            key = self.next
            self.next += 2
            self._new[id(thing)] = key
            self._queue_up(key, thing)
        return [-key]


class _Reading:
    """One message on its way in. What it says is checked, never believed."""

    def __init__(self, mirror: Mirror, document: Any) -> None:
        self.mirror = mirror
        self._further = mirror._further
        if type(document) is not dict:
            raise MalformedError("no document")
        self._root = document["root"]
        self._nodes = _listed(document["nodes"])
        self._shared = [_listed(entry) for entry in _listed(document["shared"])]
        self._things: dict[int, Any] = {}
        self._built: list[Any] = []

    def value(self) -> tuple[Any, dict[int, Any]]:
        for entry in self._shared:
            self._shell(entry)
        for node in self._nodes:
            self._built.append(self._build(_listed(node)))
        for entry in self._shared:
            if entry[1] == _FURTHER:
                self._further.fill(self._things[entry[0]], self._at(entry[4]))
            else:
                self._fill(self._things[entry[0]], entry[2:])
        return self._at(self._root), self._things

    def _shell(self, entry: list[Any]) -> None:
        key, letter = entry[0], entry[1]
        if type(key) is not int or key < 2 or type(letter) is not str or key in self._things:
            raise MalformedError("a container without a key")
        known = self.mirror._known.get(key)
        if known is not None:
            if _letter(known[0]) != letter:
                raise MalformedError("a container that changed its type")
            self._things[key] = known[0]
        elif bool(key % 2) == self.mirror._odd:
            raise MalformedError("a key that this end never gave out")
        elif letter == _FURTHER:
            self._things[key] = self._further.shell(_text(entry[2]), entry[3])
        else:
            self._things[key] = _CONTAINER[letter]()

    def _fill(self, thing: Any, items: list[Any]) -> None:
        if type(thing) is bytearray:
            (text,) = items
            thing[:] = base64.b64decode(_text(text), validate=True)
            return
        values = [self._at(item) for item in items]
        if type(thing) is list:
            thing[:] = values
            return
        thing.clear()
        if type(thing) is set:
            thing.update(values)
            return
        if len(values) % 2:
            raise MalformedError("a key without a value")
        thing.update((values[i], values[i + 1]) for i in range(0, len(values), 2))

    def _at(self, ref: Any) -> Any:
        if type(ref) is not list:
            if ref is None or type(ref) in (bool, int, float, str):
                return ref
            raise MalformedError("not a reference")
        (index,) = ref
        if type(index) is not int:
            raise MalformedError("not an index")
        if index >= 0:
            return self._built[index]
        if -index in self._things:
            return self._things[-index]
        return self.mirror._known[-index][0]

    def _build(self, node: list[Any]) -> Any:
        kind, parts = _text(node[0]), node[1:]
        if kind == "t":
            return tuple([self._at(part) for part in parts])
        if kind == "z":
            return frozenset([self._at(part) for part in parts])
        if kind == "x":
            start, stop, step = parts
            return slice(self._at(start), self._at(stop), self._at(step))
        if kind == "r":
            start, stop, step = (self._at(part) for part in parts)
            return range(start, stop, step)
        if kind == "e":
            return Ellipsis
        if kind == _FURTHER:
            (apart,) = parts
            return self._further.put_together(self._at(apart))
        if kind == "h":
            number, name, text, can_call = parts
            if type(number) is not int or type(can_call) is not bool:
                raise MalformedError("not a handle")
            return self.mirror._from_handle(number, _text(name), _text(text), can_call)
        return _scalar(kind, [_text(part) for part in parts])


def _scalar(kind: str, parts: list[str]) -> Any:
    if kind == "c":
        real, imaginary = parts
        return complex(float.fromhex(real), float.fromhex(imaginary))
    (text,) = parts
    if kind == "i":
        return int(text, 16)
    if kind == "f":
        # One object for every nan, so that [nan] == [nan] as it does within one process.
        value = float.fromhex(text)
        return value if value == value else _NAN
    if kind == "s":
        return text
    if kind == "u":
        return base64.b64decode(text, validate=True).decode("utf-8", "surrogatepass")
    if kind == "b":
        return base64.b64decode(text, validate=True)
    raise MalformedError("an unknown kind of value")


_NAN = math.nan


def _listed(value: Any) -> list[Any]:
    if type(value) is not list:
        raise MalformedError("not a list")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise MalformedError("not text")
    return value


# What a learner's code prints and reads -----------------------------------------------------


class _Sink(io.RawIOBase):
    """Keeps the first OUTPUT_LIMIT bytes and counts no more than that it was cut."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.cut = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        room = OUTPUT_LIMIT - len(self.kept)
        if len(data) > room:
            self.cut = True
        if room > 0:
            self.kept += data[:room]
        return len(data)


def _writer(sink: _Sink, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(sink), "utf-8", errors, newline="\n")


class _Console:
    """Standard input, output and error for one call; the prompts of input() are not output."""

    current: _Console | None = None

    def __init__(self, lines: list[str]) -> None:
        self._script = "".join(line + "\n" for line in lines)
        self._input = io.StringIO(self._script)
        self._sink = _Sink()
        self._output = _writer(self._sink, "surrogatepass")

    def __enter__(self) -> _Console:
        # A call may lead back to the check and from there to another call: each has its own, and
        # what the inner one prints is a part of what the outer one does.
        self._before = (sys.stdin, sys.stdout, sys.stderr, builtins.input)
        self._outer, _Console.current = _Console.current, self
        if self._outer is not None:
            self._outer.flush()
        sys.stdin = self._input
        sys.stdout = self._output
        sys.stderr = _writer(_Sink(), "backslashreplace")
        builtins.input = self._ask
        return self

    def __exit__(self, *_error: object) -> None:
        sys.stdin, sys.stdout, sys.stderr, builtins.input = self._before
        _Console.current = self._outer
        if self._outer is not None:
            self._outer.take(self._sink)

    def flush(self) -> None:
        with contextlib.suppress(Exception):  # the learner may have closed or detached it
            self._output.flush()

    def take(self, inner: _Sink) -> None:
        self._sink.write(bytes(inner.kept))
        self._sink.cut = self._sink.cut or inner.cut

    def _ask(self, prompt: object = "", /) -> str:
        str(prompt)
        line = self._input.readline()
        if not line:
            raise EOFError("EOF when reading a line")
        return line[:-1]

    def read(self) -> dict[str, Any]:
        """Return what was printed, whether it was cut, and how many lines were read."""
        self.flush()
        used = len(self._script)
        with contextlib.suppress(ValueError):
            used = self._input.tell()
        return {
            "out": bytes(self._sink.kept).decode("utf-8", "replace"),
            "cut": self._sink.cut,
            "used": self._script[:used].count("\n"),
        }


# The service --------------------------------------------------------------------------------

_MRO = vars(type)["__mro__"].__get__
_NAME = vars(type)["__name__"].__get__
_OWN = dict(vars(builtins))
_TYPES = {name: kind for name, kind in vars(types).items() if isinstance(kind, type)}


def _is_instance(thing: Any, wanted: Any) -> bool:
    """Whether a thing is of a class; ``wanted`` is that, or the module and name to find it by.

    What the thing or its metaclass say of themselves is not asked.
    """
    kinds = _MRO(type(thing))
    if isinstance(wanted, type):
        return any(kind is wanted for kind in kinds)
    known = _class_called(*wanted)
    abstract = type(known) is abc.ABCMeta and issubclass(kinds[0], known)
    return abstract or any(kind is known for kind in kinds)


def _class_called(module: str, name: str) -> Any:
    if module in ("builtins", "types"):
        return (_OWN if module == "builtins" else _TYPES).get(name)
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
    return found if isinstance(found, type) else None


def _called(kind: type) -> tuple[str, str] | None:
    """Return where a class is found by name, when it is that very class which is found there."""
    for module, known in (("builtins", _OWN), ("types", _TYPES)):
        for name, one in known.items():
            if one is kind:
                return module, name
    module, name = str(kind.__module__), str(kind.__qualname__)
    return (module, name) if _class_called(module, name) is kind else None


def _run_coroutine(coroutine: Any) -> Any:
    import asyncio  # only where answers run, and few of them need it

    return asyncio.run(coroutine)


def _seed(number: int) -> None:
    """Make chance begin at the same place, in Python and in numpy where that is in use."""
    import random  # only where answers run

    random.seed(number)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(number % (1 << 32))


def _clear_drawings() -> None:
    """Forget what has been drawn so far with pyplot."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _current_drawing() -> Any:
    """Return the figure that pyplot draws on, or None when there is none."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.gcf() if pyplot is not None and pyplot.get_fignums() else None


_APPLY: dict[str, Callable[..., Any]] = {
    "clear drawings": _clear_drawings,
    "current drawing": _current_drawing,
    "asyncio.run": _run_coroutine,
    "seed": _seed,
    "enter": lambda manager: type(manager).__enter__(manager),
    "type": type,
    "type called": lambda thing: _called(type(thing)),
    "isinstance": _is_instance,
    "getattr": getattr,
    "len": len,
    "getitem": operator.getitem,
    "iter": iter,
    "next": next,
    "bool": bool,
    "str": str,
}


class _Service:
    """Answers the requests of one check about one namespace."""

    def __init__(
        self,
        sock: socket.socket,
        namespace: dict[str, Any],
        further: Any = None,
        folder: str | None = None,
    ) -> None:
        self._further = further
        self._sock = sock
        self._namespace = namespace
        self._folder = folder
        self._apply = {**_APPLY, "exit": self._exit, "describe": self._told_of}
        self._back = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._given: dict[int, Any] = {}
        self._error: BaseException | None = None
        self._mirror = Mirror(True, self._to_handle, self._from_handle, self._further)

    def rehearse(self) -> None:
        """Do everything once while nobody waits: a fork's first touch of its memory is slow."""
        mirror = Mirror(False, self._to_handle, self._from_handle, self._further)
        document = unpack(pack({"doc": mirror.encode((len, ([1],), ()))})[_HEADER.size :])
        request = {"op": "call", "doc": document["doc"], "apply": None, "stdin": []}
        pack(self._answer({**request, "id": 0}))
        self._forget()

    def serve(self) -> None:
        """Answer until the check ends; LostError when the checker has gone."""
        while True:
            request = receive(self._sock)
            if request.get("op") == "end":
                return
            send(self._sock, self._answer(request))

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        op, number = request.get("op"), request.get("id")
        if op == "get":
            return {"id": number, **self._get(_text(request.get("name")))}
        if op == "call":
            return {"id": number, **self._call(request)}
        if op == "stand":
            return {"id": number, **self._stand(request)}
        if op == "run":
            told = self.run(_text(request["source"]), _text(request["filename"]))
            return {"id": number, **told}
        raise MalformedError("an unknown request")

    def _stand(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return which of these names there are, and which of these files."""
        names = [_text(name) for name in _listed(request["names"])]
        files = [_text(name) for name in _listed(request["files"])]
        looked = _Files(self._folder, int(request["most"]))
        told = [looked.at(name) for name in files]
        return {
            "there": [name for name in names if name in self._namespace],
            "files": [one for one in told if one is not None],
            "moved": looked.moved,
        }

    def run(self, source: str, filename: str) -> dict[str, Any]:
        """Execute a cell and return what it printed and how it failed, if it did."""
        with _Console([]) as console:
            raised = self._guarded(lambda: execute(source, filename, self._namespace))[1]
            return {**console.read(), "raised": raised}

    def _get(self, name: str) -> dict[str, Any]:
        if name not in self._namespace:
            return {"missing": True}
        return self._encoded(self._namespace[name])

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            target, args, kwargs = self._mirror.decode(request.get("doc"))
        except LacksError as error:
            return {"lacks": str(error)}
        apply = request.get("apply")
        if apply is not None:
            target = self._apply[apply]
        lines = [_text(line) for line in _listed(request.get("stdin"))]
        with _Console(lines) as console:
            result, raised = self._guarded(lambda: target(*args, **dict(kwargs)))
            printed = console.read()  # before any repr, which may print as well
            return {**self._encoded(result), **printed, "raised": raised}

    def _encoded(self, value: Any) -> dict[str, Any]:
        try:
            return {"doc": self._mirror.encode(value)}
        except (TooLargeError, MemoryError):
            _loosen_memory()
            return {"too_large": True}

    def _guarded(self, work: Callable[[], Any]) -> tuple[Any, dict[str, Any] | None]:
        try:
            return work(), None
        except MemoryError as error:
            _loosen_memory()
            return None, self._describe(error)
        except BaseException as error:  # noqa: BLE001 - whatever learners raise is an answer
            self._error = error
            return None, self._describe(error)

    def _describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as plain text and numbers; the line is the last of the learner's."""
        try:
            text = str(error)[:500]
        except BaseException:  # noqa: BLE001 - a learner's own __str__
            text = ""
        line = source = filename = None
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_globals is self._namespace:
                line = step.tb_lineno
                filename = step.tb_frame.f_code.co_filename
                source = linecache.getline(filename, line).strip()[:REPR_LIMIT]
            step = step.tb_next
        kinds = [(str(_NAME(kind)), kind) for kind in _MRO(type(error))]
        return {
            "type": kinds[0][0],
            "builtin": [name for name, kind in kinds if _OWN.get(name) is kind],
            "own": [name for name, kind in kinds if _OWN.get(name) is not kind],
            "text": text,
            "line": line,
            "source": source,
            "file": None if filename is None else str(filename)[:REPR_LIMIT],
        }

    def _told_of(self, thing: Any) -> Any:
        """Return what a thing holds that is no data, or None."""
        return None if self._further is None else self._further.describe(thing)

    def _exit(self, manager: Any, name: str | None, text: str) -> Any:
        """Leave a ``with`` block of the check's, in which this was raised, or None was."""
        leave = type(manager).__exit__
        if name is None:
            return leave(manager, None, None, None)
        error = self._error
        if error is None or _NAME(type(error)) != name or str(error)[:500] != text:
            error = _exception(name, text)
        return leave(manager, type(error), error, error.__traceback__)

    def _ask_back(self, number: int, how: str, args: tuple[Any, ...], kwargs: Any) -> Any:
        """Call what the check has given to the learner's code, or get its next item."""
        with self._back:
            document = self._mirror.encode((args, tuple(kwargs.items())))
            send(self._sock, {"back": number, "how": how, "doc": document})
            while True:
                request = receive(self._sock)
                if request.get("op") == "returned":
                    return self._mirror.decode(request["doc"])
                if request.get("op") == "raised":
                    raise _exception(_text(request["type"]), _text(request["text"]))
                send(self._sock, self._answer(request))

    def _proxy(self, number: int, name: str, label: str) -> Any:
        """Return what stands here for a function or iterator of the check's."""
        if name == "iterator":
            return _GivenItems(lambda: self._ask_back(number, "next", (), {}))

        def given(*args: Any, **kwargs: Any) -> Any:
            return self._ask_back(number, "call", args, kwargs)

        given.__name__ = given.__qualname__ = label
        return given

    def _to_handle(self, thing: Any) -> tuple[int, str, str, bool]:
        for given, proxy in self._given.items():
            if proxy is thing:
                return given, "", "", True
        number = self._numbers.get(id(thing))
        if number is None:
            number = self._numbers[id(thing)] = len(self._objects)
            self._objects.append(thing)
        try:
            text = repr(thing)
            text = text[:REPR_LIMIT] if type(text) is str else ""
        except BaseException:  # noqa: BLE001 - a learner's own __repr__
            text = ""
        name = _NAME(type(thing))
        text = text.encode("ascii", "backslashreplace").decode("ascii") or f"<{name}>"
        return number, str(name)[:REPR_LIMIT], text, callable(thing)

    def _from_handle(self, number: int, name: str, text: str, _can_call: bool) -> Any:
        if number >= 0:
            return self._objects[number]
        if number not in self._given:
            self._given[number] = self._proxy(number, name, text)
        return self._given[number]


class _Files:
    """Files that may be taken along: those below the folder that the kernel began in.

    Of what is hidden, and of what lies outside, no more is told than that it is there. ``most``
    is how many bytes are taken along in all.
    """

    def __init__(self, folder: str | None, most: int) -> None:
        here = _here()
        self._folder = here if folder is None else folder
        self._left = most
        self.moved = here != self._folder

    def at(self, name: str) -> dict[str, Any] | None:
        """Return what is to be told of a file, or None when there is none of that name."""
        try:
            path = os.path.realpath(os.path.expanduser(name))  # noqa: PTH111 - as in _here
            if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - as in _here
                return None
            full = name[:1] == "~" or os.path.isabs(name)  # noqa: PTH117 - as in _here
            below, really = (self._below(one) for one in (os.path.abspath(name), path))  # noqa: PTH100
            if full or any(part[:1] == "." for part in (below + "/" + really).split("/")):
                return {"name": name, "outside": True}
            return {"name": below, **self._taken(path)}
        except (OSError, ValueError):
            return None

    def _below(self, path: str) -> str:
        return os.path.relpath(path, self._folder).replace(os.sep, "/")

    def _taken(self, path: str) -> dict[str, Any]:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            size = os.fstat(number).st_size
            if size > _MOST_READ:
                return {"size": size, "sha256": "", "content": None}
            data = file.read(_MOST_READ)
        content = None
        if len(data) <= self._left:
            self._left -= len(data)
            content = base64.b64encode(data).decode("ascii")
        digest = hashlib.sha256(data).hexdigest()
        return {"size": len(data), "sha256": digest, "content": content}


def _here() -> str:
    """Return the folder that is worked in; empty where it has been removed."""
    try:
        return os.path.realpath(os.getcwd())  # noqa: PTH109 - text in, text out
    except OSError:
        return ""


_MOST_READ = 8 << 20
"""Bytes of a file beyond which it is not read at all: a learner waits."""


class _GivenItems:
    """Stands for an iterator of the check's: its items are asked for one by one."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask

    def __iter__(self) -> _GivenItems:
        return self

    def __next__(self) -> Any:
        return self._ask()


def _exception(name: str, text: str) -> BaseException:
    """Return one of Python's own exceptions; what has no such name becomes an Exception."""
    kind = _OWN.get(name)
    if not isinstance(kind, type) or not issubclass(kind, Exception):
        kind = Exception
    try:
        error: BaseException = kind(text) if text else kind()
    except Exception:  # noqa: BLE001 - UnicodeDecodeError and the like want more than a text
        error = Exception(text)
    return error


def execute(source: str, filename: str, namespace: dict[str, Any]) -> None:
    """Execute a cell's source in a namespace; its lines can be shown in tracebacks.

    IPython's own syntax is beyond plain Python: lines that begin with ``%``, ``!`` or ``?`` are
    passed over where the source would not compile otherwise.
    """
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    try:
        code = compile(source, filename, "exec", dont_inherit=True)
    except SyntaxError:
        plain = "".join(_without_magic(line) for line in lines)
        if plain == source:
            raise
        code = compile(plain, filename, "exec", dont_inherit=True)
    exec(code, namespace)  # noqa: S102 - running the learner's code is the purpose


def _without_magic(line: str) -> str:
    bare = line.lstrip()
    return line[: len(line) - len(bare)] + "pass\n" if bare[:1] in tuple("%!?") else line


# Limits -------------------------------------------------------------------------------------


def _limit_memory(more: int) -> None:
    """Allow ``more`` bytes beyond what is in use; a little extra is left for reporting.

    What libraries only set aside, as for threads that may come, is no memory yet and may be more.
    """
    told = Path("/proc/self/statm")
    if resource is None or not told.exists():
        return
    size = os.sysconf("SC_PAGE_SIZE")
    pages = [int(number) for number in told.read_text().split()]
    _allow(resource.RLIMIT_DATA, pages[5] * size + more)
    _allow(resource.RLIMIT_AS, pages[0] * size + _SET_ASIDE * more)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_SET_ASIDE = 8
"""How many times as much as may be used may be set aside."""


def _allow(number: int, most: int) -> None:
    hard = resource.getrlimit(number)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(number, (most, hard))


def _limit_for_good(limits: dict[str, int]) -> None:
    """Set limits by their names in :mod:`resource`; what runs later cannot raise them again."""
    for name, most in limits.items():
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(number, (most, most))


def _loosen_memory() -> None:
    if resource is not None:
        for number in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
            most = resource.getrlimit(number)[0]
            if most != resource.RLIM_INFINITY:
                with contextlib.suppress(ValueError, OSError):
                    _allow(number, most + (64 << 20))


def _tame_recursion() -> None:
    # Before 3.11 a Python call uses the C stack, and a deep one ends in a crash.
    most = 20_000 if sys.version_info >= (3, 11) else 5_000
    if sys.getrecursionlimit() > most:
        sys.setrecursionlimit(most)


# What the learner's code starts -------------------------------------------------------------


def _adopter() -> Callable[[], Any]:
    """Return what makes a process the parent of all that its descendants leave behind.

    Worked out before any fork: a forked copy of a kernel should import nothing. Only Linux has
    it; elsewhere what leaves its process group is not found again.
    """
    if sys.platform != "linux":
        return lambda: None
    try:
        import ctypes  # slow, and of use only where answers run

        prctl = ctypes.CDLL(None).prctl
        prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    except (ImportError, OSError, AttributeError):
        return lambda: None
    return lambda: prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


_SET_CHILD_SUBREAPER = 36
_MOST_ROUNDS = 1000


def adopt_orphans() -> None:
    """Make this process the parent of all that its descendants leave behind."""
    _adopter()()


def _children() -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir("/proc/self/task"):  # noqa: PTH208 - time counts: a learner waits
            with contextlib.suppress(OSError):
                told = Path(f"/proc/self/task/{task}/children").read_text()
                found += map(int, told.split())
    return found


def end_children(spared: int = 0) -> None:
    """End every child of this process but one, and what comes to it as they end."""
    for _ in range(_MOST_ROUNDS):
        strays = [pid for pid in _children() if pid != spared]
        if not strays:
            return
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for pid in strays:
            with contextlib.suppress(OSError):
                os.waitpid(pid, 0)


# The forked processes -----------------------------------------------------------------------


class _Check:
    """The process of one check, as the keeper sees it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.fd = _pidfd(pid)

    def how_it_ended(self) -> dict[str, int] | None:
        """Return the exit code or signal, or None while it lives."""
        try:
            told = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return {"code": 0}
        if told is None:
            return None
        return {"code" if told.si_code == os.CLD_EXITED else "signal": told.si_status}

    def bury(self, spared: int = 0) -> None:
        """End it with all it started, whether it had ended or not; ``spared`` is another's."""
        _kill_group(self.pid)
        os.waitpid(self.pid, 0)
        end_children(spared)
        if self.fd is not None:
            os.close(self.fd)


class _Keeper:
    """The process forked from the kernel for one connection: forks for each check and keeps time.

    It runs no code of the learner's itself, so it can end a check whatever that is doing: at
    the deadline, or as soon as the checker hangs up. The process for the next check that is to be
    expected is forked while one is under way, from the same state; it waits at a gate that this
    one opens when it is done, so that the requests are read by one process at a time.
    """

    def __init__(
        self,
        sock: socket.socket,
        namespace: dict[str, Any],
        opening: dict[str, Any],
        adopt: Callable[[], Any],
        further: Any,
        folder: str,
    ) -> None:
        self._folder = folder
        self._sock = sock
        self._adopt = adopt
        self._further = further
        self._namespace = namespace
        self._memory = int(opening["memory"])
        self._expected = int(opening["checks"])
        self._deadline = time.monotonic() + float(opening["seconds"])
        self._done, self._tell_done = os.pipe()
        self._gate, opener = os.pipe()
        os.write(opener, b"o")
        os.close(opener)
        self._finished: set[int] = set()

    def run(self) -> NoReturn:
        """Serve the connection and end; a check's process ends here too."""
        self._detach()
        self._sock.settimeout(None)
        if self._further is not None:
            self._further.kind_of(None)  # so that each check's process finds it has looked around
        send(self._sock, {"hello": PROTOCOL})
        now = self._fork(rehearse=False)
        while True:
            self._expected -= 1
            following = self._fork(rehearse=True) if self._expected > 0 else None
            ended = self._watch(now)
            if ended is not None:
                break
            before, now = now, following or self._fork(rehearse=False)
            before.bury(spared=now.pid)
        if following is not None:
            following.bury(spared=now.pid)
        now.bury()
        with contextlib.suppress(LostError):
            send(self._sock, {"ended": ended})
        os._exit(0)

    def _detach(self) -> None:
        """Cut every thread by which this copy could reach the kernel's own sockets and screen."""
        os.setpgid(0, 0)  # an interrupt goes to all of the kernel's group
        self._adopt()
        signal.set_wakeup_fd(-1)
        for number in range(1, signal.NSIG):
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        # Some editors interrupt whatever runs below a kernel; that is not meant for a check.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        signal.setitimer(signal.ITIMER_REAL, self._left() + 1.0)
        gc.freeze()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        for number in _channels():
            if number > 2 and number != self._sock.fileno():
                os.dup2(nowhere, number, False)
        os.close(nowhere)
        _redirect_old_streams()
        _tame_recursion()
        _limit_memory(self._memory)

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.001)

    def _fork(self, *, rehearse: bool) -> _Check:
        gate, (self._gate, opener) = self._gate, os.pipe()
        pid = os.fork()
        if pid == 0:
            self._check(gate, opener, rehearse)
        os.close(gate)
        os.close(opener)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return _Check(pid)

    def _check(self, gate: int, opener: int, rehearse: bool) -> NoReturn:
        try:
            os.setpgid(0, 0)
            signal.setitimer(signal.ITIMER_REAL, self._left())
            service = _Service(self._sock, self._namespace, self._further, self._folder)
            if rehearse:
                service.rehearse()
            if os.read(gate, 1):
                service.serve()
                os.write(opener, b"o")
                os.write(self._tell_done, _HEADER.pack(os.getpid()))
        finally:
            os._exit(0)

    def _watch(self, check: _Check) -> dict[str, int] | None:
        """Return None when a check is done, or how its process ended before that.

        Past the deadline, and when the checker hangs up, it is made to end.
        """
        poller = select.poll()
        poller.register(self._sock, 0)  # tells of a hang-up only
        poller.register(self._done, select.POLLIN)
        if check.fd is not None:
            poller.register(check.fd, select.POLLIN)
        # The next check may be done before this one has been heard of, so each gives its number.
        while check.pid not in self._finished:
            left = self._left() * 1000
            ready = {number for number, _event in poller.poll(left if check.fd else min(left, 2))}
            if self._done in ready:
                self._finished.update(_HEADER.unpack(os.read(self._done, _HEADER.size)))
                continue
            ended = check.how_it_ended()
            if ended is not None:
                return ended
            if self._sock.fileno() in ready or self._left() <= 0.001:
                return {"signal": int(signal.SIGKILL)}
        return None


def unforkable() -> str | None:
    """Return the library that may hang in a forked copy of this process; None for none.

    Polars hands its work to threads that it starts when they are first needed. A fork copies none
    of them, and what then waits for them waits for ever.
    """
    return "polars" if "polars" in sys.modules else None


def _channels() -> list[int]:
    """Return the open sockets and event queues: what a parent and its fork would share."""
    found = []
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - time counts: a learner waits
            with contextlib.suppress(OSError):
                target = os.readlink(f"/proc/self/fd/{name}")  # noqa: PTH115 - as above
                if target.startswith(("socket:", "anon_inode:[event")):
                    found.append(int(name))
    return found


def _pidfd(pid: int) -> int | None:
    opener = getattr(os, "pidfd_open", None)
    if opener is None:
        return None
    try:
        return int(opener(pid))
    except OSError:
        return None


def _has_ended(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def _redirect_old_streams() -> None:
    """Let streams and displays that a learner's objects still hold print to the check's output."""

    def write(text: str) -> int:
        return sys.stdout.write(text)

    for stream in {sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__}:
        with contextlib.suppress(Exception):
            stream.write = write  # type: ignore[method-assign, union-attr]
    iostream = sys.modules.get("ipykernel.iostream")
    publisher = getattr(iostream, "IOPubThread", None)
    if publisher is not None:
        publisher.schedule = publisher.send_multipart = lambda *_args, **_kwargs: None


# The resident side --------------------------------------------------------------------------


class _Listener:
    """Accepts connections, forks a keeper for each, and reaps them."""

    def __init__(
        self,
        server: socket.socket,
        secret: str,
        namespace: dict[str, Any],
        stop: int,
        further: Any,
    ) -> None:
        self._further = further
        self._server = server
        self._secret = secret
        self._namespace = namespace
        self._stop = stop
        self._adopt = _adopter()
        self._folder = _here()
        self._keepers: dict[int, tuple[int | None, float]] = {}

    def run(self) -> None:
        """Serve until the descriptor ``stop`` becomes readable; then see the last keepers out."""
        stopping = False
        while not stopping or self._keepers:
            poller = select.poll()
            if not stopping:
                poller.register(self._server, select.POLLIN)
                poller.register(self._stop, select.POLLIN)
            for fd, _deadline in self._keepers.values():
                if fd is not None:
                    poller.register(fd, select.POLLIN)
            ready = {number for number, _event in poller.poll(self._patience())}
            self._reap()
            if self._stop in ready:
                stopping = True
                self.close()
            elif not stopping and self._server.fileno() in ready:
                self._accept()

    def close(self) -> None:
        """Accept no more connections. Doing it twice is harmless."""
        self._server.close()

    def _patience(self) -> float | None:
        if not self._keepers:
            return None
        if any(fd is None for fd, _deadline in self._keepers.values()):
            return 50.0
        last = min(deadline for _fd, deadline in self._keepers.values())
        return max(last - time.monotonic(), 0.01) * 1000

    def _reap(self) -> None:
        for pid, (fd, deadline) in list(self._keepers.items()):
            if not _has_ended(pid):
                if time.monotonic() < deadline:
                    continue
                _kill_group(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            if fd is not None:
                os.close(fd)
            del self._keepers[pid]

    def _accept(self) -> None:
        with contextlib.suppress(OSError), self._server.accept()[0] as sock:
            opening = read_opening(sock, self._secret)
            if opening is None:
                return
            library = unforkable()
            if library is not None:
                with contextlib.suppress(LostError):
                    send(sock, {"unforkable": library})
                return
            pid = os.fork()
            if pid == 0:
                try:
                    _Keeper(
                        *(sock, self._namespace, opening),
                        *(self._adopt, self._further, self._folder),
                    ).run()
                finally:
                    os._exit(70)
            # The keeper ends by itself; this is for one that was stopped or tampered with.
            patience = float(opening["seconds"]) + 3.0
            self._keepers[pid] = (_pidfd(pid), time.monotonic() + patience)


def read_opening(sock: socket.socket, secret: str) -> dict[str, Any] | None:
    """Return the opening of a connection, or None when it is not the checker's."""
    try:
        opening = receive(sock, time.monotonic() + OPENING_SECONDS, 1 << 16)
        offered = _text(opening.get("secret")).encode()
        if not hmac.compare_digest(offered, secret.encode()):
            return None
        seconds, memory = float(opening["seconds"]), int(opening["memory"])
        return opening if 0 < seconds < 1e6 and memory > 0 and int(opening["checks"]) > 0 else None
    except (MalformedError, LostError, TimeoutError, LookupError, TypeError, ValueError):
        return None
    except OverflowError:  # infinity is a number, too
        return None


def listen(directory: str | None) -> tuple[socket.socket, str]:
    """Return a listening socket and its address.

    That is the path of a Unix socket in ``directory``, or, where there are none or the directory
    is None, ``tcp:`` and a port of the loopback interface.
    """
    if directory is None or not hasattr(socket, "AF_UNIX"):
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        server.settimeout(None)
        return server, f"tcp:{server.getsockname()[1]}"
    Path(directory).mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(directory).chmod(0o700)
    path = str(Path(directory, f"{os.getpid()}.sock"))
    _unlink_socket(path)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        server.bind(path)
    except OSError:
        server.close()
        raise
    server.listen(16)
    server.settimeout(None)
    return server, path


def _unlink_socket(path: str) -> None:
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(Path(path).lstat().st_mode):
            Path(path).unlink()


class _Resident(threading.Thread):
    """The thread in a kernel. It is found again by its attribute, and by nothing else."""

    def __init__(
        self, namespace: dict[str, Any], directory: str, secret: str, further: Any
    ) -> None:
        super().__init__(name="jupyter-tutor", daemon=True)
        self.tutor_key = (directory, secret)
        self._pid = os.getpid()
        server, self._path = listen(directory)
        stop, self._wake = os.pipe()
        self._once = threading.Lock()
        self._listener = _Listener(server, secret, namespace, stop, further)
        self.tutor_report = json.dumps(_report(self._path))
        atexit.register(self.tutor_stop)

    def run(self) -> None:
        try:
            self._listener.run()
        finally:
            # Whatever ended it, nobody is to wait for an answer at a socket that is not served.
            self._listener.close()
            self.tutor_stop()

    def tutor_stop(self) -> None:
        """Stop listening and remove the socket; a forked copy of the kernel leaves it alone."""
        # Python's exit and the end of the thread may come here at the same moment.
        if os.getpid() == self._pid and self._once.acquire(blocking=False):
            _unlink_socket(self._path)
            os.close(self._wake)
            atexit.unregister(self.tutor_stop)


def _report(address: str) -> dict[str, Any]:
    return {
        "address": address,
        "pid": os.getpid(),
        "fork": FORK,
        "python": platform.python_version(),
    }


def load_codecs(sources: Any) -> Any:
    """Return the codecs of further types that were given as pairs of a name and a text.

    The first has the class that brings the others together. None for none.
    """
    modules = []
    for name, source in _listed(sources):
        module = types.ModuleType(f"jupyter_tutor_{_text(name)}")
        vars(module)["__builtins__"] = __builtins__
        code = compile(_text(source), f"<jupyter tutor {name}>", "exec", dont_inherit=True)
        exec(code, vars(module))  # noqa: S102 - our own text
        modules.append(module)
    if not modules:
        return None
    codecs = [codec for each in modules[1:] for codec in each.CODECS]
    describers = [one for each in modules[1:] for one in getattr(each, "DESCRIBERS", ())]
    return modules[0].Further(_in_use, codecs, describers)


def _in_use(name: str) -> Any:
    """Return a module that the learner's code has imported, or a small one of Python's own."""
    if name in _SMALL:
        return __import__(name)
    module = sys.modules.get(name)
    if module is None:
        raise LacksError(name)
    return module


_SMALL = ("datetime", "zoneinfo", "decimal", "fractions", "uuid")


def install(namespace: dict[str, Any], directory: str, secret: str, codecs: Any = ()) -> None:
    """Start the resident thread for ``namespace``, in the place of an older one.

    ``codecs`` are the texts for :func:`load_codecs`.

    Doing it again with the same directory and secret changes nothing. Where forking is not
    safe, nothing is started.
    """
    if not FORK:
        return
    for thread in threading.enumerate():
        if getattr(thread, "tutor_key", None) == (directory, secret):
            return
        stop = getattr(thread, "tutor_stop", None)
        if stop is not None:
            stop()
    before = threading.stack_size(64 << 20)  # a learner's recursion runs on this thread's stack
    try:
        _Resident(namespace, directory, secret, load_codecs(list(codecs))).start()
    finally:
        threading.stack_size(before)


# As a process of its own --------------------------------------------------------------------


def _new_namespace(sources: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a namespace in which the sources have run, and how some of them failed.

    Like the cells of a notebook that a learner runs, each runs whatever became of the others.
    """
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    failed: list[dict[str, Any]] = []
    service = _Service(socket.socket(), module.__dict__)
    for number, source in enumerate(sources):
        raised = service.run(source, f"<cell {number + 1}>")["raised"]
        if raised is not None:
            failed.append({"index": number, **raised})
    return module.__dict__, failed


def _serve_here(server: socket.socket, secret: str, sources: list[str], further: Any) -> None:
    """Serve one connection after the other in this very process, with a new namespace per check."""
    while True:
        with server.accept()[0] as sock:
            opening = read_opening(sock, secret)
            if opening is None:
                continue
            sock.settimeout(None)
            timer = threading.Timer(float(opening["seconds"]) + 1.0, os._exit, (70,))
            timer.daemon = True
            timer.start()
            with contextlib.suppress(LostError):
                send(sock, {"hello": PROTOCOL})
                while True:
                    _Service(sock, _new_namespace(sources)[0], further).serve()
            timer.cancel()


def main() -> None:
    """Be the fresh process: read what to run from standard input, say where to connect, serve.

    The process ends when its standard input does, whatever it is doing.
    """
    commands = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    (size,) = _HEADER.unpack(_read_exactly(commands, _HEADER.size))
    order = unpack(_read_exactly(commands, size))
    fork, secret = FORK and bool(order["fork"]), _text(order["secret"])
    sources = [_text(source) for source in _listed(order["sources"])]
    further = load_codecs(order.get("codecs", []))
    handed = order.get("socket")  # where there is no folder that both ends can see
    listening = listen(order["directory"]) if handed is None else (socket.socket(fileno=handed), "")
    server, address = listening

    def until_closed() -> None:
        commands.read(1)
        _unlink_socket(address)
        if order["directory"] is not None:
            with contextlib.suppress(OSError):
                Path(order["directory"]).rmdir()
        end_children()
        os._exit(0)

    adopt_orphans()
    threading.Thread(target=until_closed, daemon=True).start()
    _tame_recursion()
    _limit_for_good(order.get("limits", {}))
    _limit_memory(int(order["memory"]))
    namespace, failed = _new_namespace(sources)
    fork = fork and unforkable() is None
    answers.write(pack({**_report(address), "fork": fork, "failed": failed}))
    if fork:
        _Listener(server, secret, namespace, os.pipe()[0], further).run()
    else:
        _serve_here(server, secret, sources, further)


def _read_exactly(file: Any, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = file.read(size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


if __name__ == "__main__":
    main()
