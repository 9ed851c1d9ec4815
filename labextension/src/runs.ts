/**
 * Which cells have run as they are now, in the kernel as it is now.
 *
 * A cell's execution count says neither: it stays after a restart and comes back with the file.
 * Owns this knowledge only; it runs nothing. After a page reload it knows of no run, so a cell
 * is then run once more before it is checked.
 */

import type { Cell, ICellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { Notebook } from '@jupyterlab/notebook';

import type { RunEnd } from './host';

/** One run of a cell: its source then, and the life of the kernel it ran in. */
export interface Run {
  readonly source: string;
  readonly life: number;
  readonly end: RunEnd | null;
}

export class Runs {
  constructor() {
    NotebookActions.executionScheduled.connect(this._scheduled, this);
    NotebookActions.executed.connect(this._executed, this);
  }

  /** The notebook's kernel has been restarted or replaced: nothing has run in it yet. */
  kernelReplaced(notebook: Notebook): void {
    this._lives.set(notebook, this._life(notebook) + 1);
  }

  /** Whether the cell's source is the last that ran, to its end or to an error. */
  ranAsIs(notebook: Notebook, model: ICellModel): boolean {
    const run = this._runs.get(model);
    return (
      run !== undefined &&
      (run.end === 'ok' || run.end === 'error') &&
      run.life === this._life(notebook) &&
      run.source === model.sharedModel.getSource()
    );
  }

  /** The last run of a cell; null when none is known. `end` is null while it has not ended. */
  lastRun(model: ICellModel): Run | null {
    return this._runs.get(model) ?? null;
  }

  dispose(): void {
    NotebookActions.executionScheduled.disconnect(this._scheduled, this);
    NotebookActions.executed.disconnect(this._executed, this);
  }

  private _scheduled(_: unknown, { notebook, cell }: { notebook: Notebook; cell: Cell }): void {
    this._runs.set(cell.model, {
      source: cell.model.sharedModel.getSource(),
      life: this._life(notebook),
      end: null
    });
  }

  private _executed(
    _: unknown,
    ended: { cell: Cell; success: boolean; error?: { errorName?: string } | null }
  ): void {
    const run = this._runs.get(ended.cell.model);
    if (run !== undefined) {
      this._runs.set(ended.cell.model, { ...run, end: endOf(ended) });
    }
  }

  private _life(notebook: Notebook): number {
    return this._lives.get(notebook) ?? 0;
  }

  private readonly _runs = new WeakMap<ICellModel, Run>();
  private readonly _lives = new WeakMap<Notebook, number>();
}

function endOf(ended: { success: boolean; error?: { errorName?: string } | null }): RunEnd {
  if (ended.success) {
    return 'ok';
  }
  const name = ended.error?.errorName;
  if (name === 'KeyboardInterrupt') {
    return 'stopped';
  }
  // An error without a name is not Python's: the kernel went away or the request was cancelled.
  return name === undefined || name === '' ? 'not_run' : 'error';
}
