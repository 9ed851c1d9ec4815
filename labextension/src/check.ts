/**
 * What Check does, by the kind of the open question.
 *
 * Owns the order of things when an answer is checked: for code, find the cell, run it if it was
 * changed since it ran, then hand it in, unless the server has begun to check it by itself. It
 * judges nothing: the server may refuse whatever is handed in.
 */

import type { AnswerCells, TutorHost, Words } from './host';
import type { Answer, OpenQuestion } from './protocol';
import type { TutorSession } from './session';
import type { Screen } from './store';

/** After its cell ran, how long to wait for the server to begin a check by itself. */
export const CHECK_BEGINS_WITHIN_MS = 4_000;

export async function checkAnswer(session: TutorSession, host: TutorHost): Promise<void> {
  const question = openQuestion(session);
  if (question === null) {
    return;
  }
  const { trans } = host;
  if (question.kind === 'code') {
    if (host.cells === null) {
      checkWhatRan(session, question, trans);
      return;
    }
    const cells = host.cells();
    if (cells === null) {
      session.note(trans.__('Open the notebook of this lesson to have your answer checked.'));
    } else {
      await checkCell(session, cells, question, trans);
    }
    return;
  }
  const answer = answerInPanel(session.screen(), question);
  if (answer === null) {
    session.note(emptyWords(question, trans));
  } else {
    submit(session, question.id, answer);
  }
}

/** Say that the notebook has no cell for the answer, and offer to put it there. */
export function noteMissingCell(session: TutorSession, question: OpenQuestion, trans: Words): void {
  session.note(
    trans.__(
      'The notebook has no cell for this answer: none has the line “#| for: %1” at its top.',
      question.id
    ),
    'put_back'
  );
}

export function openQuestion(session: TutorSession): OpenQuestion | null {
  return session.screen().head?.question ?? null;
}

/** What is picked, put in order, filled in or typed; null when that is nothing, or not all. */
function answerInPanel({ picked, typed }: Screen, question: OpenQuestion): Answer | null {
  switch (question.kind) {
    case 'choice':
      return picked.length === 0 ? null : { type: 'choice', options: picked };
    case 'order':
      return picked.length === 0 ? null : { type: 'order', lines: picked };
    case 'blanks': {
      const texts = fillings(typed, question);
      return texts.some(text => text.trim() === '') ? null : { type: 'blanks', texts };
    }
    case 'code':
    case 'number':
    case 'predict':
    case 'expression':
    case 'formula':
    case 'prose':
      return typed.trim() === '' ? null : { type: 'text', text: typed };
  }
}

/** What stands in each of the blanks of a question; it is typed as a line each. */
export function fillings(typed: string, { pieces }: OpenQuestion): readonly string[] {
  const lines = typed.split('\n');
  return pieces.slice(1).map((_, index) => lines[index] ?? '');
}

function emptyWords({ kind, many }: OpenQuestion, trans: Words): string {
  switch (kind) {
    case 'choice':
      return many ? trans.__('Pick one or more options first.') : trans.__('Pick one first.');
    case 'order':
      return trans.__('Put the lines in order first.');
    case 'blanks':
      return trans.__('Fill in every blank first. A guess is fine.');
    case 'number':
      return trans.__('Type a number first.');
    case 'predict':
      return trans.__('First type what you think the program shows. A guess is fine.');
    case 'expression':
      return trans.__('Type an expression first.');
    case 'formula':
      return trans.__('Type a formula first.');
    case 'prose':
    case 'code':
      return trans.__('Write your answer first. A sentence or two is enough.');
  }
}

function submit(session: TutorSession, question: string, answer: Answer): void {
  session.ask({ type: 'submit_answer', question, answer });
}

/** Hand in the answer that the session has seen run. */
function checkWhatRan(session: TutorSession, question: OpenQuestion, trans: Words): void {
  if (question.last_answer === null) {
    session.note(trans.__('Run your answer cell first.'));
  } else {
    submit(session, question.id, { type: 'code', source: question.last_answer });
  }
}

async function checkCell(
  session: TutorSession,
  cells: AnswerCells,
  question: OpenQuestion,
  trans: Words
): Promise<void> {
  const cell = cells.find(question.id);
  if (cell === null) {
    noteMissingCell(session, question, trans);
    return;
  }
  const known = cells.kernelBusy();
  const told = session.screen().kernel?.status;
  if (known === 'busy' || (known === 'unknown' && told === 'busy')) {
    session.note(
      trans.__('A cell is still running. Wait until it has ended, or stop it.'),
      'stop_cell'
    );
    return;
  }
  if (!cell.ranAsIs) {
    const mayBeHandedIn = await runCell(session, cells, question, trans);
    if (!mayBeHandedIn) {
      return;
    }
  }
  // While it ran, the learner may have gone on, or have changed or lost the cell.
  const now = cells.find(question.id);
  if (now !== null && openQuestion(session)?.id === question.id) {
    submit(session, question.id, { type: 'code', source: now.source });
  }
}

/** Run the answer cell; says whether it is now to be handed in from here. */
async function runCell(
  session: TutorSession,
  cells: AnswerCells,
  question: OpenQuestion,
  trans: Words
): Promise<boolean> {
  const before = session.screen();
  session.change({ type: 'note', note: null });
  session.change({ type: 'running', running: true });
  const end = await cells
    .run(question.id)
    .finally(() => session.change({ type: 'running', running: false }));
  if (end === 'stopped') {
    session.note(trans.__('The cell was stopped before it ended, so it was not checked.'));
    return false;
  }
  if (end === 'not_run') {
    session.note(
      trans.__('Your cell did not run. See that the notebook has a running kernel, and try again.')
    );
    return false;
  }
  const { head, kernel } = session.screen();
  const seen = kernel !== null && !['none', 'starting', 'dead'].includes(kernel.status);
  if (head?.check_on_run === true && seen) {
    // The server sees the cell run and begins by itself, in the same step as it takes note of
    // it. Where it does not (an untouched stub; a line to the kernel that was just being laid),
    // the learner who pressed Check still gets a verdict.
    await session.until(
      screen => screen.head?.seq !== before.head?.seq || screen.connection.status !== 'connected',
      CHECK_BEGINS_WITHIN_MS
    );
    return !hasBegun(before, session.screen());
  }
  return true;
}

/** Whether an answer has been handed in between these screens, by whatever way. */
function hasBegun(before: Screen, after: Screen): boolean {
  return (
    after.head?.checking != null ||
    after.messages
      .slice(before.messages.length)
      .some(({ kind }) => kind === 'answer' || kind === 'verdict')
  );
}
