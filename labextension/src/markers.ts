/**
 * The markers in the cells of a learner notebook.
 *
 * Owns the reading of the two markers the panel needs: the lesson's, in the first cell, and the
 * one that says which question a cell answers. The grammar is the authoring room's; docs/protocol.md
 * has the part that learner notebooks keep. Works on text only.
 */

import type { OpenQuestion } from './protocol';

/** Which lesson a notebook belongs to. */
export interface LessonRef {
  readonly course: string;
  readonly lesson: string;
}

/** The lesson named by the source of a notebook's first cell, or null if it names none. */
export function lessonOf(source: string): LessonRef | null {
  const body = /^\s*<!--\s*tutor:\s*lesson\s*\n([\s\S]*?)-->/.exec(source)?.[1];
  if (body === undefined) {
    return null;
  }
  const fields = fieldsOf(body.split('\n'));
  const course = fields.get('course');
  const lesson = fields.get('lesson');
  return isId(course) && isId(lesson) ? { course, lesson } : null;
}

/** Ids are as the authoring room makes them; anything else would not be safe in an address. */
function isId(name: string | undefined): name is string {
  return name !== undefined && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

/** The question that a code cell of this source answers, or null if it is no answer cell. */
export function answerFor(source: string): string | null {
  const marked: string[] = [];
  for (const line of source.trimStart().split('\n')) {
    const mark = /^#\|(.*)$/.exec(line.trimEnd())?.[1];
    if (mark === undefined) {
      break;
    }
    marked.push(mark);
  }
  const fields = fieldsOf(marked);
  return fields.get('tutor') === 'answer' ? fields.get('for') || null : null;
}

/** The question that a markdown cell puts, when it carries a question's marker; else null. */
export function questionOf(source: string): string | null {
  const body = /^\s*<!--\s*tutor:\s*question\s*\n([\s\S]*?)-->/.exec(source)?.[1];
  return body === undefined ? null : fieldsOf(body.split('\n')).get('id') || null;
}

/** The lines by which a cell is known as the answer to a question. */
export function markersFor(question: string): string {
  return `#| tutor: answer\n#| for: ${question}\n`;
}

/** A source without the marker lines it begins with, which say nothing to a reader. */
export function withoutMarkers(source: string): string {
  return answerFor(source) === null ? source : source.trimStart().replace(/^(#\|.*(\n|$))+/, '');
}

/** How many lines stand above what the learner writes. */
export function markerLines(source: string): number {
  const above = source.slice(0, source.length - withoutMarkers(source).length);
  return above.split('\n').length - 1;
}

/** The text of an answer cell: an answer as it was recorded, with its markers or without. */
export function answerCell(question: string, source: string): string {
  return answerFor(source) === question ? source : markersFor(question) + withoutMarkers(source);
}

/** What a lost answer cell is put back with: the newest recorded answer, else the stub. */
export function restored(question: OpenQuestion): string {
  const last = question.last_answer ?? '';
  return answerFor(last) === question.id ? last : markersFor(question.id) + (question.stub ?? '');
}

/** What the markers are looked for in. */
export interface CellText {
  readonly id: string;
  readonly type: string;
  readonly source: string;
}

/**
 * The place of the cell that answers a question, or -1. Of several (a learner may have copied
 * the cell) the one the learner is in counts, else the first.
 */
export function answerIndex(cells: readonly CellText[], question: string, active: number): number {
  const answers = (index: number): boolean => {
    const cell = cells[index];
    return cell?.type === 'code' && answerFor(cell.source) === question;
  };
  return answers(active) ? active : cells.findIndex((_, index) => answers(index));
}

/**
 * The place of the first cell that shows a tutor in its output, by `%tutor` or by `Tutor(…)`, or
 * -1. A class of the learner's own may be called so too: the package has to be named somewhere.
 */
export function tutorIndex(cells: readonly CellText[]): number {
  const named = cells.some(
    ({ type, source }) => type === 'code' && /\bjupyter_tutor\b/.test(source)
  );
  const call = named
    ? /^[ \t]*(%tutor[ \t]+\w|(\w+[ \t]*=[ \t]*)?(\w+\.)?Tutor\()/m
    : /^[ \t]*%tutor[ \t]+\w/m;
  return cells.findIndex(({ type, source }) => type === 'code' && call.test(source));
}

/**
 * Where to put a missing answer cell: after the question's own cell, else at the end. A built
 * notebook gives that cell the question's id; a hand-made one may keep the author's marker.
 */
export function placeForAnswer(cells: readonly CellText[], question: string): number {
  const asked = cells.findIndex(
    cell =>
      cell.type === 'markdown' && (cell.id === question || questionOf(cell.source) === question)
  );
  return asked === -1 ? cells.length : asked + 1;
}

/** The `key: value` lines among these; quotes and comments as in YAML's plain cases. */
function fieldsOf(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] = /^\s*([\w-]+)\s*:\s+(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) {
      const quoted = /^(["'])(.*?)\1/.exec(value)?.[2];
      fields.set(key, quoted ?? value.replace(/(^|\s)#.*$/, '').trim());
    }
  }
  return fields;
}
