/**
 * What a new head is filled in with, from the cells around it.
 *
 * Owns the guesses: the question that a cell is for, and names that are still free. What nobody can
 * guess stays empty, and is told of as a fault with an example.
 */

import { lessonOf } from '../markers';
import { roleOf, valueOf } from './head';
import type { CellText, Fill } from './head';

/** A lesson's marker is in its first cell; an author may have put something above it. */
const AT_THE_TOP = 5;

const MOST = 60;

/** Whether the cells are a lesson that is being written, and not one as learners get it. */
export function isSyllabus(cells: readonly CellText[]): boolean {
  return cells
    .slice(0, AT_THE_TOP)
    .some(cell => roleOf(cell) === 'lesson' && lessonOf(cell.source) === null);
}

/** What to fill in for the cell of that place; `file` is the name of the notebook. */
export function fillFor(cells: readonly CellText[], place: number, file: string): Fill {
  return (key, role) => {
    switch (key) {
      case 'for':
        return nearestQuestion(cells, place);
      case 'id':
        return role === 'lesson'
          ? slug(file.replace(/\.ipynb$/, '')) || 'lesson'
          : free(slug(headingOf(cells[place]?.source ?? '')) || role, otherIds(cells, place));
      case 'verdict':
        return 'right';
      default:
        return '';
    }
  };
}

function nearestQuestion(cells: readonly CellText[], place: number): string {
  const above = cells.slice(0, place).reverse();
  const question = above.find(cell => roleOf(cell) === 'question');
  return question === undefined ? '' : (valueOf(question, 'id') ?? '');
}

function otherIds(cells: readonly CellText[], place: number): Set<string | null> {
  return new Set(cells.filter((_, index) => index !== place).map(cell => valueOf(cell, 'id')));
}

function free(wish: string, taken: ReadonlySet<string | null>): string {
  let name = wish;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${wish}-${number}`;
  }
  return name;
}

/** The first heading, with or without a head above it. */
function headingOf(source: string): string {
  const body = source.replace(/^\s*<!--[\s\S]*?-->/, '');
  return /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/m.exec(body)?.[1] ?? '';
}

/** An id made of a text, as the authoring room makes it. */
function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, MOST).replace(/-+$/, '');
}
