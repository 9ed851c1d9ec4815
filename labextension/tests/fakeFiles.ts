/** What a server would keep, and a list of what was taken away. */

import type {
  LearnerRecord,
  LessonFiles,
  RecordedAnswer,
  RecordedEntry,
  RecordedPage,
  TranscriptFormat
} from '../src/files';
import type { LessonRef } from '../src/markers';

export class FakeFiles implements LessonFiles {
  found: RecordedAnswer[] = [];
  known: LearnerRecord = {
    learner: 'ada',
    where: '/home/ada/record.duckdb',
    what: 'Your **answers** and this conversation.',
    sessions: [
      {
        course: 'python-foundations',
        lesson: 'functions',
        title: 'Functions and lists',
        status: 'finished',
        again: false,
        events: 42,
        first: '2026-11-22T09:46:20.125Z',
        last: '2026-11-22T10:46:20.125Z'
      }
    ]
  };
  /** All that is recorded of each lesson, newest first, and how much of it is told at a time. */
  recorded: RecordedEntry[] = [];
  pageSize = 50;
  note: string | null = null;
  /** Why nothing can be had; null when all can. */
  trouble: string | null = null;
  readonly asked: string[] = [];

  record(): Promise<LearnerRecord> {
    return this._give('record', this.known);
  }

  entries({ course, lesson }: LessonRef, before: number | null): Promise<RecordedPage> {
    const known = this.recorded.filter(({ seq }) => before === null || seq < before);
    return this._give(`entries ${course}/${lesson} before ${before ?? 'all'}`, {
      entries: known.slice(0, this.pageSize),
      earlier: known.length > this.pageSize,
      note: this.note
    });
  }

  answers({ course, lesson }: LessonRef): Promise<readonly RecordedAnswer[]> {
    return this._give(`answers ${course}/${lesson}`, this.found);
  }

  keepRecord(): Promise<void> {
    return this._give('keep record', undefined);
  }

  keepConversation({ course, lesson }: LessonRef, format: TranscriptFormat): Promise<void> {
    return this._give(`keep ${course}/${lesson} as ${format}`, undefined);
  }

  private _give<T>(what: string, value: T): Promise<T> {
    this.asked.push(what);
    return this.trouble === null ? Promise.resolve(value) : Promise.reject(new Error(this.trouble));
  }
}

export function recorded(seq: number, parts: Partial<RecordedEntry> = {}): RecordedEntry {
  return {
    seq,
    at: '2026-11-22T09:46:20.125Z',
    kind: 'learner_said',
    title: null,
    text: `Words ${seq}`,
    code: [],
    outcome: null,
    error: null,
    points: null,
    max_points: null,
    whole: true,
    ...parts
  };
}
