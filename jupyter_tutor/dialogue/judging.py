"""Answers in words, judged by an author's rubric with the help of a language model.

The model says which ideas it finds and quotes each; :mod:`jupyter_tutor.dialogue.evidence` decides
which quotations count. What is left is put together with what the rubric says by itself:

| rubric    | model: all is there | model: something is missing | model: a forbidden idea |
| --------- | ------------------- | --------------------------- | ----------------------- |
| correct   | correct             | undecided                   | undecided               |
| undecided | correct             | undecided                   | undecided               |
| incorrect | undecided           | undecided                   | incorrect               |

A model that is not sure leaves it undecided. Where there is no model's answer, the rubric stands,
and its learner is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from jupyter_tutor.core.answers import prose
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.questions import Idea, ProseQuestion, Sample
from jupyter_tutor.core.verdict import Evidence, Report, Verdict
from jupyter_tutor.dialogue import wording
from jupyter_tutor.dialogue.evidence import Answer
from jupyter_tutor.dialogue.marks import Unmarked
from jupyter_tutor.dialogue.material import question_text
from jupyter_tutor.dialogue.prompting import Strip, prompt_of
from jupyter_tutor.dialogue.shaped import Shape, ask_shaped
from jupyter_tutor.model import Asker, Model, ModelError, Prompt

SURE = 0.6
"""The least confidence of a model whose findings count."""

_TOKENS_AN_IDEA = 120


class IdeaFound(Shape):
    """What a model says of one idea, by its number."""

    number: int
    found: bool
    quote: str = Field(default="", max_length=2000)


class Findings(Shape):
    """What a model says of an answer."""

    ideas: list[IdeaFound] = Field(max_length=60)
    confidence: float = Field(ge=0, le=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleJudged:
    """How a sample was judged with a model, in an author's words; ``agrees``: as they say."""

    sample: Sample
    rating: prose.Rating
    report: Report

    @property
    def agrees(self) -> bool:
        """Whether the author judged it so, too."""
        return self.rating == self.sample.verdict


async def judge_prose(
    model: Model, question: ProseQuestion, text: str, asker: Asker, strip: Strip
) -> Report:
    """The verdict on an answer in words, with evidence; never an error of the model's."""
    try:
        return await _judged(model, question, text, asker, strip)
    except ModelError:
        report = _by_rubric(question, text)
        return replace(report, message=f"{report.message}\n\n{wording.RUBRIC_ALONE}")


async def agreement(
    model: Model, question: ProseQuestion, asker: Asker
) -> tuple[SampleJudged, ...]:
    """How the author's samples are judged, one after the other; raises ModelError.

    For rehearsals: what is counted is how often model and author agree.
    """
    judged = []
    for sample in question.samples:
        report = await _judged(Unmarked(model), question, sample.text, asker, str)
        ratings: dict[str, prose.Rating] = {"correct": "right", "incorrect": "wrong"}
        rating = ratings.get(report.verdict, "partial")
        judged.append(SampleJudged(sample=sample, rating=rating, report=report))
    return tuple(judged)


async def _judged(
    model: Model, question: ProseQuestion, text: str, asker: Asker, strip: Strip
) -> Report:
    by_rubric = _by_rubric(question, text)
    if by_rubric.verdict == "unattempted":
        return by_rubric
    prompt = judge_prompt(question, text, strip)
    wanted = set(range(1, len(_ideas(question)) + 1))

    def amiss(findings: Findings) -> str | None:
        listed = [one.number for one in findings.ideas]
        if len(listed) == len(wanted) and set(listed) == wanted:
            return None
        return f"ideas: each of the {len(wanted)} ideas has to be listed once, by its number."

    findings = await ask_shaped(model, prompt, asker, Findings, amiss)
    return _combined(question, by_rubric, _weighed(question, strip(text), findings))


def _by_rubric(question: ProseQuestion, text: str) -> Report:
    """What the rubric says by itself; of too few words that nothing was tried."""
    judged = prose.judge_prose(question, text)
    if isinstance(judged, Report):
        return judged
    return Report(
        verdict="unattempted", points=0.0, max_points=question.points, message=judged.reason
    )


def judge_prompt(question: ProseQuestion, text: str, strip: Strip) -> Prompt:
    """The prompt: the ideas by their numbers, those that are forbidden among them, unmarked."""
    ideas = _ideas(question)
    data = {
        "question": question_text(question),
        "ideas": "\n".join(f"{n}. {idea.text}" for n, idea in enumerate(ideas, start=1)),
        "answer": text,
    }
    return prompt_of(
        "judge@1", data, strip, longest=100 + _TOKENS_AN_IDEA * len(ideas), temperature=0.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """What is left of a model's findings: the quotation to each idea, None: it is not there."""

    required: Sequence[tuple[Idea, str | None]]
    forbidden: Sequence[tuple[Idea, str | None]]
    sure: bool

    @property
    def said(self) -> Literal["all", "missing", "forbidden"]:
        """What the answer says, by the model."""
        if any(quote for _, quote in self.forbidden):
            return "forbidden"
        return "all" if all(quote for _, quote in self.required) else "missing"


def _weighed(question: ProseQuestion, shown: str, findings: Findings) -> _Weighed:
    answer = Answer(shown)
    quotes = {one.number: one.quote for one in findings.ideas if one.found}
    weighed = [
        (idea, answer.evidence(quotes.get(number, ""), idea, question))
        for number, idea in enumerate(_ideas(question), start=1)
    ]
    border = len(question.required)
    return _Weighed(
        required=weighed[:border],
        forbidden=weighed[border:],
        sure=findings.confidence >= SURE,
    )


def _combined(question: ProseQuestion, by_rubric: Report, weighed: _Weighed) -> Report:
    found = [(idea, quote) for idea, quote in weighed.required if quote]
    match _verdict(by_rubric, weighed):
        case "correct":
            said = [(idea.text, quote) for idea, quote in found]
            report = right(question, wording.all_found(said))
        case "incorrect":
            asserted = [(idea.says, quote) for idea, quote in weighed.forbidden if quote]
            report = wrong(question, wording.asserted(*asserted[0]))
        case _:
            asks = [idea.says for idea, quote in weighed.required if not quote]
            asks += [idea.says for idea, quote in weighed.forbidden if quote]
            said = [(idea.text, quote) for idea, quote in found]
            report = replace(
                by_rubric,
                verdict="undecided",
                points=0.0,
                message=wording.still_asked(said, asks[0] if asks else wording.SAY_IT_AGAIN),
            )
    evidence = tuple(
        Evidence(idea=idea.text if quote else idea.says, found=bool(quote), quote=quote)
        for idea, quote in weighed.required
    )
    evidence += tuple(
        Evidence(idea=idea.says, found=True, quote=quote)
        for idea, quote in weighed.forbidden
        if quote
    )
    return replace(report, evidence=evidence, notes=(*report.notes, wording.MODEL_HELPED))


def _verdict(by_rubric: Report, weighed: _Weighed) -> Verdict:
    if not weighed.sure:
        return "undecided"
    if weighed.said == "all" and by_rubric.verdict != "incorrect":
        return "correct"
    if weighed.said == "forbidden" and by_rubric.verdict == "incorrect":
        return "incorrect"
    return "undecided"


def _ideas(question: ProseQuestion) -> tuple[Idea, ...]:
    return (*question.required, *question.forbidden)
