"""Brings in the libraries whose values a question is about, before anybody's time begins to run."""

import contextlib
import importlib
import re

from jupyter_tutor.core.questions import CodeQuestion

_SLOW = ("numpy", "pandas", "polars")
_IMPORT = re.compile(rf"^\s*(?:import|from)\s+({'|'.join(_SLOW)})\b", re.MULTILINE)


def import_ahead(question: CodeQuestion) -> None:
    """Import what the author's code of the question imports and takes long to do so.

    One that is not installed is passed over: whether it is needed will be seen.
    """
    checks = [check.source for check in question.checks]
    for source in (*question.setup, question.stub, question.solution, *checks):
        for name in _IMPORT.findall(source):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
