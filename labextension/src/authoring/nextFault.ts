/** Going from fault to fault, through the notebook and round again. */

import type { NotebookPanel } from '@jupyterlab/notebook';

import type { PlacedFault, Syllabus } from './syllabus';
import { cellOf } from './syllabus';

/** The fault that was gone to last, by notebook. */
const last = new WeakMap<NotebookPanel, PlacedFault>();

/**
 * Go to the next fault: after the one that was gone to last if the author is still there, else the
 * first at or below the active cell, else the first of all.
 */
export function goToNextFault(syllabus: Syllabus): void {
  const { panel, faults } = syllabus;
  const next = nextOf(faults, last.get(panel), placesOf(panel), panel.content.activeCellIndex);
  if (next !== undefined) {
    last.set(panel, next);
    show(panel, next);
  }
}

/** `places` are those of the cells by their models' ids. */
export function nextOf(
  faults: readonly PlacedFault[],
  before: PlacedFault | undefined,
  places: ReadonlyMap<string, number>,
  active: number
): PlacedFault | undefined {
  const placeOf = ({ cell }: PlacedFault): number => places.get(cell.id) ?? -1;
  const index = before === undefined ? -1 : faults.findIndex(placed => same(placed, before));
  const stays = before !== undefined && index !== -1 && placeOf(before) === active;
  const following = stays
    ? faults.slice(index + 1)
    : faults.filter(placed => placeOf(placed) >= active);
  return following[0] ?? faults[0];
}

function same(one: PlacedFault, other: PlacedFault): boolean {
  const { what, line } = one.fault;
  return one.cell === other.cell && what === other.fault.what && line === other.fault.line;
}

function placesOf(panel: NotebookPanel): Map<string, number> {
  return new Map(panel.content.widgets.map(({ model }, place) => [model.id, place]));
}

function show(panel: NotebookPanel, { fault, cell: model, own }: PlacedFault): void {
  const { content } = panel;
  const cell = cellOf(panel, model);
  if (cell === null) {
    return;
  }
  content.activeCellIndex = content.widgets.indexOf(cell);
  const { line } = fault;
  void content
    .scrollToCell(cell, 'smart')
    .then(() => cell.ready)
    .then(() => {
      if (own && line !== null) {
        content.mode = 'edit';
        cell.editor?.setCursorPosition({ line: line - 1, column: 0 });
        cell.editor?.focus();
      } else {
        content.mode = 'command';
        cell.node.focus();
      }
    })
    // The notebook may be closed while it scrolls; then there is nothing to go to.
    .catch(() => undefined);
}
