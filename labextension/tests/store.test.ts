import { describe, expect, test } from 'vitest';

import { initialScreen, reduce } from '../src/store';
import type { Change, Screen } from '../src/store';
import {
  asking,
  choice,
  delta,
  head,
  kernel,
  messages,
  question,
  typed,
  view,
  writing
} from './frames';

const after = (changes: readonly Change[], screen: Screen = initialScreen): Screen =>
  changes.reduce(reduce, screen);
const frame = (of: Extract<Change, { type: 'frame' }>['frame']): Change => ({
  type: 'frame',
  frame: of
});
const connected: Change = {
  type: 'connection',
  connection: { status: 'connected' },
  ifUnanswered: 'Unanswered.'
};
const waiting: Change = {
  type: 'connection',
  connection: { status: 'waiting', retryAt: 5 },
  ifUnanswered: 'Unanswered.'
};
const sent: Change = { type: 'sent', id: '1', command: { type: 'ask_hint' } };

describe('a view', () => {
  test('brings the first messages and the head', () => {
    expect(after([frame(view(0, messages(2)))])).toEqual({
      ...initialScreen,
      messages: messages(2),
      head: head()
    });
  });

  test('adds to the messages that came before', () => {
    const screen = after([frame(view(0, messages(2))), frame(view(2, messages(1, 2)))]);
    expect(screen.messages).toEqual(messages(3));
  });

  test('replaces from its base on, so that a whole view is never doubled', () => {
    const screen = after([frame(view(0, messages(4))), frame(view(0, messages(2)))]);
    expect(screen.messages).toEqual(messages(2));
  });

  test('that was overtaken by the whole view changes nothing', () => {
    const whole = after([frame(view(0, messages(3), head({ seq: 7 })))]);
    expect(after([frame(view(1, messages(1, 1), head({ seq: 5 })))], whole)).toBe(whole);
  });

  test('ends the trouble that was told before it', () => {
    const troubled = after([frame({ type: 'trouble', words: 'Not saved.' })]);
    expect(troubled.trouble).toBe('Not saved.');
    expect(after([frame(view(0, []))], troubled).trouble).toBeNull();
  });
});

describe('what is being written', () => {
  const begun = frame(view(0, messages(1), head({ writing: writing() })));
  const words = (screen: Screen): string | undefined => screen.head?.writing?.words;

  test('is replaced by all its words so far', () => {
    const screen = after([begun, frame(delta('Lists')), frame(delta('Lists are'))]);
    expect(screen).toEqual({
      ...initialScreen,
      messages: messages(1),
      head: head({ writing: writing({ words: 'Lists are' }) })
    });
  });

  test('is what the next view says, unless that has only a part of it yet', () => {
    const told = (text: string) => frame(view(1, [], head({ writing: writing({ words: text }) })));
    expect(words(after([begun, frame(delta('Lists are')), told('Lists')]))).toBe('Lists are');
    expect(words(after([begun, frame(delta('Lists are')), told('Loops')]))).toBe('Loops');
    const other = head({ writing: writing({ request: 'reply-9', words: '' }) });
    expect(words(after([begun, frame(delta('Lists are')), frame(view(1, [], other))]))).toBe('');
    const ended = after([begun, frame(delta('Lists are')), frame(view(1, messages(1, 1)))]);
    expect(ended.head).toEqual(head());
  });

  test('is not changed by words of another, or by the same words again', () => {
    const screen = after([begun, frame(delta('Lists'))]);
    expect(reduce(screen, frame(delta('Loops', 'reply-9')))).toBe(screen);
    expect(reduce(screen, frame(delta('Lists')))).toBe(screen);
    expect(reduce(initialScreen, frame(delta('Lists')))).toBe(initialScreen);
    const ended = after([frame(view(0, []))]);
    expect(reduce(ended, frame(delta('Lists')))).toBe(ended);
  });
});

describe('a command under way', () => {
  test('is settled by its own acceptance only', () => {
    const screen = after([connected, sent]);
    expect(screen.sent).toEqual([{ id: '1', command: { type: 'ask_hint' } }]);
    expect(after([frame({ type: 'accepted', id: '2', seq: 1 })], screen).sent).toHaveLength(1);
    expect(after([frame({ type: 'accepted', id: '1', seq: 1 })], screen).sent).toEqual([]);
  });

  test('that is refused leaves the reason as a note', () => {
    const screen = after([sent, frame({ type: 'refused', id: '1', reason: 'Not now.' })]);
    expect(screen.sent).toEqual([]);
    expect(screen.note).toEqual({ words: 'Not now.', remedy: null });
  });

  test('stays under way when the refusal is of another frame', () => {
    const screen = after([sent, frame({ type: 'refused', id: null, reason: 'Not read.' })]);
    expect(screen.sent).toHaveLength(1);
    expect(screen.note).toEqual({ words: 'Not read.', remedy: null });
  });

  test('clears the note on the one before', () => {
    const noted = after([{ type: 'note', note: { words: 'Pick one.', remedy: null } }]);
    expect(after([sent], noted).note).toBeNull();
  });

  test('is given up with words when the connection breaks', () => {
    const screen = after([connected, sent, waiting]);
    expect(screen.sent).toEqual([]);
    expect(screen.note).toEqual({ words: 'Unanswered.', remedy: null });
  });

  test('is given up with words when no answer comes, and only then', () => {
    const unanswered: Change = { type: 'unanswered', id: '1', words: 'Try again.' };
    expect(after([sent, unanswered]).note).toEqual({ words: 'Try again.', remedy: null });
    const settled = after([sent, frame({ type: 'accepted', id: '1', seq: 1 })]);
    expect(reduce(settled, unanswered)).toBe(settled);
  });
});

describe('a connection', () => {
  test('that breaks with nothing under way leaves no note and forgets the kernel', () => {
    const screen = after([connected, frame(kernel()), waiting]);
    expect(screen).toEqual({ ...initialScreen, connection: { status: 'waiting', retryAt: 5 } });
  });

  test('that breaks leaves the conversation', () => {
    const screen = after([connected, frame(view(0, messages(2))), waiting]);
    expect(screen.messages).toEqual(messages(2));
    expect(screen.head).toEqual(head());
  });
});

describe('the kernel', () => {
  const busy: Change = { type: 'note', note: { words: 'A cell is running.', remedy: 'stop_cell' } };

  test('that is free again ends the note about a running cell', () => {
    expect(after([busy, frame(kernel({ status: 'busy' }))]).note).not.toBeNull();
    expect(after([busy, frame(kernel())]).note).toBeNull();
  });

  test('leaves other notes alone', () => {
    const note: Change = { type: 'note', note: { words: 'No cell.', remedy: 'put_back' } };
    expect(after([note, frame(kernel())]).note).toEqual({ words: 'No cell.', remedy: 'put_back' });
  });
});

describe('what is picked', () => {
  const asked = frame(view(0, [], asking(choice())));

  test('is kept while the question is open', () => {
    const picked: Change = { type: 'pick', options: ['b'] };
    expect(after([asked, picked, asked]).picked).toEqual(['b']);
  });

  test('begins with the last answer, as far as its options still exist', () => {
    const again = frame(view(0, [], asking(choice({ last_answer: 'b,gone' }))));
    expect(after([again]).picked).toEqual(['b']);
  });

  test('loses an option that the author took away', () => {
    const picked: Change = { type: 'pick', options: ['a', 'b'] };
    const fewer = choice({ options: [{ id: 'b', text: 'round' }] });
    expect(after([asked, picked, frame(view(0, [], asking(fewer)))]).picked).toEqual(['b']);
  });

  test('is forgotten with the question', () => {
    const picked: Change = { type: 'pick', options: ['b'] };
    const next = frame(view(0, [], asking(question())));
    expect(after([asked, picked, next]).picked).toEqual([]);
    expect(after([asked, picked, frame(view(0, [], head()))]).picked).toEqual([]);
  });
});

describe('what is typed', () => {
  const asked = frame(view(0, [], asking(typed('prose'))));
  const text: Change = { type: 'type', text: 'Because' };

  test('begins with the last answer', () => {
    const again = frame(view(0, [], asking(typed('prose', { last_answer: 'So.' }))));
    expect(after([again]).typed).toBe('So.');
  });

  test('is kept while the question is open, whatever was said to it', () => {
    const wrong = asking(typed('prose', { attempts: 1, last_answer: 'So.' }));
    expect(after([asked, text, waiting, frame(view(0, [], wrong))]).typed).toBe('Because');
  });

  test('is forgotten with the question, and when the lesson begins anew with it', () => {
    const tried = frame(view(0, [], asking(typed('prose', { attempts: 1 }))));
    expect(after([tried, text, asked]).typed).toBe('');
    expect(after([asked, text, frame(view(0, [], head()))]).typed).toBe('');
    const next = frame(view(0, [], asking(typed('prose', { id: 'why' }))));
    expect(after([asked, text, next]).typed).toBe('');
  });
});

test('words that went on elsewhere and heartbeats change nothing on the screen', () => {
  const screen = after([connected, frame(view(0, messages(1)))]);
  expect(reduce(screen, frame({ type: 'heartbeat' }))).toBe(screen);
  expect(reduce(screen, frame({ type: 'moved', words: 'Elsewhere.' }))).toBe(screen);
});
