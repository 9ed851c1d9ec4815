"""Reading the scenarios and what was recorded of them on a BEAM."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
Words = tuple[str, ...]


@dataclass(frozen=True)
class Sup:
    """A supervisor: what its flags say, in words, and the names of its children."""

    strategy: str
    intensity: str
    period: str
    auto: str
    children: Words


@dataclass(frozen=True)
class Scenario:
    """One scenario with its words filled in, and the blocks of its trace on the BEAM."""

    name: str
    title: str
    in_suite: bool
    specs: dict[str, dict[str, str]]
    sups: dict[str, Sup]
    steps: tuple[Words, ...]
    unseen: frozenset[str]
    expected: tuple[Words, ...]


def pairs(words: Words) -> dict[str, str]:
    """``key=value`` words."""
    return dict(word.split("=", 1) for word in words)


def sup(words: Words) -> Sup:
    """A supervisor as it is written."""
    more = pairs(words[3:])
    children = tuple(filter(None, more.get("children", "").split(",")))
    return Sup(*words[:3], more.get("auto", "never"), children)


def suite() -> dict[str, str]:
    """The names of OTP's cases, and why one is not played here, or nothing."""
    lines = (HERE / "names.txt").read_text("utf-8").splitlines()
    parts = [line.partition(": ") for line in lines if line and not line.startswith("#")]
    return {name: reason for name, _, reason in parts}


def scenarios() -> list[Scenario]:
    """All of them, each once for every combination of its words."""
    traces = iter(_traces())
    found = []
    for head, lines in _sections():
        each = [words for words in lines if words[0] == "each"]
        lines = [words for words in lines if words[0] != "each"]
        for values in itertools.product(*(words[2:] for words in each)):
            choice = dict(zip((words[1] for words in each), values, strict=True))
            filled = [tuple(_fill(word, choice) for word in words) for words in lines]
            title = " ".join([head[1], *(f"{word}={value}" for word, value in choice.items())])
            traced, blocks = next(traces)
            if traced != title:
                raise ValueError(f"the trace of {title} is not there: record.exs has to be run")
            found.append(_scenario(head, title, filled, blocks))
    return found


def _scenario(head: Words, title: str, lines: list[Words], blocks: list[Words]) -> Scenario:
    steps = [words for words in lines if words[0] not in ("spec", "sup", "unseen")]
    expected = []
    for words, block in zip(steps, blocks, strict=True):
        if "=>" in words:
            expected.append(_decided(" ".join(words), block))
        else:
            expected.append(block)
    return Scenario(
        name=head[1],
        title=title,
        in_suite=head[0] == "scenario",
        specs={
            words[1]: {"id": words[1], **pairs(words[2:])} for words in lines if words[0] == "spec"
        },
        sups={words[1]: sup(words[2:]) for words in lines if words[0] == "sup"},
        steps=tuple(tuple(itertools.takewhile(lambda w: w != "=>", words)) for words in steps),
        unseen=frozenset(words[1] for words in lines if words[0] == "unseen"),
        expected=tuple(expected),
    )


def _decided(line: str, block: Words) -> Words:
    step, _, decided = line.partition(" => ")
    result, *events = (part.strip() for part in decided.split(";"))
    return (
        f"{step}: {result}" if result else step,
        *(filter(None, events) if events else block[1:]),
    )


def _sections() -> Iterator[tuple[Words, list[Words]]]:
    section: tuple[Words, list[Words]] | None = None
    for line in (HERE / "scenarios.txt").read_text("utf-8").splitlines():
        words = tuple(line.split())
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("scenario", "beyond"):
            if section is not None:
                yield section
            section = (words, [])
        elif section is not None:
            section[1].append(words)
    if section is not None:
        yield section


def _traces() -> Iterator[tuple[str, list[Words]]]:
    for text in (HERE / "traces.txt").read_text("utf-8").split("\n\n"):
        title, *lines = text.rstrip("\n").split("\n")
        blocks: list[list[str]] = []
        for line in lines:
            if line.startswith("  "):
                blocks[-1].append(line.strip())
            else:
                blocks.append([line])
        yield title.removeprefix("# "), [tuple(block) for block in blocks]


def _fill(text: str, choice: dict[str, str]) -> str:
    for word, value in choice.items():
        text = text.replace(f"${word}", value)
    return text
