"""A server that starts loads no library of a model's, nor does one whose model is not asked."""

import subprocess
import sys

import pytest

LOADED = """
import sys
import {module}
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


@pytest.mark.parametrize(
    "module",
    [
        "jupyter_tutor.server.app",
        "jupyter_tutor.application",
        "jupyter_tutor.adapters.openai_model",
        "jupyter_tutor.sessions.model_use",
    ],
)
def test_the_library_is_not_loaded(module: str) -> None:
    code = LOADED.format(module=module)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = set(done.stdout.split())
    assert "jupyter_tutor" in names
    assert names & {"openai", "httpx2"} == set()
