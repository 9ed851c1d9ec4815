"""How far a reply can be relied on: four factors, each with its reason, and what follows.

The factors and their weights are those of the system's first design (“Multi-Factor Confidence
Scoring”): what the model says of itself, how near the question is to the lesson, how clear it is,
and how complete the answer. Claims that were run outrank them: where all there are hold, a reply is
verified, and one that does not hold makes it low, whatever the score.

A question that is neither near the lesson nor goes on with what was said is out of scope, and
earns nothing for clarity: with that a reply to it is low however sure the model is.
"""

from collections.abc import Sequence

from jupyter_tutor.core.talk import Confidence, ConfidenceLabel, Factor, FactorName
from jupyter_tutor.dialogue.retrieval import Found
from jupyter_tutor.dialogue.terms import all_words, content_words, points_back
from jupyter_tutor.dialogue.verifying import NOTHING, Outcome

SELF_ASSESSMENT = 0.4
RELEVANCE = 0.3
CLARITY = 0.2
COMPLETENESS = 0.1

HIGH = 0.8
"""The least score of a high confidence."""

MEDIUM = 0.6
"""The least score of a medium one. Full marks for all but relevance and clarity are less."""

NOT_SAID = "The model did not say how sure it is."

UNSAID = 0.5
"""Taken for a model that does not say how sure it is."""

OUT_OF_SCOPE = 0.15
"""A question that is less relevant than this is about something else."""

NEAR = 0.5
SHORT_QUESTION = 3
LONG_QUESTION = 120
MANY_QUESTIONS = 3
SHORT_REPLY = 12
FULL_REPLY = 30
"""Words."""


def self_assessment(stated: float | None) -> Factor:
    """What the model says of itself; None: it did not."""
    if stated is None:
        return _factor("self_assessment", UNSAID, SELF_ASSESSMENT, NOT_SAID)
    value = min(max(stated, 0.0), 1.0)
    sure = "sure" if value >= HIGH else "fairly sure" if value >= MEDIUM else "not sure"
    why = f"The model says that it is {sure} of its answer."
    return _factor("self_assessment", value, SELF_ASSESSMENT, why)


def relevance(found: Found) -> Factor:
    """How near the question is to the lesson and to what was said."""
    value = found.relevance
    if value < OUT_OF_SCOPE:
        why = "Your question does not seem to be about this lesson."
    elif found.sections and found.sections[0].ground.type == "answer":
        why = "Your question is about your own answer."
    elif found.follows_up:
        why = "Your question goes on with what we spoke of."
    elif value < NEAR:
        why = "Only a part of your question is about this lesson."
    else:
        why = "Your question is about this lesson."
    return _factor("relevance", value, RELEVANCE, why)


def clarity(asked: str, found: Found) -> Factor:
    """How clear it is what the question asks."""
    value, why = _clarity(asked, found)
    return _factor("clarity", value, CLARITY, why)


def _clarity(asked: str, found: Found) -> tuple[float, str]:
    words = all_words(asked)
    content = content_words(asked)
    if found.relevance < OUT_OF_SCOPE and not found.follows_up:
        if not content:
            return 0.0, "I cannot tell what your question is about."
        return 0.0, "Your question leads away from this lesson."
    if found.follows_up:
        return 0.9, "Your question is clear from what we spoke of before."
    own = bool(found.sections) and found.sections[0].ground.type == "answer"
    if points_back(asked) and len(set(content)) <= 1 and not own:
        return 0.2, "I cannot tell what “it” or “that” stands for in your question."
    if len(words) < SHORT_QUESTION and not own:
        return 0.4, "Your question is very short, and can mean several things."
    if asked.count("?") > MANY_QUESTIONS:
        return 0.5, "You ask several things at once."
    if len(words) > LONG_QUESTION:
        return 0.6, "Your question is long, and I may have missed a part of it."
    return 1.0, "Your question is clear."


def completeness(asked: str, reply: str) -> Factor:
    """How complete the whole reply is: its length, its end, and whether it speaks of the matter."""
    value, why = _completeness(asked, reply)
    return _factor("completeness", value, COMPLETENESS, why)


def _completeness(asked: str, reply: str) -> tuple[float, str]:
    text = reply.strip()
    words = all_words(text)
    if not words:
        return 0.0, "There is no answer."
    if text.count("```") % 2 or not text.endswith((".", "!", "?", ":", ")", "`", "”", '"', "*")):
        return 0.3, "The answer seems to break off."
    if len(words) < SHORT_REPLY:
        return 0.4, "The answer is very short."
    wanted = set(content_words(asked))
    if wanted and wanted.isdisjoint(content_words(text)):
        return 0.5, "The answer does not take up the words of your question."
    return (
        (1.0, "The answer is complete.")
        if len(words) >= FULL_REPLY
        else (0.8, "The answer is short.")
    )


def floor(stated: float | None, asked: str, found: Found) -> float:
    """The least score the reply can come to, however it goes on.

    From :data:`MEDIUM` on its words can be shown while they come: unless a claim turns out wrong,
    the label is not going to be low.
    """
    return _score((self_assessment(stated), relevance(found), clarity(asked, found)))


def confidence(
    stated: float | None,
    asked: str,
    found: Found,
    reply: str,
    claims: Outcome = NOTHING,
) -> Confidence:
    """The confidence of a whole reply, with what came of its claims."""
    factors = (
        self_assessment(stated),
        relevance(found),
        clarity(asked, found),
        completeness(asked, reply),
    )
    score = _score(factors)
    return Confidence(
        label=_label(score, claims),
        score=score,
        factors=factors,
        ran=claims.ran,
    )


def _label(score: float, claims: Outcome) -> ConfidenceLabel:
    if claims.refuted:
        return "low"
    if claims.ran and not claims.left:
        return "verified"
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def _factor(name: FactorName, value: float, weight: float, why: str) -> Factor:
    return Factor(name=name, value=round(value, 4), weight=weight, why=why)


def _score(factors: Sequence[Factor]) -> float:
    return round(sum(factor.value * factor.weight for factor in factors), 4)
