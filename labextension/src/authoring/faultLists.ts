/**
 * The lists of faults in a notebook: each in its cell, and gone with it.
 *
 * Owns where they stand on the page. They are no part of the notebook and are not saved.
 */

import type { Cell } from '@jupyterlab/cells';
import type { PanelLayout } from '@lumino/widgets';

import type { Words } from '../host';
import { FaultListWidget } from './FaultList';
import type { Syllabus } from './syllabus';

/** Show the faults of a notebook in its cells, now and whenever they are others. */
export function showFaults(syllabus: Syllabus, trans: Words): void {
  const lists = new WeakMap<Cell, FaultListWidget>();
  const { content } = syllabus.panel;

  const listOf = (cell: Cell): FaultListWidget => {
    const there = lists.get(cell);
    if (there !== undefined) {
      return there;
    }
    const made = new FaultListWidget(trans);
    lists.set(cell, made);
    // A cell that was not in sight yet has no parts among which it could stand.
    void cell.ready.then(() => {
      const input = cell.inputArea?.parent;
      if (cell.isDisposed || input == null) {
        made.dispose();
        return;
      }
      const layout = cell.layout as PanelLayout;
      layout.insertWidget(layout.widgets.indexOf(input) + 1, made);
    });
    return made;
  };

  const update = (): void => {
    for (const cell of content.widgets) {
      const faults = syllabus.faults.filter(placed => placed.cell === cell.model);
      if (faults.length > 0 || lists.has(cell)) {
        listOf(cell).faults = faults;
      }
    }
  };
  syllabus.changed.connect(update);
  // A cell that is drawn anew (its type was changed) has lost its list.
  content.modelContentChanged.connect(update);
}
