/**
 * Which way the widget speaks to the tutor: to the page's Jupyter server, or through the kernel.
 *
 * Owns the choice. The server is tried first where it can be the kernel's own; a line that ends
 * before the tutor has spoken on it goes on through the kernel, without its user noticing. Once
 * the tutor has spoken, that way is kept for as long as the widget is shown.
 */

import { kernelUrl } from '../address';
import type { Server } from '../address';
import { readFrame } from '../reading';
import type { WidgetModel } from './model';
import { BROKEN, RelayLine } from './relay';
import type { Line } from './relay';

export type Way = 'server' | 'kernel';

export interface LinesOptions {
  readonly model: WidgetModel;
  /** The server of the page; null where the page has none. */
  readonly server: Server | null;
  readonly WebSocket: typeof WebSocket;
  /** GET with the page's credentials. */
  readonly get: (server: Server, url: string) => Promise<Response>;
}

export class Lines {
  constructor(readonly options: LinesOptions) {
    const open = (url: string): Line => new FirstTry(this, url);
    // The channel makes its lines with `new`, and uses no more of a WebSocket than a `Line` has.
    this.WebSocket = function (url: string) {
      return open(url);
    } as unknown as typeof WebSocket;
  }

  /** To be given to a channel in the place of the browser's own. */
  readonly WebSocket: typeof WebSocket;

  /** The way on which the tutor has spoken; null before it has on any. */
  get way(): Way | null {
    return this._way;
  }

  /** The tutor has spoken on this way. */
  settle(way: Way): void {
    this._way ??= way;
  }

  /** The server, if it may be tried: the page's own, and as far as known that of the kernel. */
  candidate(): Server | null {
    const { server, model } = this.options;
    if (server === null || this._way === 'kernel' || model.get('carrier') !== 'server') {
      return null;
    }
    const path = model.get('base_url');
    return path === '' || samePath(path, new URL(server.baseUrl).pathname) ? server : null;
  }

  /** Whether the kernel is one of this server's: a tutor that cannot reach it is of no use. */
  async hasKernel(server: Server): Promise<boolean> {
    const { model, get } = this.options;
    const kernel = model.get('kernel');
    if (kernel === '' || this._way === 'server') {
      return true;
    }
    return get(server, kernelUrl(server, kernel)).then(
      ({ ok }) => ok,
      () => false
    );
  }

  private _way: Way | null = null;
}

function samePath(one: string, other: string): boolean {
  const bare = (path: string): string => path.replace(/^\/+|\/+$/g, '');
  return bare(one) === bare(other);
}

/** One line, by the server if that answers, else through the kernel. */
class FirstTry implements Line {
  constructor(
    private readonly lines: Lines,
    private readonly url: string
  ) {
    void this._begin();
  }

  onmessage: Line['onmessage'] = null;
  onclose: Line['onclose'] = null;
  onerror: Line['onerror'] = null;

  get readyState(): number {
    return this._ended ? 3 : (this._line?.readyState ?? 0);
  }

  send(text: string): void {
    this._line?.send(text);
  }

  close(): void {
    this._ended = true;
    this._letGo();
  }

  private async _begin(): Promise<void> {
    const server = this.lines.candidate();
    const byServer = server !== null && (await this.lines.hasKernel(server));
    if (this._ended) {
      return;
    }
    if (byServer) {
      this._byServer();
    } else {
      this._byKernel();
    }
  }

  private _byServer(): void {
    let line: Line;
    try {
      line = new this.lines.options.WebSocket(this.url) as unknown as Line;
    } catch {
      this._byKernel();
      return;
    }
    this._use(line, 'server', (code, reason) => {
      if (this.lines.way === 'server') {
        this._end(code, reason);
      } else {
        this._byKernel();
      }
    });
  }

  private _byKernel(): void {
    const line = new RelayLine(this.lines.options.model);
    this._use(line, 'kernel', (code, reason) => this._end(code, reason));
  }

  private _use(line: Line, way: Way, ended: (code: number, reason: string) => void): void {
    this._line = line;
    line.onmessage = ({ data }) => {
      if (this.lines.way === null && readFrame(data).read === 'unreadable') {
        // Something answers there, but it is no tutor.
        this._letGo();
        ended(BROKEN, '');
        return;
      }
      this.lines.settle(way);
      this.onmessage?.({ data });
    };
    line.onclose = ({ code, reason }) => {
      this._line = null;
      ended(code, reason);
    };
  }

  private _end(code: number, reason: string): void {
    this._ended = true;
    this.onclose?.({ code, reason });
  }

  /** Leave the line without hearing any more of it. */
  private _letGo(): void {
    const line = this._line;
    this._line = null;
    if (line !== null) {
      line.onmessage = null;
      line.onclose = null;
      line.onerror = () => undefined;
      line.close();
    }
  }

  private _line: Line | null = null;
  private _ended = false;
}
