"""What asking a language model through the tutor adds to asking it bare. JSON lines.

Both ask the same server of our own, in turn, in one run: the bare library, the model behind its
port, and that within all its limits, with the record of use on disk.
"""

import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from openai import AsyncOpenAI

from jupyter_tutor.adapters.model_spending import ModelSpending
from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.adapters.secret_key import pseudonym, secret_key
from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.model import Asker, Model, Prices, Prompt, PromptMessage
from jupyter_tutor.sessions.model_use import Budget, MeteredModel

ROUNDS = 200
WARM_UP = 10

PROMPT = Prompt(
    name="reply@1",
    purpose="reply",
    messages=(PromptMessage("system", "You are a tutor." * 50), PromptMessage("user", "Why?")),
    longest=400,
)

Ask = Callable[[Callable[[str], None]], Awaitable[object]]


async def measure(ask: Ask) -> tuple[float, float]:
    """Seconds to the first text, and to the end."""
    first: list[float] = []

    def hear(_piece: str) -> None:
        if not first:
            first.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await ask(hear)
    return first[0], time.perf_counter() - begun


def bare(client: AsyncOpenAI) -> Ask:
    async def ask(hear: Callable[[str], None]) -> None:
        stream = await client.chat.completions.create(
            model="scripted",
            messages=[{"role": each.role, "content": each.text} for each in PROMPT.messages],
            temperature=PROMPT.temperature,
            max_tokens=PROMPT.longest,
            stream=True,
            stream_options={"include_usage": True},
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                hear(chunk.choices[0].delta.content)

    return ask


def through(model: Model) -> Ask:
    def ask(hear: Callable[[str], None]) -> Awaitable[object]:
        asker = Asker(learner=LearnerId("ada"), course=CourseId("c"), note=lambda _call: None)
        return model.ask(PROMPT, asker, hear)

    return ask


async def main() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.driving.model_server",
        cwd=Path(__file__).parents[1],
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    url = (await server.stdout.readline()).decode().strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            await compare(url, Path(folder))
    finally:
        server.kill()
        await server.wait()


async def compare(url: str, folder: Path) -> None:
    key = secret_key(folder)

    def name(learner: LearnerId) -> str:
        return pseudonym(key, learner)

    client = AsyncOpenAI(base_url=url, api_key="none")
    prices = Prices(tokens_in=1.0, tokens_out=1.0)
    model = OpenAIModel("scripted", base_url=url, prices=prices, pseudonym=name)
    spending = ModelSpending(folder / "model-use.sqlite", pseudonym=name, rule="9999 per hour")
    budgets = {"*": Budget(tokens=1_000_000_000)}
    metered = MeteredModel(model, spending=spending, budgets=budgets)
    ways = {
        "bare": bare(client),
        "model": through(model),
        "metered": through(metered),
    }
    took: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for number in range(WARM_UP + ROUNDS):
        # In another order each time: what one leaves behind is not always the same one's burden.
        for way in random.sample(list(ways), len(ways)):
            seconds = await measure(ways[way])
            if number >= WARM_UP:
                took[way].append(seconds)
    for place, what in enumerate(("first text", "whole answer of 100 pieces")):
        ms = {way: [1000 * each[place] for each in took[way]] for way in ways}
        p50 = {way: statistics.median(ms[way]) for way in ways}
        # The tenth that went best tells most where others use the machine as well.
        p10 = {way: statistics.quantiles(ms[way], n=10)[0] for way in ways}
        p95 = {way: statistics.quantiles(ms[way], n=20)[-1] for way in ways}
        print(
            json.dumps(
                {
                    "benchmark": what,
                    "rounds": ROUNDS,
                    **{f"{way}_p10_ms": round(p10[way], 2) for way in ways},
                    **{f"{way}_p50_ms": round(p50[way], 2) for way in ways},
                    **{f"{way}_p95_ms": round(p95[way], 2) for way in ways},
                    "model_adds_p10_ms": round(p10["model"] - p10["bare"], 2),
                    "metered_adds_p10_ms": round(p10["metered"] - p10["bare"], 2),
                    "model_adds_p50_ms": round(p50["model"] - p50["bare"], 2),
                    "metered_adds_p50_ms": round(p50["metered"] - p50["bare"], 2),
                }
            )
        )
    await model.close()
    await spending.close()
    await client.close()


if __name__ == "__main__":
    asyncio.run(main())
