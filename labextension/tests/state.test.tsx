import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import { FakeSocket } from './fakeSocket';
import {
  action,
  asking,
  FULL,
  head,
  kernel,
  message,
  question,
  record,
  reply,
  view,
  writing
} from './frames';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

describe('the top', () => {
  test('says which lesson this is and how far it has come', async () => {
    stage.show();
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

test('a question that was not solved is told apart from one that was', async () => {
  stage.show();
  const items = [{ id: 'mean', title: 'The mean', status: 'missed', current: false }] as const;
  await says(view(0, [], head({ progress: { ...head().progress, items } })));
  expect(texts(hooks('progress-item'))).toEqual(['–The meannot solved']);
});

describe('the state of things', () => {
  const root = (): HTMLElement => hooks('tutor')[0] ?? document.body;

  test('is on the view for whoever looks for it', async () => {
    stage.show();
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
    stage.show();
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
    stage.show();
    await says(view(0, [], head()), frame);
    expect(texts(hooks('kernel'))[0]).toMatch(words);
  });

  test('offers to stop the cell that runs, whatever the lesson is at', async () => {
    stage.show();
    await says(view(0, [], head()), kernel({ status: 'busy' }));
    await userEvent.click(button('Stop it'));
    expect(FakeSocket.last.sent).toEqual([{ type: 'interrupt' }]);
    await says(kernel({ status: 'idle' }));
    expect(screen.queryByRole('button', { name: 'Stop it' })).toBeNull();
  });

  test('shows what stands between backticks in a refusal as code', async () => {
    stage.show();
    await says(view(0, [], head()), {
      type: 'refused',
      id: null,
      reason: 'Write `3.5`, no comma.'
    });
    expect(texts(hooks('note'))).toEqual(['Write 3.5, no comma.']);
    expect(hooks('note')[0]?.querySelector('code')?.textContent).toBe('3.5');
  });

  test('says that the line is down, when it tries again, and tries at once if asked', async () => {
    stage.show();
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
    stage.show();
    await says(view(0, [], head()));
    stage.online = false;
    act(() => {
      stage.session.networkChanged();
    });
    expect(texts(hooks('connection'))).toEqual(['Offline: there is no network']);
  });

  test('that the lesson moved is an alert with a way back', async () => {
    stage.show();
    await says(view(0, [message(0)], head()), { type: 'moved', words: 'It went on elsewhere.' });
    expect(screen.getByRole('alert').textContent).toMatch(/^It went on elsewhere\./);
    expect(button('Continue').getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button('Take the lesson back here'));
    await says(view(0, [message(0)], head()));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(root().dataset['connection']).toBe('connected');
  });

  test('that saving failed is an alert until it works again', async () => {
    stage.show();
    await says(view(0, [], head()), { type: 'trouble', words: 'It could not be saved.' });
    expect(screen.getByRole('alert').textContent).toBe('It could not be saved.');
    await userEvent.click(button('Try now'));
    await says(view(0, [], head()));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test.each([
    ['behind', 'status'],
    ['full', 'alert']
  ] as const)('that saving is %s is told until it is fine', async (state, role) => {
    stage.show();
    await says(view(0, [], head()), { type: 'record', state, words: 'Something to know.' });
    expect(texts(hooks('record'))).toEqual(['Something to know.']);
    expect(hooks('record')[0]?.getAttribute('role')).toBe(role);
    await says({ type: 'record', state: 'fine', words: null });
    expect(hooks('record')).toEqual([]);
  });

  test('nothing can be asked while nothing can be saved, each control says why, and then can', async () => {
    stage.show();
    const actions = [
      action('continue'),
      action('start_over'),
      action('summary'),
      action('update'),
      action('stop_reply')
    ];
    const replied = message(0, { kind: 'reply', reply: reply({ offers_person: true }) });
    await says(view(0, [replied], head({ actions, writing: writing() })));
    const controls = [
      'continue',
      'start-over',
      'summary',
      'update',
      'stop-reply',
      'ask-person',
      'say'
    ].map(name => hooks(name)[0] as HTMLButtonElement);
    const free = controls.map(({ ariaDisabled, title }) => [ariaDisabled, title]);
    await says(record('full'));
    expect(controls.map(({ ariaDisabled, title }) => [ariaDisabled, title])).toEqual(
      controls.map(() => ['true', FULL])
    );
    for (const control of controls.filter(({ dataset }) => dataset['tutor'] !== 'say')) {
      await says({ type: 'refused', id: null, reason: 'Something else.' });
      await userEvent.click(control);
      expect(texts(hooks('note'))).toEqual([FULL]);
    }
    expect(asked()).toEqual([]);
    await says(record('fine'));
    expect(controls.map(({ ariaDisabled, title }) => [ariaDisabled, title])).toEqual(free);
    expect(free.slice(0, -1)).toEqual(free.slice(0, -1).map(() => ['false', '']));
  });

  test('that the author changed the lesson is told, with a way to the new version', async () => {
    stage.show();
    await says(view(0, [], head({ newer: true, actions: [action('continue'), action('update')] })));
    expect(hooks('newer')[0]?.textContent).toMatch(
      /^The author has changed this lesson\. What you have done stays done/
    );
    await userEvent.click(button('Go on with the new version'));
    expect(asked()).toEqual([{ type: 'update_lesson' }]);
    await says(view(0, [], head()));
    expect(hooks('newer')).toEqual([]);
  });

  test.each([
    [4003, 'You may not open this lesson here. Reload the page to sign in again.'],
    [4004, 'The server does not have this lesson. Ask who gave you the notebook.']
  ])('that the server closed with %i is said in words', async (code, words) => {
    stage.show();
    act(() => {
      FakeSocket.last.ends(code);
    });
    expect(screen.getByRole('alert').textContent).toBe(`${words}Try again`);
    await userEvent.click(button('Try again'));
    expect(FakeSocket.all).toHaveLength(2);
  });
});
