import { act, fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';

import { FakeFiles } from './fakeFiles';
import { head, view } from './frames';
import { button, hooks, says, stageForEach, texts } from './stage';

const stage = stageForEach();
let files: FakeFiles;

beforeEach(() => {
  files = new FakeFiles();
  stage.host.files = files;
});

const shown = async (): Promise<void> => {
  stage.show();
  await says(view(0, [], head()));
};

test('where nothing can be asked of the server, nothing is offered', async () => {
  stage.host.files = null;
  await shown();
  expect(hooks('show-record')).toEqual([]);
  expect(hooks('keep-conversation')).toEqual([]);
});

describe('what is recorded about me', () => {
  test('is told in words, with whose it is and where it is kept', async () => {
    await shown();
    await userEvent.click(button('What is recorded about me'));
    const dialog = screen.getByRole('dialog', { name: 'What is recorded about me' });
    expect(dialog.textContent).toContain('Your **answers** and this conversation.');
    expect(dialog.textContent).toContain('You are known asada');
    expect(dialog.textContent).toContain('/home/ada/record.duckdb');
  });

  test('can be taken away, and closed', async () => {
    await shown();
    await userEvent.click(button('What is recorded about me'));
    await userEvent.click(button('Save all of it as a file'));
    expect(files.asked).toContain('keep record');
    await userEvent.click(button('Close'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('closes with Escape', async () => {
    await shown();
    await userEvent.click(button('What is recorded about me'));
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('may be nothing', async () => {
    files.known = { ...files.known, sessions: [] };
    await shown();
    await userEvent.click(button('What is recorded about me'));
    expect(screen.getByText('Nothing is recorded of you yet.')).toBeDefined();
  });

  test('that cannot be had says why', async () => {
    files.trouble = 'The record cannot be read just now.';
    await shown();
    await userEvent.click(button('What is recorded about me'));
    expect(screen.getByRole('alert').textContent).toBe('The record cannot be read just now.');
    expect(hooks('keep-record')).toEqual([]);
  });
});

describe('the conversation', () => {
  test.each([
    ['As a web page', 'html'],
    ['As Markdown', 'markdown']
  ])('can be kept %s', async (label, format) => {
    await shown();
    await userEvent.click(button('Keep this conversation'));
    await userEvent.click(button(label));
    expect(files.asked).toEqual([`keep python-foundations/functions as ${format}`]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('that cannot be kept says why, and can be tried again', async () => {
    files.trouble = 'The server could not give it.';
    await shown();
    await userEvent.click(button('Keep this conversation'));
    await userEvent.click(button('As Markdown'));
    expect(screen.getByRole('alert').textContent).toBe('The server could not give it.');
    await userEvent.click(button('Cancel'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a recorded answer', () => {
  const source = '#| tutor: answer\n#| for: mean\ndef mean(xs): return 1';

  beforeEach(() => {
    files.found = [{ question: 'mean', title: 'The mean', source, stub: 'def mean(xs): ...' }];
  });

  const opened = async (): Promise<void> => {
    await shown();
    await act(async () => {
      const progress = hooks('progress')[0] as HTMLDetailsElement;
      progress.open = true;
      fireEvent(progress, new Event('toggle'));
      await Promise.resolve();
    });
  };

  test('is looked for when the list is opened, not before', async () => {
    await shown();
    expect(files.asked).toEqual([]);
    await opened();
    expect(files.asked).toEqual(['answers python-foundations/functions']);
    expect(hooks('bring-back')).toHaveLength(1);
  });

  test('whose cell is gone gets one', async () => {
    await opened();
    await userEvent.click(button('Put my answer back: The mean'));
    expect(stage.host.notebook.putIn).toEqual([source]);
    expect(stage.host.confirmed).toEqual([]);
  });

  test('whose cell has other text takes its place, after asking', async () => {
    stage.host.notebook.cells.set('mean', { source: 'other', ranAsIs: false });
    stage.host.sure = false;
    await opened();
    await userEvent.click(button('Put my answer back: The mean'));
    expect(stage.host.confirmed).toEqual(['Put your answer back?']);
    expect(stage.host.notebook.find('mean')?.source).toBe('other');
    stage.host.sure = true;
    await userEvent.click(button('Put my answer back: The mean'));
    expect(stage.host.notebook.find('mean')?.source).toBe(source);
  });

  test('that is in its cell already is shown there', async () => {
    stage.host.notebook.cells.set('mean', { source, ranAsIs: true });
    await opened();
    await userEvent.click(button('Put my answer back: The mean'));
    expect(stage.host.notebook.gone).toEqual(['mean']);
    expect(texts(hooks('note'))).toEqual(['Your newest recorded answer is in its cell already.']);
  });

  test('without its notebook says so', async () => {
    stage.host.open = false;
    await opened();
    await userEvent.click(button('Put my answer back: The mean'));
    expect(texts(hooks('note'))[0]).toMatch(/^Open the notebook of this lesson/);
  });

  test('that cannot be looked for says why', async () => {
    files.trouble = 'The record cannot be read just now.';
    await opened();
    expect(screen.getByRole('alert').textContent).toBe('The record cannot be read just now.');
  });
});
