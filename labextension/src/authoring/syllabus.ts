/**
 * One open notebook, as its author sees it: whether it is a lesson in the making, and its faults.
 *
 * Owns when the server is asked, and which answer is the newest. Changes nothing in the notebook
 * but heads of cells, each by one edit that the editor can undo. A notebook that is no syllabus is
 * looked at here and never sent anywhere.
 */

import type { Cell, ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { messageOf } from '../files';
import { lessonOf } from '../markers';
import { fillFor, isSyllabus } from './fill';
import { editBetween, roleOf, withRole, withoutRole } from './head';
import type { CellText, Role } from './head';
import { textOutputs } from './server';
import type { Authoring, Fault, SentCell } from './server';

/** Long enough for a word to be written to its end. */
const PAUSE_MS = 800;

/** `failed`: the faults could not be looked for, and `words` say why. */
export type Looked =
  | { readonly state: 'not_yet' }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly words: string };

/** A fault, and the model of the cell it is shown at. `own`: it is of that very cell. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly cell: ICellModel;
  readonly own: boolean;
}

export class Syllabus {
  private readonly _changed = new Signal<this, void>(this);
  private _active = false;
  private _looked: Looked = { state: 'not_yet' };
  private _faults: readonly PlacedFault[] = [];
  private _roles: readonly Role[] = [];
  private _timer: ReturnType<typeof setTimeout> | null = null;
  private _looking = false;
  private _again = false;

  constructor(
    readonly panel: NotebookPanel,
    private readonly server: Authoring,
    /** The path of the notebook, as its server knows it. */
    private readonly path: () => string
  ) {
    void panel.context.ready.then(() => {
      if (panel.isDisposed) {
        return;
      }
      panel.context.model.contentChanged.connect(this._onContentChanged, this);
      panel.context.saveState.connect(this._onSaveState, this);
      this._look();
    });
    panel.disposed.connect(() => {
      this._cancel();
      Signal.clearData(this);
    });
  }

  /** Something of what is told here is another. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /**
   * Whether a lesson is written here. Once it was, it is until the notebook is closed: a head that
   * is being mended is for a moment none.
   */
  get active(): boolean {
    return this._active;
  }

  /** Whether a lesson can be begun here: in a notebook that is none yet, of an author or a learner. */
  get mayBegin(): boolean {
    return !this._active && !this._cells().some(({ source }) => lessonOf(source) !== null);
  }

  get looked(): Looked {
    return this._looked;
  }

  /** From the top of the notebook to its end; those of the whole file, and of its course, first. */
  get faults(): readonly PlacedFault[] {
    return this._faults;
  }

  /** The roles that a cell may have; none where nothing can be chosen. */
  rolesFor(cell: ICellModel): readonly Role[] {
    return this._active ? this._roles.filter(role => role.cell === cell.type) : [];
  }

  /** Give a cell this role; null: none. */
  setRole(cell: ICellModel, name: string | null): void {
    const source = cell.sharedModel.getSource();
    const text = { type: cell.type, source };
    const known = new Set(this._roles.flatMap(({ keys }) => keys));
    const role = this.rolesFor(cell).find(candidate => candidate.role === name);
    if (name === null) {
      edit(cell, withoutRole(text, known));
    } else if (role !== undefined && roleOf(text) !== name) {
      const cells = this._cells();
      const place = cells.findIndex(({ model }) => model === cell);
      edit(cell, withRole(text, role, fillFor(cells, place, fileOf(this.path()))));
    }
  }

  /** Make a lesson of the notebook: its first cell is its head, and it is looked through. */
  async begin(): Promise<void> {
    await this._fetchRoles();
    const { model } = this.panel.content;
    const role = this._roles.find(({ role: name }) => name === 'lesson');
    if (model === null || role === undefined || isSyllabus(this._cells())) {
      return;
    }
    const cells = this._cells();
    const first = cells[0];
    const text = first ?? { type: 'markdown', source: '' };
    const fill = fillFor(cells, 0, fileOf(this.path()));
    this._active = true;
    if (first?.type === 'markdown' && roleOf(first) === null) {
      edit(first.model, withRole(text, role, fill));
    } else {
      const source = `${withRole({ type: 'markdown', source: '' }, role, fill)}# `;
      model.sharedModel.insertCell(0, { cell_type: 'markdown', source });
    }
    this.panel.content.activeCellIndex = 0;
    this._look();
  }

  private _onContentChanged(): void {
    this._cancel();
    this._timer = setTimeout(() => {
      this._timer = null;
      this._look();
    }, PAUSE_MS);
  }

  private _onSaveState(_: unknown, state: string): void {
    if (state === 'completed') {
      this._look();
    }
  }

  private _cancel(): void {
    if (this._timer !== null) {
      clearTimeout(this._timer);
      this._timer = null;
    }
  }

  /** Ask for the faults of what stands there now; once more, if that is being asked already. */
  private _look(): void {
    this._cancel();
    this._active ||= isSyllabus(this._cells());
    if (!this._active || this.panel.isDisposed) {
      return;
    }
    if (this._looking) {
      this._again = true;
      return;
    }
    this._looking = true;
    this._again = false;
    void this._ask().finally(() => {
      this._looking = false;
      if (this._again && !this.panel.isDisposed) {
        this._look();
      }
    });
  }

  private async _ask(): Promise<void> {
    try {
      await this._fetchRoles();
      const cells = this._cells();
      const { file, faults } = await this.server.validate(this.path(), cells.map(sent));
      this._faults = placed(faults, file, cells);
      this._looked = { state: 'done' };
    } catch (error) {
      // The faults that were known may be mended by now; none is told of that may not be there.
      this._faults = [];
      this._looked = { state: 'failed', words: messageOf(error) };
    }
    if (!this.panel.isDisposed) {
      this._changed.emit();
    }
  }

  private async _fetchRoles(): Promise<void> {
    if (this._roles.length === 0) {
      this._roles = await this.server.roles();
      this._changed.emit();
    }
  }

  private _cells(): ModelledCell[] {
    return Array.from(this.panel.context.model.cells, model => ({
      model,
      type: model.type,
      source: model.sharedModel.getSource()
    }));
  }
}

interface ModelledCell extends CellText {
  readonly model: ICellModel;
}

/** The widget of a cell, or null where the cell is gone. */
export function cellOf(panel: NotebookPanel, model: ICellModel): Cell | null {
  return panel.content.widgets.find(widget => widget.model === model) ?? null;
}

function placed(
  faults: readonly Fault[],
  file: string,
  cells: readonly ModelledCell[]
): PlacedFault[] {
  const found = faults.flatMap(fault => {
    const place = fault.file === file ? fault.cell : null;
    const cell = place === null ? cells.at(0) : cells.at(place - 1);
    return cell === undefined ? [] : [{ fault, cell: cell.model, own: place !== null }];
  });
  return [...found.filter(({ own }) => !own), ...found.filter(({ own }) => own)];
}

function edit({ sharedModel }: ICellModel, text: string): void {
  const { start, end, text: put } = editBetween(sharedModel.getSource(), text);
  sharedModel.updateSource(start, end, put);
}

function sent({ model, type, source }: ModelledCell): SentCell {
  const { outputs } = model.toJSON();
  return type === 'code' && Array.isArray(outputs)
    ? { cell_type: type, source, outputs: textOutputs(outputs) }
    : { cell_type: type, source };
}

function fileOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}
