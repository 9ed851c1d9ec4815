/**
 * What the server keeps of a learner beside the conversation on the screen: the record, the newest
 * answers, and files of both to take away.
 *
 * Owns the REST calls and the reading of their answers, not how a request is made: that differs by
 * where the panel is shown.
 */

import type { LessonRef } from './markers';
import { accepted } from './rest';
import { boolean, count, list, nullable, number, object, oneOf, string } from './shapes';
import type { Shape } from './shapes';

/**
 * One lesson that something is recorded of. Times are ISO 8601. `again`: it was finished, and is
 * being done once more.
 */
export interface RecordedSession {
  readonly course: string;
  readonly lesson: string;
  readonly title: string;
  readonly status: 'started' | 'finished';
  readonly again: boolean;
  readonly events: number;
  readonly first: string;
  readonly last: string;
}

/** What is recorded about the learner: `what` is Markdown, `where` a place on the server. */
export interface LearnerRecord {
  readonly learner: string;
  readonly where: string;
  readonly what: string;
  readonly sessions: readonly RecordedSession[];
}

/**
 * One entry of the record, as far as it can be read here: `text` is Markdown, `code` are sources.
 * `kind` is the type of an event, perhaps one that this page does not know yet. Not `whole`: the
 * server has shortened it.
 */
export interface RecordedEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly title: string | null;
  readonly text: string;
  readonly code: readonly string[];
  readonly outcome: string | null;
  readonly error: string | null;
  readonly points: number | null;
  readonly max_points: number | null;
  readonly whole: boolean;
}

/** Some entries, newest first; `earlier`: there are more before them. */
export interface RecordedPage {
  readonly entries: readonly RecordedEntry[];
  readonly earlier: boolean;
  /** What cannot be read of the record; null: all can. */
  readonly note: string | null;
}

/** The newest answer to a code question, from the record. */
export interface RecordedAnswer {
  readonly question: string;
  readonly title: string;
  readonly source: string;
  readonly stub: string;
}

export type TranscriptFormat = 'markdown' | 'html';

/** Each fails with an `Error` whose message is plain words. */
export interface LessonFiles {
  record(): Promise<LearnerRecord>;
  /** What is recorded of a lesson, newest first, from before the entry of this number (null: all). */
  entries(lesson: LessonRef, before: number | null): Promise<RecordedPage>;
  answers(lesson: LessonRef): Promise<readonly RecordedAnswer[]>;
  /** Hand the learner all that is recorded about them, as a file. */
  keepRecord(): Promise<void>;
  /** Hand the learner the conversation of a lesson, as a file. */
  keepConversation(lesson: LessonRef, format: TranscriptFormat): Promise<void>;
}

const record = object<LearnerRecord>({
  learner: string,
  where: string,
  what: string,
  sessions: list(
    object<RecordedSession>({
      course: string,
      lesson: string,
      title: string,
      status: oneOf('started', 'finished'),
      again: boolean,
      events: count,
      first: string,
      last: string
    })
  )
});

const page = object<RecordedPage>({
  entries: list(
    object<RecordedEntry>({
      seq: count,
      at: string,
      kind: string,
      title: nullable(string),
      text: string,
      code: list(string),
      outcome: nullable(string),
      error: nullable(string),
      points: nullable(number),
      max_points: nullable(number),
      whole: boolean
    })
  ),
  earlier: boolean,
  note: nullable(string)
});

const answers = object<{ answers: readonly RecordedAnswer[] }>({
  answers: list(
    object<RecordedAnswer>({ question: string, title: string, source: string, stub: string })
  )
});

const ENDINGS: { readonly [format in TranscriptFormat]: string } = { markdown: 'md', html: 'html' };

export class ServerFiles implements LessonFiles {
  constructor(
    /** GET a path below the tutor's own; resolves with whatever the server answers. */
    private readonly get: (path: string) => Promise<Response>,
    private readonly save: (content: Blob, name: string) => void,
    /** Said when the server gives no words of its own; the status is its number. */
    private readonly failed: (status: number) => string
  ) {}

  record(): Promise<LearnerRecord> {
    return this._read('record', record);
  }

  entries(lesson: LessonRef, before: number | null): Promise<RecordedPage> {
    const from = before === null ? '' : `?before=${before}`;
    return this._read(`record/${pathOf(lesson)}${from}`, page);
  }

  async answers(lesson: LessonRef): Promise<readonly RecordedAnswer[]> {
    return (await this._read(`${pathOf(lesson)}/answers`, answers)).answers;
  }

  async keepRecord(): Promise<void> {
    const response = await this._answer('record/export');
    this.save(await response.blob(), 'tutor-record.jsonl');
  }

  async keepConversation(lesson: LessonRef, format: TranscriptFormat): Promise<void> {
    const response = await this._answer(`${pathOf(lesson)}/transcript?format=${format}`);
    this.save(await response.blob(), `${lesson.course}-${lesson.lesson}.${ENDINGS[format]}`);
  }

  private async _read<T>(path: string, shape: Shape<T>): Promise<T> {
    const response = await this._answer(path);
    return shape(await response.json(), path);
  }

  private async _answer(path: string): Promise<Response> {
    return accepted(await this.get(path), path, this.failed);
  }
}

/** The words of a failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Have the browser save a file. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser has to have begun before the address goes away.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function pathOf({ course, lesson }: LessonRef): string {
  return `sessions/${encodeURIComponent(course)}/${encodeURIComponent(lesson)}`;
}
