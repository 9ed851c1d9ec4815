import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import { FakeSocket } from './fakeSocket';
import { action, asking, choice, head, message, question, report, typed, view } from './frames';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

const box = (): HTMLInputElement | HTMLTextAreaElement =>
  screen.getByRole('textbox', { name: 'Your answer How many?' });
const answered = (text: string): unknown => ({
  type: 'submit_answer',
  question: 'how-many',
  answer: { type: 'text', text }
});
const described = (): string =>
  (box().getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map(id => document.getElementById(id)?.textContent)
    .join(' ');

describe('a number', () => {
  test('is one line with its unit, checked with Enter', async () => {
    stage.show();
    await says(view(0, [], asking(typed('number', { unit: 'metres' }))));
    expect(box().tagName).toBe('INPUT');
    // A keyboard of digits has no unit, no minus and no stroke.
    expect(box().inputMode).toBe('');
    expect(described()).toBe('metres Type a number; Enter checks it.');
    await userEvent.type(box(), '3.5{Enter}');
    expect(asked()).toEqual([answered('3.5')]);
  });
});

describe('an expression', () => {
  test('is one line that says which names it may use', async () => {
    stage.show();
    await says(view(0, [], asking(typed('expression', { names: ['n', 'total'] }))));
    expect(described()).toMatch(/You can use: n, total$/);
    await userEvent.type(box(), 'total / n{Enter}');
    expect(asked()).toEqual([answered('total / n')]);
  });
});

describe.each(['predict', 'prose'] as const)('%s', kind => {
  test('has lines: Enter begins one, and with Ctrl or Cmd it checks', async () => {
    stage.show();
    await says(view(0, [], asking(typed(kind))));
    expect(box().tagName).toBe('TEXTAREA');
    await userEvent.type(box(), 'one{Enter}two');
    expect(asked()).toEqual([]);
    await userEvent.type(box(), '{Control>}{Enter}{/Control}');
    await says({ type: 'accepted', id: '1', seq: 4 });
    await userEvent.type(box(), '{Meta>}{Enter}{/Meta}');
    expect(asked()).toEqual([answered('one\ntwo'), answered('one\ntwo')]);
  });
});

test.each([
  ['number', 'Type a number first.'],
  ['predict', 'First type what you think the program shows. A guess is fine.'],
  ['expression', 'Type an expression first.'],
  ['prose', 'Write your answer first. A sentence or two is enough.']
] as const)('nothing typed for %s is a kind note, and is not handed in', async (kind, words) => {
  stage.show();
  await says(view(0, [], asking(typed(kind))));
  await userEvent.type(box(), ' ');
  await userEvent.click(button('Check'));
  expect(asked()).toEqual([]);
  expect(texts(hooks('note'))).toEqual([words]);
});

test('Enter that ends the composing of a word does not check', async () => {
  stage.show();
  await says(view(0, [], asking(typed('expression'))));
  await userEvent.type(box(), 'に');
  act(() => {
    box().dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    );
  });
  expect(asked()).toEqual([]);
});

test('what is refused stays typed, and the reason is a note', async () => {
  stage.show();
  await says(view(0, [], asking(typed('number'))));
  await userEvent.type(box(), 'three{Enter}');
  await says({ type: 'refused', id: '1', reason: 'I cannot read that as a number.' });
  expect(texts(hooks('note'))).toEqual(['I cannot read that as a number.']);
  expect(box().value).toBe('three');
});

test('a wrong answer stays typed, and the keyboard stays in it', async () => {
  stage.show();
  await says(view(0, [], asking(typed('number'))));
  await userEvent.type(box(), '4{Enter}');
  const wrong = message(0, { kind: 'verdict', report: report() });
  await says(
    { type: 'accepted', id: '1', seq: 5 },
    view(0, [wrong], asking(typed('number', { attempts: 1, last_answer: '4' })))
  );
  expect(box().value).toBe('4');
  expect(document.activeElement).toBe(box());
});

test('after a right answer the keyboard is at the next step', async () => {
  stage.show();
  await says(view(0, [], asking(typed('number'))));
  await userEvent.type(box(), '4{Enter}');
  await says(view(0, [], head({ phase: 'correct', actions: [action('continue')] })));
  expect(document.activeElement).toBe(button('Continue'));
});

test('what is typed is kept while the line breaks and comes back', async () => {
  stage.show();
  await says(view(0, [], asking(typed('prose'))));
  await userEvent.type(box(), 'Because');
  act(() => {
    FakeSocket.last.ends(1006);
  });
  await userEvent.type(box(), ' it is');
  // Not by its button: on a slow machine the panel has begun to try again by itself.
  act(() => stage.session.connect());
  await says(view(0, [message(0)], asking(typed('prose'))));
  expect(box().value).toBe('Because it is');
});

test.each([question({ title: 'How many?' }), choice({ title: 'How many?' })])(
  'a question of kind $kind has nothing to type in',
  async open => {
    stage.show();
    await says(view(0, [], asking(open)));
    expect(hooks('answer-text')).toEqual([]);
  }
);
