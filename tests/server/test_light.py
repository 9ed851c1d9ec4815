"""A server with the extension starts as fast as one without: nothing heavy is loaded with it."""

import subprocess
import sys

HEAVY = {
    *("duckdb", "pydantic", "numpy", "pyarrow", "markdown_it", "nbformat", "openai", "pint", "yaml")
}

LOADED_BY_THE_EXTENSION = """
import sys
import jupyter_server.serverapp, jupyter_server.services.kernels.kernelmanager
before = set(sys.modules)
import jupyter_tutor.server.app
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def test_the_extension_alone_loads_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED_BY_THE_EXTENSION], capture_output=True, text=True, check=True
    )
    names = set(loaded.stdout.split())
    assert "jupyter_tutor" in names
    assert names & HEAVY == set()
