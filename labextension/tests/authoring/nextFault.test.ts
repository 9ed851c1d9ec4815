import type { ICellModel } from '@jupyterlab/cells';
import { describe, expect, test } from 'vitest';

import { nextOf } from '../../src/authoring/nextFault';
import type { PlacedFault } from '../../src/authoring/syllabus';

const MODELS = ['a', 'b', 'c', 'd'].map(id => ({ id }) as ICellModel);
const PLACES = new Map(MODELS.map(({ id }, place) => [id, place]));

function fault(place: number, what: string): PlacedFault {
  const told = { file: 'a.ipynb', cell: place + 1, line: null, what, fix: '' };
  const cell = MODELS[place];
  if (cell === undefined) {
    throw new Error(what);
  }
  return { fault: { severity: 'error', ...told }, cell, own: true };
}

const FAULTS = [fault(1, 'one'), fault(1, 'two'), fault(3, 'three')];

describe('the next fault', () => {
  test.each([
    ['at the top', undefined, 0, 'one'],
    ['below the active cell', undefined, 2, 'three'],
    ['of the same cell', fault(1, 'one'), 1, 'two'],
    ['after the last of a cell', fault(1, 'two'), 1, 'three'],
    ['after the last of all', fault(3, 'three'), 3, 'one'],
    ['where the author has gone elsewhere', fault(1, 'one'), 2, 'three'],
    ['where the one before is mended', fault(1, 'mended'), 1, 'one']
  ])('%s', (_, before, active, what) => {
    expect(nextOf(FAULTS, before, PLACES, active)?.fault.what).toBe(what);
  });

  test('of none is none', () => {
    expect(nextOf([], FAULTS[0], PLACES, 1)).toBeUndefined();
  });
});
