import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';

import type { Message } from '../src/protocol';
import { asking, choice, kernel, message, report, view } from './frames';
import { button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

describe('the conversation', () => {
  const log = (): HTMLElement => screen.getByRole('log', { name: 'Conversation with the tutor' });

  test('is an ordered list with who said what', async () => {
    stage.show();
    await says(
      view(0, [
        message(0, { kind: 'welcome', text: 'Welcome.' }),
        message(1, { title: 'Lists', text: 'Many values.', code: ['xs = [1]', 'xs[0]'] }),
        message(2, { kind: 'said', author: 'learner', text: 'Why?' }),
        message(3, { kind: 'notice', author: 'notice', text: 'The kernel restarted.' })
      ])
    );
    const items = within(within(log()).getByRole('list')).getAllByRole('listitem');
    const time = new Date('2026-11-22T09:46:20.125Z').toLocaleTimeString([], {
      hour: '2-digit',
      minute: '2-digit'
    });
    expect(texts(items)).toEqual([
      `Tutor${time}Welcome.`,
      `Tutor${time}ListsMany values.xs = [1]xs[0]`,
      `You${time}Why?`,
      `Note${time}The kernel restarted.`
    ]);
    expect(within(log()).getByRole('heading', { name: 'Lists' })).toBeDefined();
  });

  test('does not say a title twice', async () => {
    stage.show();
    await says(view(0, [message(0, { title: 'Lists', text: '## Lists\n\nMany values.' })]));
    expect(within(log()).queryByRole('heading')).toBeNull();
  });

  test('reads aloud what is new, and not what was there', async () => {
    stage.show();
    await says(view(0, [message(0), message(1)]));
    await says(view(2, [message(2)]));
    expect(log().getAttribute('aria-live')).toBe('polite');
    expect(hooks('message').map(item => item.getAttribute('aria-live'))).toEqual([
      'off',
      'off',
      null
    ]);
  });

  test('is not drawn again when the whole of it comes again', async () => {
    const drawn = vi.spyOn(stage.host, 'renderMarkdown');
    stage.show();
    await says(view(0, [message(0), message(1)]));
    const before = hooks('message');
    await says(view(0, [message(0), message(1), message(2)]));
    expect(hooks('message').slice(0, 2)).toEqual(before);
    expect(drawn).toHaveBeenCalledTimes(3);
  });

  test('shows an answer without its marker lines', async () => {
    stage.show();
    const source = '#| tutor: answer\n#| for: mean\ndef mean(xs): ...';
    await says(
      view(0, [message(0, { kind: 'answer', author: 'learner', text: '', code: [source] })])
    );
    expect(texts(hooks('code'))).toEqual(['def mean(xs): ...']);
  });

  test('shows what cannot be rendered as it was written', async () => {
    vi.spyOn(stage.host, 'renderMarkdown').mockRejectedValue(new Error('no renderer'));
    vi.spyOn(stage.host, 'renderCode').mockRejectedValue(new Error('no highlighter'));
    stage.show();
    await says(view(0, [message(0, { text: '**Lists**', code: ['xs = [1]'] })]));
    expect(screen.getByText('**Lists**')).toBeDefined();
    expect(texts(hooks('code'))).toEqual(['xs = [1]']);
  });

  test('makes no elements of what a learner, an author or a kernel wrote', async () => {
    const bad = '<img src="x" onerror="alert(1)"><script>alert(1)</script>';
    const parts: Partial<Message> = {
      title: bad,
      text: bad,
      code: [bad],
      report: report({ ran: bad, seen: bad, expected: bad, notes: [bad] })
    };
    stage.show();
    await says(
      view(
        0,
        [message(0, parts), message(1, { ...parts, kind: 'verdict' })],
        asking(choice({ title: bad, options: [{ id: bad, text: bad }] }), {
          course_title: bad,
          lesson_title: bad
        })
      ),
      kernel({ note: bad }),
      { type: 'refused', id: null, reason: bad }
    );
    expect(document.querySelectorAll('img, script')).toHaveLength(0);
    expect(screen.getAllByText(bad).length).toBeGreaterThan(10);
    await says({ type: 'moved', words: bad });
    expect(document.querySelectorAll('img, script')).toHaveLength(0);
    expect(screen.getByRole('alert').textContent).toContain(bad);
  });

  test('lets go of what it rendered', async () => {
    const { unmount } = stage.show();
    await says(view(0, [message(0), message(1)]));
    unmount();
    expect(stage.host.disposed).toBe(2);
  });
});

describe('scrolling', () => {
  /** The transcript is 1000 pixels long and so many of them can be seen. */
  const size = (clientHeight: number): void => {
    Object.defineProperties(screen.getByRole('log'), {
      scrollHeight: { value: 1000, configurable: true },
      clientHeight: { value: clientHeight, configurable: true }
    });
  };
  const place = (scrollTop: number): void => {
    const element = screen.getByRole('log');
    element.scrollTop = scrollTop;
    act(() => {
      element.dispatchEvent(new Event('scroll'));
    });
  };

  test('follows new messages at the end', async () => {
    stage.show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    place(790);
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });

  test('follows on when the card below takes or gives room', async () => {
    stage.show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    size(150);
    place(750);
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });

  test('leaves the learner where they read, and offers to go on', async () => {
    stage.show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    place(300);
    await says(view(2, [message(2)]));
    expect(screen.getByRole('log').scrollTop).toBe(300);
    await userEvent.click(button('New messages'));
    expect(hooks('new-messages')).toEqual([]);
    expect(document.activeElement).toBe(screen.getByRole('log'));
  });

  test('follows again once the learner does something', async () => {
    stage.show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    place(300);
    await userEvent.click(button('Continue'));
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });
});
