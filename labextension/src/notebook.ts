/**
 * The learner's notebook, as the tutor uses it.
 *
 * Owns finding, showing, running and putting back answer cells in an open notebook. It reads no
 * other cell's content than the markers need, and changes nothing but by `putBack` and
 * `replace`.
 */

import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';

import type { AnswerCell, AnswerCells, RunEnd } from './host';
import { answerIndex, lessonOf, markerLines, placeForAnswer, tutorIndex } from './markers';
import type { CellText, LessonRef } from './markers';
import type { Runs } from './runs';

/** The lesson that an open notebook belongs to, or null; null too while it is being loaded. */
export function lessonOfNotebook(panel: NotebookPanel): LessonRef | null {
  const cells = panel.content.model?.cells;
  const first = cells !== undefined && cells.length > 0 ? cells.get(0) : undefined;
  return first?.type === 'markdown' ? lessonOf(first.sharedModel.getSource()) : null;
}

/** The place of the cell that shows a tutor in its output, or -1. */
export function tutorCell(panel: NotebookPanel): number {
  return tutorIndex(textsOf(panel));
}

/**
 * Scroll to the cell that shows the tutor, its output in sight, and make it the active one. Not by
 * `scrollToCell`, which would put the cursor into its source.
 */
export function goToTutor(panel: NotebookPanel): void {
  const { content } = panel;
  const index = tutorCell(panel);
  if (index !== -1) {
    content.activeCellIndex = index;
    content.mode = 'command';
    // The notebook may be closed while it scrolls; then there is nothing to go to.
    void content.scrollToItem(index, 'start').catch(() => undefined);
  }
}

export class NotebookCells implements AnswerCells {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly runs: Runs,
    private readonly dialogs: ISessionContextDialogs,
    private readonly translator: ITranslator,
    /** Brings the notebook to the front and gives it the keyboard. */
    private readonly show: () => void
  ) {}

  find(question: string): AnswerCell | null {
    const cell = this._cell(question);
    return cell === null
      ? null
      : {
          source: cell.model.sharedModel.getSource(),
          ranAsIs: this.runs.ranAsIs(this.panel.content, cell.model)
        };
  }

  async run(question: string): Promise<RunEnd> {
    const cell = this._cell(question);
    if (cell === null) {
      return 'not_run';
    }
    const { content, sessionContext } = this.panel;
    const before = this.runs.lastRun(cell.model);
    await NotebookActions.runCells(content, [cell], sessionContext, this.dialogs, this.translator);
    const after = this.runs.lastRun(cell.model);
    return after === null || after === before ? 'not_run' : (after.end ?? 'not_run');
  }

  goTo(question: string): boolean {
    const index = this._index(question);
    if (index === -1) {
      return false;
    }
    this._enter(index);
    return true;
  }

  putBack(question: string, source: string): void {
    const { model } = this.panel.content;
    if (model === null) {
      return;
    }
    const index = placeForAnswer(textsOf(this.panel), question);
    model.sharedModel.insertCell(index, {
      cell_type: 'code',
      source,
      // A cell the learner asked for is the learner's own.
      metadata: { trusted: true }
    });
    this._enter(index);
  }

  replace(question: string, source: string): void {
    const index = this._index(question);
    this.panel.content.widgets[index]?.model.sharedModel.setSource(source);
    this._enter(index);
  }

  kernelBusy(): 'busy' | 'idle' | 'unknown' {
    const status = this.panel.sessionContext.session?.kernel?.status;
    if (status === 'busy') {
      return 'busy';
    }
    return status === 'idle' ? 'idle' : 'unknown';
  }

  private _enter(index: number): void {
    const { content } = this.panel;
    this.show();
    content.activeCellIndex = index;
    const cell = content.widgets[index];
    if (cell === undefined) {
      return;
    }
    // A cell far from what is shown has no editor until it is scrolled to.
    void content
      .scrollToCell(cell, 'center')
      .then(() => cell.ready)
      .then(() => {
        content.mode = 'edit';
        // Below the lines that mark the cell, which are not the learner's to change.
        cell.editor?.setCursorPosition({
          line: markerLines(cell.model.sharedModel.getSource()),
          column: 0
        });
        cell.editor?.focus();
      })
      // The notebook may be closed while it scrolls; then there is nothing to go to.
      .catch(() => undefined);
  }

  private _cell(question: string): Cell | null {
    return this.panel.content.widgets[this._index(question)] ?? null;
  }

  private _index(question: string): number {
    return answerIndex(textsOf(this.panel), question, this.panel.content.activeCellIndex);
  }
}

function textsOf(panel: NotebookPanel): CellText[] {
  const cells = panel.content.model?.cells ?? [];
  return Array.from(cells, cell => ({
    id: cell.id,
    type: cell.type,
    source: cell.sharedModel.getSource()
  }));
}
