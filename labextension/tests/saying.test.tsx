import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import { FakeSocket } from './fakeSocket';
import { asking, choice, FULL, head, question, record, typed, view } from './frames';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

/** What the box is called while no language model answers. */
const words = 'Write to the tutor. It is kept; no language model answers.';

describe('writing to the tutor', () => {
  const box = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: words });

  test('says whether a language model answers', async () => {
    stage.show();
    await says(view(0, [], head()));
    expect(texts(screen.getAllByText(words))).toEqual([words]);
    await says(view(0, [], head({ model: 'a model' })));
    expect(screen.getByRole('textbox', { name: 'Ask the tutor' })).toBeDefined();
    await says(view(0, [], asking(typed('prose'), { model: 'a model' })));
    expect(button('Ask the tutor').getAttribute('aria-expanded')).toBe('false');
  });

  test('Enter sends, Shift+Enter begins a line', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'One{Shift>}{Enter}{/Shift}two{Enter}');
    expect(asked()).toEqual([{ type: 'say', text: 'One\ntwo' }]);
    expect(box().value).toBe('');
  });

  test('Enter that ends the composing of a word does not send', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'にほん');
    act(() => {
      box().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
      );
    });
    expect(asked()).toEqual([]);
  });

  test('keeps what was written when it cannot be sent', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'Why?');
    act(() => {
      FakeSocket.last.ends(1006);
    });
    await userEvent.type(box(), '{Enter}');
    expect(box().value).toBe('Why?');
    expect(texts(hooks('note'))[0]).toMatch(/^Not sent: there is no connection/);
  });
});

describe('while nothing can be saved', () => {
  const box = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: words });

  test('nothing is sent, what is written stays, and it goes once saving does', async () => {
    stage.show();
    await says(view(0, [], head()), record('full'));
    await userEvent.type(box(), 'Why?');
    expect(button('Send').getAttribute('aria-disabled')).toBe('true');
    expect(button('Send').title).toBe(FULL);
    await userEvent.type(box(), '{Enter}');
    await userEvent.click(button('Send'));
    expect([asked(), box().value, texts(hooks('note'))]).toEqual([[], 'Why?', [FULL]]);
    await says(record('fine'));
    expect(button('Send').getAttribute('aria-disabled')).toBe('false');
    await userEvent.click(button('Send'));
    expect(asked()).toEqual([{ type: 'say', text: 'Why?' }]);
  });
});

describe('while an answer is typed in the panel', () => {
  const fields = (): string[] =>
    screen.getAllByRole('textbox').map(field => field.dataset['tutor'] ?? '');

  test('the box is folded behind a button, by which it opens and has the keyboard', async () => {
    stage.show();
    await says(view(0, [], asking(typed('prose'))));
    expect(fields()).toEqual(['answer-text']);
    expect(button(words).getAttribute('aria-expanded')).toBe('false');
    await userEvent.click(button(words));
    expect(button(words).getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: words }));
    await userEvent.keyboard('Why?{Enter}');
    expect(asked()).toEqual([{ type: 'say', text: 'Why?' }]);
    await userEvent.click(button(words));
    expect(fields()).toEqual(['answer-text']);
  });

  test('the box stays open where something is written, also when that is taken away', async () => {
    stage.show();
    await says(view(0, [], head()));
    await userEvent.type(screen.getByRole('textbox', { name: words }), 'Wh');
    await says(view(0, [], asking(typed('prose'))));
    expect(fields()).toEqual(['answer-text', 'say-text']);
    await userEvent.keyboard('{Backspace}{Backspace}');
    expect(fields()).toEqual(['answer-text', 'say-text']);
  });

  test('the box is not folded from under the hands, but for the next question', async () => {
    stage.show();
    await says(view(0, [], head()));
    screen.getByRole('textbox', { name: words }).focus();
    await says(view(0, [], asking(typed('number'))));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: words }));
    screen.getByRole('textbox', { name: /^Your answer/ }).focus();
    await says(view(0, [], asking(typed('number', { id: 'another' }))));
    expect(fields()).toEqual(['answer-text']);
  });

  test.each([
    ['code', question()],
    ['choice', choice()]
  ])('elsewhere, and the question is one of %s, it is open', async (_, open) => {
    stage.show();
    await says(view(0, [], asking(open)));
    expect(fields()).toEqual(['say-text']);
    expect(screen.queryByRole('button', { name: words })).toBeNull();
  });

  test('that has been answered, the box is open again', async () => {
    stage.show();
    await says(view(0, [], asking(typed('prose'))));
    await says(view(0, [], head({ question: typed('prose'), phase: 'correct' })));
    expect(fields()).toEqual(['say-text']);
  });
});
