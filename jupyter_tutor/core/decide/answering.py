"""A question is open: before the first answer, and after a wrong one."""

from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import answer_words, judge_answer
from jupyter_tutor.core.answers.formula import read_answer
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    CodeAnswer,
    Continue,
    FailCheck,
    FinishCheck,
    RecordCell,
    Rejected,
    SkipQuestion,
    StepCommand,
    StopCheck,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.cooling_off import seconds_to_wait
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide.cells import LONGEST_CELL, handed_in, hands_in, record_cell
from jupyter_tutor.core.decide.verdicts import judged
from jupyter_tutor.core.events import (
    AnswerSubmitted,
    Event,
    HintGiven,
    QuestionSkipped,
    SolutionShown,
)
from jupyter_tutor.core.evolve import fold, text_of
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.pedagogy import (
    may_reveal,
    may_skip,
    next_events,
    next_help,
    solution_of,
    tries_left,
)
from jupyter_tutor.core.questions import (
    CodeQuestion,
    FormulaQuestion,
    Hint,
    ImmediateQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.core.state import AwaitingAnswer, Remediation, State
from jupyter_tutor.core.talk_events import HintAsked

Decision = tuple[Event, ...] | Rejected


def decide_answering(
    state: State, phase: AwaitingAnswer | Remediation, command: StepCommand, lesson: Lesson
) -> Decision:
    """What can be done about an open question."""
    question = lesson.known_question(phase.question)
    record = state.questions[question.id]
    match command:
        case SubmitAnswer():
            return _submit(state, question, command)
        case RecordCell():
            return _record(state, question, command, lesson)
        case AskHint():
            return _hint(state, question, command)
        case SkipQuestion():
            refusal = may_skip(state, lesson)
            if refusal:
                return refusal
            skipped = QuestionSkipped(at=command.at, question=question.id, words=words.SKIPPED)
            return (skipped, *next_events(fold([skipped], state), lesson, command.at))
        case AskSolution():
            refusal = may_reveal(record, question)
            if refusal:
                return refusal
            shown = solution_of(question)
            return (
                SolutionShown(
                    at=command.at,
                    question=question.id,
                    solution=shown,
                    words=words.solution(
                        shown,
                        over=tries_left(record, question) == 0,
                        written=isinstance(question, CodeQuestion),
                    ),
                ),
            )
        case Continue():
            if record.outcome in ("undecided", "missed"):
                return next_events(state, lesson, command.at)
            return Rejected(words.ANSWER_FIRST)
        case FinishCheck() | FailCheck():
            return Rejected(words.CHECK_NOT_AWAITED)
        case StopCheck():
            return Rejected(words.NO_CHECK_UNDER_WAY)
        case _:
            assert_never(command)


def _hint(state: State, question: Question, command: AskHint) -> Decision:
    record = state.questions[question.id]
    offered = next_help(state, record, question)
    match offered:
        case Rejected():
            return offered
        case Hint():
            return (
                HintGiven(
                    at=command.at,
                    question=question.id,
                    rung=len(record.hints) + 1,
                    level=offered.level,
                    misconception=offered.misconception,
                    words=offered.text,
                ),
            )
        case "write":
            request = RequestId(f"hint-{state.seq}")
            return (HintAsked(at=command.at, question=question.id, request=request),)
        case _:
            assert_never(offered)


def _submit(state: State, question: Question, command: SubmitAnswer) -> Decision:
    if command.question != question.id:
        return Rejected(words.NOT_THIS_QUESTION)
    record = state.questions[question.id]
    if tries_left(record, question) == 0:
        return Rejected(words.NO_MORE_TRIES)
    wait = seconds_to_wait(record, question, command.at)
    if wait:
        return Rejected(words.cooling_off(record.attempts, wait))
    match question, command.answer:
        case CodeQuestion(), CodeAnswer(source=source):
            if len(source) > LONGEST_CELL:
                return Rejected(words.TOO_LONG)
            return (_submitted(command, ""),)
        case FormulaQuestion(), TextAnswer(text=text) as answer:
            read = read_answer(question, text)
            if isinstance(read, Rejected):
                return read
            return (_submitted(command, answer_words(question, answer)),)
        case ProseQuestion(), TextAnswer() as answer if state.model is not None:
            unread = judge_answer(question, answer)
            if isinstance(unread, Rejected):
                return unread
            return (_submitted(command, answer_words(question, answer)),)
        case CodeQuestion() | FormulaQuestion(), _:
            return Rejected(words.WRONG_KIND)
        case _:
            return _judge(state, question, command)


def _submitted(command: SubmitAnswer, said: str) -> AnswerSubmitted:
    return AnswerSubmitted(
        at=command.at,
        question=command.question,
        answer=command.answer,
        request=command.request,
        words=said,
    )


def _judge(state: State, question: ImmediateQuestion, command: SubmitAnswer) -> Decision:
    report = judge_answer(question, command.answer)
    if isinstance(report, Rejected):
        return report
    submitted = _submitted(command, answer_words(question, command.answer))
    after = fold([submitted], state)
    answer = text_of(command.answer)
    return submitted, judged(after, question, command.request, answer, report, command.at)


def _record(state: State, question: Question, command: RecordCell, lesson: Lesson) -> Decision:
    recorded = record_cell(state, command, lesson)
    if isinstance(recorded, Rejected) or not hands_in(question, command, lesson):
        return recorded
    record = state.questions[question.id]
    if tries_left(record, question) == 0 or seconds_to_wait(record, question, command.at):
        return recorded
    return (*recorded, handed_in(command))
