/**
 * A line to the tutor through the kernel, used like a WebSocket.
 *
 * Owns the numbering of lines and the messages that carry their frames. The kernel reads them only
 * between cells, so a line may stay silent for long; it never times out by itself.
 */

import type { WidgetModel } from './model';

/** The code of a WebSocket that ended without saying why. */
export const BROKEN = 1006;

/** What the channel uses of a WebSocket, and no more. */
export interface Line {
  readonly readyState: number;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export class RelayLine implements Line {
  constructor(private readonly model: WidgetModel) {
    model.on('msg:custom', this._hear);
    try {
      model.send({ open: this._number, kernel: model.get('kernel') });
    } catch {
      // The kernel is gone, and the model with it. Whoever opened the line listens only later.
      queueMicrotask(() => this._end(BROKEN, ''));
    }
  }

  readyState = 0;
  onmessage: Line['onmessage'] = null;
  onclose: Line['onclose'] = null;
  onerror: Line['onerror'] = null;

  send(text: string): void {
    this.model.send({ line: this._number, frame: text });
  }

  close(): void {
    if (this.readyState === 3) {
      return;
    }
    this._hangUp();
    try {
      this.model.send({ close: this._number });
    } catch {
      // The kernel is gone: there is nobody to tell.
    }
  }

  private readonly _hear = (content: unknown): void => {
    const said = content as { [name: string]: unknown } | null;
    if (said?.['line'] === this._number) {
      this.readyState = 1;
      this.onmessage?.({ data: said['frame'] });
    } else if (said?.['close'] === this._number) {
      const { code, reason } = said;
      this._end(typeof code === 'number' ? code : BROKEN, typeof reason === 'string' ? reason : '');
    }
  };

  private _end(code: number, reason: string): void {
    if (this.readyState !== 3) {
      this._hangUp();
      this.onclose?.({ code, reason });
    }
  }

  private _hangUp(): void {
    this.readyState = 3;
    this.model.off('msg:custom', this._hear);
  }

  /** Drawn by lot: what the kernel says reaches every page that shows the widget. */
  private readonly _number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
