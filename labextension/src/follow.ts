/**
 * Follows the learner from notebook to notebook.
 *
 * Owns which open notebooks belong to which lesson, one session per lesson for as long as any of
 * its notebooks is open, and which kernel each session is told of: that of the lesson's notebook
 * the learner was in last. It draws nothing.
 */

import type { ISessionContext, ISessionContextDialogs } from '@jupyterlab/apputils';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker, Notebook, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { LessonActions } from './actions';
import type { TutorHost } from './host';
import type { LessonRef } from './markers';
import { NotebookCells, lessonOfNotebook, tutorCell } from './notebook';
import { Runs } from './runs';
import type { TutorSession } from './session';

/** A lesson that is open, and its notebook that the learner was in last. */
export interface OpenLesson {
  readonly key: string;
  readonly ref: LessonRef;
  readonly actions: LessonActions;
  readonly notebook: NotebookPanel;
}

export interface FollowOptions {
  readonly tracker: INotebookTracker;
  readonly dialogs: ISessionContextDialogs;
  readonly translator: ITranslator;
  /** A new session of a lesson, not yet connected. */
  readonly begin: (lesson: LessonRef) => TutorSession;
  /** What the view of this lesson is to ask its surroundings for, but for the cells. */
  readonly host: Omit<TutorHost, 'cells'>;
  readonly show: (notebook: NotebookPanel) => void;
}

interface Entry {
  readonly key: string;
  readonly ref: LessonRef;
  readonly actions: LessonActions;
  readonly notebooks: NotebookPanel[];
}

export class Follower {
  constructor(private readonly options: FollowOptions) {
    const { tracker } = options;
    tracker.forEach(notebook => this._watch(notebook));
    tracker.widgetAdded.connect((_, notebook) => this._watch(notebook));
    tracker.currentChanged.connect(() => this._look(tracker.currentWidget));
    NotebookActions.executed.connect(this._executed, this);
  }

  /** The lesson of the current notebook, or null when that is no lesson or none is open. */
  get current(): OpenLesson | null {
    const notebook = this.options.tracker.currentWidget;
    const entry = notebook === null ? undefined : this._entryOf(notebook);
    return entry === undefined || notebook === null ? null : { ...entry, notebook };
  }

  /** The current notebook, when it is no lesson and shows a tutor in its output; else null. */
  get besideTutor(): NotebookPanel | null {
    const notebook = this.options.tracker.currentWidget;
    return notebook !== null && this._showTutor.has(notebook) ? notebook : null;
  }

  /** All lessons that are open, each with the notebook the learner was in last. */
  get lessons(): readonly OpenLesson[] {
    return [...this._entries.values()].flatMap(entry => {
      const notebook = entry.notebooks.at(-1);
      return notebook === undefined ? [] : [{ ...entry, notebook }];
    });
  }

  /** Emitted when the current lesson or the open lessons are others than before. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  networkChanged(): void {
    for (const { actions } of this._entries.values()) {
      actions.session.networkChanged();
    }
  }

  private _watch(notebook: NotebookPanel): void {
    const { sessionContext } = notebook;
    void notebook.context.ready.then(() => {
      this._look(notebook);
      this._lookForTutor(notebook);
    });
    notebook.context.model.contentChanged.connect(() => this._look(notebook));
    sessionContext.kernelChanged.connect(this._kernelChanged, this);
    sessionContext.statusChanged.connect(this._statusChanged, this);
    this._contexts.set(sessionContext, notebook);
    notebook.disposed.connect(() => {
      this._leave(notebook);
      this._changed.emit();
    });
  }

  /** See which lesson the notebook is of now; it may be loading, or its first cell edited. */
  private _look(notebook: NotebookPanel | null): void {
    if (notebook === null || notebook.isDisposed) {
      this._changed.emit();
      return;
    }
    const ref = notebook.context.isReady ? lessonOfNotebook(notebook) : null;
    const entry = this._entryOf(notebook);
    const isCurrent = this.options.tracker.currentWidget === notebook;
    if (ref === null || entry?.key !== keyOf(ref)) {
      if (entry === undefined && ref === null) {
        if (isCurrent && this._lastCurrent !== notebook) {
          this._lastCurrent = notebook;
          this._changed.emit();
          this._lookForTutor(notebook);
        }
        return;
      }
      this._leave(notebook);
      if (ref !== null) {
        this._join(notebook, ref);
      }
      this._lastCurrent = isCurrent ? notebook : this._lastCurrent;
      this._changed.emit();
    } else if (isCurrent && this._lastCurrent !== notebook) {
      this._lastCurrent = notebook;
      this._lead(entry, notebook);
      this._changed.emit();
    }
  }

  private _join(notebook: NotebookPanel, ref: LessonRef): void {
    const key = keyOf(ref);
    let entry = this._entries.get(key);
    if (entry === undefined) {
      entry = this._begin(key, ref);
      this._entries.set(key, entry);
      entry.notebooks.push(notebook);
      this._tell(notebook);
      entry.actions.session.connect();
    } else if (this.options.tracker.currentWidget === notebook) {
      this._lead(entry, notebook);
    } else {
      entry.notebooks.unshift(notebook);
    }
  }

  private _begin(key: string, ref: LessonRef): Entry {
    const { begin, host, dialogs, translator, show } = this.options;
    const notebooks: NotebookPanel[] = [];
    const cells = (): NotebookCells | null => {
      const notebook = notebooks.at(-1);
      return notebook === undefined
        ? null
        : new NotebookCells(notebook, this._runs, dialogs, translator, () => show(notebook));
    };
    const actions = new LessonActions(begin(ref), { ...host, cells });
    return { key, ref, actions, notebooks };
  }

  /** The learner is in this notebook of the lesson now: its kernel counts, its cells answer. */
  private _lead(entry: Entry, notebook: NotebookPanel): void {
    const { notebooks } = entry;
    if (notebooks.at(-1) === notebook) {
      return;
    }
    const index = notebooks.indexOf(notebook);
    if (index !== -1) {
      notebooks.splice(index, 1);
    }
    notebooks.push(notebook);
    this._tell(notebook);
  }

  private _leave(notebook: NotebookPanel): void {
    const entry = this._entryOf(notebook);
    if (entry === undefined) {
      return;
    }
    const { notebooks, key, actions } = entry;
    const led = notebooks.at(-1) === notebook;
    notebooks.splice(notebooks.indexOf(notebook), 1);
    const next = notebooks.at(-1);
    if (next === undefined) {
      this._entries.delete(key);
      actions.session.dispose();
    } else if (led) {
      this._tell(next);
    }
  }

  /** A tutor appears in the output of a cell that runs; looking at every letter would be waste. */
  private _executed(_: unknown, { notebook }: { notebook: Notebook }): void {
    const current = this.options.tracker.currentWidget;
    if (current?.content === notebook) {
      this._lookForTutor(current);
    }
  }

  /** See whether a notebook that is no lesson shows a tutor in its output. */
  private _lookForTutor(notebook: NotebookPanel): void {
    const shows =
      !notebook.isDisposed && this._entryOf(notebook) === undefined && tutorCell(notebook) !== -1;
    if (shows !== this._showTutor.has(notebook)) {
      this._showTutor[shows ? 'add' : 'delete'](notebook);
      this._changed.emit();
    }
  }

  private _kernelChanged(context: ISessionContext): void {
    const notebook = this._contexts.get(context);
    if (notebook !== undefined && !notebook.isDisposed) {
      this._runs.kernelReplaced(notebook.content);
      this._tell(notebook);
    }
  }

  private _statusChanged(context: ISessionContext, status: Kernel.Status): void {
    const notebook = this._contexts.get(context);
    if (notebook === undefined || notebook.isDisposed) {
      return;
    }
    if (status === 'restarting' || status === 'autorestarting') {
      this._runs.kernelReplaced(notebook.content);
      this._tell(notebook);
    }
  }

  /** Tell the lesson's session of the notebook's kernel, if this is the notebook that counts. */
  private _tell(notebook: NotebookPanel): void {
    const entry = this._entryOf(notebook);
    if (entry?.notebooks.at(-1) === notebook) {
      entry.actions.session.attach(notebook.sessionContext.session?.kernel?.id ?? null);
    }
  }

  private _entryOf(notebook: NotebookPanel): Entry | undefined {
    return [...this._entries.values()].find(entry => entry.notebooks.includes(notebook));
  }

  private readonly _runs = new Runs();
  private readonly _entries = new Map<string, Entry>();
  private readonly _contexts = new WeakMap<ISessionContext, NotebookPanel>();
  private readonly _showTutor = new WeakSet<NotebookPanel>();
  private readonly _changed = new Signal<this, void>(this);
  private _lastCurrent: NotebookPanel | null = null;
}

function keyOf(ref: LessonRef): string {
  return JSON.stringify([ref.course, ref.lesson]);
}
