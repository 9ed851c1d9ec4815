import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import type { OpenQuestion } from '../src/protocol';
import { action, asking, head, typed, view } from './frames';
import { button, hooks, says, stageForEach } from './stage';

const stage = stageForEach();

const box = (name: RegExp): HTMLTextAreaElement => screen.getByRole('textbox', { name });
const answer = (): HTMLTextAreaElement => box(/^Your answer/);
const message = (): HTMLTextAreaElement => box(/^Write to the tutor/);
const asks = (parts: Partial<OpenQuestion> = {}): Promise<void> =>
  says(view(0, [], asking(typed('prose', parts))));

describe('after a reload of the page', () => {
  test('an answer that was not handed in is still typed', async () => {
    stage.show();
    await asks({ last_answer: 'So.', attempts: 1 });
    await userEvent.clear(answer());
    await userEvent.type(answer(), 'Because');
    stage.reload();
    await asks({ last_answer: 'So.', attempts: 1 });
    expect(answer().value).toBe('Because');
  });

  test('it is the answer to its own question only', async () => {
    stage.show();
    await asks();
    await userEvent.type(answer(), 'Because');
    stage.reload();
    await asks({ id: 'another' });
    expect(answer().value).toBe('');
    await asks();
    expect(answer().value).toBe('Because');
  });

  test('an answer that was handed in is the recorded one', async () => {
    stage.show();
    await asks();
    await userEvent.type(answer(), 'Because');
    await userEvent.click(button('Check'));
    await says({ type: 'accepted', id: '1', seq: 4 });
    expect(sessionStorage).toHaveLength(0);
    stage.reload();
    await asks({ last_answer: 'As recorded', attempts: 1 });
    expect(answer().value).toBe('As recorded');
  });

  test('an answer that was refused is still typed', async () => {
    stage.show();
    await asks();
    await userEvent.type(answer(), 'Because');
    await userEvent.click(button('Check'));
    await says({ type: 'refused', id: '1', reason: 'A sentence or two, please.' });
    stage.reload();
    await asks();
    expect(answer().value).toBe('Because');
  });

  test('what was typed further while the answer was handed in is kept', async () => {
    stage.show();
    await asks();
    await userEvent.type(answer(), 'Because');
    await userEvent.click(button('Check'));
    await userEvent.type(answer(), ' it is');
    await says({ type: 'accepted', id: '1', seq: 4 });
    stage.reload();
    await asks({ last_answer: 'Because' });
    expect(answer().value).toBe('Because it is');
  });

  test('nothing is left of what was typed before starting over', async () => {
    stage.show();
    await asks();
    await userEvent.type(answer(), 'Because');
    await userEvent.click(button('Start over'));
    stage.reload();
    await asks();
    expect(answer().value).toBe('');
  });

  test('a message is still written, and its box open, until it is sent', async () => {
    stage.show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    await userEvent.type(message(), 'May I ask?');
    stage.reload();
    await asks();
    expect(message().value).toBe('May I ask?');
    await userEvent.click(button('Send'));
    expect(sessionStorage).toHaveLength(0);
    stage.reload();
    await asks();
    expect(hooks('say-text')).toEqual([]);
  });
});
