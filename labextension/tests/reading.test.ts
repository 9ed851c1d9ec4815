import { describe, expect, test } from 'vitest';

import { readFrame } from '../src/reading';
import {
  asking,
  choice,
  delta,
  head,
  kernel,
  message,
  reply,
  report,
  typed,
  view,
  writing
} from './frames';

const read = (value: unknown) => readFrame(JSON.stringify(value));

describe('a frame of the protocol', () => {
  test.each([
    view(0, [message(0), message(1, { kind: 'verdict', report: report() })]),
    view(7, [], asking(choice())),
    view(0, [], asking(typed('number', { unit: 'm', tries_left: 2 }), { newer: true })),
    view(0, [], asking(typed('expression', { names: ['n'] }))),
    view(
      0,
      [
        message(0, { kind: 'reply', reply: reply(), helped: true }),
        message(1, {
          kind: 'reply',
          reply: reply({
            ending: 'lost',
            confidence: null,
            rests_on: [
              { type: 'section', id: 'lists', title: 'Lists' },
              { type: 'answer', id: 'mean', title: 'The mean' }
            ],
            offers_person: true
          })
        }),
        message(2, { kind: 'summary', helped: true })
      ],
      head({ writing: writing({ kind: 'hint', words: 'Look at' }), model: 'a model', persons: [1] })
    ),
    delta('Lists are'),
    { type: 'accepted', id: '7', seq: 42 },
    { type: 'refused', id: null, reason: 'That could not be read.' },
    kernel({ note: 'Forking is not available.' }),
    { type: 'moved', words: 'It went on elsewhere.' },
    { type: 'trouble', words: 'It could not be saved.' },
    { type: 'heartbeat' }
  ])('$type is read as it was sent', frame => {
    expect(read(frame)).toEqual({ read: 'frame', frame });
  });

  test('is read where the ideas of an answer are not told', () => {
    const frame = view(0, [message(0, { report: report() })]);
    const told = JSON.stringify(frame).replace(',"evidence":[]', '');
    expect(told).not.toContain('evidence');
    expect(readFrame(told)).toEqual({ read: 'frame', frame });
  });

  test('is read without what the protocol does not name', () => {
    const frame = view(0, [message(0, { report: report() })]);
    const told = JSON.parse(JSON.stringify(frame)) as typeof frame;
    Object.assign(told, { more: 1 });
    Object.assign(told.messages[0]?.report ?? {}, { fault: 'Traceback …' });
    expect(read(told)).toEqual({ read: 'frame', frame });
  });
});

describe('what is not of the protocol', () => {
  test('of a type unknown here is told apart', () => {
    expect(read({ type: 'confetti' })).toEqual({ read: 'unknown', type: 'confetti' });
    expect(read({ type: 'toString' })).toEqual({ read: 'unknown', type: 'toString' });
  });

  test.each([
    ['{nonsense', null],
    ['[]', null],
    ['null', null],
    ['{"type": 3}', null],
    [new ArrayBuffer(2), null],
    ['{"type": "accepted", "id": "1"}', 'accepted'],
    ['{"type": "moved"}', 'moved']
  ])('%s is unreadable', (data, type) => {
    expect(readFrame(data)).toMatchObject({ read: 'unreadable', type });
  });

  test.each([
    [{ ...view(0, []), base: -1 }, 'frame.base should be a count'],
    [{ ...view(0, []), base: 1.5 }, 'frame.base should be a count'],
    [{ ...view(0, []), messages: {} }, 'frame.messages should be a list'],
    [
      view(0, [{ ...message(0), kind: 'shout' as 'hint' }]),
      'frame.messages[0].kind should be one of welcome, exposition, question, answer, verdict, ' +
        'hint, skipped, solution, review, completed, said, reply, summary, notice'
    ],
    [
      view(0, [], { ...head(), question: 'mean' as never }),
      'frame.head.question should be an object'
    ],
    [kernel({ note: 4 as never }), 'frame.note should be text']
  ])('%# says where and what was expected', (frame, why) => {
    expect(read(frame)).toEqual({ read: 'unreadable', type: frame.type, why });
  });
});
