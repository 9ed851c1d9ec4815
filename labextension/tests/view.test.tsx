import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { LessonActions } from '../src/actions';
import type { Message } from '../src/protocol';
import { TutorSession } from '../src/session';
import { Tutor } from '../src/view/Tutor';
import { FakeHost } from './fakeHost';
import { FakeSocket } from './fakeSocket';
import { action, asking, choice, head, kernel, message, question, report, view } from './frames';
import { trans } from './words';

let host: FakeHost;
let session: TutorSession;
let online: boolean;

beforeEach(() => {
  FakeSocket.all = [];
  host = new FakeHost();
  online = true;
  session = new TutorSession({
    url: () => 'ws://server',
    WebSocket: FakeSocket.asWebSocket,
    trans,
    online: () => online
  });
});

afterEach(() => {
  session.dispose();
});

const show = (): void => {
  session.connect();
  render(<Tutor actions={new LessonActions(session, host)} />);
};

const says = async (...frames: unknown[]): Promise<void> => {
  await act(async () => {
    for (const frame of frames) {
      FakeSocket.last.says(frame);
    }
    await Promise.resolve();
  });
};

/** The commands that were sent, without their ids. */
const asked = (): unknown[] =>
  FakeSocket.last.sent
    .map(frame => (frame as { command?: unknown }).command)
    .filter(command => command !== undefined);

const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const hooks = (name: string): HTMLElement[] =>
  Array.from(document.querySelectorAll<HTMLElement>(`[data-tutor="${name}"]`));
const texts = (elements: readonly HTMLElement[]): string[] =>
  elements.map(element => element.textContent);

describe('the conversation', () => {
  const log = (): HTMLElement => screen.getByRole('log', { name: 'Conversation with the tutor' });

  test('is an ordered list with who said what', async () => {
    show();
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
    show();
    await says(view(0, [message(0, { title: 'Lists', text: '## Lists\n\nMany values.' })]));
    expect(within(log()).queryByRole('heading')).toBeNull();
  });

  test('reads aloud what is new, and not what was there', async () => {
    show();
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
    const drawn = vi.spyOn(host, 'renderMarkdown');
    show();
    await says(view(0, [message(0), message(1)]));
    const before = hooks('message');
    await says(view(0, [message(0), message(1), message(2)]));
    expect(hooks('message').slice(0, 2)).toEqual(before);
    expect(drawn).toHaveBeenCalledTimes(3);
  });

  test('shows a verdict as word and sign, with what ran, came and was expected', async () => {
    show();
    await says(
      view(0, [
        message(0, {
          kind: 'verdict',
          text: 'You divide by 2.',
          report: report({ notes: ['A `str` would do.'] })
        })
      ])
    );
    const [item] = hooks('message');
    expect(item?.dataset['verdict']).toBe('incorrect');
    expect(item?.querySelector('.jt-Message-label')?.textContent).toMatch(/^✗Not yet0 of 1 point/);
    const rows = within(item ?? document.body).getAllByRole('row');
    expect(
      rows.map(row => [
        within(row).getByRole('rowheader').textContent,
        within(row).getByRole('cell').textContent
      ])
    ).toEqual([
      ['What ran', 'mean([4])'],
      ['What came', '2.0'],
      ['What was expected', '4.0']
    ]);
    expect(screen.getByText('A `str` would do.')).toBeDefined();
  });

  test('shows no table where there is nothing to show', async () => {
    show();
    const nothing = report({ verdict: 'correct', ran: null, seen: null, expected: null });
    await says(view(0, [message(0, { kind: 'verdict', report: nothing })]));
    expect(screen.queryByRole('table')).toBeNull();
  });

  test('shows an answer without its marker lines', async () => {
    show();
    const source = '#| tutor: answer\n#| for: mean\ndef mean(xs): ...';
    await says(
      view(0, [message(0, { kind: 'answer', author: 'learner', text: '', code: [source] })])
    );
    expect(texts(hooks('code'))).toEqual(['def mean(xs): ...']);
  });

  test('shows what cannot be rendered as it was written', async () => {
    vi.spyOn(host, 'renderMarkdown').mockRejectedValue(new Error('no renderer'));
    vi.spyOn(host, 'renderCode').mockRejectedValue(new Error('no highlighter'));
    show();
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
    show();
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
    session.connect();
    const { unmount } = render(<Tutor actions={new LessonActions(session, host)} />);
    await says(view(0, [message(0), message(1)]));
    unmount();
    expect(host.disposed).toBe(2);
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
    show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    place(790);
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });

  test('follows on when the card below takes or gives room', async () => {
    show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    size(150);
    place(750);
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });

  test('leaves the learner where they read, and offers to go on', async () => {
    show();
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
    show();
    await says(view(0, [message(0)]));
    size(200);
    await says(view(1, [message(1)]));
    place(300);
    await userEvent.click(button('Continue'));
    await says(view(2, [message(2)]));
    expect(hooks('new-messages')).toEqual([]);
  });
});

describe('a code question', () => {
  test('says which cell to write in, and goes there', async () => {
    host.notebook.cells.set('mean', { source: '', ranAsIs: true });
    show();
    await says(view(0, [], asking(question({ attempts: 1, hints_given: 2 }))));
    const card = screen.getByRole('region', { name: 'Question: The mean' });
    expect(card.textContent).toContain('Write your answer in the cell marked #| for: mean');
    expect(card.textContent).toContain('1 try · 2 hints');
    await userEvent.click(button('Go to cell'));
    expect(host.notebook.gone).toEqual(['mean']);
  });

  test('without its cell offers to put it back', async () => {
    show();
    await says(view(0, [], asking(question())));
    await userEvent.click(button('Check'));
    expect(hooks('note')[0]?.getAttribute('role')).toBe('status');
    await userEvent.click(button('Put the cell back'));
    expect(host.notebook.putIn).toEqual(['#| tutor: answer\n#| for: mean\ndef mean(xs):\n    ...']);
    expect(texts(hooks('note'))).toEqual(['']);
  });

  test('while its cell runs says so and can stop it', async () => {
    host.notebook.cells.set('mean', { source: '', ranAsIs: false });
    host.notebook.running = () => new Promise(() => undefined);
    show();
    await says(view(0, [], asking(question())));
    await userEvent.click(button('Check'));
    expect(texts(hooks('busy'))).toEqual(['Running your cell…']);
    await userEvent.click(button('Stop the cell'));
    expect(FakeSocket.last.sent).toEqual([{ type: 'interrupt' }]);
  });

  test('that is being checked can be stopped', async () => {
    show();
    const actions = [action('check', 'Your answer is being checked.'), action('stop_check')];
    await says(view(0, [], asking(question(), { actions, phase: 'checking', checking: 'r1' })));
    expect(texts(hooks('busy'))).toEqual(['Checking your answer…']);
    await userEvent.click(button('Stop'));
    expect(asked()).toEqual([{ type: 'stop_check' }]);
  });
});

describe('a choice question', () => {
  test('with one right option is a group of radio buttons', async () => {
    show();
    await says(view(0, [], asking(choice())));
    const group = screen.getByRole('group', { name: /^Which is a list\?/ });
    expect(group.tagName).toBe('FIELDSET');
    await userEvent.click(within(group).getByRole('radio', { name: 'square' }));
    await userEvent.click(within(group).getByRole('radio', { name: 'round' }));
    await userEvent.click(button('Check'));
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'which', answer: { type: 'choice', options: ['b'] } }
    ]);
  });

  test('with several is a group of checkboxes, in any number', async () => {
    show();
    await says(view(0, [], asking(choice({ many: true }))));
    const boxes = screen.getAllByRole('checkbox');
    for (const box of boxes) {
      await userEvent.click(box);
    }
    await userEvent.click(screen.getByRole('checkbox', { name: 'square' }));
    expect(boxes.map(box => (box as HTMLInputElement).checked)).toEqual([false, true]);
  });

  test('is answered by keyboard alone', async () => {
    show();
    await says(view(0, [], asking(choice())));
    const user = userEvent.setup();
    screen.getByRole('radio', { name: 'square' }).focus();
    await user.keyboard(' {ArrowDown}{Tab}');
    expect(document.activeElement).toBe(button('Check'));
    await user.keyboard('{Enter}');
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'which', answer: { type: 'choice', options: ['b'] } }
    ]);
  });
});

test('a question that has been answered has no control any more', async () => {
  show();
  await says(view(0, [], head({ question: choice(), phase: 'correct' })));
  expect(hooks('question')).toEqual([]);
  expect(screen.getByRole('region', { name: 'What you can do' })).toBeDefined();
});

describe('the buttons', () => {
  test('are those the server offers, in a fixed order', async () => {
    show();
    const names = ['solution', 'skip', 'hint', 'check', 'stop_check', 'continue'] as const;
    await says(view(0, [], head({ actions: names.map(name => action(name)) })));
    const group = screen.getByRole('group', { name: 'Actions' });
    expect(texts(within(group).getAllByRole('button'))).toEqual([
      'Continue',
      'Check',
      'Stop',
      'Hint',
      'Skip',
      'Show solution'
    ]);
  });

  test('that cannot be used say why, can be reached, and do nothing', async () => {
    show();
    await says(view(0, [], asking(question())));
    const solution = button('Show solution');
    expect(solution.getAttribute('aria-disabled')).toBe('true');
    expect(solution.title).toBe('The solution can be shown after 3 tries.');
    expect(
      document.getElementById(solution.getAttribute('aria-describedby') ?? '')?.textContent
    ).toBe('The solution can be shown after 3 tries.');
    solution.focus();
    expect(document.activeElement).toBe(solution);
    await userEvent.click(solution);
    expect(asked()).toEqual([]);
  });

  test('pass the focus on when the one that has it goes away', async () => {
    show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    button('Continue').focus();
    await says(view(0, [], asking(question())));
    expect(document.activeElement).toBe(button('Check'));
    await says(view(0, [], head({ actions: [action('continue')] })));
    expect(document.activeElement).toBe(button('Continue'));
  });

  test('leave the focus to the card when nothing is left to press', async () => {
    show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    button('Continue').focus();
    await says(view(0, [], head({ actions: [], phase: 'completed' })));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'What you can do' }));
  });

  test('give the focus back once there is a next step after a check', async () => {
    show();
    await says(view(0, [], asking(choice())));
    button('Check').focus();
    const checking = { actions: [action('stop_check')], checking: 'r', phase: 'checking' };
    await says(view(0, [], asking(choice(), checking)));
    expect(document.activeElement).toBe(hooks('card')[0]);
    await says(kernel({ status: 'busy' }));
    expect(document.activeElement).toBe(hooks('card')[0]);
    await says(view(0, [], head({ actions: [action('continue')], phase: 'correct' })));
    expect(document.activeElement).toBe(button('Continue'));
  });

  test('do not take the focus from where the learner works', async () => {
    show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    const box = screen.getByRole('textbox', { name: 'Write to the tutor' });
    box.focus();
    await says(view(0, [], asking(question())));
    expect(document.activeElement).toBe(box);
  });

  test('start over only after asking', async () => {
    show();
    await says(view(0, [], head()));
    host.sure = false;
    await userEvent.click(button('Start over'));
    expect(host.confirmed).toEqual(['Start the lesson over?']);
    expect(asked()).toEqual([]);
  });
});

describe('writing to the tutor', () => {
  const box = (): HTMLTextAreaElement =>
    screen.getByRole('textbox', { name: 'Write to the tutor' });

  test('Enter sends, Shift+Enter begins a line', async () => {
    show();
    await says(view(0, [], head()));
    await userEvent.type(box(), 'One{Shift>}{Enter}{/Shift}two{Enter}');
    expect(asked()).toEqual([{ type: 'say', text: 'One\ntwo' }]);
    expect(box().value).toBe('');
  });

  test('Enter that ends the composing of a word does not send', async () => {
    show();
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
    show();
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

describe('the top', () => {
  test('says which lesson this is and how far it has come', async () => {
    show();
    await says(view(0, [], head()));
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Functions and lists');
    const bar = screen.getByRole('progressbar', { name: 'Progress through the lesson' });
    expect(
      ['now', 'min', 'max', 'text'].map(name => bar.getAttribute(`aria-value${name}`))
    ).toEqual(['1', '0', '3', '1 of 3 questions done']);
    expect(texts(hooks('progress-item'))).toEqual([
      '✓Namesanswered',
      '●The meannow, open',
      '○Which is a list?still to come'
    ]);
    expect(hooks('progress-item').map(item => item.getAttribute('aria-current'))).toEqual([
      null,
      'step',
      null
    ]);
  });
});

describe('the state of things', () => {
  const root = (): HTMLElement => hooks('tutor')[0] ?? document.body;

  test('is on the view for whoever looks for it', async () => {
    show();
    expect(root().dataset).toMatchObject({ connection: 'connecting', phase: '', saved: 'false' });
    await says(view(0, [], asking(question())), kernel({ checks: 'fresh' }));
    expect(root().dataset).toMatchObject({
      connection: 'connected',
      phase: 'awaiting_answer',
      seq: '3',
      saved: 'true',
      kernel: 'idle',
      checks: 'fresh'
    });
  });

  test('says when all is saved and how answers are checked', async () => {
    show();
    await says(view(0, [], head({ actions: [action('continue')] })), kernel());
    expect(texts(hooks('saved'))).toEqual(['Saved']);
    expect(texts(hooks('kernel'))).toEqual([
      'Answers are checked in a copy of your kernel, which stays as it is.'
    ]);
    await userEvent.click(button('Continue'));
    expect(texts(hooks('saved'))).toEqual(['Saving…']);
    await says({ type: 'accepted', id: '1', seq: 4 });
    expect(texts(hooks('saved'))).toEqual(['Saved']);
  });

  test.each([
    [kernel({ status: 'none', checks: 'none' }), /no running kernel/],
    [kernel({ status: 'busy' }), /A cell is running/],
    [kernel({ status: 'dead', checks: 'none' }), /The kernel has stopped/],
    [kernel({ checks: 'fresh', note: 'No forks here.' }), /fresh Python.* No forks here\.$/]
  ])('%# of the kernel is said in words', async (frame, words) => {
    show();
    await says(view(0, [], head()), frame);
    expect(texts(hooks('kernel'))[0]).toMatch(words);
  });

  test('says that the line is down, when it tries again, and tries at once if asked', async () => {
    show();
    await says(view(0, [message(0)], head()));
    act(() => {
      FakeSocket.last.ends(1006);
    });
    expect(texts(hooks('connection'))).toEqual(['Not connected']);
    expect(texts(hooks('countdown'))).toEqual(['reconnecting in 1 s']);
    expect(hooks('saved')).toEqual([]);
    expect(hooks('message')).toHaveLength(1);
    await userEvent.click(button('Try now'));
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('says that there is no network', async () => {
    show();
    await says(view(0, [], head()));
    online = false;
    act(() => {
      session.networkChanged();
    });
    expect(texts(hooks('connection'))).toEqual(['Offline: there is no network']);
  });

  test('that the lesson moved is an alert with a way back', async () => {
    show();
    await says(view(0, [message(0)], head()), { type: 'moved', words: 'It went on elsewhere.' });
    expect(screen.getByRole('alert').textContent).toMatch(/^It went on elsewhere\./);
    expect(button('Continue').getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button('Take the lesson back here'));
    await says(view(0, [message(0)], head()));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(root().dataset['connection']).toBe('connected');
  });

  test('that saving failed is an alert until it works again', async () => {
    show();
    await says(view(0, [], head()), { type: 'trouble', words: 'It could not be saved.' });
    expect(screen.getByRole('alert').textContent).toBe('It could not be saved.');
    await userEvent.click(button('Try now'));
    await says(view(0, [], head()));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test.each([
    [4003, 'You may not open this lesson here. Reload the page to sign in again.'],
    [4004, 'The server does not have this lesson. Ask who gave you the notebook.']
  ])('that the server closed with %i is said in words', async (code, words) => {
    show();
    act(() => {
      FakeSocket.last.ends(code);
    });
    expect(screen.getByRole('alert').textContent).toBe(`${words}Try again`);
    await userEvent.click(button('Try again'));
    expect(FakeSocket.all).toHaveLength(2);
  });
});
