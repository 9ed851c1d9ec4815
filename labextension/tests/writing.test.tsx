import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { PACE_MS } from '../src/view/usePaced';
import { FakeSocket } from './fakeSocket';
import { action, delta, head, message, view, writing } from './frames';
import type { Head, Writing } from '../src/protocol';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

const ACTIONS = [action('continue'), action('stop_reply'), action('start_over')];
const during = (parts: Partial<Writing> = {}): Head =>
  head({ model: 'a model', actions: ACTIONS, writing: writing(parts) });
const ask = message(0, { kind: 'said', author: 'learner', text: 'Why?' });
const entry = (): HTMLElement => hooks('writing')[0] ?? document.body;
const words = (): string[] =>
  Array.from(entry().querySelectorAll('.jt-Markdown'), ({ textContent }) => textContent);
const box = (): HTMLElement => screen.getByRole('textbox', { name: 'Ask the tutor' });
const ended = view(1, [message(1, { kind: 'reply' })], head({ model: 'a model' }));

describe('what is being written', () => {
  test.each([
    ['reply', 'The tutor is writing…'],
    ['hint', 'The tutor is writing a hint…'],
    ['summary', 'The tutor is summing up…']
  ] as const)('is an entry at the end, of a %s', async (kind, said) => {
    stage.show();
    await says(view(0, [ask], during({ kind, words: 'So far.' })));
    const entries = Array.from(screen.getByRole('log').querySelectorAll('li'));
    expect(entries.map(({ dataset }) => dataset['tutor'])).toEqual(['message', 'writing']);
    expect(entry().textContent).toBe(`${said}StopSo far.`);
    expect(entry().dataset['kind']).toBe(kind);
  });

  test('is not read aloud word by word: that it begins and ends is', async () => {
    stage.show();
    await says(view(0, [ask], head()));
    expect(texts(hooks('writing-said'))).toEqual(['']);
    await says(view(1, [], during()));
    expect(entry().getAttribute('aria-live')).toBe('off');
    expect(entry().getAttribute('aria-busy')).toBe('true');
    expect(hooks('writing-said')[0]?.getAttribute('role')).toBe('status');
    expect(texts(hooks('writing-said'))).toEqual(['The tutor is writing…']);
    await says(delta('Lists'));
    expect(texts(hooks('writing-said'))).toEqual(['The tutor is writing…']);
    await says(ended);
    expect(texts(hooks('writing-said'))).toEqual(['The tutor has finished writing.']);
    expect(hooks('writing')).toEqual([]);
    expect(hooks('message').at(-1)?.getAttribute('aria-live')).toBeNull();
  });

  test('goes through the same renderer as all words, and makes no elements', async () => {
    const drawn = vi.spyOn(stage.host, 'renderMarkdown');
    const bad = '<img src="x" onerror="alert(1)">';
    stage.show();
    await says(view(0, [], during({ words: bad })));
    expect(drawn.mock.calls.map(([, text]) => text)).toEqual([bad]);
    expect(document.querySelectorAll('img')).toHaveLength(0);
  });

  test('is stopped by its button, also while a cell runs or a command is under way', async () => {
    stage.show();
    await says(view(0, [ask], during()));
    act(() => stage.session.change({ type: 'running', running: true }));
    await userEvent.click(button('Stop: The tutor is writing…'));
    expect(asked()).toEqual([{ type: 'stop_reply' }]);
  });

  test('has no button where it cannot be stopped', async () => {
    stage.show();
    await says(view(0, [ask], { ...during(), actions: [] }));
    expect(hooks('stop-reply')).toEqual([]);
  });

  test('is stopped by Escape in the box, which else does nothing', async () => {
    stage.show();
    await says(view(0, [ask], head({ model: 'a model' })));
    box().focus();
    await userEvent.keyboard('{Escape}');
    expect(asked()).toEqual([]);
    await says(view(1, [], during()));
    expect(box().title).toBe('Escape stops what the tutor is writing.');
    act(() => {
      box().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true })
      );
    });
    expect(asked()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    expect(asked()).toEqual([{ type: 'stop_reply' }]);
    expect(document.activeElement).toBe(box());
  });

  test('keeps what the learner writes meanwhile, and says why it is not sent', async () => {
    stage.show();
    await says(view(0, [ask], during()));
    await userEvent.type(box(), 'And?{Enter}');
    expect((box() as HTMLTextAreaElement).value).toBe('And?');
    const why = 'The tutor is still writing. Press Stop if you do not want to wait for it.';
    expect(texts(hooks('note'))).toEqual([why]);
    expect(hooks('say')[0]?.title).toBe(why);
    expect(asked()).toEqual([]);
  });

  test('leaves the keyboard where it is, and in the conversation if it was in it', async () => {
    stage.show();
    await says(view(0, [ask], head({ model: 'a model' })));
    box().focus();
    await says(view(1, [], during()), delta('Lists'), ended);
    expect(document.activeElement).toBe(box());
    await says(view(2, [], during()));
    hooks('stop-reply')[0]?.focus();
    await says(delta('Lists'));
    expect(document.activeElement).toBe(hooks('stop-reply')[0]);
    await says(view(2, [message(2, { kind: 'reply' })], head({ model: 'a model' })));
    expect(document.activeElement).toBe(screen.getByRole('log'));
  });
});

describe('words that come fast', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const passes = async (ms: number): Promise<void> => {
    await act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });
  };

  test('are shown at a pace, and the last of them always', async () => {
    stage.show();
    await says(view(0, [ask], during()));
    await says(delta('One'));
    await passes(1);
    expect(words()).toEqual(['One']);
    await says(delta('One two'), delta('One two three'));
    await passes(PACE_MS / 2);
    expect(words()).toEqual(['One']);
    await passes(PACE_MS);
    expect(words()).toEqual(['One two three']);
  });

  test('are drawn anew only where they grow, so that a long reply stays quick', async () => {
    const drawn = vi.spyOn(stage.host, 'renderMarkdown');
    stage.show();
    await says(view(0, [ask], during()));
    drawn.mockClear();
    const paragraph = 'Lists hold many values. '.repeat(8).trim();
    const all = Array.from({ length: 50 }, () => paragraph).join('\n\n');
    expect(all.length).toBeGreaterThan(9_500);
    for (let end = 48; end < all.length + 48; end += 48) {
      act(() => FakeSocket.last.says(delta(all.slice(0, end))));
      await passes(2 * PACE_MS);
    }
    await passes(1000);
    expect(words()).toEqual(Array.from({ length: 50 }, () => paragraph));
    const characters = drawn.mock.calls.reduce((sum, [, text]) => sum + text.length, 0);
    expect(characters).toBeLessThan(4 * all.length);
  });

  test('stay in place until the new ones are ready', async () => {
    stage.show();
    await says(view(0, [], during({ words: 'One' })));
    let ready = (): void => undefined;
    vi.spyOn(stage.host, 'renderMarkdown').mockImplementationOnce((node, text) => {
      node.replaceChildren(text);
      return new Promise(resolve => {
        ready = () => resolve({ dispose: () => undefined });
      });
    });
    await says(delta('One two'));
    await passes(PACE_MS);
    const shown = (): string[] =>
      Array.from(entry().querySelectorAll('.jt-Markdown > div'), node =>
        node.classList.contains('jt-mod-coming') ? `(${node.textContent})` : node.textContent
      );
    expect(shown()).toEqual(['One', '(One two)']);
    ready();
    await passes(0);
    expect(shown()).toEqual(['One two']);
  });
});

describe('scrolling with what is being written', () => {
  const size = (clientHeight: number): void => {
    Object.defineProperties(screen.getByRole('log'), {
      scrollHeight: { value: 1000, configurable: true },
      clientHeight: { value: clientHeight, configurable: true }
    });
  };
  /** jsdom lays nothing out: each entry is 300 pixels below the one before. */
  const layOut = (): void => {
    screen
      .getByRole('log')
      .querySelectorAll('li')
      .forEach((item, index) =>
        Object.defineProperty(item, 'offsetTop', { value: 8 + 300 * index, configurable: true })
      );
  };

  test('stays at what was asked, also when the reply takes the place of the entry', async () => {
    stage.show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [{ ...ask, id: 1 }], during()));
    layOut();
    await says(view(1, [{ ...ask, id: 1 }], during()));
    expect(screen.getByRole('log').scrollTop).toBe(300);
    await says(view(2, [message(2, { kind: 'reply' })], head()));
    layOut();
    await says(view(2, [message(2, { kind: 'reply' })], head()));
    expect(screen.getByRole('log').scrollTop).toBe(300);
    expect(hooks('new-messages')).toEqual([]);
  });

  test('goes to the entry where nothing was asked in words', async () => {
    stage.show();
    await says(view(0, [message(0), message(1)]));
    size(200);
    await says(view(2, [], during({ kind: 'summary' })));
    layOut();
    await says(view(2, [], during({ kind: 'summary' })));
    expect(screen.getByRole('log').scrollTop).toBe(600);
  });
});

test('how it has gone is asked for at the top, and what stands in its way is said', async () => {
  stage.show();
  await says(view(0, [], head({ actions: [action('summary'), action('start_over')] })));
  await userEvent.click(button('How has it gone?'));
  expect(asked()).toEqual([{ type: 'ask_summary' }]);
  const why = 'I am still writing.';
  await says(
    { type: 'accepted', id: '1', seq: 4 },
    view(0, [], head({ actions: [action('summary', why)] }))
  );
  await userEvent.click(button('How has it gone?'));
  expect(asked()).toHaveLength(1);
  expect(texts(hooks('note'))).toEqual([why]);
});
