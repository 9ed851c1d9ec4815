/**
 * What the panel's screen shows, as a pure function of what has arrived and been done.
 *
 * Owns the screen's state and the one function that changes it. It never sends, waits, or looks
 * at the clock. Words here come from the server or, ready translated, from the caller.
 */

import type { Connection } from './channel';
import type {
  Command,
  DeltaFrame,
  Head,
  KernelFrame,
  Message,
  OpenQuestion,
  RecordFrame,
  ServerFrame
} from './protocol';

/** What a note offers to do about itself; null when it only tells. */
export type Remedy = 'put_back' | 'stop_cell' | null;

/** A word to the learner beside the buttons: why something was not done, or what is awaited. */
export interface Note {
  readonly words: string;
  readonly remedy: Remedy;
}

/** A command under way. */
export interface Sent {
  readonly id: string;
  readonly command: Command;
}

export interface Screen {
  readonly connection: Connection;
  readonly messages: readonly Message[];
  /** Null until the first view. */
  readonly head: Head | null;
  /** Null until the server has told. */
  readonly kernel: KernelFrame | null;
  /** How saving goes; null as long as the server has told nothing else than that it does. */
  readonly record: RecordFrame | null;
  readonly sent: readonly Sent[];
  readonly note: Note | null;
  /** Words of the server about why it could not save or load; null when all is well. */
  readonly trouble: string | null;
  /** The options picked for the open choice question, or the lines put in order so far. */
  readonly picked: readonly string[];
  /** What is typed for the open question, a line for each blank; empty where nothing is typed. */
  readonly typed: string;
  /** What is being written to the tutor and has not been sent. */
  readonly writing: string;
  /** True while the answer cell is being run on behalf of Check. */
  readonly running: boolean;
}

export type Change =
  | { readonly type: 'connection'; readonly connection: Connection; readonly ifUnanswered: string }
  /** `draft` is what was typed earlier for the question that a view asks; absent: nothing. */
  | { readonly type: 'frame'; readonly frame: ServerFrame; readonly draft?: string }
  | { readonly type: 'sent'; readonly id: string; readonly command: Command }
  | { readonly type: 'unanswered'; readonly id: string; readonly words: string }
  | { readonly type: 'note'; readonly note: Note | null }
  | { readonly type: 'pick'; readonly options: readonly string[] }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'write'; readonly text: string }
  | { readonly type: 'running'; readonly running: boolean };

export const initialScreen: Screen = {
  connection: { status: 'connecting' },
  messages: [],
  head: null,
  kernel: null,
  record: null,
  sent: [],
  note: null,
  trouble: null,
  picked: [],
  typed: '',
  writing: '',
  running: false
};

/** The screen after a change. Returns the same object when nothing is different. */
export function reduce(screen: Screen, change: Change): Screen {
  switch (change.type) {
    case 'connection':
      return connectionChanged(screen, change.connection, change.ifUnanswered);
    case 'frame':
      return frameArrived(screen, change.frame, change.draft ?? '');
    case 'sent':
      return {
        ...screen,
        sent: [...screen.sent, { id: change.id, command: change.command }],
        note: null
      };
    case 'unanswered':
      return screen.sent.some(sent => sent.id === change.id)
        ? { ...settled(screen, change.id), note: { words: change.words, remedy: null } }
        : screen;
    case 'note':
      return { ...screen, note: change.note };
    case 'pick':
      return { ...screen, picked: change.options };
    case 'type':
      return { ...screen, typed: change.text };
    case 'write':
      return { ...screen, writing: change.text };
    case 'running':
      return { ...screen, running: change.running };
  }
}

function connectionChanged(screen: Screen, connection: Connection, ifUnanswered: string): Screen {
  const next = { ...screen, connection };
  if (connection.status === 'connected') {
    return next;
  }
  // Whether a command under way was carried out is unknown; the next view will show it.
  return {
    ...next,
    kernel: null,
    record: null,
    sent: [],
    note: screen.sent.length > 0 ? { words: ifUnanswered, remedy: null } : screen.note
  };
}

function frameArrived(screen: Screen, frame: ServerFrame, draft: string): Screen {
  switch (frame.type) {
    case 'view':
      if (frame.base > 0 && frame.head.seq < (screen.head?.seq ?? 0)) {
        // It was on its way when the whole view was asked for, which has it in already.
        return screen;
      }
      return {
        ...screen,
        messages: [...screen.messages.slice(0, frame.base), ...frame.messages],
        head: notShorter(frame.head, screen.head),
        trouble: null,
        ...answerAfter(screen, frame.head.question, draft)
      };
    case 'delta':
      return wordsCame(screen, frame);
    case 'accepted':
      return settled(screen, frame.id);
    case 'refused':
      return {
        ...(frame.id === null ? screen : settled(screen, frame.id)),
        note: { words: frame.reason, remedy: null }
      };
    case 'kernel':
      return {
        ...screen,
        kernel: frame,
        note: screen.note?.remedy === 'stop_cell' && frame.status !== 'busy' ? null : screen.note
      };
    case 'record':
      return { ...screen, record: frame.state === 'fine' ? null : frame };
    case 'trouble':
      return { ...screen, trouble: frame.words };
    case 'moved':
    case 'heartbeat':
      return screen;
  }
}

/** A view has what is recorded of the words; those that came before it stay in sight. */
function notShorter(head: Head, before: Head | null): Head {
  const now = head.writing;
  const then = before?.writing;
  if (!now || then?.request !== now.request || !then.words.startsWith(now.words)) {
    return head;
  }
  return { ...head, writing: { ...now, words: then.words } };
}

/** Words of what is no longer being written are late, and change nothing. */
function wordsCame(screen: Screen, { request, text }: DeltaFrame): Screen {
  const { head } = screen;
  if (!head?.writing || head.writing.request !== request || head.writing.words === text) {
    return screen;
  }
  return { ...screen, head: { ...head, writing: { ...head.writing, words: text } } };
}

function settled(screen: Screen, id: string): Screen {
  return { ...screen, sent: screen.sent.filter(sent => sent.id !== id) };
}

/**
 * The answer in the making: kept while the question stays, right or wrong; for another question,
 * or the same one begun anew, it is what was typed for it earlier, else what was answered last.
 */
function answerAfter(
  screen: Screen,
  question: OpenQuestion | null,
  draft: string
): Pick<Screen, 'picked' | 'typed'> {
  if (question === null || question.kind === 'code') {
    return { picked: [], typed: '' };
  }
  const before = screen.head?.question;
  const stays =
    before?.id === question.id &&
    before.kind === question.kind &&
    before.attempts <= question.attempts;
  const last = question.last_answer ?? '';
  if (question.kind !== 'choice' && question.kind !== 'order') {
    return { picked: [], typed: stays ? screen.typed : draft || last };
  }
  const ids = question.options.map(option => option.id);
  const picked = stays ? screen.picked : last.split(',');
  return { picked: picked.filter(id => ids.includes(id)), typed: '' };
}
