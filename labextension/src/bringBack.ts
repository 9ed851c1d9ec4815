/** Puts a recorded answer back into the learner's notebook, where it was lost or overwritten. */

import type { RecordedAnswer } from './files';
import type { TutorHost } from './host';
import { answerCell } from './markers';
import type { TutorSession } from './session';

/** Put it into its cell, or into a new one when there is none; what is there goes only if sure. */
export async function bringBack(
  session: TutorSession,
  host: TutorHost,
  answer: RecordedAnswer
): Promise<void> {
  const { trans } = host;
  const cells = host.cells?.() ?? null;
  if (cells === null) {
    session.note(trans.__('Open the notebook of this lesson to have your answer put back.'));
    return;
  }
  const source = answerCell(answer.question, answer.source);
  const cell = cells.find(answer.question);
  if (cell === null) {
    cells.putBack(answer.question, source);
    return;
  }
  if (cell.source.trim() === source.trim()) {
    session.note(trans.__('Your newest recorded answer is in its cell already.'));
    cells.goTo(answer.question);
    return;
  }
  const sure = await host.confirm({
    title: trans.__('Put your answer back?'),
    body: trans.__(
      'The cell of “%1” has other text now. Your newest recorded answer takes its place; ' +
        'Ctrl+Z (on a Mac ⌘+Z) in the cell brings the text back.',
      answer.title
    ),
    accept: trans.__('Put it back')
  });
  if (sure) {
    cells.replace(answer.question, source);
  }
}
