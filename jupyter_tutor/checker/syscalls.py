"""What a sandboxed answer may not ask of the kernel, as a filter that bubblewrap puts in place.

A sandbox is as good as the kernel behind it. These calls are of no use to an answer and have often
been the way out of one; some of them also make memory that no limit counts. All fail with
"Operation not permitted".
"""

import errno
import platform
import struct
from dataclasses import dataclass

_SAME_EVERYWHERE = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "pidfd_getfd": 438,
    "mount_setattr": 442,
    "memfd_secret": 447,
}

_X86_64 = {
    "shmget": 29,
    "msgget": 68,
    "ptrace": 101,
    "pivot_root": 155,
    "chroot": 161,
    "mount": 165,
    "umount2": 166,
    "init_module": 175,
    "kexec_load": 246,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    "unshare": 272,
    "perf_event_open": 298,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    "setns": 308,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "finit_module": 313,
    "memfd_create": 319,
    "kexec_file_load": 320,
    "bpf": 321,
    "userfaultfd": 323,
}

_AARCH64 = {
    "umount2": 39,
    "mount": 40,
    "pivot_root": 41,
    "chroot": 51,
    "unshare": 97,
    "kexec_load": 104,
    "init_module": 105,
    "ptrace": 117,
    "msgget": 186,
    "shmget": 194,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    "perf_event_open": 241,
    "name_to_handle_at": 264,
    "open_by_handle_at": 265,
    "setns": 268,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "finit_module": 273,
    "memfd_create": 279,
    "bpf": 280,
    "userfaultfd": 282,
    "kexec_file_load": 294,
}


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    clone: int
    refused: dict[str, int]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 56, _X86_64),
    "aarch64": _Machine(0xC00000B7, 220, _AARCH64),
}

_CLONE3 = 435
_NEW_NAMESPACES = 0x7E020000
_X32 = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_REFUSE = _FAIL | errno.EPERM
_UNKNOWN = _FAIL | errno.ENOSYS


def refused_calls(machine: str = platform.machine()) -> dict[str, int] | None:
    """Return the names and numbers of the calls that are refused; None for an unknown machine."""
    known = _MACHINES.get(machine)
    return None if known is None else {**known.refused, **_SAME_EVERYWHERE}


def call_filter(machine: str = platform.machine()) -> bytes | None:
    """Return the filter as the kernel wants it; None for a machine whose calls are not known.

    ``clone3`` is said to be unknown, since its flags cannot be looked at; the C library then takes
    ``clone``, which may do all but make namespaces.
    """
    known, refused = _MACHINES.get(machine), refused_calls(machine)
    if known is None or refused is None:
        return None
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, known.audit, 1, 0),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _REFUSE),
        _step(_EQUAL, _CLONE3, 0, 1),
        _step(_RETURN, _UNKNOWN),
    ]
    for number in sorted(refused.values()):
        steps += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _REFUSE)]
    steps += [
        _step(_EQUAL, known.clone, 0, 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_ANY_OF, _NEW_NAMESPACES, 0, 1),
        _step(_RETURN, _REFUSE),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
