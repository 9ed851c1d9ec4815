/**
 * Notebooks as the tutor uses them, without JupyterLab's editors and windows.
 *
 * `fakeNotebookModule` stands for the package @jupyterlab/notebook: its actions run a cell by the
 * function a test sets, and emit the same signals in the same order as the real ones.
 */

import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

export interface FakeCell {
  readonly model: {
    readonly id: string;
    readonly type: string;
    readonly sharedModel: { getSource(): string; setSource(source: string): void };
  };
  readonly ready: Promise<void>;
  readonly editor: {
    focused: number;
    cursor: { line: number; column: number };
    focus(): void;
    setCursorPosition(position: { line: number; column: number }): void;
  };
}

let lastId = 0;

export function fakeCell(type: string, text: string): FakeCell {
  let source = text;
  lastId += 1;
  return {
    model: {
      id: `cell-${lastId}`,
      type,
      sharedModel: {
        getSource: () => source,
        setSource: value => {
          source = value;
        }
      }
    },
    ready: Promise.resolve(),
    editor: {
      focused: 0,
      cursor: { line: 0, column: 0 },
      focus() {
        this.focused += 1;
      },
      setCursorPosition(position) {
        this.cursor = position;
      }
    }
  };
}

export const LESSON = '<!-- tutor: lesson\ncourse: c\nlesson: l\n-->\n# Lists';

export class FakePanel {
  readonly id = `panel-${(lastId += 1)}`;
  readonly title = { label: 'lesson.ipynb' };
  readonly disposed = new Signal<this, void>(this);
  isDisposed = false;
  readonly cells: FakeCell[];
  readonly content;
  readonly context;
  readonly sessionContext;

  constructor(...cells: FakeCell[]) {
    this.cells = cells;
    const list = {
      get length() {
        return cells.length;
      },
      get: (index: number) => cells[index]?.model,
      [Symbol.iterator]: () => cells.map(cell => cell.model)[Symbol.iterator]()
    };
    const model = {
      cells: list,
      contentChanged: new Signal<object, void>(this),
      sharedModel: {
        insertCell: (index: number, { cell_type, source }: Record<string, string>) => {
          cells.splice(index, 0, fakeCell(cell_type ?? '', source ?? ''));
        }
      }
    };
    this.content = {
      model,
      widgets: cells,
      activeCellIndex: 0,
      mode: 'command',
      scrolledTo: [] as unknown[],
      scrollToCell(cell: unknown) {
        this.scrolledTo.push(cell);
        return Promise.resolve();
      },
      scrollToItem(index: number) {
        this.scrolledTo.push(this.widgets[index]);
        return Promise.resolve();
      }
    };
    this.context = { ready: Promise.resolve(), isReady: true, model };
    this.sessionContext = {
      session: null as null | { kernel: { id: string; status: string } | null },
      kernelChanged: new Signal<object, unknown>(this),
      statusChanged: new Signal<object, string>(this)
    };
    this.sessionContext.kernelChanged = new Signal(this.sessionContext);
    this.sessionContext.statusChanged = new Signal(this.sessionContext);
  }

  get asPanel(): NotebookPanel {
    return this as unknown as NotebookPanel;
  }

  kernelBecomes(id: string | null): void {
    this.sessionContext.session = { kernel: id === null ? null : { id, status: 'idle' } };
    this.sessionContext.kernelChanged.emit(undefined);
  }

  statusBecomes(status: string): void {
    const kernel = this.sessionContext.session?.kernel;
    if (kernel) {
      kernel.status = status;
    }
    this.sessionContext.statusChanged.emit(status);
  }

  dispose(): void {
    this.isDisposed = true;
    this.disposed.emit();
  }
}

export class FakeTracker {
  readonly widgetAdded = new Signal<this, FakePanel>(this);
  readonly currentChanged = new Signal<this, FakePanel | null>(this);
  readonly panels: FakePanel[] = [];
  currentWidget: FakePanel | null = null;

  forEach(act: (panel: FakePanel) => void): void {
    this.panels.forEach(act);
  }

  /** A notebook is opened and comes to the front. */
  async opens(panel: FakePanel): Promise<void> {
    this.panels.push(panel);
    this.widgetAdded.emit(panel);
    this.becomes(panel);
    await panel.context.ready;
  }

  becomes(panel: FakePanel | null): void {
    this.currentWidget = panel;
    this.currentChanged.emit(panel);
  }
}

export type Ending = { success: boolean; error?: { errorName: string } } | null;

const sender = {};

export const fakeNotebookModule = {
  /** How the next runs end; null: they never begin. */
  ending: { success: true } as Ending,
  ran: [] as FakeCell[],
  NotebookActions: {
    executionScheduled: new Signal<object, unknown>(sender),
    executed: new Signal<object, unknown>(sender),
    runCells(notebook: unknown, cells: readonly FakeCell[]): Promise<boolean> {
      const { ending, NotebookActions } = fakeNotebookModule;
      for (const cell of cells) {
        fakeNotebookModule.ran.push(cell);
        if (ending !== null) {
          NotebookActions.executionScheduled.emit({ notebook, cell });
          NotebookActions.executed.emit({ notebook, cell, ...ending });
        }
      }
      return Promise.resolve(ending?.success ?? false);
    }
  }
};
