import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import type { OpenQuestion } from '../src/protocol';
import { asking, question, view } from './frames';
import { asked, button, hooks, says, stageForEach } from './stage';

const stage = stageForEach();

const order = (parts: Partial<OpenQuestion> = {}): OpenQuestion =>
  question({
    id: 'tea',
    kind: 'order',
    title: 'Tea',
    options: [
      { id: '3', text: 'Pour it in.' },
      { id: '1', text: 'Boil the water.' },
      { id: '2', text: 'Fetch a cup.' }
    ],
    stub: null,
    ...parts
  });

const blanks = (parts: Partial<OpenQuestion> = {}): OpenQuestion =>
  question({
    id: 'sum',
    kind: 'blanks',
    title: 'Adding up',
    pieces: ['for x in ', ':\n    total ', ' x'],
    verbatim: true,
    stub: null,
    ...parts
  });

const put = (): (string | undefined)[] => hooks('line').map(line => line.dataset['line']);
const left = (): (string | undefined)[] => hooks('line-left').map(line => line.dataset['line']);
const submitted = (lines: string[]): unknown => ({
  type: 'submit_answer',
  question: 'tea',
  answer: { type: 'order', lines }
});

describe('lines to be put in order', () => {
  test('are put by pressing them, moved, taken out, and handed in', async () => {
    stage.show();
    await says(view(0, [], asking(order())));
    expect(left()).toEqual(['3', '1', '2']);
    await userEvent.click(button('Put next: Pour it in.'));
    await userEvent.click(button('Put next: Boil the water.'));
    await userEvent.click(button('Put next: Fetch a cup.'));
    expect([put(), left()]).toEqual([['3', '1', '2'], []]);
    await userEvent.click(button('Move down: Pour it in.'));
    expect(put()).toEqual(['1', '3', '2']);
    await userEvent.click(button('Move up: Fetch a cup.'));
    expect(put()).toEqual(['1', '2', '3']);
    await userEvent.click(button('Take out: Boil the water.'));
    expect([put(), left()]).toEqual([['2', '3'], ['1']]);
    await userEvent.click(button('Check'));
    expect(asked()).toEqual([submitted(['2', '3'])]);
  });

  test('need nothing but the keyboard, which stays with what was moved', async () => {
    stage.show();
    await says(view(0, [], asking(order())));
    button('Put next: Pour it in.').focus();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(button('Put next: Boil the water.'));
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(button('Put next: Fetch a cup.'));
    await userEvent.keyboard(' ');
    expect(document.activeElement).toBe(button('Take out: Fetch a cup.'));
    button('Move down: Pour it in.').focus();
    await userEvent.keyboard('{Enter}{Enter}{Enter}');
    expect(put()).toEqual(['1', '2', '3']);
    expect(document.activeElement).toBe(button('Move down: Pour it in.'));
    expect(screen.getByText('Now in place 3 of 3.')).toBeTruthy();
    button('Take out: Pour it in.').focus();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(button('Put next: Pour it in.'));
  });

  test('are what was answered last, after a reload; nothing put is nothing handed in', async () => {
    stage.show();
    await says(view(0, [], asking(order({ attempts: 1, last_answer: '2,9,1' }))));
    expect([put(), left()]).toEqual([['2', '1'], ['3']]);
    await userEvent.click(button('Take out: Fetch a cup.'));
    await userEvent.click(button('Take out: Boil the water.'));
    await userEvent.click(button('Check'));
    expect(asked()).toEqual([]);
    expect(screen.getByText('Put the lines in order first.')).toBeTruthy();
  });

  test('of a program keep their indentation', async () => {
    stage.show();
    const options = [
      { id: '1', text: '    return x' },
      { id: '2', text: 'def f(x):' }
    ];
    await says(view(0, [], asking(order({ options, verbatim: true }))));
    expect(hooks('line-left').map(line => line.textContent)).toEqual(['    return x', 'def f(x):']);
  });
});

describe('blanks', () => {
  const fields = (): HTMLInputElement[] => screen.getAllByRole('textbox').slice(0, 2) as never;

  test('are fields in the text, and Enter hands in all of them', async () => {
    stage.show();
    await says(view(0, [], asking(blanks())));
    const [first, second] = [
      screen.getByRole('textbox', { name: 'Blank 1 of 2' }),
      screen.getByRole('textbox', { name: 'Blank 2 of 2' })
    ];
    expect(screen.getByRole('group', { name: 'Adding up' }).textContent).toBe(
      'for x in :\n    total  x'
    );
    await userEvent.type(first, 'xs{Enter}');
    expect(asked()).toEqual([]);
    expect(screen.getByText('Fill in every blank first. A guess is fine.')).toBeTruthy();
    await userEvent.type(second, '+={Enter}');
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'sum', answer: { type: 'blanks', texts: ['xs', '+='] } }
    ]);
  });

  test('keep what was typed through a reload', async () => {
    stage.show();
    await says(view(0, [], asking(blanks())));
    await userEvent.type(screen.getByRole('textbox', { name: 'Blank 2 of 2' }), '-=');
    stage.reload();
    await says(view(0, [], asking(blanks())));
    expect(fields().map(field => field.value)).toEqual(['', '-=']);
  });

  test('hold what was answered last', async () => {
    stage.show();
    await says(view(0, [], asking(blanks({ attempts: 1, last_answer: 'xs\n=' }))));
    expect(fields().map(field => field.value)).toEqual(['xs', '=']);
  });

  test('in a text show its code as code', async () => {
    stage.show();
    const pieces = ['A `for` begins with ', '.'];
    await says(view(0, [], asking(blanks({ pieces, verbatim: false }))));
    const text = screen.getByRole('group', { name: 'Adding up' });
    expect(text.textContent).toBe('A for begins with .');
    expect(text.querySelector('code')?.textContent).toBe('for');
  });
});
