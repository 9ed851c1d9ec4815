"""How long a rehearsal of a course takes, cold and warm; prints JSON lines.

``cold`` runs every answer, on all processors; ``warm`` finds that nothing has changed. ``bare`` is
one start of an isolated Python, for a measure of this machine as it is now.
``python benchmarks/rehearse.py [COURSE FOLDER]``; without one, every course of this repository.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jupyter_tutor.adapters.rehearsal_cache import RehearsalCache
from jupyter_tutor.authoring.rehearsal.course import rehearse
from jupyter_tutor.authoring.source import read_source

SYLLABI = Path(__file__).parents[1] / "syllabi"
WARM_ROUNDS = 5
BARE_ROUNDS = 10


def measure(folder: Path, cache: RehearsalCache, name: str) -> dict[str, object]:
    begun = time.perf_counter()
    source = read_source(folder)
    processes = os.cpu_count() or 1
    result = asyncio.run(
        rehearse(source, source.lessons, memory=cache, slow=source.slow, processes=processes)
    )
    seconds = time.perf_counter() - begun
    done = result.runs - result.remembered
    return {
        "benchmark": f"rehearse_{name}",
        "course": folder.name,
        "questions": len(result.questions),
        "runs": result.runs,
        "remembered": result.remembered,
        "findings": len(result.findings),
        "processes": processes,
        "seconds": round(seconds, 3),
        "ms_per_run": round(1000 * seconds / done, 1) if done else None,
    }


def bare() -> float:
    """Milliseconds of one start of Python, at the best of several."""
    best = 1e9
    for _ in range(BARE_ROUNDS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
        best = min(best, time.perf_counter() - begun)
    return round(1000 * best, 1)


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]]
    folders = folders or sorted(path.parent for path in SYLLABI.glob("*/course.yaml"))
    print(json.dumps({"benchmark": "bare_python", "ms": bare()}), flush=True)
    for folder in folders:
        with tempfile.TemporaryDirectory() as home:
            cache = RehearsalCache(Path(home))
            print(json.dumps(measure(folder, cache, "cold")), flush=True)
            rounds = [measure(folder, cache, "warm") for _ in range(WARM_ROUNDS)]
            print(json.dumps(min(rounds, key=lambda each: float(str(each["seconds"])))), flush=True)


if __name__ == "__main__":
    main()
