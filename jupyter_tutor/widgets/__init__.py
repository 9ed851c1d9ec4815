"""``Tutor`` in a notebook or a terminal: the kernel's own program, and its panel.

An interface like ``server``: it speaks docs/protocol.md to a server of ours or to a host, from a
thread of its own, and decides nothing. Where a reader should begin: ``tutor.py`` is what learners
call, ``line.py`` a lesson's connection, ``doors.py`` who is at its other end.
"""
