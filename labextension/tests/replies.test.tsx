import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import type { Ending, Message, Reply } from '../src/protocol';
import { head, message, reply, report, view } from './frames';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

const replied = (parts: Partial<Reply> = {}, id = 0): Message =>
  message(id, { kind: 'reply', text: 'Lists.', reply: reply(parts), helped: true });
const shown = async (...messages: Message[]): Promise<HTMLElement> => {
  stage.show();
  await says(view(0, messages));
  return hooks('message').at(-1) ?? document.body;
};
const time = new Date('2026-11-22T09:46:20.125Z').toLocaleTimeString([], {
  hour: '2-digit',
  minute: '2-digit'
});

describe('how far a reply can be relied on', () => {
  test.each([
    ['verified', '✓', 'Verified by running'],
    ['high', '●', 'Confident'],
    ['medium', '◐', 'Fairly sure – check it'],
    ['low', '○', 'Not sure – an outline only']
  ] as const)('is said in words: %s', async (label, sign, words) => {
    const item = await shown(replied({ confidence: { label, factors: [], ran: [] } }));
    const summary = item.querySelector('summary');
    expect(hooks('confidence').map(({ dataset }) => dataset['confidence'])).toEqual([label]);
    expect(summary?.textContent).toBe(`${sign}${words} Why?`);
    expect(summary?.querySelector('[aria-hidden]')?.textContent).toBe(sign);
  });

  test('opens to the reasons, and to what was run', async () => {
    const ran = ['`mean([1, 2, 3])` gives `2`', 'I ran what was claimed.', 'One ` alone'];
    const { confidence } = reply();
    await shown(replied({ confidence: confidence && { ...confidence, label: 'verified', ran } }));
    expect((hooks('confidence')[0] as HTMLDetailsElement).open).toBe(false);
    expect(texts(hooks('factor'))).toEqual([
      'How sure the language model is: 80\u00a0%The language model says it is fairly sure.',
      'How much the lesson has on it: 90\u00a0%The lesson has a section on lists.',
      'How clear the question is: 100\u00a0%The question is clear.',
      'How complete the reply is: 50\u00a0%One part of the question is left open.'
    ]);
    expect(texts(hooks('reply-ran'))).toEqual(['mean([1, 2, 3]) gives 2', ran[1], ran[2]]);
    const code = hooks('reply-ran').map(line => texts([...line.querySelectorAll('code')]));
    expect(code).toEqual([['mean([1, 2, 3])', '2'], [], [ran[2]]]);
  });

  test('is not said where it is not known', async () => {
    await shown(replied({ confidence: null }));
    expect(hooks('confidence')).toEqual([]);
  });
});

test.each([
  ['finished', []],
  ['stopped', ['Stopped before its end']],
  ['lost', ['Lost before its end']],
  ['withheld', ['Held back']],
  ['failed', ['Not answered']],
  ['broke_off', ['Broke off']]
] as [Ending, string[]][])('of a reply that is %s the end is told', async (ending, words) => {
  const item = await shown(replied({ ending, confidence: null }));
  expect(texts(hooks('reply-ending'))).toEqual(words);
  expect(item.dataset['partial']).toBe(String(ending !== 'finished'));
  expect(item.textContent).toBe(`Tutorby a language model${time}Lists.${words.join('')}`);
});

describe('what a reply rests on', () => {
  const section = { type: 'section', id: 'lists', title: 'Lists' } as const;
  const answer = { type: 'answer', id: 'mean', title: 'The mean' } as const;
  const conversation = [
    message(0, { title: 'Lists' }),
    message(1, { kind: 'question', question: 'mean', title: 'The mean' }),
    message(2, { title: 'Lists' }),
    message(3, { title: 'Loops' })
  ];
  const go = async (name: string): Promise<string | undefined> => {
    await userEvent.click(button(name));
    return (document.activeElement as HTMLElement).dataset['messageId'];
  };

  test('leads to the newest message before it that shows it', async () => {
    await shown(
      ...conversation,
      replied({ rests_on: [section, answer] }, 4),
      message(5, { title: 'Lists' })
    );
    const list = screen.getByRole('list', { name: 'What the reply rests on' });
    expect(texts(within(list).getAllByRole('listitem'))).toEqual([
      'the section “Lists”',
      'your answer to “The mean”'
    ]);
    expect(await go('the section “Lists”')).toBe('2');
    expect(await go('your answer to “The mean”')).toBe('1');
  });

  test('leads to the answer rather than to its question', async () => {
    const given = message(4, { kind: 'answer', author: 'learner', question: 'mean' });
    await shown(...conversation, given, replied({ rests_on: [answer] }, 5));
    expect(await go('your answer to “The mean”')).toBe('4');
  });

  test('is only named where the conversation does not show it', async () => {
    await shown(replied({ rests_on: [section] }));
    expect(texts(hooks('ground'))).toEqual(['the section “Lists”']);
    expect(hooks('go-to-ground')).toEqual([]);
  });
});

describe('a person', () => {
  test('is asked for a reply that offers it, and then is told of in its place', async () => {
    await shown(message(0), replied({ offers_person: true }, 1));
    await userEvent.click(button('Ask a person: about this reply'));
    expect(asked()).toEqual([{ type: 'ask_person', message: 1 }]);
    await says(
      { type: 'accepted', id: '1', seq: 4 },
      view(2, [message(2, { kind: 'notice', author: 'notice' })], head({ persons: [1] }))
    );
    expect(hooks('ask-person')).toEqual([]);
    expect(texts(hooks('person-asked'))).toEqual(['On your instructor’s list']);
    expect(document.activeElement).toBe(hooks('person-asked')[0]);
  });

  test('is not offered by another', async () => {
    await shown(replied());
    expect(hooks('ask-person')).toEqual([]);
    expect(hooks('person-asked')).toEqual([]);
  });
});

test.each([
  ['hint', 'Hint'],
  ['summary', 'How it has gone'],
  ['reply', 'Tutor']
] as const)('a %s that a language model wrote says so', async (kind, label) => {
  const item = await shown(message(0, { kind, helped: true }));
  expect(item.querySelector('.jt-Message-label')?.textContent).toBe(
    `${label}by a language model${time}`
  );
  await says(view(0, [message(0, { kind })]));
  expect(hooks('helped')).toEqual([]);
});

describe('the ideas of an answer', () => {
  test('are those found, in its words, and then those not found', async () => {
    const evidence = [
      { idea: 'It is shared out.', found: false, quote: null },
      { idea: 'All are added up.', found: true, quote: 'you <b>add</b> them' },
      { idea: 'There are many.', found: true, quote: null }
    ];
    await shown(message(0, { kind: 'verdict', report: report({ evidence }) }));
    const list = screen.getByRole('list', { name: 'Ideas in your answer' });
    expect(texts(within(list).getAllByRole('listitem'))).toEqual([
      '✓Found: All are added up. – “you <b>add</b> them”',
      '✓Found: There are many.',
      '○Not found: It is shared out.'
    ]);
    expect(hooks('idea').map(({ dataset }) => dataset['found'])).toEqual(['true', 'true', 'false']);
  });

  test('are not listed where there are none', async () => {
    await shown(message(0, { kind: 'verdict', report: report() }));
    expect(screen.queryByRole('list', { name: 'Ideas in your answer' })).toBeNull();
  });
});
