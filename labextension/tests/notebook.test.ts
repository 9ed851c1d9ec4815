import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { markersFor } from '../src/markers';
import { NotebookCells, goToTutor, lessonOfNotebook } from '../src/notebook';
import { Runs } from '../src/runs';
import { FakePanel, LESSON, fakeCell, fakeNotebookModule } from './fakeNotebook';
import type { Ending } from './fakeNotebook';

vi.mock('@jupyterlab/notebook', async () => (await import('./fakeNotebook')).fakeNotebookModule);

const ANSWER = `${markersFor('mean')}def mean(xs): ...`;

let runs: Runs;
let panel: FakePanel;
let cells: NotebookCells;
let shown: number;

beforeEach(() => {
  fakeNotebookModule.ending = { success: true };
  fakeNotebookModule.ran = [];
  shown = 0;
  runs = new Runs();
  panel = new FakePanel(
    fakeCell('markdown', LESSON),
    fakeCell('code', 'x = 1'),
    fakeCell('code', ANSWER)
  );
  cells = new NotebookCells(
    panel.asPanel,
    runs,
    {} as ISessionContextDialogs,
    {} as ITranslator,
    () => (shown += 1)
  );
  return () => {
    runs.dispose();
  };
});

describe('the lesson of an open notebook', () => {
  test('is named by its first cell', () => {
    expect(lessonOfNotebook(panel.asPanel)).toEqual({ course: 'c', lesson: 'l' });
  });

  test('is none when the first cell is code, or there is no cell', () => {
    expect(lessonOfNotebook(new FakePanel(fakeCell('code', LESSON)).asPanel)).toBeNull();
    expect(lessonOfNotebook(new FakePanel().asPanel)).toBeNull();
  });
});

describe('the cell that shows a tutor', () => {
  test('becomes the active one, and is scrolled to', () => {
    const shows = fakeCell('code', '%tutor python-foundations');
    const beside = new FakePanel(fakeCell('code', 'x = 1'), shows);
    goToTutor(beside.asPanel);
    expect(beside.content.activeCellIndex).toBe(1);
    expect(beside.content.scrolledTo).toEqual([shows]);
  });

  test('that is gone meanwhile is not gone to', () => {
    goToTutor(panel.asPanel);
    expect(panel.content.activeCellIndex).toBe(0);
    expect(panel.content.scrolledTo).toEqual([]);
  });
});

describe('an answer cell', () => {
  test('is found with its source', () => {
    expect(cells.find('mean')).toEqual({ source: ANSWER, ranAsIs: false });
    expect(cells.find('sum')).toBeNull();
  });

  test('has run as it is once it ran', async () => {
    await expect(cells.run('mean')).resolves.toBe('ok');
    expect(fakeNotebookModule.ran).toEqual([panel.cells[2]]);
    expect(cells.find('mean')?.ranAsIs).toBe(true);
  });

  test('has not any more when it is edited, and has again when that is undone', async () => {
    await cells.run('mean');
    panel.cells[2]?.model.sharedModel.setSource(`${ANSWER}\n`);
    expect(cells.find('mean')?.ranAsIs).toBe(false);
    panel.cells[2]?.model.sharedModel.setSource(ANSWER);
    expect(cells.find('mean')?.ranAsIs).toBe(true);
  });

  test('has not any more when the kernel is another', async () => {
    await cells.run('mean');
    runs.kernelReplaced(panel.asPanel.content);
    expect(cells.find('mean')?.ranAsIs).toBe(false);
  });

  test('counts what it was when its run began', () => {
    const [, , cell] = panel.cells;
    const { executionScheduled, executed } = fakeNotebookModule.NotebookActions;
    executionScheduled.emit({ notebook: panel.content, cell });
    cell?.model.sharedModel.setSource('edited while it ran');
    executed.emit({ notebook: panel.content, cell, success: true });
    cell?.model.sharedModel.setSource(ANSWER);
    expect(cells.find('mean')?.ranAsIs).toBe(true);
  });

  test.each<[Ending, string, boolean]>([
    [{ success: true }, 'ok', true],
    [{ success: false, error: { errorName: 'NameError' } }, 'error', true],
    [{ success: false, error: { errorName: 'KeyboardInterrupt' } }, 'stopped', false],
    [{ success: false }, 'not_run', false],
    [null, 'not_run', false]
  ])('whose run ends as %j: %s', async (ending, end, ranAsIs) => {
    fakeNotebookModule.ending = ending;
    await expect(cells.run('mean')).resolves.toBe(end);
    expect(cells.find('mean')?.ranAsIs).toBe(ranAsIs);
  });

  test('whose run never begins has not run, whatever came of the one before', async () => {
    await cells.run('mean');
    fakeNotebookModule.ending = null;
    await expect(cells.run('mean')).resolves.toBe('not_run');
  });

  test('that is missing does not run', async () => {
    await expect(cells.run('sum')).resolves.toBe('not_run');
    expect(fakeNotebookModule.ran).toEqual([]);
  });
});

describe('going to an answer cell', () => {
  test('shows the notebook and puts the cursor into the cell, below its markers', async () => {
    expect(cells.goTo('mean')).toBe(true);
    expect(shown).toBe(1);
    await vi.waitFor(() => {
      expect(panel.cells[2]?.editor.focused).toBe(1);
    });
    expect(panel.cells[2]?.editor.cursor).toEqual({ line: 2, column: 0 });
    expect(panel.content).toMatchObject({
      activeCellIndex: 2,
      mode: 'edit',
      scrolledTo: [panel.cells[2]]
    });
  });

  test('that is missing goes nowhere', () => {
    expect(cells.goTo('sum')).toBe(false);
    expect(shown).toBe(0);
  });
});

test('a missing answer cell is put back, and gone to', async () => {
  cells.putBack('sum', markersFor('sum'));
  expect(panel.cells.map(cell => cell.model.sharedModel.getSource())).toEqual([
    LESSON,
    'x = 1',
    ANSWER,
    markersFor('sum')
  ]);
  await vi.waitFor(() => {
    expect(panel.cells[3]?.editor.focused).toBe(1);
  });
});

test('gives an answer cell other text, in its place, and goes there', async () => {
  cells.replace('mean', 'other');
  expect(panel.cells.map(cell => cell.model.sharedModel.getSource())).toEqual([
    LESSON,
    'x = 1',
    'other'
  ]);
  await vi.waitFor(() => {
    expect(panel.cells[2]?.editor.focused).toBe(1);
  });
});

test.each([
  ['busy', 'busy'],
  ['idle', 'idle'],
  ['unknown', 'unknown'],
  ['starting', 'unknown']
])('a kernel that is %s is known as %s', (status, known) => {
  panel.kernelBecomes('k');
  panel.statusBecomes(status);
  expect(cells.kernelBusy()).toBe(known);
});
