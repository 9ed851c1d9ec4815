import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { LessonActions } from '../src/actions';
import { CHECK_BEGINS_WITHIN_MS } from '../src/check';
import type { Head } from '../src/protocol';
import { TutorSession } from '../src/session';
import { FakeHost } from './fakeHost';
import { FakeSocket } from './fakeSocket';
import {
  action,
  asking,
  choice,
  FULL,
  head,
  kernel,
  message,
  question,
  record,
  report,
  view,
  writing
} from './frames';
import { trans } from './words';

const SOURCE = '#| tutor: answer\n#| for: mean\ndef mean(xs): ...';
const SUBMITTED = {
  type: 'submit_answer',
  question: 'mean',
  answer: { type: 'code', source: SOURCE }
};

let session: TutorSession;
let host: FakeHost;
let actions: LessonActions;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  host = new FakeHost();
  session = new TutorSession({
    url: () => 'ws://server',
    WebSocket: FakeSocket.asWebSocket,
    trans
  });
  actions = new LessonActions(session, host);
});

afterEach(() => {
  session.dispose();
  vi.useRealTimers();
});

function shows(of: Head): void {
  if (FakeSocket.all.length === 0) {
    session.connect();
  }
  FakeSocket.last.says(view(0, [], of));
  FakeSocket.last.says(kernel());
}

/** The commands that were sent, without their ids. */
const asked = (): unknown[] =>
  FakeSocket.last.sent
    .map(frame => (frame as { type: string; command?: unknown }).command)
    .filter(command => command !== undefined);
const note = (): string | undefined => session.screen().note?.words;

describe('a button', () => {
  test.each([
    ['continue', { type: 'continue' }],
    ['hint', { type: 'ask_hint' }],
    ['skip', { type: 'skip_question' }],
    ['solution', { type: 'ask_solution' }],
    ['stop_check', { type: 'stop_check' }],
    ['stop_reply', { type: 'stop_reply' }],
    ['summary', { type: 'ask_summary' }],
    ['update', { type: 'update_lesson' }]
  ] as const)('%s asks just that', async (name, command) => {
    shows(head({ actions: [action(name)] }));
    await actions.perform(name);
    expect(asked()).toEqual([command]);
  });

  test('that is not offered does nothing', async () => {
    shows(head({ actions: [] }));
    expect(actions.availability('hint')).toEqual({ offered: false, enabled: false, why: null });
    await actions.perform('hint');
    expect(asked()).toEqual([]);
    expect(note()).toBeUndefined();
  });

  test('that cannot be used says why', async () => {
    shows(asking(question()));
    expect(actions.availability('solution')).toEqual({
      offered: true,
      enabled: false,
      why: 'The solution can be shown after 3 tries.'
    });
    await actions.perform('solution');
    expect(asked()).toEqual([]);
    expect(note()).toBe('The solution can be shown after 3 tries.');
  });

  test('cannot be used without a connection, and says so', () => {
    shows(head());
    FakeSocket.last.ends(1006);
    expect(actions.availability('continue')).toEqual({
      offered: true,
      enabled: false,
      why: 'There is no connection to the tutor just now.'
    });
  });

  test.each([
    'continue',
    'check',
    'hint',
    'skip',
    'solution',
    'stop_check',
    'stop_reply',
    'summary',
    'start_over',
    'update'
  ] as const)('%s cannot be used while nothing can be saved, and can afterwards', async name => {
    shows(head({ actions: [action(name)] }));
    FakeSocket.last.says(record('full'));
    expect(actions.availability(name)).toEqual({ offered: true, enabled: false, why: FULL });
    await actions.perform(name);
    expect(asked()).toEqual([]);
    expect(note()).toBe(FULL);
    for (const state of ['behind', 'fine'] as const) {
      FakeSocket.last.says(record(state));
      expect(actions.availability(name)).toEqual({ offered: true, enabled: true, why: null });
    }
  });

  test('that can be used again after the line broke is so whatever was told before', () => {
    shows(head());
    FakeSocket.last.says(record('full'));
    FakeSocket.last.ends(1006);
    session.connect();
    FakeSocket.last.says(view(0, [], head()));
    expect(actions.availability('continue').enabled).toBe(true);
  });

  test('pressed twice asks once, but stopping always gets through', async () => {
    shows(head({ actions: [action('continue'), action('stop_check'), action('stop_reply')] }));
    await actions.perform('continue');
    await actions.perform('continue');
    await actions.perform('stop_check');
    session.change({ type: 'running', running: true });
    await actions.perform('stop_reply');
    expect(asked()).toEqual([{ type: 'continue' }, { type: 'stop_check' }, { type: 'stop_reply' }]);
  });
});

describe('a person', () => {
  test('is asked once to look at a reply', () => {
    shows(head());
    actions.askPerson(7);
    actions.askPerson(7);
    expect(asked()).toEqual([{ type: 'ask_person', message: 7 }]);
  });

  test('is not asked while nothing can be saved', () => {
    shows(head());
    FakeSocket.last.says(record('full'));
    actions.askPerson(7);
    expect(asked()).toEqual([]);
    expect(note()).toBe(FULL);
    FakeSocket.last.says(record('fine'));
    actions.askPerson(7);
    expect(asked()).toEqual([{ type: 'ask_person', message: 7 }]);
  });
});

describe('what is said to the tutor', () => {
  test('while they are still writing is kept, and the learner is told', () => {
    shows(head({ writing: writing() }));
    session.change({ type: 'write', text: 'Why?' });
    actions.say();
    expect(asked()).toEqual([]);
    expect(session.screen().writing).toBe('Why?');
    expect(note()).toBe(
      'The tutor is still writing. Press Stop if you do not want to wait for it.'
    );
  });

  test('and refused is given back, unless something else is written by then', () => {
    shows(head());
    session.change({ type: 'write', text: 'Why?' });
    actions.say();
    expect(session.screen().writing).toBe('');
    FakeSocket.last.says({ type: 'refused', id: '1', reason: 'Not so fast.' });
    expect(session.screen().writing).toBe('Why?');
    expect(note()).toBe('Not so fast.');
    actions.say();
    session.change({ type: 'write', text: 'And' });
    FakeSocket.last.says({ type: 'refused', id: '2', reason: 'Not so fast.' });
    expect(session.screen().writing).toBe('And');
  });
});

describe('starting over', () => {
  test('is asked about first', async () => {
    shows(head());
    await actions.perform('start_over');
    expect(host.confirmed).toEqual(['Start the lesson over?']);
    expect(asked()).toEqual([{ type: 'start_over' }]);
  });

  test('is left alone when the learner is not sure', async () => {
    host.sure = false;
    shows(head());
    await actions.perform('start_over');
    expect(asked()).toEqual([]);
  });
});

describe('the solution', () => {
  const asks = (parts: Parameters<typeof question>[0]): Promise<void> => {
    shows(asking(question(parts), { actions: [action('check'), action('solution')] }));
    return actions.perform('solution');
  };

  test('that costs the points is shown only to who is sure', async () => {
    host.sure = false;
    await asks({ tries_left: 2 });
    expect(host.confirmed).toEqual(['Show the solution?']);
    expect(host.told).toEqual([
      'You will get no points for this question. To go on, you then give the answer yourself and ' +
        'check it.'
    ]);
    expect(asked()).toEqual([]);
  });

  test.each([{ tries_left: 0 }, { max_points: 0 }])(
    'is shown at once where there are no points to lose: %j',
    async parts => {
      await asks(parts);
      expect(host.confirmed).toEqual([]);
      expect(asked()).toEqual([{ type: 'ask_solution' }]);
    }
  );
});

describe('checking a choice', () => {
  test('hands in what is picked', async () => {
    shows(asking(choice({ many: true })));
    session.change({ type: 'pick', options: ['a', 'b'] });
    await actions.perform('check');
    expect(asked()).toEqual([
      { type: 'submit_answer', question: 'which', answer: { type: 'choice', options: ['a', 'b'] } }
    ]);
  });

  test.each([
    [false, 'Pick one first.'],
    [true, 'Pick one or more options first.']
  ])('of nothing says so (many: %s)', async (many, words) => {
    shows(asking(choice({ many })));
    await actions.perform('check');
    expect(asked()).toEqual([]);
    expect(note()).toBe(words);
  });
});

describe('checking code', () => {
  const answer = (ranAsIs: boolean): void => {
    host.notebook.cells.set('mean', { source: SOURCE, ranAsIs });
  };

  test('that has run as it is hands it in without running it again', async () => {
    answer(true);
    shows(asking(question()));
    await actions.perform('check');
    expect(host.notebook.ran).toEqual([]);
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('that was changed runs it first and shows that it runs', async () => {
    answer(false);
    shows(asking(question()));
    const during: unknown[] = [];
    host.notebook.running = () => {
      during.push(session.screen().running, actions.availability('hint').why, asked());
      return Promise.resolve('ok');
    };
    await actions.perform('check');
    expect(during).toEqual([true, 'Your cell is running.', []]);
    expect(session.screen().running).toBe(false);
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('that ends in an error is handed in all the same: the tutor helps with errors', async () => {
    answer(false);
    shows(asking(question()));
    host.notebook.running = () => Promise.resolve('error');
    await actions.perform('check');
    expect(asked()).toEqual([SUBMITTED]);
  });

  test.each([
    ['stopped', 'The cell was stopped before it ended, so it was not checked.'],
    ['not_run', 'Your cell did not run. See that the notebook has a running kernel, and try again.']
  ] as const)('whose run is %s is not handed in', async (end, words) => {
    answer(false);
    shows(asking(question()));
    host.notebook.running = () => Promise.resolve(end);
    await actions.perform('check');
    expect(asked()).toEqual([]);
    expect(note()).toBe(words);
  });

  test('hands nothing in when the server checks what runs', async () => {
    answer(false);
    shows(asking(question(), { check_on_run: true, seq: 3 }));
    host.notebook.running = () => Promise.resolve('ok');
    const performed = actions.perform('check');
    await vi.advanceTimersByTimeAsync(100);
    shows(asking(question(), { check_on_run: true, seq: 5, phase: 'checking', checking: 'r' }));
    await performed;
    expect(host.notebook.ran).toEqual(['mean']);
    expect(asked()).toEqual([]);
  });

  test('hands nothing in when the server has checked it before it could be asked', async () => {
    answer(false);
    shows(asking(question(), { check_on_run: true }));
    host.notebook.running = () => {
      const judged = message(0, { kind: 'verdict', report: report() });
      FakeSocket.last.says(view(0, [judged], asking(question(), { check_on_run: true, seq: 7 })));
      return Promise.resolve('ok');
    };
    await actions.perform('check');
    expect(asked()).toEqual([]);
  });

  test('hands it in when the server saw it run and left it at that, as it does a stub', async () => {
    answer(false);
    shows(asking(question(), { check_on_run: true, seq: 3 }));
    host.notebook.running = () => {
      shows(asking(question(), { check_on_run: true, seq: 4 }));
      return Promise.resolve('ok');
    };
    await actions.perform('check');
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('hands it in when the server should have seen it run but did not', async () => {
    answer(false);
    shows(asking(question(), { check_on_run: true }));
    const performed = actions.perform('check');
    await vi.advanceTimersByTimeAsync(CHECK_BEGINS_WITHIN_MS);
    await performed;
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('hands it in at once when the server has no line to the kernel', async () => {
    answer(false);
    shows(asking(question(), { check_on_run: true }));
    FakeSocket.last.says(kernel({ status: 'none', checks: 'none' }));
    await actions.perform('check');
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('does not hand it in for a question that came meanwhile', async () => {
    answer(false);
    shows(asking(question()));
    host.notebook.running = () => {
      shows(asking(choice()));
      return Promise.resolve('ok');
    };
    await actions.perform('check');
    expect(asked()).toEqual([]);
  });

  test('while a cell runs offers to stop that', async () => {
    answer(true);
    shows(asking(question()));
    host.notebook.busy = 'busy';
    await actions.perform('check');
    expect(session.screen().note).toEqual({
      words: 'A cell is still running. Wait until it has ended, or stop it.',
      remedy: 'stop_cell'
    });
    actions.stopCell();
    expect(FakeSocket.last.sent).toEqual([{ type: 'interrupt' }]);
  });

  test('right after a reload goes by what the server knows of the kernel', async () => {
    answer(true);
    shows(asking(question()));
    host.notebook.busy = 'unknown';
    FakeSocket.last.says(kernel({ status: 'busy' }));
    await actions.perform('check');
    expect(asked()).toEqual([]);
    FakeSocket.last.says(kernel());
    await actions.perform('check');
    expect(asked()).toEqual([SUBMITTED]);
  });

  test('without its cell offers to put it back', async () => {
    shows(asking(question()));
    await actions.perform('check');
    expect(session.screen().note).toEqual({
      words:
        'The notebook has no cell for this answer: none has the line “#| for: mean” at its top.',
      remedy: 'put_back'
    });
    actions.putAnswerBack();
    expect(host.notebook.putIn).toEqual(['#| tutor: answer\n#| for: mean\ndef mean(xs):\n    ...']);
    expect(session.screen().note).toBeNull();
  });

  test('without its notebook says so', async () => {
    host.open = false;
    shows(asking(question()));
    await actions.perform('check');
    expect(note()).toBe('Open the notebook of this lesson to have your answer checked.');
  });
});

describe('going to the answer', () => {
  test('goes there', () => {
    host.notebook.cells.set('mean', { source: SOURCE, ranAsIs: true });
    shows(asking(question()));
    actions.goToAnswer();
    expect(host.notebook.gone).toEqual(['mean']);
    expect(note()).toBeUndefined();
  });

  test('that is missing offers to put it back', () => {
    shows(asking(question()));
    actions.goToAnswer();
    expect(session.screen().note?.remedy).toBe('put_back');
  });
});

describe('writing to the tutor', () => {
  const write = (text: string): void => session.change({ type: 'write', text });

  test('sends what was written, without the space around it', () => {
    shows(head());
    write('  Why?\n');
    actions.say();
    expect(asked()).toEqual([{ type: 'say', text: 'Why?' }]);
    expect(session.screen().writing).toBe('');
  });

  test('sends nothing when nothing was written, or nothing can be sent', () => {
    shows(head());
    write('  \n');
    actions.say();
    FakeSocket.last.ends(1006);
    write('Why?');
    actions.say();
    expect(asked()).toEqual([]);
    expect(session.screen().writing).toBe('Why?');
  });
});

test('stopping a cell without a connection says how else to do it', () => {
  shows(head());
  FakeSocket.last.ends(1006);
  actions.stopCell();
  expect(note()).toMatch(/Interrupt Kernel/);
});
