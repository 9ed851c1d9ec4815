import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import type { RecordedEntry, RecordedSession } from '../src/files';
import { FakeFiles, recorded } from './fakeFiles';
import { head, view } from './frames';
import { button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();
let files: FakeFiles;

const AT = '2026-11-22T09:46:20.125Z';
const time = (seconds: boolean): string =>
  new Date(AT).toLocaleString([], {
    dateStyle: 'medium',
    timeStyle: seconds ? 'medium' : 'short'
  });
const session = (lesson: string, parts: Partial<RecordedSession> = {}): RecordedSession => ({
  course: 'python-foundations',
  lesson,
  title: `About ${lesson}`,
  status: 'started',
  again: false,
  events: 7,
  first: AT,
  last: AT,
  ...parts
});

beforeEach(() => {
  files = new FakeFiles();
  files.known = { ...files.known, sessions: [session('values'), session('functions')] };
  stage.host.files = files;
});

/** The dialog, opened from the lesson on functions. */
const opened = async (): Promise<HTMLElement> => {
  stage.show();
  await says(view(0, [], head()));
  await userEvent.click(button('What is recorded about me'));
  return screen.getByRole('dialog');
};
const reads = async (...entries: RecordedEntry[]): Promise<HTMLElement[]> => {
  files.recorded = entries;
  await opened();
  return hooks('recorded-entry');
};
const line = (entry: HTMLElement | undefined): string =>
  entry?.querySelector('.jt-Entry-head')?.textContent ?? '';

describe('the lessons', () => {
  test.each([
    [{}, 'begun'],
    [{ status: 'finished' }, 'finished'],
    [{ status: 'finished', again: true }, 'finished, being done again']
  ] as const)('say how they stand: %j', async (parts, words) => {
    files.known = { ...files.known, sessions: [session('functions', parts)] };
    await opened();
    expect(texts(hooks('recorded-lesson'))[0]).toContain(
      `About functions${words} · 7 entries · last: ${time(false)}`
    );
  });

  test('are closed but for the one in front, and are asked for only when they are opened', async () => {
    await opened();
    const lessons = hooks('recorded-lesson') as HTMLDetailsElement[];
    expect(lessons.map(lesson => lesson.open)).toEqual([false, true]);
    expect(files.asked).toEqual(['record', 'entries python-foundations/functions before all']);
    await act(async () => {
      const [first] = lessons;
      if (first !== undefined) {
        first.open = true;
        fireEvent(first, new Event('toggle'));
      }
      await Promise.resolve();
    });
    expect(files.asked.at(-1)).toBe('entries python-foundations/values before all');
  });
});

describe('an entry', () => {
  test('says when, what, about what, and with which words', async () => {
    const [entry] = await reads(
      recorded(3, { kind: 'answer_submitted', title: 'How many?', text: '`4`' })
    );
    expect(entry?.textContent).toBe(`You answeredHow many?${time(true)}\`4\``);
    expect(entry?.querySelector('time')?.dateTime).toBe(AT);
  });

  test.each<[Partial<RecordedEntry>, string]>([
    [{ kind: 'session_opened' }, 'You began the lesson'],
    [{ kind: 'session_resumed' }, 'You came back'],
    [{ kind: 'session_left' }, 'You left'],
    [{ kind: 'session_yielded' }, 'The lesson went on elsewhere'],
    [{ kind: 'explained' }, 'The tutor explained'],
    [{ kind: 'question_asked' }, 'The tutor asked'],
    [{ kind: 'cell_recorded', outcome: 'ok' }, 'You ran your answer cell'],
    [{ kind: 'cell_recorded', outcome: 'error' }, 'You ran your answer cell, and an error came up'],
    [{ kind: 'cell_recorded', outcome: 'interrupted' }, 'You ran your answer cell, and stopped it'],
    [
      { kind: 'answer_judged', outcome: 'correct', points: 1.5, max_points: 2 },
      'The answer was judged: Correct · 1.5 of 2 points'
    ],
    [
      { kind: 'answer_judged', outcome: 'incorrect', points: 0, max_points: 2 },
      'The answer was judged: Not yet'
    ],
    [{ kind: 'check_failed' }, 'The answer could not be judged'],
    [{ kind: 'hint_given' }, 'You got a hint'],
    [{ kind: 'question_skipped' }, 'You skipped the question'],
    [{ kind: 'solution_shown' }, 'You saw the solution'],
    [{ kind: 'review_begun' }, 'The review began'],
    [
      { kind: 'lesson_completed', points: 0, max_points: 2 },
      'You finished the lesson · 0 of 2 points'
    ],
    [{ kind: 'learner_said' }, 'You wrote'],
    [{ kind: 'tutor_said' }, 'The tutor replied'],
    [{ kind: 'model_noted' }, 'The language model changed'],
    [{ kind: 'reply_grew' }, 'A part of a reply was shown'],
    [{ kind: 'reply_ended', outcome: 'finished' }, 'The tutor replied'],
    [{ kind: 'reply_ended', outcome: 'high' }, 'The tutor replied · Confident'],
    [{ kind: 'reply_ended', outcome: 'stopped' }, 'The tutor replied · Stopped before its end'],
    [{ kind: 'reply_ended', outcome: 'withheld' }, 'The tutor replied · Held back'],
    [{ kind: 'reply_ended', outcome: 'failed' }, 'The tutor could not reply'],
    [{ kind: 'hint_asked' }, 'Another hint was asked for'],
    [{ kind: 'hint_refused' }, 'No further hint was given'],
    [{ kind: 'summary_asked' }, 'A summary was asked for'],
    [{ kind: 'summary_written' }, 'The tutor summed up'],
    [{ kind: 'error_labelled' }, 'What may be behind a wrong answer was noted'],
    [{ kind: 'model_called' }, 'A language model was asked'],
    [{ kind: 'person_asked' }, 'You asked for a person'],
    [{ kind: 'started_over' }, 'You started over'],
    [{ kind: 'lesson_updated' }, 'You went on with the new version'],
    [{ kind: 'kernel_noted', outcome: 'attached' }, 'The tutor connected to your kernel'],
    [{ kind: 'kernel_noted', outcome: 'restarted' }, 'Your kernel was restarted'],
    [{ kind: 'kernel_noted', outcome: 'died' }, 'Your kernel stopped by itself'],
    [{ kind: 'kernel_noted', outcome: 'detached' }, 'Your kernel went away'],
    [{ kind: 'of_a_newer_server' }, 'Something else was recorded']
  ])('%j is named in plain words', async (parts, words) => {
    const [entry] = await reads(recorded(1, { text: '', ...parts }));
    expect(line(entry)).toBe(`${words}${time(true)}`);
  });

  test('tells that the learner was told about the language model', async () => {
    const [entry] = await reads(recorded(1, { kind: 'model_noted', text: 'There is one.' }));
    expect(line(entry)).toBe(`You were told about the language model${time(true)}`);
  });

  test('shows the code that was recorded, without its marker lines, and the error', async () => {
    const [entry] = await reads(
      recorded(1, {
        kind: 'cell_recorded',
        text: '',
        code: ['#| tutor: answer\n#| for: mean\nx = y'],
        error: "NameError: name 'y' is not defined"
      })
    );
    const shown = Array.from(entry?.querySelectorAll('pre') ?? [], pre => pre.textContent);
    expect(shown).toEqual(['x = y', "NameError: name 'y' is not defined"]);
  });

  test('that is long is folded, and unfolds', async () => {
    const text = 'Because. '.repeat(40);
    const [entry] = await reads(recorded(1, { kind: 'answer_submitted', title: 'Why?', text }));
    const folded = (): boolean => entry?.querySelector('.jt-mod-short') !== null;
    expect(folded()).toBe(true);
    const more = button('Show more: You answered, Why?');
    expect(more.getAttribute('aria-expanded')).toBe('false');
    await userEvent.click(more);
    expect(folded()).toBe(false);
    expect(button('Show less: You answered, Why?').getAttribute('aria-expanded')).toBe('true');
  });

  test('that is short has nothing to unfold', async () => {
    const [entry] = await reads(recorded(1));
    expect(within(entry ?? document.body).queryByRole('button')).toBeNull();
  });

  test('that the server has shortened says where the rest is', async () => {
    const [entry] = await reads(recorded(1, { text: 'x\n'.repeat(2000), whole: false }));
    const rest = 'The rest is in the file with all of it.';
    expect(entry?.textContent).not.toContain(rest);
    await userEvent.click(button('Show more: You wrote'));
    expect(entry?.textContent).toContain(rest);
  });

  test('makes no elements of what was written', async () => {
    const bad = '<img src="x" onerror="alert(1)">';
    await reads(recorded(1, { title: bad, text: bad, code: [bad], error: bad, outcome: bad }));
    expect(document.querySelectorAll('img')).toHaveLength(0);
  });
});

describe('many entries', () => {
  const many = Array.from({ length: 5 }, (_, index) => recorded(5 - index));

  test('come a page at a time, the newest first, and the keyboard goes on with them', async () => {
    files.pageSize = 2;
    await reads(...many);
    const shown = (): string[] =>
      hooks('recorded-entry').map(entry => entry.querySelector('.jt-Markdown')?.textContent ?? '');
    expect(shown()).toEqual(['Words 5', 'Words 4']);
    await userEvent.click(button('Show earlier entries: About functions'));
    expect(document.activeElement).toBe(hooks('recorded-entry')[2]);
    await userEvent.click(button('Show earlier entries: About functions'));
    expect(shown()).toEqual(['Words 5', 'Words 4', 'Words 3', 'Words 2', 'Words 1']);
    expect(document.activeElement).toBe(hooks('recorded-entry')[4]);
    expect(hooks('earlier-entries')).toEqual([]);
    expect(files.asked.slice(1)).toEqual(
      ['all', '4', '2'].map(before => `entries python-foundations/functions before ${before}`)
    );
  });

  test('that cannot be had say why, and can be asked for again', async () => {
    files.pageSize = 2;
    await reads(...many);
    files.trouble = 'The record cannot be read just now.';
    await userEvent.click(button('Show earlier entries: About functions'));
    expect(screen.getByRole('alert').textContent).toBe('The record cannot be read just now.');
    files.trouble = null;
    await userEvent.click(button('Try again: About functions'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(hooks('recorded-entry')).toHaveLength(4);
  });

  test('of a damaged record say so', async () => {
    files.note = 'The rest of the record of this lesson is damaged and cannot be read.';
    await reads(recorded(1));
    expect(screen.getByText(files.note)).toBeDefined();
  });
});
