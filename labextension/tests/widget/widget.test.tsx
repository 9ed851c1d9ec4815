// The whole module as anywidget uses it, through the kernel and directly.

import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import widget from '../../src/widget';
import type { Traits } from '../../src/widget/model';
import { FakeSocket } from '../fakeSocket';
import { action, asking, head, kernel, message, question, typed, view } from '../frames';
import { button, hooks, texts } from '../stage';
import { FakeModel } from './fakeModel';

let model: FakeModel;
let el: HTMLElement;
let end: () => void;

beforeEach(() => {
  FakeSocket.all = [];
  el = document.createElement('div');
  document.body.append(el);
});

afterEach(() => {
  act(() => end());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function shown(traits: Partial<Traits> = { carrier: 'host' }): Promise<void> {
  model = new FakeModel(traits);
  await act(async () => {
    end = widget.render({ model, el });
    await Promise.resolve();
  });
}

async function says(...frames: unknown[]): Promise<void> {
  await act(async () => {
    for (const frame of frames) {
      model.saysOnLine(frame);
    }
    await Promise.resolve();
  });
}

/** The commands that went through the kernel, without their ids. */
const asked = (): unknown[] =>
  model.sent.flatMap(said => {
    const frame = 'frame' in said ? (JSON.parse(said.frame) as { command?: unknown }) : {};
    return frame.command === undefined ? [] : [frame.command];
  });

describe('through the kernel', () => {
  test('shows the lesson, and says how it is connected', async () => {
    await shown();
    await says(view(0, [message(0, { text: 'Many **values**, as in $x_1$.' })]), kernel());
    expect(el.querySelector('strong')?.textContent).toBe('values');
    expect(el.querySelector('math')).not.toBeNull();
    expect(hooks('tutor')[0]?.dataset).toMatchObject({
      via: 'kernel',
      connection: 'connected',
      phase: 'exposition'
    });
    expect(texts(hooks('connection'))).toEqual([
      'Connected through the kernel: while a cell runs, the tutor may have to wait'
    ]);
    expect(hooks('show-record')).toEqual([]);
    expect(screen.getByRole('region', { name: 'Tutor' })).toBeDefined();
  });

  test('asks to run the answer cell, and hands in what ran', async () => {
    await shown();
    await says(view(0, [], asking(question())));
    expect(hooks('question')[0]?.textContent).toContain(
      'Write your answer below the line #| for: mean of its cell, and run the cell.'
    );
    expect(hooks('go-to-cell')).toEqual([]);
    await userEvent.click(button('Check'));
    expect(texts(hooks('note'))).toEqual(['Run your answer cell first.']);
    const source = '#| tutor: answer\n#| for: mean\nx = 1';
    await says(view(0, [], asking(question({ last_answer: source }))));
    await userEvent.click(button('Check'));
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'mean', answer: { type: 'code', source } }
    ]);
  });

  test('takes what is typed in the panel', async () => {
    await shown();
    await says(view(0, [], asking(typed('number'))));
    await userEvent.type(screen.getByRole('textbox', { name: /^Your answer/ }), '4{Enter}');
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'how-many', answer: { type: 'text', text: '4' } }
    ]);
  });

  test('offers to put no answers back: it reaches no cells', async () => {
    await shown();
    await says(view(0, [], head()));
    expect(hooks('bring-back')).toEqual([]);
  });
});

describe('what cannot be taken back', () => {
  const asks = async (): Promise<void> => {
    await shown();
    await says(view(0, [], head({ actions: [action('continue'), action('start_over')] })));
    await userEvent.click(button('Start over'));
  };

  test('is asked about in the panel', async () => {
    await asks();
    const dialog = screen.getByRole('dialog', { name: 'Start the lesson over?' });
    expect(dialog.textContent).toContain('Your cells stay as they are');
    await userEvent.click(hooks('accept')[0] ?? el);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(asked()).toEqual([{ type: 'start_over' }]);
  });

  test('is left alone on Cancel, and on Escape', async () => {
    await asks();
    await userEvent.click(button('Cancel'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.click(button('Start over'));
    act(() => {
      screen.getByRole('dialog').dispatchEvent(new Event('cancel', { cancelable: true }));
    });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(asked()).toEqual([]);
  });
});

describe('on a page of the kernel’s server', () => {
  const fetched = vi.fn();

  beforeEach(() => {
    const config = document.createElement('script');
    config.id = 'jupyter-config-data';
    config.type = 'application/json';
    config.textContent = JSON.stringify({ baseUrl: '/user/ada/', token: 'secret' });
    document.body.append(config);
    fetched.mockReset().mockImplementation(() => Promise.resolve(new Response('{}')));
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('WebSocket', FakeSocket);
  });

  test('speaks to that directly, and has the files it keeps', async () => {
    await shown({ carrier: 'server' });
    await waitFor(() => expect(FakeSocket.all).toHaveLength(1));
    expect(FakeSocket.last.url).toBe(
      'ws://localhost:3000/user/ada/api/jupyter-tutor/sessions/python-foundations/' +
        'functions/channel?kernel=k1'
    );
    await act(async () => {
      FakeSocket.last.says(view(0, [message(0)]));
      await Promise.resolve();
    });
    expect(hooks('tutor')[0]?.dataset['via']).toBe('server');
    expect(texts(hooks('connection'))).toEqual(['Connected directly to the Jupyter server']);
    expect(model.sent).toEqual([]);
    await userEvent.click(button('What is recorded about me'));
    expect(fetched.mock.calls.at(-1)?.[0]).toBe(
      'http://localhost:3000/user/ada/api/jupyter-tutor/record'
    );
  });

  test('goes through the kernel where that server has no tutor', async () => {
    await shown({ carrier: 'server' });
    await waitFor(() => expect(FakeSocket.all).toHaveLength(1));
    FakeSocket.last.ends(1006);
    await says(view(0, [message(0)]));
    expect(hooks('tutor')[0]?.dataset['via']).toBe('kernel');
  });
});

test('another lesson of the model is opened in its place', async () => {
  await shown();
  await says(view(0, [message(0)]));
  const first = model.lastLine;
  await act(async () => {
    model.becomes({ lesson: 'loops' });
    await Promise.resolve();
  });
  expect(model.sent).toContainEqual({ close: first });
  expect(model.lines).toHaveLength(2);
  expect(hooks('message')).toEqual([]);
});

test('keys pressed in the widget are its own', async () => {
  await shown();
  await says(view(0, [], head()));
  const heard = vi.fn();
  document.body.addEventListener('keydown', heard);
  await userEvent.type(screen.getByRole('textbox', { name: /^Write to the tutor/ }), 'dd');
  expect(heard).not.toHaveBeenCalled();
  expect(el.querySelector('[data-lm-suppress-shortcuts="true"]')?.className).toContain('jt-Widget');
  document.body.removeEventListener('keydown', heard);
});

test('brings colours of its own only where the page has none', async () => {
  await shown();
  expect(el.querySelector('.jt-Widget.jt-mod-plain')).not.toBeNull();
  act(() => end());
  // jsdom does not hand custom properties down to the elements below.
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({
    getPropertyValue: () => 'white'
  } as unknown as CSSStyleDeclaration);
  await shown();
  expect(el.querySelector('.jt-Widget.jt-mod-plain')).toBeNull();
});

test('leaves nothing behind', async () => {
  await shown();
  await says(view(0, [message(0)]));
  act(() => end());
  expect(el.childNodes).toHaveLength(0);
  expect(model.listening).toBe(0);
});
