/**
 * The panel's own words for the protocol's names, in the reader's language.
 *
 * Owns no others: what a tutor says comes from the server.
 */

import type { Words } from '../host';
import type {
  ActionName,
  ConfidenceLabel,
  Ending,
  FactorName,
  KernelFrame,
  Message,
  ProgressStatus,
  Verdict,
  Writing
} from '../protocol';

export function actionLabel(name: ActionName, trans: Words): string {
  switch (name) {
    case 'continue':
      return trans.__('Continue');
    case 'check':
      return trans.__('Check');
    case 'hint':
      return trans.__('Hint');
    case 'skip':
      return trans.__('Skip');
    case 'solution':
      return trans.__('Show solution');
    case 'stop_check':
    case 'stop_reply':
      return trans.__('Stop');
    case 'summary':
      return trans.__('How has it gone?');
    case 'start_over':
      return trans.__('Start over');
    case 'update':
      return trans.__('Go on with the new version');
  }
}

/** A verdict as a word and a sign; the sign is never the only carrier of the meaning. */
export function verdictWords(
  verdict: Verdict,
  trans: Words
): { readonly label: string; readonly sign: string } {
  switch (verdict) {
    case 'correct':
      return { label: trans.__('Correct'), sign: '✓' };
    case 'incorrect':
      return { label: trans.__('Not yet'), sign: '✗' };
    case 'unattempted':
      return { label: trans.__('Not tried yet'), sign: '○' };
    case 'error':
      return { label: trans.__('An error came up'), sign: '!' };
    case 'timeout':
      return { label: trans.__('It took too long'), sign: '⏱' };
    case 'undecided':
      return { label: trans.__('Could not be judged'), sign: '?' };
  }
}

/** What stands above a message: who says it, and what it is. */
export function messageLabel(message: Message, trans: Words): string {
  switch (message.kind) {
    case 'welcome':
    case 'exposition':
    case 'skipped':
    case 'review':
    case 'completed':
    case 'reply':
      return trans.__('Tutor');
    case 'question':
      return trans.__('Question');
    case 'answer':
      return trans.__('Your answer');
    case 'verdict':
      return message.report === null
        ? trans.__('Check')
        : verdictWords(message.report.verdict, trans).label;
    case 'hint':
      return trans.__('Hint');
    case 'solution':
      return trans.__('Solution');
    case 'summary':
      return trans.__('How it has gone');
    case 'said':
      return trans.__('You');
    case 'notice':
      return trans.__('Note');
  }
}

/** How far a reply can be relied on, as a word and a sign. */
export function confidenceWords(
  label: ConfidenceLabel,
  trans: Words
): { readonly label: string; readonly sign: string } {
  switch (label) {
    case 'verified':
      return { label: trans.__('Verified by running'), sign: '✓' };
    case 'high':
      return { label: trans.__('Confident'), sign: '●' };
    case 'medium':
      return { label: trans.__('Fairly sure – check it'), sign: '◐' };
    case 'low':
      return { label: trans.__('Not sure – an outline only'), sign: '○' };
  }
}

/** That a reply has not come to its end, and why; null where it has. */
export function endingWords(ending: Ending, trans: Words): string | null {
  switch (ending) {
    case 'finished':
      return null;
    case 'stopped':
      return trans.__('Stopped before its end');
    case 'lost':
      return trans.__('Lost before its end');
    case 'withheld':
      return trans.__('Held back');
    case 'failed':
      return trans.__('Not answered');
    case 'broke_off':
      return trans.__('Broke off');
  }
}

/** What a factor of a confidence is about. */
export function factorWords(name: FactorName, trans: Words): string {
  switch (name) {
    case 'self_assessment':
      return trans.__('How sure the language model is');
    case 'relevance':
      return trans.__('How much the lesson has on it');
    case 'clarity':
      return trans.__('How clear the question is');
    case 'completeness':
      return trans.__('How complete the reply is');
  }
}

/** What is being written. */
export function writingWords(kind: Writing['kind'], trans: Words): string {
  switch (kind) {
    case 'reply':
      return trans.__('The tutor is writing…');
    case 'hint':
      return trans.__('The tutor is writing a hint…');
    case 'summary':
      return trans.__('The tutor is summing up…');
  }
}

export function statusWords(
  status: ProgressStatus,
  trans: Words
): { readonly label: string; readonly sign: string } {
  switch (status) {
    case 'ahead':
      return { label: trans.__('still to come'), sign: '○' };
    case 'open':
      return { label: trans.__('open'), sign: '●' };
    case 'skipped':
      return { label: trans.__('skipped for now'), sign: '↷' };
    case 'correct':
      return { label: trans.__('answered'), sign: '✓' };
    case 'undecided':
      return { label: trans.__('could not be judged'), sign: '?' };
    case 'missed':
      return { label: trans.__('not solved'), sign: '–' };
  }
}

/** How answers are judged now, or why they cannot be; null while the server has not told. */
export function kernelWords(kernel: KernelFrame | null, trans: Words): string | null {
  if (kernel === null) {
    return null;
  }
  switch (kernel.status) {
    case 'none':
      return trans.__('The notebook has no running kernel, so code cannot be checked yet.');
    case 'starting':
      return trans.__('The kernel is starting.');
    case 'restarting':
      return trans.__('The kernel is restarting.');
    case 'dead':
      return trans.__('The kernel has stopped. Restart it with the Kernel menu.');
    case 'busy':
      return trans.__('A cell is running.');
    case 'idle':
      break;
  }
  switch (kernel.checks) {
    case 'fork':
      return trans.__('Answers are checked in a copy of your kernel, which stays as it is.');
    case 'fresh':
      return trans.__('Answers are checked in a fresh Python, apart from your kernel.');
    case 'none':
      return trans.__('Code cannot be checked just now.');
  }
}

/** Points are fractions now and then; two digits are enough to read. */
export function pointsWords(points: number, max: number, trans: Words): string {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return trans._n('%2 of %1 point', '%2 of %1 points', round(max), round(points));
}
