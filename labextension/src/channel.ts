/**
 * The panel's line to the server: one WebSocket, kept alive.
 *
 * Owns connecting, reconnecting (with back-off and jitter), noticing silence, and asking for the
 * whole view again when a frame is missing or cannot be read. It hands on only frames that fit.
 * It queues nothing: what cannot be sent now is refused, and the caller says so. It never keeps
 * what the frames say; that is the store's.
 */

import { CloseCode } from './protocol';
import type { PanelFrame, ServerFrame, ViewFrame } from './protocol';
import { readFrame } from './reading';

/** A server that says nothing for this long is taken for gone (it speaks every 20 s). */
export const SILENCE_MS = 45_000;
/** The first wait before a new try; it doubles with every failed try. */
export const FIRST_WAIT_MS = 500;
/** The longest wait before a new try. */
export const LONGEST_WAIT_MS = 30_000;
/** A connection that lasted this long starts the waits anew when it breaks. */
export const HEALTHY_MS = 10_000;
/** The whole view is asked for at most this often; after that a new connection is tried. */
export const RESYNC_EVERY_MS = 5_000;
/** So many unreadable frames without a good view between them: this page is too old or new. */
export const UNREADABLE_LIMIT = 4;

/**
 * How the connection stands. It is `connected` once the server has shown the lesson: what is sent
 * before that would be lost. `waiting` tries again at `retryAt` (milliseconds since 1970).
 * `ended` does not try again by itself; `words` come from the server and may be empty.
 */
export type Connection =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  | { readonly status: 'waiting'; readonly retryAt: number }
  | { readonly status: 'offline' }
  | {
      readonly status: 'ended';
      readonly reason: 'moved' | 'not_allowed' | 'unknown_lesson' | 'unreadable';
      readonly words: string;
    };

export interface ChannelOptions {
  /** The address to open, asked for anew at every try. */
  readonly url: () => string;
  readonly WebSocket: typeof WebSocket;
  /** How many messages the panel has: a view that begins after them leaves a gap. */
  readonly count: () => number;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onConnection: (connection: Connection) => void;
  /** In [0, 1); spreads the tries of many panels after a server restart. */
  readonly random?: () => number;
  /** False when the browser knows that there is no network. */
  readonly online?: () => boolean;
}

export class Channel {
  constructor(private readonly options: ChannelOptions) {}

  get connection(): Connection {
    return this._connection;
  }

  /** Connect now, whatever the state: at the start, for "try now", and to take a lesson back. */
  open(): void {
    if (this._disposed) {
      return;
    }
    this._drop();
    if (!(this.options.online ?? (() => true))()) {
      this._become({ status: 'offline' });
      return;
    }
    this._become({ status: 'connecting' });
    let socket: WebSocket;
    try {
      socket = new this.options.WebSocket(this.options.url());
    } catch {
      this._retryLater();
      return;
    }
    this._socket = socket;
    this._viewSeenAt = null;
    this._resyncedAt = null;
    this._listen();
    // Handlers of a socket that has been dropped must not speak for the one that replaced it.
    const current = (act: () => void) => () => (this._socket === socket ? act() : undefined);
    socket.onmessage = event => current(() => this._receive(event.data))();
    socket.onclose = event => current(() => this._closed(event.code, event.reason))();
  }

  /** The browser found or lost the network. */
  networkChanged(): void {
    const { status } = this._connection;
    const online = (this.options.online ?? (() => true))();
    if (online && (status === 'offline' || status === 'waiting')) {
      this.open();
    } else if (!online && status !== 'ended' && status !== 'offline') {
      this._drop();
      this._become({ status: 'offline' });
    }
  }

  /** Send a frame now, or return false: nothing was sent and nothing is kept for later. */
  send(frame: PanelFrame): boolean {
    const socket = this._socket;
    if (socket === null || this._connection.status !== 'connected' || socket.readyState !== 1) {
      return false;
    }
    this._transmit(socket, frame);
    return true;
  }

  dispose(): void {
    this._disposed = true;
    this._drop();
  }

  private _transmit(socket: WebSocket, frame: PanelFrame): void {
    socket.send(JSON.stringify(frame));
  }

  private _receive(data: unknown): void {
    this._listen();
    const reading = readFrame(data);
    if (reading.read === 'unknown') {
      return;
    }
    if (reading.read === 'unreadable') {
      console.warn(`The tutor's server sent something unreadable: ${reading.why}`);
      if (reading.type === null || reading.type === 'view') {
        this._unreadable += 1;
        this._askForWhole();
      }
      return;
    }
    const { frame } = reading;
    if (frame.type === 'view') {
      if (!this._fits(frame)) {
        this._askForWhole();
        return;
      }
      this._unreadable = 0;
      if (this._viewSeenAt === null) {
        this._viewSeenAt = Date.now();
        this._become({ status: 'connected' });
      }
    }
    this.options.onFrame(frame);
    // The server closes after these. Should its close never arrive, the words still hold, and
    // a panel that was told "moved" must not take the lesson back by reconnecting.
    if (frame.type === 'moved') {
      this._drop();
      this._become({ status: 'ended', reason: 'moved', words: frame.words });
    } else if (frame.type === 'trouble') {
      this._drop();
      this._retryLater();
    }
  }

  private _fits(frame: ViewFrame): boolean {
    return (
      frame.base <= this.options.count() &&
      frame.messages.every((message, index) => message.id === frame.base + index)
    );
  }

  /** Ask for the whole view; if that was just done and was no help, begin a new connection. */
  private _askForWhole(): void {
    const now = Date.now();
    if (this._resyncedAt === null || now - this._resyncedAt >= RESYNC_EVERY_MS) {
      this._resyncedAt = now;
      if (this._socket !== null) {
        this._transmit(this._socket, { type: 'resync' });
      }
      return;
    }
    this._drop();
    if (this._unreadable >= UNREADABLE_LIMIT) {
      this._become({ status: 'ended', reason: 'unreadable', words: '' });
    } else {
      this._retryLater();
    }
  }

  private _closed(code: number, words: string): void {
    this._drop();
    if (code === CloseCode.moved) {
      this._become({ status: 'ended', reason: 'moved', words });
    } else if (code === CloseCode.notAllowed) {
      this._become({ status: 'ended', reason: 'not_allowed', words });
    } else if (code === CloseCode.unknown) {
      this._become({ status: 'ended', reason: 'unknown_lesson', words });
    } else {
      this._retryLater();
    }
  }

  private _retryLater(): void {
    if (this._lastedMs >= HEALTHY_MS) {
      this._tries = 0;
    }
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this._tries);
    const wait = longest * (0.5 + (this.options.random ?? Math.random)() / 2);
    this._tries += 1;
    this._timer = setTimeout(() => this.open(), wait);
    this._become({ status: 'waiting', retryAt: Date.now() + wait });
  }

  /** Start the clock of silence anew; it also covers a connection that never opens. */
  private _listen(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._drop();
      this._retryLater();
    }, SILENCE_MS);
  }

  /** Let go of the socket and the timers without saying anything to anyone. */
  private _drop(): void {
    clearTimeout(this._timer);
    const socket = this._socket;
    this._socket = null;
    this._lastedMs = this._viewSeenAt === null ? 0 : Date.now() - this._viewSeenAt;
    this._viewSeenAt = null;
    if (socket !== null && socket.readyState <= 1) {
      // Closing a socket that is still opening reports an error nobody needs to hear of.
      socket.onerror = () => undefined;
      socket.close();
    }
  }

  private _become(connection: Connection): void {
    this._connection = connection;
    this.options.onConnection(connection);
  }

  private _connection: Connection = { status: 'connecting' };
  private _socket: WebSocket | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _tries = 0;
  private _lastedMs = 0;
  private _viewSeenAt: number | null = null;
  private _resyncedAt: number | null = null;
  private _unreadable = 0;
  private _disposed = false;
}
