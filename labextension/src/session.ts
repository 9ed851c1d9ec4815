/**
 * One lesson on the screen: its state, the line to the server, and the asking.
 *
 * Owns the pairing of a channel with a screen, what happens to commands that get no answer, and
 * when a draft is kept and forgotten.
 * It knows nothing of notebooks or of JupyterLab's shell.
 */

import { Channel } from './channel';
import type { Drafts } from './drafts';
import type { Words } from './host';
import type { Command, ServerFrame } from './protocol';
import { initialScreen, reduce } from './store';
import type { Change, Note, Screen } from './store';

/** How long a command may be under way before the learner can try again. */
export const ANSWER_WITHIN_MS = 30_000;

export interface SessionOptions {
  /** The address of the lesson's channel, given the kernel to attach to (null: none yet). */
  readonly url: (kernel: string | null) => string;
  readonly WebSocket: typeof WebSocket;
  readonly trans: Words;
  /** Where what is typed outlives the page; absent: nowhere. */
  readonly drafts?: Drafts;
  readonly random?: () => number;
  readonly online?: () => boolean;
}

export class TutorSession {
  constructor(private readonly options: SessionOptions) {
    this._screen = { ...initialScreen, writing: options.drafts?.read(null) ?? '' };
    this._channel = new Channel({
      ...options,
      url: () => {
        this._told = this._kernel;
        return options.url(this._kernel);
      },
      count: () => this._screen.messages.length,
      onFrame: frame => this._arrived(frame),
      onConnection: connection => {
        this.change({
          type: 'connection',
          connection,
          ifUnanswered: options.trans.__(
            'The connection broke before the tutor answered. If your last step does not appear ' +
              'above once it is back, please do it again.'
          )
        });
        if (connection.status === 'connected') {
          this._tellKernel();
        }
      }
    });
  }

  /** The screen as it is now; a new object after every change. */
  readonly screen = (): Screen => this._screen;

  /** Be called after every change; returns how to stop that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  };

  /** Connect now: at the start, on "try now", and to take the lesson back. */
  connect(): void {
    this._channel.open();
  }

  networkChanged(): void {
    this._channel.networkChanged();
  }

  /** Ask something of the tutor. Returns false, with a note why, when it cannot be sent now. */
  ask(command: Command): boolean {
    const { trans } = this.options;
    this._lastId += 1;
    const id = String(this._lastId);
    if (!this._channel.send({ type: 'command', id, command })) {
      this.note(
        trans.__('Not sent: there is no connection to the tutor just now. Please try again later.')
      );
      return false;
    }
    this.change({ type: 'sent', id, command });
    if (command.type === 'start_over') {
      this.options.drafts?.forgetAnswers();
    } else if (command.type === 'submit_answer') {
      this._handedIn.set(id, this.options.drafts?.read(command.question) ?? '');
    }
    const timer = setTimeout(() => {
      this._timers.delete(timer);
      this.change({
        type: 'unanswered',
        id,
        words: trans.__('The tutor has not answered yet. You can try again.')
      });
    }, ANSWER_WITHIN_MS);
    this._timers.add(timer);
    return true;
  }

  /** The notebook has this kernel now (null: it has lost the one it had), or has restarted it. */
  attach(kernel: string | null): void {
    if (kernel === null && this._kernel === null) {
      return;
    }
    this._kernel = kernel;
    this._told = undefined;
    this._tellKernel();
  }

  /** Stop the cell that is running in the kernel. */
  interrupt(): boolean {
    return this._channel.send({ type: 'interrupt' });
  }

  /** Wait until the screen is as asked, or this many milliseconds; says whether it came to be. */
  until(holds: (screen: Screen) => boolean, withinMs: number): Promise<boolean> {
    return new Promise(resolve => {
      const end = (held: boolean) => {
        stop();
        clearTimeout(timer);
        this._timers.delete(timer);
        resolve(held);
      };
      const stop = this.subscribe(() => holds(this._screen) && end(true));
      const timer = setTimeout(() => end(false), withinMs);
      this._timers.add(timer);
      if (holds(this._screen)) {
        end(true);
      }
    });
  }

  note(words: string, remedy: Note['remedy'] = null): void {
    this.change({ type: 'note', note: { words, remedy } });
  }

  change(change: Change): void {
    if (this._disposed) {
      return;
    }
    this._screen = reduce(this._screen, change);
    if (change.type === 'type') {
      const question = this._screen.head?.question ?? null;
      if (question !== null) {
        this.options.drafts?.keep(question.id, change.text);
      }
    } else if (change.type === 'write') {
      this.options.drafts?.keep(null, change.text);
    }
    for (const listener of [...this._listeners]) {
      listener();
    }
  }

  dispose(): void {
    this._disposed = true;
    this._channel.dispose();
    this._timers.forEach(clearTimeout);
    this._timers.clear();
    this._listeners.clear();
  }

  private _arrived(frame: ServerFrame): void {
    const { drafts } = this.options;
    if (frame.type === 'accepted') {
      const command = this._screen.sent.find(sent => sent.id === frame.id)?.command;
      // What was typed further meanwhile is a draft of its own.
      if (
        command?.type === 'submit_answer' &&
        drafts?.read(command.question) === this._handedIn.get(frame.id)
      ) {
        drafts?.keep(command.question, '');
      }
      this._handedIn.delete(frame.id);
    }
    if (frame.type === 'refused' && this._screen.writing === '') {
      // What the learner wrote is given back to them, unless they are writing on.
      const command = this._screen.sent.find(sent => sent.id === frame.id)?.command;
      if (command?.type === 'say') {
        this.change({ type: 'write', text: command.text });
      }
    }
    const question = frame.type === 'view' ? frame.head.question : null;
    const draft = question === null ? '' : (drafts?.read(question.id) ?? '');
    this.change({ type: 'frame', frame, draft });
  }

  private _tellKernel(): void {
    if (
      this._told !== this._kernel &&
      this._channel.send({ type: 'attach', kernel: this._kernel })
    ) {
      this._told = this._kernel;
    }
  }

  private readonly _channel: Channel;
  private readonly _listeners = new Set<() => void>();
  private readonly _timers = new Set<ReturnType<typeof setTimeout>>();
  private _screen: Screen;
  /** The drafts of answers as they were when these were handed in, by the commands' ids. */
  private readonly _handedIn = new Map<string, string>();
  private _kernel: string | null = null;
  /** The kernel the server was last told of on this connection; undefined when it must be told. */
  private _told: string | null | undefined = null;
  private _lastId = 0;
  private _disposed = false;
}
