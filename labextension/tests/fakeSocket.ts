/** A WebSocket whose far end is the test: no network, no time of its own. */

export class FakeSocket {
  /** All sockets that were opened, oldest first. */
  static all: FakeSocket[] = [];

  /** The newest socket, on which the panel now relies. */
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (socket === undefined) {
      throw new Error('no socket has been opened');
    }
    return socket;
  }

  static readonly asWebSocket = FakeSocket as unknown as typeof WebSocket;

  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: unknown[] = [];

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server says something; text goes as it is, anything else as JSON. */
  says(frame: unknown): void {
    this.readyState = 1;
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  /** The server closes, or with the code 1006 the network breaks. */
  ends(code: number, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}
