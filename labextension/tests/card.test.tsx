import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';

import { FakeSocket } from './fakeSocket';
import { action, asking, choice, head, kernel, message, question, view } from './frames';
import { asked, button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();

describe('a code question', () => {
  test('says which cell to write in, and goes there', async () => {
    stage.host.notebook.cells.set('mean', { source: '', ranAsIs: true });
    stage.show();
    await says(view(0, [], asking(question({ attempts: 1, hints_given: 2 }))));
    const card = screen.getByRole('region', { name: 'Question: The mean' });
    expect(card.textContent).toContain(
      'Write your answer below the line #| for: mean of its cell, and run the cell.'
    );
    expect(card.textContent).toContain('1 try · 2 hints');
    await userEvent.click(button('Go to cell'));
    expect(stage.host.notebook.gone).toEqual(['mean']);
  });

  test.each([
    [{ tries_left: 2 }, '2 tries left'],
    [{ attempts: 2, tries_left: 1, hints_given: 1 }, '2 tries · 1 try left · 1 hint'],
    [{ attempts: 3, tries_left: 0 }, '3 tries · no tries left'],
    [
      { attempts: 3, pause: { since: '2026-11-22T09:46:20.125Z', seconds: 90 } },
      `3 tries · next try from ${new Date('2026-11-22T09:47:50Z').toLocaleTimeString()}`
    ],
    [{ attempts: 1 }, '1 try']
  ])('says how much was tried, and how much can be: %j', async (parts, words) => {
    stage.show();
    await says(view(0, [], asking(question(parts))));
    expect(texts(hooks('tried'))).toEqual([words]);
  });

  test('without its cell offers to put it back', async () => {
    stage.show();
    await says(view(0, [], asking(question())));
    await userEvent.click(button('Check'));
    expect(hooks('note')[0]?.getAttribute('role')).toBe('status');
    await userEvent.click(button('Put the cell back'));
    expect(stage.host.notebook.putIn).toEqual([
      '#| tutor: answer\n#| for: mean\ndef mean(xs):\n    ...'
    ]);
    expect(texts(hooks('note'))).toEqual(['']);
  });

  test('while its cell runs says so and can stop it', async () => {
    stage.host.notebook.cells.set('mean', { source: '', ranAsIs: false });
    stage.host.notebook.running = () => new Promise(() => undefined);
    stage.show();
    await says(view(0, [], asking(question())));
    await userEvent.click(button('Check'));
    expect(texts(hooks('busy'))).toEqual(['Running your cell…']);
    await userEvent.click(button('Stop the cell'));
    expect(FakeSocket.last.sent).toEqual([{ type: 'interrupt' }]);
  });

  test('that is being checked can be stopped', async () => {
    stage.show();
    const actions = [action('check', 'Your answer is being checked.'), action('stop_check')];
    await says(view(0, [], asking(question(), { actions, phase: 'checking', checking: 'r1' })));
    expect(texts(hooks('busy'))).toEqual(['Checking your answer…']);
    await userEvent.click(button('Stop'));
    expect(asked()).toEqual([{ type: 'stop_check' }]);
  });
});

describe('a choice question', () => {
  test('with one right option is a group of radio buttons', async () => {
    stage.show();
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
    stage.show();
    await says(view(0, [], asking(choice({ many: true }))));
    const boxes = screen.getAllByRole('checkbox');
    for (const box of boxes) {
      await userEvent.click(box);
    }
    await userEvent.click(screen.getByRole('checkbox', { name: 'square' }));
    expect(boxes.map(box => (box as HTMLInputElement).checked)).toEqual([false, true]);
  });

  test('is answered by keyboard alone', async () => {
    stage.show();
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
  stage.show();
  await says(view(0, [], head({ question: choice(), phase: 'correct' })));
  expect(hooks('question')).toEqual([]);
  expect(screen.getByRole('region', { name: 'What you can do' })).toBeDefined();
});

describe('the buttons', () => {
  test('are those the server offers, in a fixed order', async () => {
    stage.show();
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

  test.each([
    [[action('continue'), action('check')], 'Continue'],
    [[action('check'), action('hint')], 'Check'],
    [[action('continue'), action('check', 'No more tries.')], 'Continue'],
    [[action('check', 'Not now.'), action('hint')], undefined]
  ])('%#: one at most stands out, the next step', async (actions, label) => {
    stage.show();
    await says(view(0, [], asking(question(), { actions })));
    const out = Array.from(document.querySelectorAll('.jt-mod-primary'), el => el.textContent);
    expect(out).toEqual(label === undefined ? [] : [label]);
  });

  test('that cannot be used say why, can be reached, and do nothing', async () => {
    stage.show();
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
    expect(texts(hooks('note'))).toEqual(['The solution can be shown after 3 tries.']);
  });

  test('after a hint are led by Check as before', async () => {
    stage.show();
    const hinted = question({ hints_given: 1 });
    const actions = [action('check'), action('hint', 'Try once more first.'), action('skip')];
    await says(view(0, [], asking(question())));
    await userEvent.click(button('Hint'));
    await says(view(0, [message(0, { kind: 'hint' })], asking(hinted, { actions })), {
      type: 'accepted',
      id: '1',
      seq: 4
    });
    expect(
      Array.from(document.querySelectorAll('.jt-mod-primary'), element => element.textContent)
    ).toEqual(['Check']);
    expect(document.activeElement).toBe(button('Hint'));
    expect(screen.queryByRole('button', { name: /Continue|Next/ })).toBeNull();
  });

  test('pass the focus on when the one that has it goes away', async () => {
    stage.show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    button('Continue').focus();
    await says(view(0, [], asking(question())));
    expect(document.activeElement).toBe(button('Check'));
    await says(view(0, [], head({ actions: [action('continue')] })));
    expect(document.activeElement).toBe(button('Continue'));
  });

  test('leave the focus to the card when nothing is left to press', async () => {
    stage.show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    button('Continue').focus();
    await says(view(0, [], head({ actions: [], phase: 'completed' })));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'What you can do' }));
  });

  test('give the focus back once there is a next step after a check', async () => {
    stage.show();
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
    stage.show();
    await says(view(0, [], head({ actions: [action('continue')] })));
    const box = screen.getByRole('textbox', { name: /^Write to the tutor/ });
    box.focus();
    await says(view(0, [], asking(question())));
    expect(document.activeElement).toBe(box);
  });

  test('say to do it again once the lesson is done', async () => {
    stage.show();
    await says(view(0, [], head({ phase: 'completed', actions: [action('start_over')] })));
    await userEvent.click(button('Do it again'));
    expect(stage.host.confirmed).toEqual(['Do the lesson again?']);
    expect(asked()).toEqual([{ type: 'start_over' }]);
  });

  test('show the solution only after asking', async () => {
    stage.show();
    await says(view(0, [], asking(question(), { actions: [action('check'), action('solution')] })));
    stage.host.sure = false;
    await userEvent.click(button('Show solution'));
    expect(stage.host.confirmed).toEqual(['Show the solution?']);
    expect(asked()).toEqual([]);
  });

  test('start over only after asking', async () => {
    stage.show();
    await says(view(0, [], head()));
    stage.host.sure = false;
    await userEvent.click(button('Start over'));
    expect(stage.host.confirmed).toEqual(['Start the lesson over?']);
    expect(asked()).toEqual([]);
  });
});
