/**
 * What the chat view asks of the place it is shown in.
 *
 * Owns these interfaces only. The docked panel implements them with JupyterLab's services; any
 * other place (a widget in an output cell) can implement them with what it has.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { LessonFiles } from './files';

/** What turns the panel's English into the reader's language. */
export type Words = Pick<TranslationBundle, '__' | '_n'>;

/** Something to let go of. */
export interface Disposable {
  dispose(): void;
}

/** The cell in which a code question is answered, as it is now. */
export interface AnswerCell {
  readonly source: string;
  /** True when exactly this source is the last that ran, in the kernel as it is now. */
  readonly ranAsIs: boolean;
}

/** How the run of a cell ended; `not_run` when it never began or its kernel went away. */
export type RunEnd = 'ok' | 'error' | 'stopped' | 'not_run';

/** The answer cells of the notebook that is shown beside the tutor. */
export interface AnswerCells {
  /** Null when the notebook has no cell for this question. */
  find(question: string): AnswerCell | null;
  /** Run the cell as the learner would; resolves when it has ended. */
  run(question: string): Promise<RunEnd>;
  /** Show the cell and put the cursor in it. Returns false when it is not there. */
  goTo(question: string): boolean;
  /** Put an answer cell for the question into the notebook, with this source, and go to it. */
  putBack(question: string, source: string): void;
  /** Give the question's cell this source, in a way that the editor can undo, and go to it. */
  replace(question: string, source: string): void;
  /** What the notebook knows of its kernel; `unknown` right after a reload. */
  kernelBusy(): 'busy' | 'idle' | 'unknown';
}

/**
 * A question with two ways out; `accept` is the label of the one that does it. Nothing of a
 * learner's is ever lost by it, so it does not look like a danger.
 */
export interface Confirmation {
  readonly title: string;
  readonly body: string;
  readonly accept: string;
}

/** By which way the tutor is reached, where there is more than one. */
export interface Via {
  readonly name: 'server' | 'kernel';
  readonly words: string;
}

export interface TutorHost {
  readonly trans: Words;
  /** Render untrusted Markdown, sanitised, into an empty element. */
  renderMarkdown(node: HTMLElement, markdown: string): Promise<Disposable>;
  /** Render Python source, highlighted, into an empty element. */
  renderCode(node: HTMLElement, source: string): Promise<void>;
  confirm(question: Confirmation): Promise<boolean>;
  /**
   * The answer cells, null while no notebook of the lesson is open. Where this itself is null the
   * place cannot reach cells at all: then the answer is the one that ran last.
   */
  readonly cells: (() => AnswerCells | null) | null;
  /** What the server keeps beside the conversation; null where it cannot be asked for. */
  readonly files: LessonFiles | null;
  /** Null where there is only one way, or it is not known yet. */
  readonly via: Via | null;
}
