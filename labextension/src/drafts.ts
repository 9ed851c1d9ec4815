/**
 * What a learner has typed and not handed in yet: it outlives a reload of the page.
 *
 * Owns the names under which it is kept, in this tab only, and a browser that keeps nothing: then
 * a draft lasts as long as the screen it stands on. When one is forgotten is the session's.
 */

import type { LessonRef } from './markers';

const PREFIX = 'jupyter-tutor:draft:';

export class Drafts {
  constructor(
    /** May throw: a browser can refuse even to be asked. */
    private readonly storage: () => Storage,
    /** Of which server the lesson is: several may share one origin. */
    private readonly server: string,
    private readonly lesson: LessonRef
  ) {}

  /** The draft of an answer, or (null) of a message to the tutor; empty where there is none. */
  read(question: string | null): string {
    return this._try(storage => storage.getItem(this._key(question)) ?? '') ?? '';
  }

  /** Keep a draft in place of the one before; an empty one is forgotten. */
  keep(question: string | null, text: string): void {
    this._try(storage =>
      text === ''
        ? storage.removeItem(this._key(question))
        : storage.setItem(this._key(question), text)
    );
  }

  /** Forget the drafts of all answers, and not that of a message. */
  forgetAnswers(): void {
    const message = this._key(null);
    const ours = message.slice(0, message.lastIndexOf(','));
    this._try(storage =>
      Array.from(storage, (_, index) => storage.key(index) ?? '')
        .filter(key => key.startsWith(ours) && key !== message)
        .forEach(key => storage.removeItem(key))
    );
  }

  private _key(question: string | null): string {
    const { course, lesson } = this.lesson;
    return PREFIX + JSON.stringify([this.server, course, lesson, question]);
  }

  private _try<T>(use: (storage: Storage) => T): T | undefined {
    try {
      return use(this.storage());
    } catch {
      // Cookies and the like are refused, or there is no room: it is not kept, that is all.
      return undefined;
    }
  }
}
