"""Choices: right when exactly the right options are picked."""

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.commands import ChoiceAnswer, Rejected
from jupyter_tutor.core.questions import ChoiceQuestion, Option
from jupyter_tutor.core.verdict import Report


def judge_choice(question: ChoiceQuestion, answer: ChoiceAnswer) -> Report | Rejected:
    """The verdict on a choice; refused when it is no answer to this question."""
    known = {option.id for option in question.options}
    picked = set(answer.options)
    if not picked:
        return Rejected(wording.PICK_ONE)
    if not picked <= known:
        return Rejected(wording.UNKNOWN_OPTION)
    if len(picked) > 1 and not question.many:
        return Rejected(wording.PICK_ONLY_ONE)
    wanted = {option.id for option in question.options if option.right}
    if picked == wanted:
        return right(question, wording.choice_correct(_feedback(question.options, wanted)))
    feedback = _feedback(question.options, picked - wanted)
    return wrong(question, wording.choice_wrong(feedback, question.many))


def picked_words(question: ChoiceQuestion, answer: ChoiceAnswer) -> str:
    """The options picked, as a Markdown list."""
    picked = [option.text for option in question.options if option.id in answer.options]
    return wording.answered_by_options(picked)


def _feedback(options: tuple[Option, ...], ids: set[str]) -> list[str]:
    return [option.feedback for option in options if option.id in ids and option.feedback]
