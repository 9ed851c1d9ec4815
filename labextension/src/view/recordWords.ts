/** What an entry of the learner's record is called, in the reader's language. */

import type { RecordedEntry } from '../files';
import type { Words } from '../host';
import type { Verdict } from '../protocol';
import { confidenceWords, endingWords, pointsWords, verdictWords } from './words';

/** What was done or said; with how it ended, where that is recorded. */
export function entryWords(entry: RecordedEntry, trans: Words): string {
  const { kind, outcome, points, max_points } = entry;
  switch (kind) {
    case 'session_opened':
      return trans.__('You began the lesson');
    case 'session_resumed':
      return trans.__('You came back');
    case 'session_left':
      return trans.__('You left');
    case 'session_yielded':
      return trans.__('The lesson went on elsewhere');
    case 'explained':
      return trans.__('The tutor explained');
    case 'question_asked':
      return trans.__('The tutor asked');
    case 'cell_recorded':
      return cellWords(outcome ?? '', trans);
    case 'answer_submitted':
      return trans.__('You answered');
    case 'answer_judged': {
      const verdict = isVerdict(outcome) ? verdictWords(outcome, trans).label : (outcome ?? '');
      const judged = trans.__('The answer was judged: %1', verdict);
      return points !== null && max_points !== null && points > 0
        ? `${judged} · ${pointsWords(points, max_points, trans)}`
        : judged;
    }
    case 'check_failed':
      return trans.__('The answer could not be judged');
    case 'hint_given':
      return trans.__('You got a hint');
    case 'question_skipped':
      return trans.__('You skipped the question');
    case 'solution_shown':
      return trans.__('You saw the solution');
    case 'review_begun':
      return trans.__('The review began');
    case 'lesson_completed':
      return points !== null && max_points !== null && max_points > 0
        ? `${trans.__('You finished the lesson')} · ${pointsWords(points, max_points, trans)}`
        : trans.__('You finished the lesson');
    case 'learner_said':
      return trans.__('You wrote');
    case 'tutor_said':
      return trans.__('The tutor replied');
    case 'model_noted':
      return entry.text === ''
        ? trans.__('The language model changed')
        : trans.__('You were told about the language model');
    case 'reply_grew':
      return trans.__('A part of a reply was shown');
    case 'reply_ended':
      return replyEnded(outcome ?? '', trans);
    case 'hint_asked':
      return trans.__('Another hint was asked for');
    case 'hint_refused':
      return trans.__('No further hint was given');
    case 'summary_asked':
      return trans.__('A summary was asked for');
    case 'summary_written':
      return trans.__('The tutor summed up');
    case 'error_labelled':
      return trans.__('What may be behind a wrong answer was noted');
    case 'model_called':
      return trans.__('A language model was asked');
    case 'person_asked':
      return trans.__('You asked for a person');
    case 'started_over':
      return trans.__('You started over');
    case 'lesson_updated':
      return trans.__('You went on with the new version');
    case 'kernel_noted':
      return kernelNoted(outcome ?? '', trans);
    default:
      // A newer server records more; it is shown, if without a name.
      return trans.__('Something else was recorded');
  }
}

/** A reply is recorded with how sure it was, else with how it ended. */
function replyEnded(outcome: string, trans: Words): string {
  const replied = trans.__('The tutor replied');
  switch (outcome) {
    case 'verified':
    case 'high':
    case 'medium':
    case 'low':
      return `${replied} · ${confidenceWords(outcome, trans).label}`;
    case 'failed':
      return trans.__('The tutor could not reply');
    case 'stopped':
    case 'lost':
    case 'withheld':
    case 'broke_off':
      return `${replied} · ${endingWords(outcome, trans) ?? ''}`;
    default:
      return replied;
  }
}

function cellWords(outcome: string, trans: Words): string {
  switch (outcome) {
    case 'error':
      return trans.__('You ran your answer cell, and an error came up');
    case 'interrupted':
      return trans.__('You ran your answer cell, and stopped it');
    default:
      return trans.__('You ran your answer cell');
  }
}

function kernelNoted(outcome: string, trans: Words): string {
  switch (outcome) {
    case 'attached':
      return trans.__('The tutor connected to your kernel');
    case 'restarted':
      return trans.__('Your kernel was restarted');
    case 'died':
      return trans.__('Your kernel stopped by itself');
    case 'detached':
      return trans.__('Your kernel went away');
    default:
      return trans.__('Something happened to your kernel');
  }
}

function isVerdict(outcome: string | null): outcome is Verdict {
  const verdicts: readonly (string | null)[] = [
    'correct',
    'incorrect',
    'unattempted',
    'error',
    'timeout',
    'undecided'
  ] satisfies Verdict[];
  return verdicts.includes(outcome);
}
