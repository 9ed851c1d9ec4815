"""The process that looks through open notebooks: it reads requests, and ends when they do.

It reads what an author wrote and runs none of it. :mod:`jupyter_tutor.adapters.validating` is the
other end, and has the form of the messages.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import BinaryIO

from jupyter_tutor.adapters.validating import REPLY, REQUEST
from jupyter_tutor.authoring.open_notebook import AskedWronglyError, faults_of_open


def main() -> None:
    """Answer requests on the standard input until there are no more."""
    # Python remarks on odd code that it reads; that is said to nobody here.
    warnings.simplefilter("ignore")
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer them one by one."""
    while len(header := requests.read(REQUEST.size)) == REQUEST.size:
        root_length, asked_length = REQUEST.unpack(header)
        root = Path(requests.read(root_length).decode())
        try:
            answer, answered = json.dumps(faults_of_open(requests.read(asked_length), root)), True
        except AskedWronglyError as error:
            answer, answered = str(error), False
        data = answer.encode()
        replies.write(REPLY.pack(answered, len(data)) + data)
        replies.flush()
