"""What importing the package costs, and what the extension adds to a server's start. JSON lines.

Each pair is measured in turn, in one run: with and without, again and again.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.driving.process import ServerProcess

IMPORTS = 20
STARTS = 7


def run_python(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


async def start_server(folder: Path, extension: bool) -> float:
    begun = time.perf_counter()
    process = await ServerProcess.start(folder / "record", root_dir=folder, extension=extension)
    took = time.perf_counter() - begun
    await process.stop()
    return took


async def main() -> None:
    bare, imported = [], []
    for _ in range(IMPORTS):
        bare.append(run_python("pass"))
        imported.append(run_python("import jupyter_tutor"))
    print(
        json.dumps(
            {
                "benchmark": "import jupyter_tutor",
                "runs": IMPORTS,
                "python_ms": round(1000 * statistics.median(bare), 1),
                "with_import_ms": round(1000 * statistics.median(imported), 1),
                "import_ms": round(
                    1000 * (statistics.median(imported) - statistics.median(bare)), 1
                ),
            }
        )
    )
    without, with_it = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(STARTS):
            without.append(await start_server(Path(folder), extension=False))
            with_it.append(await start_server(Path(folder), extension=True))
    print(
        json.dumps(
            {
                "benchmark": "server start until it says it is running",
                "runs": STARTS,
                "without_ms": round(1000 * statistics.median(without), 1),
                "with_ms": round(1000 * statistics.median(with_it), 1),
                "added_ms": round(
                    1000 * (statistics.median(with_it) - statistics.median(without)), 1
                ),
            }
        )
    )


if __name__ == "__main__":
    asyncio.run(main())
