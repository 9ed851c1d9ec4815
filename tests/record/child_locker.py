"""Holds a lock until killed; with ``fork``, leaves a forked child behind and ends at once."""

import os
import sys
import time
from pathlib import Path

from jupyter_tutor.adapters.record_locks import FileLock


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


lock = FileLock(Path(sys.argv[1]))
assert lock.acquire()
if len(sys.argv) == 2:
    say("locked")
    time.sleep(3600)
elif os.fork() == 0:
    say("forked")
    sys.stdin.read()
    say("ended")
